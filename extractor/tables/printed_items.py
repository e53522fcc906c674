"""The printed pieces of a region in reading order: pieces of labels, and groups of numbers between them."""

from collections.abc import Container, Sequence
from functools import partial
from typing import NamedTuple

from extractor.forms import TableForm
from extractor.tables.labels import bare
from extractor.tables.tokens import Kind, Line, Token, without_blanks

_CODED_SHARE = 0.7
"""Of the groups of numbers, those that begin with the number of a row: then that column is printed."""


class PrintedItem(NamedTuple):
    """A piece of a label, or a group of numbers."""

    piece: str
    """Bare label; empty for a group."""
    tokens: tuple[Token, ...] = ()
    """Numbers, placeholders and explicit blanks of a group."""
    figures: int = 0
    """How many numbers and placeholders the group holds."""
    head: str = ""
    """Bare label right before a group on its line."""


def _continues_group(before: Line | None, line: Line) -> bool:
    """Whether the numbers of a line go on with those of the line before: one cell per line."""
    return (
        before is not None
        and max(before.figures, line.figures) <= 2
        and not (before.separated or line.separated)
    )


def to_items(lines: Sequence[Line]) -> list[PrintedItem]:
    """Label pieces and number groups of a region in reading order."""
    items: list[PrintedItem] = []
    group: list[Token] = []
    before: Line | None = None
    label: Token | None = None

    def close() -> None:
        if any(token.text for token in group) or len(group) > 3:
            figures = sum(token.kind is not Kind.BLANK for token in group)
            head = bare(label.text) if label is not None and label.line == group[0].line else ""
            items.append(PrintedItem("", tuple(group), figures, head))
        group.clear()

    for line in lines:
        if group and not _continues_group(before, line):
            close()
        for token in line.tokens:
            if token.kind is Kind.LABEL:
                close()
                label = token
                items.append(PrintedItem(bare(token.text)))
            elif token.text or group or line.drawn or any(t.kind is Kind.LABEL for t in line.tokens):
                group.append(token)
        before = line
    close()
    return [item for item in items if item.tokens or len(item.piece) > 0]


def printed_items(lines: Sequence[Line], form: TableForm) -> list[PrintedItem]:
    """The items of a region of this form; what stands in the columns of units and codes is left out."""
    items = to_items(lines)
    if form.units:
        items = [item for item in items if item.tokens or item.piece not in form.units]
    return _without_codes(items, form)


def _without_codes(items: list[PrintedItem], form: TableForm) -> list[PrintedItem]:
    """The items without the numbers of the rows, where most groups begin with one."""
    codes = {row.code for row in form.rows if row.code}
    if not codes:
        return items
    groups = [without_blanks(item.tokens) for item in items if item.figures]
    coded = sum(bool(group) and group[0].text in codes for group in groups)
    if coded < _CODED_SHARE * len(groups):
        return items
    return [item for item in map(partial(_without_code, codes=codes), items) if item.tokens or item.piece]


def _without_code(item: PrintedItem, codes: Container[str]) -> PrintedItem:
    at = next((i for i, token in enumerate(item.tokens) if token.kind is not Kind.BLANK), None)
    if at is None or item.tokens[at].text not in codes:
        return item
    rest = item.tokens[at + 1 :]
    return item._replace(tokens=rest, figures=item.figures - 1)
