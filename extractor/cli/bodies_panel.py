"""``extractor bodies panel``: years, changes, copied text, families and findings as CSV files."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from extractor import pipeline
from extractor.bodies import BodyYears, Family, families_of, years_of
from extractor.cli.shelves import KnownShelf, ShelfSource, opened_shelf
from extractor.cli.terminal import Terminal
from extractor.errors import UsageError
from extractor.export import CsvWriter, ExportColumn
from extractor.records import PanelFinding, SectionKey
from extractor.settings import Settings
from extractor.tidy import Value

_PLACES = 4
"""Shares are written with four places behind the point."""


class PanelFile(NamedTuple):
    """One CSV file: its name and its columns."""

    name: str
    columns: tuple[ExportColumn, ...]


def _columns(**described: str) -> tuple[ExportColumn, ...]:
    """Columns by name; what stands before the colon is the type."""
    made = []
    for name, told in described.items():
        kind, _, meaning = told.partition(": ")
        made.append(ExportColumn(name, kind, meaning, lambda line: line))  # type: ignore[arg-type]  # a known type
    return tuple(made)


_SECTIONS = ("overview", "problems", "other")
_BODY = {"body_id": "string: Id of the body", "year": "integer: Year that the report is on"}
YEARS = PanelFile(
    "years.csv",
    _columns(
        **_BODY,
        body_name="string: Full name of the body",
        path="string: The report of the year: of several the most complete",
        versions="integer: Reports of the body and year",
        **{f"{key}_characters": f"integer: Characters of section {key}" for key in _SECTIONS},
        **{f"{key}_copied": f"number: Share of section {key} that is copied" for key in _SECTIONS},
    ),
)
CHANGES = PanelFile(
    "changes.csv",
    _columns(
        **_BODY,
        cell="string: table/row/column",
        before="number: Value of the year before",
        value="number: Value of the year",
        change="number: Difference",
        sure="string: true where neither value is in doubt",
    ),
)
COPIED = PanelFile(
    "copied.csv",
    _columns(
        **_BODY,
        section="string: overview, problems or other",
        characters="integer: Characters of the passage without punctuation and digits",
        before="string: The passage as the year before prints it",
        after="string: As this year prints it",
    ),
)
FAMILIES = PanelFile(
    "families.csv",
    _columns(
        **_BODY,
        body_name="string: The government",
        covers="string: Whom its report says that it covers: all, departments, lower, own, not_stated",
        covers_quote="string: In which words",
        expected="integer: Bodies below that report in any year",
        found="integer: Of them in this year",
        failed="integer: Files of missing ones that could not be read",
        missing="string: Ids of the missing ones, separated by spaces",
        equal_cells="integer: Cells with a number in which the bodies below add up to what it prints",
        above_cells="integer: Cells in which it prints more: its own, or of bodies that are not at hand",
        unlisted_townships="string: Townships of the list of divisions that never report here",
    ),
)
SUMS = PanelFile(
    "sums.csv",
    _columns(
        **_BODY,
        cell="string: table/row/column",
        parent="number: What the government prints",
        low="number: The least that the bodies below add up to",
        high="number: The most: of several versions, and of cells in doubt, the higher ones",
        known="integer: Bodies below whose cell is known",
        covered="integer: Bodies below that it says it covers",
    ),
)
FINDINGS = PanelFile(
    "panel_findings.csv",
    _columns(
        check="string: Id of the check; docs/bodies.md describes each",
        severity="string: warning or info",
        body_id="string: Id of the body",
        year="integer: Year",
        message="string: What a person should look at",
        left="string: One side",
        right="string: The other side",
        difference="number: Left less right",
        reports="string: Keys of the reports that it rests on, separated by spaces",
    ),
)
SHEETS = (YEARS, CHANGES, COPIED, FAMILIES, SUMS, FINDINGS)


def write_panel(source: ShelfSource, settings: Settings, out: Path, terminal: Terminal) -> None:
    """Write all files into ``out``; one body, then one family, is in memory at a time."""
    with opened_shelf(source, settings) as known, ExitStack() as stack:
        try:
            out.mkdir(parents=True, exist_ok=True)
            files = {sheet.name: CsvWriter(out / sheet.name, sheet.columns, bom=True) for sheet in SHEETS}
        except OSError as error:
            raise UsageError(f"cannot write into {out}: {error.strerror}; choose another folder") from error
        for file in files.values():
            stack.callback(file.close)
        counts = _write(known, lambda sheet, rows: _add(files[sheet.name], rows))
    names = ", ".join(sheet.name for sheet in SHEETS)
    for doubt in known.doubts():
        terminal.note(doubt)
    terminal.note(f"{counts} findings across reports; written to {out}: {names}")


def _add(file: CsvWriter, rows: Iterable[list[Value]]) -> int:
    number = 0
    for row in rows:
        file.row(row)
        number += 1
    return number


def _write(known: KnownShelf, add: Callable[[PanelFile, Iterable[list[Value]]], int]) -> int:
    findings = 0
    for one in years_of(known.registry, known.shelf, pipeline.compare_years):
        add(YEARS, _year_rows(one))
        add(CHANGES, _change_rows(one))
        add(COPIED, _copied_rows(one))
        findings += add(FINDINGS, map(_finding_row, one.findings))
    for family in families_of(known.registry, known.shelf, known.failed):
        add(FAMILIES, [_family_row(family)])
        add(SUMS, _sum_rows(family))
        findings += add(FINDINGS, map(_finding_row, family.findings))
    return findings


def _year_rows(one: BodyYears) -> Iterator[list[Value]]:
    for each in one.years:
        keys = tuple(map(SectionKey, _SECTIONS))
        shares = [each.repeats[key].share if key in each.repeats else None for key in keys]
        yield [
            one.body.body_id,
            each.year,
            one.body.name,
            each.chosen.attribution.path,
            1 + len(each.others),
            *(each.lengths.get(key) for key in keys),
            *(None if share is None else _short(share) for share in shares),
        ]


def _short(share: float) -> Value:
    return Decimal(str(round(share, _PLACES)))


def _change_rows(one: BodyYears) -> Iterator[list[Value]]:
    for each in one.changes():
        change = each.value - each.before
        where: list[Value] = [one.body.body_id, each.year, "/".join(each.key)]
        yield [*where, each.before, each.value, change, each.is_sure]


def _copied_rows(one: BodyYears) -> Iterator[list[Value]]:
    for each in one.years:
        for section, repeat in each.repeats.items():
            for passage in repeat.passages:
                quotes = passage.before.quote, passage.after.quote
                yield [one.body.body_id, each.year, str(section), passage.characters, *quotes]


def _family_row(family: Family) -> list[Value]:
    statement = family.statement
    return [
        family.parent.body_id,
        family.year,
        family.parent.name,
        str(statement.covers),
        statement.evidence.quote if statement.evidence else None,
        len(family.expected),
        len(family.expected) - len(family.missing),
        len(family.failed),
        " ".join(child.body_id for child in family.missing) or None,
        family.equal_cells,
        family.above_cells,
        " ".join(family.unlisted_towns) or None,
    ]


def _sum_rows(family: Family) -> Iterator[list[Value]]:
    covered = sum(family.statement.includes(child) for child in family.expected)
    for one in family.sums:
        where: list[Value] = [family.parent.body_id, family.year, "/".join(one.key)]
        yield [*where, one.parent.value, one.low, one.high, one.known, covered]


def _finding_row(finding: PanelFinding) -> list[Value]:
    reports = dict.fromkeys(one.report for one in finding.witnesses)
    return [
        finding.check,
        str(finding.severity),
        finding.body_id,
        finding.year,
        finding.message,
        finding.left,
        finding.right,
        finding.difference,
        " ".join(reports) or None,
    ]
