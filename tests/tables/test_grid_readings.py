"""The document's grid as a reading of its own beside the text: the sums choose between them."""

import pytest
from printed_tables import COLUMNS, LABELS, ONE_OTHER, SMALL, Figures, filled

from extractor.ingest import read_text
from extractor.normalise import fold_characters
from extractor.records import (
    CellBasis,
    Document,
    DocumentGrid,
    GridCell,
    Section,
    SectionKey,
    Span,
    Table,
    TableReading,
)
from extractor.tables import read_tables

HEADING = "三、收到和处理政府信息公开申请情况\n"
HEADER = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def blanked(figures: Figures) -> dict[str, list[str]]:
    """The rows as an issuer prints them who leaves zeros blank, with their labels in front."""
    return {
        key: [LABELS[key], *("" if cell == "0" else cell for cell in row)] for key, row in figures.items()
    }


ROWS = blanked(filled(SMALL, ONE_OTHER))
VALUES = {key: [int(cell or 0) for cell in row[1:]] for key, row in ROWS.items()}


def document(printed: dict[str, list[str]], gridded: dict[str, list[str]], piped: bool = False) -> Document:
    """A report whose text closes up the cells of ``printed``, or has | between them, with a grid beside it.

    The grid has the cells of ``gridded``; each must stand in the text of its row, in the same order.
    """
    text, cells = HEADING, []
    for number, (row, inner) in enumerate(
        zip([HEADER, *printed.values()], [HEADER, *gridded.values()], strict=True)
    ):
        start = len(text)
        text += f"| {' | '.join(row)} |\n" if piped else " ".join(cell for cell in row if cell) + "\n"
        at = start
        for column, cell in enumerate(inner):
            at = text.index(cell, at)
            cells.append(GridCell(row=number, column=column, start=at, end=at + len(cell)))
            at += len(cell)
    grid = DocumentGrid(
        start=len(HEADING), end=len(text), height=len(printed) + 1, width=8, cells=tuple(cells)
    )
    return read_text(text + "本年度如实公开。" * 4).model_copy(update={"grids": (grid,)})


def read(source: Document) -> tuple[Table, TableReading]:
    end = len(source.text)
    body = Span.of(source.text, len(HEADING), end)
    section = Section(
        key=SectionKey.APPLICATIONS, heading=Span.of(source.text, 0, len(HEADING) - 1), body=body
    )
    found = read_tables(source, fold_characters(source.text), [section], "2019")
    assert found.tables.applications is not None
    return found.tables.applications, found.readings[0]


def wrong(table: Table) -> list[str]:
    """Cells whose value is not the printed one, a blank counting as 0."""
    return [
        f"{key}.{column}"
        for key, row in VALUES.items()
        for column, value in zip(COLUMNS, row, strict=True)
        if (table[key][column].value or 0) != value or table[key][column].basis in DOUBT
    ]


DOUBT = (CellBasis.AMBIGUOUS, CellBasis.CONFLICT)


def test_grid_places_the_figures_when_the_text_has_dropped_the_blanks():
    table, reading = read(document(ROWS, ROWS))
    assert wrong(table) == []
    assert reading.reading == "grid.literal"
    assert set(reading.tried) == {"literal", "grid.literal"}


def test_text_is_kept_when_the_grid_has_shifted_a_row():
    moved = {**ROWS, "granted": ["（一）予以公开", "", *ROWS["granted"][1:6], ROWS["granted"][7]]}
    assert len(moved["granted"]) == 8
    table, reading = read(document(ROWS, moved, piped=True))
    assert wrong(table) == []
    assert reading.reading == "literal"
    assert reading.tried["literal"][0] > reading.tried["grid.literal"][0]


@pytest.mark.parametrize("filler", [[], [""]], ids=["short-line", "line-filled-up"])
def test_order_places_the_figures_when_text_and_grid_have_lost_a_cell_of_a_row(filler):
    label, natural, business, *blanks, total = ROWS["unable_not_held"]
    short = {**ROWS, "unable_not_held": [label, natural, business, *blanks[1:], total]}
    text = {**short, "unable_not_held": [*short["unable_not_held"], *filler]}
    table, reading = read(document(text, short, piped=True))
    assert wrong(table) == []
    assert reading.reading == (
        "order.literal" if filler else "grid.literal"
    )  # a short line has its order alone


def test_cells_are_ambiguous_when_text_and_grid_fit_the_sums_in_different_columns():
    inner = {"granted": (12, 3, 0, 0, 0, 0), "carried_out": (0, 1, 0, 0, 0, 0)}
    rows = blanked(filled(inner, ONE_OTHER))
    # the figures of 商业企业 stand under 科研机构 in the grid; every sum holds either way
    moved = {key: [*row[:2], row[3], row[2], *row[4:]] for key, row in rows.items()}
    table, _ = read(document(rows, moved, piped=True))
    cell = table["granted"]["business"]
    assert cell.basis is CellBasis.AMBIGUOUS
    assert cell.alternatives == (0, 3)
    assert table["granted"]["natural"].basis is CellBasis.PROVED
    assert table["granted"]["total"].value == 15


def test_nothing_but_the_text_is_read_when_the_grid_knows_no_header():
    nameless = document(ROWS, ROWS)
    grid = nameless.grids[0]
    body = tuple(cell for cell in grid.cells if cell.row)
    source = nameless.model_copy(update={"grids": (grid.model_copy(update={"cells": body}),)})
    _, reading = read(source)
    assert reading.reading == "literal"
