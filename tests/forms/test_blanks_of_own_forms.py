# ruff: noqa: E501 - a line of TOML cannot be broken
"""Blanks in tables of one's own forms: places that the print shows are kept, others are open and never proved."""

from decimal import Decimal
from random import Random

import pytest

from extractor.evaluation.noise.fill import fill_form
from extractor.forms import add_form, edition_named, forget_forms
from extractor.pipeline import extract
from extractor.records import CellBasis

FERRIES = """\
edition = "landings_blank"
name = "码头客流年度统计表"
marks = ["码头客流年度统计表"]

[columns.people]
east = {labels = ["东岸"]}
west = {labels = ["西岸"]}
island = {labels = ["湖心岛"]}
total = {labels = ["合计"]}

[tables.people]
name = "码头客流年度统计表"
corner = "客票种类"
rows = [
  {key = "full", labels = ["全价票"], columns = "people"},
  {key = "half", labels = ["半价票"], columns = "people"},
  {key = "free", labels = ["免票"], columns = "people"},
  {key = "all", labels = ["客流总数"], columns = "people"},
]
sums = [
  {id = "row", each = "row", left = "* -total", right = "total"},
  {id = "col", each = "column", left = "* -all", right = "all"},
]
"""
CLINICS = """\
edition = "clinics_blank"
name = "村卫生所运行年报表"
marks = ["村卫生所运行年报表"]

[columns.care]
before = {labels = ["上年数"]}
change = {labels = ["增减"], kind = "signed"}
now = {labels = ["本年数"]}
home = {labels = ["上门诊疗"]}
there = {labels = ["所内诊疗"]}
seen = {labels = ["诊疗合计"]}

[tables.care]
name = "村卫生所运行年报表"
corner = "片区"
rows = [
  {key = "hill", labels = ["山区片"], columns = "care"},
  {key = "lake", labels = ["湖区片"], columns = "care"},
  {key = "all", labels = ["全镇总计"], columns = "care"},
]
sums = [
  {id = "change", each = "row", left = "before change", right = "now"},
  {id = "seen", each = "row", left = "home there", right = "seen"},
  {id = "all", each = "column", only = "before now home there seen", left = "hill lake", right = "all"},
]
"""
MONEY = """\
edition = "money_blank"
name = "水库维修经费年报"

[columns.money]
plan = {labels = ["预算"], kind = "amount"}
spent = {labels = ["决算"], kind = "amount"}

[tables.money]
name = "水库维修经费年报"
rows = [
  {key = "grant", labels = ["上级拨款"], columns = "money"},
  {key = "own", labels = ["自筹资金"], columns = "money"},
  {key = "income", labels = ["收入合计"], columns = "money"},
  {key = "works", labels = ["工程支出"], columns = "money"},
  {key = "wages", labels = ["人工支出"], columns = "money"},
  {key = "outgo", labels = ["支出合计"], columns = "money"},
  {key = "urgent", labels = ["其中抢险"], columns = "money"},
  {key = "left", labels = ["年末结余"], columns = "money"},
]
sums = [
  {id = "balance", each = "column", left = "outgo left", right = "income"},
  {id = "in", each = "column", left = "grant own", right = "income"},
  {id = "out", each = "column", left = "works wages", right = "outgo"},
  {id = "urgent", each = "column", left = "urgent", right = "outgo", relation = "<="},
]
"""
PEOPLE = {"全价票": (0, 0, 0), "半价票": (0, 0, 0), "免票": (0, 0, 1), "客流总数": (0, 0, 1)}


@pytest.fixture(autouse=True)
def forms(tmp_path):
    for text in (FERRIES, CLINICS, MONEY):
        path = tmp_path / f"{len(text)}.toml"
        path.write_text(text, encoding="utf-8")
        add_form(path)
    yield
    forget_forms()


def read(lines, table):
    found = extract("\n".join(lines) + "\n").tables.get(table)
    assert found is not None
    return found


@pytest.mark.parametrize("edge", ["|", ""], ids=["framed", "bare"])
def test_blank_total_at_the_end_of_every_row_moves_no_number(edge):
    def line(*cells):
        return f"{edge} {' | '.join(map(str, cells))} {edge}".strip(" ")

    table = read(
        [
            "码头客流年度统计表",
            "",
            line("客票种类", "东岸", "西岸", "湖心岛", "合计"),
            *((line("---", "---", "---", "---", "---"),) if edge else ()),
            *(line(label, *figures, "") for label, figures in PEOPLE.items()),
        ],
        "people",
    )
    assert [table["free"][column].value for column in ("east", "west", "island")] == [0, 0, 1]
    assert all(cell.value in (None, 1) for cell in (table["free"]["total"], table["all"]["total"]))


@pytest.mark.parametrize("gap", ["  ", "\t"])
def test_nothing_is_proved_where_a_whole_column_is_not_printed_and_no_field_shows_which(gap):
    rows = [gap.join(map(str, (label, *figures))) for label, figures in PEOPLE.items()]
    table = read(
        ["码头客流年度统计表", gap.join(("客票种类", "东岸", "西岸", "湖心岛", "合计")), *rows], "people"
    )
    cells = [cell for row in table.values() for cell in row.values()]
    assert CellBasis.PROVED not in {cell.basis for cell in cells}
    doubted = [cell for cell in cells if cell.reason or cell.basis is CellBasis.AMBIGUOUS]
    assert [cell for cell in cells if cell.value is not None and cell not in doubted] == []


