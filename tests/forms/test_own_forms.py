"""Forms as data only: one more edition of the yearly report, and a form that has nothing to do with it.

Both go through generator, reading, checks, correction page, exports and gold files with nothing but a file.
"""

import csv
import json
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator
from own_forms import FOREIGN, FOREIGN_FILE, IMAGINED, imagined_file

from extractor.cli.validate import load_report
from extractor.evaluation.gold import gold_of, labelled_cells
from extractor.evaluation.gold_schema import mistakes_of
from extractor.evaluation.noise import LAYOUTS, document_named, generate_documents
from extractor.evaluation.noise_scoring import CellOutcome, score_reading
from extractor.evaluation.skeleton import SkeletonOptions, skeleton
from extractor.export import ExportItem, export
from extractor.forms import add_form, edition_named, forget_forms, form_of
from extractor.pipeline import extract, validate_report
from extractor.records import CellBasis, Document
from extractor.resources import schema_text
from extractor.review.decision_log import Action, Decision, DecisionEvent
from extractor.review.decision_panel import panel_of
from extractor.review.opened import open_document
from extractor.review.persistence import ReviewDocument
from extractor.review.views import tables_of

FORMS = {IMAGINED: imagined_file(), FOREIGN: FOREIGN_FILE}
SUMMED = {IMAGINED: ("applications", "disputes"), FOREIGN: ("repairs",)}
every_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture(autouse=True)
def known_forms(tmp_path):
    for name, text in FORMS.items():
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        add_form(path)
    yield
    forget_forms()


def document_of(form, layout="tabs", level="clean"):
    return next(generate_documents(1, 5, level, [layout], form))


@every_form
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "doubled"])
def test_every_cell_under_sums_is_proved_and_right_in_every_layout(form, layout):
    document = document_of(form, layout)
    report = extract(document.text)
    assert report.form == form
    read = {(table, row, column): cell for table, row, column, cell in report.tables.cells()}
    assert {key: cell.value for key, cell in read.items()} == {
        (table, row, column): truth.value
        for table, rows in document.truth.items()
        for row, columns in rows.items()
        for column, truth in columns.items()
    }
    assert {cell.basis for key, cell in read.items() if key[0] in SUMMED[form]} == {CellBasis.PROVED}
    assert document_named(document.name) == document


@pytest.mark.parametrize("level", ["text", "marked", "swaps-1", "slips", "blanks", "broken"])
def test_nothing_is_silently_wrong_when_a_foreign_form_is_damaged(level):
    for document in generate_documents(14, 9, level, form=FOREIGN):
        report = extract(document.text)
        score = score_reading(document, report.tables, report.findings)
        covered = [cell for cell in score.cells if cell.key[1] != "complaints"]
        assert [cell for cell in covered if cell.outcome is CellOutcome.SILENT] == [], document.name
        assert all(slip.reported for slip in score.slips if slip.breaks_identity), document.name


def slipped(form, row, column, more):
    """A document whose one figure is larger than it should be, as its text and its Report."""
    document = document_of(form, "pipes")
    table = SUMMED[form][0]
    shape = edition_named(form).variants_of(table)[0]
    label = shape.row_of[row].prints
    line = next(line for line in document.text.split("\n") if label in line)
    at = [each.key for each in shape.row_of[row].columns].index(column)
    head, numbers = line[: line.index(label) + len(label)], line[line.index(label) + len(label) :]
    fields = numbers.split("|")
    fields[at + 1] = f" {int(fields[at + 1]) + more} "
    text = document.text.replace(line, head + "|".join(fields))
    return text, extract(text)


@pytest.mark.parametrize(
    ("form", "row", "column", "named"),
    [
        (IMAGINED, "granted_online", "natural", "网上直接查得"),
        (FOREIGN, "mended", "shoes", "当场修好"),
    ],
)
def test_sum_that_fails_is_named_with_its_cells(form, row, column, named):
    _, report = slipped(form, row, column, 3)
    found = [finding for finding in report.findings if finding.check.startswith("identity.")]
    assert found
    assert all(named in finding.message for finding in found)
    assert {f"/tables/{SUMMED[form][0]}/{row}/{column}"} == {at for each in found for at in each.where}


