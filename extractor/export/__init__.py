"""Reports in, files out that other programs read: JSON lines, CSV, Parquet, Excel, with a codebook."""

from extractor.export.exporting import FORMATS, Exported, check_formats, export
from extractor.export.item import ExportItem, items_of_folder

__all__ = ["FORMATS", "ExportItem", "Exported", "check_formats", "export", "items_of_folder"]
