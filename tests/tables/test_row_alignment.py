"""Which numbers belong to which row, however labels and lines were torn apart."""

import pytest
from printed_tables import (
    GROUPS,
    HEADER,
    LABELS,
    SMALL,
    applications,
    filled,
    one_by_one,
    tabbed,
    wrong,
)

from extractor.records import CellBasis
from extractor.tables.certain import OTHER_ORDER

FIGURES = filled(SMALL)


def printed(figures=FIGURES, gap="  ", labels=LABELS, groups=GROUPS):
    """Rows on lines of their own, cells parted by a gap, group labels on lines of their own."""
    lines = [HEADER.replace("\t", gap).rstrip("\n")]
    for key, row in figures.items():
        if key in groups:
            lines.append(groups[key])
        lines.append(labels[key] + gap + gap.join(row))
    return lines


def wrapped(gap="  "):
    """Long labels in two lines around the numbers, as a PDF's text layer gives them."""
    lines = []
    for line in printed(gap=gap):
        label, _, numbers = line.partition(gap)
        if len(label) > 9 and numbers and numbers[0].isdigit():
            half = len(label) // 2
            lines += [label[:half], gap * 4 + numbers, label[half:]]
        else:
            lines.append(line)
    return lines


def with_vertical_group():
    """The label of the results, one character a line, between the rows."""
    lines = printed()
    for offset, character in enumerate("三、本年度办理结果"):
        lines.insert(8 + 3 * offset, character)
    return lines


def broken_by_a_page():
    lines = printed()
    at = len(lines) // 2
    return [*lines[:at], "- 4 -", "", *HEADER.replace("\t", "  ").split("\n")[1:3], *lines[at:]]


def with_glued_groups():
    return printed(labels={**LABELS, **{key: GROUPS[key] + LABELS[key] for key in GROUPS}}, groups={})


def with_split_group():
    lines = printed()
    at = next(i for i, line in enumerate(lines) if line.startswith("（四）"))
    return [*lines[:at], "（四）无", "- 5 -", "法提供", *lines[at + 1 :]]


def misprinted():
    labels = {
        **LABELS,
        "denied_law": "2.其他法律行政止公开",
        "granted": "（一）子以公开",
        "processed": "（七）息计",
    }
    return printed(labels=labels)


def with_page_head(head):
    lines = one_by_one(FIGURES).split("\n")
    return [*lines[:60], head, *lines[60:]]


def with_excel_decimals():
    figures = {key: [f"{cell}.0" for cell in row] for key, row in FIGURES.items()}
    return tabbed(figures).split("\n")


def as_markdown(line):
    return f"| {line.replace(chr(9), ' | ')} |"


def swapped_rows():
    lines = printed()
    at = next(i for i, line in enumerate(lines) if line.startswith("5.属于三类"))
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(printed(), id="rows-on-lines"),
        pytest.param(printed(gap=" "), id="one-space"),
        pytest.param(wrapped(), id="wrapped-labels-around-the-numbers"),
        pytest.param(with_vertical_group(), id="vertical-group-label-between-rows"),
        pytest.param(with_glued_groups(), id="group-glued-to-the-label"),
        pytest.param(with_split_group(), id="group-split-by-a-page-break"),
        pytest.param(broken_by_a_page(), id="page-break-with-header-again"),
        pytest.param(misprinted(), id="misprinted-labels"),
        pytest.param(one_by_one(FIGURES).split("\n"), id="cell-per-line"),
        pytest.param(one_by_one(FIGURES, "\n\n").split("\n"), id="cell-per-line-with-blank-lines"),
        pytest.param([as_markdown(line) for line in tabbed(FIGURES).split("\n")], id="markdown"),
        pytest.param(
            [line.replace("\t", "") for line in tabbed(FIGURES).split("\n")[:3]]
            + tabbed(FIGURES).split("\n")[3:],
            id="header-run-together",
        ),
        pytest.param(
            tabbed(FIGURES).replace("\t", "\t\u200b").split("\n"), id="zero-width-spaces-in-the-cells"
        ),
        pytest.param(with_page_head("Page 3 of 9"), id="english-page-number-between-cells"),
        pytest.param(
            with_page_head("2022/1/20 上午10:30 柳塘镇政府信息公开年报"), id="browser-head-between-cells"
        ),
        pytest.param([" ".join(printed(gap=" "))], id="all-in-one-line"),
        pytest.param(tabbed(FIGURES).split("\n") * 2, id="table-printed-twice"),
        pytest.param(tabbed(FIGURES).replace("\t12\t", "\t12①\t").split("\n"), id="footnote-mark"),
        pytest.param(with_excel_decimals(), id="decimals-of-a-spreadsheet"),
        pytest.param(["\t\t" + line for line in tabbed(FIGURES).split("\n")], id="indented-by-tabs"),
    ],
)
def test_every_row_gets_its_numbers(lines):
    table = applications("\n".join(lines) + "\n")
    assert wrong(table, FIGURES) == {}
    assert {cell.basis for row in table.values() for cell in row.values()} == {CellBasis.PROVED}


