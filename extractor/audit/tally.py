"""What the audit keeps of each report when it goes on to the next: a few numbers, never the report."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from extractor.audit.outliers import ReportedFigures
from extractor.audit.rule_verdicts import Point, RuleVerdict, Score, score_of


@dataclass
class BodyTally:
    """All reports of one body."""

    level: str
    reports: int = 0
    low: float = 0
    high: float = 0
    most: float = 0
    verdicts: Counter[RuleVerdict] = field(default_factory=Counter)

    def add(self, score: Score) -> None:
        """Count one report in."""
        self.reports += 1
        self.low, self.high, self.most = self.low + score.low, self.high + score.high, self.most + score.most
        self.verdicts[RuleVerdict.MET] += score.met
        self.verdicts[RuleVerdict.NOT_MET] += score.not_met
        self.verdicts[RuleVerdict.CANNOT_TELL] += score.cannot_tell

    @property
    def share(self) -> float | None:
        """Share of the points that can be told; None where none can."""
        told = self.most - (self.high - self.low)
        return self.low / told if told else None


@dataclass
class Tally:
    """All reports."""

    bodies: dict[str, BodyTally] = field(default_factory=dict)
    years: dict[str, dict[int, list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    """Body to year to the paths of its documents."""
    rules: dict[str, Counter[RuleVerdict]] = field(default_factory=lambda: defaultdict(Counter))
    days: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Level to days from the year's end to publication."""
    figures: ReportedFigures = field(default_factory=ReportedFigures)
    documents: int = 0

    def add_points(self, body_id: str, level: str, points: tuple[Point, ...]) -> Score:
        """Count the points of one report in; its score."""
        score = score_of(points)
        self.bodies.setdefault(body_id, BodyTally(level)).add(score)
        for point in points:
            self.rules[point.rule][point.ruling.verdict] += 1
        return score

    def add_publication(self, level: str, published: object, year: int | None) -> None:
        """Count the day of publication in."""
        if isinstance(published, date) and year is not None:
            self.days[level].append((published - date(year, 12, 31)).days)

    def ranking(self) -> list[tuple[int, str, BodyTally]]:
        """Place, body and its tally, the best first; equal ones share a place."""
        ordered = sorted(
            self.bodies.items(), key=lambda item: (-(item[1].share or 0), -_relative_low(item[1]), item[0])
        )
        ranked: list[tuple[int, str, BodyTally]] = []
        for index, (body_id, tally) in enumerate(ordered, start=1):
            last = ranked[-1] if ranked else None
            equal = last is not None and _rank_key(last[2]) == _rank_key(tally)
            ranked.append((last[0] if equal and last is not None else index, body_id, tally))
        return ranked


def _relative_low(tally: BodyTally) -> float:
    return tally.low / tally.most if tally.most else 0.0


def _rank_key(tally: BodyTally) -> tuple[float, float]:
    return tally.share or 0.0, _relative_low(tally)
