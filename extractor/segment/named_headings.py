"""Headings in unknown words, known by their place: between two known ones, with a number between theirs."""

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.ideographs import ONE_TO_TEN
from extractor.lexicon import one_of
from extractor.records import STATUTORY_SECTIONS, SectionKey
from extractor.segment.heading_lines import Heading, HeadingLine
from extractor.segment.headings import LOOK_ALIKE_NUMBER, NUMBERING

_LONGEST = 28
_NO_HEADING = re.compile(r"[。;；,，:：]|\d$|本年度?新收|上年|结转|办理结果")
"""A sentence, or a row of the table of applications, whose labels are numbered as headings are."""
_CUES = {
    key: re.compile(one_of(*names))
    for key, names in (
        (SectionKey.PROACTIVE, ("headings.named.proactive",)),
        (SectionKey.APPLICATIONS, ("headings.named.applications",)),
        (SectionKey.DISPUTES, ("headings.named.disputes",)),
        (SectionKey.PROBLEMS, ("headings.problems", "headings.plans")),
        (SectionKey.OTHER, ("headings.named.other",)),
    )
}
"""What a heading of the section names in whatever words."""
_ORDER = {key: rank for rank, key in enumerate(STATUTORY_SECTIONS)}
_FEWEST = 2
_MISREAD = 0
"""A number that cannot be read (囗、) is any that its place wants."""


def named_headings(
    found: Sequence[Heading], lines: Sequence[HeadingLine], length: int
) -> dict[SectionKey, Heading]:
    """Headings of the sections that were not found, by section.

    Only where two sections and more were found: a heading between them, numbered as its place wants, that
    names what the section is about. Such words alone would make a report of many other papers.
    """
    known = {heading.key: heading for heading in found}
    numbers = {line.start: _number(line.text) for line in lines}
    added: dict[SectionKey, Heading] = {}
    if len(known) < _FEWEST:
        return added
    for key, cue in _CUES.items():
        if key in known:
            continue
        line = next(_fitting(key, cue, known, lines, numbers, length), None)
        if line is not None:
            known[key] = added[key] = Heading(key, line.start, line.end, 0.0)
    return added


def _fitting(
    key: SectionKey,
    cue: re.Pattern[str],
    known: Mapping[SectionKey, Heading],
    lines: Sequence[HeadingLine],
    numbers: Mapping[int, int | None],
    length: int,
) -> Iterator[HeadingLine]:
    before = max((h for h in known.values() if _ORDER[h.key] < _ORDER[key]), key=_start, default=None)
    after = min((h for h in known.values() if _ORDER[h.key] > _ORDER[key]), key=_start, default=None)
    low = (_known(numbers.get(before.start)) or _ORDER[before.key] + 1) if before else 0
    high = (_known(numbers.get(after.start)) or len(ONE_TO_TEN)) if after else len(ONE_TO_TEN)
    for line in lines:
        number = numbers[line.start]
        fits = number == _MISREAD or (number is not None and low < number <= high)
        if not fits or (before and line.start < before.end):
            continue
        if line.start >= (after.start if after else length):
            return
        if len(line.text) <= _LONGEST and cue.search(line.text) and not _NO_HEADING.search(line.text):
            yield line


def _start(heading: Heading) -> int:
    return heading.start


def _known(number: int | None) -> int | None:
    return None if number == _MISREAD else number


def _number(text: str) -> int | None:
    numbering = NUMBERING.match(text)
    if numbering is None and LOOK_ALIKE_NUMBER.match(text):
        return _MISREAD
    digits = re.search(rf"[{ONE_TO_TEN}]", (numbering["main"] if numbering else None) or "")
    return ONE_TO_TEN.index(digits[0]) + 1 if digits else None
