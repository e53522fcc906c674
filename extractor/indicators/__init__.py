"""What follows from the values of one Report: shares, rates, days late, each with its basis."""

from extractor.indicators.computing import Circumstances, Indicator, indicators_of
from extractor.indicators.definitions import Definition, definitions
from extractor.indicators.population import Population, read_population

__all__ = [
    "Circumstances",
    "Definition",
    "Indicator",
    "Population",
    "definitions",
    "indicators_of",
    "read_population",
]
