"""The one arithmetic: a blank is 0 beside numbers, a blank total beside parts is unknown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_forms import APPLICATIONS_THREE_OTHER, DISPUTES

from extractor.forms import Arithmetic, State
from extractor.records import Cell, CellBasis

COLUMNS = [column.key for column in DISPUTES.rows[0].columns]


def cell(value, basis=CellBasis.PRINTED):
    shown = None if value is None else Decimal(value)
    return Cell(value=shown, raw=None if value is None else str(value), basis=basis, evidence=None)


def block(*values, others=(0, 0, 0, 0, 0), **bases):
    row = {
        key: cell(value, bases.get(key, CellBasis.PRINTED))
        for key, value in zip(COLUMNS, values, strict=True)
    }
    rest = {key: cell(value) for key, value in zip(COLUMNS, others, strict=True)}
    return {"reconsideration": row, "litigation_direct": rest, "litigation_after_review": rest}


def first(table):
    return next(Arithmetic(DISPUTES, table).outcomes())


@pytest.mark.parametrize(
    ("values", "others", "state"),
    [
        pytest.param((4, 0, 1, 0, 5), (0,) * 5, State.HOLDS, id="holds"),
        pytest.param((4, 0, 1, 0, 6), (0,) * 5, State.FAILS, id="fails"),
        pytest.param((4, None, 1, None, 5), (0,) * 5, State.HOLDS, id="blanks-are-0"),
        pytest.param((4, None, 1, None, 6), (0,) * 5, State.FAILS, id="blanks-are-0-and-it-fails"),
        pytest.param((4, 0, 1, 0, None), (0,) * 5, State.OPEN, id="blank-total-beside-parts"),
        pytest.param((0, 0, 0, 0, None), (0,) * 5, State.HOLDS, id="blank-total-beside-zeros"),
        pytest.param((None,) * 5, (0,) * 5, State.OPEN, id="blank-row-with-total-0-of-its-column"),
        pytest.param((None,) * 5, (None,) * 5, State.OPEN, id="blank-table"),
    ],
)
def test_state_of_a_sum(values, others, state):
    assert first(block(*values, others=others)).state is state


def test_ambiguous_cell_leaves_a_sum_open():
    assert first(block(4, 0, 1, 0, 6, upheld=CellBasis.AMBIGUOUS)).state is State.OPEN


def test_row_that_is_not_printed_has_no_sum():
    table = {**block(4, 0, 1, 0, 5), "litigation_direct": None}
    ids = [outcome.identity.id for outcome in Arithmetic(DISPUTES, table).outcomes()]
    assert ids == ["disputes.row.reconsideration", "disputes.row.litigation_after_review"]


def test_inferred_number_is_no_print():
    table = block(None, None, None, None, 0)
    table["reconsideration"]["total"] = cell(0, CellBasis.INFERRED)
    assert first(table).state is State.OPEN


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4), st.integers(0, 40))
def test_sum_of_printed_numbers_holds_exactly_when_it_adds_up(parts, total):
    outcome = first(block(*parts, total))
    assert (outcome.state is State.HOLDS) == (sum(parts) == total)
    assert (outcome.left, outcome.right, outcome.complete) == (sum(parts), total, True)


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=5, max_size=5))
def test_sum_fails_only_when_no_number_in_the_blanks_could_mend_it(values):
    """A blank beside numbers is 0; a blank total may be anything."""
    outcome = first(block(*values, others=(1, 0, 0, 0, 1)))
    parts = sum(value or 0 for value in values[:4])
    if outcome.state is State.FAILS:
        assert values[4] is not None
        assert parts != values[4]
    if values[4] is not None and any(value is not None for value in values):
        assert (outcome.state is State.FAILS) == (parts != values[4])


def test_blank_row_of_totals_leaves_the_balance_open():
    zero = {column.key: cell(0) for column in APPLICATIONS_THREE_OTHER.rows[0].columns}
    table = {row.key: zero for row in APPLICATIONS_THREE_OTHER.rows}
    table["new"] = {**zero, "natural": cell(3), "total": cell(3)}
    table["granted"] = table["new"]
    table["processed"] = {key: cell(None) for key in zero}
    states = {o.identity.id: o.state for o in Arithmetic(APPLICATIONS_THREE_OTHER, table).outcomes()}
    assert states["applications.column.natural.balance"] is State.OPEN
    assert states["applications.column.natural.processed"] is State.OPEN
    assert State.FAILS not in states.values()


def test_words_where_a_number_is_due_leave_their_sums_open():
    table = block(4, 0, 1, 0, 9)
    table["reconsideration"]["other"] = Cell(value=None, raw="见附件", basis=CellBasis.PRINTED, evidence=None)
    assert first(table).state is State.OPEN
