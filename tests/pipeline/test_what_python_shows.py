"""Reports in a notebook: one line, a picture, a data frame; all say what the Report says."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest

import extractor
from extractor import extract, extract_many, to_frame
from extractor.errors import UsageError
from extractor.evaluation.noise import generate_documents

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def report():
    return extract("fixtures/reports/shuangzhan-2020.txt")


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch, pytestconfig):
    monkeypatch.chdir(pytestconfig.rootpath)


class Shown(HTMLParser):
    """Cells of the tables and the words outside of tags."""

    def __init__(self, page):
        super().__init__()
        self.cells, self.words, self.open = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag not in ("br",):
            self.open.append(tag)
        if tag == "td":
            self.cells.append([dict(attrs).get("title"), ""])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)
        if self.open and self.open[-1] == "td":
            self.cells[-1][1] += data


def test_everything_that_a_program_needs_has_a_stable_name():
    assert set(extractor.__all__) == {
        "Reading", "Report", "__version__", "extract", "extract_many", "to_frame",
    }  # fmt: skip
    assert all(hasattr(extractor, name) for name in extractor.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = extractor.nothing


def test_a_report_is_one_short_line(report):
    said = repr(report)
    assert said == str(report)
    assert len(said) < 200
    assert "\n" not in said
    assert said.startswith(
        "<Report 双栈县人民政府 2020, form 2019: 3 tables, 5 counts, 1 trainings, 2 issues"
    )


def test_the_picture_shows_every_cell_with_its_basis_and_every_fact(report):
    shown = Shown(report._repr_html_())
    assert not shown.open
    filled = [cell for cell in shown.cells if cell[0] is not None]
    cells = list(report.cells())
    assert len(filled) == len(cells) > 150
    for (title, text), (*_, cell) in zip(filled, cells, strict=True):
        assert title.startswith(f"{cell.basis}: ")
        printed = re.match(r"-?[\d.]*", text)[0]
        assert (Decimal(printed) if printed else None) == cell.value
    words = "".join(shown.words)
    for statement in (*report.narrative.issues, *report.narrative.remedies):
        assert statement.text in words
    assert all(finding.message in words for finding in report.findings)


def test_the_picture_carries_nothing_of_the_document_as_html(report):
    issuer = report.issuer.model_copy(update={"value": "<script>alert(1)</script>&县"})
    page = report.model_copy(update={"issuer": issuer})._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_form_whose_file_is_gone_is_shown_by_its_keys(report):
    body = report.model_dump(mode="json")
    cell = body["tables"]["applications"]["new"]["natural"]
    body["tables"], body["form"] = {"sites": {"pages": {"seen": cell}}}, "somebodys_own"
    shown = extractor.Report.model_validate(body)._repr_html_()
    assert all(key in shown for key in ("sites", "pages", "seen"))


def test_a_frame_holds_what_the_reports_hold():
    reports = [extract(document.text) for document in generate_documents(3, 5, "clean")]
    values = to_frame(reports)
    cells = values[values.table.isin(["proactive", "applications", "disputes"])]
    expected = [str(cell.basis) for report in reports for *_, cell in report.cells()]
    assert list(cells.basis) == expected
    numbers = [cell.value for report in reports for *_, cell in report.cells()]
    assert [
        None if one is None else Decimal(one)
        for one in cells.value.astype(object).where(cells.value.notna(), None)
    ] == numbers
    panel = to_frame(reports, "panel")
    assert panel.shape[0] == 3
    assert list(panel.report_year) == [report.report_year.value for report in reports]
    new = [report.tables.applications["new"]["total"].value for report in reports]
    assert list(panel.applications_new_total) == new
    assert panel.applications_new_total.sum() == sum(new)
    assert list(to_frame(reports, "findings").check) == [f.check for r in reports for f in r.findings]


def test_a_missing_number_is_missing_and_no_zero(report):
    panel = to_frame(
        report.model_copy(update={"tables": report.tables.model_copy(update={"disputes": None})}), "panel"
    )
    column = panel.columns[panel.columns.str.startswith("disputes_")][0]
    assert panel[column].isna().all()


def test_an_unknown_table_is_refused(report):
    with pytest.raises(UsageError, match="known are values, findings, panel"):
        to_frame(report, "cells")


def test_a_frame_says_what_an_export_says_of_bodies_and_duplicates(tmp_path):
    text = (ROOT / "fixtures/reports/yanbei-2023.txt").read_text(encoding="utf-8")
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    panel = to_frame(extract_many(tmp_path, workers=1), "panel")
    assert list(panel.duplicate_of.isna()) == [True, False]
    assert panel.duplicate_of[1].endswith("a.txt")
    assert panel.body_id.notna().all()
    assert panel.body_id.nunique() == 1
    twice = to_frame([extract(text), extract(text)], "panel")
    assert list(twice.duplicate_of.isna()) == [True, False]


@pytest.mark.parametrize("given", ["reports", [None], 7])
def test_what_is_no_report_is_refused(given):
    with pytest.raises(UsageError, match="to_frame"):
        to_frame(given)
