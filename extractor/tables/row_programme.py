"""Rows of the form given to printed pieces by a dynamic programme over the printed order.

Each item is given to one row of the form or to none; rows never go back. A state is (row, phase): nothing of
the row seen yet, its label, its numbers, or both. The score of a path is the sum of the scores below; they
were set by hand on the layouts of docs/tables.md so that the printed order outweighs single wrong characters.
"""

from collections.abc import Sequence
from typing import NamedTuple

from extractor.forms import TableForm
from extractor.tables.labels import (
    LIKELY_FIT,
    SURE_FIT,
    fit,
    group_labels,
    is_group,
    is_header,
    row_texts,
    shared,
)
from extractor.tables.printed_items import PrintedItem

MATCHED_CHARACTER = 1.0
"""A character of a label piece that stands in the row's label."""
STRANGE_CHARACTER = -0.7
"""A character of a label piece that does not."""
HEADER_PIECE = 0.0
"""A piece of the header or of a group label that belongs to no row."""
NOISE_CHARACTER = -0.25
"""A character of a piece that belongs to nothing, at most NOISE_LIMIT for one piece."""
NOISE_LIMIT = -2.5
STRANGE_PIECE_BETWEEN = -1.0
"""A piece or group of no row between a row's label and its numbers: they may be another row's."""
LOST_ROW = -3.0
"""A row of which neither label nor numbers are printed."""
ROW_WITHOUT_NUMBERS = -0.8
"""A row whose label stands there without numbers (its blanks were dropped)."""
NUMBERS_WITHOUT_LABEL = -1.5
MISSING_NUMBER = -0.3
SURPLUS_NUMBER = -1.0
SECOND_GROUP = -1.0
"""Numbers of one row in two pieces (a label, a page number or a page break stands between)."""
SECOND_SURPLUS = -2.0
"""A number of such a second piece for which the row has no cell: it belongs to a row that the form lacks."""
LABEL_BEHIND_NUMBERS = -8.0
"""A whole label behind the numbers of its row: it belongs to the numbers that follow it."""
FOREIGN_LABEL = -8.0
"""Numbers right behind the whole label of one row, on its line, given to another row."""
STRAY_GROUP = -2.0
STRAY_NUMBER = -0.8
"""A group that belongs to no row (page numbers, numbers in a header), and each number of it."""
_BEAM = 26.0
"""Paths this far behind the best are given up; passing over eight rows and then matching a label stays in."""


class Phase:
    """What of a row has been seen."""

    NONE, LABEL, NUMBERS, BOTH = range(4)


