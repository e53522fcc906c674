"""Which reports are of one body, year by year, although its name is not always printed alike."""

import re
from collections.abc import Iterator, Sequence

from extractor.records import Report, Severity, Suspect
from extractor.validate.registry import Draft

_LEVEL = re.compile(r"(?:人民政府)?(?:办公[室厅])?$|办事处$|管理委员会$|管委会$")
_BRACKETS = re.compile(r"[(（][^)）]*[)）]|\s")


def body_of(name: str) -> str:
    """What two spellings of one body share: 栖云县 of 栖云县人民政府 and of 栖云县人民政府办公室."""
    return _LEVEL.sub("", _BRACKETS.sub("", name)) or name


class Series:
    """Reports by issuer and year."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self.reports = reports
        self._named: dict[tuple[str, int], list[int]] = {}
        self._alike: dict[tuple[str, int], list[int]] = {}
        for index, report in enumerate(reports):
            issuer, year = report.issuer.value, report.report_year.value
            if isinstance(issuer, str) and issuer and isinstance(year, int):
                self._named.setdefault((issuer, year), []).append(index)
                self._alike.setdefault((body_of(issuer), year), []).append(index)

    def single(self) -> Iterator[int]:
        """Reports that are the only one of their issuer and year."""
        return (indexes[0] for indexes in self._named.values() if len(indexes) == 1)

    def key(self, index: int) -> tuple[str, int]:
        """(issuer, year) of a report that has both."""
        report = self.reports[index]
        return str(report.issuer.value), int(str(report.report_year.value))

    def year_before(self, index: int) -> int | None:
        """The one report of the same body on the year before."""
        issuer, year = self.key(index)
        found = self._named.get((issuer, year - 1)) or self._alike.get((body_of(issuer), year - 1), [])
        alone = len(self._alike.get((body_of(issuer), year), [])) == 1 or found == self._named.get(
            (issuer, year - 1)
        )
        return found[0] if len(found) == 1 and alone else None

    def last_before(self, index: int) -> int | None:
        """The year of the last report before that of ``index``, where the year right before is missing."""
        issuer, year = self.key(index)
        body = body_of(issuer)
        years = [at for name, at in self._alike if name == body and at < year]
        return max(years) if years and max(years) < year - 1 else None


def gap_before(series: Series, index: int) -> Iterator[Draft]:
    """The report of the year before is not there although an earlier one is."""
    issuer, year = series.key(index)
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
