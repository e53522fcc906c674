"""Glyphs that are no part of what they stand beside: struck out, or raised as note marks."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

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
_DASHES = frozenset("-—–－_＿")


def marked_glyphs(
    glyphs: Sequence[Glyph], across: Sequence[RuledLine], struck: Sequence[Box]
) -> tuple[dict[int, str], list[RuledLine]]:
    """Reason by index of such glyphs, and the lines that strike nothing out.

    ``struck`` are places that a remark of the file strikes out.
    """
    found: dict[int, str] = {}
    kept = []
    order = sorted(range(len(glyphs)), key=lambda index: glyphs[index].left)
    lefts = [glyphs[index].left for index in order]
    for line in across:
        under = _crossed(glyphs, order, lefts, line)
        found.update((index, STRUCK) for index in under)
        kept += [line] * (not under)
    for left, top, right, bottom in struck:
        for index in order[bisect_left(lefts, left - 1) : bisect_right(lefts, right)]:
            middle = (glyphs[index].top + glyphs[index].bottom) / 2
            if (glyphs[index].left + glyphs[index].right) / 2 < right and top < middle < bottom:
                found[index] = STRUCK
    found.update((index, RAISED) for index in _raised(glyphs, order, lefts) if index not in found)
    return found, kept


def _crossed(
    glyphs: Sequence[Glyph], order: Sequence[int], lefts: Sequence[float], line: RuledLine
) -> list[int]:
    """Glyphs that a line strikes out: it runs through their middles and ends with them."""
    under = []
    for index in order[bisect_left(lefts, line.start - 40) : bisect_right(lefts, line.end)]:
        glyph = glyphs[index]
        height = (line.at - glyph.top) / max(glyph.size, 1.0)
        inside = line.start <= (glyph.left + glyph.right) / 2 <= line.end
        if inside and _MIDDLE[0] <= height <= _MIDDLE[1] and glyph.text not in _DASHES:
            under.append(index)
    if not under:
        return []
    room = _BEYOND * max(glyphs[index].size for index in under)
    first, last = min(glyphs[index].left for index in under), max(glyphs[index].right for index in under)
    return under if line.start >= first - room and line.end <= last + room else []


def _raised(glyphs: Sequence[Glyph], order: Sequence[int], lefts: Sequence[float]) -> list[int]:
    """Small print that stands high behind larger print and reads like a note mark."""
    found: list[int] = []
    used: set[int] = set()
    for index in order:
        if index in used:
            continue
        before = _larger_before(glyphs, order, lefts, index)
        if before is None:
            continue
        run = _run_of(glyphs, order, lefts, index)
        used.update(run)
        if is_note_mark("".join(glyphs[i].text for i in run), glyphs[before].text):
            found += run
    return found


def _larger_before(
    glyphs: Sequence[Glyph], order: Sequence[int], lefts: Sequence[float], index: int
) -> int | None:
    small = glyphs[index]
    for other in order[bisect_left(lefts, small.left - 40) : bisect_right(lefts, small.left)]:
        large = glyphs[other]
        if small.size > _SMALLER * large.size or abs(small.left - large.right) > _NEAR * large.size:
            continue
        lifted = (large.bottom - small.bottom) / max(large.size, 1.0)
        if _LIFTED <= lifted <= 1.0 and small.bottom > large.top:
            return other
    return None


def _run_of(glyphs: Sequence[Glyph], order: Sequence[int], lefts: Sequence[float], index: int) -> list[int]:
    """The small glyph with those of its size that follow it without a gap."""
    run = [index]
    for other in order[
        bisect_right(lefts, glyphs[index].left) : bisect_right(lefts, glyphs[index].left + 40)
    ]:
        last, glyph = glyphs[run[-1]], glyphs[other]
        same = (
            abs(glyph.size - last.size) < 0.2 * last.size
            and abs(glyph.bottom - last.bottom) < 0.3 * last.size
        )
        if same and -0.3 * last.size < glyph.left - last.right < 0.3 * last.size:
            run.append(other)
    return run
