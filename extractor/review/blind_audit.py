"""The blind audit without its web: which place a reader sees next, and what an answer does."""

import time
from collections.abc import Mapping
from threading import RLock
from typing import Any, NamedTuple

from extractor.certify.comparing import plain_answer
from extractor.certify.computed_certificate import Audit, counted
from extractor.certify.plan import Drawing, Plan
from extractor.certify.reader_answers import AuditAnswer, DrawnVerdict, Kind, ReaderStanding, Table, stands
from extractor.certify.sample_planning import whole_upper
from extractor.errors import UsageError
from extractor.review.audit_corrections import enter, note_of, take_back
from extractor.review.audit_store import audit_of, plan_named, save_answer, stored_plans
from extractor.review.service import ReviewService, Viewer

BUSY_S = 180.0
"""So long a place that one reader looks at is not shown to another one."""
_LONGEST_S = 600.0


class SaidAnswer(NamedTuple):
    """An answer as the page sends it."""

    plan_id: str
    position: int
    kind: Kind
    said: Mapping[str, Any]
    seconds: float
    expected: int
    """Answers that this reader had given when the page was shown."""


class PlanProgress(NamedTuple):
    """How far a plan has come."""

    done: int
    """Places that are settled."""
    all: int
    mine: int
    answers: int
    """That this reader gave, those taken back included."""


class ReaderTurn(NamedTuple):
    """What a reader sees now."""

    plan: Plan
    progress: PlanProgress
    drawing: Drawing | None
    """None: there is nothing left for this reader."""
    standing: ReaderStanding
    may_undo: bool


class AuditService:
    """Plans of one store; safe to use from several threads."""

    def __init__(self, service: ReviewService) -> None:
        self.service, self.store = service, service.store
        self._busy: dict[tuple[str, int], tuple[str, float]] = {}
        self._lock = RLock()

    def plans(self) -> tuple[Plan, ...]:
        """All plans, the oldest first."""
        return stored_plans(self.store)

    def turn(self, author: str, plan_id: str | None = None, shown: int | None = None) -> ReaderTurn:
        """The next place, or the place ``shown`` that this reader has just settled against the data set."""
        audit = audit_of(self.store, plan_named(self.store, plan_id))
        table = audit.table
        if shown is not None and 0 <= shown < len(audit.sample):
            standing = table.standing(shown, author)
            if standing.revealed and standing.is_settled:
                return self._turn(audit, table, author, shown)
        with self._lock:
            now = time.monotonic()
            self._busy = {key: kept for key, kept in self._busy.items() if kept[1] > now}
            busy = frozenset(
                position
                for (plan, position), (who, _) in self._busy.items()
                if plan == audit.plan.plan_id and who != author
            )
            position = table.next_for(author, busy)
            if position is not None and audit.plan.auditors == 1:
                self._busy[audit.plan.plan_id, position] = (author, now + BUSY_S)
        return self._turn(audit, table, author, position)

    def _turn(self, audit: Audit, table: Table, author: str, position: int | None) -> ReaderTurn:
        done = sum(not table.needs(each.position) for each in audit.sample)
        progress = PlanProgress(
            done, len(audit.sample), table.answered_by(author), len(table.of_author.get(author, ()))
        )
        drawing = None if position is None else audit.sample[position]
        standing = ReaderStanding() if position is None else table.standing(position, author)
        return ReaderTurn(audit.plan, progress, drawing, standing, table.last_of(author) is not None)

    def answer(self, author: str, said: SaidAnswer) -> ReaderStanding:
        """Record an answer; where the place is settled as wrong, the right value enters the data.

        UsageError for an answer that cannot be one, a place that is not this reader's turn, or one that the
        same reader has answered in another window meanwhile.
        """
        if self.service.blind:
            raise UsageError("the audit does not go with --blind: start the page without it")
        audit = audit_of(self.store, plan_named(self.store, said.plan_id))
        table = audit.table
        if not 0 <= said.position < len(audit.sample):
            raise UsageError("there is no such place in the sample; load the page again")
        drawing, before = audit.sample[said.position], table.standing(said.position, author)
        self._check_turn(table, author, said, before)
        said = said._replace(seconds=max(0.0, min(said.seconds, _LONGEST_S)))
        new = AuditAnswer(0, said.position, author, "", said.kind, said.said, said.seconds)
        if said.kind == "read":
            plain_answer(drawing.claim.kind, said.said)
        added = save_answer(self.store, said.plan_id, new, said.expected)
        audit = audit._replace(answers=(*audit.answers, added))
        self._follow(audit, drawing, author)
        return stands(
            drawing.claim, [a for a in audit.answers if (a.position, a.author) == (said.position, author)]
        )

    def _check_turn(self, table: Table, author: str, said: SaidAnswer, before: ReaderStanding) -> None:
        """Nothing is chosen by the reader: only the place whose turn it is can be answered."""
        if said.kind in ("read", "cannot"):
            begun = before.is_begun
            if not begun and (before.is_settled or not table.needs(said.position)):
                raise UsageError("this place is answered; load the page again")
            if not begun and table.next_for(author, self._busy_for(said.plan_id, author)) != said.position:
                raise UsageError("another place is next; load the page again")
        elif said.kind == "same" and before.verdict is not DrawnVerdict.WRONG:
            raise UsageError("there is nothing to compare here; load the page again")

    def _busy_for(self, plan_id: str, author: str) -> frozenset[int]:
        with self._lock:
            return frozenset(
                position
                for (plan, position), (who, until) in self._busy.items()
                if plan == plan_id and who != author and until > time.monotonic()
            )

    def undo(self, author: str, said: SaidAnswer) -> int | None:
        """Take back this reader's last answers about one place; the place, or None where there is none."""
        audit = audit_of(self.store, plan_named(self.store, said.plan_id))
        position = audit.table.last_of(author)
        if position is None:
            return None
        added = save_answer(
            self.store, said.plan_id, AuditAnswer(0, position, author, "", "undo", {}, 0.0), said.expected
        )
        self._follow(audit._replace(answers=(*audit.answers, added)), audit.sample[position], author)
        with self._lock:
            self._busy[said.plan_id, position] = (author, time.monotonic() + BUSY_S)
        return position

    def _follow(self, audit: Audit, drawing: Drawing, author: str) -> None:
        """Bring the data in step with what is settled about a place."""
        viewer, note = Viewer(author), note_of(audit.plan.plan_id, drawing.position)
        table = audit.table
        settled = table.settled(drawing.position)
        if sum(map(len, table.by_reader[drawing.position].values())) > 1:  # else nothing can be there yet
            take_back(self.service, drawing.report_id, viewer, note)
        if settled.value is None:
            return
        trouble = enter(self.service, drawing.report_id, viewer, drawing.claim, settled.value, note)
        if trouble is not None:
            self.store.audit(author, "correction refused", f"{note}: {trouble}")

    def upper_so_far(self, plan_id: str) -> float | None:
        """The bound after what was looked at; None for a fixed plan, whose sample must be complete."""
        audit = audit_of(self.store, plan_named(self.store, plan_id))
        if audit.plan.method != "sequential":
            return None
        values = {key: each for key, each in counted(audit).drawn.items() if not key.is_place}
        return whole_upper(values, audit.plan.wish) / sum(each.size for each in values.values())
