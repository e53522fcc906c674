"""Numbers as Chinese official prose prints them, read exactly.

Arabic digits (full-width too) with thousands separators (a comma or one space), decimals and the
multipliers 百 千 万 亿;
Chinese numerals from 一 to the 亿; 百分之, 成 and 分之 for per cent; 余, 多, 约, 近 and the like beside a
number make it approximate. A number knows nothing of units: 三次 gives 三, and whether that counts
anything is decided by the caller.
"""

import re
from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractor.grammar.plain import plain
from extractor.ideographs import HAN

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
UNITS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10_000, "亿": 100_000_000}
TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
"""Old words for tens: 廿三 is 二十三."""
CAPITALS = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億", "一二二三三四五六六七八九十百千万亿")
"""Numerals as cheques write them; 陆 and 拾 are words too, so that they count only beside each other."""
CHINESE = "零〇○一二两三四五六七八九十百千万亿" + "".join(TENS)
_CAPITAL = "[壹贰貳叁參肆伍陆陸柒捌玖]"

_MULTIPLIER = r"(?:[ ]?(?:[百千]?[万亿](?![元美欧])|[百千](?=[ ]?[余多个条件次人份篇])))?"
_APPROXIMATE_BEFORE = (
    r"(?:约为|(?<![预节制合契条签])约|接近|(?<![附最临靠就])近|超过|超|逾|突破|多达|"
    r"上(?=[百千万][次条人件份篇]))"
)
_APPROXIMATE_AFTER = rf"(?:余|多(?=[{HAN}]))"
_BEFORE = re.compile(_APPROXIMATE_BEFORE + r"[ ]?$")
_NOT_TENTHS = "[为立果功效员本熟长绩交品就分套因年型片风群批事家都全人]|不变|[^,，。]{0,4}(?:公司|单位)"
"""What makes another word of 成: 一成不变, 分三批成立."""
_NUMBER = re.compile(
    # 1万2千, 3万5千800, 1亿2千万: digits with ever smaller multipliers
    r"(?:(?P<mixed>(?<![\d.])\d{1,4}(?:\.\d{1,2})?[万亿千](?:零?\d{1,4}(?:[百千]?万|[千百十]))+(?:零?\d{1,3}(?![\d.]))?)"
    rf"|(?P<capital>{_CAPITAL}(?:{_CAPITAL}|[拾佰仟零万亿萬億])+)"
    rf"|(?P<tenths>[一二两三四五六七八九]|(?<![\d.])[1-9])成(?P<hundredths>[一二三四五六七八九半])?(?!{_NOT_TENTHS})"
    r"|(?P<below>[二三四五六七八九十])分之(?P<above>[一二三四五六七八九])(?![一二三四五六七八九十百])"
    r"|百分之(?P<percent>[零〇一二两三四五六七八九十百点]+|\d+(?:\.\d+)?)"
    r"|(?P<arabic>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?! ?\d)|\d+(?:\.\d+)?)"
    rf"(?P<inner>[ ]?余)?(?P<multiplier>{_MULTIPLIER})"
    rf"|(?P<chinese>[{CHINESE}]+))"
    rf"(?P<after>[ ]?{_APPROXIMATE_AFTER})?"
)
_JOINED_BEFORE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.")
_TRAILING = re.compile(r"[^，。；、,;\d\n]{0,3}?(以上|左右|上下)")
_SCALE = {"": 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}


class Numeral(NamedTuple):
    """One number in a text.

    ``start`` and ``end`` enclose the digits with their multiplier and the 余 or 多 after them, not
    the 约 before; ``percent`` is set for 百分之, 四成, 三分之一, where the value is the number of per cent.
    """

    start: int
    end: int
    value: Decimal
    approximate: bool
    chinese: bool
    percent: bool = False


