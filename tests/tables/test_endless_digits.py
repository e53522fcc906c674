"""Runs of more digits than any number has: they fill their place, are no value, and are named."""

import pytest

from extractor.evaluation.noise import LAYOUTS, generate_documents
from extractor.grammar import find_numbers
from extractor.pipeline import extract_document, read_document
from extractor.tables.tokens import is_endless

TITLE = "某县人民政府2022年政府信息公开工作年度报告\n"
RUNS = ("9" * 20, "1234567890123", "8" * 400, "1,234,567,890,123,456")


def read(text):
    return extract_document(read_document(text.encode(), "r.txt"))


def cells_of(report):
    return {(table, row, column): cell for table, row, column, cell in report.tables.cells()}


@pytest.mark.parametrize("layout", sorted(LAYOUTS)[::3])
def test_an_endless_run_in_a_cell_is_null_and_named_and_its_neighbours_stay(layout):
    (document,) = generate_documents(1, 23, "clean", [layout])
    before = cells_of(read(document.text))
    printed = [at for at, cell in before.items() if cell.evidence is not None and at[0] == "applications"]
    places = [at for at in printed if is_short(before[at])][3:4] or printed[:1]
    for number, at in enumerate(places):
        span = before[at].evidence
        text = document.text[: span.start] + RUNS[number % 3] + document.text[span.end :]
        report = read(text)
        after = cells_of(report)
        assert after[at].value is None
        assert "/tables/" + "/".join(at) in {where for each in report.findings for where in each.where}
        others = {key: cell.value for key, cell in after.items() if key != at}
        assert others == {key: before[key].value for key in others}


def is_short(cell):
    return cell.value is not None and len(cell.evidence.quote) < 8


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("unit", ["条", "%"])
def test_an_endless_run_in_the_prose_is_no_count_and_is_named(run, unit):
    report = read(f"{TITLE}一、总体情况\n全年公开信息{run}{unit}，受理申请12件。\n")
    assert [count.value for count in report.narrative.counts] == [12]
    assert any(run[:9] in span.quote for span in report.coverage.unexplained)
    assert "numbers.unread" in {finding.check for finding in report.findings}


def test_an_index_number_of_many_digits_is_explained():
    report = read(f"{TITLE}信用代码：12345678901234567\n一、总体情况\n公开信息5条。\n")
    assert report.coverage.unexplained == ()


@pytest.mark.parametrize(
    ("text", "is_long"),
    [
        ("9" * 13, True),
        ("-" + "9" * 13, True),
        ("1,234,567,890,123", True),
        ("9" * 12, False),
        ("123,456,789,012", False),
        ("9" * 13 + "件", False),
        ("17.250000000000004", False),
        ("", False),
    ],
)
def test_more_than_twelve_digits_before_the_point_are_endless(text, is_long):
    assert is_endless(text) is is_long


def test_twelve_digits_are_a_number_and_thirteen_are_none():
    found = find_numbers("收费999999999999元，1.2亿元，1234567890123元")
    assert [number.value for number in found[:1]] == [999_999_999_999]
    assert len(found) == 2
