"""Text that real engines and converters made of one report of ours: what is read of it, and nothing else."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import extract
from extractor.evaluation.scoring.warnings import Flags

FOLDER = Path(__file__).parents[2] / "fixtures" / "engines"
TRUTH = {
    (table, row, column): Decimal(value)
    for table, rows in json.loads((FOLDER / "truth.json").read_text(encoding="utf-8")).items()
    for row, cells in rows.items()
    for column, (value, _) in cells.items()
}
LEAST_RIGHT = {
    "elinks.modern": 200,
    "pandoc_gfm_docx.docx": 200,
    "pandoc_plain_docx.docx": 200,
    "w3m.word": 190,
    "docx2txt_perl.docx": 190,
    "html2text_debian.modern": 120,
    "markitdown_pdf.pdf": 200,
    "tesseract_psm_3.song-200-clean": 145,
    "tesseract_psm_4.fangsong-200-clean": 130,
    "tesseract_psm_6.serif-200-clean": 0,
    "pdftotext.pdf": 190,
    "pdfminer.pdf": 190,
}
"""Cells, of 200, that are right without a flag; every other one is flagged or missing."""
LOST_DIGIT = {"tesseract_psm_3.song-200-clean": {("proactive", "normative_documents", "in_force")}}
"""Tesseract read 11 as 1 where no sum stands: nothing in the text tells."""


def cell_at(report, key):
    table, row, column = key
    return ((getattr(report.tables, table) or {}).get(row) or {}).get(column)


@pytest.mark.parametrize("name", LEAST_RIGHT)
def test_nothing_is_silently_wrong_and_what_is_legible_is_read(name):
    report = extract((FOLDER / f"{name}.txt").read_text(encoding="utf-8") + "\n")
    flags = Flags(report.tables, report.findings)
    plain = {
        key: cell.value
        for key in TRUTH
        if (cell := cell_at(report, key)) is not None and cell.value is not None and not flags.cell(key)
    }
    wrong = {key for key, value in plain.items() if value != TRUTH[key]}
    assert wrong == LOST_DIGIT.get(name, set())
    assert len(plain) - len(wrong) >= LEAST_RIGHT[name]


def test_there_is_a_text_for_every_line_of_the_table():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(LEAST_RIGHT)
