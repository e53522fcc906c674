"""Where the words of a Report stand on the pages of its document."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from extractor.records.document import Document, Place
from extractor.records.span import Span


def spans_in(value: Any) -> Iterator[Span]:
    """Every Span inside of a record, at any depth."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from spans_in(getattr(value, name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from spans_in(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from spans_in(item)


def places_of(document: Document, record: BaseModel) -> tuple[Place, ...]:
    """Page and box of every Span of ``record``, each stretch once, in the order of the text.

    Empty where the document has no boxes. A stretch over two pages has two places.
    """
    if not any(page.words for page in document.pages):
        return ()
    stretches = sorted({(span.start, span.end) for span in spans_in(record) if span.end > span.start})
    return tuple(place for start, end in stretches for place in document.places(start, end))
