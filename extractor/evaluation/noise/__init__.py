"""Generated reports with known figures, and the noise that real ones suffer."""

from extractor.evaluation.noise.documents import (
    GeneratedDocument,
    TruthCell,
    document_named,
    generate_documents,
    layouts_of,
)
from extractor.evaluation.noise.layouts import LAYOUTS
from extractor.evaluation.noise.levels import LEVELS, TARGET_LEVELS, Level

__all__ = [
    "LAYOUTS",
    "LEVELS",
    "TARGET_LEVELS",
    "GeneratedDocument",
    "Level",
    "TruthCell",
    "document_named",
    "generate_documents",
    "layouts_of",
]
