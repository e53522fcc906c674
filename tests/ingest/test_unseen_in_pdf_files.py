"""Print of a PDF that no reader sees is left out and named; what its form shows is read."""

import re

import pytest
from pdf_writer import Page, pdf

from extractor.errors import DamagedFileError
from extractor.ingest import read_bytes

FILLER = "某某区人民政府2020年政府信息公开工作年度报告，内容如下所列。"


def covered(page: Page) -> None:
    page.text(250, 120, "999", 9)
    page.fill(240, 105, 300, 125, "1 1 1 rg")
    page.text(250, 120, "87", 9)


def covered_by_picture(page: Page) -> None:
    page.text(250, 300, "999", 9)
    page.operators.append("q 100 0 0 100 240 500 cm /I0 Do Q")
    page.pictures.append((2, 2, b"\xff" * 4))
    page.text(250, 120, "87", 9)


def clipped(page: Page) -> None:
    page.text(250, 120, "87", 9)
    page.operators.append("q 0 0 1 1 re W n")
    page.text(250, 120, "999", 9)
    page.operators.append("Q")


def white_on_grey_field(page: Page) -> None:
    page.fill(240, 105, 300, 125, "0.9 0.9 0.9 rg")
    page.text(250, 120, "87", 9)
    page.text(280, 120, "999", 9, more="0.9 0.9 0.9 rg")


def white_over_print(page: Page) -> None:
    page.text(250, 120, "87", 9)
    page.text(252, 120, "999", 9, more="1 1 1 rg")


def struck(page: Page) -> None:
    page.text(250, 120, "999", 9)
    page.line(249, 117, 265, 117)
    page.text(270, 120, "87", 9)


def struck_with_bar(page: Page) -> None:
    page.text(250, 120, "999", 9)
    page.fill(249, 116.5, 265, 117.5, "1 0 0 rg")
    page.text(270, 120, "87", 9)


def raised(page: Page) -> None:
    page.text(250, 120, "87", 9)
    page.text(259.5, 116, "[9]", 5)


def raised_by_a_browser(page: Page) -> None:
    page.text(250, 120, "87", 9)
    page.text(259.2, 117, "9", 7.5)


def watermark(page: Page) -> None:
    page.text(250, 120, "87", 9)
    page.operators.append("q 0.85 g BT /F1 54 Tf 0.8 0.6 -0.6 0.8 200 680 Tm <003900390039> Tj ET Q")


def upright_watermark(page: Page) -> None:
    page.text(250, 120, "87", 9)
    page.text(235, 130, "999", 40, more="0.8 g")


UNSEEN = [
    covered,
    covered_by_picture,
    clipped,
    white_on_grey_field,
    white_over_print,
    struck,
    struck_with_bar,
    raised,
    raised_by_a_browser,
    watermark,
    upright_watermark,
]


@pytest.mark.parametrize("hide", UNSEEN, ids=lambda hide: hide.__name__)
def test_print_is_left_out_and_named_when_no_reader_sees_it(hide):
    page = Page()
    page.text(50, 80, FILLER)
    page.text(50, 120, "行政处罚")
    hide(page)
    document = read_bytes(pdf(page), "a.pdf")
    assert document.text.splitlines()[1].replace(" ", "") == "行政处罚87"
    assert any("未读" in note and "9" in note for note in document.notes)


def test_print_is_left_out_when_its_layer_is_switched_off():
    page = Page()
    page.text(50, 80, FILLER)
    page.text(50, 120, "行政处罚 87")
    page.operators.append("/OC /old BDC")
    page.text(120, 120, "999")
    page.operators.append("EMC")
    raw = pdf(page)
    number = raw.count(b" obj\n") + 1
    raw = raw.replace(b"/Resources <<", f"/Resources << /Properties << /old {number} 0 R >>".encode())
    switched = f"<< /Type /Catalog /OCProperties << /OCGs [{number} 0 R] /D << /OFF [{number} 0 R] >> >>"
    raw = raw.replace(b"<< /Type /Catalog", switched.encode(), 1)
    layer = f"{number} 0 obj\n<< /Type /OCG /Name (old) >>\nendobj\n"
    raw = raw[: raw.rindex(b"xref\n0 ")] + layer.encode() + b"trailer << /Root 1 0 R >>\n%%EOF\n"
    document = read_bytes(raw, "a.pdf")
    assert "87" in document.text
    assert "999" not in document.text
    assert any("999" in note for note in document.notes)


def test_borders_of_tables_strike_nothing_out():
    page = Page()
    page.text(50, 80, FILLER)
    for x0, x1, words in ((50, 200, "行政处罚"), (200, 260, "87"), (260, 320, "12")):
        page.box(x0, 106, x1, 124)
        page.box(x0, 124, x1, 142)
        page.text(x0 + 3, 118, words)
    document = read_bytes(pdf(page), "a.pdf")
    assert "| 行政处罚 | 87 | 12 |" in document.text
    assert document.notes == ()


@pytest.mark.parametrize(
    "field", ["/Subtype /Widget /FT /Tx /T (f) /V (1534)", "/Subtype /FreeText /Contents (1534)"]
)
def test_value_is_read_when_a_field_or_a_typed_remark_shows_it(field):
    page = Page()
    page.text(50, 80, FILLER)
    page.text(50, 120, "行政许可")
    raw = pdf(page)
    number = raw.count(b" obj\n") + 1
    raw = raw.replace(b"/Type /Page /Parent", f"/Type /Page /Annots [{number} 0 R] /Parent".encode())
    raw = raw.replace(
        b"<< /Type /Catalog", f"<< /Type /Catalog /AcroForm << /Fields [{number} 0 R] >>".encode(), 1
    )
    note = f"{number} 0 obj\n<< /Type /Annot {field} /Rect [200 715 260 730] /F 4 >>\nendobj\n"
    raw = raw[: raw.rindex(b"xref\n0 ")] + note.encode() + b"trailer << /Root 1 0 R >>\n%%EOF\n"
    assert re.search("行政许可 *1534", read_bytes(raw, "a.pdf").text)


def drawing(content: str, resources: str) -> str:
    return (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << {resources} >> >> "
        f"/Length {len(content)} >>\nstream\n{content}\nendstream"
    )


@pytest.mark.parametrize("kind", ["itself", "each-other", "without-measure"])
def test_file_is_refused_quickly_when_its_drawings_have_no_end(kind):
    page = Page()
    page.text(50, 80, FILLER)
    page.operators.append("/X0 Do")
    raw = pdf(page)
    first = raw.count(b" obj\n") + 1
    raw = raw.replace(b"/XObject << ", f"/XObject << /X0 {first} 0 R ".encode(), 1)
    count = {"itself": 1, "each-other": 2, "without-measure": 24}[kind]
    objects = []
    for index in range(count):
        last = kind == "without-measure" and index == count - 1
        target = first + (index + 1 if kind == "without-measure" else (index + 1) % count)
        body = drawing("", "") if last else drawing("/A Do /A Do", f"/A {target} 0 R")
        objects.append(f"{first + index} 0 obj\n{body}\nendobj\n")
    raw = raw[: raw.rindex(b"xref\n0 ")] + "".join(objects).encode() + b"trailer << /Root 1 0 R >>\n%%EOF\n"
    with pytest.raises(DamagedFileError, match="draws itself"):
        read_bytes(raw, "a.pdf")
