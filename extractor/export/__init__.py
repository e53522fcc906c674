"""Reports in, files out that other programs read: JSON lines, CSV, Parquet, Excel, with a codebook."""

from extractor.export.account import ACCOUNT, Account, FileOutcome, counted
from extractor.export.applied_corrections import (
    AppliedCorrection,
    Standing,
    by_pointer,
    pointer_of,
    that_count,
)
from extractor.export.columns import ExportColumn
from extractor.export.decision_words import reason_words
from extractor.export.exporting import FORMATS, Exported, check_formats, export
from extractor.export.folder import (
    ReportFolder,
    accounts_of_folder,
    items_of_folder,
    report_files,
    report_in,
)
from extractor.export.item import (
    ExportItem,
    Picture,
    Version,
    below,
    common_folder,
    duplicates_of,
    version_of,
)
from extractor.export.reasons import reason_in_chinese
from extractor.export.texts import CsvWriter, line_with_text

__all__ = [
    "ACCOUNT",
    "FORMATS",
    "Account",
    "AppliedCorrection",
    "CsvWriter",
    "ExportColumn",
    "ExportItem",
    "Exported",
    "FileOutcome",
    "Picture",
    "ReportFolder",
    "Standing",
    "Version",
    "accounts_of_folder",
    "below",
    "by_pointer",
    "check_formats",
    "common_folder",
    "counted",
    "duplicates_of",
    "export",
    "items_of_folder",
    "line_with_text",
    "pointer_of",
    "reason_in_chinese",
    "reason_words",
    "report_files",
    "report_in",
    "that_count",
    "version_of",
]
