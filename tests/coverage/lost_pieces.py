"""Larger and odder losses in whole documents: a page, a column, half a row, a heading, a table as a picture.

A loss is *found* where no value of the tables is sure and other than before, and where what is no longer
there is told: by a finding that points at its table or at the sections.
"""

import re
from collections.abc import Callable
from random import Random

from extractor.records import CellBasis, Report, Section, Span

SURE = {CellBasis.PROVED, CellBasis.PRINTED, CellBasis.REPAIRED, CellBasis.INFERRED}
TABLES = ("proactive", "applications", "disputes")
Ref = tuple[str, str, str]
Lose = Callable[[str, Report, Random], "str | None"]
LOOK_ALIKES = {
    "0": "Oo〇D",
    "1": "lI|丨",
    "2": "Zz",
    "5": "Ss",
    "6": "b",
    "8": "B",
    "9": "gq",
    "3": "З",
    "4": "A",
    "7": "T",
}


def spans_of(report: Report, table: str) -> dict[Ref, Span]:
    """The printed cells of a table."""
    return {
        (table, row, column): cell.evidence
        for row, cells in (report.tables.get(table) or {}).items()
        for column, cell in (cells or {}).items()
        if cell.evidence is not None and re.search(r"\d", cell.evidence.quote)
    }


def spans_of_a_row(report: Report, rng: Random) -> list[Span]:
    """The printed cells of a row of the applications, in their order."""
    cells = spans_of(report, "applications")
    row = rng.choice(sorted({ref[1] for ref in cells}))
    return sorted((span for ref, span in cells.items() if ref[1] == row), key=lambda span: span.start)


def without(text: str, spans: list[Span], words: str = "") -> str:
    for span in sorted(spans, key=lambda span: span.start, reverse=True):
        text = text[: span.start] + words + text[span.end :]
    return text


def section_of(report: Report, key: str) -> Section:
    return next(section for section in report.sections if section.key == key)


def page(text: str, report: Report, rng: Random) -> str:
    """A page of 25 to 60 lines that begins or ends within the tables."""
    lines = text.split("\n")
    body = section_of(report, rng.choice(TABLES)).body
    first = text.count("\n", 0, body.start) + rng.randint(0, max(1, body.quote.count("\n") // 2))
    return "\n".join([*lines[:first], *lines[first + rng.randint(25, 60) :]])


def end_of_file(text: str, report: Report, rng: Random) -> str:
    """A file cut off within a table."""
    body = section_of(report, rng.choice(TABLES)).body
    return text[: rng.randint(body.start + 20, body.end - 10)]


def column(text: str, report: Report, rng: Random) -> str:
    """The figures of one column."""
    key = rng.choice(["natural", "business", "research", "social", "legal", "total"])
    lost = [span for ref, span in spans_of(report, "applications").items() if ref[2] == key]
    return without(text, lost)


def half_a_row(text: str, report: Report, rng: Random) -> str | None:
    spans = spans_of_a_row(report, rng)
    if len(spans) < 4:
        return None
    at = rng.randint(2, len(spans) - 1)
    return text[: spans[at].start] + text[spans[-1].end :]


def lines_of_a_table(text: str, report: Report, rng: Random) -> str:
    """Three lines of print that a recogniser did not see."""
    body = section_of(report, rng.choice(["applications", "disputes"])).body
    lines = body.quote.split("\n")
    first = rng.randint(1, max(1, len(lines) - 5))
    return text[: body.start] + "\n".join([*lines[:first], *lines[first + 3 :]]) + text[body.end :]


def look_alikes(text: str, report: Report, rng: Random) -> str:
    """Letters for the digits of three cells."""
    cells = list(spans_of(report, "applications").values())
    for span in sorted(rng.sample(cells, 3), key=lambda span: span.start, reverse=True):
        words = "".join(rng.choice(LOOK_ALIKES[sign]) for sign in re.findall(r"\d", span.quote))
        text = text[: span.start] + words + text[span.end :]
    return text


def picture(text: str, report: Report, rng: Random) -> str:
    """A picture where the table was."""
    body = section_of(report, rng.choice(TABLES)).body
    mark = rng.choice(["![](media/image1.png)", "[图片]", "详见下图", "image2.jpeg", ""])
    return f"{text[: body.start]}\n{mark}\n{text[body.end :]}"


def heading(text: str, report: Report, rng: Random) -> str:
    """A section without its heading: its words run on from the section before."""
    section = section_of(report, rng.choice(["proactive", "applications", "disputes", "problems"]))
    return text[: section.heading.start] + text[section.heading.end :].removeprefix("\n")


def labels(text: str, report: Report, rng: Random) -> str | None:
    """The words of one line of the table of applications; its figures stand."""
    cells = spans_of(report, "applications")
    row = rng.choice(sorted({ref[1] for ref in cells}))
    first = min(span.start for ref, span in cells.items() if ref[1] == row)
    start = text.rfind("\n", 0, first) + 1
    kept = re.sub(r"[^|\t\n ]", "", text[start:first])
    return None if kept == text[start:first] else text[:start] + kept + text[first:]


def joined_cells(text: str, report: Report, rng: Random) -> str | None:
    """Two neighbouring figures without anything between them."""
    spans = spans_of_a_row(report, rng)
    if len(spans) < 2:
        return None
    at = rng.randint(0, len(spans) - 2)
    return text[: spans[at].end] + text[spans[at + 1].start :]


LOST: dict[str, Lose] = {
    "page lost": page,
    "file cut off": end_of_file,
    "column lost": column,
    "half a row lost": half_a_row,
    "lines lost": lines_of_a_table,
    "look-alikes": look_alikes,
    "table as picture": picture,
    "section merged": heading,
    "label lost": labels,
    "cells joined": joined_cells,
}


def told(report: Report, before: Report) -> list[str]:
    """What is wrong with how a loss was told; nothing where it was found."""
    wrong = []
    for table in TABLES:
        pointed = any(
            where.startswith(f"/tables/{table}") for each in report.findings for where in each.where
        )
        gone = False
        for row, cells in (before.tables.get(table) or {}).items():
            for column, cell in (cells or {}).items():
                if cell.value is None:
                    continue
                now = ((report.tables.get(table) or {}).get(row) or {}).get(column)
                if now is None or now.value is None:
                    gone = True
                elif now.value != cell.value:
                    place = f"/tables/{table}/{row}"
                    named = any(where.startswith(place) for each in report.findings for where in each.where)
                    if now.basis in SURE and not named:
                        wrong.append(f"{table}/{row}/{column}: {cell.value} is {now.value} {now.basis}")
                    gone = True
        if gone and not pointed:
            wrong.append(f"{table}: not told")
    keys = {each.key for each in report.sections}
    gone_sections = [each.key for each in before.sections if each.key not in keys]
    if gone_sections and not any(each.where == ("/sections",) for each in report.findings):
        checks = {each.check for each in report.findings}
        if not checks & {"section.missing", "document.part", "document.no_sections"}:
            wrong.append(f"sections {gone_sections}: not told")
    return wrong
