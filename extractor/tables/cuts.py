"""Numbers that were printed without anything between them, cut into the cells of their row.

A number does not start with 0 unless it is 0, and a total is the sum of its parts: of the ways to cut
713000074 into seven numbers, one only has a last number that is the sum of the others.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from extractor.forms import Column, Quantity
from extractor.tables.number_readings import Mark
from extractor.tables.placement import Pick, Placement, ReadToken
from extractor.tables.tokens import Kind, Token

_LONGEST = 8
_MAX_STEPS = 30_000
_MAX_CUTS = 60
_MIN_ROWS = 5
_DENSE_SHARE = 0.6
_MANY_ROWS = 20
_DENSE = re.compile(r"0\d*0\d|\b0\d")
_NUMBER = {
    Quantity.COUNT: re.compile(r"0|[1-9]\d*"),
    Quantity.SIGNED: re.compile(r"[+增减-]?(?:0|[1-9]\d*)"),
    Quantity.AMOUNT: re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?(?:亿元|万元|元)?"),
}


def are_run_together(rows: Sequence[tuple[Sequence[Token], int]]) -> bool:
    """Whether most rows, given as (tokens, width), print the zeros of several cells in one piece."""
    figures = [[t.text for t in tokens if t.kind is Kind.NUMBER] for tokens, _ in rows]
    filled = [(f, width) for f, (_, width) in zip(figures, rows, strict=True) if f and width > 1]
    short = [f for f, width in filled if len(f) < width]
    dense = sum(any(map(_DENSE.search, f)) for f in short)
    if len(rows) < _MANY_ROWS:  # a small table: one number that starts with 0, and one piece in every row
        return dense > 0 and all(len(f) == 1 for f, _ in filled)
    return dense >= _MIN_ROWS and dense >= _DENSE_SHARE * len(filled)


class _Cutter:
    """Finds the cuts of a row's pieces into blocks of parts and their total."""

    def __init__(self, figures: Sequence[Token], blocks: int, parts: int) -> None:
        self.text = "".join(token.text for token in figures)
        self.starts: list[int] = []
        self.ends: set[int] = set()
        """Offsets in the joined text at which a piece ends, so that a cell does, too."""
        at = 0
        for token in figures:
            self.starts += range(token.start, token.start + len(token.text))
            at += len(token.text)
            self.ends.add(at)
        self.blocks = blocks
        self.parts = parts
        self.steps = 0
        self.found: list[tuple[tuple[int, int], ...]] = []

    def run(self) -> list[tuple[tuple[int, int], ...]]:
        """All cuts as (start, end) in the joined text; empty where too many were to be tried."""
        if self.text.isdecimal():
            self._cut(0, (), 0)
        return self.found if self.steps <= _MAX_STEPS else []

    def _cut(self, at: int, cells: tuple[tuple[int, int], ...], total: int) -> None:
        self.steps += 1
        if self.steps > _MAX_STEPS or len(self.found) >= _MAX_CUTS:
            return
        if len(cells) == self.blocks * (self.parts + 1):
            if at == len(self.text):
                self.found.append(cells)
            return
        if len(cells) % (self.parts + 1) == self.parts:
            end = at + len(str(total))
            if self.text.startswith(str(total), at) and self._is_whole(at, end):
                self._cut(end, (*cells, (at, end)), 0)
            return
        for end in self._ends_of_number(at):
            self._cut(end, (*cells, (at, end)), total + int(self.text[at:end]))

    def _is_whole(self, at: int, end: int) -> bool:
        return not any(at < stop < end for stop in self.ends)

    def _ends_of_number(self, at: int) -> Iterator[int]:
        last = min(at + _LONGEST, len(self.text)) if self.text[at : at + 1] != "0" else at + 1
        for end in range(at + 1, min(last, len(self.text)) + 1):
            yield end
            if end in self.ends:
                return


def cut_by_sums(
    figures: Sequence[Token], blocks: int, parts: int
) -> Callable[[ReadToken], list[Placement]] | None:
    """The placements of a row of run-together cells, given how to read a token; None if there are none.

    The row has ``blocks`` blocks of ``parts`` numbers and their sum each.
    """
    cutter = _Cutter(figures, blocks, parts)
    cuts = cutter.run()
    if not cuts:
        return None

    def placed(read: ReadToken) -> list[Placement]:
        return [
            Placement(tuple(_pick(cutter, figures[0], low, high, read) for low, high in cut), 0.0)
            for cut in cuts
        ]

    return placed


def _pick(cutter: _Cutter, like: Token, low: int, high: int, read: ReadToken) -> Pick:
    start = cutter.starts[low]
    token = like._replace(start=start, end=cutter.starts[high - 1] + 1, text=cutter.text[low:high])
    readings = tuple(reading._replace(mark=reading.mark or Mark.MERGED) for reading in read(token))
    return Pick(token.start, token.end, readings)


def only_cut(figures: Sequence[Token], columns: Sequence[Column]) -> tuple[Token, ...] | None:
    """The numbers of a row over which no sum stands, where the print leaves one way to cut it, else None.

    007 over three columns is 0, 0 and 7. A cut into fewer numbers counts, too: a cell may be blank.
    """
    found = list(_all_cuts(list(figures), tuple(columns)))
    return found[0] if len(found) == 1 and len(found[0]) == len(columns) else None


def _all_cuts(figures: list[Token], columns: tuple[Column, ...]) -> Iterator[tuple[Token, ...]]:
    if not figures:
        yield ()
        return
    if not columns:
        return
    first = figures[0]
    for end in range(1, len(first.text) + 1):
        if _NUMBER[columns[0].quantity].fullmatch(first.text, 0, end) is None:
            continue
        head = first._replace(text=first.text[:end], end=first.start + end)
        tail = first._replace(text=first.text[end:], start=first.start + end)
        for rest in _all_cuts([tail, *figures[1:]] if tail.text else figures[1:], columns[1:]):
            yield (head, *rest)
