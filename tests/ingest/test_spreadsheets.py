"""Spreadsheets and separated values become the report that stands in them."""

import io

import kind_styles
import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from render_checks import assert_prose, assert_read
from report_model import PROJECT_RENDERS, STEMS, load_model

from extractor.errors import DamagedFileError, DocumentError, MissingExtraError
from extractor.ingest import read_bytes
from extractor.ingest.number_formats import shown
from extractor.pipeline import read_document

FILLER = "禾坪区林业局2021年政府信息公开工作年度报告，内容完整，数据准确，现予公布。"


@pytest.mark.parametrize("one_sheet", [True, False])
@pytest.mark.parametrize("stem", STEMS)
def test_every_cell_is_right_when_a_report_is_a_spreadsheet(stem, one_sheet):
    model = load_model(stem)
    document = read_document(kind_styles.xlsx(model, one_sheet), "a.xlsx")
    assert_read(document, model)
    assert_prose(document, model)


@pytest.mark.parametrize(("mark", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), (",", "gb18030")])
@pytest.mark.parametrize("stem", STEMS[1:4])
def test_every_cell_is_right_when_a_report_is_separated_values(stem, mark, encoding):
    model = load_model(stem)
    document = read_document(kind_styles.separated(model, mark, encoding), "a.csv")
    assert document.source.media_type == "text/csv"
    assert_read(document, model)
    assert_prose(document, model)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_every_cell_is_right_when_a_report_is_an_old_spreadsheet(kind):
    model = load_model("luoyan-2021")
    raw = (PROJECT_RENDERS / f"luoyan-2021.{kind}").read_bytes()
    assert_read(read_document(raw, f"a.{kind}"), model)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(*rows: list) -> tuple[Workbook, object]:
    book = Workbook()
    sheet = book.active
    sheet.append([FILLER])
    for row in rows:
        sheet.append(row)
    return book, sheet


def test_hidden_rows_columns_and_sheets_are_left_out_and_named():
    book, sheet = sheet_of(["许可", 87, 999, 1], ["处罚", 998, 5, 1], ["强制", 6, 997, 2])
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("去年")["A1"] = 996
    book["去年"].sheet_state = "hidden"
    document = read_bytes(saved(book), "a.xlsx")
    assert "| 许可 | 87 | 1 |\n| 强制 | 6 | 2 |" in document.text
    assert all(figure not in document.text for figure in ("999", "998", "997", "996"))
    assert any("999" in note for note in document.notes)
    assert any("去年" in note for note in document.notes)


def test_struck_out_cell_is_left_out_and_named():
    book, sheet = sheet_of(["许可", 87, 999, 1], ["强制", 6, 5, 2])
    sheet["C2"].font = Font(strike=True)
    document = read_bytes(saved(book), "a.xlsx")
    assert "| 许可 | 87 |  | 1 |" in document.text
    assert any("划掉" in note and "999" in note for note in document.notes)


def test_formula_is_named_when_its_result_is_not_stored():
    book, _ = sheet_of(["许可", 87, "=1+1", 1], ["强制", 6, 5, 2])
    assert any("公式" in note for note in read_bytes(saved(book), "a.xlsx").notes)


@pytest.mark.parametrize(
    ("value", "number_format", "printed"),
    [
        ("1534", "", "1534"),
        ("1534.0", "General", "1534"),
        ("213.46999999999997", "", "213.47"),
        ("213.474", "0.00", "213.47"),
        ("1234567", "#,##0", "1234567"),
        ("0.985", "0.0%", "98.5%"),
        ("44562", "yyyy/m/d", "2022年1月1日"),
        ("12", '0"件"', "12件"),
        ("18.6", "0.00_);(0.00)", "18.60"),
        ("-3", "0", "-3"),
        ("1E+400", "0", "1E+400"),
        ("x", "0", "x"),
    ],
)
def test_number_is_printed_as_its_cell_shows_it(value, number_format, printed):
    assert shown(value, number_format) == printed


def test_prose_with_commas_stays_a_text():
    text = (
        f"{FILLER}\n"
        + "全年公开信息1,534条,办结申请12件,其中予以公开7件。\n" * 2
        + "无。\n本报告可下载,欢迎联系。\n完。\n"
    )
    assert read_bytes(text.encode(), "a.csv").source.media_type == "text/plain"


@pytest.mark.parametrize("cut", [100, 2_000, 4_000])
def test_damaged_spreadsheet_is_refused_with_one_line(cut):
    raw = kind_styles.xlsx(load_model("luoyan-2021"))
    old = (PROJECT_RENDERS / "luoyan-2021.xls").read_bytes()
    with pytest.raises(DamagedFileError):
        read_bytes(raw[:cut], "a.xlsx")
    with pytest.raises(DocumentError):
        read_bytes(old[:cut], "a.xls")


def test_extra_is_named_when_the_package_for_old_spreadsheets_is_missing(monkeypatch):
    from extractor.ingest import old_sheets
    from extractor.ingest.formats import DEFAULT_LIMITS

    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    with pytest.raises(MissingExtraError, match="sheets"):
        old_sheets.read_old_sheets(b"x", "a.xls", DEFAULT_LIMITS)


def test_value_of_each_type_is_printed_as_the_sheet_shows_it():
    book, _ = sheet_of(["许可", True, False, 0, 1, "1"], ["处罚", 12.5, -3, None, "真", "x"])
    text = read_bytes(saved(book), "a.xlsx").text
    assert "| 许可 | TRUE | FALSE | 0 | 1 | 1 |\n| 处罚 | 12.5 | -3 |  | 真 | x |" in text
