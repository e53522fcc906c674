"""What each field of a decision accepts: the one place where it is declared.

A check takes what the browser sent and gives the value as it is recorded; a UsageError says in both languages
which field it is and what may be sent. Words that a document prints are accepted as it prints them.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from extractor.errors import UsageError
from extractor.records import Attribute, CountPeriod, EventKind, Topic
from extractor.review.corrected import plain
from extractor.review.sound_text import MAX_TEXT, check_texts, holds_invisible

MAX_DIGITS, MAX_DECIMALS = 12, 6
"""Of a number before and behind its point: JSON keeps so many exactly, and no report prints more."""
MAX_PEOPLE = 10**8
MAX_ADDRESSES = 50
YEARS = range(1990, 2100)
_NUMBER = re.compile(rf"[+-]?[0-9]{{1,{MAX_DIGITS}}}(\.[0-9]{{1,{MAX_DECIMALS}}})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}")
_TYPED = str.maketrans("０１２３４５６７８９．＋－−", "0123456789.+--")
"""What Chinese input methods type for digits and signs; other scripts' digits are refused."""
_SHOWN = 40


class FieldPlace(NamedTuple):
    """The field that is checked, and the text of its document."""

    name: str
    text: str


FieldCheck = Callable[[Any, FieldPlace], Any]


def refused(field: str, value: Any, chinese: str, english: str) -> UsageError:
    """The error for a value that a field does not accept, in one line."""
    shown = "".join(c if c.isprintable() else "?" for c in str(value)[:_SHOWN])
    return UsageError(f"{field}：不接受“{shown}”，{chinese} / {field}: {shown!r} is refused; {english}")


def _words(most: int, *, may_be_empty: bool = False, is_one_line: bool = True) -> FieldCheck:
    def check(value: Any, place: FieldPlace) -> str:
        if not isinstance(value, str):
            raise refused(place.name, value, "请输入原文的文字", "type the words of the document")
        check_texts((value,), place.name)
        if len(value) > most:
            chinese, english = f"最多 {most} 个字符，请缩短", f"more than {most} characters; shorten it"
            raise refused(place.name, value, chinese, english)
        plain_words = value.strip()
        if not plain_words and not may_be_empty:
            raise refused(place.name, value, "不能为空", "it cannot be empty")
        odd = holds_invisible(value) or (is_one_line and any(sign in plain_words for sign in "\n\t"))
        if odd and plain_words not in place.text:
            chinese = "含有看不见的字符或换行，原文中没有，请重新输入"
            english = (
                "it holds invisible characters or line breaks that the document does not print; type it again"
            )
            raise refused(place.name, value, chinese, english)
        return plain_words

    return check


def _optional(inner: FieldCheck) -> FieldCheck:
    return lambda value, place: None if value is None or value == "" else inner(value, place)


def _one_of(choices: type[StrEnum]) -> FieldCheck:
    known = tuple(each.value for each in choices)

    def check(value: Any, place: FieldPlace) -> str:
        if not isinstance(value, str) or value not in known:
            one_of = ", ".join(known)
            raise refused(place.name, value, f"只能是 {one_of} 之一", f"it is one of {one_of}")
        return value

    return check


def _truth(value: Any, place: FieldPlace) -> bool:
    if not isinstance(value, bool):
        raise refused(place.name, value, "只能是 true 或 false", "send true or false")
    return value


def number_of(value: Any, name: str) -> Decimal:
    """The exact number that somebody typed: ASCII or full-width digits, a point, a sign, nothing else."""
    text = value.translate(_TYPED).strip(" ") if isinstance(value, str) else None
    if text is None and isinstance(value, int | float) and not isinstance(value, bool):
        text = plain_float(value)
    if text is None or not _NUMBER.fullmatch(text):
        raise refused(
            name,
            value,
            f"请输入数字（小数点前最多 {MAX_DIGITS} 位，后最多 {MAX_DECIMALS} 位）",
            f"it is no number that a report could print: digits, at most {MAX_DIGITS} before and "
            f"{MAX_DECIMALS} behind the point",
        )
    return Decimal(text) or Decimal(0)


