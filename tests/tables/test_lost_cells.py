"""Numbers lost one by one: a blank is a 0 only where something that is printed says so."""

import random

import pytest

from extractor.records import CellBasis
from tests.tables.printed_tables import LABELS, SMALL, applications, disputes, filled, tabbed

PARTS = ["natural", "business", "research", "social", "legal", "other_org"]
OPEN = (CellBasis.BLANK, CellBasis.AMBIGUOUS, CellBasis.CONFLICT)
DENSE = filled({**SMALL, "granted": (12, 3, 2, 1, 4, 2), "partial": (4, 0, 5, 0, 1, 0)})


DISPUTES = (
    "行政复议 | 行政诉讼 | |||||||||||||\n"
    "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起诉 | ||||||||\n"
    "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |"
    " |||||\n"
)


def without(*cells, figures=DENSE):
    kept = {key: list(row) for key, row in figures.items()}
    for row, column in cells:
        kept[row][column] = ""
    return applications(tabbed(kept))


@pytest.mark.parametrize("part", range(6))
def test_neither_total_nor_part_is_known_where_a_row_lost_both(part):
    """The row is in no sum by itself then; its column still says what the part is."""
    rows = ["new", "granted", "processed"]
    table = without(*((row, column) for row in rows for column in (part, 6)))
    for row in rows:
        for column in (PARTS[part], "total"):
            cell = table[row][column]
            assert cell.basis in OPEN or str(cell.value) == DENSE[row][[*PARTS, "total"].index(column)]


def test_columns_that_were_lost_with_the_total_are_no_zeros():
    table = without(*((row, column) for row in DENSE for column in (4, 5, 6)))
    for row in ("new", "granted", "processed"):
        assert {table[row][column].basis for column in ("legal", "other_org", "total")} <= set(OPEN)
        assert table[row]["natural"].value == int(DENSE[row][0])


def test_nothing_says_which_of_two_lost_parts_a_rest_stands_in():
    lost = [(row, column) for row in ("new", "granted", "processed") for column in (0, 5)]
    table = without(*lost)
    for row in ("new", "granted", "processed"):
        for column in ("natural", "other_org"):
            assert table[row][column].basis in OPEN


def test_one_lost_number_follows_from_its_row():
    table = without(("granted", 1), ("new", 6))
    assert (table["granted"]["business"].value, table["new"]["total"].value) == (3, int(DENSE["new"][6]))


def test_blanks_are_zeros_where_a_table_prints_none():
    sparse = {key: ["" if cell == "0" else cell for cell in row] for key, row in DENSE.items()}
    table = applications(tabbed(sparse))
    assert [cell.value or 0 for cell in table["granted"].values()] == [int(cell) for cell in DENSE["granted"]]
    assert {cell.basis for cell in table["partial"].values()} <= {CellBasis.PROVED, CellBasis.INFERRED}


def test_numbers_in_fields_of_their_own_are_never_cut():
    """18 under one header is no 1 and 8 under two, whatever the sums would ask for."""
    figures = filled({**SMALL, "granted": (12, 3, 2, 1, 18, 7)})
    table = without(*((row, column) for row in figures for column in (0, 5)), figures=figures)
    cell = table["granted"]["legal"]
    assert cell.basis in OPEN or cell.value == 18


@pytest.mark.parametrize("separator", ["\t", " | "])
def test_a_block_of_the_disputes_that_lost_total_and_part_stays_open(separator):
    cells = ["2", "12", "", "11", "", "3", "9", "22", "15", "49", "", "20", "16", "56", ""]
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    names = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        [*[""] * 5, "未经复议直接起诉", *[""] * 4, "复议后起诉"],
    ]
    table = disputes("\n".join(separator.join(line) for line in (*names, heads, cells)) + "\n")
    assert [cell.value for cell in table["litigation_direct"].values()] == [3, 9, 22, 15, 49]
    for row, lost in (
        ("reconsideration", ("other", "total")),
        ("litigation_after_review", ("upheld", "total")),
    ):
        assert {table[row][column].basis for column in lost} <= set(OPEN)
        assert not any(cell.basis is CellBasis.PROVED for cell in table[row].values())


@pytest.mark.parametrize("left", [4, 5])
def test_a_zero_is_in_no_certain_column_where_every_row_lost_as_many(left):
    """A column of zeros may be any of them: what stood in those that were lost is not known."""
    kept = [0, 1, 2, 3, 5][:left]
    lines = [f"{LABELS[key]} {' '.join(row[at] for at in kept)}" for key, row in DENSE.items()]
    table = applications("\n".join(lines) + "\n")
    sure = (CellBasis.PROVED, CellBasis.PRINTED, CellBasis.REPAIRED)
    assert not [c for row in table.values() for c in row.values() if c.basis in sure and c.reason is None]


