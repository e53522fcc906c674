"""A form that nobody has seen, known by its file alone: every format, and every step behind the reading."""

import csv
import json

import pytest
from click_runner import runner
from three_forms import DRAWN, FORMS, TYPED, made

from extractor.errors import NoReportError
from extractor.forms import add_form, edition_named, forget_forms
from extractor.pipeline import extract
from extractor.records import CellBasis


@pytest.fixture(autouse=True)
def known_forms():
    for path in FORMS.values():
        add_form(path)
    yield
    forget_forms()


def read(form, style, folder):
    ending, prints = {**TYPED, **DRAWN}[style]
    document = made(form)
    path = folder / f"{form}{ending}"
    path.write_bytes(prints(document.model))
    return document, extract(path, form=None if edition_named(form).marks else form)


def values(report):
    return {(table, row, column): cell.value for table, row, column, cell in report.tables.cells()}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("style", TYPED)
def test_every_figure_is_right_and_nothing_is_warned_of(form, style, tmp_path):
    document, report = read(form, style, tmp_path)
    assert report.form == form
    assert values(report) == document.truth
    covered = {(table.key, *ref) for table in edition_named(form).tables for ref in table.covered}
    bases = {(table, row, column): cell.basis for table, row, column, cell in report.tables.cells()}
    assert {bases[key] for key in covered} == {CellBasis.PROVED}
    assert {basis for key, basis in bases.items() if key not in covered} <= {CellBasis.PRINTED}
    assert {each.check for each in report.findings if each.severity != "info"} <= {"ingest.note"}
    assert report.coverage.unexplained == ()


@pytest.mark.parametrize(("form", "style"), list(zip(FORMS, DRAWN, strict=True)))
def test_drawn_pages_are_read_as_well(form, style, tmp_path):
    document, report = read(form, style, tmp_path)
    assert values(report) == document.truth


def test_page_without_anything_of_the_form_is_still_refused(tmp_path):
    path = tmp_path / "empty.html"
    path.write_text("<html><body><p>正在加载</p><script>load()</script></body></html>", encoding="utf-8")
    with pytest.raises(NoReportError, match="an empty page"):
        extract(path)


@pytest.fixture
def extractor(monkeypatch, tmp_path):
    yield runner(monkeypatch, tmp_path)
    forget_forms()


SUITES = """\
[mine]
about = "one document of a form of my own"
documents = "gold"
labels = "gold"
[mine.splits]
fresh = ["own"]
[damaged]
about = "the same form, made up and damaged"
form = "ferry_yearly"
per_level = 2
levels = ["clean", "swaps-1"]
[damaged.seeds]
fresh = 7
"""


def test_every_command_works_from_the_file(extractor, tmp_path):
    document = made("ferry_yearly")
    forget_forms()  # a command knows the forms that it is given
    (tmp_path / "in").mkdir()
    for style in ("word", "comma", "modern page"):
        ending, prints = TYPED[style]
        (tmp_path / "in" / f"own{ending}").write_bytes(prints(document.model))
    form = ("--form", FORMS["ferry_yearly"])
    assert extractor("form", "check", form[1]).code == 0
    assert "inspections.found" in extractor("form", "explain", form[1]).out
    assert extractor("extract", "in", "--out", "out", *form).code == 0
    report = json.loads((tmp_path / "out" / "own.json").read_text(encoding="utf-8"))
    assert report["form"] == "ferry_yearly"
    checked = extractor("validate", "out/own.json", *form)
    assert (checked.code, "a valid Report" in checked.out) == (0, True)
    assert extractor("export", "out", "--out", "data", "--format", "csv,xlsx", *form).code == 0
    with (tmp_path / "data" / "values.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = {(row["table"], row["row"], row["column"]) for row in rows if row["document"] == "own.csv"}
    assert document.truth.keys() <= cells
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "own.csv").write_bytes((tmp_path / "in" / "own.csv").read_bytes())
    made_gold = extractor(
        "eval", "gold", "new", "gold/own.csv", "--out", "gold/own.json", "--predictions", "rules", *form
    )
    assert (made_gold.code, "form ferry_yearly" in made_gold.err) == (0, True)
    labels = json.loads((tmp_path / "gold" / "own.json").read_text(encoding="utf-8"))
    del labels["unfinished"]
    (tmp_path / "gold" / "own.json").write_text(json.dumps(labels), encoding="utf-8")
    assert extractor("eval", "gold", "check", "gold/own.json", *form).code == 0
    (tmp_path / "eval").mkdir()
    (tmp_path / "eval" / "suites.toml").write_text(SUITES, encoding="utf-8")
    assert extractor("eval", "run", "--out", "runs", *form).code == 0
    for suite, lowest in (("mine", 1.0), ("damaged", 0.9)):
        run = json.loads((tmp_path / "runs" / f"{suite}-rules.json").read_text(encoding="utf-8"))
        figures = run["figures"]
        assert figures["cells.nonzero.f1"]["value"] >= lowest
        assert figures["cells.inspections.nonzero.f1"]["n"] > 0
        assert figures["documents.tables_exact"]["n"] == len(run["documents"])


def test_gold_file_follows_the_form_whose_wording_the_document_has(extractor, tmp_path):
    made_document = made("ferry_yearly")
    forget_forms()
    (tmp_path / "own.csv").write_bytes(TYPED["comma"][1](made_document.model))
    (tmp_path / "extractor.toml").write_text(f'forms = ["{FORMS["ferry_yearly"]}"]\n', encoding="utf-8")
    assert "form ferry_yearly" in extractor("eval", "gold", "new", "own.csv").err
