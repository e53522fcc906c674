"""What a recogniser says beside its text: its doubts are evidence, a second look is one more reading."""

from decimal import Decimal

import pytest
from printed_tables import disputes

from extractor.ingest import read_text
from extractor.normalise import fold_characters
from extractor.records import (
    Cell,
    CellBasis,
    Document,
    Page,
    Place,
    Section,
    SectionKey,
    Span,
    Table,
    Word,
)
from extractor.tables import look_again, read_tables

HEAD = "行政复议\t行政诉讼\n结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n"
FIGURES = ["2", "1", "0", "0", "8", "1", "0", "0", "0", "1", "1", "0", "0", "1", "2"]
TEXT = HEAD + "\t".join(FIGURES) + "\n"
"""The first total is read as 8 where 3 is printed."""
DOUBT = TEXT.index("8")


def recognised(scores: dict[int, float]) -> Document:
    """The text as a recognised page, each figure a word; scores by offset, 0.99 where nothing is said."""
    document = read_text(TEXT + "本页文字仅供测试，与任何机关无关，数字均为虚构。\n")
    words, at = [], len(HEAD)
    for number, figure in enumerate(FIGURES):
        at = TEXT.index(figure, at)
        box = (30.0 * number, 0.0, 30.0 * number + 9, 9.0)
        words.append(Word(start=at, end=at + len(figure), box=box, confidence=scores.get(at, 0.99)))
        at += len(figure)
    page = Page(number=1, start=0, end=len(document.text), recognised=True, words=tuple(words))
    return document.model_copy(update={"pages": (page,)})


def read(document: Document) -> Table:
    section = Section(
        key=SectionKey.DISPUTES,
        heading=Span.of(document.text, 0, 0),
        body=Span.of(document.text, 0, len(TEXT)),
    )
    tables = read_tables(document, fold_characters(document.text), [section], "2021").tables
    assert tables.disputes is not None
    return tables.disputes


def block(table: Table) -> dict[str, Cell]:
    cells = table["reconsideration"]
    assert cells is not None
    return dict(cells)


def blamed(table: Table) -> set[str]:
    """Cells of the first block for which something else would mend the sum."""
    return {column for column, cell in block(table).items() if cell.alternatives}


def test_every_cell_of_a_failing_sum_may_be_wrong_when_the_recogniser_was_sure_of_all():
    assert len(blamed(read(recognised({})))) > 1


def test_cell_of_which_the_recogniser_was_in_doubt_explains_the_failing_sum():
    table = read(recognised({DOUBT: 0.6}))
    assert blamed(table) == {"total"}
    assert block(table)["total"].alternatives == (3,)
    assert block(table)["total"].basis is CellBasis.CONFLICT
    assert block(table)["total"].value == 8


def test_doubt_changes_nothing_when_the_sums_hold():
    sound = TEXT.index("2", DOUBT)
    table = read(recognised({sound: 0.3}))
    assert table["litigation_after_review"]["total"].basis is CellBasis.PROVED


@pytest.mark.parametrize("column", ["total", "corrected"])
def test_second_reading_that_the_sums_ask_for_repairs_the_cell_and_clears_the_others(column):
    wanted = {"total": 3, "corrected": 6}[column]
    table = disputes(TEXT, second={("reconsideration", column): wanted})
    cells = block(table)
    assert (cells[column].value, cells[column].basis) == (wanted, CellBasis.REPAIRED)
    assert cells[column].raw in ("8", "1")
    assert {cell.basis for key, cell in cells.items() if key != column} == {CellBasis.PROVED}


def test_second_readings_that_tie_leave_the_cells_in_doubt():
    second = {("reconsideration", "total"): 3, ("reconsideration", "corrected"): 6}
    cells = block(disputes(TEXT, second=second))
    assert {cells["total"].basis, cells["corrected"].basis} == {CellBasis.AMBIGUOUS}


def test_look_is_taken_at_the_places_of_doubted_cells_and_clean_numbers_come_back():
    document = recognised({})
    tables = read_tables(
        document,
        fold_characters(document.text),
        [
            Section(
                key=SectionKey.DISPUTES,
                heading=Span.of(document.text, 0, 0),
                body=Span.of(document.text, 0, len(TEXT)),
            )
        ],
        "2021",
    ).tables
    asked: list[Place] = []

    def look(places):
        asked.extend(places)
        return ["2", "l", "0 1", "", "3"]

    second = look_again(document, tables, look)
    assert [place.box[0] for place in asked] == [0, 30, 60, 90, 120]
    assert second == {
        "disputes": {("reconsideration", "upheld"): Decimal(2), ("reconsideration", "total"): Decimal(3)}
    }


def test_nothing_is_looked_at_when_the_words_are_printed_and_not_recognised():
    document = recognised({})
    page = document.pages[0]
    printed = tuple(word.model_copy(update={"confidence": None}) for word in page.words)
    plain = document.model_copy(update={"pages": (page.model_copy(update={"words": printed}),)})
    tables = read_tables(plain, fold_characters(plain.text), [], "2021").tables
    assert look_again(plain, tables, lambda _places: pytest.fail("asked")) == {}
