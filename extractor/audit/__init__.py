"""Many Reports in: contradictions, copied text, outliers and what evaluators' rules say of each."""

from extractor.audit.auditing import Audited, Extras, audit
from extractor.audit.measuring import Repetition, Subject, judge
from extractor.audit.rulebook import Rulebook, load_rules
from extractor.audit.verdicts import Point, RuleVerdict, Ruling, Score, score_of
from extractor.audit.writing import PageMaking

__all__ = [
    "Audited",
    "Extras",
    "PageMaking",
    "Point",
    "Repetition",
    "RuleVerdict",
    "Rulebook",
    "Ruling",
    "Score",
    "Subject",
    "audit",
    "judge",
    "load_rules",
    "score_of",
]
