"""Labels first and then the numbers column by column, as converters of PDF write a page."""

import pytest

from tests.tables.printed_tables import COLUMNS, LABELS, SMALL, THREE_OTHER, applications, filled, wrong

FIGURES = filled({**SMALL, "granted": (12, 3, 2, 0, 0, 2), "refused_duplicate": (2, 0, 0, 0, 0, 1)})
HEAD, BELOW = THREE_OTHER[:2], THREE_OTHER[2:]


def in_columns(figures, *blocks):
    """The rows below the first two as labels, then their numbers column by column, block by block."""
    lines = [f"{LABELS[key]}   {'   '.join(figures[key])}" for key in HEAD]
    lines += [LABELS[key] for key in BELOW]
    at = 0
    for size in blocks:
        keys = BELOW[at : at + size]
        at += size
        for column in range(7):
            lines += ["", *(figures[key][column] for key in keys)]
    assert at == len(BELOW)
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("blocks", [(23,), (12, 11), (5, 11, 7)], ids=str)
def test_numbers_are_put_where_every_sum_holds(blocks):
    assert wrong(applications(in_columns(FIGURES, *blocks)), FIGURES) == {}


def test_labels_that_wrap_name_their_rows():
    text = in_columns(FIGURES, 23).replace("再处理其政府信息公开申请", "再处理其政府\n信息公开申请")
    assert wrong(applications(text), FIGURES) == {}


@pytest.mark.parametrize("column", range(7))
def test_nothing_is_silently_wrong_where_a_sum_fails(column):
    figures = {**FIGURES, "granted": list(FIGURES["granted"])}
    figures["granted"][column] = str(int(figures["granted"][column]) + 40)
    table = applications(in_columns(figures, 12, 11))
    assert not wrongly_sure(table, figures)


@pytest.mark.parametrize("lost", [0, 7, 30, 100, 160])
def test_nothing_is_silently_wrong_where_a_number_is_lost(lost):
    lines = in_columns(FIGURES, 23).split("\n")
    numbers = [at for at, line in enumerate(lines) if line.isdecimal()]
    del lines[numbers[lost]]
    assert not wrongly_sure(applications("\n".join(lines)), FIGURES)


def one_application(row, column):
    """A table of one application, all else zeros."""
    parts = {row: tuple(int(at == column) for at in range(6))}
    return filled(parts)


def with_columns_exchanged(figures, one, other):
    """Two columns changed places below the first two rows, which a sum over the lower rows does not show."""
    lower = {key: list(figures[key]) for key in BELOW}
    for own in lower.values():
        own[one], own[other] = own[other], own[one]
    return {**figures, **lower}


@pytest.mark.parametrize("figures", [FIGURES, one_application("unable_unclear", 1)], ids=["many", "one"])
def test_columns_that_disagree_with_rows_printed_apart_are_told(figures):
    table = applications(in_columns(with_columns_exchanged(figures, 0, 1), 23))
    assert not wrongly_sure(table, figures)


def test_rows_printed_apart_choose_between_ways_that_hold_by_themselves():
    figures = one_application("granted", 0)
    assert wrong(applications(in_columns(figures, 23)), figures) == {}


@pytest.mark.parametrize("column", [0, 1])
def test_one_application_without_the_rows_above_stays_in_doubt(column):
    figures = one_application("unable_unclear", column)
    text = in_columns(with_columns_exchanged(figures, 0, 1), 23).replace(LABELS["new"], "一、x")
    table = applications(text)
    assert not wrongly_sure({key: table[key] for key in BELOW}, figures)


def wrongly_sure(table, figures):
    """Cells with a wrong number and neither an open basis nor a reason."""
    return {
        (key, column): cell
        for key, row in table.items()
        for column, cell in (row or {}).items()
        if cell.value is not None
        and cell.reason is None
        and cell.basis not in ("conflict", "ambiguous")
        and str(cell.value) != figures[key][COLUMNS.index(column)]
    }
