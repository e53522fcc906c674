"""Who a Report is of, its years and its family: bodies, places, levels."""

from extractor.bodies.body_registry import Registry, attribute
from extractor.bodies.covers import Covers, CoverStatement, covers_of
from extractor.bodies.decided import Decisions, correct_bodies, read_decisions, write_bodies
from extractor.bodies.failed import failed_by_body
from extractor.bodies.families import families_of
from extractor.bodies.family import Family, FamilySum
from extractor.bodies.figures import CellFigure, ReportFigures, ReportVersion
from extractor.bodies.repeats import Passage, Repeat, repeats
from extractor.bodies.shelf import Shelf, key_of, naming_of, registry_of, why_no_report
from extractor.bodies.years import BodyYear, BodyYears, body_years, years_of

__all__ = [
    "BodyYear",
    "BodyYears",
    "CellFigure",
    "CoverStatement",
    "Covers",
    "Decisions",
    "Family",
    "FamilySum",
    "Passage",
    "Registry",
    "Repeat",
    "ReportFigures",
    "ReportVersion",
    "Shelf",
    "attribute",
    "body_years",
    "correct_bodies",
    "covers_of",
    "failed_by_body",
    "families_of",
    "key_of",
    "naming_of",
    "read_decisions",
    "registry_of",
    "repeats",
    "why_no_report",
    "write_bodies",
    "years_of",
]
