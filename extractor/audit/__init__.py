"""Many Reports in: contradictions, copied text, outliers and what evaluators' rules say of each."""

from extractor.audit.audit_files import PageMaking
from extractor.audit.auditing import Audited, Extras, audit
from extractor.audit.judged_report import Repetition, Subject
from extractor.audit.measuring import judge
from extractor.audit.rule_verdicts import Point, RuleVerdict, Ruling, Score, score_of
from extractor.audit.rulebook import Rulebook, load_rules

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