CARE = {
    "山区片": ("", "", "", "", "7", "7"),
    "湖区片": ("", "", "", "2", "3", "5"),
    "全镇总计": ("", "", "", "2", "10", "12"),
}


def test_lone_pipes_before_the_first_numbers_are_blank_cells():
    heads = ["片区", "上年数", "增减", "本年数", "上门诊疗", "所内诊疗", "诊疗合计"]
    rows = [heads, *([label, *cells] for label, cells in CARE.items())]
    lines = [line for row in rows for line in ("|", *(f"{cell} |" if cell else "|" for cell in row))]
    table = read(["村卫生所运行年报表", *lines], "care")
    assert [table["all"][column].value for column in ("home", "there", "seen")] == [2, 10, 12]
    assert table["hill"]["seen"].value == 7
    assert {table[row][column].value for row in table for column in ("before", "change", "now")} <= {None, 0}


def test_changes_of_a_row_whose_numbers_have_no_places_are_open():
    rows = ["  ".join((label, *filter(None, cells))) for label, cells in CARE.items()]
    head = "片区  上年数  增减  本年数  上门诊疗  所内诊疗  诊疗合计"
    table = read(["村卫生所运行年报表", head, *rows], "care")
    for row in table.values():
        if any(cell.basis is CellBasis.AMBIGUOUS for cell in row.values()):
            assert row["change"].value is None


@pytest.mark.parametrize("seed", range(8))
def test_invented_money_keeps_every_sum_of_its_form(seed):
    (values,) = fill_form(Random(seed), edition_named("money_blank")).values.values()
    for each in edition_named("money_blank").tables[0].identities:
        left, right = (
            sum((Decimal(values[r][c]) for r, c in side), Decimal(0)) for side in (each.left, each.right)
        )
        assert left <= right if each.relation.value == "<=" else left == right, each.id
    assert min(figure for row in values.values() for figure in row.values()) >= 0


@pytest.mark.parametrize("gap", ["    ", ","], ids=["spaces", "commas"])
@pytest.mark.parametrize("place", [1, 5])
def test_header_without_the_label_of_a_column_in_another_place_tells_no_column(gap, place):
    heads = ["增减", "本年数", "上门诊疗", "所内诊疗", "诊疗合计"]
    heads.insert(place, "")  # that of 上年数, which the form has first
    figures = {"山区片": (1, 4, 5, 2, 3, 5), "湖区片": (2, 4, 6, 3, 4, 7), "全镇总计": (3, 8, 11, 5, 7, 12)}
    printed = [head for head in heads if head] if gap == "    " else heads
    rows = [gap.join(map(str, (label, *cells))) for label, cells in figures.items()]
    table = read(["村卫生所运行年报表", gap.join(("片区", *printed)), *rows], "care")
    known = [cell for row in table.values() for cell in row.values() if cell.value is not None]
    assert all(cell.reason and cell.basis is not CellBasis.PROVED for cell in known)


@pytest.mark.parametrize("gap", ["  ", "|"], ids=["spaces", "markdown"])
def test_header_with_a_label_that_is_not_legible_in_another_place_tells_no_column(gap):
    heads = [
        "片区",
        "增减",
        "本年数",
        "上门诊疗",
        "所内诊疗",
        "诊疗合计",
        "上口数",
    ]  # the form has the last one first
    figures = {"山区片": (1, 5, 2, 3, 5, 4), "湖区片": (2, 6, 3, 4, 7, 4), "全镇总计": (3, 11, 5, 7, 12, 8)}
    rows = [
        heads,
        *([["-"] * len(heads)] if gap == "|" else []),
        *((name, *own) for name, own in figures.items()),
    ]
    edge = gap.strip()
    lines = [edge + gap.join(map(str, row)) + edge for row in rows]
    table = read(["村卫生所运行年报表", "", *lines], "care")
    known = [cell for row in table.values() for cell in row.values() if cell.value is not None]
    assert known
    assert all(cell.reason or cell.basis is CellBasis.CONFLICT for cell in known)
    assert all(cell.basis is not CellBasis.PROVED for cell in known)


@pytest.mark.parametrize("label", ["上口数", "诊疗合计", "数量"], ids=["misread", "twice", "another"])
def test_rows_as_columns_prove_nothing_where_the_label_of_one_is_not_its_own(label):
    lines = ["片区,山区片,湖区片,全镇总计", "所内诊疗,21,48,69", "诊疗合计,79,52,131", "本年数,36,32,68"]
    lines += ["上门诊疗,58,4,62", "增减,23,-7,16", f"{label},13,39,52"]
    table = read(["村卫生所运行年报表", *lines], "care")
    cells = [cell for row in table.values() for cell in row.values()]
    assert all(cell.value is None or cell.reason or cell.basis is CellBasis.CONFLICT for cell in cells)


@pytest.mark.parametrize(
    "signature", ["云台镇人民政府\n2024年1月8日", "2024年1月8日", "云台镇人民政府\n2024-01-08"]
)
def test_the_date_below_a_table_is_no_number_of_its_last_row(signature):
    head = "云台镇2023年码头客流年度统计表\n客票种类 东岸 西岸 湖心岛 合计\n"
    table = extract(f"{head}全价票\n半价票 2 2\n免票\n客流总数 2 2\n\n{signature}\n").tables.get("people")

    for row in ("half", "all"):
        assert not [c for c in table[row].values() if c.value == 4 and c.basis is not CellBasis.AMBIGUOUS]
        assert table[row]["total"].value == 2
