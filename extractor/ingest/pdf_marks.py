"""Glyphs that are no part of what they stand beside: struck out, or raised as note marks."""

from collections.abc import Iterator, Sequence

from extractor.ingest.placed import Glyph
from extractor.ingest.rulings import RuledLine
from extractor.ingest.unseen import RAISED, STRUCK, is_note_mark
from extractor.records import Box

_MIDDLE = (0.33, 0.68)
"""Where a line that strikes print out crosses it, as a share of the font's height from the top."""
_BEYOND = 1.2
"""Font sizes by which such a line may reach beyond the print; borders of tables reach further."""
_SMALLER = 0.88
"""Size of a note mark beside the print before it: browsers take 0.83, word processors 0.58 to 0.65."""
_LIFTED = 0.15
_NEAR = 0.5
_CELL, _MOST_IN_CELL = 24.0, 200
"""Points of the side of a cell in which glyphs are looked up, and how many it gives."""
_DASHES = frozenset("-—–－_＿")


def marked_glyphs(
    glyphs: Sequence[Glyph], across: Sequence[RuledLine], struck: Sequence[Box]
) -> tuple[dict[int, str], list[RuledLine]]:
    """Reason by index of such glyphs, and the lines that strike nothing out.

    ``struck`` are places that a remark of the file strikes out.
    """
    near = _Near(glyphs)
    found: dict[int, str] = {}
    kept = []
    for line in across:
        under = _crossed(glyphs, near, line)
        found.update((index, STRUCK) for index in under)
        kept += [line] * (not under)
    for left, top, right, bottom in struck:
        for index in near.within(left, top, right, bottom):
            x, y = _middle(glyphs[index])
            if left < x < right and top < y < bottom:
                found[index] = STRUCK
    found.update((index, RAISED) for index in _raised(glyphs, near) if index not in found)
    return found, kept


class _Near:
    """Which glyphs have their middles near a place; a cell of the page gives a limited number."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        self._cells: dict[tuple[int, int], list[int]] = {}
        for index, glyph in enumerate(glyphs):
            x, y = _middle(glyph)
            cell = self._cells.setdefault((int(x // _CELL), int(y // _CELL)), [])
            if len(cell) < _MOST_IN_CELL:
                cell.append(index)

    def within(self, left: float, top: float, right: float, bottom: float) -> Iterator[int]:
        """Indexes of the glyphs in the cells that a box touches."""
        for column in range(int(left // _CELL), int(right // _CELL) + 1):
            for row in range(int(top // _CELL), int(bottom // _CELL) + 1):
                yield from self._cells.get((column, row), ())


def _middle(glyph: Glyph) -> tuple[float, float]:
    return (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2


def _crossed(glyphs: Sequence[Glyph], near: _Near, line: RuledLine) -> list[int]:
    """Glyphs that a line strikes out: it runs through their middles and ends with them."""
    under = []
    for index in near.within(line.start, line.at - _CELL, line.end, line.at + _CELL):
        glyph = glyphs[index]
        height = (line.at - glyph.top) / max(glyph.size, 1.0)
        inside = line.start <= _middle(glyph)[0] <= line.end
        if inside and _MIDDLE[0] <= height <= _MIDDLE[1] and glyph.text not in _DASHES:
            under.append(index)
    if not under:
        return []
    room = _BEYOND * max(glyphs[index].size for index in under)
    first, last = min(glyphs[index].left for index in under), max(glyphs[index].right for index in under)
    return under if line.start >= first - room and line.end <= last + room else []


def _raised(glyphs: Sequence[Glyph], near: _Near) -> list[int]:
    """Small print that stands high behind larger print and reads like a note mark."""
    found: list[int] = []
    used: set[int] = set()
    for index in sorted(range(len(glyphs)), key=lambda index: glyphs[index].left):
        before = None if index in used else _larger_before(glyphs, near, index)
        if before is None:
            continue
        run = _run_of(glyphs, near, index)
        used.update(run)
        if is_note_mark("".join(glyphs[i].text for i in run), glyphs[before].text):
            found += run
    return found


def _larger_before(glyphs: Sequence[Glyph], near: _Near, index: int) -> int | None:
    small = glyphs[index]
    for other in near.within(small.left - _CELL, small.top - _CELL, small.left, small.bottom + _CELL):
        large = glyphs[other]
        if small.size > _SMALLER * large.size or abs(small.left - large.right) > _NEAR * large.size:
            continue
        lifted = (large.bottom - small.bottom) / max(large.size, 1.0)
        if _LIFTED <= lifted <= 1.0 and small.bottom > large.top:
            return other
    return None


def _run_of(glyphs: Sequence[Glyph], near: _Near, index: int) -> list[int]:
    """The small glyph with those of its size that follow it without a gap."""
    run, first = [index], glyphs[index]
    around = near.within(first.left, first.top - _CELL, first.left + 2 * _CELL, first.bottom + _CELL)
    for other in sorted(set(around) - {index}, key=lambda other: glyphs[other].left):
        last, glyph = glyphs[run[-1]], glyphs[other]
        level = abs(glyph.bottom - last.bottom) < 0.3 * last.size
        same = level and abs(glyph.size - last.size) < 0.2 * last.size
        if same and -0.3 * last.size < glyph.left - last.right < 0.3 * last.size:
            run.append(other)
    return run
