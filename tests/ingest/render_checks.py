"""What a render of a fixture report must give."""

from report_model import ReportModel, figures

from extractor.pipeline import extract_document
from extractor.records import Document, Report


def wrong_cells(report: Report, model: ReportModel) -> list[str]:
    """Cells whose value is not that of the labels, readable."""
    found = []
    for (table, row, column), value in figures(model.labels).items():
        cells = getattr(report.tables, table)
        cell = None if cells is None or row not in cells else cells[row][column]
        if cell is None or cell.value != value:
            found.append(f"{table}.{row}.{column}: {value}, read {cell and cell.value} ({cell and cell.raw})")
    return found


def assert_read(document: Document, model: ReportModel) -> Report:
    """Every cell right, the header found, spans exact; the Report."""
    report = extract_document(document)
    assert wrong_cells(report, model) == []
    assert report.title.value == model.title
    assert str(report.form) == model.labels["header"]["form"]
    return report


def squeezed(text: str) -> str:
    """Without white space and field separators."""
    return "".join(text.replace("|", "").split())


def assert_prose(document: Document, model: ReportModel) -> None:
    """Every paragraph is there, in its order."""
    text, at = squeezed(document.text), 0
    for block in model.blocks:
        if block.kind == "p":
            found = text.find(squeezed(block.text), at)
            assert found >= 0, block.text
            at = found
