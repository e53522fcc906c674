"""Tables written as ``label：自然人12件，商业企业3件`` are read, every cell of them."""

import pytest

from extractor.evaluation.noise import generate_documents
from extractor.forms import form_of
from extractor.pipeline import extract_document, read_document

HEAD = "青川县人民政府2022年政府信息公开工作年度报告\n一、总体情况\n全年公开信息12条。\n"
TAIL = "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n无。\n"


@pytest.fixture(scope="module")
def printed():
    """A report whose applications are known, and the form they stand in."""
    [document] = generate_documents(1, 3, "clean")
    report = extract_document(read_document(document.text.encode(), "table.txt"))
    return report.tables.applications, form_of(report, "applications")


@pytest.mark.parametrize(
    ("between", "end", "unit"),
    [
        ("，", "。\n", "件"),
        ("、", "。\n", "件"),
        ("，", "；\n", "件"),
        ("，", "。\n", ""),
        ("，", "\n", "件"),
    ],
)
def test_every_cell_is_read_when_rows_are_told_in_words(printed, between, end, unit):
    cells, form = printed
    rows = [
        row.prints
        + "："
        + between.join(f"{c.prints}{cells[row.key][c.key].value}{unit}" for c in row.columns)
        for row in form.rows
    ]
    text = f"{HEAD}三、收到和处理政府信息公开申请情况\n{end.join(rows)}{end}{TAIL}"
    read = extract_document(read_document(text.encode(), "told.txt")).tables.applications
    for row in form.rows:
        for column in row.columns:
            assert read[row.key][column.key].value == cells[row.key][column.key].value, row.key
