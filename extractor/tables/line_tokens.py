"""A table region in, its lines of tokens out."""

import re
from itertools import groupby, pairwise, takewhile
from statistics import median

from extractor.forms import TableForm
from extractor.ideographs import HAN
from extractor.tables.number_readings import (
    read_number,
    says_something_else,
)
from extractor.tables.region_text import plain_region
from extractor.tables.row_sums import adds_up
from extractor.tables.run_on import run_on_part, run_on_pieces
from extractor.tables.tokens import (
    ORDINAL,
    Kind,
    Line,
    Token,
    display_width,
    is_endless,
    kind_of,
)

_FURNITURE = re.compile(
    r"\s*(?:-\s?\d{1,3}\s?-|第\s*\d{1,3}\s*页.*|\d{1,3}\s*/\s*\d{1,3}\s*页?|·\s*\d+\s*·"
    r"|[Pp]age\s*\d{1,3}(?:\s*of\s*\d{1,3})?|.*(?:https?://|www\.).*|20\d\d([/.-])\d{1,2}\1\d{1,2}(?:\s.*)?)\s*"
)
_RULE = re.compile(r"[\s|+:=_-]*(?:-{2,}|=)[\s|+:=_-]*")
_RULED_FIELD = re.compile(r":?-{3,}:?")
_PROSE = re.compile(r"[。；;]")
_NOTE = rf"[(（](?=[^()（）]*\d)(?=[^()（）]*[{HAN}])[^()（）\n]{{3,40}}[)）]"
"""A note with a number of its own, which is none of the table's: 22（其中修订 16 件）."""
_NOTE_APART = re.compile(rf"(?<!\S)(?![(（]\s*[一二三四五六七\d]\s*[)）]){_NOTE}")
_WORD = re.compile(rf"[^\s(（]*\d{_NOTE}|[?\ufffdÂ聽]{{1,2}} \d\S*|\S+")
"""A word; the mark of a lost no-break space and one blank belong to the number behind them."""
_COUNTED_WORD = re.compile(r"(?P<word>\D*[^\W\d]\D*)(?P<count>\d{1,2})")
_MIN_COUNTED = 3
_TRAILING = re.compile(
    rf"(?P<label>.*?[{HAN})）”\"」’'》])\s*(?P<number>[+-]?\d[\d,]*(?:\.\d+)?(?:\s*(?:亿元|万元|元|件|条|项))?"
    r"(?:\s*[(（][^()（）]{1,40}[)）])?)"
)
_FAR_BEHIND = re.compile(r"(?P<label>.*\S)\s{2,}(?P<number>\d+)")
"""A label, whatever it ends with, and a number far behind it."""
_RUN_ON_NUMBER = re.compile(r"[\d.+元万亿增减-]*\d[\d.+元万亿增减-]*")
_RUN_ON_STEP = 1_000
"""Lines that are made of one printed line have numbers of their own."""
_LEAST_RULED = 2
_MANY_PIPES = 3
_MAX_LABEL = 80
_SHORT_CELL = 20
_MANY_FIELDS = 8
"""A line of so many fields is a row of a table, however long its words are."""
_MIN_SINGLE = 8
_MIN_STEPS = 6
_WIDE_STEP = 4
_FEW_SPLITS = 0.4


def _pieces(start: int, text: str) -> list[tuple[int, str]]:
    """Split a field into pieces where a label and a number are glued, or several numbers stand apart."""
    if says_something_else(text):
        return [(start, text)]
    if kind_of(text) is not Kind.LABEL:
        words = [(start + m.start(), m[0]) for m in _WORD.finditer(text)]
        if len(words) > 2 or (len(words) == 2 and re.search(r"\s{2,}", text)):
            return words if all(kind_of(w) is not Kind.LABEL for _, w in words) else [(start, text)]
        return [(start, text)]
    tail = _TRAILING.fullmatch(text)
    if tail and not ORDINAL.fullmatch(tail["number"]):
        return [(start, tail["label"]), (start + tail.start("number"), tail["number"])]
    words = [(start + m.start(), m[0]) for m in _WORD.finditer(text)]
    if len(words) > 1 and sum(kind_of(w) is Kind.NUMBER for _, w in words) >= 2:
        return [piece for at, word in words for piece in _pieces(at, word)]
    far = _FAR_BEHIND.fullmatch(text)
    if far is not None:
        return [(start, far["label"]), (start + far.start("number"), far["number"])]
    return [(start, text)]


