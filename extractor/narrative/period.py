"""What span of time a count covers."""

import re

from extractor.lexicon import pattern
from extractor.records import CountPeriod

_CUMULATIVE = pattern("scope.cumulative")
_STOCK = pattern("scope.stock")
_SUMS_PEOPLE = pattern("scope.sums_people")
_COUNTED = re.compile(r"\d[余多万]*[条件个次份篇项]")
_OTHER_YEAR = re.compile(r"去年|上一?年(?!度?结转|度?转结|结转|度?转入)(?:度)?(?=[^同增降减比相]|$)")
_COMPARED_WITH = re.compile(
    r"(?:[比较]|[与同和](?=[^,。;]{2,14}相比))[^,。;]{0,14}?(?:年度?|同期|期)(?:同期)?(?:相比)?[^,。;\d]{0,6}?"
    r"(?:增|减|降|升|提高|上涨|多|少|翻)"
)
"""What a number grew against: the growth is of the report's year."""
_UNTIL = re.compile(r"截[至止](?:到)?(?:(?:19|20)\d\d年|年底|\d+月)")
_SINCE = re.compile(r"历年|以来|至今|截[至止]")
_SINCE_THEN = re.compile(r"自?[^,。;]{2,16}以来,$")
_FLOWS = pattern("scope.flows")
_ROSE_TO = re.compile(r"\d[^,。;\d]{0,6}[增升提降减](?:加|长|高|少|低)?(?:到|至)")
"""The number that was stands before: 由去年的36件降至22件."""


def period_of(
    clause: str,
    before: str,
    label: str,
    report_year: int | None,
    whole: CountPeriod | None = None,
) -> CountPeriod:
    """What span of time a count covers.

    ``clause`` is its own clause up to the number, ``before`` the sentence up to that clause. 累计 means
    cumulative unless the same breath names the report's year (2020年累计…, 年内累计…), what it sums are
    flows of a year (累计收到), or it is a part (其中) of a number of the year, whose period ``whole`` is.
    """
    if _STOCK.search(label):
        return CountPeriod.CUMULATIVE
    # What there is now is a stock of years where the same sentence says how much of it is new.
    if "现有" in clause and re.search("新[增设建开]", before):
        return CountPeriod.CUMULATIVE
    since = _SINCE_THEN.search(before)
    if since is not None:
        clause = since[0] + clause
    if _CUMULATIVE.search(clause):
        return _summed(clause, before, label, _year_words(report_year), whole)
    clause = _COMPARED_WITH.sub("", clause)
    if re.search("结转|转入", clause + label):
        return CountPeriod.YEAR
    if _OTHER_YEAR.search(clause) and not _ROSE_TO.search(clause):
        return CountPeriod.OTHER
    years = {int(word) for word in re.findall(r"(?<!\d)((?:19|20)\d\d)年", clause)}
    lead = before[before.rfind(";") + 1 :]
    if whole is not None and re.search(_year_words(report_year), clause):
        return CountPeriod.YEAR
    if _UNTIL.search(clause) or (_UNTIL.search(lead) and not _COUNTED.search(lead)):
        return CountPeriod.OTHER
    if years and report_year is not None and report_year not in years:
        return CountPeriod.OTHER
    return CountPeriod.YEAR


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
    if _SINCE.search(clause):
        return CountPeriod.YEAR if re.search(year, _UNTIL.sub("", clause)) else CountPeriod.CUMULATIVE
    if whole is not None or _FLOWS.search(clause):
        return whole or CountPeriod.YEAR
    alone = _SUMS_PEOPLE.search(clause + label) or before.endswith(";")
    lead = before if alone or not _COUNTED.search(before) else ""
    governed = re.search(year, lead + clause) and not _UNTIL.search(lead)
    return CountPeriod.YEAR if governed else CountPeriod.CUMULATIVE
