"""What number a piece of print may stand for: each possible reading with its cost and its mark.

A reading without a mark is what is printed, however it is decorated (件, thousands separators, a note in
brackets, full-width digits). A mark names a reading artefact: only marked cells may ever be repaired.
Source of the confusions: what converters and character recognisers do to figures (docs/tables.md).
"""

import re
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import product
from math import prod
from typing import NamedTuple

from extractor.forms import Quantity
from extractor.tables.numerals import COUNTED, amount_in_words, numeral_value


class Mark(StrEnum):
    """Kinds of reading artefacts."""

    LETTERS = "letters"
    """A letter or sign stands in a number: O, l, S, 0."""
    DOUBLED = "doubled"
    """Every character is printed twice: 22 for 2, 00 for 0."""
    SPLIT = "split"
    """A number is printed in two pieces: 1 2 for 12."""
    MERGED = "merged"
    """Two numbers are printed as one: 00 for 0 and 0."""
    LEADING_ZERO = "leading_zero"
    """A number starts with 0: 04."""
    REREAD = "reread"
    """A second look at the place saw another number than the first."""
    UNIT = "unit"
    """The unit of an amount cannot be told."""
    UNSAID = "unsaid"
    """No unit is printed for an amount: it is that of the form, if the document follows it."""
    FINE = "fine"
    """A bare amount in 万元 is as fine as an amount in 亿元 usually is: it may have lost 亿元."""


class NumberReading(NamedTuple):
    """One number that a print may stand for."""

    value: Decimal
    cost: float
    mark: Mark | None = None


_DIGITS_OF = {
    "O": "08", "o": "08", "〇": "08", "○": "0", "零": "0", "Q": "0", "D": "0", "口": "0", "°": "0", "U": "0",
    "l": "17", "I": "17", "i": "1", "|": "17", "!": "1", "丨": "1", "]": "1", "[": "1", "亅": "1",
    "Z": "2", "z": "2", "ε": "3", "з": "3", "э": "3", "З": "3", "Э": "3", "A": "4",
    "S": "568", "s": "568", "$": "5", "。": "0", "了": "7",
    "b": "6", "G": "6", "T": "7", "?": "7", "B": "83", "&": "8", "g": "9", "q": "9",
}  # fmt: skip
"""Digits that a character may stand for, the likeliest first."""

LETTERS = "".join(_DIGITS_OF)
_ALONE = frozenset("。了")
"""What stands for a digit only where it is the whole print: behind a number it ends a sentence."""
_LETTER_COST = 1.0
_LOST_SPACE_COST = 0.9
_SECOND_CHOICE = 0.2
_ROUND = frozenset("Oo")
_ROUND_NO_ZERO = 0.5
"""A round letter by itself is a zero: more than a tie dearer is the 8 that it may also be."""
_SPLIT_COST = 0.3
_LEADING_ZERO_COST = 1.0
_DOUBLED_COST = 1.0
_LITERAL_IN_DOUBLED_COST = 4.5
_SINGLE_IN_DOUBLED_COST = 0.6
_MAX_LENGTH = 18

_NOTE = re.compile(r"(?P<number>[^()\[\]（）]+?)\s*[(（\[][^()（）]{0,40}[)）\]]?")
_UNIT = re.compile(rf"(?<=[\dOolI〇])\s*(?:{COUNTED}|[*①-⑳])$")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_PREFIX = re.compile(r"^(?:约|共|计|共计)(?=\d)")
_SIGN = re.compile(r"^(?:(?P<plus>新?增加?|[+↑])|(?P<minus>减少?|负|[-−－↓]))\s*(?=[\dOolISBZ〇])")
MONEY_UNIT = r"(?:[十百千]?[万亿]\s*[元圆]?|[十百千]?[元圆])"
"""A unit of amounts in yuan."""
_NO_CHANGE = re.compile(r"(?:与?(?:上年|去年))?(?:持平|无变化|没有变化|未变化|不变|无增减)")
_UNIT_APART = re.compile(rf"[(（]\s*(?P<unit>{MONEY_UNIT})\s*[)）]$")
_MONEY = re.compile(rf"(?P<number>[^十百千万亿元]+)\s*(?P<unit>{MONEY_UNIT})[整正]?")
_GROUPED = re.compile(r"\d{1,3}(?:[,，'’]\s?\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+")
_DECIMAL = re.compile(r"\d+\.\d+")
_DIGITS = "0123456789"
_POINT_INSIDE = re.compile(r"[^.]+\.[^.]*[\dlIoOSB][^.]*")
_DOTTED = re.compile(r"[.,·'`、:]*(?P<digits>\d+)[.,·'`、:;_]*")
_PLACEHOLDER = re.compile(r"[-/\\—_~]{1,4}|无|空|没有|暂无|未发生")
_SIGNS_ONLY = re.compile(r"[?!&$°|\[\]]*[?!&$°][?!&$°|\[\]]*")
"""Signs that may stand for a digit beside digits; alone they are no number."""
_FALLEN = re.compile(r"[(（\[][^()（）\d]{0,8}(?:减|降|负)[^()（）\d]{0,8}[)）\]]?$")
"""A note that says of a change that it is one downwards: 3（减少）."""
_YUAN_SIGN = re.compile(r"^(?:人民币)?[￥¥]\s*(?=\d)")
_LOST_SPACE = re.compile(
    r"(?:[?\ufffdÂ聽]\s?)*(?P<number>[^?\ufffdÂ聽]*\d[^?\ufffdÂ聽]*?)(?:\s?[?\ufffdÂ聽])*"
)
"""A no-break space beside a number that was written in another encoding: 0xC2 0xA0 of UTF-8 is Â and a space
in Latin-1, 聽 in GBK; what has no such letter puts a ? there."""
_STEPS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "元": 1}


