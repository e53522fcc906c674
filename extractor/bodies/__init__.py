"""Who a Report is of: bodies, their places, their years and their families."""

from extractor.bodies.decided import Decisions, correct_bodies, read_decisions, write_bodies
from extractor.bodies.registry import Registry, attribute
from extractor.bodies.shelf import Shelf, naming_of, registry_of

__all__ = [
    "Decisions",
    "Registry",
    "Shelf",
    "attribute",
    "correct_bodies",
    "naming_of",
    "read_decisions",
    "registry_of",
    "write_bodies",
]
