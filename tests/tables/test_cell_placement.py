"""Placements and style: which columns a row's numbers may stand in, and what shows it."""

import pytest
from official_forms import APPLICATIONS_THREE_OTHER
from printed_tables import (
    HEADER,
    LABELS,
    SMALL,
    applications,
    disputes,
    filled,
    one_by_one,
    tabbed,
    values,
    wrong,
)

from extractor.records import CellBasis
from extractor.tables.line_tokens import read_lines
from extractor.tables.number_readings import read_number
from extractor.tables.placement import placements, variants
from extractor.tables.style import Style, learn_style, place, shows_places
from extractor.tables.tokens import Kind, display_width

FIGURES = filled(SMALL)
SPARSE = {key: ["" if cell == "0" else cell for cell in row] for key, row in FIGURES.items()}
COLUMNS = APPLICATIONS_THREE_OTHER.rows[0].columns
BLANK_STYLE = Style((), prints_zeros=False, base_gap=0)
ZERO_STYLE = Style((), prints_zeros=True, base_gap=0)


def tokens(line):
    (read,) = read_lines(line, 0, len(line))
    return tuple(token for token in read.tokens if token.kind is not Kind.LABEL)


def spread(line, style, width=7):
    """The cheapest placement as print per column; None where nothing stands."""
    found = placements(tokens(line), width, style, lambda token: read_number(token.text))
    return [None if item is None else line[item.start : item.end] for item in found[0].picks]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("1\t2\t3\t4\t5\t6\t7", list("1234567"), id="complete"),
        pytest.param("1\t\t3\t\t\t\t4", ["1", None, "3", None, None, None, "4"], id="fields-show-blanks"),
        pytest.param("\t1\t\t3\t\t\t\t4", ["1", None, "3", None, None, None, "4"], id="shifted-by-one-field"),
        pytest.param(
            "1 2\t0\t0\t0\t0\t0\t12", ["1 2", "0", "0", "0", "0", "0", "12"], id="split-inside-a-field"
        ),
        pytest.param(
            "1  2  0  0  0  0  0  12", ["1  2", "0", "0", "0", "0", "0", "12"], id="split-over-two-pieces"
        ),
    ],
)
def test_cheapest_placement_of_a_row(line, expected):
    assert spread(line, ZERO_STYLE) == expected


def test_a_number_breaks_where_its_line_ends_and_not_across_a_wide_gap():
    """72 1 / 5 0 0 0 1 / 1 89 of a wrapped cell: 15 and 1, though 11 would hold the sum as well."""
    text = "72           1\n5              0          0\n1              1      89"
    figures = [token for line in read_lines(text, 0, len(text)) for token in line.tokens]
    found = placements(figures, 7, ZERO_STYLE, lambda token: read_number(token.text))
    joined = {
        tuple(text[item.start : item.end].split())
        for placement in found
        for item in placement.picks
        if item is not None and placement.cost < 2 and len(text[item.start : item.end].split()) > 1
    }
    assert ("1", "5") in joined
    assert ("1", "1") not in joined


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        pytest.param("denied_law", ["00", "0", "0", "0", "0", "0"], id="zeros"),
        pytest.param("granted", ["123", "0", "0", "0", "0", "15"], id="numbers"),
        pytest.param("granted", ["12", "3", "0", "0", "0", "015"], id="with-the-total"),
    ],
)
def test_two_numbers_printed_as_one_are_parted_by_the_sums(row, printed):
    lines = tabbed(FIGURES).replace("\t", "  ").split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith(LABELS[row]))
    lines[at] = "  ".join((LABELS[row], *printed))
    table = applications("\n".join(lines))
    assert wrong(table, FIGURES) == {}
    assert CellBasis.REPAIRED in {cell.basis for cell in table[row].values()}


def test_every_choice_is_offered_when_nothing_shows_the_places():
    found = placements(tokens("3  3"), 7, BLANK_STYLE, lambda token: read_number(token.text))
    assert len(found) == 21
    assert len({placement.cost for placement in found}) == 1


