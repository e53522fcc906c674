"""What converters do to a table's print: numbers without a blank between, over a label, labels that wrap."""

import pytest

from tests.tables.printed_tables import (
    COLUMNS,
    HEADER,
    LABELS,
    THREE_OTHER,
    applications,
    disputes,
    filled,
    proactive,
    wrong,
)

LARGE = filled(
    {
        "granted": (1204, 871, 33, 0, 12, 4),
        "partial": (118, 96, 4, 0, 0, 1),
        "denied_law": (17, 5, 0, 0, 0, 0),
        "unable_not_held": (305, 122, 6, 0, 2, 0),
        "refused_duplicate": (41, 8, 0, 0, 0, 0),
        "carried_in": (151, 116, 4, 0, 0, 1),
        "carried_out": (75, 64, 0, 0, 1, 0),
    }
)


def in_columns(figures, width, join=" "):
    """Rows with cells of a width, or as much as a number takes."""
    rows = (
        LABELS[key] + " " * 6 + join.join(cell.ljust(width) for cell in figures[key]) for key in THREE_OTHER
    )
    return HEADER + "\n".join(row.rstrip() for row in rows) + "\n"


def wrongly_sure(table, figures):
    """Cells with a wrong number and neither an open basis nor a reason."""
    return {
        (key, column): str(cell.value)
        for key, row in table.items()
        for column, cell in (row or {}).items()
        if cell.value is not None
        and cell.reason is None
        and cell.basis not in ("conflict", "ambiguous")
        and str(cell.value) != figures[key][COLUMNS.index(column)]
    }


def test_large_numbers_one_blank_apart_are_a_whole_row_as_they_stand():
    text = in_columns(LARGE, 4)
    assert "1685 1102 43 " in text
    assert wrong(applications(text), LARGE) == {}


def test_disputes_one_blank_apart_are_a_whole_line_as_they_stand():
    line = "2    3    2    5    12 6    2    2    0    10 0    0    0    0    0"
    table = disputes("行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n" + line + "\n")
    found = [str(cell.value) for row in table.values() for cell in row.values()]
    assert found == line.split()


def test_a_number_in_two_pieces_is_still_one_where_the_row_says_nothing_else():
    text = in_columns(LARGE, 9).replace("1685     ", "168 5    ", 1)
    assert "168 5 " in text
    assert wrong(applications(text), LARGE) == {}


GLUED = [("granted", 0, 3), ("carried_in", 0, 2), ("partial", 5, 7), ("unable_not_held", 1, 3)]


@pytest.mark.parametrize(("key", "low", "high"), GLUED, ids=lambda value: str(value))
def test_numbers_that_touch_are_parted_where_the_sum_of_their_row_says(key, low, high):
    cells = LARGE[key]
    row = [*cells[:low], "".join(cells[low:high]), *cells[high:]]
    text = in_columns(LARGE, 6).replace(" ".join(c.ljust(6) for c in cells).rstrip(), "   ".join(row))
    assert "   ".join(row) in text
    assert wrong(applications(text), LARGE) == {}


@pytest.mark.parametrize("lost", range(4))
def test_touching_numbers_that_lost_a_digit_are_not_made_up(lost):
    text = in_columns(LARGE, 6)
    row = " ".join(cell.ljust(6) for cell in LARGE["granted"]).rstrip()
    glued = "120487133   0   12   4   2124"
    assert row in text
    table = applications(text.replace(row, glued[:lost] + glued[lost + 1 :]))
    assert not wrongly_sure(table, LARGE)


def written_over(label, cells):
    """Numbers over the second half of a label, the characters beside each cut in two."""
    head, rest = label[:6], label[6:]
    found = head
    for cell in cells:
        found += f"\ufffd{cell}\ufffd{rest[:1]}" if rest else f"  {cell}"
        rest = rest[3:]
    return found


def test_numbers_over_a_label_are_its_numbers():
    rows = (written_over(LABELS[key], LARGE[key]) for key in THREE_OTHER)
    assert wrong(applications(HEADER + "\n".join(rows) + "\n"), LARGE) == {}


@pytest.mark.parametrize("lost", [0, 3, 6])
def test_a_number_that_is_lost_over_a_label_is_not_made_up(lost):
    rows = [written_over(LABELS[key], LARGE[key]) for key in THREE_OTHER]
    cells = [cell for at, cell in enumerate(LARGE["granted"]) if at != lost]
    rows[2] = written_over(LABELS["granted"], cells)
    assert not wrongly_sure(applications(HEADER + "\n".join(rows) + "\n"), LARGE)


WRAPPED_PIPES = (
    "│第二十条第（五）项│\n"
    "│          │上一年    │         │            │\n"
    "│信息内容  │          │本年增/减│处理决定数量│\n"
    "│          │项目数量  │         │            │\n"
    "│行政许可  │61        │-7       │905         │\n"
    "│其他对外管理服务事项│14        │+2       │38          │\n"
    "│第二十条第（六）项│\n"
    "│          │上一年    │         │            │\n"
    "│信息内容  │          │本年增/减│处理决定数量│\n"
    "│          │项目数量  │         │            │\n"
    "│行政处罚  │83        │+4       │117         │\n"
    "│行政强制  │9         │-1       │6           │\n"
    "│第二十条第（八）项│\n"
    "│          │上一年    │                      │\n"
    "│信息内容  │          │本年增/减             │\n"
    "│          │项目数量  │                      │\n"
    "│行政事业性收费│27        │+5                    │\n"
)
WRAPPED = {
    "licensing": ["61", "-7", "905"],
    "other_services": ["14", "2", "38"],
    "penalties": ["83", "4", "117"],
    "coercion": ["9", "-1", "6"],
    "fees": ["27", "5"],
}


@pytest.mark.parametrize("text", [WRAPPED_PIPES, WRAPPED_PIPES.replace("│", "    ")], ids=["boxes", "blanks"])
def test_a_label_that_wraps_around_its_line_keeps_its_column(text):
    table = proactive(text, "2019")
    assert {key: [str(cell.value) for cell in table[key].values()] for key in WRAPPED} == WRAPPED
