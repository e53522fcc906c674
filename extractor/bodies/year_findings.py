"""Findings over the years of one body: checks with a stable id, both sides, and where each stands."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.bodies.figures import CellKey, ReportFigures, ReportVersion, key_of, pointer_of
from extractor.bodies.repeats import Repeat
from extractor.records import Body, Finding, PanelFinding, Report, SectionKey, Severity, Witnessed
from extractor.tidy import as_text

ALIKE_YEARS = 3
"""So many years in a row with one number are news."""
ALIKE_LEAST = 10
"""Smaller numbers are the same by chance: a township has 2 applications three years running."""
ALIKE_ALONE = 100
"""From this number on one cell alone is news; below, so many cells of the same years:"""
ALIKE_CELLS = 3
"""Numbers of two digits were the same for three years by chance in 3 of some 300 series of invented bodies;
two cells may be one fact (natural persons and the total)."""
SAME_CELLS = 8
"""So many numbers other than 0, all the same as the year before: the table was handed in again."""
COPIED = 0.5
"""Share of a section from which evaluators call it copied (武政办发〔2025〕54号: 重复率超过50%)."""
_STOCKS = {"in_force", "previous_items", "total_published"}
"""Columns of what there is, not of what was done: they stay the same where nothing was done."""
_SHOWN = 3
_SECTIONS = {SectionKey.OVERVIEW: "总体情况", SectionKey.PROBLEMS: "问题及改进", SectionKey.OTHER: "其他事项"}


def carried(body: Body, finding: Finding, pair: tuple[ReportVersion, ReportVersion]) -> PanelFinding:
    """A finding of one Report against that of the year before, with both Reports as witnesses."""
    before, after = pair
    witnesses = [
        witness(body, after, key) for pointer in finding.where if (key := key_of(pointer)) is not None
    ]
    for pointer in finding.where:
        key = key_of(pointer)
        if key is not None and key[1] == "carried_in":
            witnesses.append(witness(body, before, (key[0], "carried_out", key[2])))
        elif key is not None and key[2] == "in_force":
            witnesses.append(witness(body, before, key))
    return PanelFinding(
        check=finding.check,
        severity=finding.severity,
        message=finding.message,
        body_id=body.body_id,
        year=after.attribution.year,
        left=finding.left,
        right=finding.right,
        difference=_difference(finding.left, finding.right),
        witnesses=tuple(witnesses),
    )


def missing_years(body: Body, years: Sequence[int]) -> Iterator[PanelFinding]:
    """Years between the first and the last that have no Report."""
    if not years or body.body_id.startswith("apart-"):
        return
    for year in sorted(set(range(years[0], years[-1])) - set(years)):
        yield PanelFinding(
            check="years.gap",
            severity=Severity.WARNING,
            message=f"{body.name} 缺 {year} 年度报告，前后年的结转未比对 / the report on {year} is missing",
            body_id=body.body_id,
            year=year,
        )


def versions_differ(
    body: Body, year: int, versions: Sequence[tuple[ReportVersion, Report]]
) -> Iterator[PanelFinding]:
    """Two Reports of one body and year whose cells differ: changed after publication, or two readings."""
    first, first_report = versions[0]
    for other, report in versions[1:]:
        cells = list(_different(first.figures, other.figures))
        if not cells:
            continue
        shown = "、".join(
            f"{pointer_of(key)} {_text(first.figures, key)} 与 {_text(other.figures, key)}"
            for key in cells[:_SHOWN]
        )
        more = f" 等 {len(cells)} 处" if len(cells) > _SHOWN else ""
        names = " 与 ".join(
            one.attribution.path or each.source.name for one, each in ((first, first_report), (other, report))
        )
        yield PanelFinding(
            check="years.versions",
            severity=Severity.WARNING,
            message=f"{body.name} {year} 年度有两个版本，数据不同：{names}；{shown}{more}"
            f" / two versions of one report differ in {len(cells)} cells",
            body_id=body.body_id,
            year=year,
            left=_text(first.figures, cells[0]),
            right=_text(other.figures, cells[0]),
            witnesses=tuple(witness(body, one, key) for key in cells for one in (first, other)),
        )


def unchanged_cells(body: Body, years: Sequence[tuple[int, ReportVersion]]) -> Iterator[PanelFinding]:
    """Numbers that stay the same for three years and longer; cells of one stretch of years together."""
    runs: dict[tuple[int, int], list[CellKey]] = {}
    for key in dict.fromkeys(key for _, one in years for key in one.figures.cells):
        if key[2] not in _STOCKS:
            for run in _runs(key, years):
                runs.setdefault(run, []).append(key)
    by_year = dict(years)
    for (first, last), cells in sorted(runs.items()):
        values = [cell.value for key in cells if (cell := by_year[last].figures.cells[key]).value is not None]
        value = max(values)
        if value < ALIKE_ALONE and len(cells) < ALIKE_CELLS:
            continue
        shown = "、".join(f"{pointer_of(key)} {_text(by_year[last].figures, key)}" for key in cells[:_SHOWN])
        more = f" 等 {len(cells)} 处" if len(cells) > _SHOWN else ""
        yield PanelFinding(
            check="years.unchanged",
            severity=Severity.WARNING,
            message=f"{body.name} {first}—{last} 年数字完全相同：{shown}{more}"
            f" / {len(cells)} numbers stay the same from {first} to {last}",
            body_id=body.body_id,
            year=last,
            left=value,
            right=value,
            witnesses=tuple(
                witness(body, by_year[year], key) for key in cells for year in range(first, last + 1)
            ),
        )


def same_figures(body: Body, years: Sequence[tuple[int, ReportVersion]]) -> Iterator[PanelFinding]:
    """A year whose numbers are all those of the year before."""
    for (year, before), (next_year, after) in pairwise(years):
        if next_year != year + 1:
            continue
        shared = [key for key in after.figures.cells if key in before.figures.cells]
        numbers = [key for key in shared if after.figures.cells[key].value]
        alike = all(after.figures.cells[key].value == before.figures.cells[key].value for key in shared)
        if alike and len(numbers) >= SAME_CELLS:
            yield PanelFinding(
                check="years.same_figures",
                severity=Severity.WARNING,
                message=f"{body.name} {next_year} 年全部 {len(numbers)} 个非零数字与上年相同"
                f" / all {len(numbers)} numbers are those of the year before",
                body_id=body.body_id,
                year=next_year,
                left=len(numbers),
                right=len(numbers),
                witnesses=(witness(body, before, None), witness(body, after, None)),
            )


def copied_text(
    body: Body, year: int, before: ReportVersion, after: ReportVersion, found: Mapping[SectionKey, Repeat]
) -> Iterator[PanelFinding]:
    """Sections of which more than half is the year before's."""
    for key, repeat in found.items():
        if repeat.share is None or repeat.share <= COPIED:
            continue
        per_cent = Decimal(round(repeat.share * 100))
        pointer = f"/sections/{key}"
        witnesses = [
            Witnessed(
                report=one.attribution.report,
                body_id=body.body_id,
                year=one.attribution.year,
                pointer=pointer,
                evidence=span,
            )
            for passage in repeat.passages
            for one, span in ((before, passage.before), (after, passage.after))
        ]
        yield PanelFinding(
            check="years.repeated_text",
            severity=Severity.WARNING,
            message=f"{body.name} {year} 年“{_SECTIONS.get(key, key)}”有 {per_cent}% 与上年相同"
            f"（{repeat.copied}/{repeat.characters} 字） / {per_cent} % of {key} is that of the year before",
            body_id=body.body_id,
            year=year,
            left=Decimal(repeat.copied),
            right=Decimal(repeat.characters),
            witnesses=tuple(witnesses),
        )


