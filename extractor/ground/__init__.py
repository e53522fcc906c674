"""A quote and the folded text it was taken from in, a place or a named miss out; where a number stands."""

from extractor.ground.locate import Located, Match, Miss, fold_quote, locate
from extractor.ground.number_places import number_place

__all__ = ["Located", "Match", "Miss", "fold_quote", "locate", "number_place"]
