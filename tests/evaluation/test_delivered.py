"""Cells that stand in a text are delivered, named as unread where they stand, wrong, or lost."""

from collections import Counter
from decimal import Decimal

import extractor
from extractor.evaluation.delivered_or_named import (
    CellFate,
    PrintedTruth,
    judge,
    printed_of_truth,
    standing_cells,
)
from extractor.evaluation.noise import generate_documents
from extractor.records import CellBasis, Finding, Severity, Tables

ROW = ("applications", "granted")


def one(layout="pipes"):
    (document,) = generate_documents(1, 5, "clean", [layout])
    return document, printed_of_truth(document.truth)


def changed(report, **update):
    """The report without findings and unexplained digits, the cells of one row as told."""
    tables = dict(report.tables.all())
    tables["applications"] = {
        row: {
            key: cell.model_copy(update=update) if row == "granted" else cell for key, cell in cells.items()
        }
        if cells
        else cells
        for row, cells in tables["applications"].items()
    }
    coverage = report.coverage.model_copy(update={"unexplained": ()})
    made = {"tables": Tables.model_validate(tables), "coverage": coverage, "findings": ()}
    return report.model_copy(update=made)


def fates_of(judged, row=ROW):
    return Counter(each.fate for each in judged if each.cell.key[:2] == row)


def test_every_standing_cell_is_delivered_when_the_reading_is_right():
    for layout in ("pipes", "cell_lines", "pdf_columns", "html"):
        document, printed = one(layout)
        judged = judge(extractor.extract(document.text), document.text, printed, document.form)
        assert len(judged) > 150
        assert {each.fate for each in judged} == {CellFate.DELIVERED}


def test_a_cell_is_lost_when_nothing_comes_out_and_nothing_says_so():
    document, printed = one()
    report = changed(extractor.extract(document.text), value=None, raw=None, basis=CellBasis.BLANK)
    judged = judge(report, document.text, printed, document.form)
    assert fates_of(judged) == {CellFate.LOST: 7}


def test_a_cell_is_named_when_its_digits_are_unexplained_or_a_finding_points_at_its_row():
    document, printed = one()
    read = extractor.extract(document.text)
    report = changed(read, value=None, raw=None, basis=CellBasis.BLANK)
    spans = tuple(cell.evidence for cell in read.tables.applications["granted"].values())
    listed = report.model_copy(update={"coverage": report.coverage.model_copy(update={"unexplained": spans})})
    assert fates_of(judge(listed, document.text, printed, document.form)) == {CellFate.NAMED: 7}
    finding = Finding(
        check="x", severity=Severity.WARNING, message="x", where=("/tables/applications/granted",)
    )
    told = report.model_copy(update={"findings": (finding,)})
    assert fates_of(judge(told, document.text, printed, document.form)) == {CellFate.NAMED: 7}


def test_a_cell_is_wrong_when_another_number_comes_out_unmarked():
    document, printed = one()
    report = changed(extractor.extract(document.text), value=98765, basis=CellBasis.PRINTED)
    assert fates_of(judge(report, document.text, printed, document.form)) == {CellFate.WRONG: 7}


def test_a_short_row_stands_only_where_its_label_does():
    printed = {"proactive": {"licensing": {"decisions": PrintedTruth("5", frozenset((Decimal(5),)))}}}
    assert standing_cells("第5页，共5页", printed, "2021") == ()
    (cell,) = standing_cells("第5页\n行政许可 5\n", printed, "2021")
    assert (cell.start, cell.end) == (9, 10)


def test_a_stretch_serves_one_row():
    cells = {
        key: PrintedTruth("0", frozenset((Decimal(0),)))
        for key in ("natural", "business", "research", "social", "legal")
    }
    printed = {"applications": {"granted": cells, "partial": cells}}
    assert len(standing_cells("0 0 0 0 0\n", printed, "2021")) == 5
    assert len(standing_cells("0 0 0 0 0\n0 0 0 0 0\n", printed, "2021")) == 10
