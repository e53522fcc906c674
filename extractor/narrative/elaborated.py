"""Paragraphs that begin with a bare short sentence and then say what it means: each is one statement.

丰富公开形式。利用出租车顶灯宣传 is one measure, where each paragraph of its part is built so.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractor.ideographs import HAN
from extractor.narrative.roles import Role
from extractor.narrative.unnumbered import FoundStatement

_BUILT = re.compile(rf"[ ]*(?P<head>[{HAN}“”]{{4,12}})。(?P<rest>[^\n]{{5,600}})")
_GOES_ON = re.compile(r"同时|此外|另外|其次|再次|还|也|二是|[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]")
_LEAST_LINES = 2
_LONGER = {Role.ISSUE: 2.0, Role.REMEDY: 1.5}
"""How much longer than the bare sentence what elaborates it is: 意识不强。内容不够全面。 is two problems."""


def with_elaborations(text: str, found: Sequence[FoundStatement]) -> list[FoundStatement]:
    """The statements, those of a paragraph as one where all paragraphs of their part are built so."""
    lines = [[*group] for _, group in groupby(found, key=lambda entry: text.rfind("\n", 0, entry.start))]
    joined: list[FoundStatement] = []
    for part in _parts(lines):
        built = len(part) >= _LEAST_LINES and all(_is_built(text, line) for line in part)
        for line in part:
            joined += [line[0]._replace(end=line[-1].end)] if built else line
    return joined


def _parts(lines: Sequence[list[FoundStatement]]) -> Iterator[list[list[FoundStatement]]]:
    """Runs of paragraphs of which each says things of one role, the same in all."""
    for _, part in groupby(lines, key=lambda line: {entry.role for entry in line}):
        yield [*part]


def _is_built(text: str, line: Sequence[FoundStatement]) -> bool:
    """Whether a paragraph is a bare short sentence, which is a statement, and what elaborates it."""
    first = line[0]
    longer = _LONGER.get(first.role)
    words = _BUILT.match(text, text.rfind("\n", 0, first.start) + 1)
    if longer is None or words is None or any(entry.numbered or entry.role != first.role for entry in line):
        return False
    head, rest = words["head"], words["rest"]
    told = first.start == words.start("head") and first.end <= words.end("head") + 1
    return told and len(rest) >= longer * len(head) and _GOES_ON.match(rest) is None
