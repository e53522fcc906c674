"""Labels and numbers that a converter parted, and the numbers that belong to another row's label."""

from printed_tables import COLUMNS, GROUPS, HEADER, LABELS, SMALL, applications, filled, proactive, wrong

from extractor.records import CellBasis

FIGURES = filled(
    {**SMALL, "unable_no_existing": (6, 0, 0, 0, 0, 0), "other_no_correction": (8, 2, 0, 0, 0, 0)}
)
PARTED = ("unable_not_held", "unable_no_existing", "unable_unclear", "refused_repeated", "refused_reissue",
          "other_no_correction", "other_no_fee")  # fmt: skip


def row_of(figures, key, label=True):
    return "| " + " | ".join((*((LABELS[key],) if label else ()), *figures[key])) + " |"


def with_parted_labels(figures=FIGURES, parted=PARTED, lost=()):
    """Wrapped labels of some rows in front of all their numbers, as a converter writes what is no table."""
    lines = HEADER.replace("\t", " | ").rstrip("\n").split("\n")
    waiting: list[str] = []
    for key in figures:
        if key in parted:
            half = len(LABELS[key]) // 2
            lines += [LABELS[key][:half], LABELS[key][half:]]
            waiting += (
                [] if key in lost else [row_of(figures, key, label=False), "|---|---|---|---|---|---|---|"]
            )
            continue
        lines += [*waiting, *([GROUPS[key]] if key in GROUPS else []), row_of(figures, key)]
        waiting.clear()
    return "\n".join(lines) + "\n"


def test_groups_are_counted_between_rows_that_kept_their_label():
    assert wrong(applications(with_parted_labels()), FIGURES) == {}


def test_a_page_number_between_the_groups_is_no_row():
    lines = with_parted_labels().split("\n")
    lines.insert(lines.index(row_of(FIGURES, "other_no_correction", label=False)), "1")
    assert wrong(applications("\n".join(lines)), FIGURES) == {}


def test_rows_are_ambiguous_when_a_group_near_them_belongs_to_none():
    lines = with_parted_labels().split("\n")
    lines.insert(
        lines.index(row_of(FIGURES, "unable_no_existing", label=False)),
        row_of(FIGURES, "other_no_fee", label=False),
    )
    table = applications("\n".join(lines))
    near = ("unable_not_held", "unable_no_existing", "unable_unclear")
    wrongly_sure = [
        (key, column)
        for key in near
        for column in COLUMNS
        if str(table[key][column].value) != FIGURES[key][COLUMNS.index(column)]
        and table[key][column].basis in (CellBasis.PROVED, CellBasis.INFERRED)
    ]
    assert wrongly_sure == []


def with_counted_heads(figures=FIGURES):
    """Every row a table of its own under heads that a converter made up, as models write Markdown."""
    lines = ["### 申请人情况", "| 数据项目 | 数量 |", "|---|---|", "| - | - |"]
    heads = "| 类别 | 数据1 | 数据2 | 数据3 | 数据4 | 数据5 | 数据6 | 总计 |"
    for key in figures:
        lines += [f"### {LABELS[key]}", heads, "|---|---|---|---|---|---|---|---|", row_of(figures, key)]
    return "\n".join(lines) + "\n"


def test_counted_heads_and_dashes_under_a_header_are_no_cells():
    table = applications(with_counted_heads())
    assert wrong(table, FIGURES) == {}
    assert {cell.basis for cell in table["new"].values()} == {CellBasis.PROVED}


NOTES = """第二十条第（一）项
22
（其中修订 16 件）
第二十条第（五）项
行政许可 0
第二十条第（六）项
行政处罚 0
行政强制 0
第二十条第（八）项
行政事业性收费 0
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
|---|---|---|---|
| 规章 | {rules} |
| 行政规范性文件 | 34 | 189 |
"""


def test_a_short_row_shows_no_places_when_only_its_last_pipe_closes_it():
    table = proactive(NOTES.format(rules="22 | 235"))
    assert {cell.basis for cell in table["rules"].values()} == {CellBasis.AMBIGUOUS}


def test_the_number_of_a_note_is_no_cell():
    table = proactive(NOTES.format(rules="22 | 7 | 235"))
    assert [str(cell.value) for cell in table["rules"].values()] == ["22", "7", "235"]


def test_a_page_from_the_middle_of_a_table_is_read_when_no_row_has_three_columns():
    table = proactive("- 4 -\n行政处罚 3985\n行政强制 88\n第二十条第（八）项\n行政事业性收费 96.6\n")
    assert table is None or str(table["penalties"]["decisions"].value) == "3985"
