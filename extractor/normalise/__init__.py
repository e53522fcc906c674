"""Canonical text in, folded text plus a map back to canonical offsets out."""

from extractor.normalise.characters import fold_characters
from extractor.normalise.prose import fold_prose

__all__ = ["fold_characters", "fold_prose"]
