"""The door to character recognition: RapidOCR with the models that its package brings along."""

from functools import cache
from typing import Any, NamedTuple

from extractor.errors import MissingExtraError
from extractor.records import Box

Image = Any
"""A numpy array, height × width × 3 (blue, green, red) or height × width, 8 bits."""


class Recognised(NamedTuple):
    """What was read in one picture of a line; ``score`` is the recogniser's own opinion, 0 to 1."""

    text: str
    score: float


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def require(name: str) -> None:
    """MissingExtraError where character recognition is not installed."""
    try:
        import cv2  # noqa: F401
        import onnxruntime  # noqa: F401
        import rapidocr  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(
            f"{name}: it is a picture; to read it install the extra: pip install 'gongkai-extractor[ocr]'"
        ) from error


def read_lines(pictures: list[Image]) -> list[Recognised]:
    """The text of pictures that hold one line each, all in one go."""
    if not pictures:
        return []
    found = _engine().recognize_txt(pictures)
    return [
        Recognised(text or "", float(score)) for text, score in zip(found.txts, found.scores, strict=True)
    ]


def find_lines(picture: Image) -> list[Box]:
    """Boxes of lines of print in a picture, in pixels."""
    found = _engine()(picture, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    boxes = []
    for corners in found.boxes:
        xs, ys = [float(point[0]) for point in corners], [float(point[1]) for point in corners]
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    return boxes
