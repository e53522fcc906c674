"""Check that a number which the character recogniser doubted, and no sum covers, is named."""

from collections.abc import Iterator

from extractor.records import Cell, CellBasis, Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context

_DOUBT = 0.9
"""Scores of the recogniser below this: clean figures score above 0.99, misread ones mostly under 0.9."""


@check("table.recognised_in_doubt")
def doubted_figures_are_named(context: Context) -> Iterator[Draft]:
    """识别存疑且无勾稽 · The recogniser doubts a number of a scan, and no sum of the table covers it.

    Compares: the recogniser's own score of the number with the limit of 0.9.
    Skipped: for cells that a sum proves, repairs or doubts already; for documents with text of their own.
    Example: 87 read with score 0.71 in the table of section two, which has no sums.
    """
    scores = {
        (place.start, place.end): place.confidence
        for place in context.report.places
        if place.confidence is not None
    }
    for table in context.tables if scores else ():
        for ref, cell in table.by_basis.get(CellBasis.PRINTED, ()):
            score = _score(cell, scores)
            if score is not None and score < _DOUBT:
                yield Draft(
                    Severity.WARNING,
                    f"{table.name(ref)} 识别为 {cell.raw}，把握不大（{score:.2f}），且无勾稽可核，请对照原件",
                    f"read as {cell.raw} with little certainty ({score:.2f}), and no sum covers it; "
                    "compare with the original",
                    (table.pointer(ref),),
                    evidence=_evidence(cell),
                    suspect=Suspect.READING,
                )


def _score(cell: Cell, scores: dict[tuple[int, int], float]) -> float | None:
    return None if cell.evidence is None else scores.get((cell.evidence.start, cell.evidence.end))


def _evidence(cell: Cell) -> tuple[Span, ...]:
    return () if cell.evidence is None else (cell.evidence,)
