"""Which reports are of one body, year by year, as the registry of bodies says."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.records import Report, Severity, Suspect
from extractor.validate.check_registry import Draft


class SeriesPlace(NamedTuple):
    """What places a report in a series."""

    name: str | None
    """Of the issuer, as printed."""
    body: str | None
    """Id of the body; None where it cannot be told."""
    year: int | None


def placed(report: Report, body: str | None) -> SeriesPlace:
    """The place of a report of a body."""
    name, year = report.issuer.value, report.report_year.value
    return SeriesPlace(name if isinstance(name, str) else None, body, year if isinstance(year, int) else None)


class Series:
    """Reports by body and year, named by their index; one whose body cannot be told is in no series."""

    def __init__(self, places: Sequence[SeriesPlace | None]) -> None:
        """``places``: of each report; None leaves it out as if it were not there."""
        self._places = places
        self._at: dict[tuple[str, int], list[int]] = {}
        self._years: dict[str, set[int]] = {}
        self._names = Counter(one.name for one in places if one is not None)
        for index, one in enumerate(places):
            if one is not None and one.body is not None and one.year is not None:
                self._at.setdefault((one.body, one.year), []).append(index)
                self._years.setdefault(one.body, set()).add(one.year)

    def is_single(self, index: int) -> bool:
        """Whether the report is the only one of its body and year."""
        one = self._places[index]
        key = (one.body, one.year) if one and one.body is not None and one.year is not None else None
        return key is not None and len(self._at[key]) == 1

    def key(self, index: int) -> tuple[str, int]:
        """(body, year) of a report that has both."""
        one = self._places[index]
        assert one is not None  # asked of reports that are single only
        assert one.body is not None
        assert one.year is not None
        return one.body, one.year

    def shared_name(self, index: int) -> str | None:
        """The printed name of a report whose body cannot be told, where another report prints it too."""
        one = self._places[index]
        if one is None or one.body is not None or one.name is None:
            return None
        return one.name if self._names[one.name] > 1 else None

    def name(self, index: int) -> str:
        """The name of its issuer as printed."""
        one = self._places[index]
        return (one.name if one else None) or ""

    def year_before(self, index: int) -> int | None:
        """The one report of the same body on the year before."""
        body, year = self.key(index)
        found = self._at.get((body, year - 1), [])
        return found[0] if len(found) == 1 else None

    def last_before(self, index: int) -> int | None:
        """The year of the last report before that of ``index``, where the year right before is missing."""
        body, year = self.key(index)
        years = [at for at in self._years[body] if at < year]
        return max(years) if years and max(years) < year - 1 else None


def gap_before(series: Series, index: int) -> Iterator[Draft]:
    """The report of the year before is not there although an earlier one is."""
    _, year = series.key(index)
    issuer = series.name(index)
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


def unplaced(series: Series, index: int, report: Report) -> Iterator[Draft]:
    """Another report prints the same name, but of which body either is cannot be told."""
    name = series.shared_name(index)
    if name is not None:
        yield Draft(
            Severity.WARNING,
            f"“{name}”是哪一个机关不能确定（同名地区不止一处），各年报告未相互比对",
            f"which body {name} is cannot be told: its years were not compared with each other",
            ("/issuer",),
            evidence=report.issuer.evidence,
            suspect=Suspect.EITHER,
        )