def test_readings_of_a_row_come_cheapest_first():
    found = placements(tokens("O  l  0  0  0  0  1"), 7, ZERO_STYLE, lambda token: read_number(token.text))
    choices = variants(found[0])
    assert choices[0].values == (0, 1, 0, 0, 0, 0, 1)
    assert [v.cost for v in choices] == sorted(v.cost for v in choices)
    assert {v.values[:2] for v in choices} == {(0, 1), (0, 7), (8, 1), (8, 7)}


ALIGNED = """申请人情况      自然人    商业企业  科研机构  社会公益  法律服务  其他      总计
予以公开        12        3         0         0         0         0         15
部分公开        4         0         0         0         1         0         5
重复申请        1         0         0         0         0         0         1
"""


def rows_of(text):
    lines = read_lines(text, 0, len(text))
    rows = [(tuple(t for t in line.tokens if t.kind is not Kind.LABEL), 7) for line in lines[1:]]
    return rows, lines


def test_columns_are_learnt_when_complete_rows_stand_under_each_other():
    rows, lines = rows_of(ALIGNED)
    style = learn_style(rows, lines, COLUMNS)
    assert style.prints_zeros
    assert len(style.columns) == 7
    assert [place(token, style) for token in rows[0][0]] == list(range(7))
    assert shows_places(rows[0][0][:3], 7, style)


def test_columns_are_unknown_when_numbers_stand_one_space_apart():
    rows, lines = rows_of(
        "自然人 总计\n予以公开 1 2 3 4 5 6 21\n部分公开 1 2 3 4 5 6 21\n重复申请 1 2 3 4 5 6 21\n"
    )
    assert learn_style(rows, lines, COLUMNS).columns == ()


def test_table_with_blanks_is_told_from_one_that_prints_its_zeros():
    sparse = read_lines(one_by_one(SPARSE), 0, len(one_by_one(SPARSE)))
    rows = [(line.tokens, 7) for line in sparse if line.figures]
    assert not learn_style(rows).prints_zeros


def padded(text, width):
    return text + " " * (width - display_width(text))


def test_display_columns_place_the_numbers_when_blanks_are_left_out():
    heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = ["申请人情况", padded("", 16) + "".join(padded(head, 14) for head in heads)]
    for key, row in SPARSE.items():
        lines.append(padded(LABELS[key][:7], 16) + "".join(padded(cell, 14) for cell in row).rstrip())
    table = applications("\n".join(lines) + "\n")
    printed = {key: row for key, row in FIGURES.items() if any(map(int, row))}
    assert wrong(table, printed) == {}


@pytest.mark.parametrize("row", ["granted", "partial"])
def test_places_are_ambiguous_when_dropped_blanks_show_none(row):
    """One number and its equal total: any of six columns fits every sum if all rows are so."""
    figures = filled({"granted": (3, 0, 0, 0, 0, 0), "partial": (1, 0, 0, 0, 0, 0)})
    sparse = {key: ["" if cell == "0" else cell for cell in cells] for key, cells in figures.items()}
    table = applications(one_by_one(sparse))
    for column, cell in table[row].items():
        if column != "total" or cell.value is None:
            assert cell.basis is CellBasis.AMBIGUOUS
            assert cell.value is None
            assert int(figures[row][6]) in cell.alternatives
        else:
            assert str(cell.value) == figures[row][6]


def dropped(figures, gap):
    """Rows without their blank cells."""
    return "\n".join(gap.join(filter(None, line.split("\t"))) for line in tabbed(figures).split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(dropped(SPARSE, "\t"), id="tabs-with-blanks-dropped"),
        pytest.param(dropped(SPARSE, " | "), id="pipes-with-blanks-dropped"),
        pytest.param(dropped(SPARSE, "  "), id="spaces-with-blanks-dropped"),
        pytest.param(tabbed(SPARSE).replace("\t", "  "), id="tabs-made-spaces"),
        pytest.param(
            tabbed({**SPARSE, "granted": FIGURES["granted"]}).replace("\t", "    "), id="one-row-complete"
        ),
    ],
)
def test_place_is_never_guessed_when_nothing_shows_it(text):
    table = applications(text)
    printed = {key: row for key, row in FIGURES.items() if any(map(int, row))}
    for row, column in wrong(table, printed):
        assert table[row][column].basis in (CellBasis.AMBIGUOUS, CellBasis.CONFLICT), (row, column)


