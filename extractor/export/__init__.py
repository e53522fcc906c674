"""Reports in, files out that other programs read: JSON lines, CSV, Parquet, Excel, with a codebook."""

from extractor.export.account import Account, Outcome
from extractor.export.corrections import Correction
from extractor.export.exporting import FORMATS, Exported, check_formats, export
from extractor.export.item import (
    ExportItem,
    Version,
    accounts_of_folder,
    below,
    common_folder,
    duplicates_of,
    items_of_folder,
    report_files,
    report_in,
)

__all__ = [
    "FORMATS",
    "Account",
    "Correction",
    "ExportItem",
    "Exported",
    "Outcome",
    "Version",
    "accounts_of_folder",
    "below",
    "check_formats",
    "common_folder",
    "duplicates_of",
    "export",
    "items_of_folder",
    "report_files",
    "report_in",
]
