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


class Page(Record):
    """One page of a paged source, as offsets into the canonical text."""

    number: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Document(Record):
    """A source with its canonical text; every offset of a Report refers to ``text``."""

    source: Source
    text: str = Field(description="Canonical text: decoded, no BOM, line ends as \\n, otherwise untouched")
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = Field(default=(), description="What reading the bytes left in doubt")


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
    """The six sections of the statutory report, in their order."""

    OVERVIEW = "overview"
    PROACTIVE = "proactive"
    APPLICATIONS = "applications"
    DISPUTES = "disputes"
    PROBLEMS = "problems"
    OTHER = "other"


class Section(Record):
    """One section of the report."""

    key: SectionKey
    heading: Span = Field(description="The heading as printed; length 0 where the heading is lost")
    body: Span = Field(description="All text between this heading and the next")
