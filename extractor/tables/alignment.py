"""Which printed numbers belong to which row of the form: a dynamic programme over the printed order.

Items are the printed pieces of labels and the groups of numbers between them, in reading order. Each item
is given to one row of the form or to none; rows never go back. A state is (row, phase): nothing of the row
seen yet, its label, its numbers, or both. The score of a path is the sum of the scores below; they were set
by hand on the layouts of docs/tables.md so that the printed order outweighs single wrong characters.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache, partial
from itertools import combinations, dropwhile
from typing import NamedTuple

from extractor.forms import Row, TableForm
from extractor.tables.anchors import NumberGroup, count_between, unsure_rows
from extractor.tables.cell_words import is_words
from extractor.tables.certain import NO_LABEL, clear_row, doubted_places, rows_as_labelled
from extractor.tables.labels import bare, fit, group_labels, is_group, is_header, row_texts, shared
from extractor.tables.tokens import Kind, Line, Token, without_blanks

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
_CODED_SHARE = 0.7
"""Of the groups of numbers, those that begin with the number of a row: then that column is printed."""
_SAME_LABEL, _NEARLY_THE_SAME = 1.0, 0.85
"""Rows this alike are taken for one another where blanks were dropped: 复制费（光盘） and 复制费（软盘）."""
_LEAST_END = 5
_MOST_IN_ROW = 2
_SURE_FIT = 0.9
_LIKELY_FIT = 0.75


class Phase:
    """What of a row has been seen."""

    NONE, LABEL, NUMBERS, BOTH = range(4)


class PrintedItem(NamedTuple):
    """A piece of a label, or a group of numbers."""

    piece: str
    """Bare label; empty for a group."""
    tokens: tuple[Token, ...] = ()
    """Numbers, placeholders and explicit blanks of a group."""
    figures: int = 0
    """How many numbers and placeholders the group holds."""
    head: str = ""
    """Bare label right before a group on its line."""


class Placed(NamedTuple):
    """A row of the form with the tokens that were given to it."""

    tokens: tuple[Token, ...]
    labelled: bool
    unsure: bool = False
    """A whole group of numbers near it belongs to no row: these may be another row's."""
    doubt: str | None = None
    """Why it is not certain that the numbers are this row's."""


Aligner = Callable[[Sequence[Line], TableForm], Mapping[str, Placed]]
"""Says which printed numbers belong to which row: ``align`` by rule, or a model."""


def _continues_group(before: Line | None, line: Line) -> bool:
    """Whether the numbers of a line go on with those of the line before: one cell per line."""
    return (
        before is not None
        and max(before.figures, line.figures) <= 2
        and not (before.separated or line.separated)
    )


def to_items(lines: Sequence[Line]) -> list[PrintedItem]:
    """Label pieces and number groups of a region in reading order."""
    items: list[PrintedItem] = []
    group: list[Token] = []
    before: Line | None = None
    label: Token | None = None

    def close() -> None:
        if any(token.text for token in group) or len(group) > 3:
            figures = sum(token.kind is not Kind.BLANK for token in group)
            head = bare(label.text) if label is not None and label.line == group[0].line else ""
            items.append(PrintedItem("", tuple(group), figures, head))
        group.clear()

    for line in lines:
        if group and not _continues_group(before, line):
            close()
        for token in line.tokens:
            if token.kind is Kind.LABEL:
                close()
                label = token
                items.append(PrintedItem(bare(token.text)))
            elif token.text or group or line.drawn or any(t.kind is Kind.LABEL for t in line.tokens):
                group.append(token)
        before = line
    close()
    return [item for item in items if item.tokens or len(item.piece) > 0]


def _owners(item: PrintedItem, texts: Sequence[tuple[str, ...]]) -> tuple[int, ...]:
    return tuple(r for r, text in enumerate(texts) if item.head and fit(item.head, text) >= _SURE_FIT)


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


class _Aligner:
    """One run of the dynamic programme; holds what it needs of the form."""

    def __init__(self, form: TableForm) -> None:
        self.texts = [row_texts(row) for row in form.rows]
        self.widths = [len(row.columns) for row in form.rows]
        self.headers = form.headers
        self.matches: dict[str, list[int]] = {}
        self.groups = group_labels(form)

    def owners(self, item: PrintedItem) -> tuple[int, ...]:
        """Rows of which the label right before a group, on its line, is the whole label."""
        return _owners(item, self.texts)

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
        if phase == Phase.NUMBERS and fit(piece, self.texts[row]) >= _LIKELY_FIT:
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


def _sure_row(piece: str, texts: list[tuple[str, ...]], last: int, rows: Container[int]) -> int | None:
    """The next row behind ``last`` that the piece is the whole label of, else an earlier one not taken."""
    if not piece:
        return None
    open_rows = [*range(last + 1, len(texts)), *(r for r in range(last) if r not in rows)]
    return next((r for r in open_rows if fit(piece, texts[r]) >= _SURE_FIT), None)


