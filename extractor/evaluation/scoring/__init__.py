"""Gold and a Report in, one verdict per item out."""

from extractor.evaluation.scoring.document import ScoredDocument, score_failure, score_report
from extractor.evaluation.scoring.items import FIELDS, Field, Item, Stratum, Tally, Verdict

__all__ = [
    "FIELDS",
    "Field",
    "Item",
    "ScoredDocument",
    "Stratum",
    "Tally",
    "Verdict",
    "score_failure",
    "score_report",
]
