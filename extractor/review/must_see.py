"""The values that a person must see so that the data set's bound falls to a tolerance, as a queue."""

import hashlib
from collections import Counter
from typing import NamedTuple

from extractor.certify.certificate_wording import percent
from extractor.certify.claims import claims_of
from extractor.certify.computed_certificate import Audit, counted
from extractor.certify.dial import Dial, turned_to
from extractor.certify.reader_answers import DrawnVerdict
from extractor.certify.strata import StratumKey, known_strata
from extractor.review.audit_store import audit_of, mark_of_plan, measured_seconds, plan_named, with_entered
from extractor.review.decision_log import DECIDES, effective
from extractor.review.delivered import delivered
from extractor.review.persistence import ReviewStore
from extractor.review.review_items import MustSee, ReviewItem, Weight, rank_order


class Turned(NamedTuple):
    """The dial, and what is left to be seen."""

    dial: Dial
    complete: bool
    """Every drawn value was answered: else the unread ones count as wrong."""
    left: dict[StratumKey, int]
    """Values that nobody has seen yet, by stratum."""
    minutes: float
    must_see: MustSee

    @property
    def number(self) -> int:
        """Values to see."""
        return sum(self.left.values())


def must_see(store: ReviewStore, tolerance: float, plan_id: str | None = None) -> Turned:
    """What is to be seen; UsageError where nothing was planned yet."""
    audit = with_entered(store, audit_of(store, plan_named(store, plan_id)))
    known = counted(audit)
    dial = turned_to(audit, known, tolerance)
    rank = {key: number for number, key in enumerate(dial.strata)}
    done = _settled(audit)
    seconds = measured_seconds(store)
    left: Counter[StratumKey] = Counter()
    items: dict[int, tuple[ReviewItem, ...]] = {}
    times = 0.0
    for one in delivered(store, mark_of_plan(audit.plan)) if dial.strata else ():
        decided = _decided(store, one.sha256)
        wanted: dict[str, ReviewItem] = {}
        longest: dict[str, float] = {}  # sides of one fact are decided together
        for claim in claims_of(one):
            key = audit.plan.finder.of(claim)
            pointer = claim.pointer.partition("#")[0]
            if key not in rank or (one.report_id, claim.pointer) in done or pointer in decided:
                continue
            left[key] += 1
            item = ReviewItem(pointer, Weight.TOLERANCE, rank_order(rank[key], len(wanted)))
            wanted.setdefault(pointer, item)
            takes = seconds.get(claim.kind, known_strata().kinds[claim.kind].seconds)
            longest[pointer] = max(takes, longest.get(pointer, 0.0))
        times += sum(longest.values())
        if wanted:
            items[one.report_id] = tuple(sorted(wanted.values(), key=lambda item: item.order))
    minutes = times / 60
    complete = all(each.verdict not in (DrawnVerdict.UNSEEN, DrawnVerdict.DISPUTED) for each in known.settled)
    in_order = {key: left[key] for key in dial.strata if left[key]}
    note = _note(dial, (sum(in_order.values()), sum(map(len, items.values()))), minutes)
    return Turned(dial, complete, in_order, minutes, MustSee(_tag(audit, items), items, note))


def _note(dial: Dial, to_see: tuple[int, int], minutes: float) -> tuple[str, str]:
    """``review 212 more values and the bound falls to 0.1 %``, in Chinese and English."""
    number, places = to_see
    share = percent(dial.upper / dial.size) if dial.size else "n/a"
    if not number:
        return (f"该看的都看过了：错误至多 {share}。", f"All of it is seen: at most {share} are wrong.")
    return (
        f"再看 {number:,} 个数值（{places:,} 处，约 {minutes:.0f} 分钟），错误上限就降到 {share}。",
        f"Review {number:,} more values ({places:,} places, about {minutes:.0f} minutes) and the bound "
        f"falls to {share}.",
    )


def _settled(audit: Audit) -> frozenset[tuple[int, str]]:
    """Places whose value the audit found right or put right."""
    table = audit.table
    found = set()
    for drawing in audit.sample:
        verdict = table.settled(drawing.position).verdict
        if verdict is DrawnVerdict.RIGHT or drawing.position in audit.entered:
            found.add((drawing.report_id, drawing.claim.pointer))
    return frozenset(found)


def _decided(store: ReviewStore, sha256: str) -> frozenset[str]:
    """Places that a person decided in the correction page, by the pointer that was decided."""
    events = effective(store.events_of(sha256))
    return frozenset(event.decision.pointer for event in events if event.decision.action in DECIDES)


def _tag(audit: Audit, items: dict[int, tuple[ReviewItem, ...]]) -> str:
    """Names the view of the queue: the same for the same values."""
    digest = hashlib.sha256(audit.plan.plan_id.encode())
    for report_id, each in sorted(items.items()):
        digest.update(f"{report_id} {' '.join(item.pointer for item in each)}\n".encode())
    return digest.hexdigest()[:16]
