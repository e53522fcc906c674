"""Check that every quote stands where its span says."""

from collections.abc import Iterator

from pydantic import BaseModel

from extractor.records import Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import short

_LOOKED_AT = ("issuer", "title", "report_year", "period", "published_on", "sections", "narrative")


@check("span.quote", needs_text=True)
def quotes_stand_in_the_text(context: Context) -> Iterator[Draft]:
    """引文与原文不符 · The words of a span are not at its place in the canonical text.

    Compares: text[start:end] with the quote, for every span of facts, sections, cells and statements.
    Skipped: where the text is not at hand.
    Example: the Report was made from another version of the file.
    """
    text = context.text or ""
    for pointer, span in _all_spans(context):
        found = text[span.start : span.end]
        if found != span.quote:
            yield Draft(
                Severity.ERROR,
                f"引文“{short(span.quote)}”不在原文 {span.start}–{span.end} 处（该处为“{short(found)}”）",
                f"the quote is not at {span.start}:{span.end} of the text; was the file changed?",
                (pointer,),
                short(span.quote),
                short(found),
                suspect=Suspect.READING,
            )


def _all_spans(context: Context) -> Iterator[tuple[str, Span]]:
    text = context.text or ""
    for key in _LOOKED_AT:
        part = getattr(context.report, key)
        if not _all_stand(part, text):  # pointers are made where one of them is needed
            yield from _spans(part, f"/{key}")
    for table in context.tables:
        for ref, cell in table.all_cells:
            span = cell.evidence
            if span is not None and text[span.start : span.end] != span.quote:
                yield f"{table.pointer(ref)}/evidence", span


def _all_stand(value: object, text: str) -> bool:
    """Whether every span in a record, however deep, has the words that stand at its place."""
    if isinstance(value, Span):
        return text[value.start : value.end] == value.quote
    if isinstance(value, tuple):
        return all(_all_stand(item, text) for item in value)
    if isinstance(value, BaseModel):
        fields = value.__dict__.values()
        return all(_all_stand(item, text) for item in fields if isinstance(item, (tuple, BaseModel)))
    return True


def _spans(value: object, pointer: str) -> Iterator[tuple[str, Span]]:
    if isinstance(value, Span):
        yield pointer, value
    elif isinstance(value, BaseModel):
        for key in type(value).model_fields:
            yield from _spans(getattr(value, key), f"{pointer}/{key}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _spans(item, f"{pointer}/{index}")
