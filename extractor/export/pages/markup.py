"""HTML of our own making: everything that a document says is escaped, links lead inside of the page."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from extractor.records import Span

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


class Mark(NamedTuple):
    """A stretch of the text that something rests on."""

    start: int
    end: int
    look: str
    """A basis, ``finding`` or ``unexplained``."""
    title: str
    """What it says, shown when one points at it."""
    target: str = ""
    """Anchor of what rests on it."""


def mark_of(span: Span, look: str, title: str, target: str = "") -> Mark:
    """The mark of an evidence."""
    return Mark(span.start, span.end, look, title, target)


def highlighted(text: str, marks: Sequence[Mark]) -> str:
    """The text with all marks; where several cover the same words the shortest gives look and link."""
    parts: list[str] = []
    named: set[str] = set()
    for start, end, over in _stretches(text, marks):
        for mark in over:
            anchor = words_id(mark.start, mark.end)
            if mark.start == start and anchor not in named:
                named.add(anchor)
                parts.append(element("a", "", id=anchor))
        words = shown(text[start:end])
        parts.append(_marked(words, over) if over else words)
    return "".join(parts)


def _marked(words: str, over: Sequence[Mark]) -> str:
    inner = min(over, key=lambda mark: (mark.look == "finding", mark.end - mark.start))
    looks = [inner.look, *(["finding"] if any(mark.look == "finding" for mark in over) else [])]
    title = " ‖ ".join(dict.fromkeys(mark.title for mark in over if mark.title))
    href = f"#{inner.target}" if inner.target else ""
    return element("a", words, class_="b " + " ".join(dict.fromkeys(looks)), href=href, title=title)


def _stretches(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """The text in pieces over which the same marks lie."""
    inside = sorted(mark for mark in marks if 0 <= mark.start < mark.end <= len(text))
    edges = sorted({0, len(text), *(m.start for m in inside), *(m.end for m in inside)})
    over: list[Mark] = []
    coming = iter(inside)
    following = next(coming, None)
    for start, end in pairwise(edges):
        over = [mark for mark in over if mark.end > start]
        while following is not None and following.start <= start:
            over.append(following)
            following = next(coming, None)
        yield start, end, over