def _fields(line: str, start: int) -> list[tuple[int, str]]:
    """The fields of a line with separators, outer white space removed, empty ones kept."""
    fields, at = [], 0
    for raw in line.split("\t" if "\t" in line else "|"):
        stripped = raw.strip()
        lead = raw.index(stripped) if stripped else 0
        fields.append((start + at + lead, stripped))
        at += len(raw) + 1
    return fields


def _counted_words(fields: list[tuple[int, str]]) -> set[int]:
    """Fields that a converter made up as heads of columns, one word counted up: 数据1 | 数据2 | 数据3."""
    words = [(i, match) for i, (_, text) in enumerate(fields) if (match := _COUNTED_WORD.fullmatch(text))]
    counts = [int(match["count"]) for _, match in words]
    if len(words) < _MIN_COUNTED or len({match["word"] for _, match in words}) > 1:
        return set()
    return {i for i, _ in words} if all(b - a == 1 for a, b in pairwise(counts)) else set()


def _ruled(fields: list[str]) -> set[int]:
    """Fields that are the rule under a header of Markdown, on one line with its rows.

    As many fields without a figure stand before it as it has, and rows behind it; else --- says: nothing.
    """
    found: set[int] = set()
    before = at = 0
    for is_rule, own in groupby(fields, lambda text: _RULED_FIELD.fullmatch(text) is not None):
        texts = list(own)
        if not is_rule:
            before = sum(1 for _ in takewhile(_is_no_figure, reversed(texts)))
        elif _LEAST_RULED <= len(texts) <= before and any(fields[at + len(texts) :]):
            found |= set(range(at, at + len(texts)))
        at += len(texts)
    return found


def _is_no_figure(text: str) -> bool:
    return not text or kind_of(text) is Kind.LABEL


def _separated_tokens(line: str, start: int, number: int) -> list[Token]:
    tokens = []
    fields = _fields(line, start)
    counted = _counted_words(fields)
    rule = _ruled([text for _, text in fields]) if "---" in line else set()
    for index, (at, text) in enumerate(fields):
        if index in rule:
            continue
        if not text:
            tokens.append(Token(Kind.BLANK, at, at, "", number, index, 0))
            continue
        if index in counted:
            tokens.append(Token(Kind.LABEL, at, at + len(text), text, number, index, 0))
            continue
        for piece_at, piece in _pieces(at, text):
            kind = kind_of(piece)
            tokens.append(Token(kind, piece_at, piece_at + len(piece), piece, number, index, 0))
    return tokens


def _is_single_cell(tokens: list[Token]) -> bool:
    """Whether a line holds one cell behind an indent, as a converter writes a table cell by cell."""
    return len(tokens) <= 4 and all(not token.text for token in tokens[:-1]) and bool(tokens[-1].text)


def _spaced_tokens(line: str, start: int, number: int) -> list[Token]:
    tokens = []
    seen, left = start, 0
    line = _NOTE_APART.sub(lambda note: " " * len(note[0]), line)
    for match in _WORD.finditer(line):
        for at, piece in _pieces(start + match.start(), match[0]):
            left += display_width(line[seen - start : at - start])
            seen = at
            column = left + display_width(piece) / 2
            tokens.append(Token(kind_of(piece), at, at + len(piece), piece, number, -1, column))
    return _without_ordinal(tokens)


def _without_ordinal(tokens: list[Token]) -> list[Token]:
    """Drop a single digit before a label at the start of a line, its list number: 1 属于国家秘密 0 0."""
    if (
        len(tokens) > 2
        and tokens[0].kind is Kind.NUMBER
        and len(tokens[0].text) == 1
        and tokens[1].kind is Kind.LABEL
        and not says_something_else(tokens[1].text)
    ):
        return tokens[1:]
    return tokens


