"""Small readers of formats, each with all of its cases: numbers, colours, selectors, encodings, cells."""

import codecs
from email import message_from_string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.ingest.decoding import decode, decode_with_losses
from extractor.ingest.docx_numbering import chinese, written
from extractor.ingest.html_css import StyleSheets
from extractor.ingest.html_looks import _colour, pixels
from extractor.ingest.html_seen import _type_in
from extractor.ingest.mhtml import _text_of
from extractor.ingest.sheets import SheetCell, _grid, _note_in

lxml = pytest.importorskip("lxml.html")
ONES = "〇一二三四五六七八九"


def test_every_number_below_a_hundred_is_written_in_chinese():
    told = [chinese(number) for number in range(101)]
    assert told[1:10] == list(ONES[1:])
    assert told[10:20] == ["十", *("十" + one for one in ONES[1:])]
    for tens in range(2, 10):
        assert told[10 * tens : 10 * tens + 10] == [
            ONES[tens] + "十" + (one if one != "〇" else "") for one in ONES
        ]
    assert (told[0], told[100]) == ("0", "100")


ROMAN = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}


@given(st.integers(1, 3999))
def test_roman_numbers_are_read_back_and_shortest(number):
    told = written(number, "lowerRoman")
    values = [ROMAN[letter] for letter in told]
    assert number == sum(
        -value if any(later > value for later in values[at + 1 : at + 2]) else value
        for at, value in enumerate(values)
    )
    assert not any(letter * 4 in told for letter in "ivxlcdm")
    assert written(number, "upperRoman") == told.upper()


@pytest.mark.parametrize(
    ("number", "style", "told"),
    [
        (1, "decimalEnclosedCircle", "①"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (0, "decimalEnclosedCircle", "0"),
        (1, "lowerLetter", "a"),
        (26, "upperLetter", "Z"),
        (27, "lowerLetter", "a"),
        (4000, "lowerRoman", "4000"),
        (3999, "lowerRoman", "mmmcmxcix"),
        (32_767, "decimal", "32767"),
        (32_768, "decimal", ""),
        (0, "decimal", "0"),
        (-1, "decimal", ""),
        (7, "none", ""),
        (7, "bullet", ""),
        (7, "unknown", "7"),
    ],
)
def test_number_of_a_list_in_each_style_and_at_its_bounds(number, style, told):
    assert written(number, style) == told


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("#fff", (255, 255, 255)),
        ("#123", (17, 34, 51)),
        ("#1230", ()),
        ("#123f", (17, 34, 51)),
        ("#12345", None),
        ("#0a1b2c", (10, 27, 44)),
        ("#0a1b2c00", ()),
        ("#0a1b2cff", (10, 27, 44)),
        ("rgb(1, 2, 300)", (1, 2, 255)),
        ("rgba(1,2,3,0)", ()),
        ("rgba(1,2,3,0.05)", (1, 2, 3)),
        ("rgba(1 2 3 / 0.04)", ()),
        ("transparent", ()),
        ("url(a.png) white", (255, 255, 255)),
        ("whitesmoke", None),
    ],
)
def test_colour_in_each_of_its_writings(value, colour):
    assert _colour(value) == colour


@pytest.mark.parametrize(("value", "length"), [("12px", 12), (" 3px", 3), ("0", 0), (None, 0), ("auto", 0)])
def test_length_is_in_pixels(value, length):
    assert pixels(value) == length


CHAINS = {
    "div i": ["inner", "deep"],
    "div p i": ["inner", "deep"],
    "div b i": [],
    "div > i": [],
    "p > i": ["inner"],
    "p > u > i": ["deep"],
    "div > p > i": ["inner"],
    "section div p i": ["inner", "deep"],
    "section p u i": ["deep"],
    "p + i": [],
    "s + i": ["beside"],
    "em + i": ["behind"],
    "s ~ i": ["beside", "behind"],
    "section s ~ i": ["beside", "behind"],
}
PAGE = (
    "<section><div><p><i id=inner></i><u><i id=deep></i></u></p></div>"
    "<q><s></s><i id=beside></i><em></em><i id=behind></i></q></section>"
)


