"""Whole reports in which every number stands beside print that no reader takes for a part of it."""

import shutil

import kind_styles
import pdf_styles
import pytest
from render_checks import wrong_cells
from report_model import PROJECT_RENDERS, load_model

from extractor.pipeline import extract_document, read_document

STEMS = ("luoyan-2021", "yunxiu-2020")


@pytest.mark.parametrize("make", [kind_styles.planted_page, kind_styles.planted_docx], ids=["page", "word"])
@pytest.mark.parametrize("stem", STEMS)
def test_every_cell_is_right_when_unseen_print_stands_beside_it(stem, make):
    model = load_model(stem)
    document = read_document(make(model), "a")
    assert wrong_cells(extract_document(document), model) == []
    assert any("划掉" in note for note in document.notes)
    assert any("注码" in note for note in document.notes)


def test_every_cell_is_right_when_a_browser_prints_such_a_page_as_pdf():
    if not shutil.which("chromium"):
        pytest.skip("chromium is not installed")
    model = load_model(STEMS[0])
    document = read_document(pdf_styles._print(kind_styles.planted_page(model).decode()), "a.pdf")
    assert wrong_cells(extract_document(document), model) == []
    assert any("注码" in note for note in document.notes)


@pytest.mark.parametrize("name", ["luoyan-2021.mhtml", "luoyan-2021.csv", "luoyan-2021.xlsx"])
def test_every_cell_is_right_in_the_renders_that_are_kept(name):
    model = load_model("luoyan-2021")
    raw = (PROJECT_RENDERS / name).read_bytes()
    assert wrong_cells(extract_document(read_document(raw, name)), model) == []
