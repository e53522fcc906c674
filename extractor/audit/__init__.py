"""Many Reports in: contradictions, copied text, outliers and what evaluators' rules say of each."""

from extractor.audit.auditing import Audited, Extras, audit
from extractor.audit.measuring import Repetition, Subject, judge
from extractor.audit.rulebook import Rulebook, load_rules
from extractor.audit.verdicts import Point, Ruling, Score, Verdict, score_of
from extractor.audit.writing import Said

__all__ = [
    "Audited",
    "Extras",
    "Point",
    "Repetition",
    "Rulebook",
    "Ruling",
    "Said",
    "Score",
    "Subject",
    "Verdict",
    "audit",
    "judge",
    "load_rules",
    "score_of",
]
