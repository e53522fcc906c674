"""Print that a Word file strikes out, raises or hides is left out and named; other dialects are read."""

import io
import time
import zipfile

import pytest
from docx_writer import docx, p

from extractor.ingest import read_bytes
from extractor.ingest.docx import read_docx
from extractor.ingest.formats import DocumentLimits

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def runs(*looks: tuple[str, str]) -> str:
    parts = "".join(f"<w:r><w:rPr>{look}</w:rPr><w:t>{words}</w:t></w:r>" for look, words in looks)
    return f"<w:p>{parts}</w:p>"


def styles(*each: str) -> dict[str, str]:
    return {"word/styles.xml": f"<w:styles {W}>{''.join(each)}</w:styles>"}


def style(name: str, look: str, kind: str = "character", based: str = "") -> str:
    parent = f"<w:basedOn w:val='{based}'/>" if based else ""
    return f"<w:style w:type='{kind}' w:styleId='{name}'>{parent}<w:rPr>{look}</w:rPr></w:style>"


UNSEEN = {
    "struck": (runs(("<w:strike/>", "999"), ("", "87件")), {}),
    "struck-twice": (runs(("<w:dstrike w:val='1'/>", "999"), ("", "87件")), {}),
    "hidden-by-style": (
        runs(("<w:rStyle w:val='h'/>", "999"), ("", "87件")),
        styles(style("h", "<w:vanish/>")),
    ),
    "hidden-by-parent": (
        runs(("<w:rStyle w:val='k'/>", "999"), ("", "87件")),
        styles(style("h", "<w:vanish/>"), style("k", "<w:b/>", based="h")),
    ),
    "hidden-paragraph": (
        "<w:p><w:pPr><w:pStyle w:val='h'/></w:pPr><w:r><w:t>999</w:t></w:r></w:p>" + p("87件"),
        styles(style("h", "<w:vanish/>", "paragraph")),
    ),
    "colour-of-the-ground": (
        runs(("<w:color w:val='1F3864'/><w:shd w:val='clear' w:fill='1F3864'/>", "999"), ("", "87件")),
        {},
    ),
    "white-by-style": (
        runs(("<w:rStyle w:val='h'/>", "999"), ("", "87件")),
        styles(style("h", "<w:color w:val='FFFFFF'/>")),
    ),
    "raised": (runs(("", "87"), ("<w:vertAlign w:val='superscript'/>", "9"), ("", "件")), {}),
    "lifted": (runs(("", "87"), ("<w:position w:val='8'/><w:sz w:val='12'/>", "[9]"), ("", "件")), {}),
}


@pytest.mark.parametrize("case", UNSEEN)
def test_print_is_left_out_and_named_when_no_reader_sees_it(case):
    body, parts = UNSEEN[case]
    document = read_bytes(docx(body, parts), "a.docx")
    assert "87件" in document.text
    assert "9" not in document.text
    assert any("未读" in note and "9" in note for note in document.notes)


def test_print_is_read_when_a_run_shows_again_what_its_style_hides():
    body = runs(("<w:rStyle w:val='h'/><w:vanish w:val='0'/>", "87件"))
    assert "87件" in read_bytes(docx(body, styles(style("h", "<w:vanish/>"))), "a.docx").text


def test_power_of_a_unit_is_no_note_mark():
    body = runs(("", "面积87m"), ("<w:vertAlign w:val='superscript'/>", "2"))
    assert "面积87m2" in read_bytes(docx(body), "a.docx").text


@pytest.mark.parametrize("row", ["<w:hidden/>", "<w:trHeight w:val='10' w:hRule='exact'/>"])
def test_row_is_left_out_when_nothing_of_it_shows(row):
    cells = "".join(f"<w:tc>{p(words)}</w:tc>" for words in ("处罚", "999", "1"))
    shown = cells.replace("999", "87")
    table = f"<w:tbl><w:tr><w:trPr>{row}</w:trPr>{cells}</w:tr><w:tr>{shown}</w:tr></w:tbl>"
    document = read_bytes(docx(table), "a.docx")
    assert "| 处罚 | 87 | 1 |" in document.text
    assert "999" not in document.text
    assert any("999" in note for note in document.notes)


def test_file_is_read_when_it_is_strict_open_xml():
    raw = docx(
        f"<w:tbl><w:tr><w:tc>{p('许可')}</w:tc><w:tc>{p('87')}</w:tc><w:tc>{p('1')}</w:tc></w:tr></w:tbl>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            usual = b"schemas.openxmlformats.org/wordprocessingml/2006/main"
            new.writestr(part, old.read(part).replace(usual, b"purl.oclc.org/ooxml/wordprocessingml/main"))
    assert "| 许可 | 87 | 1 |" in read_bytes(stream.getvalue(), "a.docx").text


@pytest.mark.parametrize("kind", ["html", "mht", "txt"])
def test_embedded_part_is_read_where_it_stands(kind):
    row = "<table><tr><td>许可</td><td>87</td><td>1</td></tr></table>"
    page = f"<html><head><meta charset='utf-8'></head><body>{row}</body></html>"
    content = {
        "html": page,
        "mht": (
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
            f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}\n--b--\n"
        ),
        "txt": "许可\t87\t1\n",
    }[kind]
    rels = (
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='r5' Type='x/aFChunk' Target='chunk.{kind}'/></Relationships>"
    )
    parts = {"word/_rels/document.xml.rels": rels, f"word/chunk.{kind}": content}
    text = read_bytes(docx(f"{p('前文')}<w:altChunk {R} r:id='r5'/>{p('后文')}", parts), "a.docx").text
    assert text.index("前文") < text.index("87") < text.index("后文")


def test_embedded_part_is_named_when_it_is_not_read():
    document = read_bytes(docx(f"<w:altChunk {R} r:id='r5'/>"), "a.docx")
    assert any("altChunk" in note for note in document.notes)


@pytest.mark.parametrize("style_of_number", ["upperRoman", "decimal", "chineseCounting", "lowerLetter"])
def test_list_is_read_when_its_first_number_is_absurd(style_of_number):
    numbering = (
        f"<w:numbering {W}><w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='2000000000'/>"
        f"<w:numFmt w:val='{style_of_number}'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
    )
    listed = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    text = read_bytes(docx(p("加强培训", listed), {"word/numbering.xml": numbering}), "a.docx").text
    assert "、加强培训" in text
    assert len(text) < 200


def _seconds_of(runs: str, count: int) -> float:
    raw = docx(f"<w:p>{runs * count}</w:p>")
    began = time.process_time()
    read_docx(raw, "a.docx", DocumentLimits())
    return time.process_time() - began


@pytest.mark.parametrize(
    "runs",
    [
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>公</w:t></w:r><w:r><w:t>开</w:t></w:r>",
        '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>公</w:t></w:r>',
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
    ],
    ids=["hidden", "pale", "raised", "fields"],
)
def test_time_grows_with_the_runs_of_a_paragraph_and_no_faster(runs: str):
    few = min(_seconds_of(runs, 2_000) for _ in range(3))
    many = min(_seconds_of(runs, 16_000) for _ in range(2))
    assert many < 8**1.4 * max(few, 0.01)
