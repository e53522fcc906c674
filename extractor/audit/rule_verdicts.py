"""What a rule of evaluators says of one report."""

from enum import StrEnum

from pydantic import Field

from extractor.records import Record, Span


class RuleVerdict(StrEnum):
    """Whether a report meets a rule."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"
    """The report or what is known of it leaves it open; the reason says why."""


class Ruling(Record):
    """A verdict with its reason and the words of the report that it rests on."""

    verdict: RuleVerdict
    chinese: str
    english: str
    words: tuple[Span, ...] = ()
    number: float | None = Field(
        default=None, description="What was measured: days late, a share, characters"
    )

    def measured(self, number: float) -> "Ruling":
        """The ruling with the number that it rests on."""
        return self.model_copy(update={"number": number})

    @staticmethod
    def met(chinese: str, english: str, *words: Span) -> "Ruling":
        """The rule is met."""
        return Ruling(verdict=RuleVerdict.MET, chinese=chinese, english=english, words=words)

    @staticmethod
    def not_met(chinese: str, english: str, *words: Span) -> "Ruling":
        """The rule is not met."""
        return Ruling(verdict=RuleVerdict.NOT_MET, chinese=chinese, english=english, words=words)

    @staticmethod
    def open(chinese: str, english: str, *words: Span) -> "Ruling":
        """It cannot be told."""
        return Ruling(verdict=RuleVerdict.CANNOT_TELL, chinese=chinese, english=english, words=words)


class Point(Record):
    """One rule applied to one report."""

    rule: str = Field(description="Id of the rule")
    points: float = Field(ge=0, description="What meeting it is worth")
    ruling: Ruling


class Score(Record):
    """What a report gets: ``low`` where nothing that is open is met, ``high`` where all of it is."""

    low: float
    high: float
    most: float = Field(description="Points of all rules that apply")
    met: int
    not_met: int
    cannot_tell: int

    @property
    def share(self) -> float | None:
        """Share of the points that can be told; None where none can."""
        told = self.most - (self.high - self.low)
        return self.low / told if told else None


def score_of(points: tuple[Point, ...]) -> Score:
    """The score of a report by its points."""
    by = {verdict: [p.points for p in points if p.ruling.verdict is verdict] for verdict in RuleVerdict}
    low, still_open = sum(by[RuleVerdict.MET]), sum(by[RuleVerdict.CANNOT_TELL])
    return Score(
        low=low,
        high=low + still_open,
        most=sum(point.points for point in points),
        met=len(by[RuleVerdict.MET]),
        not_met=len(by[RuleVerdict.NOT_MET]),
        cannot_tell=len(by[RuleVerdict.CANNOT_TELL]),
    )
