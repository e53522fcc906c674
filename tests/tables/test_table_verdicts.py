"""Verdicts of applications: every basis of the contract, from small tables printed cell by cell."""

from collections import Counter

import pytest
from printed_tables import COLUMNS, ONE_OTHER, SMALL, THREE_OTHER, applications, filled, tabbed, values, wrong

from extractor.records import CellBasis

FIGURES = filled(SMALL)


def changed(row, column, printed, figures=FIGURES):
    copy = {key: list(cells) for key, cells in figures.items()}
    copy[row][COLUMNS.index(column)] = printed
    return copy


def bases(table):
    return Counter(cell.basis for row in table.values() if row for cell in row.values())


def conflicts(table):
    return {
        (row, column): tuple(map(int, cell.alternatives))
        for row, cells in table.items()
        for column, cell in (cells or {}).items()
        if cell.basis is CellBasis.CONFLICT
    }


def test_every_cell_is_proved_when_all_sums_hold():
    table = applications(tabbed(FIGURES))
    assert values(table, FIGURES) == FIGURES
    assert bases(table) == {CellBasis.PROVED: 175}
    assert table["granted"]["natural"].identities == (
        "applications.row.granted",
        "applications.column.natural.processed",
    )


def test_the_same_comes_out_when_read_twice():
    assert applications(tabbed(FIGURES)) == applications(tabbed(FIGURES))


@pytest.mark.parametrize(
    ("row", "column", "printed", "value", "mark"),
    [
        ("granted", "natural", "l2", 12, "letter"),
        ("granted", "natural", "1 2", 12, "two pieces"),
        ("granted", "research", "O", 0, "letter"),
        ("granted", "total", "lS", 15, "letter"),
        ("processed", "natural", "Z6", 26, "letter"),
        ("unable_not_held", "natural", "T", 7, "letter"),
        ("partial", "natural", "04", 4, "starts with 0"),
        ("partial", "research", "00", 0, "twice"),
    ],
)
def test_marked_artefact_is_repaired_when_the_sums_leave_one_reading(row, column, printed, value, mark):
    table = applications(tabbed(changed(row, column, printed)))
    cell = table[row][column]
    assert (cell.value, cell.basis, cell.raw) == (value, CellBasis.REPAIRED, printed)
    assert mark in cell.reason
    assert cell.identities
    assert wrong(table, FIGURES) == {}


def test_second_choice_of_a_letter_is_taken_when_the_sums_ask_for_it():
    figures = filled({**SMALL, "granted": (18, 3, 0, 0, 0, 0)})
    table = applications(tabbed(changed("granted", "natural", "1O", figures)))
    assert (table["granted"]["natural"].value, table["granted"]["natural"].basis) == (18, CellBasis.REPAIRED)


@pytest.mark.parametrize(
    ("row", "column", "printed", "true"),
    [
        ("granted", "natural", "13", 12),
        ("denied_law", "legal", "8", 0),
        ("unable_not_held", "business", "5", 2),
        ("refused_duplicate", "natural", "7", 1),
    ],
)
def test_one_digit_for_another_is_a_conflict_that_names_itself_and_is_never_repaired(
    row, column, printed, true
):
    table = applications(tabbed(changed(row, column, printed)))
    assert conflicts(table) == {(row, column): (true,)}
    assert str(table[row][column].value) == table[row][column].raw == printed
    assert bases(table) == {CellBasis.CONFLICT: 1, CellBasis.PROVED: 174}


def test_second_reading_turns_a_conflict_into_a_repair_when_it_agrees_with_the_sums():
    text = tabbed(changed("granted", "natural", "13"))
    table = applications(text, second={("granted", "natural"): 12})
    assert (table["granted"]["natural"].value, table["granted"]["natural"].basis) == (12, CellBasis.REPAIRED)
    assert table["granted"]["natural"].raw == "13"
    assert conflicts(table) == {}


@pytest.mark.parametrize("seen", [13, 15], ids=["confirms-the-print", "says-a-third-thing"])
def test_second_reading_changes_nothing_when_it_disagrees_with_the_sums(seen):
    table = applications(tabbed(changed("granted", "natural", "13")), second={("granted", "natural"): seen})
    assert conflicts(table) == {("granted", "natural"): (12,)}
    assert table["granted"]["natural"].value == 13


def test_all_cells_of_a_failing_sum_are_in_conflict_when_any_of_them_may_be_wrong():
    figures = changed("processed", "total", "31")
    table = applications(tabbed(figures))
    assert ("processed", "total") in conflicts(table)
    assert values(table, figures) == figures


def test_value_is_kept_when_the_issuer_printed_a_wrong_total():
    figures = changed("new", "total", "0")
    table = applications(tabbed(figures))
    assert table["new"]["total"].value == 0
    assert table["new"]["total"].basis is CellBasis.CONFLICT


def test_lost_number_is_inferred_when_row_and_column_force_it():
    table = applications(tabbed(changed("granted", "natural", "")))
    cell = table["granted"]["natural"]
    assert (cell.value, cell.basis, cell.raw) == (12, CellBasis.INFERRED, None)
    assert cell.reason
    assert wrong(table, FIGURES) == {}


def test_blanks_among_printed_numbers_are_inferred_zero():
    figures = {key: ["" if cell == "0" else cell for cell in row] for key, row in FIGURES.items()}
    table = applications(tabbed(figures))
    assert table["granted"]["research"].basis is CellBasis.INFERRED
    assert (table["granted"]["research"].value, table["granted"]["research"].raw) == (0, None)
    assert wrong(table, {key: row for key, row in FIGURES.items() if any(map(int, row))}) == {}