def _is_prose(line: str) -> bool:
    """Whether a line is a sentence around the table and not a part of it."""
    if max(line.count("\t"), line.count("|")) >= _MANY_FIELDS:
        return False
    if line[:1].isdigit() and len(line) <= _SHORT_CELL and " " not in line:
        return False
    cells = [cell for cell in re.split(r"[\t|]| {2,}", line) if cell.strip()]
    if len(cells) > 1 and all(len(cell.strip()) <= _SHORT_CELL for cell in cells):
        return False  # 1697; in a cell is no sentence
    words = line.replace("|", " ").split()
    if len(words) == 1 and is_endless(words[0]):
        return False  # a cell of its own line
    if not _PROSE.search(line) and sum(map(len, words)) <= _MAX_LABEL:
        return False
    return sum(kind_of(word) is not Kind.LABEL or is_endless(word) for word in words) < 3


def _is_apart(inner: str, body: str) -> bool:
    """Whether a line is page furniture, a drawn rule, a note or a sentence, and no part of the table."""
    if _NOTE_APART.fullmatch(inner):
        return True
    first = inner[0]
    might = first in "-第·Pp" or first.isdecimal() or "http" in inner or "www." in inner
    return bool(
        (might and _FURNITURE.fullmatch(inner))
        or (_RULE.fullmatch(body) and len(inner) > 1)
        or _is_prose(inner)
    )


def _line_tokens(raw: str, start: int, number: int, *, piped: bool) -> tuple[list[Token], bool]:
    """The tokens of one line, and whether separators on it show empty fields."""
    piped = piped and "\t" not in raw.strip()
    inner = raw.strip("| \t") if piped else raw.strip(" ")
    if "\t" not in inner and not (piped and "|" in inner):
        text = raw.replace("|", " ") if piped else raw
        return _spaced_tokens(text, start, number), False
    tokens = _separated_tokens(raw, start, number)
    if _is_single_cell(tokens):
        return [token._replace(field=-1) for token in tokens if token.text], False
    return tokens, True


def _is_closed_cell(raw: str) -> bool:
    """Whether a line is one cell with a pipe behind it: there a lone pipe is a blank cell, no separator."""
    cell, pipe, rest = raw.partition("|")
    return bool(pipe and cell.strip() and not rest.strip())


def _between_pipes(lines: list[Line]) -> list[Line]:
    """Where a pipe on a line of its own parts all cells, count a second pipe as one blank cell.

    Gaps are made those of cells parted by one blank line: 1 between neighbours, 3 around a blank.
    """
    inner = [b.tokens[0].gap for a, b in pairwise(lines) if a.figures == b.figures == 1]
    if not inner or sum(gap > 0 for gap in inner) <= len(inner) / 2:
        return lines
    return [
        line._replace(
            tokens=(line.tokens[0]._replace(gap=max(0, 2 * line.tokens[0].gap - 1)), *line.tokens[1:])
        )
        for line in lines
    ]


def _whole_cells(lines: list[Line], characters: str) -> list[Line]:
    """Where nearly every line holds one cell, two numbers one space apart are one number in two pieces."""
    figures = [line.figures for line in lines]
    single = sum(count == len(line.tokens) == 1 for count, line in zip(figures, lines, strict=True))
    several = sum(count > 1 for count in figures)
    if single < _MIN_SINGLE or several > single / 4:
        return lines
    return [_as_one(line, characters) for line in lines]


def _whole_numbers(lines: list[Line], characters: str, form: TableForm | None) -> list[Line]:
    """Where columns are held by runs of spaces, two figures one space apart are one number in two pieces.

    But not on a line whose figures are a whole row as they stand: large numbers fill narrow columns.
    """
    spaced = [line for line in lines if not line.separated and not line.run_on and line.figures > 1]
    steps = [
        b.start - a.end
        for line in spaced
        for a, b in pairwise(line.tokens)
        if Kind.LABEL not in (a.kind, b.kind)
    ]
    if len(steps) < _MIN_STEPS or 1 not in steps or median(steps) < _WIDE_STEP:
        return lines
    if sum(step == 1 for step in steps) > _FEW_SPLITS * len(steps):
        return lines
    return [
        _joined_pieces(line, characters) if line in spaced and not _is_whole_row(line, form) else line
        for line in lines
    ]


