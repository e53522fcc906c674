"""One pass over all bodies: each report is judged, what it shows is kept in the spool, then it is let go."""

from collections.abc import Callable, Iterator
from pathlib import Path

from extractor.audit.measuring import Subject, judge
from extractor.audit.rulebook import Rulebook
from extractor.audit.scoresheets import YearPoints, write_sheet
from extractor.audit.showing import figures_of, late_of, outlier_finding, slips_of
from extractor.audit.spool import Spool
from extractor.audit.tally import Tally
from extractor.bodies import Registry, Shelf
from extractor.records import Attribution, Body, Report

Link = Callable[[str], str | None]
"""Page of a report by its key; None where there is none."""
Keep = Callable[[Body, YearPoints], None]
"""What is done with the points of a report."""


class Gathering:
    """What one audit works with."""

    def __init__(self, shelf: Shelf, registry: Registry, book: Rulebook, spool: Spool) -> None:
        self.shelf, self.registry, self.book, self.spool = shelf, registry, book, spool
        self.tally = Tally()

    def run(self, out: Path, keep: Keep, link: Link) -> None:
        """Judge every report, body by body, and write the score sheets; ``keep`` gets all points."""
        for body, attributions in self.registry.by_body():
            years = [self._year(body, one) for one in _one_a_year(attributions)]
            for one in attributions:
                self.tally.documents += 1
                self.tally.years[body.body_id][one.year or 0].append(one.report)
            if years:
                write_sheet(out, body, self.book, years, link)
            for year in years:
                keep(body, year)
        for outlier in self.tally.figures.outliers():
            figure = outlier.figure
            self.spool.add(outlier_finding(outlier, self.tally.years[figure.body_id][figure.year][:1]))

    def _year(self, body: Body, one: Attribution) -> YearPoints:
        report = self.shelf.report(one.report)
        level = str(body.level) if one.is_certain else None
        subject = Subject(report, level, report.findings)
        points = judge(self.book, subject)
        for finding in (*slips_of(one, report.findings), *late_of(one, self.book, subject, points)):
            self.spool.add(finding)
        self._count(body, one, report)
        return YearPoints(one, points, self.tally.add_points(body.body_id, str(body.level), points))

    def _count(self, body: Body, one: Attribution, report: Report) -> None:
        level = str(body.level)
        published = report.published_on.value if report.published_on else None
        self.tally.add_publication(level, published, one.year)
        if one.year is not None and one.is_certain:
            for figure in figures_of(report, level, body.body_id, one.year):
                self.tally.figures.add(figure)


def _one_a_year(attributions: list[Attribution]) -> Iterator[Attribution]:
    """The first document of each year: further versions are compared with it, not judged again."""
    seen: set[int | None] = set()
    for one in attributions:
        if one.year is None or one.year not in seen:
            yield one
        seen.add(one.year)
