"""A letter that recognition left of a digit, glued to the label before it: 电子邮件申请数l 3.

Glued digits are parted from a label wherever they stand (电子邮件申请数1); a letter may be the end of a word.
Where the line lacks a number that its row has, the label is a row's without it, and no label of the form ends
so, the letter is what is left of the number: passed over, its cell would look blank.
"""

import re

from extractor.forms import TableForm
from extractor.ideographs import HAN
from extractor.tables.certain import clear_row
from extractor.tables.labels import bare, row_texts
from extractor.tables.tokens import Kind, Line, Token, kind_of

_GLUED = re.compile(rf"(?P<label>.*[{HAN})）”\"」’'》])(?P<print>[\dOolIi|!ZzSsBbGgq〇○]{{1,4}})")


def with_letters_apart(lines: list[Line], form: TableForm) -> list[Line]:
    """The lines with such letters parted from their labels, as numbers."""
    return [_apart(line, form) for line in lines]


def _apart(line: Line, form: TableForm) -> Line:
    labels = [token for token in line.tokens if token.kind is Kind.LABEL]
    found = _GLUED.fullmatch(labels[-1].text) if labels else None
    if found is None or kind_of(found["print"]) is not Kind.NUMBER or _ends_so(found["print"], form):
        return line
    row = clear_row(bare(found["label"]), [row_texts(row) for row in form.rows])
    if row is None or line.figures >= len(form.rows[row].columns):
        return line
    at = line.tokens.index(labels[-1])
    return line._replace(tokens=(*line.tokens[:at], *_parted(labels[-1], found), *line.tokens[at + 1 :]))


def _parted(token: Token, found: re.Match[str]) -> tuple[Token, Token]:
    cut = token.start + found.start("print")
    label = token._replace(end=cut, text=found["label"])
    return label, token._replace(kind=Kind.NUMBER, start=cut, text=found["print"], gap=0)


def _ends_so(text: str, form: TableForm) -> bool:
    """Whether a label of the form ends in the same letters."""
    return any(word.endswith(text) for row in form.rows for word in (*row.labels, row.prints))
