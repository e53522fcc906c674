"""From what readers answered to what is counted.

A reader answers without seeing the data set's value. Where the answer differs the place is read once more,
still without seeing it: a slip of the fingers is not an error of the data, and a wrong value is agreed to
only by somebody who reads it so. Only then is the other value shown, and from then on the reader cannot make
it right. Whatever is not settled as right counts against the data set.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from extractor.certify.claims import Claim
from extractor.certify.comparing import agrees, plain_answer, same_answer
from extractor.certify.strata import known_strata

Kind = Literal["read", "cannot", "same", "undo"]


class DrawnVerdict(StrEnum):
    """What became of a drawn value."""

    RIGHT = "right"
    WRONG = "wrong"
    CANNOT = "cannot_tell"
    SEEN = "seen_before"
    """The reader had seen the data set's value, or tried several, before agreeing, or took back an answer
    after seeing it: counts against."""
    DISPUTED = "disputed"
    """Readers differ, and nobody has settled it yet."""
    UNSEEN = "unseen"
    """Nobody has answered."""


class AuditAnswer(NamedTuple):
    """One answer as recorded."""

    entry_id: int
    position: int
    author: str
    at: str
    kind: Kind
    said: Mapping[str, Any]
    seconds: float


class ReaderStanding(NamedTuple):
    """Where one reader stands with one place."""

    readings: tuple[str, ...] = ()
    """Since the last undo."""
    verdict: DrawnVerdict | None = None
    same: bool = False
    """The reader judged two wordings to say the same, after seeing both."""
    revealed: bool = False
    """The data set's value was shown to be another one."""
    tried: frozenset[str] = frozenset()
    """Everything that the reader ever read there."""
    at: str = ""
    seconds: float = 0.0

    @property
    def is_settled(self) -> bool:
        """Whether the reader has no more to say."""
        return self.verdict is not None

    @property
    def slipped(self) -> bool:
        """Agreed only after another reading; taking that back makes no difference."""
        return self.verdict is DrawnVerdict.RIGHT and max(len(self.readings), len(self.tried)) > 1

    @property
    def is_begun(self) -> bool:
        """Whether this reader has something to finish here."""
        return not self.is_settled and (bool(self.readings) or self.revealed)

    @property
    def value(self) -> str | None:
        """What the reader says is right: read twice alike, else None."""
        if self.verdict is not DrawnVerdict.WRONG or self.same or len(set(self.readings)) != 1:
            return None
        return self.readings[-1]


class SettledPlace(NamedTuple):
    """What is counted of one place."""

    verdict: DrawnVerdict
    value: str | None
    """What stands there instead, where the readers needed agree on it."""
    readers: tuple[str, ...]
    slips: int
    same: bool
    at: str


def stands(claim: Claim, answers: Iterable[AuditAnswer]) -> ReaderStanding:
    """Where a reader stands after these answers, all of that reader about one place, in order."""
    now = ReaderStanding()
    for answer in answers:
        now = _after(claim, now, answer)._replace(at=answer.at, seconds=now.seconds + answer.seconds)
    return now


def _after(claim: Claim, now: ReaderStanding, answer: AuditAnswer) -> ReaderStanding:
    if answer.kind == "undo":
        return ReaderStanding((), None, False, now.revealed, now.tried)
    if answer.kind == "same":
        is_text = known_strata().kinds[claim.kind].answer == "text"
        may = now.verdict is DrawnVerdict.WRONG and is_text
        return now._replace(verdict=DrawnVerdict.RIGHT, same=True) if may else now
    if now.is_settled:
        return now
    if answer.kind == "cannot":
        return now._replace(verdict=DrawnVerdict.CANNOT)
    value = plain_answer(claim.kind, answer.said)
    readings, tried = (*now.readings, value), now.tried | {value}
    if agrees(claim, value):
        blind = not now.revealed and len(tried) <= 2
        return now._replace(
            readings=readings, tried=tried, verdict=DrawnVerdict.RIGHT if blind else DrawnVerdict.SEEN
        )
    if len(readings) < 2:
        return now._replace(readings=readings, tried=tried)
    return now._replace(readings=readings, tried=tried, verdict=DrawnVerdict.WRONG, revealed=True)


