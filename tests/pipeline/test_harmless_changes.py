"""What changes nothing for a reader must change no value: each fixture read again after such a change."""

import re
from functools import cache
from pathlib import Path

import pytest
from opencc import OpenCC

from extractor.pipeline import extract, extract_document, read_document

FOLDER = Path(__file__).parents[2] / "fixtures/reports"
RADICALS = str.maketrans("一工行民门长人大自文生日月用示", "⼀⼯⾏⺠⻔⻓⼈⼤⾃⽂⽣⽇⽉⽤⽰")
FULL_WIDTH = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in map(chr, range(0x21, 0x7F)) if c.isalnum()})
HEADING = re.compile(r"^([一二三四五六]、[^\t]{3,25})$", re.MULTILINE)
TABLE_LINE = re.compile(r"\t|  |\|")
to_traditional = OpenCC("s2t").convert


def by_line(change):
    """Apply a change to every line of words that holds no separators of a table."""
    return lambda text: "\n".join(
        change(line) if line.strip() and not TABLE_LINE.search(line) else line for line in text.split("\n")
    )


CHANGES = {
    "windows-line-ends": lambda text: text.replace("\n", "\r\n"),
    "radicals": lambda text: text.translate(RADICALS),
    "full-width-letters-and-digits": lambda text: text.translate(FULL_WIDTH),
    "traditional-characters": lambda text: "".join(map(to_traditional, text)),
    "no-break-spaces": lambda text: text.replace(" ", "\xa0"),
    "zero-width-at-line-starts": lambda text: "\n".join("\u200b" + line for line in text.split("\n")),
    "zero-width-inside-words": lambda text: text.replace("政府", "政\u200b府").replace("公开", "公\ufeff开"),
    "trailing-spaces": lambda text: "\n".join(line + "  " for line in text.split("\n")),
    "indented-paragraphs": by_line(lambda line: "　　" + line),
    "paragraph-tags": by_line(lambda line: f"<p>{line}</p>"),
    "stray-pipes": by_line(lambda line: line + " |"),
    "markdown-headings": lambda text: HEADING.sub(r"## \1", text),
    "bold-headings": lambda text: HEADING.sub(r"**\1**", text),
    "form-feed-before-a-heading": lambda text: text.replace("\n四、", "\n\x0c四、"),
}


@cache
def text_of(path):
    return read_document(path.read_bytes(), path.name).text


@cache
def report_of(path):
    return extract_document(read_document(path.read_bytes(), path.name))


def figures(report):
    """All that a reader takes from a report, without offsets and prints."""
    tables = {
        (name, row, column): cell.value
        for name, table in report.tables
        for row, cells in (table or {}).items()
        for column, cell in (cells or {}).items()
    }
    told = report.narrative
    counts = [(count.value, count.approximate) for count in told.counts]
    events = [(event.kind, event.start, event.end) for event in (*told.trainings, *told.events)]
    lists = tuple(map(len, (told.issues, told.remedies, told.past_rectifications)))
    sections = [section.key for section in report.sections]
    return {"tables": tables, "counts": counts, "events": events, "lists": lists, "sections": sections}


REPORTS = [
    path for path in sorted(FOLDER.glob("*.txt")) if path.stem not in ("empty-shell", "guide", "list-page")
]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_no_value_changes(path, change):
    text = text_of(path)
    again = extract(change(text) + "\n")
    before, after = figures(report_of(path)), figures(again)
    assert again.report_year.value == report_of(path).report_year.value
    for part in before:
        assert after[part] == before[part], part
