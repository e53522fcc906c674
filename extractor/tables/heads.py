"""Which column of the form stands where, as a printed header says it: by its fields, or by its order."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.forms import Column, TableForm
from extractor.tables.labels import bare, column_texts, fit, group_labels, is_group, is_header, row_texts
from extractor.tables.tokens import Kind, Line, Token, display_width

_SURE_FIT = 0.8
_WHOLE = 0.9
_LEAST = 2
_MOST = 0.5


class Head(NamedTuple):
    """The columns that a header prints, from left to right."""

    columns: tuple[Column, ...]
    """Those of the form's rows that stand below the header."""
    printed: tuple[int | None, ...]
    """Place of each among ``columns``; None for a column that is none of the form's: 占比, 备注."""
    fields: tuple[int, ...] = ()
    """Their fields, where the lines of the header have fields; empty where they have none."""
    width: int = 0
    """How many fields the lines of the header have."""
    rival: tuple[int, ...] | None = None
    """The other order that the header may mean: labels on lines of their own may stand side by side."""
    places: tuple[float, ...] = ()
    """Display columns of the labels, where their order was taken from these and the lines say another one."""
    untold: bool = False
    """Its labels came by the height of their lines, so that it is not told which column stands first."""

    @property
    def own(self) -> tuple[int, ...]:
        """The form's columns among the printed ones."""
        return tuple(at for at in self.printed if at is not None)

    @property
    def missing(self) -> tuple[int, ...]:
        """The form's columns that the header does not name."""
        return tuple(at for at in range(len(self.columns)) if at not in self.own)

    @property
    def is_usual(self) -> bool:
        """Whether the header prints the form's columns, in its order, and none besides."""
        return self.printed == tuple(range(len(self.columns)))

    @property
    def has_gap(self) -> bool:
        """Whether a field between its columns is none of theirs: one that only other rows fill."""
        return bool(self.fields) and self.fields[-1] - self.fields[0] >= len(self.fields)


def read_heads(lines: Sequence[Line], form: TableForm) -> tuple[Head, ...]:
    """One header as it is read for each set of columns that it names, the set it names most of in front.

    Rows below one header may have several sets: the same labels in other units, or one label less.
    """
    head = read_head(lines, form)
    if head is None:
        return ()
    others = (columns for columns in form.column_sets if columns != head.columns)
    read = (read_head(lines, form, own=columns) for columns in others)
    return (head, *(each for each in read if each is not None))


def read_head(
    lines: Sequence[Line], form: TableForm, share: float = _MOST, own: tuple[Column, ...] | None = None
) -> Head | None:
    """The columns that lines without numbers name; None where less than a share of them is legible.

    Those of the set of which most are named, or of a set of one's own choice.
    """
    candidates = form.column_sets if own is None else (own,)
    labels = sum(token.kind is Kind.LABEL for line in lines for token in line.tokens)
    if labels < max(_LEAST, share * min(map(len, candidates), default=0)):
        return None  # too few labels to name so many columns
    named = {columns: list(_named(lines, columns)) for columns in candidates}
    columns = max(
        candidates, key=lambda each: (sum(at >= 0 for at, _ in named[each]), -len(each)), default=()
    )
    marks = named.get(columns, [])
    if sum(at >= 0 for at, _ in marks) < max(_LEAST, share * len(columns)):
        return None
    if len({token.field < 0 for _, token in marks}) > 1:
        return None  # a label wraps above and below its line: when its last piece was written is no order
    strange = [t for line in lines for t in line.tokens if _is_strange(t, form)]
    head = _by_fields(lines, columns, marks, strange) or _by_order(lines, columns, marks, strange)
    if head is None or not head.missing:
        by_height = head is not None and _by_height(marks, columns) and not head.is_usual
        return head and head._replace(untold=head.untold or by_height)
    if None in head.printed or _lacks_a_line(lines, marks, form):
        return None  # a label that none of the form's is like may be a missing one, misread
    read = {token for _, token in marks}
    others = [t for line in lines for t in line.tokens if t not in read and t.start > marks[0][1].start]
    return None if any(_is_piece(token, form) for token in others) else head


def _by_height(marks: Sequence[tuple[int, Token]], columns: Sequence[Column]) -> bool:
    """Whether an engine wrote labels of a header line by line, as high as each stands, in the form's order.

    A label beside two lines of others stands lower than the one above several columns, and comes behind it.
    """
    order = [at for at, _ in marks]
    above = [at for at in order if at >= 0 and not columns[at].under] if -1 in order else []
    apart = len({token.line for _, token in marks}) == len(marks) and all(t.field < 0 for _, t in marks)
    return bool(above) and apart and above == sorted(above)


