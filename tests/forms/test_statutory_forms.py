"""The forms as data: what DOMAIN says about rows, columns, cells and identities."""

import pytest
from official_forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_ONE_OTHER_2021,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    DISPUTES_2021,
    PROACTIVE_2019,
    PROACTIVE_2021,
)

from extractor.forms import Quantity

FORMS = {
    "proactive-2019": PROACTIVE_2019,
    "proactive-2021": PROACTIVE_2021,
    "applications-2019": APPLICATIONS_ONE_OTHER,
    "applications-2021": APPLICATIONS_THREE_OTHER,
    "disputes": DISPUTES,
    "disputes-2021": DISPUTES_2021,
    "applications-2021-one-other": APPLICATIONS_ONE_OTHER_2021,
}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


@pytest.mark.parametrize(
    ("name", "rows", "cells", "identities"),
    [
        ("proactive-2019", 8, 22, 0),
        ("proactive-2021", 6, 10, 0),
        ("applications-2019", 23, 161, 23 + 14),
        ("applications-2021", 25, 175, 25 + 14),
        ("disputes", 3, 15, 3),
        ("disputes-2021", 3, 15, 3),
        ("applications-2021-one-other", 23, 161, 23 + 14),
    ],
)
def test_form_has_the_official_size(name, rows, cells, identities):
    form = FORMS[name]
    assert (len(form.rows), form.cell_count, len(form.identities)) == (rows, cells, identities)


@every_form
def test_keys_and_labels_are_unambiguous(form):
    assert len(set(form.row_keys)) == len(form.rows)
    labels = [label for row in form.rows for label in row.labels]
    assert len(set(labels)) == len(labels)
    for row in form.rows:
        assert len({column.key for column in row.columns}) == len(row.columns)


@every_form
def test_labels_are_stored_as_they_are_compared(form):
    """Simplified Chinese without list numbers, white space and punctuation."""
    for row in form.rows:
        for label in (*row.labels, *row.group):
            assert all("\u3400" <= character <= "\u9fff" for character in label), label


@every_form
def test_identities_speak_of_cells_of_the_form(form):
    cells = {(row.key, column.key) for row in form.rows for column in row.columns}
    found = form.identities
    assert len({identity.id for identity in found}) == len(found)
    for identity in found:
        assert set(identity.cells) <= cells
        assert not set(identity.left) & set(identity.right)


@pytest.mark.parametrize("form", [APPLICATIONS_ONE_OTHER, APPLICATIONS_THREE_OTHER], ids=["2019", "2021"])
def test_every_inner_cell_stands_in_a_row_and_a_column(form):
    for row in form.rows:
        for column in row.columns:
            ids = {i.id.split(".")[1] for i in form.identities if (row.key, column.key) in i.cells}
            assert ids == {"row", "column"}


@pytest.mark.parametrize(
    "form", [APPLICATIONS_ONE_OTHER, APPLICATIONS_THREE_OTHER, APPLICATIONS_ONE_OTHER_2021]
)
def test_outcomes_are_the_rows_that_add_up_to_the_total_row(form):
    grouped = [row for _, rows in form.outcomes for row in rows]
    (processed,) = form.total_rows
    assert tuple(grouped) == tuple(row for row, _ in form.parts_of[processed, "natural"])
    assert len(grouped) == len(set(grouped))


def test_balance_of_a_column_is_new_and_carried_in_against_processed_and_carried_out():
    balance = next(
        i for i in APPLICATIONS_ONE_OTHER.identities if i.id == "applications.column.legal.balance"
    )
    assert balance.left == (("new", "legal"), ("carried_in", "legal"))
    assert balance.right == (("processed", "legal"), ("carried_out", "legal"))


def test_quantities_are_signed_changes_money_and_counts():
    kinds = {
        (row.key, column.key): column.quantity
        for form in (PROACTIVE_2019, PROACTIVE_2021)
        for row in form.rows
        for column in row.columns
        if column.quantity is not Quantity.COUNT
    }
    changing = ("licensing", "other_services", "penalties", "coercion", "fees")
    assert kinds == {
        **{(row, "change"): Quantity.SIGNED for row in changing},
        ("procurement", "amount"): Quantity.AMOUNT,
        ("fees", "amount"): Quantity.AMOUNT,
    }
