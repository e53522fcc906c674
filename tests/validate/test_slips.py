"""The likely slip behind a number that breaks a sum, by name."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor import extract
from extractor.validate.slips import between


@pytest.mark.parametrize(
    ("printed", "needed", "english"),
    [
        ("132", "123", "two neighbouring digits exchanged"),
        ("123", "132", "two neighbouring digits exchanged"),
        ("81", "31", "one digit differs"),
        ("1204", "1264", "one digit differs"),
        ("112", "12", "a digit too many or too few"),
        ("41", "401", "a digit too many or too few"),
        ("5", "-5", "the sign"),
        ("-12", "12", "the sign"),
        ("250", "2.5", "the decimal point or the unit"),
        ("3.52", "35200", "the decimal point or the unit"),
    ],
)
def test_slips_have_names(printed, needed, english):
    assert between(Decimal(printed), Decimal(needed)).english == english


@pytest.mark.parametrize(
    ("printed", "needed"), [("8", "7"), ("0", "9"), ("123", "321"), ("12", "3456"), ("-20", "13")]
)
def test_chance_has_no_name(printed, needed):
    assert between(Decimal(printed), Decimal(needed)) is None


@given(st.integers(10, 10**6), st.integers(0, 5))
def test_an_exchange_of_two_digits_is_named(number, at):
    digits = list(str(number))
    assume(at + 1 < len(digits) and digits[at] != digits[at + 1])
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    assume(digits[0] != "0")
    other = Decimal("".join(digits))
    assert between(Decimal(number), other).chinese == "相邻两位颠倒"


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_a_slip_goes_both_ways(one, other):
    assume(one != other)
    assert between(Decimal(one), Decimal(other)) == between(Decimal(other), Decimal(one))


def test_the_finding_names_the_slip(pytestconfig):
    path = pytestconfig.rootpath / "fixtures" / "reports" / "luoyan-2021.txt"
    printed = "数量 | 31 | 4 | 0 | 1 | 2 | 0 | 38 |"
    text = path.read_text(encoding="utf-8")
    assert printed in text
    findings = extract(text.replace(printed, printed.replace("31", "13"))).findings
    row = next(each for each in findings if each.check == "identity.applications.row")
    assert "本年新收政府信息公开申请数量·自然人 为 31（相邻两位颠倒）" in row.message
    assert "= 31 (two neighbouring digits exchanged)" in row.message
