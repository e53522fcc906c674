"""Fields of a converter that parted runs of words: their numbers keep their order and nothing else."""

import pytest

from extractor.records import CellBasis
from tests.tables.printed_tables import COLUMNS, LABELS, SMALL, applications, disputes, filled, tabbed

FIGURES = filled({**SMALL, "granted": (12, 3, 2, 0, 0, 2), "partial": (4, 0, 0, 0, 1, 0)})


def drawn(figures, fields):
    """The rows with the numbers of each field side by side in it: ((0,), (1, 2)) makes | 12 | 3 2 |."""
    lines = ["|     | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |"]
    for key, row in figures.items():
        cells = [" ".join(row[at] for at in places) for places in fields]
        lines.append(f"| {LABELS[key]} |     |     | {' | '.join(cells)} |")
    return "\n".join(lines)


@pytest.mark.parametrize(
    "fields",
    [
        ((0,), (1, 2), (3,), (4,), (5, 6)),
        ((0, 1), (2,), (3,), (4, 5), (6,)),
        ((0,), (1,), (2, 3, 4), (5, 6)),
    ],
    ids=str,
)
def test_numbers_side_by_side_in_a_field_are_those_of_neighbouring_columns(fields):
    table = applications(drawn(FIGURES, fields))
    for key, row in FIGURES.items():
        assert [str(table[key][column].value) for column in COLUMNS] == row, key


def test_numbers_without_a_zero_are_told_by_how_many_a_row_has():
    line = "| 10 1 | 28 5 | 44 | 4 43 | 20 | 7 74 | 7 22 | 8 11 | 48 |"
    table = disputes(line)
    assert [cell.value for cells in table.values() for cell in cells.values()] == [
        *(10, 1, 28, 5, 44),
        *(4, 43, 20, 7, 74),
        *(7, 22, 8, 11, 48),
    ]


def test_a_number_broken_by_a_blank_in_its_own_field_stays_one():
    figures = {**FIGURES, "granted": ["1 2", *FIGURES["granted"][1:]]}
    cell = applications(tabbed(figures).replace("\t", " | "))["granted"]["natural"]
    assert (cell.value, cell.basis) == (12, CellBasis.REPAIRED)


def test_two_fields_are_never_one_number():
    """10 | 0 0 0 0 1 | 1 1 might be 1 and 1 of one number; a pipe stands between them."""
    figures = {**FIGURES, "partial": ["10", "0", "0", "0", "0", "1", "1"]}
    rows = tabbed(figures).replace("\t", " | ").replace("其他情形）", "其他情形 ]")
    partial = applications(rows)["partial"]
    assert partial["natural"].value == 10
    assert partial["business"].value == 0
    assert partial["total"].basis in (CellBasis.CONFLICT, CellBasis.AMBIGUOUS)


@pytest.mark.parametrize("piped", [False, True])
def test_digits_spaced_out_in_a_field_are_one_number_in_a_row_that_has_a_field_for_each_cell(piped):
    figures = {**FIGURES, "granted": ["1 1 2", *FIGURES["granted"][1:6], "1 1 9"]}
    text = tabbed(figures)
    lines = ("| " + line.replace("\t", " | ") + " |" for line in text.strip().split("\n"))
    granted = applications("\n".join(lines) if piped else text)["granted"]
    assert [granted["natural"].value, granted["total"].value] == [112, 119]
    assert granted["natural"].raw == "1 1 2"


def test_digits_in_a_field_that_begins_with_zero_are_several_numbers():
    figures = {**FIGURES, "granted": [*FIGURES["granted"][:6], "0 1 9"]}
    assert applications(tabbed(figures))["granted"]["total"].basis is not CellBasis.PROVED