_SOMETHING_ELSE = re.compile(
    r"[(（]?(?:"
    r"(?:[详请另参]?见)?(?:附件|附表)\S{0,6}|[详请另参]?见(?:附录|附注|附后|备注|说明|注释|下表|上表|另表|网站|官网|网页|清单|目录)\S{0,6}"
    r"|不适用|不涉及|[未不](?:作|予|做)?统计|暂[未不](?:作|予|做)?统计|无法统计|统计中|正在统计"
    r"|未提供|未填报?|未报|暂缺|缺失|数据缺失|待定|待补充?|待核实?|待统计|涉密|保密|不详|不明|未知|另附|另行公布"
    r"|[Nn]/?[Aa]|NaN|[Nn]ull|NULL|None|TBD|#(?:REF|VALUE|NAME|NUM)[!?]|#N/A|#DIV/0!"
    r")[)）。]?"
)
"""What offices and their spreadsheets print where a number is due. Source: memory of such tables."""


def says_something_else(text: str) -> bool:
    """Whether the print is words that are known to stand where a number is due."""
    return _SOMETHING_ELSE.fullmatch(text) is not None


def is_placeholder(text: str) -> bool:
    """Whether the print says "nothing": a dash, a slash, 无 or 空."""
    return _PLACEHOLDER.fullmatch(text) is not None


def _letters(text: str) -> tuple[NumberReading, ...]:
    """Readings of a print in which letters stand for digits; a point only where digits stand behind it."""
    if _SIGNS_ONLY.fullmatch(text) or (len(text) > 1 and not _ALONE.isdisjoint(text)):
        return ()
    point = "." if _POINT_INSIDE.fullmatch(text) else ""
    choices = [point if c == "." else _DIGITS_OF.get(c, c if c in _DIGITS else "") for c in text]
    if not all(choices) or len(text) > 8 or sum(len(c) > 1 for c in choices) > 3:
        return ()
    found = []
    dearer = _ROUND_NO_ZERO if text in _ROUND else _SECOND_CHOICE
    for digits in product(*choices):
        second = sum(digit != options[0] for digit, options in zip(digits, choices, strict=True))
        found.append(NumberReading(Decimal("".join(digits)), _LETTER_COST + dearer * second, Mark.LETTERS))
    return tuple(found)


def _whole(text: str) -> tuple[NumberReading, ...]:
    """Readings of a print that should be a whole number."""
    if _PLAIN.fullmatch(text):
        if len(text) > 1 and text[0] == "0":
            mark = Mark.DOUBLED if set(text) == {"0"} else Mark.LEADING_ZERO
            value = Decimal(text)
            zero = (
                () if value == 0 else (NumberReading(Decimal(0), _LEADING_ZERO_COST + _SECOND_CHOICE, mark),)
            )
            return (NumberReading(value, _LEADING_ZERO_COST, mark), *zero)
        return (NumberReading(Decimal(text), 0.0),)
    if _GROUPED.fullmatch(text):
        return (NumberReading(Decimal(re.sub(r"[,，'’\s]", "", text)), 0.0),)
    if _DECIMAL.fullmatch(text):
        return (NumberReading(Decimal(text), 0.0),)
    joined = text.replace(" ", "")
    if joined != text and (_PLAIN.fullmatch(joined) or _GROUPED.fullmatch(joined)):
        return (NumberReading(Decimal(re.sub(r"[,，'’]", "", joined)), _SPLIT_COST, Mark.SPLIT),)
    dotted = _DOTTED.fullmatch(joined)
    if dotted:
        return (NumberReading(Decimal(dotted["digits"]), _LETTER_COST, Mark.LETTERS),)
    return _letters(joined)


def _scaled(readings: tuple[NumberReading, ...], factor: Decimal) -> tuple[NumberReading, ...]:
    return tuple(r._replace(value=r.value * factor) for r in readings)


def money_factor(unit: str) -> Decimal:
    """How many 万元 a unit of amounts is: 亿元 is 10000, 千元 is 0.1."""
    steps = (_STEPS.get(character, 1) for character in unit)
    return Decimal(prod(steps)) / 10_000


def _beside_lost_space(text: str, quantity: Quantity) -> tuple[NumberReading, ...]:
    """Readings of a print with the mark of a lost no-break space beside its number; empty for any other."""
    found = _LOST_SPACE.fullmatch(text)
    if found is None or found["number"] == text:
        return ()
    readings = read_number(found["number"], quantity)
    return tuple(r._replace(cost=r.cost + _LOST_SPACE_COST, mark=r.mark or Mark.LETTERS) for r in readings)


