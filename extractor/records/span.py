"""The one meaning of a place in a text."""

from pydantic import Field, model_validator

from extractor.records.base import Record


class Span(Record):
    """A stretch of the canonical text: half-open, in code points, with its exact words.

    ``text[start:end] == quote`` holds for the canonical text of the document. A heading that is
    missing from the text is a span of length 0 at the place where it would stand.
    """

    start: int = Field(ge=0, description="First code point, counted from 0")
    end: int = Field(ge=0, description="One past the last code point")
    quote: str = Field(description="The exact words, text[start:end]")

    @model_validator(mode="after")
    def _length_matches(self) -> "Span":
        if self.end - self.start != len(self.quote):
            raise ValueError(f"span {self.start}:{self.end} does not have the length of its quote")
        return self

    @staticmethod
    def of(text: str, start: int, end: int) -> "Span":
        """The span of ``text[start:end]``; ValueError if it is not inside the text."""
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"span {start}:{end} is not inside a text of {len(text)} characters")
        # the checks of the model hold by construction, and spans are made by the hundred
        return Span.unchecked(start=start, end=end, quote=text[start:end])

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return max(self.start, other.start) < min(self.end, other.end)
