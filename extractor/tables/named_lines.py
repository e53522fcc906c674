"""Lines of tables of other forms than the yearly ones, without what is no value: codes, dashes of sections.

Annexed tables of 2008 to 2018 and forms of one's own are printed with a column that counts the rows (代码,
行次) and with headings of sections whose other cells hold a dash; taken for values, these move all rows.
"""

from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from extractor.forms import TableForm
from extractor.tables.certain import clear_row
from extractor.tables.codes_below import CODE, CODE_HEAD, without_codes_below
from extractor.tables.labels import bare, fit, row_texts
from extractor.tables.tokens import Kind, Line, Token

_SURE_FIT = 0.9
_LEAST_LEADS = 2
_LEAST_CODES = 4
_SHARE = 0.7


_NumberColumn = Sequence[tuple[int, Token]]
"""Numbers one below the other, each with the place of its line."""


def only_values(lines: Sequence[Line], form: TableForm) -> list[Line]:
    """The lines without columns of codes and without the placeholders of headings of sections."""
    kept = _without_named_codes(lines, form)
    kept = _without_leading_codes(kept)
    kept = _without_counted_codes(kept, form)
    kept = without_codes_below(kept, form)
    return _without_section_marks(kept, form)


def _without(line: Line, out: Sequence[Token]) -> Line:
    return line._replace(tokens=tuple(token for token in line.tokens if token not in out)) if out else line


def _labels(line: Line) -> list[Token]:
    return [token for token in line.tokens if token.kind is Kind.LABEL]


def _numbers(line: Line) -> list[Token]:
    return [token for token in line.tokens if token.kind is Kind.NUMBER]


def _without_named_codes(lines: Sequence[Line], form: TableForm) -> list[Line]:
    """Leave out the fields under a heading that names codes, unless it is a heading of the form's."""
    own = {bare(label) for row in form.rows for column in row.columns for label in column.labels}
    field = -1
    kept = []
    for line in lines:
        named = [t.field for t in _labels(line) if _is_code_head(bare(t.text), own)]
        if named and not _numbers(line):
            field = named[0]
        there = [token for token in line.tokens if field >= 0 and token.field == field]
        kept.append(_without(line, there))
    return kept


def _is_code_head(words: str, own: Container[str]) -> bool:
    return words not in own and CODE_HEAD.fullmatch(words) is not None


def _leads(line: Line) -> list[Token]:
    """The numbers before the first label of a line."""
    first = next((at for at, token in enumerate(line.tokens) if token.kind is Kind.LABEL), 0)
    return [token for token in line.tokens[:first] if token.kind is Kind.NUMBER]


def _without_leading_codes(lines: Sequence[Line]) -> list[Line]:
    """Leave out numbers before labels that have their numbers behind them."""
    leads = [_leads(line) for line in lines]
    behind = [line.figures > len(lead) for line, lead in zip(lines, leads, strict=True) if lead]
    if len(behind) < _LEAST_LEADS or sum(behind) < _SHARE * len(behind):
        return list(lines)
    return [_without(line, lead) for line, lead in zip(lines, leads, strict=True)]


def _without_counted_codes(lines: Sequence[Line], form: TableForm) -> list[Line]:
    """Leave out the one column whose numbers ascend row by row, where lines hold a number too many."""
    width = max(len(row.columns) for row in form.rows)
    rows = [at for at, line in enumerate(lines) if _labels(line) and _numbers(line)]
    full = [at for at in rows if lines[at].figures > width]
    if len(full) < max(_LEAST_CODES, _SHARE * len(rows)):
        return list(lines)
    columns = _columns(lines, full)
    codes = [column for column in columns if _ascends(column, len(full))]
    if len(codes) != 1 or len(columns) < width + 1:
        return list(lines)
    out = {at: [token] for at, token in codes[0]}
    out |= {at: [token] for at, token in _codes_alone(lines, rows, codes[0])}
    return [_without(line, out.get(at, ())) for at, line in enumerate(lines)]


def _columns(lines: Sequence[Line], rows: Sequence[int]) -> list[_NumberColumn]:
    """Numbers by their field, or by their place among the numbers of lines that have no fields."""
    found: dict[int, list[tuple[int, Token]]] = {}
    for at in rows:
        for place, token in enumerate(_numbers(lines[at])):
            found.setdefault(token.field if lines[at].separated else place, []).append((at, token))
    return list(found.values())


def _ascends(column: _NumberColumn, rows: int) -> bool:
    codes = [found for _, token in column if (found := CODE.fullmatch(token.text))]
    if len(column) < max(_LEAST_CODES, _SHARE * rows) or len(codes) < len(column):
        return False
    return all(int(low["number"]) < int(high["number"]) for low, high in pairwise(codes))


def _codes_alone(
    lines: Sequence[Line], rows: Sequence[int], codes: _NumberColumn
) -> Iterator[tuple[int, Token]]:
    """The codes of rows that have no number besides: between those of the rows above and below."""
    known = {at: int(found["number"]) for at, token in codes if (found := CODE.fullmatch(token.text))}
    for at in rows:
        numbers = _numbers(lines[at])
        if at in known or len(numbers) != 1 or not numbers[0].text.isdecimal():
            continue
        low = max((code for place, code in known.items() if place < at), default=0)
        high = min((code for place, code in known.items() if place > at), default=10 * low)
        if low < int(numbers[0].text) < high:
            yield at, numbers[0]


def _without_section_marks(lines: Sequence[Line], form: TableForm) -> list[Line]:
    """Leave out placeholders behind a label that is no row's, or of one that has its number elsewhere."""
    texts = [row_texts(row) for row in form.rows]
    named = [_row_of(line, texts) for line in lines]
    numbered = {row for line, row in zip(lines, named, strict=True) if _numbers(line)}
    kept = []
    for line, row in zip(lines, named, strict=True):
        marks = [token for token in line.tokens if token.kind is Kind.PLACEHOLDER]
        is_section = row is None or (row in numbered and not _has_twin(row, texts))
        is_bare = bool(_labels(line)) and not _numbers(line) and is_section
        kept.append(_without(line, marks) if is_bare else line)
    return kept


def _row_of(line: Line, texts: Sequence[tuple[str, ...]]) -> int | None:
    pieces = [piece for token in _labels(line) if len(piece := bare(token.text)) > 1]
    whole = [*pieces, "".join(pieces)]
    return next((row for piece in whole if (row := clear_row(piece, texts, _SURE_FIT)) is not None), None)


def _has_twin(row: int, texts: Sequence[tuple[str, ...]]) -> bool:
    return sum(any(fit(text, other) >= _SURE_FIT for text in texts[row]) for other in texts) > 1
