"""Small documents for the tests of the narrative room."""

from extractor.narrative import read_narrative
from extractor.narrative.statements import Statements, read_statements
from extractor.narrative.view import ProseView
from extractor.normalise import fold_prose
from extractor.records import Document, Folded, Narrative, SectionKey, Source


def document_of(text: str) -> Document:
    source = Source(
        name="sample.txt", sha256="0" * 64, media_type="text/plain", encoding="utf-8", characters=len(text)
    )
    return Document(source=source, text=text)


def folded(text: str, *, lists: bool = False) -> Folded:
    return fold_prose(text, lists=(0, len(text)) if lists else None)


def narrative_of(text: str, key: SectionKey = SectionKey.OVERVIEW, year: int | None = 2022) -> Narrative:
    return read_narrative(document_of(text), {key: folded(text)}, year)


def statements_of(text: str, year: int | None = 2022) -> Statements:
    view = ProseView.of(document_of(text), folded(text), SectionKey.PROBLEMS)
    return read_statements(view, year)
