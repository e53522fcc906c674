from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluation.noise.fill import Scale, fill_form
from extractor.evaluation.noise.printing import NumberStyle, print_figure
from extractor.forms import Quantity


@given(st.integers(0, 2**32))
def test_every_identity_holds_when_a_form_is_filled(seed):
    filled = fill_form(Random(seed))
    for name, form in filled.tables.items():
        values = filled.values[name]
        assert list(values) == list(form.row_keys)
        for identity in form.identities:
            left, right = (
                sum(values[row][column] for row, column in side) for side in (identity.left, identity.right)
            )
            assert left == right, identity.id


def test_all_forms_and_sizes_appear_when_many_are_filled():
    filled = [fill_form(Random(seed)) for seed in range(120)]
    assert {(f.form, "other" in f.values["applications"]) for f in filled} == {
        ("2019", True),
        ("2021", True),
        ("2021", False),
    }
    received = {
        scale: max(f.values["applications"]["new"]["total"] for f in filled if f.scale is scale)
        for scale in Scale
    }
    assert received[Scale.TOWNSHIP] <= 3 < received[Scale.COUNTY] <= 400 < received[Scale.CITY]
    assert any(f.values["applications"]["carried_out"]["total"] for f in filled)


@given(st.integers(0, 2**32))
def test_no_row_contradicts_itself_when_a_form_is_filled(seed):
    for row in fill_form(Random(seed)).values["proactive"].values():
        assert row.get("previous_items", 0) + row.get("change", 0) >= 0
        assert row.get("in_force", 0) >= row.get("issued", 0)
        assert row.get("total_published", 0) >= row.get("published", 0)
        assert row.get("projects") != 0 or row["amount"] == 0


@pytest.mark.parametrize(
    ("value", "quantity", "change", "money", "expected"),
    [
        pytest.param(15, Quantity.SIGNED, "sign", "bare", "+15", id="plus"),
        pytest.param(-1, Quantity.SIGNED, "sign", "bare", "-1", id="minus"),
        pytest.param(23, Quantity.SIGNED, "word", "bare", "增23", id="more"),
        pytest.param(-13, Quantity.SIGNED, "word", "bare", "减13", id="less"),
        pytest.param(0, Quantity.SIGNED, "word", "bare", "0", id="no-change"),
        pytest.param(21400, Quantity.AMOUNT, "sign", "yi", "2.14亿元", id="hundred-million"),
        pytest.param("25.1", Quantity.AMOUNT, "sign", "yuan", "251000元", id="yuan"),
        pytest.param("1020.50", Quantity.AMOUNT, "sign", "bare", "1020.5", id="bare"),
    ],
)
def test_figures_are_printed_as_issuers_do_when_the_style_says_so(value, quantity, change, money, expected):
    assert print_figure(value, quantity, NumberStyle(change, money)) == expected
