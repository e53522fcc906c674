"""Columns of a form of one's own: headers are followed; a column in doubt is never proved."""

from pathlib import Path

import pytest

import extractor
from extractor.forms import add_form, forget_forms
from extractor.records import CellBasis

FORM = """
edition = "reading_rooms"
name = "阅览室年度统计表"
marks = ["阅览室年度统计表"]

[columns.counts]
spring = {labels = ["春季"], en = "spring"}
autumn = {labels = ["秋季"], en = "autumn"}
year = {labels = ["全年"], en = "year"}

[tables.rooms]
name = "阅览室年度统计表"
corner = "项目"
layout = "rows"
rows = [
  {key = "visits", labels = ["到馆人次"], columns = "counts", en = "visits"},
  {key = "adults", labels = ["成人到馆"], columns = "counts", en = "adults"},
  {key = "children", labels = ["少儿到馆"], columns = "counts", en = "children"},
  {key = "loans", labels = ["外借册次"], columns = "counts", en = "loans"},
]
sums = [
  {id = "row", each = "row", left = "* -year", right = "year", says = "两季之和与全年"},
  {id = "column", each = "column", left = "adults children", right = "visits", says = "成人与少儿之和"},
]
"""
TITLE = "青禾县2023年阅览室年度统计表"
ROWS = {
    "到馆人次": {"春季": 530, "秋季": 410, "全年": 940},
    "成人到馆": {"春季": 300, "秋季": 270, "全年": 570},
    "少儿到馆": {"春季": 230, "秋季": 140, "全年": 370},
    "外借册次": {"春季": 61, "秋季": 84, "全年": 145},
}
KEYS = dict(zip(ROWS, ("visits", "adults", "children", "loans"), strict=True))
COLUMNS = {"春季": "spring", "秋季": "autumn", "全年": "year"}


@pytest.fixture(autouse=True)
def own_form(tmp_path: Path):
    path = tmp_path / "rooms.toml"
    path.write_text(FORM, encoding="utf-8")
    add_form(path)
    yield
    forget_forms()


def lines_of(columns, rows=tuple(ROWS)):
    return [["项目", *columns], *([row, *(str(ROWS[row][column]) for column in columns)] for row in rows)]


def turned():
    return [list(line) for line in zip(*lines_of(tuple(COLUMNS)), strict=True)]


def printed(lines, style: str) -> str:
    if style == "html":
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
        return f"<html><body><h1>{TITLE}</h1><table>{body}</table></body></html>"
    gap = {"tabs": "\t", "spaces": "    ", "pipes": " | "}[style]
    return TITLE + "\n" + "\n".join(gap.join(line) for line in lines) + "\n"


ORDERS = {
    "as in the form": lines_of(("春季", "秋季", "全年")),
    "two exchanged": lines_of(("秋季", "春季", "全年")),
    "the total first": lines_of(("全年", "春季", "秋季")),
    "all turned round": lines_of(("全年", "秋季", "春季")),
    "rows as columns": turned(),
    "other order of rows": lines_of(("秋季", "春季", "全年"), tuple(reversed(ROWS))),
}


@pytest.mark.parametrize("style", ["tabs", "spaces", "pipes", "html"])
@pytest.mark.parametrize("order", ORDERS)
def test_no_number_stands_under_another_column(order: str, style: str, tmp_path: Path):
    path = tmp_path / ("a.html" if style == "html" else "a.txt")
    path.write_text(printed(ORDERS[order], style), encoding="utf-8")
    report = extractor.extract(path, form="reading_rooms")
    table = getattr(report.tables, "rooms")  # noqa: B009 - a table of a form of one's own
    read = {
        row: {column: table[KEYS[row]][COLUMNS[column]].value for column in values}
        for row, values in ROWS.items()
    }
    assert read == ROWS
    followed = order in ("as in the form", "rows as columns")
    assert {cell.basis for cells in table.values() for cell in cells.values()} == {
        CellBasis.PROVED if followed else CellBasis.PRINTED
    }
    assert [finding.check for finding in report.findings] == ([] if followed else ["table.place"])


def test_form_with_one_row_is_read_under_its_header(tmp_path: Path):
    one = FORM.replace('  {key = "adults"', '# {key = "adults"').replace(
        '  {key = "children"', '# {key = "children"'
    )
    one = one.replace('  {key = "loans"', '# {key = "loans"').replace("reading_rooms", "one_room")
    one = one.replace('  {id = "column"', '# {id = "column"')
    path = tmp_path / "one.toml"
    path.write_text(one, encoding="utf-8")
    add_form(path)
    text = printed(lines_of(("秋季", "春季", "全年"), ("到馆人次",)), "tabs")
    table = getattr(extractor.extract(text, form="one_room").tables, "rooms")  # noqa: B009
    assert {key: cell.value for key, cell in table["visits"].items()} == {
        "spring": 530,
        "autumn": 410,
        "year": 940,
    }


