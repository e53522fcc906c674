"""Rows of the items that are not right, with the words around them."""

from collections.abc import Iterator, Mapping, Sequence

from extractor.evaluation.compare import Comparison
from extractor.evaluation.metrics import TRUSTED
from extractor.evaluation.scoring import ScoredDocument, ScoredItem, Verdict
from extractor.evaluation.side_by_side import titles_of
from extractor.records import Record

CONTEXT = 36
"""Characters of the document before and after the place of an error."""
_QUOTED = 160


class ErrorRow(Record):
    """One item that is not right, or that came out otherwise in two runs."""

    document: str
    field: str
    chinese: str
    english: str
    kind: str
    key: str
    gold: str
    predicted: str
    basis: str
    flagged: bool
    silent: bool
    before: str
    quote: str
    after: str


def error_rows(documents: Sequence[ScoredDocument], texts: Mapping[str, str]) -> Iterator[ErrorRow]:
    """Every item that is not right, with its words in context where the text is at hand."""
    for document in documents:
        for item in document.misses:
            yield error_row(document.name, item, item.verdict.value, texts.get(document.name))


def flip_rows(comparison: Comparison, texts: Mapping[str, str]) -> Iterator[ErrorRow]:
    """Items that came out otherwise: what the wrong run said, and which way it went."""
    for flip in comparison.flips:
        item = flip.after or flip.before
        if item is None:
            continue
        row = error_row(flip.document, item, flip.kind, texts.get(flip.document))
        was = flip.before.predicted or "—" if flip.before else "✓"
        now = flip.after.predicted or "—" if flip.after else "✓"
        yield row.model_copy(update={"predicted": f"{was} → {now}"})


def error_row(document: str, item: ScoredItem, kind: str, text: str | None) -> ErrorRow:
    """One row; places of statements are shown as their words."""
    before = quote = after = ""
    if text is not None and item.start is not None and item.end is not None:
        before, after = text[max(0, item.start - CONTEXT) : item.start], text[item.end : item.end + CONTEXT]
        quote = text[item.start : item.end]
        if len(quote) > _QUOTED:
            quote = f"{quote[: _QUOTED // 2]} … {quote[-_QUOTED // 2 :]}"
    chinese, english = titles_of(item.field)
    return ErrorRow(
        document=document,
        field=item.field,
        chinese=chinese,
        english=english,
        kind=kind,
        key=item.key,
        gold=_words(item.gold, text),
        predicted=_words(item.predicted, text),
        basis=item.basis,
        flagged=item.flagged,
        silent=item.verdict in (Verdict.WRONG, Verdict.FABRICATED)
        and not item.flagged
        and item.basis in TRUSTED,
        before=_line(before),
        quote=_line(quote),
        after=_line(after),
    )


def _words(value: str | None, text: str | None) -> str:
    """A value as it is, a place as the words that stand there."""
    if value is None:
        return "—"
    start, colon, end = value.partition(":")
    if text is None or not (colon and start.isdecimal() and end.isdecimal()):
        return value
    words = _line(text[int(start) : int(end)])
    return words if len(words) <= _QUOTED else f"{words[: _QUOTED // 2]} … {words[-_QUOTED // 2 :]}"


def _line(words: str) -> str:
    return " ".join(words.split())
