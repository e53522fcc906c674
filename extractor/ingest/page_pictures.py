"""Pictures of pages for people to look at: small enough for a page that is sent by mail."""

import base64
import io
from collections.abc import Sequence
from typing import Any

from extractor.ingest.formats import DocumentLimits, Format
from extractor.ingest.rereading import pages_as_pictures

_DPI = 110
_POINTS = 72.0
_WIDEST = 1300
"""Pixels; a photograph has many more than a reader needs."""
_QUALITY = 60


def drawn(
    kind: Format, raw: bytes, name: str, limits: DocumentLimits, numbers: Sequence[int]
) -> list[dict[str, Any]]:
    """Number, width and height in points, and a JPEG in base64 of each page that is asked for.

    Raises DocumentError where the file cannot be opened any more.
    """
    from PIL import Image

    found = []
    for number, scan in pages_as_pictures(kind, raw, name, limits, set(numbers), _DPI):
        height, width = scan.picture.shape[:2]
        grey_or_blue_first = scan.picture if scan.picture.ndim == 2 else scan.picture[:, :, :3][:, :, ::-1]
        image = Image.fromarray(grey_or_blue_first)
        image.thumbnail((_WIDEST, _WIDEST * 4))
        packed = io.BytesIO()
        image.convert("RGB").save(packed, "JPEG", quality=_QUALITY)
        found.append(
            {
                "page": number,
                "width": width * _POINTS / scan.dots_per_inch,
                "height": height * _POINTS / scan.dots_per_inch,
                "jpeg": base64.b64encode(packed.getvalue()).decode("ascii"),
            }
        )
    return found
