"""The document on the page: tables as tables, offsets as in the canonical text."""

import re
from pathlib import Path

import pytest

from extractor.pipeline import extract_document, read_document
from extractor.review.document_pane import blocks_of
from extractor.review.wording import message_in

RENDERED = Path(__file__).parents[2] / "fixtures" / "formats" / "rendered"
REPORTS = Path(__file__).parents[2] / "fixtures" / "reports"


def lines_in(blocks):
    for block in blocks:
        yield from block.lines
        for row in (*block.heads, *block.rows):
            for cell in row:
                yield from cell.lines


def document_of(path):
    return read_document(path.read_bytes(), path.name)


@pytest.mark.parametrize(
    "path", [RENDERED / "luoyan-2021.docx", *sorted(REPORTS.glob("*.txt"))], ids=lambda path: path.name
)
def test_every_word_stands_at_its_offset_once_and_in_order(path):
    document = document_of(path)
    lines = list(lines_in(blocks_of(document, None, None)))
    assert [offset for offset, _ in lines] == sorted(offset for offset, _ in lines)
    shown = ""
    for offset, parts in lines:
        words = "".join(parts)
        assert document.text[offset : offset + len(words)] == words
        shown += words
    left_out = set(re.sub(r"\s", "", document.text)) - set(re.sub(r"\s", "", shown))
    assert left_out <= {"|", "-"}  # what stands between the fields and rows of a table


def test_a_drawn_table_is_a_table_with_heads_and_its_marked_cell():
    document = document_of(RENDERED / "luoyan-2021.docx")
    at = document.text.index("31")
    blocks = [block for block in blocks_of(document, at, at + 2) if block.kind == "table"]
    assert len(blocks) >= 3
    applications = next(block for block in blocks if "自然人" in str(block.heads))
    assert 1 <= len(applications.heads) <= 3
    assert len(applications.rows) > 20
    marked = [parts for _, parts in lines_in(blocks_of(document, at, at + 2)) if parts[1]]
    assert [parts[1] for parts in marked] == ["31"]


def test_cells_printed_one_a_line_stand_side_by_side():
    document = document_of(REPORTS / "shuangzhan-2020.txt")
    kinds = [block.kind for block in blocks_of(document, None, None)]
    assert "cells" in kinds
    prose = next(block for block in blocks_of(document, None, None) if block.kind == "lines")
    assert any(len("".join(parts)) > 10 for _, parts in prose.lines)


@pytest.mark.parametrize("name", ["anzhu-2022.txt", "luoyan-2021.txt", "bailiao-2019.txt", "fengxi-2021.txt"])
def test_a_table_of_signs_is_a_table_and_a_mark_stays_on_its_characters(name):
    document = document_of(REPORTS / name)
    tables = [block for block in blocks_of(document, None, None) if block.kind == "table"]
    assert any("自然人" in str(block.heads) for block in tables)
    report = extract_document(document)
    for _, _, _, cell in report.tables.cells():
        if cell.evidence is not None and cell.evidence.end > cell.evidence.start:
            span = cell.evidence
            lines = lines_in(blocks_of(document, span.start, span.end))
            marked = "".join(parts[1] for _, parts in lines if parts[1])
            assert marked == span.quote
            break


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            "规则 service_points、第二读者 participation (0.94) / english",
            "规则 查阅点、第二读者 公众参与 (0.94)",
        ),
        ("见 /tables/applications/new 与 12345 / x", "见 /tables/applications/new 与 12345"),
    ],
)
def test_messages_in_chinese_name_topics_in_chinese(message, shown):
    assert message_in("zh", message) == shown
