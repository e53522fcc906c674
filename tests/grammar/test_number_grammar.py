"""Numbers read exactly, whatever way they are printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.grammar import chinese_value, find_numbers

_DIGITS = "零一二三四五六七八九"


def in_characters(number: int) -> str:
    """Independent printer of 1 … 99,999,999 in Chinese numerals."""

    def group(value: int) -> str:
        words, gap = "", False
        for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = value // unit % 10
            if digit:
                words += ("零" if gap and words else "") + _DIGITS[digit] + name
                gap = False
            else:
                gap = True
        return words

    high, low = divmod(number, 10_000)
    words = group(high) + "万" if high else ""
    if low:
        words += ("零" if high and low < 1000 else "") + group(low)
    return words.removeprefix("一") if 10 <= number < 20 else words


@given(st.integers(1, 99_999_999))
def test_chinese_numeral_is_read_when_any_number_is_printed(number: int):
    assert chinese_value(in_characters(number)) == number


@given(st.integers(0, 10**9), st.sampled_from(["件", "条", "人次", ""]))
def test_arabic_number_is_read_when_it_has_separators(number: int, unit: str):
    text = f"公开信息{number:,}{unit}。"
    (found,) = find_numbers(text)
    assert found.value == number
    assert text[found.start : found.end] == f"{number:,}"


@given(st.integers(1, 99_999), st.integers(0, 99))
def test_multiplier_is_applied_exactly_when_the_number_has_decimals(whole: int, hundredths: int):
    (found,) = find_numbers(f"{whole}.{hundredths:02d}万余条")
    assert found.value == whole * 10_000 + hundredths * 100
    assert found.approximate


NUMBERS = {
    "times in characters": ("三次", ["3"], False),
    "twelve in characters": ("十二个", ["12"], False),
    "two sessions": ("两场", ["2"], False),
    "hundred and twenty": ("一百二十件", ["120"], False),
    "short hundreds": ("一百五", ["150"], False),
    "full-width digits": ("１２８６条", ["1286"], False),
    "full-width comma separates": ("分别为120，130，140条", ["120", "130", "140"], False),
    "a space groups thousands": ("1 230 条", ["1230"], False),
    "ten thousands and more": ("18万余条", ["180000"], True),
    "decimals of ten thousands": ("1.2万余条", ["12000"], True),
    "ten million copies": ("1000万份", ["10000000"], False),
    "round word": ("万余条", ["10000"], True),
    "near": ("近300人", ["300"], True),
    "above": ("200人以上", ["200"], True),
    "many": ("100多名", ["100"], True),
    "a word that ends in 约": ("预约12人", ["12"], False),
    "rate": ("99.3%", ["99.3"], False),
    "per cent in characters": ("百分之九十八点五", ["98.5"], False),
    "all of a hundred": ("百分之百", ["100"], False),
    "money keeps its unit": ("2.5万元", ["2.5"], False),
    "tens without number": ("数十次", [], False),
    "a letter before": ("PM2.5和A4纸", [], False),
    "a lone hundred": ("百姓", [], False),
}


@pytest.mark.parametrize(("text", "values", "approximate"), NUMBERS.values(), ids=NUMBERS)
def test_number_is_exact_when_printed_in_this_way(text: str, values: list[str], approximate: bool):
    found = find_numbers(text)
    assert [numeral.value for numeral in found] == [Decimal(value) for value in values]
    assert any(numeral.approximate for numeral in found) is approximate


@pytest.mark.parametrize("word", ["十一二", "三三十", "零十", "万千", "两两", ""])
def test_no_value_is_invented_when_a_numeral_is_in_no_valid_order(word: str):
    assert chinese_value(word) is None
