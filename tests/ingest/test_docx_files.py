"""Word files: what Word shows, in document order."""

import shutil
import subprocess

import pytest
from docx_writer import NAMESPACES, docx, p
from render_checks import assert_prose, assert_read
from report_model import PROJECT_RENDERS, load_model

from extractor.errors import BinaryFileError, DamagedFileError
from extractor.ingest import read_bytes, word97
from extractor.ingest.formats import DEFAULT_LIMITS
from extractor.pipeline import read_document


def text_of(body: str, **parts: str) -> str:
    return read_bytes(docx(body, {f"word/{name}.xml": part for name, part in parts.items()}), "a.docx").text


@pytest.mark.parametrize("stem", ["yunxiu-2020", "luoyan-2021"])
def test_every_cell_is_right_when_a_report_is_a_word_file(stem):
    model = load_model(stem)
    document = read_document((PROJECT_RENDERS / f"{stem}.docx").read_bytes(), "report.pdf")
    assert document.source.media_type.endswith("wordprocessingml.document")
    assert_read(document, model)
    assert_prose(document, model)
    assert "统计期限见正文，特此报告。" in document.text
    assert "5566" not in document.text, "deleted in a tracked change"
    assert "777888" not in document.text, "hidden"
    assert "777888" in document.notes[0]


def test_tables_stand_where_they_are_when_paragraphs_surround_them():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = "<w:tr>" + cell.format("行政许可") + cell.format("310") + cell.format("增2") + "</w:tr>"
    assert "前文\n| 行政许可 | 310 | 增2 |\n后文" in text_of(p("前文") + f"<w:tbl>{row}</w:tbl>" + p("后文"))


def test_merged_cells_are_printed_once():
    def cell(text, properties=""):
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    body = (
        "<w:tbl><w:tr>" + cell("甲", '<w:vMerge w:val="restart"/>') + cell("乙", '<w:gridSpan w:val="2"/>')
        + cell("丙") + "</w:tr><w:tr>" + cell("", "<w:vMerge/>") + cell("1") + cell("") + cell("3")
        + "</w:tr></w:tbl>"
    )  # fmt: skip
    assert "| 甲 | 乙 |  | 丙 |\n|  | 1 |  | 3 |" in text_of(body)


def test_nested_table_is_a_table_of_its_own_when_the_outer_only_lays_out():
    inner = "<w:tbl><w:tr>" + "".join(f"<w:tc>{p(t)}</w:tc>" for t in ("规章", "1", "2")) + "</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{p('标题')}{inner}<w:p/></w:tc><w:tc>{p('旁')}</w:tc></w:tr></w:tbl>"
    assert "标题\n| 规章 | 1 | 2 |\n旁" in text_of(outer)


def test_tracked_changes_are_read_as_accepted():
    body = (
        "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>31</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>35</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>"
        "<w:r><w:t>件</w:t></w:r></w:p>"
    )
    assert "共35件" in text_of(body)


def test_text_box_is_read_once_when_word_writes_it_twice():
    def box(text):
        return f"<w:txbxContent>{p(text)}</w:txbxContent>"

    body = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice>" + box("框中文字") + "</mc:Choice><mc:Fallback>"
        "<w:pict><v:textbox>" + box("框中文字") + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r><w:r><w:t>段落</w:t></w:r></w:p>"
    )  # fmt: skip
    text = text_of(body)
    assert text.count("框中文字") == 1
    assert "段落\n框中文字" in text


def test_automatic_numbers_are_printed_when_word_numbers_paragraphs():
    def level(depth, style, text):
        look = f'<w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>'
        return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/>{look}</w:lvl>'

    levels = level(0, "chineseCounting", "%1是") + level(1, "decimal", "（%2）")
    numbering = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def item(text, depth=0):
        return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr>')

    body = item("人手不足。") + item("甲", 1) + item("乙", 1) + item("更新不及时。") + item("丙", 1)
    assert "一是人手不足。\n（1）甲\n（2）乙\n二是更新不及时。\n（1）丙" in text_of(body, numbering=numbering)


def numbered(text, start="1", style="decimal", count=3):
    look = f'<w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>'
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/>{look}</w:lvl>'
    numbering = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = p("公开信息。", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>') * count
    return read_bytes(docx(body, {"word/numbering.xml": numbering}), "a.docx").text


def test_a_text_around_numbers_does_not_swell_with_its_paragraphs():
    text = numbered("%1是" * 100_000, style="chineseCounting", count=90)
    assert len(text) < 90 * 200


def test_numbers_in_roman_letters_are_written_as_word_writes_them():
    assert numbered("%1.", start="48", style="upperRoman").splitlines()[-3:] == [
        "XLVIII.公开信息。", "XLIX.公开信息。", "L.公开信息。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "run",
    ["<w:vanish/>", '<w:sz w:val="2"/>', '<w:color w:val="FFFFFF"/>'],
    ids=["vanish", "one-point", "white"],
)
def test_hidden_runs_are_kept_out_and_reported(run):
    document = read_bytes(docx(p("共35件。") + p("全部改为888888件", run=run)), "a.docx")
    assert "888888" not in document.text
    assert "888888" in document.notes[0]


def test_pictures_are_named_when_they_were_not_read():
    picture = "<w:p><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p>"
    assert read_bytes(docx(picture), "a.docx").notes == (
        "文件中的1幅图片未读 / 1 picture(s) in the file were not read",
    )


def test_old_word_file_is_refused_with_what_to_do_when_libreoffice_is_missing(monkeypatch):
    monkeypatch.setattr(word97, "office_program", lambda: None)
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le")
    with pytest.raises(BinaryFileError, match="install LibreOffice"):
        word97.read_doc(raw, "a.doc", DEFAULT_LIMITS)


def test_every_cell_is_right_when_a_report_is_an_old_word_file(tmp_path):
    """Made and read by LibreOffice; a machine without its Writer skips."""
    if (office := shutil.which("soffice")) is None:
        pytest.skip("LibreOffice is not installed")
    command = [office, f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless"]
    command += ["--convert-to", "doc", "--outdir", str(tmp_path)]
    source = PROJECT_RENDERS / "luoyan-2021.docx"
    subprocess.run([*command, str(source)], capture_output=True, check=False, timeout=120)
    old = tmp_path / "luoyan-2021.doc"
    if not old.exists():
        pytest.skip("LibreOffice has no Writer here")
    model = load_model("luoyan-2021")
    document = read_document(old.read_bytes(), "report.doc")
    assert document.source.media_type == "application/msword"
    assert_read(document, model)
    assert_prose(document, model)


def test_old_word_file_is_refused_when_libreoffice_makes_nothing_of_it(monkeypatch):
    monkeypatch.setattr(word97, "office_program", lambda: "/bin/true")
    raw = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le")
    with pytest.raises(DamagedFileError, match="libreoffice-writer is missing"):
        word97.read_doc(raw, "a.doc", DEFAULT_LIMITS)