def test_dash_is_no_printed_zero():
    table = applications(tabbed(changed("granted", "research", "—")))
    cell = table["granted"]["research"]
    assert (cell.raw, cell.basis) == ("—", CellBasis.INFERRED)
    assert cell.evidence is not None


@pytest.mark.parametrize("gap", ["\t", "  "], ids=["tabs", "spaces"])
@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["12", "3", "0.", "0.", "O", "o", "15"], id="points-and-letters"),
        pytest.param(["12", "3", "--", "—", "－", "/", "15"], id="signs"),
        pytest.param(["1", "2", "3", "0", "0", "0", "0", "15"], id="split-over-two-cells"),
        pytest.param(["12", "3", "0", "0", "0", "0", "1", "5"], id="total-split-over-two-cells"),
        pytest.param(["7", "12", "3", "0", "0", "0", "0", "15"], id="stray-number-before"),
        pytest.param(["12", "3", "0", "0", "0", "0", "15", "7"], id="stray-number-behind"),
        pytest.param(["12", "3", "0", "0", "0", "0"], id="last-cell-lost"),
        pytest.param(["12", "3", "0", "0", "0"], id="last-two-cells-lost"),
        pytest.param([], id="all-cells-lost"),
    ],
)
def test_spoiled_row_comes_out_right_when_the_columns_hold(row, gap):
    lines = tabbed(FIGURES).replace("\t", gap).split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("（一）"))
    lines[at] = gap.join(("（一）予以公开", *row))
    assert wrong(applications("\n".join(lines)), FIGURES) == {}


@pytest.mark.parametrize("gap", ["\t", "  "], ids=["tabs", "spaces"])
@pytest.mark.parametrize("printed", ["…", ".", "***", "17余", "17个左右", "≥17", "若干", "17怪"])
@pytest.mark.parametrize("place", [0, 2, 6])
def test_a_print_that_is_no_number_is_open_whatever_the_sums_ask_for(place, printed, gap):
    row = [printed if column == place else number for column, number in enumerate(FIGURES["granted"])]
    table = applications(tabbed(FIGURES | {"granted": row}).replace("\t", gap))
    cell = table["granted"].pop(COLUMNS[place])
    assert (cell.value, cell.basis in (CellBasis.AMBIGUOUS, CellBasis.PRINTED)) == (None, True)
    assert cell.raw
    assert cell.raw in printed
    rest = {key: numbers for key, numbers in FIGURES.items() if key != "granted"}
    assert wrong(table, rest) == {}
    assert all(str(other.value) in FIGURES["granted"] for other in table["granted"].values())


@pytest.mark.parametrize(
    "row",
    [
        ["3", "0", "0", "0", "0", "15"],
        ["123", "0", "0", "0", "0", "15"],
        ["1#", "3", "0", "0", "0", "0", "15"],
    ],
    ids=["first-field-lost", "neighbours-merged", "unreadable"],
)
def test_spoiled_row_is_flagged_when_its_fields_speak_for_another_reading(row):
    lines = tabbed(FIGURES).split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("（一）"))
    lines[at] = "\t".join(("（一）予以公开", *row))
    table = applications("\n".join(lines))
    for row_key, column in wrong(table, FIGURES):
        assert table[row_key][column].basis in (CellBasis.CONFLICT, CellBasis.AMBIGUOUS)
        expected = FIGURES[row_key][COLUMNS.index(column)]
        assert int(expected) in table[row_key][column].alternatives


def test_total_row_is_inferred_when_it_is_blank_and_the_balance_holds():
    table = applications(tabbed({**FIGURES, "processed": [""] * 7}))
    assert values(table, FIGURES) == FIGURES
    assert {cell.basis for cell in table["processed"].values()} == {CellBasis.INFERRED}
    assert table["processed"]["natural"].identities == (
        "applications.column.natural.processed",
        "applications.column.natural.balance",
    )


def test_total_row_stays_blank_when_the_balance_fails():
    figures = changed("new", "natural", "99")
    figures["new"][6] = str(99 + 6)
    table = applications(tabbed({**figures, "processed": [""] * 7}))
    assert table["processed"]["natural"].basis is not CellBasis.INFERRED


def test_total_column_is_inferred_when_it_is_blank():
    table = applications(tabbed({key: [*row[:6], ""] for key, row in FIGURES.items()}))
    assert table["granted"]["total"].value == 15
    assert table["granted"]["total"].basis is CellBasis.INFERRED


def test_cells_are_blank_when_nothing_is_printed_and_nothing_implied():
    table = applications(tabbed({key: [""] * 7 for key in FIGURES}))
    assert bases(table) == {CellBasis.BLANK: 175}
    assert {cell.value for row in table.values() for cell in row.values()} == {None}


def test_single_other_row_fills_other_and_leaves_three_rows_null():
    figures = filled({**SMALL, "other": (5, 0, 0, 0, 0, 0)}, ONE_OTHER)
    table = applications(tabbed(figures))
    assert values(table, figures) == figures
    assert {key for key, row in table.items() if row is None} == {
        "other_no_correction",
        "other_no_fee",
        "other_misc",
    }


def test_form_of_2019_has_one_other_row_and_no_null_rows():
    figures = filled(SMALL, ONE_OTHER)
    table = applications(tabbed(figures), form="2019")
    assert tuple(table) == tuple(key for key in ONE_OTHER)
    assert values(table, figures) == figures


@pytest.mark.parametrize(
    "text", ["", "详见附件图片。\n", "（表格见图）\n申请人情况\n"], ids=["empty", "note", "header-only"]
)
def test_table_is_absent_when_it_is_not_printed(text):
    assert applications(text) is None


def test_rows_come_in_the_order_of_the_form():
    assert tuple(applications(tabbed(FIGURES))) == THREE_OTHER