@pytest.mark.parametrize("gap", ["\t", " | "], ids=["tabs", "pipes"])
def test_fields_place_the_numbers_when_only_the_blanks_at_the_end_were_dropped(gap):
    text = "\n".join(gap.join(line.rstrip("\t").split("\t")) for line in tabbed(SPARSE).split("\n"))
    printed = {key: row for key, row in FIGURES.items() if any(map(int, row))}
    assert wrong(applications(text), printed) == {}


DOUBLED_LABELS = str.maketrans({c: c * 2 for c in "自商科社法其总"})


def doubled(figures, single=()):
    """Figures printed twice but for some cells, with doubled header characters, as one converter writes."""
    copy = {
        key: [cell if (key, at) in single else cell * 2 if len(cell) == 1 else cell[0] + cell
              for at, cell in enumerate(row)]
        for key, row in figures.items()
    }  # fmt: skip
    return tabbed(copy).replace(HEADER, HEADER.translate(DOUBLED_LABELS))


def test_twenty_two_is_two_when_the_block_is_doubled():
    figures = filled({"granted": (2, 0, 0, 0, 0, 0), "partial": (4, 0, 0, 0, 0, 0)})
    table = applications(doubled(figures))
    assert values(table, figures) == figures
    assert (table["granted"]["natural"].raw, table["granted"]["natural"].basis) == ("22", CellBasis.REPAIRED)


def test_cell_printed_once_keeps_its_value_when_the_block_is_doubled():
    figures = filled({"granted": (2, 0, 0, 0, 0, 0), "partial": (4, 0, 0, 0, 0, 0)})
    table = applications(doubled(figures, single={("granted", 6), ("new", 0)}))
    assert values(table, figures) == figures


def test_twenty_two_is_twenty_two_when_the_block_is_not_doubled():
    figures = filled({"granted": (22, 11, 0, 0, 0, 0), "partial": (33, 0, 0, 0, 0, 0)})
    table = applications(tabbed(figures))
    assert values(table, figures) == figures
    assert table["granted"]["natural"].basis is CellBasis.PROVED


def test_leading_zero_of_a_doubled_total_is_read_by_the_sums():
    """A real report prints 04 for a total of 4 in a doubled block."""
    figures = filled({"granted": (4, 0, 0, 0, 0, 0)})
    text = doubled(figures).replace(
        "（七）总计\t44\t00\t00\t00\t00\t00\t44", "（七）总计\t44\t00\t00\t00\t00\t00\t04"
    )
    table = applications(text)
    assert values(table, figures) == figures


def test_disputes_stay_literal_when_only_the_applications_are_doubled():
    table = disputes(
        "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
        + "\t".join(["11", "22", "0", "0", "33", *["0"] * 10])
    )
    assert [int(cell.value) for cell in table["reconsideration"].values()] == [11, 22, 0, 0, 33]


def a_blank_line_behind_each_text(figures):
    """One cell a line and a blank line behind it; a blank cell leaves its own line end only."""
    cells = [*HEADER.replace("\t", "\n").rstrip("\n").split("\n")]
    for key, row in figures.items():
        cells += [LABELS[key], *row]
    return "".join(f"{cell}\n\n" if cell else "\n" for cell in cells)


def test_blank_cells_keep_their_places_when_each_leaves_a_single_line():
    table = applications(a_blank_line_behind_each_text(SPARSE))
    assert wrong(table, FIGURES) == {}
    assert table["granted"]["total"].raw == "15"
    assert table["granted"]["research"].basis is CellBasis.INFERRED


def test_disputes_take_the_lines_of_a_blank_cell_from_the_table_before_them():
    style = Style((), prints_zeros=False, base_gap=1, shows_gaps=True, gap_step=1)
    token = tokens("5")[0]
    assert [style.blanks_before(token._replace(gap=gap)) for gap in (0, 1, 2, 4)] == [0, 0, 1, 3]
    usual = style._replace(gap_step=0)
    assert [usual.blanks_before(token._replace(gap=gap)) for gap in (0, 1, 3, 5)] == [0, 0, 1, 2]
