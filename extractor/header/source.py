"""The text that header facts are read from: its lines as printed, and facts made of places in it."""

import re
from bisect import bisect_right
from datetime import date
from typing import NamedTuple

from extractor.grammar import with_ideographs
from extractor.records import Basis, Document, Fact, Folded, Span

_LINE_END = re.compile("\n")
Stretch = tuple[int, int]
"""Half-open offsets in the folded text."""


class HeaderLine(NamedTuple):
    """A line of the folded text with its place in it."""

    start: int
    end: int
    text: str


class HeaderText:
    """The prose folding of a whole document beside the document, and where its first section starts."""

    def __init__(self, document: Document, folded: Folded, body_starts: int | None) -> None:
        self.document = document
        self.folded = folded
        self.text = folded.text
        self.lines = _printed_lines(document.text, folded)
        self.body = len(self.text) if body_starts is None else _folded_offset(folded, body_starts)
        """Where the first section starts; the length of the text where no section is known."""

    def fact(self, value: date | int | str | None, *places: Stretch) -> Fact:
        """A Fact by rule with its evidence, or the Fact that nothing is stated."""
        if value is None:
            return Fact(value=None, basis=Basis.NOT_STATED)
        return Fact(value=value, basis=Basis.RULE, evidence=tuple(self.span(*place) for place in places))

    def span(self, start: int, end: int) -> Span:
        """The Span of a stretch of the folded text."""
        return self.folded.span(self.document.text, start, end)

    def words(self, start: int, end: int) -> str:
        """The words as printed, but for radicals, which are ideographs badly read."""
        source = self.document.text
        return with_ideographs("".join(source[offset] for offset in self.folded.offsets[start:end]))


def _folded_offset(folded: Folded, canonical: int) -> int:
    return len(folded.slice(0, canonical).text)


def _printed_lines(source: str, folded: Folded) -> list[HeaderLine]:
    """The lines as the document breaks them: folding joins lines that may be a title and what follows it."""
    text, offsets = folded.text, folded.offsets
    breaks = (bisect_right(offsets, match.start()) for match in _LINE_END.finditer(source))
    starts = [0, *dict.fromkeys(at for at in breaks if 0 < at < len(text))]
    ends = [*starts[1:], len(text)]
    lines = [HeaderLine(low, high, text[low:high]) for low, high in zip(starts, ends, strict=True)]
    return [
        HeaderLine(line.start, line.end - 1, line.text[:-1]) if line.text.endswith("\n") else line
        for line in lines
        if line.text.strip("\n")
    ]
