"""A printed name in one width and simplified characters, its fixed words as they are written."""

import re
import unicodedata
from functools import cache

from extractor.bodies.misprints import fixed_words
from extractor.grammar import with_ideographs
from extractor.ideographs import HAN

_DROPPED = re.compile(r"[\s\"“”‘’'《》〈〉|]|[(（](?:本级|机关|盖章|公章|章|原[^)）]*)[)）]")
_FREE_TRADE = re.compile(r"^中国\(([^)]{2,4})\)(?=自由贸易)")
"""中国（上海）自由贸易试验区: the place stands in brackets."""
_YEAR_BEHIND = re.compile(rf"(?<=[{HAN}])\(?(?:19|20)[0-9]{{2}}年?度?\)?$")
"""五华区人民政府2019年: the year of the report, not of the name."""
_TRADITIONAL = str.maketrans("後於", "后于")
"""Traditional, yet in GB 2312 (for names)."""


def folded(name: str) -> str:
    """A name in one width and simplified characters, without spaces, quotes and remarks.

    What GB 2312 has is simplified already: 乾县 and 乾安县 are not 干县, which the dictionary makes of 乾.
    """
    plain = unicodedata.normalize("NFKC", with_ideographs(name)).translate(_TRADITIONAL)
    plain = "".join(map(_simplified, _FREE_TRADE.sub(r"\1", _DROPPED.sub("", plain))))
    return fixed_words(_YEAR_BEHIND.sub("", plain))


@cache
def _simplified(character: str) -> str:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        converted = _converted(character)
        return converted if len(converted) == 1 else character
    return character


def _converted(character: str) -> str:
    from opencc import OpenCC  # loads its dictionaries: only for names that need them

    return str(OpenCC("t2s").convert(character))
