"""Write docs/checks.md from the docstrings of the checks; with --check only say whether it is in step."""

import re
import sys
from pathlib import Path

from extractor.validate import Check, YearCheck, registered_checks, registered_year_checks

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"
PARTS = ("Compares", "Skipped", "Example")

_INTRODUCTION = """\
# 核对规则 · Checks

This page is written by `scripts/generate_checks_doc.py` from the docstrings in `extractor/validate/`;
change it there and run `make generate`.

A finding carries the id of its check, both numbers (`left`, `right`), JSON pointers into the Report
(`where`), the words that it rests on (`evidence`), and which side is suspect: `issuer` (the document
contradicts itself), `reading` (the reading is in doubt), `either` (the text alone cannot tell).
`error` means that a value is wrong or contradicted, `warning` that a person should look, `info` that
something is worth knowing. A finding never changes a value.

Checks marked *needs the text* are left out where `extractor validate` sees only the JSON.
"""

_ELSEWHERE = """\
## Findings of other rooms

These are no checks of a Report; the room that meets the trouble reports it.

| id | what it says |
| --- | --- |
| `ingest.note` | something about the bytes or their encoding that a reader of the Report should know |
| `document.kind` | nothing of a yearly report was seen, its wording is that before 2019, or it is doubtful |
| `document.several` | several reports in one file, read as NAME, NAME-2 …; a batch reads the first only |
| `document.part` | fewer than three sections were found: an excerpt, a single page, or a very short report |
| `header.issuer` | two sources name bodies that are surely different |
| `header.year` | the report calls itself one of another year than its title |
| `header.year_doubtful` | no title and no period that were read state it; few sentences do |
| `header.published_on` | two days are both labelled so, or the only one lies before the year's end |
| `header.period` | the period ends before it begins; it was not taken |
| `years.body` | `validate` only: reports print one name that several places have; they were not compared |
| `years.gap` | a year is missing between two reports of one body, not compared; also in exports |
| `section.heading_lost` | a section was found by what it holds, its heading is not in the text |
| `document.orders` | a sentence that gives orders to machines was left out of the prose |
| `narrative.unread` | only the second reader takes words for a statement or training; not delivered |
| `problems.unknown_heading` | no reader knows a heading of section five; points at the statements below it |
| `review.unreadable` | a recorded decision of a person cannot be read and does not count; take it back |
| `review.annotators_differ` | blind annotators differ on a value and nobody settled it; the machine's stays |
| `model.…` | what a model said, could not be asked, or settled (docs/models.md) |
"""


def page() -> str:
    """The whole of docs/checks.md."""
    single, years = registered_checks(), registered_year_checks()
    everything: list[Check | YearCheck] = [*single, *years]
    lines = [_INTRODUCTION, "| id | 内容 |", "| --- | --- |"]
    lines += [f"| [`{each.id}`](#{_anchor(each.id)}) | {_title(each)[0]} |" for each in everything]
    lines += ["", "## One report", ""]
    lines += [_entry(each, "*needs the text*" if each.needs_text else "") for each in single]
    lines += ["## Several years of one body", ""]
    lines += [_entry(each, "") for each in years]
    return "\n".join(lines) + "\n" + _ELSEWHERE


def _anchor(check_id: str) -> str:
    return check_id.replace(".", "")


def _title(check: Check | YearCheck) -> tuple[str, str]:
    first = check.doc.split("\n", 1)[0]
    chinese, _, english = first.partition(" · ")
    return chinese, english


def _entry(check: Check | YearCheck, note: str) -> str:
    chinese, english = _title(check)
    lines = [f"### `{check.id}`", "", f"**{chinese}** · {english}{f' ({note})' if note else ''}", ""]
    body = check.doc.partition("\n")[2]
    for part in PARTS:
        match = re.search(rf"^{part}: (.*?)(?=^(?:{'|'.join(PARTS)}): |\Z)", body, re.MULTILINE | re.DOTALL)
        if match is None:
            raise SystemExit(f"the docstring of check {check.id} has no part {part!r}")
        lines.append(f"- {part}: {' '.join(match[1].split())}")
    return "\n".join([*lines, ""])


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` compare it; the exit code."""
    wanted = page()
    if "--check" not in arguments:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == wanted:
        return 0
    print("docs/checks.md is out of step with the checks; run make generate", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
