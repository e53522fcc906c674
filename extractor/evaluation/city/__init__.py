"""Invented cities: bodies on three levels with their reports over years, and troubles planted in them."""

from extractor.evaluation.city.invented_figures import FORM, Figures
from extractor.evaluation.city.ledger import (
    NAMED_BY,
    AuditTold,
    PlantedOutcome,
    outcomes,
    told_by,
    unexplained,
)
from extractor.evaluation.city.making import City, CityDocument, make_city
from extractor.evaluation.city.plants import Planted, Trouble
from extractor.evaluation.city.tree import CityShape, InventedBody, InventedLevel

__all__ = [
    "FORM",
    "NAMED_BY",
    "AuditTold",
    "City",
    "CityDocument",
    "CityShape",
    "Figures",
    "InventedBody",
    "InventedLevel",
    "Planted",
    "PlantedOutcome",
    "Trouble",
    "make_city",
    "outcomes",
    "told_by",
    "unexplained",
]
