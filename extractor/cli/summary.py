"""A Report for the eye: what was read, how far it can be trusted, what to look at."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid
from rich.text import Text

from extractor.cli.terminal import printable
from extractor.records import CellBasis, Finding, Report, Severity, Suspect, Table

if TYPE_CHECKING:
    from rich.console import Console

COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "info"}
BASIS_COLOURS = {
    CellBasis.CONFLICT: "bold red",
    CellBasis.AMBIGUOUS: "yellow",
    CellBasis.REPAIRED: "yellow",
    CellBasis.INFERRED: "cyan",
}
SUSPECTS = {Suspect.ISSUER: "suspect: the issuer", Suspect.READING: "suspect: our reading"}
SHOWN_DIGITS = 12
"""Unexplained digits that are quoted; the others are only counted."""
QUOTE_LENGTH = 60
DISPUTED = "narrative.witnesses"
"""Findings of this check, facts on which the readers differ, come first of their severity."""
UNREAD = "table.unread"
"""The check that finds a table printed but not read; it points to the table."""
WIDE = 118
"""Columns from which the overview puts more on a line."""
ITEMS_A_LINE = {False: (1, 2, 1), True: (2, 3, 2)}
"""Items a line of the cells, prose and findings of the overview: narrow (80 columns), wide."""


def print_report(report: Report, console: "Console") -> None:
    """Print one Report: header, cells by basis, prose, findings (worst first), unexplained digits."""
    console.print(_header(report))
    console.print(_cells(report))
    _print_indented(_prose(report), 0, console, hang=10)
    _print_indented(_digits(report), 0, console, hang=10)
    print_findings(report.findings, console)
    console.print()


def print_findings(findings: Sequence[Finding], console: "Console") -> None:
    """Print findings, errors first; one line that says so where there are none."""
    if not findings:
        console.print(Text("findings  none"))
        return
    console.print(Text("findings  ").append_text(Text(", ").join(_severities(findings))))
    order = list(Severity)
    for finding in sorted(findings, key=lambda found: (order.index(found.severity), found.check != DISPUTED)):
        line = Text().append(f"• {finding.severity.value} ", style=COLOURS[finding.severity])
        line.append(finding.check, style="bold").append(f"  {printable(finding.message)}")
        _print_indented(line, 2, console, hang=2)
        if detail := _detail(finding):
            _print_indented(Text(detail, style="dim"), 4, console)


class OverviewRow(NamedTuple):
    """What the overview keeps of one Report, so that many can be read without keeping them all."""

    name: str
    form: str
    cells: list[Text]
    prose: list[Text]
    findings: list[Text]
    unexplained: int


def overview_row(name: str, report: Report) -> OverviewRow:
    """The row of one Report, called ``name`` like its result files."""
    return OverviewRow(
        printable(name),
        report.form,
        _all_cells(report),
        _prose_short(report),
        _severities(report.findings),
        len(report.coverage.unexplained),
    )


def print_overview(rows: Sequence[OverviewRow], console: "Console") -> None:
    """Print one row for each document."""
    cells, prose, findings = ITEMS_A_LINE[console.width >= WIDE]
    table = _grid("document")
    for heading in ("form", "cells", "prose", "findings"):
        table.add_column(heading, no_wrap=True)
    table.add_column("digits\nleft", justify="right")
    for row in rows:
        table.add_row(
            row.name,
            row.form,
            _in_lines(row.cells, cells),
            _in_lines(row.prose, prose),
            _in_lines(row.findings, findings),
            str(row.unexplained),
        )
    console.print(table)


def _in_lines(items: Sequence[Text], a_line: int) -> Text:
    """Items with commas, ``a_line`` of them on each line, so that none is broken."""
    if not items:
        return Text("none", style="dim")
    # Each line is cut by us: rich would break inside an item.
    lines = [Text(", ").join(items[at : at + a_line]) for at in range(0, len(items), a_line)]
    return Text(",\n").join(lines)


def _print_indented(text: Text, indent: int, console: "Console", hang: int = 0) -> None:
    """Print ``text`` behind ``indent`` blanks, later lines behind ``hang`` more.

    Lines are broken for a terminal only: in a file or a pipe one finding stays on one line.
    """
    if not console.is_terminal:
        console.print(Text(" " * indent).append_text(text), soft_wrap=True)
        return
    for number, line in enumerate(text.wrap(console, console.width - indent - hang)):
        line.rstrip()
        console.print(Text(" " * (indent + hang * (number > 0))).append_text(line))


def _grid(first: str) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, padding=0, show_edge=False)
    grid.add_column(first, overflow="fold")
    return grid


def _header(report: Report) -> Text:
    def known(value: object) -> str:
        return "not stated" if value is None else printable(str(value))

    published = report.published_on.value if report.published_on is not None else None
    text = Text(printable(report.source.name), style="bold")
    text.append(f"\nissuer    {known(report.issuer.value)}", style="not bold")
    text.append(
        f"\nyear      {known(report.report_year.value)}, form {report.form}, "
        f"published {known(published)}, {report.source.characters} characters, {report.source.encoding}",
        style="not bold",
    )
    return text


def _counts_by_basis(table: Table | None) -> Counter[CellBasis]:
    return Counter(cell.basis for row in (table or {}).values() for cell in (row or {}).values())


def _unread(report: Report) -> set[str]:
    """The tables that are printed in the document although none of their cells was read."""
    return {
        pointer.removeprefix("/tables/")
        for finding in report.findings
        if finding.check == UNREAD
        for pointer in finding.where
    }


def _cells(report: Report) -> Grid:
    unread = _unread(report)
    grid = _grid("table")
    grid.add_column("cells", justify="right")
    shown = [basis for basis in CellBasis if basis is not CellBasis.HUMAN]
    for basis in shown:
        grid.add_column(basis.value, justify="right")
    for name, table in report.tables.all():
        by_basis = _counts_by_basis(table)
        if not by_basis:
            word, style = ("未读出 unread", "yellow") if name in unread else ("absent", "dim")
            grid.add_row(name, word, *[""] * len(shown), style=style)
            continue
        counts = [_number(by_basis[basis], BASIS_COLOURS.get(basis)) for basis in shown]
        grid.add_row(name, str(by_basis.total()), *counts)
    return grid


def _number(count: int, colour: str | None) -> Text:
    return Text(str(count), style=(colour or "") if count else "dim")


def _all_cells(report: Report) -> list[Text]:
    total: Counter[CellBasis] = Counter()
    unread, absent = _unread(report), []
    for name, table in report.tables.all():
        by_basis = _counts_by_basis(table)
        total += by_basis
        if not by_basis:
            absent.append(name)
    if not total and not unread:
        return [Text("no table", style="dim")]
    items = [
        Text(f"{total[basis]} {basis.value}", style=BASIS_COLOURS.get(basis, ""))
        for basis in CellBasis
        if total[basis]
    ]
    return items + [
        Text(f"未读出 {name} unread", style="yellow") if name in unread else Text(f"no {name}", style="dim")
        for name in absent
    ]


def _prose_items(report: Report) -> list[tuple[int, str]]:
    prose = report.narrative
    return [
        (len(prose.counts), "counts"),
        (len(prose.trainings), "trainings"),
        (len(prose.events), "events"),
        (len(prose.issues), "issues"),
        (len(prose.remedies), "remedies"),
        (len(prose.past_rectifications), "rectified"),
    ]


def _named(number: int, plural: str) -> str:
    singular = {"remedies": "remedy"}.get(plural, plural.removesuffix("s"))
    return f"{number} {singular if number == 1 else plural}"


def _prose(report: Report) -> Text:
    return Text("prose     " + ", ".join(_named(*item) for item in _prose_items(report)))


def _prose_short(report: Report) -> list[Text]:
    return [Text(_named(*item)) for item in _prose_items(report) if item[0]]


def _digits(report: Report) -> Text:
    coverage = report.coverage
    ignored = sum(coverage.digits_ignored.values())
    text = Text(f"digits    {coverage.digits_total} runs: {coverage.digits_used} used, {ignored} set aside, ")
    left = coverage.unexplained
    text.append(f"{len(left)} unexplained", style="yellow" if left else "")
    if left:
        quoted = ", ".join(f"{printable(span.quote)} at {span.start}" for span in left[:SHOWN_DIGITS])
        text.append(f": {quoted}" + (", …" if len(left) > SHOWN_DIGITS else ""))
    return text


def _severities(findings: Sequence[Finding]) -> list[Text]:
    by_severity = Counter(finding.severity for finding in findings)
    return [
        Text(_named(by_severity[severity], PLURALS[severity]), style=COLOURS[severity])
        for severity in Severity
        if by_severity[severity]
    ]


def _detail(finding: Finding) -> str:
    parts = []
    sides = [printable(str(side)) for side in (finding.left, finding.right) if side is not None]
    if sides:
        parts.append(" against ".join(sides))
    if finding.suspect is not Suspect.EITHER:
        parts.append(SUSPECTS[finding.suspect])
    if finding.where:
        parts.append(" ".join(finding.where))
    for span in finding.evidence[:2]:
        quote = printable(span.quote)
        short = quote if len(quote) <= QUOTE_LENGTH else quote[:QUOTE_LENGTH] + "…"
        parts.append(f"{span.start}–{span.end} “{short}”")
    return "; ".join(parts)