@pytest.mark.parametrize("seed", [8, 12, 15, 20, 67])
def test_no_zero_is_proved_where_rows_lost_their_totals_and_places(seed):
    """The numbers of three rows may move to another column together: every sum over rows holds there, too."""
    figures, rng = filled({"granted": (2, 0, 0, 0, 0, 0)}), random.Random(seed)
    kept = {key: [cell for cell in row if rng.random() > 0.35] for key, row in figures.items()}
    table = applications("\n".join("  ".join((LABELS[key], *row)) for key, row in kept.items()))
    sure = (CellBasis.PROVED, CellBasis.INFERRED)
    for key, row in figures.items():
        for cell, true in zip(table[key].values(), row, strict=True):
            assert cell.basis not in sure or str(cell.value) == true, key


@pytest.mark.parametrize(
    "cells",
    [["", "11", "16", "46", ""] * 3, ["12", "", "", "", "", "21", "", "31", "23", "", "", "", "", "", ""]],
    ids=["one-column-and-totals", "no-total"],
)
def test_a_line_of_disputes_without_any_total_says_nothing_of_its_blanks(cells):
    table = disputes(DISPUTES + " | ".join(cells) + " |\n")
    found = [c for row in table.values() for c in row.values() if c.basis is CellBasis.INFERRED]
    assert [cell for cell in found if cell.value] == []
    printed = [cell.raw for row in table.values() for cell in row.values() if cell.raw]
    assert printed == [cell for cell in cells if cell]
    assert all(cell.value is None for cell in table["reconsideration"].values() if not cell.raw)


ROWS = ("reconsideration", "litigation_direct", "litigation_after_review")


def undoubted(table):
    """Cells with a number that nothing is said about."""
    return {
        (row, column): cell
        for row, cells in table.items()
        for column, cell in (cells or {}).items()
        if cell.value is not None and cell.reason is None and cell.basis not in OPEN
    }


def lined(*cells):
    return disputes(DISPUTES + " ".join(cells) + "\n")


def test_a_block_that_only_happens_to_add_up_proves_no_place():
    """Of 0 0 0 3 3 | 7 2 1 4 14 | 0 1 0 0 1 eight numbers are left: 3 3 7 1 14 adds up as well."""
    assert undoubted(lined("3", "3", "7", "1", "14", "0", "0", "1")) == {}


def test_blocks_that_no_lost_number_can_have_moved_stay_proved():
    table = lined("20", "45", "36", "32", "133", "6", "1", "2", "10", "19", "7", "0", "0", "9")
    for row in ROWS[:2]:
        assert {cell.basis for cell in table[row].values()} == {CellBasis.PROVED}
    assert not any(cell.basis is CellBasis.PROVED for cell in table[ROWS[2]].values())


def test_a_blank_total_at_the_end_of_the_line_may_be_the_place_of_a_number_that_moved():
    cells = ["2", "12", "0", "11", "25", "3", "9", "22", "15", "49", "1", "20", "16", "56"]
    ends = disputes(DISPUTES + "| ".join((*cells, "", "")) + "\n")
    assert {row for row, _ in undoubted(ends)} == set(ROWS[:2])
    inside = disputes(DISPUTES + "| ".join((*cells[:4], "", *cells[5:], "93")) + "\n")
    assert {row for row, _ in undoubted(inside)} == set(ROWS)


def test_the_place_of_two_numbers_is_open_where_their_row_adds_up_in_several():
    """1 0 0 0 0 1 may have lost its total or any of its parts, and other rows lost theirs, too."""
    figures = filled({"granted": (1, 0, 0, 0, 0, 1), "partial": (3, 1, 0, 0, 0, 2)})
    lines = {key: " ".join(row) for key, row in figures.items()}
    lines["granted"] = "1 0 0 0 0 1"
    for key in ("new", "processed", "partial"):
        lines[key] = " ".join(figures[key][:2] + figures[key][3:])
    table = applications("\n".join(f"{LABELS[key]} {row}" for key, row in lines.items()) + "\n")
    sure = {column: str(cell.value) for (row, column), cell in undoubted(table).items() if row == "granted"}
    # its column says the total; the three in the middle are 0 wherever the gap is
    assert sure.items() <= {"total": "2", "research": "0", "social": "0", "legal": "0"}.items()


def test_a_place_that_the_other_rows_leave_no_choice_of_is_certain():
    lines = {key: " ".join(row) for key, row in DENSE.items()}
    lines["denied_law"] = "0 0 0 0 0"
    row = DENSE["granted"]
    lines["granted"] = " ".join((*row[:2], *row[3:]))
    table = applications("\n".join(f"{LABELS[key]} {row}" for key, row in lines.items()) + "\n")
    assert [str(cell.value) for cell in table["granted"].values()] == list(row)