def test_a_column_of_the_form_that_is_called_like_a_column_of_codes_keeps_its_numbers(tmp_path: Path):
    path = tmp_path / "numbered.toml"
    path.write_text(FORM.replace("秋季", "编号").replace("reading_rooms", "numbered_rooms"), encoding="utf-8")
    add_form(path)
    text = printed(ORDERS["as in the form"], "tabs").replace("秋季", "（编号）")
    table = getattr(extractor.extract(text, form="numbered_rooms").tables, "rooms")  # noqa: B009
    assert [cells["autumn"].raw for cells in table.values()] == ["410", "270", "140", "84"]


def read_rooms(text: str):
    report = extractor.extract(text, form="reading_rooms")
    return report, getattr(report.tables, "rooms")  # noqa: B009


@pytest.mark.parametrize("style", ["tabs", "spaces", "pipes"])
@pytest.mark.parametrize("header", ["none", "of other words", "one label twice"])
def test_nothing_is_proved_where_no_header_tells_the_columns(header: str, style: str):
    lines = lines_of(("秋季", "春季", "全年"))
    lines[0] = {
        "none": [],
        "of other words": ["项目", "甲栏", "乙栏", "丙栏"],
        "one label twice": ["项目", *["秋季"] * 3],
    }[header]
    report, table = read_rooms(printed([line for line in lines if line], style))
    assert CellBasis.PROVED not in {cell.basis for cells in table.values() for cell in cells.values()}
    assert "table.place" in [finding.check for finding in report.findings]


@pytest.mark.parametrize("misread", ["春口", "田季"])
def test_a_half_legible_label_in_its_place_leaves_the_table_proved(misread: str):
    _, table = read_rooms(printed(lines_of(("春季", "秋季", "全年")), "spaces").replace("春季", misread))
    assert table["visits"]["autumn"].basis is CellBasis.PROVED


@pytest.mark.parametrize("order", [("秋季", "全年", "春季"), ("全年", "春季", "秋季")])
def test_a_misread_label_between_two_legible_neighbours_puts_the_order_in_doubt(order: tuple[str, ...]):
    at = 1 if order[0] == "秋季" else 0
    text = printed(lines_of(order), "spaces").replace(order[at], order[at][0] + "口")
    report, table = read_rooms(text)
    wrong = [
        cell.basis
        for row, values in ROWS.items()
        for column, value in values.items()
        if (cell := table[KEYS[row]][COLUMNS[column]]).value != value
    ]
    assert CellBasis.PROVED not in wrong
    assert "table.place" in [finding.check for finding in report.findings]


GROUPED = (
    FORM.replace("reading_rooms", "grouped_rooms")
    .replace('labels = ["少儿到馆"]', 'labels = ["成人到馆"]')
    .replace('en = "adults"', 'en = "adults", group = "东馆"')
    .replace('en = "children"', 'en = "children", group = "西馆"')
    .replace(
        'layout = "rows"',
        'groups = [{key = "e", label = "东馆", en = "e"}, {key = "w", label = "西馆", en = "w"}]',
    )
)


@pytest.mark.parametrize("style", ["tabs", "pipes", "html"])
def test_rows_as_columns_are_named_together_with_the_group_above_them(style: str, tmp_path: Path):
    form = tmp_path / "grouped.toml"
    form.write_text(GROUPED, encoding="utf-8")
    add_form(form)
    first, *rest = turned()
    above = ["项目", "", "东馆", "西馆", "外借册次"]
    below = ["", first[1], "1.成人到馆", "1.成人到馆", ""]
    path = tmp_path / ("a.html" if style == "html" else "a.txt")
    path.write_text(printed([above, below, *rest], style), encoding="utf-8")
    report = extractor.extract(path, form="grouped_rooms")
    table = getattr(report.tables, "rooms")  # noqa: B009
    read = {
        row: {column: table[KEYS[row]][COLUMNS[column]].value for column in values}
        for row, values in ROWS.items()
    }
    assert read == ROWS
    assert {cell.basis for cells in table.values() for cell in cells.values()} == {CellBasis.PROVED}
