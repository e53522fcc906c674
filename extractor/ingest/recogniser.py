"""The door to character recognition: RapidOCR with the models that its package brings along."""

from functools import cache
from typing import Any, NamedTuple

from extractor.errors import MissingExtraError
from extractor.records import Box

Image = Any
"""A numpy array, height × width × 3 (blue, green, red) or height × width, 8 bits."""


_HEIGHT, _LEAST_WIDTH = 48, 64
_DETECTION = 0.75
"""Lines of print are found at this share of the resolution at which they are read."""


class Recognised(NamedTuple):
    """What was read in one picture of a line; ``score`` is the recogniser's own opinion, 0 to 1."""

    text: str
    score: float


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            # More threads spin while they wait for each other: twice the processor time.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            # Pictures of a batch are padded to the widest and to this: most cells hold a short number.
            "Rec.rec_img_shape": [3, _HEIGHT, _LEAST_WIDTH],
        }
    )


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
    import cv2

    small = cv2.resize(picture, None, fx=_DETECTION, fy=_DETECTION, interpolation=cv2.INTER_AREA)
    found = _engine()(small, use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    boxes = []
    for corners in found.boxes:
        xs, ys = ([float(point[side]) / _DETECTION for point in corners] for side in (0, 1))
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    return boxes
