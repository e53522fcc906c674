"""Findings on cells whose number is printed and whose place is not certain, and on rows not printed."""

import pytest
from official_forms import APPLICATIONS_THREE_OTHER
from report_builder import applications, balanced, cell, report

from extractor.records import CellBasis, Severity, Span
from extractor.validate import check_report

DOUBT = "行名未读出 / the label was not read"


def findings(check, filled):
    made, text = report(applications=filled)
    return [each for each in check_report(made, text) if each.check == check]


def doubted(*values, reason=DOUBT, start=0):
    """A row of printed numbers, each with its place in the text and a reason for doubt."""
    return {
        column.key: cell(value, CellBasis.PRINTED, str(value), reason=reason).model_copy(
            update={"evidence": Span(start=start + at, end=start + at + 1, quote=str(value))}
        )
        for at, (column, value) in enumerate(
            zip(APPLICATIONS_THREE_OTHER.rows[0].columns, values, strict=True)
        )
    }


def test_doubted_row_is_named_with_its_cells_its_reason_and_both_ends():
    filled = balanced(new=40, granted=40)
    filled["granted"] = doubted(4, 0, 0, 0, 0, 0, 4)
    (found,) = findings("table.place", filled)
    assert found.severity is Severity.WARNING
    assert found.where == tuple(f"/tables/applications/granted/{column}" for column in filled["granted"])
    assert "行名未读出" in found.message
    assert "the label was not read" in found.message
    assert [(span.start, span.end) for span in found.evidence] == [(0, 1), (6, 7)]


def test_rows_of_one_reason_are_one_finding_and_other_reasons_another():
    filled = balanced(new=40, granted=40)
    filled["granted"] = doubted(4, 0, 0, 0, 0, 0, 4)
    filled["partial"] = doubted(1, 0, 0, 0, 0, 0, 1)
    filled["processed"] = doubted(5, 0, 0, 0, 0, 0, 5, reason="行序不同 / another order")
    found = findings("table.place", filled)
    assert [len(each.where) for each in found] == [14, 7]


def test_printed_cells_without_a_reason_are_no_finding():
    filled = balanced(new=40, granted=40)
    filled["granted"] = {key: cell(each.value, CellBasis.PRINTED) for key, each in filled["granted"].items()}
    assert not findings("table.place", filled)


def lost(filled, keys):
    """The same table with rows that are not in the text."""
    gone = {key: cell(None, reason="该行未印出 / not printed") for key in filled["new"]}
    return filled | dict.fromkeys(keys, gone)


ROWS = [each.key for each in APPLICATIONS_THREE_OTHER.rows]


@pytest.mark.parametrize(
    ("keys", "breaks_off"),
    [
        pytest.param(ROWS[-1:], True, id="the last"),
        pytest.param(ROWS[-4:], True, id="the last four"),
        pytest.param(ROWS[3:5], False, id="two in the middle"),
        pytest.param([ROWS[3], ROWS[-1]], False, id="one in the middle and the last"),
        pytest.param(ROWS[:2], False, id="the first two"),
    ],
)
def test_table_breaks_off_only_where_its_last_rows_are_missing(keys, breaks_off):
    (found,) = findings("table.rows_missing", lost(applications(), keys))
    assert ("表格到此中断" in found.message) is breaks_off
    assert (found.left, found.right) == (len(keys), 0)
    assert found.where == tuple(f"/tables/applications/{key}" for key in keys)


def test_row_that_was_inferred_as_a_whole_is_named_once():
    filled = balanced(new=40, granted=40)
    filled["granted"] = {
        key: cell(each.value, CellBasis.INFERRED, reason="该行由勾稽关系推出 / follows from sums")
        for key, each in filled["granted"].items()
    }
    (found,) = findings("table.rows_missing", filled)
    assert found.where == tuple(f"/tables/applications/granted/{key}" for key in filled["granted"])