def _is_whole_row(line: Line, form: TableForm | None) -> bool:
    texts = [token.text for token in line.tokens if token.kind is not Kind.LABEL]
    return form is not None and all(map(str.isdecimal, texts)) and adds_up([int(t) for t in texts], form)


def _joined_pieces(line: Line, characters: str) -> Line:
    tokens: list[Token] = []
    for token in line.tokens:
        last = tokens[-1] if tokens else None
        if last is not None and last.kind is token.kind is Kind.NUMBER and token.start - last.end == 1:
            text = characters[last.start : token.end]
            if read_number(text):
                middle = (last.column + token.column) / 2
                tokens[-1] = last._replace(end=token.end, text=text, column=middle)
                continue
        tokens.append(token)
    return line._replace(tokens=tuple(tokens))


def _as_one(line: Line, characters: str) -> Line:
    if len(line.tokens) != 2 or any(t.kind is not Kind.NUMBER for t in line.tokens):
        return line
    left, right = line.tokens
    text = characters[left.start : right.end]
    if right.start - left.end != 1 or not read_number(text):
        return line
    return line._replace(tokens=(left._replace(end=right.end, text=text),))


def _run_on_lines(raw: str, start: int, number: int, form: TableForm | None) -> list[Line]:
    """A line of cells that were run together as one line for each label; empty for any other line."""
    lines: list[list[Token]] = []
    for at, text, is_label in run_on_pieces(raw, form) if form is not None else ():
        kind = Kind.LABEL if is_label else kind_of(text)
        if kind is Kind.LABEL and _RUN_ON_NUMBER.fullmatch(text):
            kind = Kind.NUMBER
        if is_label or not lines:
            lines.append([])
        line = number * _RUN_ON_STEP + len(lines)
        lines[-1].append(Token(kind, start + at, start + at + len(text), text, line, -1, 0))
    return [Line(line[0].line, tuple(line), separated=False, run_on=True) for line in lines]


def read_lines(characters: str, start: int, end: int, form: TableForm | None = None) -> list[Line]:
    """Tokenize the folded table region ``characters[start:end]``; offsets stay canonical.

    Page furniture, drawn rules and sentences are left out; lines of white space only (in a text with pipes:
    of a single pipe) are counted in the ``gap`` of the next token. ``form`` tells the
    labels of a line in which all cells were run together.
    """
    region = plain_region(characters[start:end])
    if form is not None and (part := run_on_part(region, form)) is not None:
        low, high = part
        if joined := _run_on_lines(region[low:high].replace("\n", " "), start + low, 0, form):
            return joined
    piped = region.count("|") >= 2 * _MANY_PIPES
    lines: list[Line] = []
    at, gap, after_furniture = start, 0, False
    for number, raw in enumerate(region.split("\n")):
        body = raw.strip()
        inner = body.strip("|").strip() if piped else body
        if not inner:
            gap += body == "|" if piped else not after_furniture
        elif run_on := _run_on_lines(raw, at, number, form):
            lines += run_on
            gap, after_furniture = 0, False
        elif _is_apart(inner, body):
            after_furniture = True  # white space around it is no blank cell
        else:
            tokens, separated = _line_tokens(raw, at, number, piped=piped)
            if tokens:
                tokens[0] = tokens[0]._replace(gap=gap)
                lines.append(Line(number, tuple(tokens), separated))
            gap, after_furniture = 0, False
        at += len(raw) + 1
    lines = _whole_cells(_whole_numbers(lines, characters, form), characters)
    if not piped:
        return lines
    closed = sum(_is_closed_cell(raw) for raw in region.split("\n"))
    return _between_pipes(lines) if closed < len(lines) / 2 else lines