def test_relation_that_fails_is_a_finding_and_proves_nothing():
    _, report = slipped(FOREIGN, "complaints", "all_goods", 100_000)
    found = [finding for finding in report.findings if finding.check == "identity.sum"]
    assert any("返修投诉不多于办结小计" in each.message and " > " in each.message for each in found)
    relation = next(each for each in form_of(report, "repairs").identities if each.relation == "<=")
    assert all(relation.id not in cell.identities for *_, cell in report.tables.cells())


@every_form
def test_report_follows_the_schema_and_is_checked_again_from_its_file(form, tmp_path):
    report = extract(document_of(form).text)
    path = tmp_path / "report.json"
    path.write_text(report.model_dump_json(), encoding="utf-8")
    loaded = load_report(path, Draft202012Validator(json.loads(schema_text("report"))))
    assert loaded == report
    assert set(json.loads(path.read_text())["tables"]) == {table.key for table in edition_named(form).tables}
    assert [finding.check for finding in validate_report(loaded)] == [
        finding.check for finding in validate_report(report)
    ]


@every_form
def test_page_shows_all_rows_and_a_correction_mends_the_sum(form):
    row, column = {IMAGINED: ("granted_online", "natural"), FOREIGN: ("mended", "shoes")}[form]
    text, report = slipped(form, row, column, 3)
    table = SUMMED[form][0]
    pointer = f"/tables/{table}/{row}/{column}"
    source = ReviewDocument(1, "0" * 64, report, Document(source=report.source, text=text))
    opened = open_document(source, (), 0)
    shown = {view.key: view for view in tables_of(opened, "en")}
    rows = [each for view in shown.values() for grid in view.grids for each in grid.rows]
    cells = {cell.pointer for each in rows for cell in each.cells}
    assert len(cells) == sum(form_of(report, key).cell_count for key, _ in report.tables.items())
    assert pointer in {item.pointer for item in opened.open_items}
    assert panel_of(opened, pointer, "zh").sums
    wrong = report.tables.get(table)[row][column].value
    decision = Decision(pointer, Action.SET, None, {"print": "number", "value": str(wrong - 3)})
    mended = open_document(source, (DecisionEvent(1, 1, "a", "2026-11-29T00:00:00Z", decision),), 1)
    assert not [f for f in mended.findings if f.check.startswith("identity.")]


@every_form
def test_exports_hold_every_cell_under_its_own_column(form, tmp_path):
    document = document_of(form)
    report = extract(document.text)
    export([ExportItem("own.txt", report)], tmp_path, ("csv", "panel", "jsonl"))
    with (tmp_path / "panel.csv").open(encoding="utf-8", newline="") as file:
        (line,) = csv.DictReader(file)
    for table, row, column, cell in report.tables.cells():
        assert Decimal(line[f"{table}_{row}_{column}"]) == cell.value
    codebook = (tmp_path / "codebook.md").read_text(encoding="utf-8")
    new = {IMAGINED: "网上直接查得 · 自然人", FOREIGN: "上年留修 · 小家电"}[form]
    assert new in codebook


@every_form
def test_gold_file_has_the_rows_of_the_form(form, tmp_path):
    document = document_of(form)
    path = tmp_path / "own.txt"
    path.write_text(document.text, encoding="utf-8")
    report = extract(path)
    labels = json.loads(json.dumps(skeleton(path, SkeletonOptions("nobody", form, report=report))))
    del labels["unfinished"]
    assert mistakes_of(labels) == []
    gold = gold_of(labels, document.text, "own")
    found = [label for table in gold.tables for label in labelled_cells(gold, table)]
    assert len(found) == sum(each.cell_count for each in edition_named(form).tables)
