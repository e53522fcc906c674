"""Gold and a Report in, one verdict per item out."""

from extractor.evaluation.scoring.document_score import ScoredDocument, score_failure, score_report
from extractor.evaluation.scoring.items import FIELDS, Field, ItemTally, ScoredItem, Stratum, Verdict

__all__ = [
    "FIELDS",
    "Field",
    "ItemTally",
    "ScoredDocument",
    "ScoredItem",
    "Stratum",
    "Verdict",
    "score_failure",
    "score_report",
]
