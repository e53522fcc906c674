"""No text and no bytes bring anything but DocumentError out of the product.

``EXTRACTOR_FUZZ_EXAMPLES`` sets how many inputs are tried (``make soak`` tries thousands).
"""

import os
from contextlib import suppress
from io import BytesIO

import pytest
from hostile_texts import damaged, mixtures, tables, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import DocumentError
from extractor.pipeline import extract_every, read_document
from extractor.records import Report
from extractor.tidy import rows_of

EXAMPLES = int(os.environ.get("EXTRACTOR_FUZZ_EXAMPLES", "25"))
thorough = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def read(raw, name):
    """Everything that a command does with a file: Reports, their JSON and their rows."""
    with suppress(DocumentError):
        document = read_document(raw, name)
        for _, report in extract_every(document):
            again = Report.model_validate_json(report.model_dump_json())
            assert list(rows_of(again)) == list(rows_of(report))


@pytest.mark.parametrize("written", [mixtures(), tables(), damaged()], ids=["mixtures", "tables", "damage"])
def test_no_text_raises_anything_else(written):
    @thorough
    @given(written)
    def try_it(text):
        read(text.encode("utf-8", "surrogatepass"), "report.txt")

    try_it()


@thorough
@given(texts, st.sampled_from(["utf-16", "gb18030", "big5", "utf-8-sig", "latin-1"]), st.integers(0, 40))
def test_no_encoding_raises_anything_else(text, encoding, cut):
    raw = text.encode(encoding, "replace")
    read(raw[: len(raw) - cut] if cut < len(raw) else raw, "report.txt")


TAGS = [
    "table",
    "tr",
    "td",
    "th",
    "p",
    "div",
    "br",
    "span",
    "del",
    "style",
    "script",
    "title",
    "html",
    "body",
    "ul",
    "li",
]
attributes = st.sampled_from(
    [
        "",
        " rowspan=3",
        " colspan=2",
        " rowspan=99999999",
        " colspan=-1",
        " colspan=x",
        " style='display:none'",
        " hidden",
    ]
)


@thorough
@given(
    st.lists(
        st.tuples(st.sampled_from(TAGS), attributes, st.booleans(), texts.map(lambda t: t[:300])), max_size=25
    )
)
def test_no_page_raises_anything_else(parts):
    page = "".join(
        f"<{tag}{more}>{text}" + (f"</{tag}>" if closed else "") for tag, more, closed, text in parts
    )
    read(page.encode("utf-8", "replace"), "page.html")


@thorough
@given(st.sampled_from([",", "\t", ";"]), st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=30))
def test_no_list_of_cells_raises_anything_else(separator, rows):
    raw = "\n".join(separator.join(row) for row in rows).encode("utf-8", "replace")
    read(raw, "cells.csv")


@pytest.fixture(scope="module")
def packed():
    """A Word file and a workbook with a table each."""
    import docx
    import openpyxl

    word, book, files = docx.Document(), openpyxl.Workbook(), {}
    table = word.add_table(4, 4)
    for row in range(4):
        for column in range(4):
            table.cell(row, column).text = f"{row}{column}"
            book.active.cell(row + 1, column + 1, row * column)
    for name, made in (("a.docx", word), ("a.xlsx", book)):
        stream = BytesIO()
        made.save(stream)
        files[name] = stream.getvalue()
    return files


@settings(parent=thorough, max_examples=max(10, EXAMPLES // 2))
@given(
    st.sampled_from(["a.docx", "a.xlsx"]),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=6),
)
def test_no_damaged_file_raises_anything_else(packed, name, spots):
    raw = bytearray(packed[name])
    for place, value in spots:
        raw[int(place * len(raw))] = value
    read(bytes(raw), name)


HEAD = "青川县人民政府2022年政府信息公开工作年度报告\n一、总体情况\n"
TAIL = "\n三、收到和处理政府信息公开申请情况\n"


@pytest.mark.parametrize("digits", [16, 29, 400, 5000])
@pytest.mark.parametrize(
    "written",
    [
        "全年公开信息{}条。",
        "规章\t{}\t1\t2",
        "本年新收政府信息公开申请数量 | {} | 0 | 0 | 0 | 0 | 0 | {}",
        "收费{}万元，占比{}%，同比增长{}倍。",
        "规章：制发{}件，废止{}件，现行有效{}件。",
        "{}年{}月{}日",
        "0.{}",
        "{}.{}",
        "{}/{}",
        "{},{}",
    ],
)
def test_numbers_of_any_length_are_read_or_set_aside(written, digits):
    read(f"{HEAD}{written.replace('{}', '9' * digits)}{TAIL}".encode(), "report.txt")
