"""Which printed numbers belong to which row of the form: by whole labels, by counting, by the programme."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, dropwhile, zip_longest
from typing import NamedTuple

from extractor.forms import Row, TableForm
from extractor.tables.anchors import (
    Beginning,
    NumberGroup,
    by_beginnings,
    count_between,
    unsure_beside_strange,
    unsure_rows,
)
from extractor.tables.cell_words import is_words
from extractor.tables.certain import NO_LABEL, OTHER_ORDER, clear_row, doubted_places, rows_as_labelled
from extractor.tables.labels import LIKELY_FIT, SURE_FIT, fit, row_texts
from extractor.tables.printed_items import PrintedItem, printed_items
from extractor.tables.row_programme import RowProgramme, owners_of
from extractor.tables.tokens import Kind, Line, Token, without_blanks

_SAME_LABEL, _NEARLY_THE_SAME = 1.0, 0.85
"""Rows this alike are taken for one another where blanks were dropped: 复制费（光盘） and 复制费（软盘）."""
_LEAST_END = 5
_MOST_IN_ROW = 2


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


def _sure_row(piece: str, texts: list[tuple[str, ...]], last: int, rows: Container[int]) -> int | None:
    """The next row behind ``last`` that the piece is the whole label of, else an earlier one not taken.

    A row whose label it is word for word goes before one of which it is only like: 政务微信, 政务微博.
    """
    if not piece:
        return None
    open_rows = [*range(last + 1, len(texts)), *(r for r in range(last) if r not in rows)]
    sure = [(r, like) for r in open_rows if (like := fit(piece, texts[r])) >= SURE_FIT]
    exact = (r for r, like in sure if like >= _SAME_LABEL)
    return next(exact, sure[0][0] if sure else None)


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
    groups = [NumberGroup(i, item.figures, owners_of(item, texts)) for i, item in numbers if item.figures]
    return groups, len(texts), widths.pop() if len(widths) == 1 else 0


def _by_counting(items: list[PrintedItem], form: TableForm) -> dict[int, list[int]] | None:
    groups, rows, width = _groups(items, form)
    return count_between(groups, rows, width) if groups else None


def _by_beginnings(items: list[PrintedItem], form: TableForm) -> dict[int, list[int]] | None:
    groups, _, width = _groups(items, form)
    labels: dict[int, Beginning] = {}
    for group, behind in zip_longest(groups, groups[1:]):
        end = len(items) if behind is None else behind.item - bool(items[behind.item].head)
        rest = "".join(item.piece for item in items[group.item + 1 : end])
        labels[group.item] = Beginning(items[group.item].head, rest)
    return by_beginnings(groups, labels, [row_texts(row) for row in form.rows], width)


def _by_programme(
    items: list[PrintedItem], form: TableForm
) -> tuple[dict[int, list[int]], dict[int, tuple[Token, ...]]]:
    """Rows to items by the dynamic programme, and rows cut out of groups that hold several rows."""
    path = RowProgramme(form).run(items)
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
        if piece and r not in rows and fit(piece, row_texts(row)) >= SURE_FIT
    ]
    if len(fits) == 1:
        rows[fits[0]] = [index]


def align(lines: Sequence[Line], form: TableForm) -> dict[str, Placed]:
    """Row key to the tokens printed for it; rows of which nothing is printed are left out."""
    items = printed_items(lines, form)
    cut: dict[int, tuple[Token, ...]] = {}
    unsure: frozenset[int] = frozenset()
    rows = _by_exact_labels(items, form)
    exact = rows is not None
    begun = None if exact else _by_beginnings(items, form)
    if rows is None:
        rows = begun or _by_counting(items, form)
    if rows is None:
        rows, cut = _by_programme(items, form)
        unsure = frozenset() if cut else unsure_rows(*_groups(items, form), rows)
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
        if any(fit(piece, texts) >= LIKELY_FIT for piece in pieces)
    }
    labelled |= {r for piece in pieces if (r := clear_row(piece, texts)) is not None}
    doubts = dict.fromkeys(cut, NO_LABEL)
    if not (exact or cut or form.optional):
        taken = {index for given in rows.values() for index in given}
        doubts |= dict.fromkeys(
            unsure_beside_strange(_strange(items, taken, texts), len(texts), rows), OTHER_ORDER
        )
    if form.unless:
        doubts |= dict.fromkeys(_before_surplus(items, rows, form), NO_LABEL)
    if begun is None:
        doubts |= doubted_places(items, rows, texts, [_summed_width(row, form) for row in form.rows])
    placed = {}
    for r, row in enumerate(form.rows):
        tokens = tuple(token for index in rows.get(r, ()) for token in items[index].tokens) or cut.get(r, ())
        if tokens or r in labelled:
            placed[row.key] = Placed(tokens, r in labelled, r in unsure, doubts.get(r))
    return without_false_fields(placed, form, last_heads(lines))


def _before_surplus(
    items: Sequence[PrintedItem], rows: Mapping[int, Sequence[int]], form: TableForm
) -> Iterator[int]:
    """Rows of a variant behind whose numbers stand those of a whole row that has none: of a group of rows.

    Where the labels of the rows are lost, that of their group alone looks like the variant's one row.
    """
    owners = {index: row for row, given in rows.items() for index in given}
    last: int | None = None
    for index, item in enumerate(items):
        if index in owners:
            last = owners[index]
        elif last is not None and item.figures == len(form.rows[last].columns):
            yield last


def _strange(
    items: Sequence[PrintedItem], taken: Container[int], texts: Sequence[tuple[str, ...]]
) -> list[int]:
    """Numbers that no row was given, behind a label of their own that is none of the form."""
    return [
        index
        for index, item in enumerate(items)
        if item.figures
        and index not in taken
        and len(item.head) >= _LEAST_END
        and clear_row(item.head, texts) is None
    ]


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
        printed = sum(bool(item.piece) and fit(item.piece, common) >= SURE_FIT for item in items)
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


def last_heads(lines: Sequence[Line]) -> frozenset[int]:
    """The last field of every line of a header that ends in a label: an empty field there is a blank cell."""
    heads = (line.tokens[-1] for line in lines if line.separated and not line.figures)
    return frozenset(token.field for token in heads if token.kind is Kind.LABEL)


def without_false_fields(
    placed: dict[str, Placed], form: TableForm, last: Container[int] = frozenset()
) -> dict[str, Placed]:
    """Where separators stand but blanks were dropped, the field of a number in a short row shows nothing.

    An empty field at the end of a row is no blank that was kept, as a line's last pipe makes one, unless the
    label of a column ends the header in that field (``last``).
    """
    blanks = [t for there in placed.values() for t in there.tokens[:-1] if t.kind is Kind.BLANK]
    ends = [there.tokens[-1] for there in placed.values() if there.tokens]
    if blanks or any(end.kind is Kind.BLANK and end.field in last for end in ends):
        return placed
    width = {row.key: len(row.columns) for row in form.rows}
    return {
        key: there._replace(tokens=tuple(token._replace(field=-1) for token in there.tokens))
        if sum(token.kind is not Kind.BLANK for token in there.tokens) < width[key]
        else there
        for key, there in placed.items()
    }
