"""Numbers of cells that are written in words: 廿三, 贰拾, 一百零五, 1万2千."""

import re
from decimal import Decimal
from functools import lru_cache

from extractor.grammar import chinese_value, find_numbers
from extractor.grammar.numbers import CAPITALS, CHINESE
from extractor.lexicon import one_of

COUNTED = one_of("units.in_tables", "units.after_numerals")
"""What a number of a table is of: it stands behind it and leaves it as it is."""
_COUNTED = re.compile(rf"(?:{COUNTED})$")
_IN_WORDS = re.compile(rf"[{CHINESE}]{{2,}}|[廿卅卌]")
_WITH_STEPS = re.compile("[十百千万亿廿卅卌]")
"""A row of bare digits (一二三) may be list numbers or dashes that were read as 一."""
_CAPITAL = re.compile("[壹贰貳叁參肆伍陸柒捌玖]")
_MIXED = re.compile(r"[\d.]+[千百万亿][\d.零千百十万亿]*")
_YUAN = re.compile(r"(?:人民币)?(?P<body>[^元圆]+?)(?P<yuan>[元圆][整正]?)?")


@lru_cache(maxsize=20_000)
def numeral_value(text: str) -> Decimal | None:
    """The number that the whole print is in words; None where it is none, or digits only."""
    body = _COUNTED.sub("", text)
    if _MIXED.fullmatch(body):
        found = find_numbers(body)
        whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(body))
        return found[0].value if whole and not found[0].approximate else None
    plain = body.translate(CAPITALS)
    written = _IN_WORDS.fullmatch(plain) and _WITH_STEPS.search(plain)
    return chinese_value(plain) if written or _CAPITAL.fullmatch(body) else None


def amount_in_words(text: str) -> Decimal | None:
    """The amount in 万元 that a print is in words; one without 元, 万 or 亿 is taken as 万元."""
    found = _YUAN.fullmatch(text)
    value = None if found is None else numeral_value(found["body"])
    if found is None or value is None:
        return None
    return value / 10_000 if found["yuan"] or re.search("[万亿萬億]", found["body"]) else value
