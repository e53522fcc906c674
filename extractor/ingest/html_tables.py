"""An HTML table element becomes a grid, by occupancy of rowspans and colspans."""

import re
from collections.abc import Iterator, Mapping

from extractor.ideographs import HAN
from extractor.ingest.composing import RawCell, RawGrid, TextRun, joined
from extractor.ingest.html_tree import Element

_MAX_WIDTH = 64
_MAX_ROWS = 5000
_MAX_ROWSPAN = 500
_LONGEST_CELL = 400
"""A longer text in a cell is a piece of the report: then the table only lays out the page."""
_NESTED_SHARE = 0.3
_AROUND_ROWS = frozenset({"thead", "tbody", "tfoot", "form", "div", "center"})
_BREAKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "dd",
        "dt",
        "section",
        "article",
        "center",
    ]
)
_CJK = rf"[\u2e80-\u303f{HAN}\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_CJK})[ \t\r\f]*\n\s*(?={_CJK})")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def squeezed(text: str) -> str:
    """White space as a browser shows it; a line end of the source between two wide characters is none."""
    return _BLANKS.sub(" ", _WRAP.sub("", text)).strip(" \xa0\u3000")


def nested_tables(body: Element, text: Mapping[Element, int]) -> dict[Element, int]:
    """Characters of the longest table inside each that holds one; ``text`` has those of each element."""
    found: dict[Element, int] = {}
    for node in body.iter("table"):
        outer = next(node.iterancestors("table"), None)
        if outer is not None:
            found[outer] = max(found.get(outer, 0), text[node])
    return found


def grid_of(table: Element, text: Mapping[Element, int], nested: Mapping[Element, int]) -> RawGrid | None:
    """The grid of a table that holds data; None for one that only lays out the page."""
    rows = list(_own_rows(table))
    if not rows or len(rows) > _MAX_ROWS or nested.get(table, -1) > _NESTED_SHARE * text[table]:
        return None
    if any(text[cell] > _LONGEST_CELL for row in rows for cell in row.iterchildren("td", "th")):
        return None
    cells = _occupy(rows)
    width = max((cell.column + cell.columns for cell in cells), default=0)
    if width < 2 or len(cells) < 3 or max(len(cell.text) for cell in cells) > _LONGEST_CELL:
        return None
    return RawGrid(len(rows), width, tuple(cells))


def _own_rows(node: Element) -> Iterator[Element]:
    """Rows of this table and not of tables inside it."""
    open_nodes = [node.iterchildren()]
    while open_nodes:
        child = next(open_nodes[-1], None)
        if child is None:
            open_nodes.pop()
        elif child.tag == "tr":
            yield child
        elif child.tag in _AROUND_ROWS:
            open_nodes.append(child.iterchildren())


def _occupy(rows: list[Element]) -> list[RawCell]:
    cells: list[RawCell] = []
    taken: set[tuple[int, int]] = set()
    for row, element in enumerate(rows):
        column = 0
        for cell in element.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            columns = min(_span(cell, "colspan"), _MAX_WIDTH - column)
            if columns < 1:
                break
            down = cell.get("rowspan", "1").strip() == "0"  # "to the end of the table"
            height = min(len(rows) - row if down else _span(cell, "rowspan"), len(rows) - row)
            taken.update((row + i, column + j) for i in range(height) for j in range(columns))
            cells.append(RawCell(row, column, height, columns, joined(_lines(cell))))
            column += columns
    return cells


def _span(cell: Element, name: str) -> int:
    digits = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return min(max(int(digits[1]), 1), _MAX_ROWSPAN) if digits else 1


def _lines(cell: Element) -> list[list[TextRun]]:
    from lxml import etree

    lines: list[list[str]] = [[]]
    for event, node in etree.iterwalk(cell, events=("start", "end")):
        inner = node is not cell
        if inner and (node.tag in _BREAKS or (node.tag in ("td", "th") and event == "start")):
            lines.append([])
        if event == "start":
            lines[-1].append(node.text or "")
        elif inner:
            lines[-1].append(node.tail or "")
    texts = (squeezed("".join(parts)) for parts in lines)
    return [[TextRun(text)] for text in texts if text.strip()]