def _of_parts(folded: str, match: re.Match[str]) -> Numeral | None:
    """A number in digits with several multipliers (1万2千), or in capital numerals (贰佰壹拾肆)."""
    mixed, capital = match["mixed"], match["capital"]
    value = _sum_of_parts(mixed) if mixed else chinese_value(capital.translate(CAPITALS))
    if value is None:
        return None
    start, end = match.span("mixed" if mixed else "capital")
    before = _BEFORE.search(folded, max(0, start - 4), start)
    approximate = bool(before or match["after"]) or _TRAILING.match(folded, match.end()) is not None
    return Numeral(start, max(end, match.end()), value, approximate, chinese=not mixed)


def _of_shares(folded: str, match: re.Match[str]) -> Numeral:
    """Tenths and fractions as per cent: 九成八 is 98, 近四成 about 40, 四分之一 25, 三分之二 about 66.67."""
    if match["tenths"]:
        hundredths = {None: 0, "半": 5}.get(match["hundredths"], DIGITS.get(match["hundredths"] or "", 0))
        digit = match["tenths"]
        value = Decimal(10 * (int(digit) if digit.isascii() else DIGITS[digit]) + hundredths)
        exact = True
    else:
        below = 10 if match["below"] == "十" else DIGITS[match["below"]]
        share = Decimal(100 * DIGITS[match["above"]]) / below
        value = share.quantize(Decimal("0.01")).normalize()
        exact = value == share
        value = value.to_integral_value() if value == value.to_integral_value() else value
    start, end = match.start(), match.end()
    before = _BEFORE.search(folded, max(0, start - 4), start)
    approximate = bool(before or match["after"]) or _TRAILING.match(folded, end) is not None or not exact
    return Numeral(start, end, value, approximate, chinese=True, percent=True)


def _sum_of_parts(word: str) -> Decimal | None:
    """1万2千 is 12,000; None where a multiplier is not smaller than the one before it (1千2万)."""
    total, last = Decimal(0), 10**9
    for digits, multiplier in re.findall(r"(\d+(?:\.\d+)?)([百千]?[万亿]|[千百十]|)", word):
        scale = {"十": 10, **_SCALE}[multiplier]
        if scale >= last:
            return None
        total, last = total + Decimal(digits) * scale, scale
    return total


def chinese_value(word: str) -> Decimal | None:
    """Value of a Chinese numeral such as 一百二十, 两万三千, 二〇二一 or 九十九点五; None if it is none."""
    for old, modern in TENS.items():
        word = word.replace(old, modern)
    whole, point, fraction = word.partition("点")
    if point:
        base, digits = chinese_value(whole), [DIGITS.get(character) for character in fraction]
        if base is None or not digits or None in digits:
            return None
        return base + Decimal("0." + "".join(str(digit) for digit in digits))
    if not word or any(character not in CHINESE for character in word):
        return None
    if all(character in DIGITS for character in word):
        if len(word) > 1 and "两" in word:
            return None
        return Decimal("".join(str(DIGITS[character]) for character in word))
    return _positional(word)


def _positional(word: str) -> Decimal | None:
    total, group, digit = 0, 0, -1
    last_unit, last_group = 10**5, 10**9
    for character in word:
        if character in DIGITS:
            if digit > 0:
                return None
            digit = DIGITS[character]
        elif character in UNITS:
            unit = UNITS[character]
            if unit >= last_unit or digit == 0:
                return None
            if digit < 0 and unit != 10:
                return None
            group += (digit if digit > 0 else 1) * unit
            digit, last_unit = -1, unit
        else:
            scale = GROUPS[character]
            group += max(digit, 0)
            if group == 0 or scale >= last_group:
                return None
            total += group * scale
            group, digit, last_unit, last_group = 0, -1, 10**5, scale
    if digit > 0 and last_unit in (100, 1000) and not _zero_before_last(word):
        digit *= last_unit // 10
    elif digit > 0 and last_unit == 10**5 and last_group <= 10**8 and total and not _zero_before_last(word):
        digit *= last_group // 10
    return Decimal(total + group + max(digit, 0))


def _zero_before_last(word: str) -> bool:
    return len(word) > 1 and DIGITS.get(word[-2]) == 0


