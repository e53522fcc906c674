"""Lines in which a converter ran the cells together: 规章000行政规范性文件88556第二十条第（五）项信息内容.

The text content of a page, taken without anything between its cells. The labels are the form's own, so they
can be found in such a line; what stands between two of them are the numbers of the first.
"""

import re
from functools import cache

from extractor.forms import TableForm
from extractor.ideographs import HAN
from extractor.tables.labels import bracket_words

_SHORT_LABEL = 2
_MIN_LABELS = 3
_MIN_TOUCHING = 2
_MANY_LABELS = 8
"""So many labels on one line need no second number that touches one: the disputes table has a single row."""
_MAX_FOREIGN = 12
_HAN = re.compile(rf"[{HAN}]")
_KEPT = re.compile(rf"[{HAN}\d]")
_TOUCHING = re.compile(rf"[{HAN})）”]\d|\d[{HAN}(（]")
_POINT = re.compile(r"\s*[.．、]")
_BEFORE = re.compile(r"[(（]\s*$")
_BEHIND = re.compile(r"[)）、.．”’\"']*")
_NUMBERS = re.compile(r"(?:\s*+\d)*+")
_WORD = re.compile(r"\S+")
_PRINT = re.compile(r"[\w/—-]")

Piece = tuple[int, str, bool]
"""Offset, text, and whether it is a label."""


@cache
def _labels_of(form: TableForm) -> re.Pattern[str]:
    """The pattern of any label of the form in a text of ideographs and digits only, the longest first.

    A number in its group is part of the label, so that it is not taken for the last digit of the row before;
    a short label (3.其他) is one only with it.
    """
    words = {(0, label) for label in (*form.headers, *bracket_words(form))} | set(_numbered_rows(form))
    words |= {(0, group) for row in form.rows for group in row.group}
    choices = []
    for number, label in sorted(words, key=lambda word: (-len(word[1]), -word[0])):
        optional = "" if len(label) <= _SHORT_LABEL else "?"
        choices.append((f"{number}{optional}" if number else "[一二三四五六七八九]?") + re.escape(label))
    return re.compile("|".join(choices))


def _numbered_rows(form: TableForm) -> list[tuple[int, str]]:
    """(number in its group or 0, label) of every label of a row."""
    found: list[tuple[int, str]] = []
    number = 0
    group: tuple[str, ...] = ()
    for row in form.rows:
        number = number + 1 if row.group and row.group == group else int(bool(row.group))
        group = row.group
        found += [(number, label) for label in row.labels]
    return found


def run_on_pieces(line: str, form: TableForm) -> list[Piece]:
    """The labels of a run-on line and what stands between them; empty for any other line.

    A line is run on where it holds several labels, numbers that touch them, and hardly any other words.
    """
    if line.count("|") + line.count("\t") >= _MIN_LABELS or not _TOUCHING.search(line):
        return []
    labels = _find_labels(line, form)
    if len(labels) < _MIN_LABELS:
        return []
    if sum(_touching(line, labels)) < (_MIN_TOUCHING if len(labels) < _MANY_LABELS else 1):
        return []
    pieces: list[Piece] = []
    at = 0
    for start, end in labels:
        pieces += _words(line, at, start)
        pieces.append((start, line[start:end], True))
        at = end
    pieces += _words(line, at, len(line))
    foreign = sum(len(_HAN.findall(text)) for _, text, is_label in pieces if not is_label)
    return pieces if foreign <= max(_MAX_FOREIGN, len(line) // 10) else []


def run_on_part(region: str, form: TableForm) -> tuple[int, int] | None:
    """The lines of a region whose cells were run together and then broken anywhere by a converter.

    What stands above the line of the first label and below the last numbers is none of the table.
    """
    broken = region.count("\n") >= _MIN_LABELS
    if not broken or "|" in region or "\t" in region or len(_TOUCHING.findall(region)) < _MANY_LABELS:
        return None
    line = region.replace("\n", " ")
    labels = _find_labels(line, form)
    behind, before = _touching(line, labels)
    touching = behind + before
    if before < _MIN_LABELS or touching < _MANY_LABELS or 2 * touching <= len(labels):
        return None
    last = _NUMBERS.match(region, labels[-1][1])
    end = region.find("\n", last.end() if last else labels[-1][1])
    return region.rfind("\n", 0, labels[0][0]) + 1, len(region) if end < 0 else end


def _touching(line: str, labels: list[tuple[int, int]]) -> tuple[int, int]:
    """How many labels have a number right behind them, and how many right before them."""
    behind = sum(line[end : end + 1].isdigit() for _, end in labels)
    return behind, sum(line[start - 1 : start].isdigit() for start, _ in labels)


def _find_labels(line: str, form: TableForm) -> list[tuple[int, int]]:
    """Offsets of the labels in the line, list numbers and brackets around them included."""
    kept = [match.start() for match in _KEPT.finditer(line)]
    squeezed = "".join(line[at] for at in kept)
    found = []
    for match in _labels_of(form).finditer(squeezed):
        first = match.start()
        if squeezed[first].isdigit() and not _POINT.match(line, kept[first] + 1):
            first += 1  # the last digit of the number before, no list number
        start, last = kept[first], kept[match.end() - 1]
        opening = _BEFORE.search(line, max(0, start - 2), start)
        closing = _BEHIND.match(line, last + 1)
        found.append((opening.start() if opening else start, closing.end() if closing else last + 1))
    return found


def _words(line: str, start: int, end: int) -> list[Piece]:
    words = _WORD.finditer(line, start, end)
    return [(word.start(), word[0], False) for word in words if _PRINT.search(word[0])]
