"""Prose in, facts out: counts, events, issues and remedies, by rule."""

from extractor.narrative.fact_reading import read_narrative
from extractor.narrative.prompt_injection import injection_findings, injections, without_injections
from extractor.narrative.roles import Role, role_of_section
from extractor.narrative.statements import signed_from
from extractor.narrative.view import views_of

__all__ = [
    "Role",
    "injection_findings",
    "injections",
    "read_narrative",
    "role_of_section",
    "signed_from",
    "views_of",
    "without_injections",
]