def _lacks_a_line(lines: Sequence[Line], marks: Sequence[tuple[int, Token]], form: TableForm) -> bool:
    """Whether a header of labels on lines of their own shows that some were lost: wider gaps, no corner."""
    read = [token for _, token in marks]
    if len({token.line for token in read}) < len(read):
        return False
    corner = bare(form.corner) if form.corner[:1] not in ("（", "(") else ""  # a note may well be left out
    words = (bare(token.text) for line in lines for token in line.tokens)
    if corner in form.headers and not any(fit(word, (corner,)) >= _SURE_FIT for word in words if word):
        return True
    return len({token.gap for token in read[1:]} | {read[-1].gap}) > 1 or read[0].gap < read[-1].gap


def contradicts(line: Line, columns: Sequence[Column], corner: str) -> bool:
    """Whether the labels of a line that are legible stand otherwise than the form has their columns.

    In fields every legible label is as far from its place as the others; without fields they keep its order,
    and before and between them stand no more labels than the form has there.
    """
    if any(column.under for column in columns):
        return False
    legible = ((token, _legible(token, columns)) for token in line.tokens if token.kind is Kind.LABEL)
    named = [(token, at) for token, at in legible if at is not None]
    order = [at for _, at in named]
    if len(named) < _LEAST:
        return False
    if all(token.field >= 0 for token, _ in named):
        return len({token.field - at for token, at in named}) > 1
    return order != sorted(set(order)) or _holds_more(line, named, columns, corner)


def _holds_more(
    line: Line, named: Sequence[tuple[Token, int]], columns: Sequence[Column], corner: str
) -> bool:
    """Whether more labels stand before or between the legible ones than the form has columns there.

    Pieces of labels that belong there are none, nor is the corner; where it is not legible, one may be it.
    """
    labels = [(bare(token.text), token.start) for token in line.tokens if token.kind is Kind.LABEL]
    words = [(piece, at) for piece, at in labels if len(piece) >= _LEAST]
    corners = [at for piece, at in words if corner and fit(piece, (bare(corner),)) >= _SURE_FIT]
    begin = (corners[0], -1) if corners else (-1, -2)
    places = [begin, *((token.start, at) for token, at in named)]
    for (low, one), (high, other) in pairwise(places):
        own = [text for column in columns[max(one, 0) : other + 1] for text in column.labels]
        between = [piece for piece, at in words if low < at < high]
        if sum(not any(piece in text for text in own) for piece in between) >= other - one:
            return True
    return False


def _legible(token: Token, columns: Sequence[Column]) -> int | None:
    return column_named(bare(token.text), columns)


def column_named(piece: str, columns: Sequence[Column]) -> int | None:
    """The one column of which a bare piece is the label."""
    fits = sorted(
        ((fit(piece, column_texts(*column.labels)), at) for at, column in enumerate(columns)), reverse=True
    )
    if not piece or fits[0][0] < _SURE_FIT or (len(fits) > 1 and fits[0][0] == fits[1][0]):
        return None
    return fits[0][1]


def _named(lines: Sequence[Line], columns: Sequence[Column]) -> Iterator[tuple[int, Token]]:
    """(column, or -1 for the label above several of them; its label)."""
    above = {column.under for column in columns} - {""}
    tokens = [token for line in lines for token in line.tokens if token.kind is Kind.LABEL]
    named = {token: at for token in tokens if (at := column_named(bare(token.text), columns)) is not None}
    misread = _misread(tokens, named, columns)
    for token in tokens:
        piece = bare(token.text)
        at = named.get(token, misread.get(token))
        if at is not None:
            yield at, token
        elif piece and any(fit(piece, column_texts(label)) >= _SURE_FIT for label in above):
            yield -1, token


def _misread(
    tokens: Sequence[Token], named: Mapping[Token, int], columns: Sequence[Column]
) -> dict[Token, int]:
    """Labels beside legible ones that have a character or two wrong, by the one column that they can be.

    As long as its label, with two characters and half of them at their places: 商亚企业 is 商业企业.
    """
    beside = {token.line for token in named}
    own = set(named.values())
    found: dict[Token, int] = {}
    for token in (each for each in tokens if each not in named and each.line in beside):
        piece = bare(token.text)
        like = [at for at, column in enumerate(columns) if any(_is_like(piece, x) for x in column.labels)]
        if len(like) == 1 and like[0] not in own:
            found[token] = like[0]
    claimed = Counter(found.values())
    return {token: at for token, at in found.items() if claimed[at] == 1}


def _is_like(piece: str, label: str) -> bool:
    same = sum(a == b for a, b in zip(piece, label, strict=False))
    return len(piece) == len(label) and same >= max(_LEAST, len(label) / 2)


def _is_strange(token: Token, form: TableForm) -> bool:
    """Whether a label is none that the form prints."""
    piece = bare(token.text) if token.kind is Kind.LABEL else ""
    if len(piece) < _LEAST or is_header(piece, form.headers) or is_group(piece, group_labels(form)):
        return False
    return not any(fit(piece, row_texts(row)) >= _WHOLE for row in form.rows)


