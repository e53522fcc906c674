"""Which reports are of one body, year by year, as the registry of bodies says."""

from collections.abc import Iterator, Sequence

from extractor.records import Report, Severity, Suspect
from extractor.validate.registry import Draft


class Series:
    """Reports by body and year; a report whose body cannot be told is in no series."""

    def __init__(self, reports: Sequence[Report], bodies: Sequence[str | None]) -> None:
        """``bodies``: id of the body of each report; None where it cannot be told."""
        self.reports = reports
        self.bodies = bodies
        self._at: dict[tuple[str, int], list[int]] = {}
        for index, (report, body) in enumerate(zip(reports, bodies, strict=True)):
            year = report.report_year.value
            if body is not None and isinstance(year, int):
                self._at.setdefault((body, year), []).append(index)

    def single(self) -> Iterator[int]:
        """Reports that are the only one of their body and year."""
        return (indexes[0] for indexes in self._at.values() if len(indexes) == 1)

    def key(self, index: int) -> tuple[str, int]:
        """(body, year) of a report that has both."""
        return str(self.bodies[index]), int(str(self.reports[index].report_year.value))

    def year_before(self, index: int) -> int | None:
        """The one report of the same body on the year before."""
        body, year = self.key(index)
        found = self._at.get((body, year - 1), [])
        return found[0] if len(found) == 1 else None

    def last_before(self, index: int) -> int | None:
        """The year of the last report before that of ``index``, where the year right before is missing."""
        body, year = self.key(index)
        years = [at for name, at in self._at if name == body and at < year]
        return max(years) if years and max(years) < year - 1 else None


def gap_before(series: Series, index: int) -> Iterator[Draft]:
    """The report of the year before is not there although an earlier one is."""
    _, year = series.key(index)
    issuer = series.reports[index].issuer.value
    earlier = series.last_before(index)
    if earlier is None:
        return
    missing = f"{earlier + 1}" if earlier == year - 2 else f"{earlier + 1}–{year - 1}"
    yield Draft(
        Severity.WARNING,
        f"{issuer} 缺 {missing} 年度报告，{year} 年与 {earlier} 年之间的结转、有效件数未比对",
        f"the report on {missing} is missing: {earlier} and {year} were not compared with each other",
        ("/report_year",),
        earlier,
        year,
        suspect=Suspect.EITHER,
    )


def unplaced(series: Series, index: int) -> Iterator[Draft]:
    """Another report prints the same name, but of which body either is cannot be told."""
    report = series.reports[index]
    name = report.issuer.value
    if series.bodies[index] is not None or not isinstance(name, str):
        return
    if sum(each.issuer.value == name for each in series.reports) > 1:
        yield Draft(
            Severity.WARNING,
            f"“{name}”是哪一个机关不能确定（同名地区不止一处），各年报告未相互比对",
            f"which body {name} is cannot be told: its years were not compared with each other",
            ("/issuer",),
            evidence=report.issuer.evidence,
            suspect=Suspect.EITHER,
        )
