"""Dates, lists of dates and ranges of dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.grammar import find_dates

_ANY_DAY = st.dates(date(2000, 1, 1), date(2029, 12, 31))


@given(
    _ANY_DAY,
    st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0.year} 年 {0.month} 月 {0.day} 日", "{0}"]),
)
def test_full_date_is_read_when_printed_in_any_style(day: date, style: str):
    printed = style.format(day)
    text = f"于{printed}发布"
    (found,) = find_dates(text)
    assert (found.first, found.last) == (day, day)
    assert text[found.start : found.end] == printed


@given(_ANY_DAY)
def test_year_is_the_default_when_none_is_printed(day: date):
    (found,) = find_dates(f"{day.month}月{day.day}日召开会议", day.year)
    assert found.first == day
    assert not found.year_stated


D = date
DATES = {
    "two sessions": ("8月4日、10月26日分别召开", [(D(2020, 8, 4),) * 2, (D(2020, 10, 26),) * 2]),
    "second day without month": ("3月15日、16日", [(D(2020, 3, 15),) * 2, (D(2020, 3, 16),) * 2]),
    "range within a month": ("7月4日至10日", [(D(2020, 7, 4), D(2020, 7, 10))]),
    "range with a dash": ("7月4-10日", [(D(2020, 7, 4), D(2020, 7, 10))]),
    "range over the new year": ("12月28日至次年1月3日", [(D(2020, 12, 28), D(2021, 1, 3))]),
    "period with 起 and 止": ("自2020年1月1日起，至12月31日止", [(D(2020, 1, 1), D(2020, 12, 31))]),
    "second year printed": ("2019年12月30日—2020年1月2日", [(D(2019, 12, 30), D(2020, 1, 2))]),
    "characters": ("二〇二一年二月十九日", [(D(2021, 2, 19),) * 2]),
    "month only": ("2020年2月", [(None, None)]),
    "no such day": ("2月30日", [(None, None)]),
    "last year": ("去年5月6日", [(D(2019, 5, 6),) * 2]),
    "a law's articles": ("第5条第2款", []),
}


@pytest.mark.parametrize(("text", "expected"), DATES.values(), ids=DATES)
def test_dates_are_read_when_printed_in_this_way(text: str, expected: list[tuple[date | None, date | None]]):
    assert [(mention.first, mention.last) for mention in find_dates(text, 2020)] == expected


def test_date_stays_open_when_the_year_is_known_nowhere():
    (found,) = find_dates("8月4日召开")
    assert found.first is None
    assert found.has_day