_MOST_DIGITS = 12


def _is_endless(digits: str) -> bool:
    """Whether more digits stand before the point than of what is counted: a serial number, damage."""
    return sum(map(str.isdecimal, digits.partition(".")[0])) > _MOST_DIGITS


def find_numbers(text: str) -> list[Numeral]:
    """All numbers of ``text`` from left to right, in offsets of ``text``.

    Chinese numerals are found wherever they stand, names and ordinals included; a word that mixes
    them in no valid order (一二三 as three list numbers) is read as single digits in a row. A run of more
    digits than anything has that a report counts is no number.
    """
    folded = plain(text)
    found = []
    for match in _NUMBER.finditer(folded):
        # A digit after a letter or a point belongs to a name, a version or a decimal.
        if match["arabic"] and match.start() and folded[match.start() - 1] in _JOINED_BEFORE:
            continue
        if match["arabic"] and _is_endless(match["arabic"]):
            continue
        if match["tenths"] or match["below"]:
            found.append(_of_shares(folded, match))
            continue
        numeral = _of_parts(folded, match) if match["mixed"] or match["capital"] else _read(folded, match)
        if numeral is not None:
            found.append(numeral)
    return found


def _round_number(match: re.Match[str], approximate: bool) -> Decimal | None:
    """万余 and 近百 are numbers, 万 in 万一 and 百 in 百姓 are not."""
    word = match["chinese"]
    if word == "十":
        return Decimal(10)
    if not approximate:
        return None
    return Decimal({**UNITS, **GROUPS}[word])


def _vague(folded: str, match: re.Match[str]) -> bool:
    """Whether 几 or 数 stands beside the numeral (数十, 十几), so that it names no number."""
    start, end = match.span("chinese")
    return folded[max(0, start - 1) : start] in ("数", "几", "若") or folded[end : end + 1] == "几"


def _read(folded: str, match: re.Match[str]) -> Numeral | None:
    before = _BEFORE.search(folded, max(0, match.start() - 4), match.start())
    approximate = bool(before or match["after"] or match["inner"])
    end = match.end()
    if match["arabic"]:
        scale = _SCALE[(match["multiplier"] or "").strip()]
        value = Decimal(match["arabic"].replace(",", "").replace(" ", "")) * scale
        value = value.to_integral_value() if value == value.to_integral_value() else value.normalize()
        start, chinese, percent = match.start("arabic"), False, False
    elif match["percent"]:
        word = match["percent"]
        read = Decimal(word) if word[0].isdigit() else (Decimal(100) if word == "百" else chinese_value(word))
        if read is None:
            return None
        value, start, chinese, percent = read, match.start("percent") - 3, not word[0].isdigit(), True
    else:
        word = match["chinese"]
        read = _round_number(match, approximate) if word in GROUPS or word in UNITS else chinese_value(word)
        if read is None or _vague(folded, match):
            return None
        value, start, chinese, percent = read, match.start("chinese"), True, False
    approximate = approximate or _TRAILING.match(folded, end) is not None
    return Numeral(start, end, value, approximate, chinese, percent)


_WORDLESS = re.compile(rf"[^{HAN}\n]{{80,}}+")
"""What goes on for so long without a word of Chinese is a table or garbage, whatever its numbers are."""


@lru_cache(maxsize=16)
def numbers_in_prose(text: str) -> tuple[Numeral, ...]:
    """The numbers of ``text`` but for those in stretches without words, which count nothing.

    Kept for the sections of a document or two: the rules and the second reader ask for the same text.
    """
    wordless = [match.span() for match in _WORDLESS.finditer(text)]
    found = find_numbers(text)
    if not wordless:
        return tuple(found)
    starts = [start for start, _ in wordless]
    kept = []
    for numeral in found:
        index = bisect_right(starts, numeral.start) - 1
        if index < 0 or numeral.start >= wordless[index][1]:
            kept.append(numeral)
    return tuple(kept)
