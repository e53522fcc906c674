"""A document as read: its source, canonical text, folded text and sections."""

from bisect import bisect_left
from enum import StrEnum

from pydantic import Field

from extractor.records.base import Record
from extractor.records.span import Span


class Source(Record):
    """Where the text came from."""

    name: str = Field(description="File name without folders")
    sha256: str = Field(description="SHA-256 of the bytes that were read, in hexadecimal")
    media_type: str = Field(description="Media type decided by content, e.g. text/plain")
    encoding: str | None = Field(description="Encoding the bytes were decoded with; null where none applies")
    characters: int = Field(ge=0, description="Length of the canonical text in code points")


Box = tuple[float, float, float, float]
"""left, top, right, bottom in points from the top left corner of the page as it is shown."""


class Word(Record):
    """A stretch of the canonical text with its place on a page."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    box: Box
    confidence: float | None = Field(
        default=None, description="What the character recogniser says of its own reading; null where printed"
    )


class Page(Record):
    """One page of a paged source, as offsets into the canonical text."""

    number: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    width: float | None = Field(default=None, description="Points, as shown")
    height: float | None = Field(default=None, description="Points, as shown")
    recognised: bool = Field(default=False, description="Read from the picture of the page, not its text")
    words: tuple[Word, ...] = Field(
        default=(), description="In the order of the text; empty where no boxes are"
    )

    def part(self, start: int, end: int) -> "Page":
        """What of the page stands in ``[start, end)`` of the text, in offsets from ``start``."""
        words = [word for word in self.words if start <= word.start and word.end <= end]
        moved = [w.model_copy(update={"start": w.start - start, "end": w.end - start}) for w in words]
        low, high = max(self.start, start) - start, min(self.end, end) - start
        return self.model_copy(update={"start": low, "end": high, "words": tuple(moved)})


class GridCell(Record):
    """One cell of a table of the source; empty cells have start == end."""

    row: int = Field(ge=0)
    column: int = Field(ge=0)
    rows: int = Field(default=1, ge=1)
    columns: int = Field(default=1, ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class DocumentGrid(Record):
    """A table of the source, as it draws it or as the places of its words show it.

    One that is drawn stands in the text with | between the fields, another one in aligned columns.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    height: int = Field(ge=1)
    width: int = Field(ge=1)
    cells: tuple[GridCell, ...] = ()

    def moved(self, by: int) -> "DocumentGrid":
        """The grid in a text that begins ``-by`` characters later."""
        cells = [c.model_copy(update={"start": c.start + by, "end": c.end + by}) for c in self.cells]
        return self.model_copy(update={"start": self.start + by, "end": self.end + by, "cells": tuple(cells)})


class Place(Record):
    """Where a Span stands on a page."""

    start: int = Field(ge=0, description="As in the Span")
    end: int = Field(ge=0, description="As in the Span")
    page: int = Field(ge=1, description="Number of the page, from 1")
    box: Box = Field(description="Left, top, right, bottom in points from the top left")
    confidence: float | None = Field(default=None, description="The lowest of the words under it")


class Document(Record):
    """A source with its canonical text; every offset of a Report refers to ``text``."""

    source: Source
    text: str = Field(description="Canonical text: decoded, no BOM, line ends as \\n, otherwise untouched")
    pages: tuple[Page, ...] = ()
    grids: tuple[DocumentGrid, ...] = ()
    notes: tuple[str, ...] = Field(default=(), description="What reading the bytes left in doubt")

    def places(self, start: int, end: int) -> tuple[Place, ...]:
        """Page and box of the words under ``[start, end)``, one Place for each page that they stand on."""
        found = []
        for page in self.pages:
            if page.start >= end or page.end <= start or not page.words:
                continue
            first = bisect_left(page.words, start + 1, key=lambda word: word.end)
            last = bisect_left(page.words, end, key=lambda word: word.start)
            under = page.words[first:last]
            if under:
                found.append(_place(start, end, page.number, under))
        return tuple(found)

    def part(self, start: int, end: int) -> "Document":
        """The stretch ``[start, end)`` as a document of its own, its offsets beginning at 0."""
        text = self.text[start:end]
        return Document(
            source=self.source.model_copy(update={"characters": len(text)}),
            text=text,
            pages=tuple(
                page.part(start, end) for page in self.pages if page.start < end and page.end > start
            ),
            grids=tuple(grid.moved(-start) for grid in self.grids if start <= grid.start and grid.end <= end),
            notes=self.notes,
        )

    def score(self, start: int, end: int) -> float | None:
        """The recogniser's least score of the words under ``[start, end)``; None where they are printed.

        An ordering of its doubts, not a probability.
        """
        if not any(page.recognised for page in self.pages):
            return None
        known = [place.confidence for place in self.places(start, end) if place.confidence is not None]
        return min(known, default=None)


def _place(start: int, end: int, page: int, words: tuple[Word, ...]) -> Place:
    boxes = [word.box for word in words]
    known = [word.confidence for word in words if word.confidence is not None]
    return Place.model_construct(
        start=start,
        end=end,
        page=page,
        box=(
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        ),
        confidence=min(known, default=None),
    )


class Folded(Record):
    """A text made easy to match, with the way back to the canonical text.

    Folding only deletes characters or replaces one by one, so each folded character stands for
    exactly one canonical character: ``offsets[i]`` is the canonical offset of ``text[i]``.
    """

    text: str
    offsets: tuple[int, ...] = Field(description="Canonical offset of each folded character, rising")

    def canonical(self, start: int, end: int) -> tuple[int, int]:
        """Canonical (start, end) of the non-empty folded stretch ``text[start:end]``."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def span(self, source: str, start: int, end: int) -> Span:
        """The Span of the non-empty folded stretch, quoted from the canonical text ``source``."""
        return Span.of(source, *self.canonical(start, end))

    def slice(self, start: int, end: int) -> "Folded":
        """The part that stands for canonical ``[start, end)``; offsets stay canonical."""
        low, high = bisect_left(self.offsets, start), bisect_left(self.offsets, end)
        return Folded.model_construct(text=self.text[low:high], offsets=self.offsets[low:high])


class SectionKey(StrEnum):
    """The six sections of the statutory report, in their order, and those of reports on 2008 to 2018 only."""

    OVERVIEW = "overview"
    PROACTIVE = "proactive"
    APPLICATIONS = "applications"
    DISPUTES = "disputes"
    PROBLEMS = "problems"
    OTHER = "other"
    FEES = "fees"
    RESOURCES = "resources"
    CONSULTATIONS = "consultations"
    ANNEX = "annex"


STATUTORY_SECTIONS = (
    SectionKey.OVERVIEW,
    SectionKey.PROACTIVE,
    SectionKey.APPLICATIONS,
    SectionKey.DISPUTES,
    SectionKey.PROBLEMS,
    SectionKey.OTHER,
)
"""The sections of the forms of 2019 and 2021, in their order."""


class Section(Record):
    """One section of the report."""

    key: SectionKey = Field(description="Which section of the form")
    heading: Span = Field(description="The heading as printed; length 0 where the heading is lost")
    body: Span = Field(description="All text between this heading and the next")
