"""HTML of our own making: everything that a document says is escaped, links lead inside of the page."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import islice, pairwise
from typing import NamedTuple

from extractor.grammar import heads_of, printed_tables, rows_of_grid
from extractor.records import DocumentGrid, Span

_RANGES = ((0x00, 0x09), (0x0B, 0x20), (0x7F, 0xA0), (0x200E, 0x2010), (0x202A, 0x202F), (0x2066, 0x206A))
_UNSEEN = {code: "�" for first, end in (*_RANGES, (0xD800, 0xE000)) for code in range(first, end)}
"""Characters that a browser would obey or cannot write: each shows as one sign, so offsets stay."""


def shown(text: object) -> str:
    """Text for a page: escaped, and without what a browser would obey."""
    return escape(str(text).translate(_UNSEEN))


def element(name: str, content: str, **attributes: str) -> str:
    """One element around markup; ``class_`` is the attribute class."""
    given = "".join(f' {key.rstrip("_")}="{shown(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{given}>{content}</{name}>"


def page(title: str, body: Iterable[str], language: str = "zh-Hans") -> str:
    """A whole page in one file."""
    style = files("extractor.export.pages").joinpath("page.css").read_text("utf-8")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # Whatever a document says, this page loads and runs nothing.
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"
        f"<title>{shown(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def words_id(start: int, end: int) -> str:
    """Anchor of a stretch of the text."""
    return f"w{start}-{end}"


def value_id(pointer: str) -> str:
    """Anchor of the value under a JSON pointer."""
    return "v" + pointer.removesuffix("/value").replace("/", "-")


class TextMark(NamedTuple):
    """A stretch of the text that something rests on."""

    start: int
    end: int
    look: str
    """A basis, ``finding`` or ``unexplained``."""
    title: str
    """What it says, shown when one points at it."""
    target: str = ""
    """Anchor of what rests on it."""


def mark_of(span: Span, look: str, title: str, target: str = "") -> TextMark:
    """The mark of an evidence."""
    return TextMark(span.start, span.end, look, title, target)


def highlighted(text: str, marks: Sequence[TextMark]) -> str:
    """The text with all marks, its printed tables as tables.

    Where several marks cover the same words the shortest gives look and link. What stands between the
    fields of a table is there, too, and not shown.
    """
    written = _Marked(text, marks)
    parts, at = [], 0
    for grid in printed_tables(text):
        parts += [written.part(at, grid.start), _table(text, grid, written)]
        at = grid.end
    return "".join([*parts, written.part(at, len(text))])


_BLANK_LINES = re.compile(r"\n(?:[ \t\u3000]*\n)+")


def _closed_up(words: str) -> str:
    """Words in which every run of blank lines is one narrow gap; nothing of it is left out."""
    return _BLANK_LINES.sub(lambda found: element("span", found[0], class_="gap"), words)


class _Marked:
    """Any part of a text with its marks; each mark has its anchor where its first words are written."""

    def __init__(self, text: str, marks: Sequence[TextMark]) -> None:
        self._text = text
        self._stretches = list(_stretches(text, marks))
        self._starts = [start for start, _, _ in self._stretches]
        self._named: set[str] = set()

    def part(self, low: int, high: int) -> str:
        """The words of ``[low, high)``."""
        parts: list[str] = []
        first = max(0, bisect_right(self._starts, low) - 1)
        for start, end, over in islice(self._stretches, first, None):
            if start >= high:
                break
            if end > low:
                anchors = dict.fromkeys(words_id(mark.start, mark.end) for mark in over)
                parts += [element("a", "", id=anchor) for anchor in anchors if anchor not in self._named]
                self._named.update(anchors)
                words = shown(self._text[max(start, low) : min(end, high)])
                parts.append(_marked(words, over) if over else _closed_up(words))
        return "".join(parts)


_BROAD = 10
"""A table of more columns is wider than a page: it is scrolled in a box of its own."""
_SHORT, _LONG = 2, 6
"""A cell of more characters is not squeezed to one character a line, or to a few."""


def _table(text: str, grid: DocumentGrid, written: _Marked) -> str:
    rows = rows_of_grid(grid)
    heads = heads_of(text, rows)
    ends = [*[cell.start for row in rows for cell in row][1:], grid.end]
    lines, at = [], grid.start
    following = iter(ends)
    for number, row in enumerate(rows):
        cells = []
        for cell in row:
            before = _unshown(text[at : cell.start])
            behind = _unshown(text[cell.end : (at := next(following))])
            content = before + written.part(cell.start, cell.end) + behind
            size = cell.end - cell.start
            look = "long" if size > _LONG else "words" if size > _SHORT else ""
            cells.append(element("th" if number < heads else "td", content, class_=look))
        missing = grid.width - len(row)
        filling = f'<td class="none" colspan="{missing}"></td>' if missing else ""
        lines.append(element("tr", "".join(cells) + filling))
    head = element("thead", "".join(lines[:heads])) if heads else ""
    table = element("table", head + element("tbody", "".join(lines[heads:])), class_="source")
    return element("div", table, class_="wide broad" if grid.width > _BROAD else "wide")


def _unshown(signs: str) -> str:
    return element("span", shown(signs), class_="sign") if signs else ""


def _marked(words: str, over: Sequence[TextMark]) -> str:
    inner = min(over, key=lambda mark: (mark.look == "finding", mark.end - mark.start))
    looks = [inner.look, *(["finding"] if any(mark.look == "finding" for mark in over) else [])]
    title = " ‖ ".join(dict.fromkeys(mark.title for mark in over if mark.title))
    href = f"#{inner.target}" if inner.target else ""
    return element("a", words, class_="b " + " ".join(dict.fromkeys(looks)), href=href, title=title)


def _stretches(text: str, marks: Sequence[TextMark]) -> Iterator[tuple[int, int, list[TextMark]]]:
    """The text in pieces over which the same marks lie."""
    inside = sorted(mark for mark in marks if 0 <= mark.start < mark.end <= len(text))
    edges = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    over: list[TextMark] = []
    coming = iter(inside)
    following = next(coming, None)
    for start, end in pairwise(edges):
        over = [mark for mark in over if mark.end > start]
        while following is not None and following.start <= start:
            over.append(following)
            following = next(coming, None)
        yield start, end, over