def _says_nothing(item: PrintedItem) -> bool:
    """Whether a group holds no number and has no label on its line."""
    return not item.head and not any(token.kind is Kind.NUMBER or is_words(token) for token in item.tokens)


def _by_exact_labels(items: list[PrintedItem], form: TableForm) -> dict[int, list[int]] | None:
    """Rows to items where every group stands right behind the whole label of a row of its own, else None.

    The usual case, much cheaper than the dynamic programme, and right where lines are out of order. Groups
    without such a label are passed over where all rows of the form have theirs on one line with their label.
    """
    texts = [row_texts(row) for row in form.rows]
    rows: dict[int, list[int]] = {}
    last = -1
    strays, headed = 0, True
    for index, item in enumerate(items):
        if not item.tokens:
            continue
        piece = items[index - 1].piece if index else ""
        sure = _sure_row(piece, texts, last, rows)
        if not item.figures and (sure is None or sure != last + 1):
            continue  # empty fields behind a header
        if not rows and _says_nothing(item):
            continue  # dashes under a header
        if sure is None:
            strays += 1
            continue
        if item.figures > len(form.rows[sure].columns):
            return None
        headed = headed and bool(item.head)
        last = sure
        rows[last] = [index]
    return rows if not strays or (headed and len(rows) == len(texts)) else None


def _groups(items: list[PrintedItem], form: TableForm) -> tuple[list[NumberGroup], int, int]:
    """The groups among the items, how many rows the form has, and how wide all of them are, else 0."""
    texts = [row_texts(row) for row in form.rows]
    widths = {len(row.columns) for row in form.rows}
    numbers = dropwhile(lambda pair: not pair[1].figures or _says_nothing(pair[1]), enumerate(items))
    groups = [NumberGroup(i, item.figures, _owners(item, texts)) for i, item in numbers if item.figures]
    return groups, len(texts), widths.pop() if len(widths) == 1 else 0


def _by_counting(items: list[PrintedItem], form: TableForm) -> dict[int, list[int]] | None:
    groups, rows, width = _groups(items, form)
    return count_between(groups, rows, width) if groups else None


def _by_programme(
    items: list[PrintedItem], form: TableForm
) -> tuple[dict[int, list[int]], dict[int, tuple[Token, ...]]]:
    """Rows to items by the dynamic programme, and rows cut out of groups that hold several rows."""
    path = _Aligner(form).run(items)
    rows: dict[int, list[int]] = {}
    cut: dict[int, tuple[Token, ...]] = {}
    for index, row, count in path.given:
        if count == 1:
            rows.setdefault(row, []).append(index)
            continue
        figures = without_blanks(items[index].tokens)
        for r in range(row, row + count):
            width = len(form.rows[r].columns)
            cut[r], figures = tuple(figures[:width]), figures[width:]
    used = {index for indexes in rows.values() for index in indexes} | {i for i, _, n in path.given if n > 1}
    for index, item in enumerate(items):
        if item.tokens and item.figures and index not in used:
            _adopt_out_of_order(index, items, form, rows)
    return rows, cut


def _adopt_out_of_order(
    index: int, items: list[PrintedItem], form: TableForm, rows: dict[int, list[int]]
) -> None:
    """Give a stray group to the one empty row whose whole label stands right before it (swapped lines)."""
    piece = items[index - 1].piece if index else ""
    fits = [
        r
        for r, row in enumerate(form.rows)
        if piece and r not in rows and fit(piece, row_texts(row)) >= _SURE_FIT
    ]
    if len(fits) == 1:
        rows[fits[0]] = [index]


def printed_items(lines: Sequence[Line], form: TableForm) -> list[PrintedItem]:
    """The items of a region of this form; what stands in the columns of units and codes is left out."""
    items = to_items(lines)
    if form.units:
        items = [item for item in items if item.tokens or item.piece not in form.units]
    return _without_codes(items, form)


def _without_codes(items: list[PrintedItem], form: TableForm) -> list[PrintedItem]:
    """The items without the numbers of the rows, where most groups begin with one."""
    codes = {row.code for row in form.rows if row.code}
    if not codes:
        return items
    groups = [without_blanks(item.tokens) for item in items if item.figures]
    coded = sum(bool(group) and group[0].text in codes for group in groups)
    if coded < _CODED_SHARE * len(groups):
        return items
    return [item for item in map(partial(_without_code, codes=codes), items) if item.tokens or item.piece]


def _without_code(item: PrintedItem, codes: Container[str]) -> PrintedItem:
    at = next((i for i, token in enumerate(item.tokens) if token.kind is not Kind.BLANK), None)
    if at is None or item.tokens[at].text not in codes:
        return item
    rest = item.tokens[at + 1 :]
    return item._replace(tokens=rest, figures=item.figures - 1)