class Table:
    """All answers to a plan, by place and reader."""

    def __init__(self, claims: Sequence[Claim], answers: Iterable[AuditAnswer], auditors: int) -> None:
        self.claims, self.auditors = claims, auditors
        self.by_reader: dict[int, dict[str, list[AuditAnswer]]] = {}
        self.of_author: dict[str, list[AuditAnswer]] = {}
        self._settled_by: dict[int, list[tuple[str, ReaderStanding]]] = {}
        for answer in answers:
            if 0 <= answer.position < len(claims):
                readers = self.by_reader.setdefault(answer.position, {})
                readers.setdefault(answer.author, []).append(answer)
                self.of_author.setdefault(answer.author, []).append(answer)

    def standing(self, position: int, author: str) -> ReaderStanding:
        """Where a reader stands with a place."""
        return stands(self.claims[position], self.by_reader.get(position, {}).get(author, ()))

    def settled(self, position: int) -> SettledPlace:
        """What is counted of a place."""
        done, kind = self._done(position), self.claims[position].kind
        if len(done) < self.auditors:
            return SettledPlace(DrawnVerdict.UNSEEN, None, tuple(name for name, _ in done), 0, False, "")
        kept = done[: self.auditors]
        if self.auditors == 2 and kept[0][1].verdict != kept[1][1].verdict:
            third = next(iter(done[2:]), None)
            if third is None:
                return _counted(DrawnVerdict.DISPUTED, kept, kind)
            alike = [each for each in kept if each[1].verdict == third[1].verdict]
            return _counted(third[1].verdict if alike else DrawnVerdict.DISPUTED, [*alike, third], kind)
        return _counted(kept[0][1].verdict, kept, kind)

    def next_for(self, author: str, busy: frozenset[int] = frozenset()) -> int | None:
        """The place that this reader sees next: begun ones first, else the first in the drawn order."""
        mine = {answer.position for answer in self.of_author.get(author, ())}
        for position in sorted(mine):
            if self.standing(position, author).is_begun:
                return position
        for position in range(len(self.claims)):
            if position in busy or (position in mine and self.standing(position, author).is_settled):
                continue
            if self.needs(position):
                return position
        return None

    def needs(self, position: int) -> bool:
        """Whether one more reader is needed."""
        done = self._done(position)
        if len(done) < self.auditors:
            return True
        verdicts = {each.verdict for _, each in done[:2]}
        return self.auditors == 2 and len(done) == 2 and len(verdicts) > 1

    def last_of(self, author: str) -> int | None:
        """The place of the last answer of a reader that was not taken back."""
        kept: list[int] = []
        for answer in self.of_author.get(author, ()):
            if answer.kind == "undo":
                kept = [position for position in kept if position != answer.position]
            else:
                kept.append(answer.position)
        return kept[-1] if kept else None

    def answered_by(self, author: str) -> int:
        """Places that a reader is done with."""
        mine = {answer.position for answer in self.of_author.get(author, ())}
        return sum(self.standing(position, author).is_settled for position in mine)

    def _done(self, position: int) -> list[tuple[str, ReaderStanding]]:
        """Readers who are done with a place, in the order in which they were.

        One who took an answer back after seeing the data set's value is done, too, with what counts against:
        nobody else is asked in that reader's stead.
        """
        if position in self._settled_by:
            return self._settled_by[position]
        found = []
        for author, answers in self.by_reader.get(position, {}).items():
            now = stands(self.claims[position], answers)
            if now.revealed and not now.is_settled:
                now = now._replace(verdict=DrawnVerdict.SEEN)
            if now.is_settled:
                found.append((answers[-1].entry_id, author, now))
        done = [(author, now) for _, author, now in sorted(found, key=lambda each: each[0])]
        self._settled_by[position] = done
        return done


def _counted(
    verdict: DrawnVerdict | None, kept: Sequence[tuple[str, ReaderStanding]], kind: str = "cell"
) -> SettledPlace:
    standings = [standing for _, standing in kept]
    values = [standing.value for standing in standings]
    first = values[0] if values else None
    agreed = first is not None and all(v is not None and same_answer(kind, first, v) for v in values)
    return SettledPlace(
        verdict or DrawnVerdict.UNSEEN,
        first if agreed and verdict is DrawnVerdict.WRONG else None,
        tuple(name for name, _ in kept),
        sum(standing.slipped for standing in standings),
        any(standing.same for standing in standings),
        max((standing.at for standing in standings), default=""),
    )


class AuditAgreement(NamedTuple):
    """How two readers agree on the places that both read."""

    both: int
    same: int

    @property
    def share(self) -> float | None:
        """None where there is no such place."""
        return self.same / self.both if self.both else None


def agreement(table: Table) -> AuditAgreement:
    """Of the first two readers of each place, whether their first readings are the same."""
    both = same = 0
    for position, readers in table.by_reader.items():
        firsts = [_first(table.claims[position], answers) for answers in readers.values()]
        known = [answer for answer in firsts if answer is not None][:2]
        if len(known) == 2:
            both += 1
            same += _alike(table.claims[position].kind, *known)
    return AuditAgreement(both, same)


def _first(claim: Claim, answers: Iterable[AuditAnswer]) -> tuple[str, str] | None:
    """Kind and plain text of a reader's first answer; None where there is none."""
    for answer in answers:
        if answer.kind == "read":
            return "read", plain_answer(claim.kind, answer.said)
        if answer.kind == "cannot":
            return "cannot", ""
    return None


def _alike(kind: str, one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] and (one[0] == "cannot" or same_answer(kind, one[1], other[1]))
