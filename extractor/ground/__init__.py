"""A quote and the folded text it was taken from in, a place or a named miss out."""

from extractor.ground.locate import Located, Match, Miss, fold_quote, locate

__all__ = ["Located", "Match", "Miss", "fold_quote", "locate"]