def align(lines: Sequence[Line], form: TableForm) -> dict[str, Placed]:
    """Row key to the tokens printed for it; rows of which nothing is printed are left out."""
    items = printed_items(lines, form)
    cut: dict[int, tuple[Token, ...]] = {}
    unsure: frozenset[int] = frozenset()
    rows = _by_exact_labels(items, form)
    exact = rows is not None
    if rows is None:
        rows = _by_counting(items, form)
    if rows is None:
        rows, cut = _by_programme(items, form)
        given = {index for indexes in rows.values() for index in indexes}
        unsure = frozenset() if cut else unsure_rows(*_groups(items, form), given.__contains__)
    rows = {
        r: given for r, given in rows.items() if not _is_several_rows(given, items, len(form.rows[r].columns))
    }
    unsure |= _unsure_same(form, rows, items) if exact else _unsure_twins(form, rows, _NEARLY_THE_SAME)
    texts = [row_texts(row) for row in form.rows]
    if form.optional and not exact and not cut:
        rows = rows_as_labelled(items, rows, texts)
    pieces = {item.piece for item in items if len(item.piece) > 1}
    labelled = {
        r
        for r, texts in enumerate(map(row_texts, form.rows))
        if any(fit(piece, texts) >= _LIKELY_FIT for piece in pieces)
    }
    labelled |= {r for piece in pieces if (r := clear_row(piece, texts)) is not None}
    doubts = dict.fromkeys(cut, NO_LABEL)
    doubts |= doubted_places(items, rows, texts, [_summed_width(row, form) for row in form.rows])
    placed = {}
    for r, row in enumerate(form.rows):
        tokens = tuple(token for index in rows.get(r, ()) for token in items[index].tokens) or cut.get(r, ())
        if tokens or r in labelled:
            placed[row.key] = Placed(tokens, r in labelled, r in unsure, doubts.get(r))
    return without_false_fields(placed, form)


def _summed_width(row: Row, form: TableForm) -> int:
    """The cells of a row that stands under sums; 0 for any other."""
    return len(row.columns) if any((row.key, column.key) in form.covered for column in row.columns) else 0


def _is_several_rows(given: Sequence[int], items: Sequence[PrintedItem], width: int) -> bool:
    """Whether so many numbers stand behind a label that they are other rows', too: column by column."""
    return sum(items[index].figures for index in given) > _MOST_IN_ROW * width and width > 1


def _unsure_twins(form: TableForm, rows: Container[int], likeness: float) -> frozenset[int]:
    """Rows with nearly the same label, of which some have numbers and some have none."""
    found: set[int] = set()
    for low, high in _twins(form, likeness):
        if (low in rows) != (high in rows):
            found |= {low, high}
    return frozenset(found)


def _unsure_same(form: TableForm, rows: Container[int], items: Sequence[PrintedItem]) -> frozenset[int]:
    """Rows with the same label, where that is printed more often than they have numbers."""
    texts = [row_texts(row) for row in form.rows]
    found: set[int] = set()
    for low, high in _twins(form, _SAME_LABEL):
        common = tuple(text for text in texts[low] if text in texts[high])
        given = sum(r in rows for r, own in enumerate(texts) if any(text in own for text in common))
        printed = sum(bool(item.piece) and fit(item.piece, common) >= _SURE_FIT for item in items)
        if (low in rows) != (high in rows) and printed > given:
            found |= {low, high}
    return frozenset(found)


@cache
def _twins(form: TableForm, likeness: float) -> tuple[tuple[int, int], ...]:
    texts = [row_texts(row) for row in form.rows]
    pairs = combinations(range(len(texts)), 2)
    return tuple((a, b) for a, b in pairs if _are_alike(texts[a], texts[b], likeness))


def _are_alike(ones: tuple[str, ...], others: tuple[str, ...], likeness: float) -> bool:
    """Whether labels are the same but for a little, or one is the end of the other, where a label wraps."""
    if any(fit(text, others) >= likeness for text in ones):
        return True
    ends = ((a, b) for a in ones for b in others if min(len(a), len(b)) >= _LEAST_END)
    return likeness < _SAME_LABEL and any(a.endswith(b) or b.endswith(a) for a, b in ends)


def without_false_fields(placed: dict[str, Placed], form: TableForm) -> dict[str, Placed]:
    """Where separators stand but blanks were dropped, the field of a number in a short row shows nothing.

    An empty field at the end of a row is no blank that was kept: a line's last pipe makes one.
    """
    if any(token.kind is Kind.BLANK for there in placed.values() for token in there.tokens[:-1]):
        return placed
    width = {row.key: len(row.columns) for row in form.rows}
    return {
        key: there._replace(tokens=tuple(token._replace(field=-1) for token in there.tokens))
        if sum(token.kind is not Kind.BLANK for token in there.tokens) < width[key]
        else there
        for key, there in placed.items()
    }
