"""Invented cities: bodies on three levels with their reports over years, and troubles planted in them."""

from extractor.evaluation.city.figures import FORM, Figures
from extractor.evaluation.city.making import City, CityDocument, make_city
from extractor.evaluation.city.plants import Planted, Trouble
from extractor.evaluation.city.tree import BodyLevel, CityShape, InventedBody

__all__ = [
    "FORM",
    "BodyLevel",
    "City",
    "CityDocument",
    "CityShape",
    "Figures",
    "InventedBody",
    "Planted",
    "Trouble",
    "make_city",
]