def test_rows_in_another_order_keep_their_numbers_and_prove_nothing():
    table = applications("\n".join(swapped_rows()) + "\n")
    assert wrong(table, FIGURES) == {}
    strange = {key for key, row in table.items() if any(cell.reason == OTHER_ORDER for cell in row.values())}
    assert len(strange) == 2
    assert {cell.basis for key in strange for cell in table[key].values()} == {CellBasis.PRINTED}


@pytest.mark.parametrize(
    ("moved", "to", "strange"),
    [
        pytest.param(slice(-1, None), 2, {"carried_out"}, id="last-row-in-front"),
        pytest.param(slice(4, 6), 12, {"granted", "partial"}, id="two-rows-further-behind"),
    ],
)
def test_only_rows_out_of_order_are_in_doubt(moved, to, strange):
    header, *rows = [line for line in tabbed(FIGURES).split("\n") if line]
    own = rows[moved]
    rest = [row for row in rows if row not in own]
    table = applications("\n".join([header, *rest[:to], *own, *rest[to:]]) + "\n")
    assert wrong(table, FIGURES) == {}
    found = {key for key, row in table.items() if any(cell.reason == OTHER_ORDER for cell in row.values())}
    assert found == strange


@pytest.mark.parametrize("lost", ["granted", "denied_law", "refused_petition", "other_misc", "processed"])
def test_neighbours_keep_their_numbers_when_a_label_is_lost(lost):
    lines = [
        "\t".join(line.split("\t")[1:]) if line.startswith(LABELS[lost] + "\t") else line
        for line in tabbed(FIGURES).split("\n")
    ]
    assert wrong(applications("\n".join(lines)), FIGURES) == {}


@pytest.mark.parametrize("lost", ["granted", "denied_law", "unable_not_held", "other_misc"])
def test_no_number_slips_into_another_row_when_a_row_is_lost(lost):
    lines = [line for line in tabbed(FIGURES).split("\n") if not line.startswith(LABELS[lost] + "\t")]
    table = applications("\n".join(lines))
    others = {key: row for key, row in FIGURES.items() if key != lost}
    flagged = (CellBasis.AMBIGUOUS, CellBasis.CONFLICT, CellBasis.BLANK)
    for row, column in wrong(table, others):
        assert table[row][column].basis in flagged, (row, column)
    for column, expected in zip(table[lost], FIGURES[lost], strict=True):
        cell = table[lost][column]
        assert str(cell.value) == expected or cell.basis in flagged


def test_surplus_numbers_of_a_page_do_not_shift_a_row():
    lines = printed()
    at = next(i for i, line in enumerate(lines) if line.startswith("1.本机关"))
    table = applications("\n".join([*lines[: at + 1], "5", *lines[at + 1 :]]))
    assert wrong(table, FIGURES) == {}