def says_no_change(text: str) -> bool:
    """Whether the print says in words that a change is 0."""
    return _NO_CHANGE.fullmatch(text) is not None


@lru_cache(maxsize=50_000)
def read_number(text: str, quantity: Quantity = Quantity.COUNT) -> tuple[NumberReading, ...]:
    """All numbers that a folded print may stand for, the likeliest first; empty if it is no number.

    Amounts come out in 万元: 2.14亿元 is 21400, 251000元 is 25.1, a bare number is taken as 万元. A change
    has its sign; 持平 is 0.
    """
    text = _INVISIBLE.sub("", text).strip()
    if not text or len(text) > 60:
        return ()
    beside = _beside_lost_space(text, quantity)
    if beside:
        return (*beside, *(r for r in _letters(text.replace(" ", "")) if " " not in text))
    if quantity is Quantity.AMOUNT and (sign := _YUAN_SIGN.match(text)):
        return _after_yuan_sign(text[sign.end() :])
    noted = _NOTE.fullmatch(text)
    if noted:
        if quantity is Quantity.SIGNED and _FALLEN.search(text) and text[0].isdecimal():
            text = f"减{text}"
            noted = _NOTE.fullmatch(text)
        unit = _UNIT_APART.search(text) if quantity is Quantity.AMOUNT else None
        text = (noted or {"number": text})["number"].strip()
        text += unit["unit"] if unit and not _MONEY.fullmatch(text) else ""
    if quantity is Quantity.SIGNED and says_no_change(text):
        return (NumberReading(Decimal(0), 0.0),)
    return _in_digits(text, quantity) or _in_words(text, quantity) or _circled(text)


def _after_yuan_sign(text: str) -> tuple[NumberReading, ...]:
    """What an amount with ￥ before it may be: in 元, as the sign says, or in the unit of its column."""
    readings = read_number(text, Quantity.AMOUNT)
    if any(unit in text for unit in "元圆万亿"):
        return readings
    return tuple(
        r._replace(value=r.value * factor, mark=Mark.UNIT)
        for r in readings
        for factor in (1, money_factor("元"))
    )


def _circled(text: str) -> tuple[NumberReading, ...]:
    """What a number in a circle may be where it is the whole print: the number, if it is no note mark."""
    if len(text) != 1 or not "①" <= text <= "⑳":
        return ()
    return (NumberReading(Decimal(ord(text) - ord("①") + 1), _LETTER_COST, Mark.LETTERS),)


def _in_words(text: str, quantity: Quantity) -> tuple[NumberReading, ...]:
    value = amount_in_words(text) if quantity is Quantity.AMOUNT else numeral_value(text)
    return () if value is None else (NumberReading(value, 0.0),)


def _in_digits(text: str, quantity: Quantity) -> tuple[NumberReading, ...]:
    factor = Decimal(1)
    money = _MONEY.fullmatch(text)
    if money and quantity is Quantity.AMOUNT:
        text, factor = money["number"].strip(), money_factor(money["unit"])
    text = _PREFIX.sub("", _UNIT.sub("", text))
    sign = _SIGN.match(text)
    if sign and (quantity is Quantity.SIGNED or sign["plus"] is None):
        if quantity is not Quantity.SIGNED:
            return ()
        factor = Decimal(-1) if sign["minus"] else factor
        text = text[sign.end() :]
    if len(text) > _MAX_LENGTH:
        return ()
    return _scaled(_whole(text), factor)


def is_doubled(text: str) -> bool:
    """Whether a print may be a number with its first character, or every character, printed twice."""
    digits = text.replace(" ", "")
    return len(digits) > 1 and digits[0] == digits[1]


def undoubled(readings: tuple[NumberReading, ...], text: str) -> tuple[NumberReading, ...]:
    """The readings of a print in a block whose characters are printed twice.

    22 is 2, 2276 is 276 (first character twice), 1122 is also 12 (every character twice); a print that is
    no repetition keeps its own readings at a cost, since single cells of such a block are printed once.
    """
    digits = text.replace(" ", "")
    if is_doubled(digits):
        first = _whole(digits[1:])
        every = _whole(digits[::2]) if len(digits) > 2 and digits[::2] == digits[1::2] else ()
        once = [r._replace(mark=Mark.DOUBLED) for r in first]
        once += [r._replace(cost=r.cost + _SECOND_CHOICE, mark=Mark.DOUBLED) for r in every]
        return (*once, *(r._replace(cost=r.cost + _LITERAL_IN_DOUBLED_COST) for r in readings if r.value))
    if len(digits) == 2 and digits.isdecimal() and digits[0] == "0":
        return tuple(NumberReading(Decimal(v), _DOUBLED_COST, Mark.DOUBLED) for v in (int(digits[1]), 0))
    return tuple(r._replace(cost=r.cost + _SINGLE_IN_DOUBLED_COST) for r in readings)