def plain_float(value: int | float) -> str:
    """A JSON number in plain digits, without an exponent; its own words where it has no end."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**20 else "too large"
    found = Decimal(repr(value))
    exponent = found.as_tuple().exponent
    is_short = found.is_finite() and isinstance(exponent, int) and -20 < exponent < 20
    return plain(found) or "" if is_short else repr(value)


def _amount(value: Any, place: FieldPlace) -> int | float:
    found = number_of(value, place.name)
    if found < 0:
        raise refused(place.name, value, "不能为负数", "it is 0 or more")
    return int(found) if found == int(found) else float(found)


def _people(value: Any, place: FieldPlace) -> int:
    if type(value) is not int or not 0 <= value < MAX_PEOPLE:
        raise refused(place.name, value, "请用数字输入人数", "type the number of people in digits")
    return value


def day_of(value: Any, name: str) -> date:
    """The day of ``YYYY-MM-DD`` in ASCII digits and in the years of such reports."""
    found = None
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
    if found is None or found.year not in YEARS:
        raise refused(name, value, "请按 YYYY-MM-DD 输入日期", "type the day as YYYY-MM-DD")
    return found


def _day(value: Any, place: FieldPlace) -> str:
    return day_of(value, place.name).isoformat()


def _year(value: Any, place: FieldPlace) -> Any:
    digits = str(value) if type(value) in (int, str) else ""
    if not (_YEAR.fullmatch(digits) and int(digits) in YEARS):
        chinese, english = "请输入四位年份", "no year of such a report; check the digits"
        raise refused(place.name, value, chinese, english)
    return value


def _addresses(value: Any, place: FieldPlace) -> list[int]:
    is_list = isinstance(value, list) and len(value) <= MAX_ADDRESSES
    if not is_list or any(type(one) is not int or one < 0 for one in value) or len({*value}) < len(value):
        chinese, english = "请填问题的序号，各一次", "send the numbers of issues, each once"
        raise refused(place.name, value, chinese, english)
    return list(value)


def _attributes(value: Any, place: FieldPlace) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise refused(place.name, value, "应为属性及其文字", "it is an object of attributes and their words")
    key, words = _one_of(Attribute), _words(100)
    return {key(name, place): words(said, place) for name, said in value.items()}


HEADER_FIELDS: Mapping[str, FieldCheck] = {
    "issuer": _words(200),
    "title": _words(300),
    "report_year": _year,
    "period/start": _day,
    "period/end": _day,
    "published_on": _day,
}
COUNT_FIELDS: Mapping[str, FieldCheck] = {
    "topic": _one_of(Topic),
    "label": _words(200),
    "value": _amount,
    "unit": _words(20, may_be_empty=True),
    "approximate": _truth,
    "scope": _optional(_words(200)),
    "period": _one_of(CountPeriod),
    "attributes": _attributes,
}
EVENT_FIELDS: Mapping[str, FieldCheck] = {
    "kind": _one_of(EventKind),
    "name": _words(400),
    "start": _optional(_day),
    "end": _optional(_day),
    "date_text": _optional(_words(100)),
    "participants": lambda value, place: None if value is None else _people(value, place),
    "participants_approximate": _truth,
    "place": _optional(_words(200)),
}
STATEMENT_FIELDS: Mapping[str, FieldCheck] = {
    "text": _words(MAX_TEXT, is_one_line=False),
    "addresses": _addresses,
}
FACT_FIELDS: Mapping[str, Mapping[str, FieldCheck]] = {
    "counts": COUNT_FIELDS,
    "trainings": EVENT_FIELDS,
    "events": EVENT_FIELDS,
    "issues": STATEMENT_FIELDS,
    "remedies": STATEMENT_FIELDS,
    "past_rectifications": STATEMENT_FIELDS,
}
"""What a person writes of a fact; its evidence is checked against the text, the rest is the server's own."""
OPTIONAL_FIELDS = frozenset({"attributes", "addresses"})


def same_words(text: str) -> str:
    """A text as it is compared: without white space, full-width signs as ASCII ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def stands_in(words: str, quote: str) -> bool:
    """Whether a statement's words stand in its quote, soft line breaks joined.

    A line of the quote without a letter or an ideograph, such as the number of a page, may be left out.
    """
    wanted = same_words(words)
    lines = quote.split("\n")
    spoken = [line for line in lines if any(character.isalpha() for character in line)]
    return any(wanted in same_words("".join(each)) for each in (lines, spoken))
