"""Names of files as people read them: Linux keeps bytes, and old archives leave names in the bytes of GBK.

What the system hands over for such bytes (halves of surrogate pairs) can be written nowhere: no CSV,
workbook, page or terminal takes it. So a name is told in characters from here on; locations keep bytes.
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


def told(raw: bytes, *, mark: bool = False) -> str:
    """One name: as UTF-8, else as GB18030 where that gives Chinese, else with its bytes escaped."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        decoded = raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", _ESCAPE)
    is_chinese = _CHINESE_NAME.fullmatch(decoded) and _HAN.search(decoded)
    return decoded + (_MARK if mark else "") if is_chinese else raw.decode("utf-8", _ESCAPE)


def told_path(path: str) -> str:
    """A path of the system, name by name; names that are no UTF-8 are marked, no two look alike."""
    if path.isascii():
        return path
    return "/".join(told(_bytes_of(name), mark=True) for name in path.split("/"))


def told_name(name: str) -> str:
    """One name without its folders."""
    return name if name.isascii() else told(_bytes_of(name))


def _bytes_of(name: str) -> bytes:
    try:
        return os.fsencode(name)
    except UnicodeEncodeError:  # half of a pair that stands for no byte, as in an archive or from a caller
        return name.encode("utf-8", _ESCAPE)