def _is_piece(token: Token, form: TableForm) -> bool:
    """Whether a label is a part of one that the header prints: then some column was not read."""
    piece = bare(token.text) if token.kind is Kind.LABEL else ""
    return bool(piece) and is_header(piece, form.headers) and piece not in form.headers


def _by_fields(
    lines: Sequence[Line],
    columns: tuple[Column, ...],
    marks: Sequence[tuple[int, Token]],
    strange: Sequence[Token],
) -> Head | None:
    places = {token.field: at for at, token in marks if at >= 0}
    named = [at for at, _ in marks if at >= 0]
    owned = {token.line for at, token in marks if at >= 0}
    widths = {max(t.field for t in line.tokens) + 1 for line in lines if line.number in owned}
    if min(places) < 0 or len(widths) > 1 or len(places) < len(named) or len(set(named)) < len(named):
        return None
    found: dict[int, int | None] = dict(places)
    for token in strange:
        if token.line in owned and token.field >= 0:
            found.setdefault(token.field, None)
    first = min(places)
    fields = tuple(sorted(field for field in found if field >= first))
    return Head(columns, tuple(found[field] for field in fields), fields, widths.pop())


def _by_order(
    lines: Sequence[Line],
    columns: tuple[Column, ...],
    marks: Sequence[tuple[int, Token]],
    strange: Sequence[Token],
) -> Head | None:
    left = _from_the_left(marks)
    order = _resolved(left, columns)
    if order is None:
        return _not_told(left, columns)
    apart = len({token.line for _, token in marks}) > 1
    if order == tuple(range(len(columns))) and tuple(left) != order and -1 not in left:
        return Head(columns, order, rival=tuple(left)) if apart else Head(columns, tuple(left))
    first, last = marks[0][1].start, marks[-1][1].start
    if len(order) < len(columns) and any(first < token.start < last for token in strange):
        return None  # one of these is the label of a column that was misread
    behind = [t for t in strange if t.start > last and t.line == marks[-1][1].line]
    if behind:
        return Head(columns, (*order, *[None] * len(behind)))
    other = _resolved([at for at, _ in marks], columns)
    if other is None or other == order or len(other) != len(order):
        return Head(columns, order)
    places = tuple(sorted(token.column for at, token in marks if at >= 0))
    return Head(columns, order, rival=other, places=places)


def _not_told(order: Sequence[int], columns: tuple[Column, ...]) -> Head | None:
    """The form's order, as one that is not told: every label is legible, and they stand in no order known."""
    named = [at for at in order if at >= 0]
    if -1 not in order or sorted(named) != list(range(len(columns))) or named == sorted(named):
        return None
    return Head(columns, tuple(range(len(columns))), untold=True)


def _from_the_left(heads: Sequence[tuple[int, Token]]) -> list[int]:
    """The columns as they stand beside each other, by their places where the lines of a header keep them.

    Labels of one header stand on several lines, each as high as its cell has it: line after line is no order.
    """
    places = {(token.line, token.column) for _, token in heads}
    lines = {line for line, _ in places}
    aligned = all(token.field < 0 for _, token in heads) and len(lines) > 1
    aligned = aligned and (len(lines) < len(heads) or _are_apart([token for _, token in heads]))
    named = [(token.column, at) for at, token in heads if at >= 0]
    if not aligned or len({column for column, _ in named}) < len(named):
        return [at for at, _ in heads]
    return [at for _, at in sorted(named)]


def _are_apart(tokens: Sequence[Token]) -> bool:
    """Whether labels on lines of their own stand side by side: none above another."""
    edges = sorted(
        (t.column - display_width(t.text) / 2, t.column + display_width(t.text) / 2) for t in tokens
    )
    return all(end < start for (_, end), (start, _) in pairwise(edges))


def _resolved(heads: Sequence[int], columns: Sequence[Column]) -> tuple[int, ...] | None:
    """The columns in printed order, those under a common label in its place; None where that is not told."""
    below = [at for at, column in enumerate(columns) if column.under]
    order = list(heads)
    above = [at for at in range(len(columns)) if at not in below]
    if below and order == above + below:
        return tuple(range(len(columns)))  # the label above several columns was not read
    if -1 in order and set(order[order.index(-1) + 1 :][: len(below)]) == set(below):
        order.remove(-1)  # the label above several columns comes right before them
    elif -1 in order:
        top, rest = order[: len(columns) - len(below) + 1], order[len(columns) - len(below) + 1 :]
        if -1 not in top or not set(rest) <= set(below):
            return None
        place = top.index(-1)
        order = [*top[:place], *rest, *top[place + 1 :]]
    return tuple(order) if len(set(order)) == len(order) and -1 not in order else None
