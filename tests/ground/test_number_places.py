"""The number of a count is found again where it was read, whatever is printed for it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose_samples import narrative_of

from extractor.ground import number_place
from extractor.records import Basis, Count, CountPeriod, Span, Topic

CHINESE = {
    3: "三",
    10: "十",
    12: "十二",
    20: "二十",
    41: "四十一",
    100: "一百",
    214: "二百一十四",
    1006: "一千零六",
}
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@st.composite
def printed(draw):
    """A number in one of the ways in which reports print it."""
    value = draw(st.integers(0, 99_999))
    ways = [str(value), f"{value:,}", f"{value:,}".replace(",", " "), f"{value:,}".translate(FULL_WIDTH)]
    return draw(
        st.sampled_from([*ways, f"{value}.5", f"{value % 90 + 1}.6万", f"{value % 90 + 1}万"])
        | st.sampled_from([*CHINESE.values()])
    )


@given(printed(), st.sampled_from(["公开政府信息", "办理政府信息公开申请", "2022年共发布信息", "其中，答复"]))
def test_the_number_is_found_where_it_was_planted_however_it_is_printed(number, before):
    text = f"全年工作有序。{before}{number}条，群众满意。"
    counts = narrative_of(text).counts
    assert [number_place(each) for each in counts] == [
        (text.index(number, 7 + len(before)), text.index(number, 7 + len(before)) + len(number))
    ]


def count(quote: str, value: str, start: int = 50) -> Count:
    return Count(
        topic=Topic.OTHER,
        label="",
        value=Decimal(value),
        unit="件",
        approximate=False,
        scope=None,
        period=CountPeriod.YEAR,
        evidence=Span(start=start, end=start + len(quote), quote=quote),
        basis=Basis.RULE,
    )


@pytest.mark.parametrize(
    ("quote", "value", "words"),
    [
        pytest.param("答复申请12件", "12", "12", id="digits"),
        pytest.param("3 个部门答复申请12件", "12", "12", id="another number beside it"),
        pytest.param("同比增长-5.2%", "-5.2", "5.2", id="below nought"),
        pytest.param("答复申请⼆⼗件", "20", "⼆⼗", id="radicals"),
        pytest.param("满意率百分之九十五", "95", "百分之九十五", id="per cent in characters"),
        pytest.param("答复率九成八", "98", "九成八", id="tenths"),
        pytest.param("关注用户1.2万余人", "12000", "1.2万余", id="multiplier and about"),
        pytest.param("公开信息４，５３２条", "4532", "４，５３２", id="full-width commas"),
        pytest.param("贰佰壹拾肆件", "214", "贰佰壹拾肆", id="capital numerals"),
    ],
)
def test_the_place_encloses_the_printed_number(quote, value, words):
    start, end = number_place(count(quote, value))
    assert quote[start - 50 : end - 50] == words


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        pytest.param("答复申请12件", "13", id="a person set another value"),
        pytest.param("答复12件，办结12件", "12", id="printed twice"),
        pytest.param("答复12件，办结十二件", "12", id="printed twice in two ways"),
        pytest.param("答复申请1\n2件", "12", id="a line end cuts it"),
        pytest.param("答复申请若干件", "3", id="no number"),
    ],
)
def test_there_is_no_place_where_the_words_do_not_print_the_value_once(quote, value):
    assert number_place(count(quote, value)) is None
