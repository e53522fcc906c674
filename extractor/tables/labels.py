"""How well a printed piece of a label fits a row of the form."""

import re
from functools import cache, lru_cache

from rapidfuzz.distance import LCSseq

from extractor.forms import Row, TableForm
from extractor.ideographs import HAN

_NUMBERING = re.compile(rf"^(?:[(（]*[一二三四五六七八九十\d]{{1,3}}[)）.．、:：]+)+|^\d{{1,2}}(?=[{HAN}])")
_INNER_NUMBERING = re.compile(r"(?<=.)[(（][一二三四五六七八九十]{1,2}[)）]")
"""The number of a row behind the label of its group in one cell: 三、本年度办理结果（二）部分公开."""
_NOTE = re.compile(r"[(（][^()（）]{4,}[)）]")
"""An explanation in brackets behind a label: 规章（设区的市应提供）, 采购总金额（单位：万元）."""
_NOISE = re.compile(rf"[^{HAN}]+")
_RESULT_GROUP = re.compile(r"^三?本年度办理结果")
_DOUBLED = re.compile(r"^(.)\1(?=.)")
_LOOKALIKES = str.maketrans(
    "子末洁己巳土日曰干千夭大太入人八问间白自未辨辩办", "予未结已已士日日干干天大大入入入问问自自未办办办"
)
"""Look-alike characters of OCR, both sides mapped to one of them. Source: confusions named in issue 3 and
seen in OCR of the form (予/子, 未/末, 结/洁, 自/白, 问/间, 办/辨)."""
SURE_FIT = 0.9
"""A piece this like the label of a row is the whole label of that row: one slip in ten characters."""
LIKELY_FIT = 0.75
"""A piece this like the label of a row stands for it where nothing fits better."""


@lru_cache(maxsize=50_000)
def bare(text: str) -> str:
    """A label without list numbers, notes in brackets, punctuation, blanks and doubled first character."""
    unnumbered = _INNER_NUMBERING.sub("", _NUMBERING.sub("", "".join(text.split())))
    stripped = _NOISE.sub("", _NOTE.sub("", unnumbered)) or _NOISE.sub("", unnumbered)
    stripped = _RESULT_GROUP.sub("", stripped)
    return _DOUBLED.sub(r"\1", stripped)


def characters_alone(text: str) -> str:
    """The Chinese characters of a piece of a label, as they are."""
    return _NOISE.sub("", text)


@lru_cache(maxsize=50_000)
def _look(text: str) -> str:
    return text.translate(_LOOKALIKES)


def row_texts(row: Row) -> tuple[str, ...]:
    """The labels of a row as they are compared, without and with the label of its group."""
    return _texts(row.labels, row.group)


@cache
def _texts(labels: tuple[str, ...], groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        _look(text) for text in (*labels, *(group + label for group in groups for label in labels[:1]))
    )


def group_labels(form: TableForm) -> tuple[str, ...]:
    """The labels that stand beside several rows: of groups, and the outermost ones."""
    groups = {group for row in form.rows for group in row.group}
    return tuple(sorted(groups | {_NOISE.sub("", bracket) for bracket in form.brackets}))


def bracket_words(form: TableForm) -> tuple[str, ...]:
    """The outermost labels beside rows without list numbers, e.g. 本年度办理结果."""
    return tuple(_NOISE.sub("", _NUMBERING.sub("", bracket)) for bracket in form.brackets)


def column_texts(*labels: str) -> tuple[str, ...]:
    """Labels of a column as they are compared."""
    return tuple(_look(label) for label in labels)


@lru_cache(maxsize=50_000)
def shared(piece: str, texts: tuple[str, ...]) -> int:
    """Characters of the bare ``piece`` that stand in order in one of the row's texts."""
    look = _look(piece)
    return max(LCSseq.similarity(look, text) for text in texts)


@lru_cache(maxsize=50_000)
def is_header(piece: str, headers: tuple[str, ...]) -> bool:
    """Whether a bare piece is (part of) a header label of the table."""
    look = _look(piece)
    return any(
        look in header or LCSseq.similarity(look, header) >= 0.8 * max(len(look), len(header))
        for header in map(_look, headers)
    )


@lru_cache(maxsize=50_000)
def is_group(piece: str, groups: tuple[str, ...]) -> bool:
    """Whether a bare piece is (part of) the label of a group of rows, e.g. 不予公开 or 法提供."""
    return any(piece in group for group in groups)


@lru_cache(maxsize=50_000)
def fit(piece: str, texts: tuple[str, ...]) -> float:
    """Similarity of a whole bare label to the row's texts, 0 to 1."""
    if not piece:
        return 0.0
    look = _look(piece)
    return max(2 * LCSseq.similarity(look, text) / (len(look) + len(text)) for text in texts)
