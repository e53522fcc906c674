"""Rows as an engine garbles them: their neighbours are read all the same, and nothing is made of noise."""

import pytest

from extractor.records import CellBasis
from tests.tables.printed_tables import COLUMNS, LABELS, SMALL, applications, filled

FIGURES = filled({**SMALL, "granted": (12, 3, 2, 0, 0, 2), "refused_duplicate": (2, 0, 0, 0, 0, 1)})
SURE = (CellBasis.PROVED, CellBasis.REPAIRED)


def spaced(figures, **garbled):
    rows = (f"{LABELS[key]}    {garbled.get(key) or '   '.join(row)}" for key, row in figures.items())
    return "\n".join(rows)


def test_rows_that_hold_by_themselves_are_read_beside_rows_that_make_no_sense():
    noise = {
        "partial": '"| 95 9      2" 12919',
        "denied_internal": "0 | 0     0      0o |olo",
        "denied_process": "o | 9      7|",
        "refused_repeated": "0 | 0 | 0     0      0 |0o15",
        "refused_reissue": "3    11    4     0      0    1 | 77",
    }
    table = applications(spaced(FIGURES, denied_law="0   0   0   0   0   o |o", **noise))
    assert {table["denied_law"][column].basis for column in COLUMNS} <= set(SURE)
    assert {table["denied_law"][column].value for column in COLUMNS} == {0}
    for row in noise:
        kept = [table[row][column] for column in COLUMNS if table[row][column].basis in SURE]
        assert not any(cell.value for cell in kept), row


@pytest.mark.parametrize("number", ["5 、", "5 ．", "5  、 "])
def test_the_number_of_a_label_apart_from_its_point_is_no_figure_of_the_row_before(number):
    text = spaced(FIGURES, denied_third_party=" ").replace("5.属于三类", f"{number}属于三类")
    row = applications(text)["denied_third_party"]
    assert not any(cell.value for cell in row.values())


def test_a_closing_bracket_read_as_a_square_one_is_no_1():
    table = applications(spaced(FIGURES, partial="10 0 0 0 0 1 11").replace("其他情形）", "其他情形 ]"))
    assert [table["partial"][column].value for column in COLUMNS] == [10, 0, 0, 0, 0, 1, 11]


def test_a_label_that_ends_with_a_stray_mark_keeps_its_first_number():
    text = spaced(FIGURES).replace("二、上年结转政府信息公开申请数量", "二、上年结转政府信息公:      ")
    row = applications(text)["carried_in"]
    assert [str(row[column].value) for column in COLUMNS] == FIGURES["carried_in"]


@pytest.mark.parametrize("letter", ["o", "O"])
def test_a_round_letter_by_itself_is_a_zero_where_nothing_speaks_against_it(letter):
    table = applications(spaced(FIGURES, denied_law=f"0 0 0 0 0 {letter} {letter}"))
    assert {table["denied_law"][column].value for column in COLUMNS} == {0}


def test_an_eight_is_taken_for_it_where_the_sums_ask_for_one():
    figures = filled({**SMALL, "granted": (12, 3, 8, 0, 0, 2)})
    row = ["o" if place == 2 else number for place, number in enumerate(figures["granted"])]
    cell = applications(spaced(figures, granted="   ".join(row)))["granted"]["research"]
    assert (cell.value, cell.basis) == (8, CellBasis.REPAIRED)


def test_a_number_in_a_circle_that_is_all_the_print_may_be_the_number():
    row = [*FIGURES["carried_out"][:-1], "③"]
    cell = applications(spaced({**FIGURES, "carried_out": row}))["carried_out"]
    assert (cell["total"].value, cell["total"].basis) == (3, CellBasis.REPAIRED)


@pytest.mark.parametrize("sign", ["**", "###", "××"])
@pytest.mark.parametrize("key", ["denied_process", "denied_law", "processed"])
def test_a_row_of_signs_is_no_row_of_blanks(key, sign):
    row = applications(spaced({**FIGURES, key: [sign] * 7}))[key]
    assert {cell.value for cell in row.values()} == {None}
    assert CellBasis.BLANK not in {cell.basis for cell in row.values()}
