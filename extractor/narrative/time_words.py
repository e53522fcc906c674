"""Words of time in the clauses of a sentence: the report's year, another one, and which of them governs."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from extractor.grammar import chinese_value
from extractor.ideographs import HAN
from extractor.lexicon import one_of


class Time(StrEnum):
    """Of what year a clause speaks."""

    THIS = "this"
    OTHER = "other"


class Governing(NamedTuple):
    """The time that a clause stands under; ``loose``: a sentence further back named it, or it is a guess."""

    time: Time | None
    loose: bool = False


_CARRIED_OVER = r"(?!度?(?:末|底)?(?:结转|转结|转入|遗留))"
_DIGITS = r"(?:19|20)\d\d|[二一][〇○零一二三四五六七八九]{3}"
_TOKEN = re.compile(
    rf"(?P<range>(?<!\d)(?:{_DIGITS})年?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?[至到—-](?P<last>{_DIGITS})年)"
    rf"|(?P<other>{one_of('scope.other_years')}{_CARRIED_OVER}(?:全年|年内)?|{one_of('scope.several_years')})"
    rf"|(?P<this>{one_of('scope.this_year')})"
    rf"|(?<![\d〇])(?P<year>{_DIGITS})年(?!以来|至今|{one_of('scope.of_that_year')})(?:全年|年内)?"
)
_COMPARED = re.compile(
    r"(?:[比较]|[与同和](?=[^,。;]{2,14}相比))[^,。;]{0,14}?(?:年度?|同期|期)(?:同期)?(?:相比)?[^,。;\d]{0,6}?"
    r"(?:增|减|降|升|提高|上涨|多|少|翻|持平|高|低)|[与同和](?=[^。;]{2,24}相比)[^,。;]{2,24}相比|同比|环比"
)
"""What a number is compared with: the growth is of the report's year."""
_LEADS = re.compile(r"[一二三四五六七八九十\d(). 、是其在于而但且从自]{0,6}")
_BODY = re.compile(rf"[{HAN}]{{0,10}}")
_COUNTED = re.compile(r"[\d一二三四五六七八九十两][余多万千百]*[条个件次份篇项期人场名%部封起宗例家]")
_STEP = 256
"""Characters of a sentence whose clauses are read again for each number among them."""
_CLAUSE = re.compile(r"[^,:;]+[,:;]?")


def without_comparison(clause: str) -> str:
    """The clause without the year that its number is compared with."""
    return _COMPARED.sub("", clause)


def time_in(clause: str, report_year: int | None) -> Time | None:
    """The time that a clause names last, None where it names none."""
    named = [time for _, time in _tokens(without_comparison(clause), report_year)]
    return named[-1] if named else None


def governing(before: str, clause: str, report_year: int | None) -> Governing:
    """The time that governs a number: what its clause names, else what a clause before it set.

    A clause sets the time of those behind it where it begins with the year and counts something or says
    nothing else (2021年,我局…); behind a semicolon that is a guess.
    """
    own = time_in(clause, report_year)
    if own is not None:
        return Governing(own)
    return _held(before, report_year)


@lru_cache(maxsize=256)
def _held(before: str, report_year: int | None) -> Governing:
    """What the clauses up to a number set; those of an earlier stretch of the sentence are read once."""
    step = (len(before) - 1) // _STEP * _STEP
    read = max(before.rfind(mark, 0, max(0, step)) for mark in ",:;") + 1
    held, loose = _held(before[:read], report_year) if read else Governing(None)
    for match in _CLAUSE.finditer(before, read):
        words = without_comparison(match[0])
        tokens = list(_tokens(words, report_year))
        if tokens:
            start, time = tokens[-1]
            if time is Time.THIS or _sets(words, start):
                held, loose = time, False
        if match[0].endswith(";") and held is Time.OTHER:
            loose = True
    return Governing(held, loose)


def _sets(words: str, start: int) -> bool:
    if not _LEADS.fullmatch(words, 0, start):
        return False
    rest = words[start:].rstrip(",:;")
    return _COUNTED.search(rest) is not None or _BODY.fullmatch(rest) is not None or "年" in rest[-2:]


def _tokens(words: str, report_year: int | None) -> Iterator[tuple[int, Time]]:
    for match in _TOKEN.finditer(words):
        if match["range"]:
            within = report_year is None or report_year in (_value(match["range"]), _value(match["last"]))
            yield match.start(), Time.THIS if within else Time.OTHER
        elif match["year"]:
            year = _value(match["year"])
            if report_year is not None and year is not None:
                yield match.start(), Time.THIS if year == report_year else Time.OTHER
        else:
            yield match.start(), Time.OTHER if match["other"] else Time.THIS


def _value(word: str) -> int | None:
    if word[0].isdigit():
        return int(word[:4])
    value = chinese_value(word[:4])
    return None if value is None else int(value)
