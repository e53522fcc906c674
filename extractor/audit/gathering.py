"""One pass over all bodies: each report is judged, what it shows is kept in the spool, then it is let go."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from extractor.audit.chance import may_be_chance
from extractor.audit.judged_report import Repetition, Subject
from extractor.audit.keeping import KeptShelf
from extractor.audit.measuring import judge
from extractor.audit.rulebook import Rulebook
from extractor.audit.scoresheets import YearPoints, write_sheet
from extractor.audit.showing import figures_of, late_of, outlier_finding, slips_of
from extractor.audit.spool import Spool
from extractor.audit.tally import Tally
from extractor.bodies import BodyYear, BodyYears, Registry, Repeat, Shelf, families_of, years_of
from extractor.records import Attribution, Body, Finding, PanelFinding, Report, Severity
from extractor.validate import check_pair

Link = Callable[[str], str | None]
"""Page of a report by its key; None where there is none."""
Failed = Mapping[tuple[str, int | None], Sequence[str]]
"""Paths of files that could not be read, by id of the body and year."""
Keep = Callable[[Body, YearPoints, Report], None]
"""What is done with the points of a report, and the report."""

_SAME = {"families.missing": "years.gap", "families.double": "years.versions"}
"""What a family says of a body that its own years say, too."""
_MISSING = ("families.missing", "years.gap")


class Gathering:
    """What one audit works with."""

    def __init__(
        self, shelf: Shelf, registry: Registry, book: Rulebook, spool: Spool, failed: Failed
    ) -> None:
        self._shelf, self.failed = KeptShelf(shelf), failed
        self.registry, self.book, self.spool = registry, book, spool
        self.tally = Tally()
        self._told: set[tuple[str, str, int | None]] = set()
        self.missing: set[tuple[str, int | None]] = set()
        """Bodies and years whose report is missing, by their own years or by their family."""

    def run(self, out: Path, keep: Keep, link: Link) -> None:
        """Judge every report, body by body, and write the score sheets; ``keep`` gets all points."""
        attributions = {body.body_id: own for body, own in self.registry.by_body()}
        for one in years_of(self.registry, self._shelf, check_pair):
            judged = self._body(one, attributions[one.body.body_id])
            if judged:
                write_sheet(out, one.body, self.book, judged, link)
            for points in judged:
                keep(one.body, points, self._shelf.report(points.attribution.report))
            self._shelf.forget()
        for family in families_of(self.registry, self._shelf, self.failed):
            for finding in family.findings:
                self._tell(finding)
            self._shelf.forget()
        for outlier in self.tally.figures.outliers():
            figure = outlier.figure
            self.spool.add(outlier_finding(outlier, self.tally.years[figure.body_id][figure.year][:1]))

    def certain_bodies(self) -> set[str]:
        """Ids of the bodies that have reports, without what stands for a body that cannot be told."""
        told = self.registry.attributions.values()
        return {one.body_id for one in told if one.is_certain} & self.tally.years.keys()

    def _body(self, one: BodyYears, attributions: list[Attribution]) -> list[YearPoints]:
        alike = max((each.year or 0 for each in one.findings if each.check == "years.unchanged"), default=0)
        for finding in one.findings:
            if finding.check == "years.unchanged" and may_be_chance(finding):
                continue
            # Figures that stay the same for years are told once, not again for each of the years.
            if finding.check != "years.same_figures" or (finding.year or 0) > alike:
                self._tell(finding)
        for attribution in attributions:
            self.tally.documents += 1
            self.tally.years[one.body.body_id][attribution.year or 0].append(attribution.report)
        return [*self._judged(one), *self._undated(one.body, attributions)]

    def _tell(self, finding: PanelFinding) -> None:
        """Keep a finding, unless one of the same body and year says it already."""
        place = finding.body_id, finding.year
        if finding.check in _MISSING:
            self.missing.add(place)
        if finding.check == "years.gap" and (paths := self.failed.get(place)):
            names = "、".join(paths)
            chinese, _, english = finding.message.partition(" / ")
            message = (
                f"{chinese}；该年的文件未能读出：{names} / {english}; its file could not be read: {names}"
            )
            finding = finding.model_copy(update={"message": message})
        if (_SAME.get(finding.check, ""), *place) not in self._told:
            self.spool.add(finding)
        if finding.check in _SAME.values():
            self._told.add((finding.check, *place))

    def _judged(self, one: BodyYears) -> Iterator[YearPoints]:
        known = {year.year for year in one.years}
        for year in one.years:
            across = [_of_one(each) for each in one.findings if each.year == year.year]
            before = year.year - 1 in known
            repeated = _repetitions(year) if before else None
            yield self._points(one.body, year.chosen.attribution, across, before, repeated)

    def _undated(self, body: Body, attributions: list[Attribution]) -> Iterator[YearPoints]:
        for attribution in attributions:
            if attribution.year is None:
                yield self._points(body, attribution, [], False, None)

    def _points(
        self,
        body: Body,
        one: Attribution,
        across: list[Finding],
        year_before: bool,
        repeated: dict[str, Repetition] | None,
    ) -> YearPoints:
        report = self._shelf.report(one.report)
        level = str(body.level) if one.is_certain else None
        findings = (*report.findings, *across)
        subject = Subject(report, level, findings, year_before, repeated)
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


def _repetitions(year: BodyYear) -> dict[str, Repetition]:
    return {str(key): _repetition(repeat) for key, repeat in year.repeats.items()}


def _repetition(repeat: Repeat) -> Repetition:
    longest = max(repeat.passages, key=lambda passage: passage.characters, default=None)
    share = repeat.copied / repeat.characters if repeat.characters else 0.0
    return Repetition(share, repeat.characters, longest.after if longest else None)


def _of_one(finding: PanelFinding) -> Finding:
    """A finding across the years as one of the later year's report, for the rules that ask for checks."""
    own = [one for one in finding.witnesses if one.year == finding.year]
    return Finding(
        check=finding.check,
        severity=Severity(finding.severity),
        message=finding.message,
        where=tuple(one.pointer for one in own if one.pointer),
        left=finding.left,
        right=finding.right,
        evidence=tuple(one.evidence for one in own if one.evidence is not None)[:3],
    )
