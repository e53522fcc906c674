"""Which files a run reads: folders and archives walked once, every file accounted for."""

from extractor.discovery.finding import Discovered, Input, PassedOver, discover
from extractor.discovery.location import (
    file_name,
    location_of,
    native_path,
    read_location,
    shown_path,
    stem_of,
)

__all__ = [
    "Discovered",
    "Input",
    "PassedOver",
    "discover",
    "file_name",
    "location_of",
    "native_path",
    "read_location",
    "shown_path",
    "stem_of",
]
