"""Sheet: what the cells of one table hold, how they look, what is printed; read back by openpyxl."""

from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from openpyxl import load_workbook

from extractor.export.workbook_sheets import MOST_CHARACTERS, ColumnHeading, Sheet, SheetLooks

HEADINGS = (
    ColumnHeading("name", "名称", width=20, look="wrapped"),
    ColumnHeading("total", "总计", look="centred", note="各列之和"),
    ColumnHeading("sha256"),
)


def sheets(path, rows, headings=HEADINGS, most=100, **options):
    """The sheets of a workbook with one table."""
    with xlsxwriter.Workbook(path) as book:
        sheet = Sheet(book, SheetLooks(book), "表", headings, most)
        for name, value in options.items():
            setattr(sheet, name, value)
        for row in rows:
            sheet.add(row)
        sheet.close()
    return list(load_workbook(path))


def test_values_keep_their_types(tmp_path):
    rows = [("甲", 7, None), ("", Decimal("2.5"), "=1+1"), (date(2022, 1, 20), -3, "x" * 40_000)]
    (sheet,) = sheets(tmp_path / "a.xlsx", rows)
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert read[0] == ["name", "total", "sha256"]
    assert read[1] == ["甲", 7, None]
    assert read[2] == [None, 2.5, "=1+1"]
    assert sheet["C3"].data_type == "s"
    assert (read[3][0].date(), read[3][1]) == (date(2022, 1, 20), -3)
    assert (len(read[3][2]), read[3][2][-1]) == (MOST_CHARACTERS, "…")


@pytest.mark.parametrize("value", [None, "", 0, 5])
@pytest.mark.parametrize(
    ("basis", "colour"), [("conflict", "FFF8CBAD"), ("ambiguous", "FFFFE699"), ("human", "FFE2EFDA")]
)
def test_doubt_is_seen_in_a_cell_even_where_it_holds_nothing(tmp_path, value, basis, colour):
    (sheet,) = sheets(tmp_path / "a.xlsx", [("甲", (value, basis), None)])
    assert sheet["B2"].value == (value if value != "" else None)
    assert sheet["B2"].fill.fgColor.rgb == colour


def test_cell_without_a_basis_has_the_look_of_its_column(tmp_path):
    (sheet,) = sheets(tmp_path / "a.xlsx", [("甲", 7, "0")])
    assert sheet["A2"].alignment.wrap_text
    assert sheet["B2"].alignment.horizontal == "center"
    assert sheet["C2"].fill.fill_type is None


def test_head_shows_its_label_holds_its_name_and_stays(tmp_path):
    (sheet,) = sheets(tmp_path / "a.xlsx", [("甲", 7, "0")])
    assert (sheet["B1"].value, sheet["B1"].number_format) == ("total", '"总计 "@')
    assert sheet["B1"].comment.text == "各列之和"
    assert sheet["A1"].comment is None
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
    assert sheet.row_dimensions[1].height == 32.25
    assert sheet.column_dimensions["A"].width > 19


@pytest.mark.parametrize(
    ("rows", "options", "filtered", "printed"),
    [
        (3, {}, "A1:C4", "'表'!$A$1:$B$4"),
        (0, {}, "A1:C2", "'表'!$A$1:$B$2"),
        (3, {"for_filters_only": True}, "A1:C4", "'表'!$A$1:$C$1"),
    ],
    ids=["rows", "none", "too long for paper"],
)
def test_filter_covers_the_rows_and_paper_what_is_read(tmp_path, rows, options, filtered, printed):
    (sheet,) = sheets(tmp_path / "a.xlsx", [("甲", 7, "0")] * rows, **options)
    assert sheet.auto_filter.ref == filtered
    assert sheet.print_area == printed


def test_wide_table_for_filters_prints_the_first_twelve_heads(tmp_path):
    headings = tuple(ColumnHeading(f"c{at}") for at in range(20))
    (sheet,) = sheets(tmp_path / "a.xlsx", [[1] * 20], headings, for_filters_only=True)
    assert sheet.print_area == "'表'!$A$1:$L$1"


@pytest.mark.parametrize(("rows", "lengths"), [(2, [2]), (3, [2, 1]), (4, [2, 2]), (5, [2, 2, 1])])
def test_table_goes_on_on_a_sheet_with_head_and_filter_of_its_own(tmp_path, rows, lengths):
    found = sheets(tmp_path / "a.xlsx", [("甲", at, "0") for at in range(rows)], most=3)
    assert [sheet.title for sheet in found] == ["表", "表 2", "表 3"][: len(lengths)]
    assert [sheet.max_row - 1 for sheet in found] == lengths
    assert [row[1].value for sheet in found for row in sheet.iter_rows(min_row=2)] == list(range(rows))
    for sheet, length in zip(found, lengths, strict=True):
        assert sheet["A1"].value == "name"
        assert sheet.auto_filter.ref == f"A1:C{length + 1}"
