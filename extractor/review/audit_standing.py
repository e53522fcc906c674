"""What became of the data since a plan: what the audit put right and still is, and what else changed."""

from collections.abc import Sequence

from extractor.certify.claims import Claim, Delivered, claims_of
from extractor.certify.comparing import CUT, NONE, same_answer
from extractor.certify.computed_certificate import Later
from extractor.certify.plan import Drawing, Plan
from extractor.review.audit_corrections import entered, note_of
from extractor.review.corrected import added_key
from extractor.review.decision_log import Action, DecisionEvent, effective
from extractor.review.delivered import StoreMark, delivered_now, events_at
from extractor.review.persistence import ReviewStore
from extractor.store import documents_after

_LEAVES_THE_VALUE = frozenset({Action.ACCEPT, Action.FLAG, Action.GROUND})


def is_put_right(store: ReviewStore, plan_id: str, drawing: Drawing, value: str) -> bool:
    """Whether the data say now what the readers said: not whether somebody once entered it."""
    claim, document = drawing.claim, store.load(drawing.report_id)
    if document is None or claim.pointer.startswith("/text/") or value == CUT:
        return False
    now = delivered_now(store, document.sha256)
    if now is None or (claim.pointer.startswith("/narrative/") and now.report_id != drawing.report_id):
        return False  # read anew: keys of the prose may name other facts
    claims = {each.pointer: each for each in claims_of(now)}
    here = claims.get(claim.pointer)
    if here is not None:
        return same_answer(claim.kind, here.value, value)
    if claim.kind == "cell":
        return False  # delivered as open
    if value in ("", NONE):
        return True  # nothing is said any more
    note = note_of(plan_id, drawing.position)
    return _has_moved(now, claims, claim, value, entered(store.events_of(document.sha256), note))


def _has_moved(
    now: Delivered,
    claims: dict[str, Claim],
    claim: Claim,
    value: str,
    events: Sequence[DecisionEvent],
) -> bool:
    """Whether the fact stands in another list now, as the audit entered it."""
    aspect = claim.pointer.partition("#")[2]
    added = {added_key(event, 0) for event in events if event.decision.action is Action.REWRITE}
    for name, keys in now.keys.items():
        for key in added & set(keys):
            moved = claims.get(f"/narrative/{name}/{key}#{aspect}")
            if moved is not None and same_answer(claim.kind, moved.value, value):
                return True
    return False


def later(store: ReviewStore, plan: Plan) -> Later:
    """What others than this audit changed since the plan was made."""
    mark, mine = StoreMark(plan.data.newest_report, plan.data.last_event), note_of(plan.plan_id, 0)[:-1]
    edits = 0
    for sha256 in store.corrected():
        before = _changing(events_at(store, sha256, mark))
        now = _changing(store.events_of(sha256))
        notes = {**before, **now}
        edits += sum(not notes[event].startswith(mine) for event in before.keys() ^ now.keys())
    documents = store.store.read(lambda c: documents_after(c, plan.data.newest_report))
    return Later(edits, documents)


def _changing(events: Sequence[DecisionEvent]) -> dict[tuple[int, int], str]:
    """Events in force that change a value, with their notes."""
    return {
        (event.report_id, event.revision): event.decision.note
        for event in effective(events)
        if event.decision.action not in _LEAVES_THE_VALUE
    }
