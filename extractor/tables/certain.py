"""Which rows of an aligned table stand where they are for certain: a row's sum proves no name.

A place is certain where the label is read beyond doubt and stands in the order of the form, or where as
many whole groups of numbers stand between two such rows as the form has rows there. A row that stands right
before rows that are lost may have lost its own numbers and taken those of the next: its label and its
numbers say nothing of it.
"""

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple, Protocol

from extractor.tables.labels import SURE_FIT, fit

_LEAST_LIKE = 0.6
_WHOLE_SHARE = 0.7
"""Of the groups of numbers, those with one label on their line and no piece of one besides."""
_LIKELY_FIT = 0.7
_CLEAR_MARGIN = 0.25
_WRAPPED_FIT = 0.85
_MOST_PIECES = 4
_NEAR = 4
"""Labels may have changed places over so many rows; further off a row was printed elsewhere."""
_MIN_LIKELY = 4
"""Characters of a label that may be misread in part."""

NO_LABEL = "该行标签缺失或读不清,归属不能确定 / the label is unclear: whose numbers these are is not sure"
OTHER_ORDER = "行的顺序与表式不同 / the rows stand in another order than in the form"
BEFORE_LOST = "其后有行缺失,数字可能属于缺失的行 / rows behind it are lost: the numbers may be theirs"


class Piece(Protocol):
    """A piece of a label (bare) or a group of numbers, in reading order."""

    @property
    def piece(self) -> str: ...  # noqa: D102
    @property
    def figures(self) -> int: ...  # noqa: D102
    @property
    def head(self) -> str: ...  # noqa: D102


class Anchor(NamedTuple):
    """A group of numbers whose label is read beyond doubt."""

    item: int
    row: int


def doubted_places(
    items: Sequence[Piece],
    rows: Mapping[int, Sequence[int]],
    texts: Sequence[tuple[str, ...]],
    widths: Sequence[int],
) -> dict[int, str]:
    """Row to why its place is not certain, for rows that were given numbers.

    ``rows`` are the items given to each row of the form, ``texts`` its labels, ``widths`` its cells: 0 for a
    row under no sum, whose numbers have no other witness than its label.
    """
    owners = {item: row for row, given in rows.items() for item in given}
    labelled = {item: row for item in owners if (row := _named_row(items, item, texts)) is not None}
    anchors = [Anchor(item, row) for item, row in sorted(labelled.items()) if owners[item] == row]
    strange = {owners[item] for item, row in labelled.items() if owners[item] != row}
    strange |= {a.row for a in anchors if not widths[a.row] and _is_cut_short(items, a.item, texts[a.row])}
    straight = _in_order(anchors)
    found = dict.fromkeys(strange, NO_LABEL)
    printed = {anchor.row for anchor in anchors}  # a header may print the label of a row, too
    others = [anchor for anchor in _unowned(items, owners, texts) if anchor.row not in printed]
    others += _without_numbers(items, rows, texts)
    found |= dict.fromkeys(_out_of_order(sorted((*anchors, *others))), OTHER_ORDER)
    first = sorted(Anchor(min(given), row) for row, given in rows.items() if given)
    found |= dict.fromkeys(_out_of_order(first), OTHER_ORDER)
    sure = {anchor.row for anchor in straight} | _counted(items, straight, owners, widths)
    found |= {row: NO_LABEL for row, given in rows.items() if given and row not in sure and row not in found}
    return found


def _named_row(items: Sequence[Piece], item: int, texts: Sequence[tuple[str, ...]]) -> int | None:
    """The row whose label, and no other's, the pieces before a group (or around it) make up beyond doubt."""
    before = _pieces(items, item - 1, -1)
    for count in range(1, len(before) + 1):
        row = clear_row("".join(reversed(before[:count])), texts, SURE_FIT)
        if row is not None:
            return row
    after = _pieces(items, item + 1, 1)
    row = clear_row(before[0] + after[0], texts, SURE_FIT) if before and after else None
    if row is not None and fit(after[0], texts[row]) < SURE_FIT:
        return row  # the numbers stand in the middle of a label of two lines
    whole = next((at for at, text in enumerate(after) if clear_row(text, texts, SURE_FIT) is not None), None)
    after = after[:whole]  # the label of the next row is no end of this one's
    for count in range(len(before) + 1):
        for more in range(1, len(after) + 1) if count else ():
            text = "".join((*reversed(before[:count]), *after[:more]))
            row = clear_row(text, texts, _WRAPPED_FIT)
            if row is not None:
                return row
    return clear_row(before[0], texts, _LIKELY_FIT) if before else None