def witness(body: Body, one: ReportVersion, key: CellKey | None) -> Witnessed:
    """One cell, or the Report as a whole, as what a finding rests on."""
    cell = one.figures.cells.get(key) if key else None
    return Witnessed(
        report=one.attribution.report,
        body_id=body.body_id,
        year=one.attribution.year,
        pointer=pointer_of(key) if key else "",
        value=None if cell is None else cell.value,
    )


def _runs(key: CellKey, years: Sequence[tuple[int, ReportVersion]]) -> Iterator[tuple[int, int]]:
    """(first, last) of each stretch of years in which a cell prints one number."""
    start, last, value = 0, 0, None
    for year, one in [*years, (0, None)]:
        cell = one.figures.cells.get(key) if one else None
        now = cell.value if cell is not None else None
        if value is not None and now == value and year == last + 1:
            last = year
            continue
        if value is not None and value >= ALIKE_LEAST and last - start + 1 >= ALIKE_YEARS:
            yield start, last
        start, last, value = year, year, now


def _different(one: ReportFigures, other: ReportFigures) -> Iterator[CellKey]:
    for key in dict.fromkeys((*one.cells, *other.cells)):
        first, second = one.counted(key), other.counted(key)
        if first is None or second is None:
            continue
        if first.value != second.value and first.is_sure and second.is_sure:
            yield key


def _text(figures: ReportFigures, key: CellKey) -> str:
    cell = figures.cells.get(key)
    return "—" if cell is None or cell.value is None else as_text(cell.value) or ""


def _difference(left: object, right: object) -> Decimal | None:
    return left - right if isinstance(left, Decimal) and isinstance(right, Decimal) else None