def owners_of(item: PrintedItem, texts: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    """Rows of which the label right before a group, on its line, is the whole label."""
    return tuple(r for r, text in enumerate(texts) if item.head and fit(item.head, text) >= SURE_FIT)


class _State(NamedTuple):
    score: float
    row: int
    phase: int
    filled: int
    """Numbers that the row has been given."""
    given: tuple[tuple[int, int, int], ...]
    """(item, first row, number of rows) of the groups given so far, newest last."""


def _leave(phase: int) -> float:
    """Score of leaving a row in a phase."""
    return {Phase.NONE: LOST_ROW, Phase.LABEL: ROW_WITHOUT_NUMBERS}.get(phase, 0.0)


class RowProgramme:
    """One run of the dynamic programme; holds what it needs of the form."""

    def __init__(self, form: TableForm) -> None:
        self.texts = [row_texts(row) for row in form.rows]
        self.widths = [len(row.columns) for row in form.rows]
        self.headers = form.headers
        self.matches: dict[str, list[int]] = {}
        self.groups = group_labels(form)

    def owners(self, item: PrintedItem) -> tuple[int, ...]:
        """Rows of which the label right before a group, on its line, is the whole label."""
        return owners_of(item, self.texts)

    def noise(self, item: PrintedItem) -> float:
        """Score of giving an item to no row."""
        if item.tokens:
            return STRAY_GROUP + STRAY_NUMBER * item.figures if item.figures else 0.0
        if is_header(item.piece, self.headers) or is_group(item.piece, self.groups):
            return HEADER_PIECE
        return max(NOISE_LIMIT, NOISE_CHARACTER * len(item.piece)) if len(item.piece) > 1 else 0.0

    def label(self, piece: str, row: int, phase: int) -> tuple[float, int] | None:
        """Score and next phase of giving a label piece to a row; None where it does not fit at all."""
        matched = shared(piece, self.texts[row])
        if matched < 2 or 2 * matched < len(piece):
            return None
        score = MATCHED_CHARACTER * matched + STRANGE_CHARACTER * (len(piece) - matched)
        if phase == Phase.NUMBERS and fit(piece, self.texts[row]) >= LIKELY_FIT:
            score += LABEL_BEHIND_NUMBERS
        return score, Phase.BOTH if phase in (Phase.NUMBERS, Phase.BOTH) else Phase.LABEL

    def group(self, figures: int, row: int, phase: int, filled: int) -> tuple[float, int]:
        """Score and next phase of giving a group of so many numbers to one row."""
        width = self.widths[row]
        if phase in (Phase.NUMBERS, Phase.BOTH):
            before = max(0, filled - width)
            surplus = max(0, filled + figures - width) - before
            return SECOND_GROUP + SECOND_SURPLUS * surplus, phase
        size = MISSING_NUMBER * max(0, width - figures) + SURPLUS_NUMBER * max(0, figures - width)
        if phase == Phase.LABEL:
            return size, Phase.BOTH
        return NUMBERS_WITHOUT_LABEL + size, Phase.NUMBERS

    def several(self, figures: int, row: int, phase: int) -> tuple[float, int] | None:
        """Score and number of rows where a group holds the numbers of several whole rows."""
        total, count = 0, 0
        while row + count < len(self.texts) and total < figures:
            total += self.widths[row + count]
            count += 1
        if total != figures or count < 2:
            return None
        first = 0.0 if phase == Phase.LABEL else NUMBERS_WITHOUT_LABEL
        return first + NUMBERS_WITHOUT_LABEL * (count - 1), count

    def _candidate_rows(self, item: PrintedItem, row: int) -> list[int]:
        near = [r for r in (row, row + 1, row + 2) if 0 <= r < len(self.texts)]
        if item.tokens or len(item.piece) < 2:
            return near if item.tokens else []
        return near + [r for r in self._matching(item.piece) if r > max(row, 0) + 2]

    def _matching(self, piece: str) -> list[int]:
        """Rows whose label holds nearly all of the piece."""
        if piece not in self.matches:
            need = max(2, 0.8 * len(piece))
            self.matches[piece] = [r for r, texts in enumerate(self.texts) if shared(piece, texts) >= need]
        return self.matches[piece]

    def _move(self, state: _State, row: int) -> float:
        """Score of going on to a row: the row that is left and those that are passed over."""
        if row == state.row:
            return 0.0
        left = _leave(state.phase) if state.row >= 0 else 0.0
        return left + LOST_ROW * (row - state.row - 1)

    def step(self, state: _State, index: int, item: PrintedItem) -> list[_State]:
        """All states after one more item."""
        noise = self.noise(item)
        owners = self.owners(item)
        if noise < 0 and state.phase == Phase.LABEL:
            noise += STRANGE_PIECE_BETWEEN
        found = [state._replace(score=state.score + noise)]
        for row in self._candidate_rows(item, state.row):
            phase, filled = (state.phase, state.filled) if row == state.row else (Phase.NONE, 0)
            score = state.score + self._move(state, row)
            if not item.tokens:
                given = self.label(item.piece, row, phase)
                if given is not None:
                    found.append(_State(score + given[0], row, given[1], filled, state.given))
                continue
            gain, after = self.group(item.figures, row, phase, filled)
            gain += FOREIGN_LABEL if owners and row not in owners else 0.0
            trail = (*state.given, (index, row, 1))
            found.append(_State(score + gain, row, after, filled + item.figures, trail))
            if phase in (Phase.NONE, Phase.LABEL) and item.figures > self.widths[row]:
                many = self.several(item.figures, row, phase)
                if many is not None:
                    last = row + many[1] - 1
                    trail = (*state.given, (index, row, many[1]))
                    found.append(_State(score + many[0], last, Phase.NUMBERS, self.widths[last], trail))
        return found

    def finish(self, state: _State) -> float:
        """Score of a path with the rows behind its last one counted as lost."""
        left = _leave(state.phase) if state.row >= 0 else 0.0
        return state.score + left + LOST_ROW * (len(self.texts) - state.row - 1)

    def run(self, items: list[PrintedItem]) -> _State:
        """The best path through all items."""
        states = {(-1, Phase.NONE): _State(0.0, -1, Phase.NONE, 0, ())}
        for index, item in enumerate(items):
            best: dict[tuple[int, int], _State] = {}
            for state in states.values():
                for after in self.step(state, index, item):
                    key = (after.row, after.phase)
                    if key not in best or best[key].score < after.score:
                        best[key] = after
            limit = max(state.score for state in best.values()) - _BEAM
            states = {key: state for key, state in best.items() if state.score >= limit}
        return max(states.values(), key=self.finish)
