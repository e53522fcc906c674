"""Renderers: one grid in, the text of one table out, in the ways real documents print it."""

from extractor.evaluation.noise.layouts.layout_registry import LAYOUTS, PrintLayout

__all__ = ["LAYOUTS", "PrintLayout"]
