"""Names of files as people read them: Linux keeps bytes, and old archives leave names in the bytes of GBK.

What the system hands over for such bytes (halves of surrogate pairs) can be written nowhere: no CSV,
workbook, page or terminal takes it. Nor are control characters safe: escape sequences, line ends, marks that
turn the direction of what follows. So a name is told in characters that are seen; locations keep bytes.
"""

import os
import re

from extractor.ideographs import HAN

_CHINESE_NAME = re.compile(rf"[\x20-\x7e\u3001-\u3011{HAN}\uff01-\uff5e“”‘’…—·№ⅠⅡⅢⅣⅤ①-⑳]+")
_HAN = re.compile(rf"[{HAN}]")
_MARK = " [GBK]"
"""Behind a name that was decoded, in a path: the same name in UTF-8 may lie beside it."""
_ESCAPE = "backslashreplace"
"""Bytes that are in no encoding known here are told as ``\\xff``."""

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters of terminals and of the direction of writing."""


def told(raw: bytes, *, mark: bool = False) -> str:
    """One name: as UTF-8, else as GB18030 where that gives Chinese, else with its bytes escaped."""
    try:
        return _seen(raw.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    try:
        decoded = raw.decode("gb18030")
    except UnicodeDecodeError:
        decoded = ""
    if _CHINESE_NAME.fullmatch(decoded) and _HAN.search(decoded):
        return decoded + (_MARK if mark else "")
    return _seen(raw.decode("utf-8", _ESCAPE))


def told_path(path: str) -> str:
    """A path of the system, name by name; names that are no UTF-8 are marked, no two look alike."""
    if path.isascii():
        return _seen(path)
    return "/".join(told(_bytes_of(name), mark=True) for name in path.split("/"))


def told_name(name: str) -> str:
    """One name without its folders."""
    return _seen(name) if name.isascii() else told(_bytes_of(name))


def _seen(text: str) -> str:
    """With a number in place of each character that would be obeyed and not shown."""
    return _UNSEEN.sub(lambda match: ascii(match[0])[1:-1], text)


def _bytes_of(name: str) -> bytes:
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:  # half of a pair that stands for no byte, as in an archive or from a caller
        return name.encode("utf-8", _ESCAPE)