@pytest.mark.parametrize(("selector", "hidden"), CHAINS.items(), ids=CHAINS)
def test_chain_of_selectors_holds_for_the_elements_it_names_and_no_others(selector, hidden):
    sheets = StyleSheets([f"{selector}{{display:none}}"])
    nodes = lxml.fromstring(PAGE).iter("i")
    assert [n.get("id") for n in nodes if sheets.declared_for(n, None).get("display") == "none"] == hidden


@pytest.mark.parametrize(
    ("field", "inside", "read"),
    [
        ('type="text" value="12"', True, "12"),
        ('value="12"', True, "12"),
        ('type="hidden" value="12"', True, None),
        ('type="checkbox" value="12"', True, None),
        ('type="text" value="请输入"', True, None),
        ('type="text" value="12"', False, None),
    ],
)
def test_number_typed_into_a_field_is_print_only_in_a_table(field, inside, read):
    page = f"<table><tr><td><input {field}></td></tr></table>" if inside else f"<p><input {field}></p>"
    (node,) = lxml.fromstring(page).iter("input")
    _type_in(node)
    assert (node.text if node.tag == "span" else None) == read


TEXT = "柳塘镇2021年政府信息公开工作年度报告，全年主动公开信息。"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_mark_at_the_beginning_tells_the_encoding(mark, encoding):
    assert decode(mark + TEXT.encode(encoding), "a.txt").text == TEXT


@pytest.mark.parametrize("broken", range(1, 6))
def test_short_text_may_lose_three_characters_and_no_more(broken):
    raw = TEXT.encode() + b"".join(b"\xff" + "。".encode() for _ in range(broken))
    if broken <= 3:
        decoded, (note,) = decode_with_losses(raw, "a.txt")
        assert decoded.text.count("\ufffd") == broken
        assert f"{broken} character(s)" in note
    else:
        with pytest.raises(Exception, match="no encoding explains"):
            decode_with_losses(raw, "a.txt")


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Content-Type: text/plain; charset=utf-8", b"12"),
        ("Content-Type: text/html; charset=utf-8", b""),
        ("Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt", b""),
        ("Content-Type: text/html\nContent-Disposition: attachment; filename=a.html", b""),
    ],
)
def test_text_of_a_letter_is_its_plain_text_without_what_is_attached(head, told):
    assert _text_of(message_from_string(f"{head}\n\n12")) == told


@pytest.mark.parametrize(
    ("rows", "width"),
    [
        ([["甲", "乙"], ["1", "2"]], 2),
        ([["甲", "乙", ""], ["1", "2", ""]], 2),
        ([["", "甲"], ["", "1"]], 2),
        ([["甲", "", "丙"], ["1", "", "3"]], 3),
    ],
)
@pytest.mark.parametrize("first", [0, 1, 5])
def test_grid_is_as_wide_as_its_last_column_with_print(rows, width, first):
    block = [[SheetCell(r, c, text) for c, text in enumerate(row, first)] for r, row in enumerate(rows)]
    grid = _grid(block)
    assert max(cell.column + cell.columns for cell in grid.cells) == width
    assert len({cell.row for cell in grid.cells}) == len(rows)


@pytest.mark.parametrize(
    ("row", "is_note"),
    [
        (["注：以上不含下属单位"], True),
        (["字" * 60], True),
        (["字" * 59], False),
        (["备注", "1"], False),
        (["合计"], False),
        ([" "], False),
    ],
)
def test_note_below_a_table_stands_alone_and_is_long_or_says_so(row, is_note):
    cells = [SheetCell(0, at, text) for at, text in enumerate(row)]
    assert (_note_in(cells) is not None) is is_note
