"""Balance the digits of a text: used, ignored by a named rule, or unexplained."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.coverage.digit_runs import DigitRun, any_digit, digit_runs
from extractor.coverage.form_words import form_rules
from extractor.coverage.structure import (
    Named,
    loose_page_numbers,
    structural_rules,
    table_regions,
)
from extractor.coverage.uses import Stretch, uses_of
from extractor.forms import table_keys
from extractor.grammar import LinesOf, non_counts
from extractor.records import Coverage, Folded, Header, Narrative, Section, Span, Tables

_BETWEEN_CELLS = re.compile(r"[0-9０-９][ \u3000]*(?:[|\t]|[ \u3000]{2,})[ \u3000|]*[0-9０-９]")
_SENTENCE = re.compile(r"[。；;，,]")


def digit_coverage(
    header: Header,
    sections: Sequence[Section],
    tables: Tables,
    narrative: Narrative,
    text: str,
    folded: Folded | None = None,
) -> Coverage:
    """The coverage of the digits of ``text``, the canonical text that all spans refer to.

    A run (see :func:`digit_runs`) is *used* if a fact, cell, count, date or number of participants
    uses all of its digits, together with the rules if need be; *ignored* if rules alone cover it; else
    *unexplained*. Rules of grammar read ``folded`` where it is given, so that a soft line break does
    not hide a date; they do not reach inside the tables.
    """
    marks = _Marks(len(text))
    for start, end in uses_of(header, tables, narrative):
        marks.use(start, end)
    regions = table_regions(tables, sections)
    for named in structural_rules(text, tables, sections):
        marks.ignore(named)
    for named in form_rules(text, tables):
        marks.ignore(named)
    lines = LinesOf(text)
    bodies = [section.body for section in sections if section.key in table_keys()]
    for low, high in _pieces(sections, regions, len(text)):
        among_cells = any(body.start <= low < body.end for body in bodies)
        for named in _grammar(text, folded, low, high):
            if not _crosses_cells(text, named) and not (among_cells and not _in_a_sentence(lines, named)):
                marks.ignore(named)
    for named in loose_page_numbers(text, sections):
        marks.ignore(named)
    return marks.coverage(text)


def _crosses_cells(text: str, named: Named) -> bool:
    """Whether a rule takes the numbers of several cells for one: folding drops what stands between them."""
    return _BETWEEN_CELLS.search(text, named[0], named[1]) is not None


def _in_a_sentence(lines: LinesOf, named: Named) -> bool:
    """Whether a stretch stands in a line of words: among cells a lone number is a cell, lost or read."""
    return lines.has(_SENTENCE, named[0], named[1])


def _grammar(text: str, folded: Folded | None, low: int, high: int) -> Iterator[Named]:
    """What the rules of grammar set aside in ``text[low:high]``."""
    if not any_digit(text, low, high):
        return
    if folded is None:
        for start, end, rule in non_counts(text[low:high]):
            yield low + start, low + end, rule
        return
    part = folded.slice(low, high)
    for start, end, rule in non_counts(part.text):
        if start < end:
            yield (*part.canonical(start, end), rule)


def _pieces(sections: Sequence[Section], regions: Sequence[Stretch], length: int) -> Iterator[Stretch]:
    """The text outside of the tables, cut where a section's body starts or ends.

    The pieces of prose are the bodies that the narrative reads, so that the rules see the same text.
    """
    cuts = {0, length}
    for section in sections:
        cuts |= {section.body.start, section.body.end}
    for region in regions:
        cuts |= {*region}
    for low, high in pairwise(sorted(cuts)):
        if not any(start <= low and high <= end for start, end in regions):
            yield low, high


class _Marks:
    """One mark for each character of a text: free, used, or the first rule that claims it."""

    _USED = 1

    def __init__(self, length: int) -> None:
        self._marks = bytearray(length)
        self._rules: list[str] = ["", ""]

    def use(self, start: int, end: int) -> None:
        self._marks[start:end] = bytes([self._USED]) * (end - start)

    def ignore(self, named: Named) -> None:
        start, end, rule = named
        free, code = b"\x00", bytes([self._code(rule)])
        self._marks[start:end] = self._marks[start:end].replace(free, code)

    def coverage(self, text: str) -> Coverage:
        runs, used, unexplained = digit_runs(text), 0, []
        ignored: Counter[str] = Counter()
        for run in runs:
            codes = self._codes(run)
            if 0 in codes:
                unexplained.append(Span.of(text, run.start, run.end))
            elif self._USED in codes:
                used += 1
            else:
                ignored[self._rules[codes[0]]] += 1
        return Coverage(
            digits_total=len(runs),
            digits_used=used,
            digits_ignored=dict(sorted(ignored.items())),
            unexplained=tuple(unexplained),
        )

    def _codes(self, run: DigitRun) -> list[int]:
        """Marks of the digits of a run; the points and commas inside it explain themselves."""
        return [
            mark
            for mark, sign in zip(self._marks[run.start : run.end], run.words, strict=True)
            if sign.isdigit()
        ]

    def _code(self, rule: str) -> int:
        if rule not in self._rules:
            self._rules.append(rule)
        return self._rules.index(rule)
