"""How long an endpoint asks to wait, in whatever way it says so."""

import datetime
import email.utils
import math
import re
import time
from collections.abc import Mapping

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_CHINESE = {"毫秒": "ms", "秒": "s", "分钟": "m", "分": "m", "小时": "h", "天": "d"}
_NAMES = r"milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|毫秒|秒|分钟|分|小时|天"
_PIECE = re.compile(rf"(\d+(?:\.\d+)?)\s*({_NAMES})", re.IGNORECASE)
_LENGTH = rf"(?:\d+(?:\.\d+)?\s*(?:{_NAMES})(?:[\s,，]|and)*)+(?![a-z])"
_SAID = re.compile(
    rf"(?:again|retry(?:[-_ ]?(?:delay|after|in))?|wait|resets?|available)\b[^.\d]{{0,24}}({_LENGTH})"
    rf"|({_LENGTH})\s*(?:后|之后|以后)",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"(?:again|retry|wait|resets?|available|until|after)\b[^\d]{0,24}"
    r"(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?|\d{10}(?:\d{3})?\b)",
    re.IGNORECASE,
)
_LONG_S = 3600.0
"""A reset as far as this is one of a quota; nearer ones say when all of it is there again, not some."""
_EPOCH_S, _EPOCH_MS = 1e9, 1e12


def wait_asked(headers: Mapping[str, str], words: str = "") -> float | None:
    """Seconds that an endpoint asks to wait; None where it asks for nothing.

    By Retry-After (a number, a date, a length with its unit, or in milliseconds), by its words, or by the
    reset of a quota of which nothing is left.
    """
    milliseconds = _seconds(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    asked = _of_header(headers.get("retry-after"))
    if asked is not None:
        return asked
    said = _SAID.search(words)
    if said:
        return _length(said[1] or said[2])
    point = _POINT.search(words)
    if point:
        return _until_point(point[1])
    return _reset(headers)


def _of_header(header: str | None) -> float | None:
    seconds = _seconds(header)
    if seconds is not None or not header:
        return seconds
    if re.fullmatch(rf"\s*{_LENGTH}\s*", header, re.IGNORECASE):
        return _length(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None


def _reset(headers: Mapping[str, str]) -> float | None:
    """The farthest reset of what is used up."""
    found = [0.0]
    for name, value in headers.items():
        if "ratelimit-reset" not in name.lower():
            continue
        left = headers.get(name.lower().replace("-reset", "-remaining"))
        if left is None or _seconds(left) == 0:
            found.append(_until(value))
    return max(found) if max(found) >= _LONG_S else None


def _until(value: str) -> float:
    """Seconds until a reset that is a length, or a point in time."""
    number = _seconds(value)
    if number is None:
        return _of_header(value) or 0.0
    if number > _EPOCH_MS:
        number /= 1000
    return max(0.0, number - time.time()) if number > _EPOCH_S else number


def _until_point(said: str) -> float | None:
    """Seconds until a point in time: an ISO date, in UTC where it names no zone, or seconds since 1970."""
    if said.isdecimal():
        return _until(said)
    try:
        at = datetime.datetime.fromisoformat(said.replace(" ", "T", 1).replace(" ", ""))
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
    return max(0.0, at.timestamp() - time.time())


def _length(words: str) -> float:
    total = 0.0
    for number, unit in _PIECE.findall(words):
        short = _CHINESE.get(unit) or ("ms" if unit.lower().startswith(("ms", "milli")) else unit[0].lower())
        total += float(number) * _UNITS.get(short, 0.0)
    return total


def _seconds(header: str | None) -> float | None:
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
