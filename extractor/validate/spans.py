"""Check that every quote stands where its span says."""

from collections.abc import Iterator

from pydantic import BaseModel

from extractor.records import Severity, Span, Suspect
from extractor.validate.context import Context
from extractor.validate.registry import Draft, check
from extractor.validate.wording import short

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
    for key in _LOOKED_AT:
        yield from _spans(getattr(context.report, key), f"/{key}")
    for table in context.tables:
        for ref, cell in table.all_cells:
            if cell.evidence is not None:
                yield f"{table.pointer(ref)}/evidence", cell.evidence


def _spans(value: object, pointer: str) -> Iterator[tuple[str, Span]]:
    if isinstance(value, Span):
        yield pointer, value
    elif isinstance(value, BaseModel):
        for key in type(value).model_fields:
            yield from _spans(getattr(value, key), f"{pointer}/{key}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _spans(item, f"{pointer}/{index}")
