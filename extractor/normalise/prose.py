"""Folding of prose: what a page or a converter put between two words of a sentence goes away."""

import re
from typing import NamedTuple

from extractor.ideographs import HAN
from extractor.lexicon import one_of
from extractor.normalise.characters import INVISIBLE, fold_characters
from extractor.records import Folded

_FURNITURE = re.compile(
    r"[-~·\s]*\d{1,3}[-~·\s]*"  # - 4 -, a bare page number
    r"|第?\s*\d{1,3}\s*页(?:\s*[/,，共]*\s*\d{1,3}\s*页)?"  # 第 3 页, 第3页 共10页
    r"|page\s*\d{1,3}(?:\s*of\s*\d{1,3})?",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    INVISIBLE + "|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
    r"|\[(?:bookmark|image|图片)[^\]\n]{0,60}\]"
)
_PIPES = re.compile(r"\|")
_WORD_SPACE = re.compile(r"[ \t]+")
_NUMBERING = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．,:：]|[(（]\d{1,2}[)）]|\d{1,2}[)）、]|\d{1,2}[.．](?!\d)"
    rf"|[①-⑳⑴-⒇]|[-—–•·●■◆★※▪►➢]+(?=[{HAN}])|第[一二三四五六七八九十]{{1,3}}[章条节、,]|[一二三四五六七八九十]是"
)
_TERMINAL = re.compile(r"[。！？!?；;…]['\"”’」』)）]?$|[:：]$")
_PUNCTUATION = re.compile(r"[,，。、；;:：]")
_MEASURE_WORD = re.compile(r"\s*[条件次个篇期人份项家场部余多万名页]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_CJK = re.compile(rf"[{HAN}]")
_HEADING_LENGTH = 30
_FULL_LINE = 0.8
_WIDEST = 60
"""Characters of the longest lines that a page or a converter makes; longer ones are whole paragraphs."""
_NARROWEST = 20
"""Characters of the narrowest column that a paragraph is wrapped to."""
_FEWEST_ITEMS = 2
_ITEM = re.compile(rf"[{HAN}，,、“”《》·\dA-Za-z%]{{5,}}[{HAN}”》]|[^。！？!?；;\n]{{6,}}[。！？!?；;，,、]")
"""A line that may be an item: words, not a cell or a heading, and no sentence that ends inside of it."""
_ENDS_OPEN = re.compile(r"[。！？!?；;…，,、:：(（“《][\"'”’」』)）]?$")
_LABEL = re.compile(
    rf"[{HAN}]{{0,6}}{one_of('roles.issue_nouns', 'roles.remedy_nouns')}"
    r"[一二三四五六七八九十\d①-⑳]{0,2}[:：]"
)
"""Words that label what follows (问题1:, 整改措施:) begin a line of their own."""


_GAP = re.compile(r"(?<=\S)(?:[ ]*[\t\u3000][ \t\u3000]*|[ ]{2,})(?=\S)")
"""A wide gap between the columns of a list that is set like a table."""


class _Line(NamedTuple):
    start: int
    """Offset of the first kept character."""
    end: int
    text: str


def _is_image_description(line: str) -> bool:
    """Whether a line is an English description that a converter put in place of a picture."""
    words = len(_LATIN_WORD.findall(line))
    return words >= 8 and words > len(_CJK.findall(line)) / 4 if "://" not in line else words >= 25


def _is_furniture(line: str, following: str) -> bool:
    """Whether a line is a page number; a bare number before 条, 件 … is a number of the text."""
    if not _FURNITURE.fullmatch(line):
        return False
    return not (line.isdigit() and _MEASURE_WORD.match(following))


def _lines(characters: str, start: int, end: int) -> list[_Line]:
    """The lines that carry prose, without their outer white space."""
    found, at = [], start
    for raw in characters[start:end].split("\n"):
        stripped = raw.strip(" \t|")
        if stripped:
            first = at + raw.index(stripped)
            found.append(_Line(first, first + len(stripped), stripped))
        at += len(raw) + 1
    following = [line.text for line in found[1:]] + [""]
    return [
        line
        for line, after in zip(found, following, strict=False)
        if not _is_furniture(line.text, after) and not _is_image_description(line.text)
    ]


def _line_width(lines: list[_Line]) -> float:
    """The width at which the source wrapped its lines: nearly all lines are at most this long."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _ends_of_items(lines: list[_Line], start: int, end: int) -> set[int]:
    """Indexes of the lines that end an item of a list without numbers and full stops.

    Lines of a wrapped paragraph fill its width, all but the last; items end wherever they do.
    """
    found: set[int] = set()
    run: list[int] = []
    for index, line in enumerate(lines):
        if not (start <= line.start < end and _ITEM.fullmatch(line.text)):
            found.update(run if _is_ragged([lines[each] for each in run]) else ())
            run = []
            continue
        run.append(index)
        after = lines[index + 1].text if index + 1 < len(lines) else ""
        if not after or _ENDS_OPEN.search(line.text) or _NUMBERING.match(after):
            found.update(run[:-1] if _is_ragged([lines[each] for each in run]) else ())
            run = []
    return found


def _columned(text: str, lines: list[_Line], start: int, end: int) -> set[int]:
    """Indexes of the lines that a writer set in columns: as many wide gaps as in a line beside it."""
    gaps = [
        len(_GAP.findall(text[line.start : line.end])) if start <= line.start and line.end <= end else 0
        for line in lines
    ]
    return {
        index
        for index, count in enumerate(gaps)
        if count and count in (gaps[index - 1] if index else 0, *gaps[index + 1 : index + 2])
    }


def _is_ragged(run: list[_Line]) -> bool:
    """Whether lines are too short, or of too unlike lengths, to be those of one wrapped paragraph."""
    longest = max((len(line.text) for line in run), default=0)
    if len(run) < _FEWEST_ITEMS or longest > _WIDEST:
        return False
    full = sum(len(line.text) >= _FULL_LINE * longest for line in run[:-1])
    return longest < _NARROWEST or (len(run) > _FEWEST_ITEMS and 2 * full < len(run) - 1)


def _continues(before: _Line, after: _Line, width: float) -> bool:
    """Whether the line end between two lines stands in the middle of a sentence."""
    if _TERMINAL.search(before.text) or _NUMBERING.match(after.text) or _LABEL.match(after.text):
        return False
    if _PUNCTUATION.search(_NUMBERING.sub("", before.text, count=1)):
        return True
    return len(before.text) >= max(_FULL_LINE * width, _HEADING_LENGTH / 2) and width <= _WIDEST


def _kept(line: _Line, *, seen: bool) -> list[tuple[int, int]]:
    """Stretches of the line without invisible characters and without white space inside words.

    ``seen``: the text holds nothing invisible.
    """
    dropped = [] if seen else [match.span() for match in _INVISIBLE.finditer(line.text)]
    if "|" in line.text:
        dropped += [match.span() for match in _PIPES.finditer(line.text)]
    for match in _WORD_SPACE.finditer(line.text):
        left, right = line.text[match.start() - 1], line.text[match.end()]
        if left.isascii() and right.isascii() and left not in "|," and right not in "|,":
            dropped.append((match.start() + 1, match.end()))  # one space stays between Latin words
        else:
            dropped.append(match.span())
    kept, at = [], 0
    for low, high in sorted(dropped):
        if low > at:
            kept.append((line.start + at, line.start + low))
        at = max(at, high)
    if at < len(line.text):
        kept.append((line.start + at, line.end))
    return kept


def fold_prose(
    text: str,
    start: int = 0,
    end: int | None = None,
    characters: str | None = None,
    *,
    lists: tuple[int, int] | None = None,
) -> Folded:
    r"""Fold the prose of canonical ``text[start:end]``; paragraphs are separated by ``\\n``.

    On top of ``fold_characters`` (whose result may be passed as ``characters``): invisible and control
    characters, page furniture, English descriptions of pictures, stray pipes, white space inside and
    between Chinese words, and line ends inside sentences are dropped. The result maps every character
    that is left to its canonical offset. ``lists``: canonical offsets between which lines without full stops
    may be items of a list; without it, everywhere.
    """
    end = len(text) if end is None else end
    characters = fold_characters(text) if characters is None else characters
    lines = _lines(characters, start, end)
    width = _line_width(lines)
    items = _ends_of_items(lines, *(lists or (0, 0)))
    columned = _columned(text, lines, *(lists or (0, 0)))
    seen = _INVISIBLE.search(characters, start, end) is None
    parts: list[str] = []
    offsets: list[int] = []
    for index, line in enumerate(lines):
        ends = index - 1 in items or columned & {index - 1, index}
        if index and (ends or not _continues(lines[index - 1], line, width)):
            parts.append("\n")
            offsets.append(characters.index("\n", lines[index - 1].end))
        before = line.start
        for low, high in _kept(line, seen=seen):
            gap = _GAP.match(text, before) if index in columned else None
            if gap is not None and gap.end() == low:
                parts.append("\t")
                offsets.append(before)
            before = high
            parts.append(characters[low:high])
            offsets.extend(range(low, high))
    return Folded.model_construct(text="".join(parts), offsets=tuple(offsets))
