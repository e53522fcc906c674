"""Pictures (PNG, JPEG, TIFF, WebP, BMP, GIF): each picture of the file is a page."""

import io
from typing import Any

from extractor.errors import DamagedFileError, MissingExtraError, TooLargeError, UnreadableError
from extractor.ingest.composing import Composer
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.page_layout import LaidPage, with_doubts, write_pages
from extractor.ingest.recogniser import require
from extractor.limits import page_begins

_DEFAULT_DPI = 200.0
_A4_INCHES = 8.27
_SOLID, _LIGHT = 128, 170
"""Opacity from which print covers the ground, and its grey from which the ground must be dark."""
_DARK = 100
"""Median grey under which a picture is light on dark."""


def read_picture(raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
    """Recognise every picture in the file."""
    require(name)
    from extractor.ingest.scans import Scan, read_scan

    pages: list[LaidPage] = []
    for number, (picture, dpi) in enumerate(frames(raw, name, limits), start=1):
        page_begins()
        pages.append(read_scan(Scan(picture, dpi), number, name))
    composer = Composer()
    write_pages(pages, composer)
    parsed = with_doubts(composer.parsed())
    if not parsed.text.strip():
        raise UnreadableError(f"{name}: no print was recognised in the picture; give a sharper one")
    return parsed


def frames(raw: bytes, name: str, limits: DocumentLimits) -> list[tuple[Any, float]]:
    """The pictures of the file with their resolution; sizes are checked before anything is unpacked."""
    try:
        import numpy as np
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError as error:
        raise MissingExtraError(
            f"{name}: it is a picture; to read it install the extra: pip install 'gongkai-extractor[ocr]'"
        ) from error
    Image.MAX_IMAGE_PIXELS = None  # our own limit below gives the clearer line
    frames: list[tuple[Any, float]] = []
    try:
        with Image.open(io.BytesIO(raw)) as image:
            count = getattr(image, "n_frames", 1)
            if count > limits.max_scanned_pages:
                raise TooLargeError(f"{name}: {count} pictures are more than {limits.max_scanned_pages}")
            for index in range(count):
                image.seek(index)
                if image.width * image.height > limits.max_pixels:
                    raise TooLargeError(
                        f"{name}: {image.width} × {image.height} pixels are more than {limits.max_pixels}"
                    )
                upright = on_paper(ImageOps.exif_transpose(image))
                frames.append((np.asarray(upright)[:, :, ::-1].copy(), _resolution(image, upright.width)))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DamagedFileError(f"{name}: the picture is cut off or damaged; fetch it again") from error
    return frames


def on_paper(image: Any) -> Any:
    """The picture in eight bits a channel, dark on light, with paper behind what is see-through."""
    import numpy as np
    from PIL import Image, ImageOps

    if image.mode.startswith(("I", "F")):
        levels = np.asarray(image, dtype=np.float64)
        deepest = 65_535.0 if levels.max() > 255 else 255.0 if levels.max() > 1 else 1.0
        image = Image.fromarray(np.clip(levels * (255 / deepest), 0, 255).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        print_only = np.asarray(image.convert("L"))[np.asarray(image)[:, :, 3] > _SOLID]
        light = (
            print_only.size and print_only.size < image.width * image.height and print_only.mean() > _LIGHT
        )
        ground = Image.new("RGBA", image.size, (0, 0, 0, 255) if light else (255, 255, 255, 255))
        image = Image.alpha_composite(ground, image)
    image = image.convert("RGB")
    dark = float(np.median(np.asarray(image.convert("L").reduce(4)))) < _DARK
    return ImageOps.invert(image) if dark else image


def _resolution(image: Any, width: int) -> float:
    """Dots per inch as the file says where that makes a page of sensible size, else as if it were A4."""
    said = image.info.get("dpi")
    if said and 70 <= float(said[0]) <= 1200 and 4 <= width / float(said[0]) <= 20:
        return float(said[0])
    return max(width / _A4_INCHES, 70.0) if width else _DEFAULT_DPI
