"""Gold and a Report in, one verdict per item out."""

from extractor.evaluation.scoring.document import ScoredDocument, score_failure, score_report
from extractor.evaluation.scoring.items import FIELDS, Field, ScoredItem, Stratum, Tally, Verdict

__all__ = [
    "FIELDS",
    "Field",
    "ScoredDocument",
    "ScoredItem",
    "Stratum",
    "Tally",
    "Verdict",
    "score_failure",
    "score_report",
]
