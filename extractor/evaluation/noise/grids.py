"""The three tables as grids of labels and numbers, with their merged cells."""

from collections.abc import Callable
from dataclasses import dataclass

from extractor.evaluation.noise.printing import Printed, PrintedCell
from extractor.evaluation.noise.wording import (
    APPLICANTS,
    APPLICATIONS_NOTE,
    GROUPS,
    OUTCOMES,
    PROACTIVE_2019,
    PROACTIVE_2021,
    RESULTS_GROUP,
    ROWS,
)


@dataclass
class PrintCell:
    """One place of a grid: a label, a number (``number`` is set) or the rest of a merged cell.

    ``text`` is None where nothing is printed. ``merged`` marks the lower part of a vertically merged
    cell, which has no text of its own.
    """

    text: str | None
    number: PrintedCell | None = None
    columns: int = 1
    rows: int = 1
    merged: bool = False
    leaf: bool = False
    """A header label that stands directly above numbers."""

    @property
    def printed(self) -> str:
        """The text, empty where nothing is printed."""
        return self.text or ""


GridRow = list[PrintCell]


@dataclass
class PrintGrid:
    """One table: header rows first (``header`` of them), then rows with numbers."""

    key: str
    width: int
    rows: list[GridRow]
    header: int = 0

    def labels(self) -> list[PrintCell]:
        """All cells that hold a printed label."""
        return [cell for row in self.rows for cell in row if cell.number is None and cell.text]


def build_grids(printed: Printed, form: str, word: Callable[[str], str]) -> dict[str, PrintGrid]:
    """The grids of the three tables; ``word`` turns official wording into this document's."""
    return {
        "proactive": _proactive(printed, form, word),
        "applications": _applications(printed, word),
        "disputes": _disputes(printed, word),
    }


def _numbers(cells: dict[str, PrintedCell]) -> GridRow:
    return [PrintCell(cell.raw, number=cell) for cell in cells.values()]


def _merged(columns: int = 1) -> PrintCell:
    return PrintCell(None, columns=columns, merged=True)


def _proactive(printed: Printed, form: str, word: Callable[[str], str]) -> PrintGrid:
    rows: list[GridRow] = []
    for title, header, items in PROACTIVE_2019 if form == "2019" else PROACTIVE_2021:
        spare = 4 - len(header)
        rows.append([PrintCell(word(title), columns=4)])
        rows.append([PrintCell(word(label), leaf=position > 0) for position, label in enumerate(header)])
        rows.extend(
            [PrintCell(word(label)), *_numbers(printed["proactive"][key])]
            for key, label in items
            if key in printed["proactive"]
        )
        for row in rows[-len(items) - 1 :]:
            row[-1].columns += spare
    return PrintGrid("proactive", 4, rows)


def _applications(printed: Printed, word: Callable[[str], str]) -> PrintGrid:
    leaves = [PrintCell(word(label), leaf=True) for label in APPLICANTS]
    leaves[0].rows = leaves[-1].rows = 2
    rows: list[GridRow] = [
        [PrintCell(word(APPLICATIONS_NOTE), columns=3, rows=3), PrintCell(word("申请人情况"), columns=7)],
        [_merged(3), leaves[0], PrintCell(word("法人或其他组织"), columns=5), leaves[-1]],
        [_merged(3), _merged(), *leaves[1:-1], _merged()],
    ]
    cells = printed["applications"]
    inside = [key for key in cells if key not in ("new", "carried_in", "carried_out")]
    groups_seen: set[str] = set()
    for key, numbers in cells.items():
        label = PrintCell(word(ROWS[key]))
        if key not in inside:
            label.columns = 3
            rows.append([label, *_numbers(numbers)])
            continue
        first = PrintCell(word(RESULTS_GROUP), rows=len(inside)) if key == inside[0] else _merged()
        rows.append([first, *_group_cells(key, inside, groups_seen, label, word), *_numbers(numbers)])
    return PrintGrid("applications", 10, rows, header=3)


def _group_cells(
    key: str, inside: list[str], seen: set[str], label: PrintCell, word: Callable[[str], str]
) -> GridRow:
    group = key.partition("_")[0]
    if "_" not in key:
        label.columns = 2
        return [label]
    if group in seen:
        return [_merged(), label]
    seen.add(group)
    members = sum(other.startswith(f"{group}_") for other in inside)
    return [PrintCell(word(GROUPS[group]), rows=members), label]


def _disputes(printed: Printed, word: Callable[[str], str]) -> PrintGrid:
    def leaves(rows: int) -> GridRow:
        return [PrintCell(word(label), rows=rows, leaf=True) for label in OUTCOMES]

    rows: list[GridRow] = [
        [PrintCell(word("行政复议"), columns=5), PrintCell(word("行政诉讼"), columns=10)],
        [
            *leaves(2),
            PrintCell(word("未经复议直接起诉"), columns=5),
            PrintCell(word("复议后起诉"), columns=5),
        ],
        [*(_merged() for _ in OUTCOMES), *leaves(1), *leaves(1)],
        [cell for block in printed["disputes"].values() for cell in _numbers(block)],
    ]
    return PrintGrid("disputes", 15, rows, header=3)
