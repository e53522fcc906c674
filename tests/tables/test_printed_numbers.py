"""read_number: what number a piece of print may stand for, and whether it is marked as an artefact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.forms import Quantity
from extractor.normalise import fold_characters
from extractor.tables.number_readings import Mark, is_placeholder, read_number, undoubled


def read(text, quantity=Quantity.COUNT):
    return read_number(fold_characters(text), quantity)


def first(text, quantity=Quantity.COUNT):
    readings = read(text, quantity)
    return (readings[0].value, readings[0].mark) if readings else None


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        pytest.param("0", 0, id="zero"),
        pytest.param("127", 127, id="plain"),
        pytest.param("１２７", 127, id="full-width"),
        pytest.param("1,270", 1270, id="thousands"),
        pytest.param("１，２７０", 1270, id="full-width-thousands"),
        pytest.param("1,270,345", 1270345, id="millions"),
        pytest.param("127件", 127, id="trailing-unit"),
        pytest.param("127 条", 127, id="unit-apart"),
        pytest.param("3件次", 3, id="two-character-unit"),
        pytest.param("22（其中修订16件）", 22, id="note"),
        pytest.param("55（含自然失效29件）", 55, id="note-with-reason"),
        pytest.param("22(修订16", 22, id="note-cut-off"),
        pytest.param("约120", 120, id="about"),
    ],
)
def test_decorated_number_is_clean(printed, value):
    assert first(printed) == (value, None)
    assert len(read(printed)) == 1


@pytest.mark.parametrize(
    ("printed", "likeliest", "mark"),
    [
        pytest.param("O", 0, Mark.LETTERS, id="capital-o"),
        pytest.param("1o", 10, Mark.LETTERS, id="small-o"),
        pytest.param("2〇", 20, Mark.LETTERS, id="chinese-zero"),
        pytest.param("l2", 12, Mark.LETTERS, id="small-l"),
        pytest.param("I7", 17, Mark.LETTERS, id="capital-i"),
        pytest.param("4|", 41, Mark.LETTERS, id="pipe"),
        pytest.param("S0", 50, Mark.LETTERS, id="s"),
        pytest.param("Z1", 21, Mark.LETTERS, id="z"),
        pytest.param("B", 8, Mark.LETTERS, id="b"),
        pytest.param("g4", 94, Mark.LETTERS, id="g"),
        pytest.param("ε", 3, Mark.LETTERS, id="epsilon"),
        pytest.param("II", 11, Mark.LETTERS, id="double-i"),
        pytest.param(".0", 0, Mark.LETTERS, id="point-before"),
        pytest.param("0.", 0, Mark.LETTERS, id="point-behind"),
        pytest.param("1 2", 12, Mark.SPLIT, id="split"),
        pytest.param("00", 0, Mark.DOUBLED, id="double-zero"),
        pytest.param("04", 4, Mark.LEADING_ZERO, id="leading-zero"),
    ],
)
def test_artefact_is_marked_and_its_likeliest_reading_comes_first(printed, likeliest, mark):
    readings = read(printed)
    assert (readings[0].value, readings[0].mark) == (likeliest, mark)
    assert all(reading.mark is not None for reading in readings)
    assert [r.cost for r in readings] == sorted(r.cost for r in readings)


@pytest.mark.parametrize(
    ("printed", "offered"),
    [("O", {0, 8}), ("l", {1, 7}), ("S", {5, 6, 8}), ("B", {8, 3}), ("1B", {18, 13})],
    ids=["zero-or-eight", "one-or-seven", "five-or-six", "eight-or-three", "inside"],
)
def test_second_choices_of_a_letter_are_offered(printed, offered):
    assert {int(reading.value) for reading in read(printed)} == offered


@pytest.mark.parametrize(
    "printed",
    ["", "  ", "总计", "-5", "增23", "一、", "abc", "12345678901234567890", "3.5.7", "2021年"],
    ids=[
        "empty",
        "spaces",
        "label",
        "negative",
        "signed",
        "list-number",
        "letters",
        "too-long",
        "dotted",
        "year",
    ],
)
def test_nothing_is_read_when_the_print_is_no_count(printed):
    assert read(printed) == ()


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("增23", 23),
        ("减13", -13),
        ("+15", 15),
        ("-1", -1),
        ("−4", -4),
        ("增加3", 3),
        ("减少3", -3),
        ("新增2", 2),
        ("0", 0),
        ("7", 7),
        ("＋6", 6),
        ("－６", -6),
    ],
    ids=lambda value: str(value),
)
def test_change_has_its_sign(printed, value):
    assert first(printed, Quantity.SIGNED) == (value, None)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2.14亿元", "21400"),
        ("251000元", "25.1"),
        ("380.5", "380.5"),
        ("380.5万元", "380.5"),
        ("96171.6", "96171.6"),
        ("1,234.56", "1234.56"),
        ("1.2亿", "12000"),
        ("３８０．５万元", "380.5"),
        ("0", "0"),
        ("5元", "0.0005"),
        ("71012万 元", "71012"),
    ],
    ids=lambda value: value,
)
def test_amount_comes_out_in_wan_yuan(printed, value):
    assert first(printed, Quantity.AMOUNT) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("printed", "likeliest"), [("O.1286亿元", "1286"), ("l.5", "1.5"), ("3805.2S", "3805.25")]
)
def test_letter_in_an_amount_is_marked(printed, likeliest):
    assert first(printed, Quantity.AMOUNT) == (Decimal(likeliest), Mark.LETTERS)


@pytest.mark.parametrize("printed", ["/", "-", "—", "——", "－", "无", "空", "\\"])
def test_sign_for_nothing_is_a_placeholder_and_no_number(printed):
    assert is_placeholder(fold_characters(printed))
    assert read(printed) == ()


@pytest.mark.parametrize("printed", ["0", "1", "O", "", "－1", "总计", "*", "***", "××"])
def test_number_or_label_is_no_placeholder(printed):
    assert not is_placeholder(fold_characters(printed))


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        pytest.param("22", [2, 22], id="two-or-twenty-two"),
        pytest.param("00", [0], id="zero"),
        pytest.param("2276", [276, 2276], id="first-character-twice"),
        pytest.param("1122", [122, 12, 1122], id="first-or-every-character"),
        pytest.param("2", [2], id="printed-once"),
        pytest.param("04", [4, 0], id="misread-double"),
        pytest.param("35", [35], id="no-repetition"),
    ],
)
def test_block_of_doubled_characters_is_undone(printed, values):
    assert [int(r.value) for r in undoubled(read_number(printed), printed)] == values


@given(st.integers(0, 10**9), st.sampled_from(["", "件", "条", " 件", "（含上年1件）"]))
def test_any_number_is_read_exactly_when_decorated(value, suffix):
    assert first(f"{value}{suffix}") == (value, None)
    assert first(f"{value:,}{suffix}") == (value, None)


@given(st.text(max_size=30))
def test_any_print_gives_whole_readings_or_none(text):
    for quantity in Quantity:
        readings = read_number(fold_characters(text), quantity)
        assert all(reading.cost >= 0 for reading in readings)
        if quantity is Quantity.COUNT:
            assert all(reading.value >= 0 for reading in readings)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("廿三", 23),
        ("卅六件", 36),
        ("贰拾", 20),
        ("壹佰零伍", 105),
        ("叁", 3),
        ("一百二十", 120),
        ("十二件", 12),
        ("两千三百", 2300),
        ("1万2千", 12000),
        ("3万5千800", 35800),
        ("1.2万", 12000),
    ],
)
def test_number_in_words_is_clean(printed, value):
    assert first(printed) == (value, None)


@pytest.mark.parametrize(
    "printed", ["一", "一一", "一二三", "三", "十余", "数十", "万一", "第十二", "2千1万"]
)
def test_words_that_are_no_plain_number_are_none(printed):
    assert read(printed) == ()


@pytest.mark.parametrize(
    ("printed", "value"),
    [("三十万元", "30"), ("1万2千元", "1.2"), ("贰拾万元整", "20"), ("廿三", "23"), ("一千二百元", "0.12")],
)
def test_amount_in_words_comes_out_in_wan_yuan(printed, value):
    assert first(printed, Quantity.AMOUNT) == (Decimal(value), None)
