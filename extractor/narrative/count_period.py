"""What span of time a count covers."""

import re
from typing import NamedTuple

from extractor.lexicon import pattern
from extractor.narrative.time_words import Governing, Time, governing, time_in, without_comparison
from extractor.records import CountPeriod

_CUMULATIVE = pattern("scope.cumulative")
_STOCK = pattern("scope.stock")
_STANDS = pattern("scope.stands")
_SUMS_PEOPLE = pattern("scope.sums_people")
_COUNTED = re.compile(r"\d[余多万]*[条个件次份篇项]")
_UNTIL = re.compile(r"截[至止](?:到)?(?:(?:19|20)\d\d年|年[底末终]|[本当今]年|\d+月|[去上]年|目前|今)")
_UNTIL_YEAR = re.compile(r"截[至止](?:到)?(?P<year>(?:19|20)\d\d|[去上](?=年))年?(?P<month>\d{1,2}(?=月))?")
_LATE = 11
"""The month from which on a date in the report's year closes the year."""
_BEHIND_COUNT = re.compile(r"\d[余多万]*[条个件次份篇项期][(](?:历年)?累计(?:达到?|[为共有计])?$")
"""The sum of years in brackets behind what the year counts: 公开420条(累计2876条)."""
_SINCE = re.compile(r"历年|以来|至今|截[至止]")
_SINCE_THEN = re.compile(r"自?[^,。;]{2,16}以来,$")
_FLOWS = pattern("scope.flows")
_HANDLED = pattern("scope.handled")
_ROSE_TO = re.compile(r"\d[^,。;\d]{0,6}[增升提降减](?:加|长|高|少|低)?(?:到|至)")
"""The number that was stands before: 由去年的36件降至22件."""
_GREW = re.compile(
    r"(?:同比|环比|[比较与同][^,。;]{2,16})[^,。;\d]{0,4}"
    r"(?:增[长加幅]?|减[少幅]?|降[低幅]?|下降|上升|提[高升]|高出|多出?|少)了?[^,。;\d]{0,4}$"
)
"""A growth since last year is of the year."""


class Covered(NamedTuple):
    """The period of a count, and the other one that the words allow, if they do."""

    period: CountPeriod
    perhaps: CountPeriod | None = None


def period_of(
    clause: str,
    before: str,
    label: str,
    report_year: int | None,
    whole: CountPeriod | None = None,
) -> Covered:
    """What span of time a count covers.

    ``clause`` is its own clause up to the number, ``before`` the sentence up to that clause. 累计 means
    cumulative unless the same breath names the report's year (2020年累计…, 年内累计…), what it sums are
    flows of a year (累计收到), or it is a part (其中) of a number of the year, whose period ``whole`` is.
    A year set by a clause before goes on to the clauses behind it (去年培训1次,参训20人) until another time
    is named (本年度, 眼下).
    """
    if _STOCK.search(label):
        return Covered(CountPeriod.CUMULATIVE)
    # What there is now is a stock of years where the same sentence says how much of it is new.
    if "现有" in clause and re.search("新[增设建开]", before):
        return Covered(CountPeriod.CUMULATIVE)
    since = _SINCE_THEN.search(before)
    if since is not None:
        clause = since[0] + clause
    if _CUMULATIVE.search(clause):
        if _FLOWS.search(clause) and whole is None and time_in(clause, report_year) is Time.OTHER:
            return Covered(CountPeriod.OTHER)
        return Covered(_summed(clause, before, label, _year_words(report_year), whole))
    grew = _GREW.search(clause) is not None
    clause = without_comparison(clause)
    if re.search("结转|转入", clause + label):
        held = governing(before, clause, report_year)
        earlier = held.time is Time.OTHER and not held.loose and re.search("[上去]年", clause) is None
        return Covered(CountPeriod.OTHER if earlier else CountPeriod.YEAR)
    if whole is not None and time_in(clause, report_year) is None:
        return Covered(whole)
    lead = before[before.rfind(";") + 1 :]
    if _UNTIL.search(clause) or (_UNTIL.search(lead) and not _COUNTED.search(lead)):
        return _until(lead + clause, label, report_year)
    if grew or _ROSE_TO.search(clause):
        return Covered(CountPeriod.YEAR)
    return _governed(governing(before, clause, report_year))


def or_of_the_year(covered: Covered, words: str) -> Covered:
    """A bare 累计 over parts of which none is the year's may sum the year up: the words allow both."""
    bare = "累计" in words and not _SINCE.search(words)
    return Covered(covered.period, CountPeriod.YEAR) if bare else covered


def _governed(found: Governing) -> Covered:
    if found.time is not Time.OTHER:
        return Covered(CountPeriod.YEAR)
    return Covered(CountPeriod.YEAR, CountPeriod.OTHER) if found.loose else Covered(CountPeriod.OTHER)


def _until(words: str, label: str, report_year: int | None) -> Covered:
    """The period of a number up to a day: of the year at whose end it stands, unless it is a stock.

    What was published until then may be the sum of years.
    """
    until = _UNTIL_YEAR.search(words)
    if until is not None and not _closes(until, report_year):
        return Covered(CountPeriod.OTHER)
    if re.search(_year_words(report_year), _UNTIL_YEAR.sub("", words)):
        return Covered(CountPeriod.YEAR)
    if _STANDS.search(words + label):
        return Covered(CountPeriod.CUMULATIVE)
    if _HANDLED.search(words + label):
        return Covered(CountPeriod.YEAR)
    return Covered(CountPeriod.YEAR, CountPeriod.CUMULATIVE)


def _closes(until: re.Match[str], report_year: int | None) -> bool:
    """Whether a day is the end of the report's year, as far as it is known."""
    if until["year"] in ("去", "上"):
        return False
    month = until["month"]
    return report_year is None or (int(until["year"]) == report_year and (not month or int(month) >= _LATE))


def _year_words(report_year: int | None) -> str:
    of_the_year = "年内|全年|本年|今年|一年来"
    if report_year is None:
        return of_the_year
    return rf"{report_year}年(?!以来|至今|底|末|\d+月(?:底|末|以来|\d+日))|{of_the_year}"


def _summed(clause: str, before: str, label: str, year: str, whole: CountPeriod | None) -> CountPeriod:
    """The period of a number with 累计.

    A number counted before it in the same breath is the year's, so that the sum goes beyond it; not
    where it stands behind a semicolon.
    """
    if _BEHIND_COUNT.search(before + clause):
        return CountPeriod.CUMULATIVE
    if _SINCE.search(clause):
        return CountPeriod.YEAR if re.search(year, _UNTIL.sub("", clause)) else CountPeriod.CUMULATIVE
    if whole is not None or _FLOWS.search(clause):
        return whole or CountPeriod.YEAR
    alone = _SUMS_PEOPLE.search(clause + label) or before.endswith(";")
    lead = before if alone or not _COUNTED.search(before) else ""
    governed = re.search(year, lead + clause) and not _UNTIL.search(lead)
    return CountPeriod.YEAR if governed else CountPeriod.CUMULATIVE