def _unowned(
    items: Sequence[Piece], owners: Container[int], texts: Sequence[tuple[str, ...]]
) -> Iterator[Anchor]:
    """Groups of numbers that were given to no row, though a label names one: they tell of the order."""
    for item, there in enumerate(items):
        if there.figures and item not in owners and (row := _named_row(items, item, texts)) is not None:
            yield Anchor(item, row)


def _without_numbers(
    items: Sequence[Piece], rows: Mapping[int, Sequence[int]], texts: Sequence[tuple[str, ...]]
) -> Iterator[Anchor]:
    """Whole labels of rows that were given no numbers: they tell of the order, too."""
    for item, there in enumerate(items):
        if there.figures or len(there.piece) < _MIN_LIKELY:
            continue
        row = clear_row(there.piece, texts, SURE_FIT)
        if row is not None and not rows.get(row) and fit(there.piece, texts[row]) >= SURE_FIT:
            yield Anchor(item, row)


def _is_cut_short(items: Sequence[Piece], item: int, labels: tuple[str, ...]) -> bool:
    """Whether the end of a label is missing right before its numbers: what took it may have taken digits."""
    before, after = _pieces(items, item - 1, -1)[:1], _pieces(items, item + 1, 1)[:1]
    if not before or before[0] in labels:
        return False
    rests = [label[len(before[0]) :] for label in labels if label.startswith(before[0])]
    return bool(rests) and not any(each.startswith(rest) for each in after for rest in rests)


def rows_as_labelled(
    items: Sequence[Piece], rows: Mapping[int, Sequence[int]], texts: Sequence[tuple[str, ...]]
) -> dict[int, list[int]]:
    """Rows to items of a table that prints some rows only: there a whole label says more than the order.

    Numbers go to the row that the label before them on their line names; where it names none, they stay in
    their place if it is the likest one, and else belong to a row that the form lacks.
    """
    groups = [at for at, there in enumerate(items) if there.figures]
    whole = sum(bool(items[at].head) and len(_words(items, at)) == 1 for at in groups)
    if whole < _WHOLE_SHARE * len(groups):
        return {row: list(given) for row, given in rows.items()}  # labels are wrapped, or stand apart
    kept: dict[int, list[int]] = {}
    named = ((at, clear_row(words[0], texts, SURE_FIT)) for at in groups if (words := _words(items, at)))
    sure = {at: row for at, row in named if row is not None}
    owners = {item: row for row, given in rows.items() for item in given}
    for item in (at for at, there in enumerate(items) if there.figures or at in owners):
        row = owners.get(item)
        if items[item].head and (row is None or not _is_own(item, row, items, texts)):
            row = _named_after(item, items, texts, kept)
        if row is not None and (item in sure or row not in sure.values()):
            kept.setdefault(row, []).append(item)
    return dict(sorted(kept.items()))


def _is_own(item: int, row: int, items: Sequence[Piece], texts: Sequence[tuple[str, ...]]) -> bool:
    """Whether the label of some numbers is that of the row they were given to, or like no other's as much."""
    words = _words(items, item)
    named = clear_row(words[0], texts) if words else None
    if named is not None:
        return _is_same_label(texts[named], texts[row])
    return _is_likest(row, words, texts)


def _named_after(
    item: int, items: Sequence[Piece], texts: Sequence[tuple[str, ...]], taken: Container[int]
) -> int | None:
    """The row that the label of some numbers names; of rows with one label the first that has none."""
    words = _words(items, item)
    named = clear_row(words[0], texts) if words else None
    if named is None:
        return None
    same = (at for at, labels in enumerate(texts) if _is_same_label(labels, texts[named]))
    return next((at for at in same if at not in taken), None)


def _words(items: Sequence[Piece], item: int) -> list[str]:
    """The pieces before some numbers, the nearest first, without units of one character (条, 批)."""
    return [piece for piece in _pieces(items, item - 1, -1) if len(piece) > 1]


