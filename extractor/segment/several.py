"""Where the second report of a file begins, and the third: two years or two bodies saved as one."""

import re
from bisect import bisect_left
from itertools import pairwise, takewhile

from extractor.ideographs import HAN
from extractor.records import SectionKey
from extractor.segment.heading_lines import Heading, HeadingLine, lines_of
from extractor.segment.papers import TITLE
from extractor.segment.sections import heading_candidates, headings_inside

_FIRST_HEADING = re.compile(
    r"^[^\w\n]{0,40}第?[一1](?:部分|章)?[、.．,:：]\s*(?:政府信息公开)?(?:工作)?的?(?:[总總]\s*[体體]|基\s*本|概)",
    re.MULTILINE,
)
_NUMBERED = 1.2
"""Score of a candidate that is numbered as a main heading and worded as one."""
_FEWEST_KEYS = 2
_FEWEST_CHARACTERS = 300
"""Less text than this between two first headings is a table of contents and no report."""
_LIST_GAP = 3
_LONGEST_TITLE = 60
_NAME_ABOVE = re.compile(rf"[{HAN}()（）]{{4,25}}")
_KEYS_OF_A_REPORT = 4
_NAME_OR_YEAR = re.compile(
    rf"20\d\d年(?:度)?|[{HAN}()（）]{{2,22}}(?:政府|局|委员会|办公室|厅|部|院|镇|乡|街道办事处|中心)"
)
_NO_NAME = re.compile(r"年|日|月|无|没有|附|情况|事项")


def may_hold_several(text: str) -> bool:
    """Whether a text prints a first heading twice; quick, for texts that are not folded yet."""
    return len(_FIRST_HEADING.findall(text)) > 1


def report_starts(characters: str) -> tuple[int, ...]:
    """Offsets at which a report after the first one begins; empty for a file that holds one.

    A report begins at a title line between the sections of the one before and another first heading.
    """
    lines = lines_of(characters, headings_inside)
    candidates = (c for c in heading_candidates(lines, characters) if c.score >= _NUMBERED)
    heads = sorted(candidates, key=lambda heading: heading.start)
    firsts = [heading for heading in heads if heading.key is SectionKey.OVERVIEW]
    found = (_start_between(one, other, heads, lines) for one, other in pairwise(firsts))
    return tuple(start for start in found if start is not None)


def _start_between(
    one: Heading, other: Heading, heads: list[Heading], lines: list[HeadingLine]
) -> int | None:
    low = bisect_left(heads, one.end, key=lambda heading: heading.start)
    inside = heads[low : bisect_left(heads, other.start, key=lambda heading: heading.start)]
    if len({heading.key for heading in inside}) < _FEWEST_KEYS:
        return None
    last = inside[-1].end
    first = bisect_left(lines, last, key=lambda line: line.start)
    until = bisect_left(lines, other.start, key=lambda line: line.start)
    titles = [
        index
        for index, line in enumerate(lines[first:until], first)
        if last < line.start and len(line.text) <= _LONGEST_TITLE and TITLE.search(line.text)
    ]
    start = lines[titles[0]].start if titles else other.start
    if start - one.end < _FEWEST_CHARACTERS and not (titles and _is_written_out([one, *inside])):
        return None
    if not titles:
        return _start_without_title(inside, other, heads, lines)
    above = lines[titles[0] - 1] if titles[0] else None
    if above is not None and above.start > last and _is_a_name(above.text):
        return above.start
    return lines[titles[0]].start


def _is_written_out(heads: list[Heading]) -> bool:
    """Whether something stands below most of the headings, as in no table of contents."""
    empty = sum(1 for each, after in pairwise(heads) if after.start - each.end <= _LIST_GAP)
    return len(heads) >= _KEYS_OF_A_REPORT and 2 * empty < len(heads)


def _start_without_title(
    inside: list[Heading], other: Heading, heads: list[Heading], lines: list[HeadingLine]
) -> int | None:
    """Where all the sections of a report come twice and no title stands between: at the second first heading.

    Lines right above it that are a name or a year only belong to it.
    """
    behind = heads[bisect_left(heads, other.end, key=lambda heading: heading.start) :]
    again = {heading.key for heading in takewhile(lambda heading: heading.key is not other.key, behind)}
    if len({heading.key for heading in inside} & again) < _KEYS_OF_A_REPORT:
        return None
    at = bisect_left(lines, other.start, key=lambda line: line.start)
    start = other.start
    while at and lines[at - 1].start > inside[-1].end and _NAME_OR_YEAR.fullmatch(lines[at - 1].text):
        at -= 1
        if lines[at - 1].start <= inside[-1].start:
            break  # the only line of the section before
        start = lines[at].start
    return start


def _is_a_name(words: str) -> bool:
    """Whether the line above a title is its first half: the body that it is of."""
    return _NAME_ABOVE.fullmatch(words) is not None and _NO_NAME.search(words) is None