def _is_same_label(ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two rows of the form are called alike word for word: 政务微信 is not 政务微博."""
    return any(text in others for text in ones)


def _is_likest(row: int, pieces: Sequence[str], texts: Sequence[tuple[str, ...]]) -> bool:
    """Whether no other row is as like to the label of some numbers; without a label the place counts."""
    if not pieces:
        return True
    whole = [pieces[0], "".join(reversed(pieces))]
    fits = [max(fit(piece, labels) for piece in whole) for labels in texts]
    others = [fits[at] for at, labels in enumerate(texts) if not _is_same_label(labels, texts[row])]
    return fits[row] >= _LEAST_LIKE and fits[row] > max(others, default=0.0)


def _pieces(items: Sequence[Piece], at: int, step: int) -> list[str]:
    """The label pieces next to a group in one direction, the nearest first, up to the next group."""
    found: list[str] = []
    while 0 <= at < len(items) and not items[at].figures and len(found) < _MOST_PIECES:
        if items[at].piece:
            found.append(items[at].piece)
        at += step
    return found


def clear_row(text: str, texts: Sequence[tuple[str, ...]], least: float = _LIKELY_FIT) -> int | None:
    """The row of which a bare text is the label, or an unmistakable part of it, and of no other."""
    return _clear_row(text, tuple(texts), least)


@lru_cache(maxsize=20_000)
def _clear_row(text: str, texts: tuple[tuple[str, ...], ...], least: float) -> int | None:
    parts = [row for row, labels in enumerate(texts) if any(text in label for label in labels)]
    if len(parts) == 1 and len(text) >= _MIN_LIKELY:
        return parts[0]  # a label that is cut short or wrapped
    fits = sorted(((fit(text, labels), row) for row, labels in enumerate(texts)), reverse=True)
    (best, row), next_best = fits[0], fits[1][0] if len(fits) > 1 else 0.0
    if best < least or (best < SURE_FIT and (best - next_best < _CLEAR_MARGIN or len(text) < _MIN_LIKELY)):
        return None
    return row if best > next_best else None


def _in_order(anchors: Sequence[Anchor]) -> list[Anchor]:
    """The longest run of anchors whose rows rise."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, anchor in enumerate(anchors):
        at = bisect_left(tails, anchor.row)
        before.append(ends[at - 1] if at else -1)
        tails[at:] = [anchor.row, *tails[at + 1 :]]
        ends[at:] = [index, *ends[at + 1 :]]
    found: list[Anchor] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(anchors[index])
        index = before[index]
    return found[::-1]


def _out_of_order(anchors: Sequence[Anchor]) -> set[int]:
    """Rows that some longest run of rising rows does without: one row in front of all others is the only one.

    Rows near each other that changed places are all in doubt, since their labels may have done so, and where
    fewer than half of the rows rise all are.
    """
    rows = list(dict.fromkeys(anchor.row for anchor in anchors))
    before = _longest_before(rows)
    behind = _longest_before([-row for row in reversed(rows)])[::-1]
    longest = max(before, default=0)
    on = [at for at in range(len(rows)) if before[at] + behind[at] - 1 == longest]
    if 2 * longest < len(rows):
        return set(rows)
    always = {rows[at] for at in on if sum(before[other] == before[at] for other in on) == 1}
    pairs = combinations(enumerate(rows), 2)
    near = [(one, other) for (i, one), (j, other) in pairs if 0 < one - other <= _NEAR and j - i <= _NEAR]
    return set(rows) - always | {row for pair in near for row in pair}


def _longest_before(rows: Sequence[int]) -> list[int]:
    """For each place the length of the longest rising run that ends there."""
    tails: list[int] = []
    found = []
    for row in rows:
        at = bisect_left(tails, row)
        tails[at:] = [row, *tails[at + 1 :]]
        found.append(at + 1)
    return found


def _counted(
    items: Sequence[Piece], straight: Sequence[Anchor], owners: Mapping[int, int], widths: Sequence[int]
) -> set[int]:
    """Rows between two sure ones where the text has as many whole groups of numbers as the form rows."""
    found: set[int] = set()
    ends = [Anchor(-1, -1), *straight, Anchor(len(items), len(widths))]
    for low, high in pairwise(ends):
        between = [i for i in range(low.item + 1, high.item) if items[i].figures]
        expected = list(range(low.row + 1, high.row))
        if len(between) == len(expected) and all(
            owners.get(item) == row and items[item].figures == widths[row]
            for item, row in zip(between, expected, strict=True)
        ):
            found |= set(expected)
    return found


def before_lost(printed: Sequence[bool], named: Sequence[bool]) -> list[int]:
    """Rows with numbers before rows that lost theirs, be these the last ones of the table.

    ``named`` says which rows are known by their label: numbers without one may be those of a lost row.
    """
    rows = [row for row, there in enumerate(printed) if there and named[row]]
    return [row for row, after in pairwise((*rows, len(printed))) if not all(printed[row:after])]
