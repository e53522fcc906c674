"""Finding the words a model copied: exactly, up to quotation marks and spaces, or nearly.

Works on characters of folded text; what it gives back are offsets into that text, and its caller maps
them to the canonical text. A quote that stands nowhere is a named miss: nothing is delivered for it.
"""

from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

FUZZY_THRESHOLD = 90.0
"""Least similarity (rapidfuzz ratio, 0 to 100) of a fuzzy match: one slip in ten characters."""
_LEAST_FUZZY = 8
"""Shorter quotes are found exactly or not at all: two characters of six make another word."""
_QUOTES = str.maketrans("‘’“”「」『』\"'", '""""""""""')
_MARKS = str.maketrans("，：；（）！？．％", ",:;()!?.%")
_DROPPED = frozenset(" \t\n\u3000\u00a0|")


class Match(StrEnum):
    """How a quote was found."""

    EXACT = "exact"
    NORMALISED = "normalised"
    """After folding quotation marks, full-width marks and white space."""
    FUZZY = "fuzzy"
    """By character alignment, at or above the stated threshold."""


class Located(NamedTuple):
    """A place in the text that was searched, half-open."""

    start: int
    end: int
    match: Match


class Miss(StrEnum):
    """Why a quote has no place."""

    EMPTY = "empty"
    NOT_IN_TEXT = "not_in_text"
    AMBIGUOUS = "ambiguous"
    """Nearly found in several places, none better than the others."""


class _FoldedQuote(NamedTuple):
    text: str
    offsets: tuple[int, ...]


def fold_quote(text: str) -> str:
    """``text`` with one kind of quotation mark, half-width marks and no white space."""
    return _fold(text).text


def _fold(text: str) -> _FoldedQuote:
    marked = text.translate(_QUOTES).translate(_MARKS)
    kept = [(character, at) for at, character in enumerate(marked) if character not in _DROPPED]
    return _FoldedQuote("".join(c for c, _ in kept), tuple(at for _, at in kept))


def locate(quote: str, text: str, within: tuple[int, int] | None = None) -> Located | Miss:
    """The first place of ``quote`` in ``text[within]``; offsets count from the start of ``text``."""
    low, high = within or (0, len(text))
    wanted = quote.strip()
    if not wanted:
        return Miss.EMPTY
    exact = text.find(wanted, low, high)
    if exact >= 0:
        return Located(exact, exact + len(wanted), Match.EXACT)
    there, what = _fold(text[low:high]), fold_quote(wanted)
    if not what:
        return Miss.EMPTY
    at = there.text.find(what)
    if at >= 0:
        return _back(there, low, at, at + len(what), Match.NORMALISED)
    return _nearly(what, there, low)


def _nearly(what: str, there: _FoldedQuote, low: int) -> Located | Miss:
    """A fuzzy place; digits must agree to the last one, so that no number is quoted that is not printed."""
    if len(what) < _LEAST_FUZZY or len(what) > len(there.text):
        return Miss.NOT_IN_TEXT
    best = _best(what, there.text)
    if best is None or _digits(there.text[best.start : best.end]) != _digits(what):
        return Miss.NOT_IN_TEXT
    again = _best(what, there.text[best.end :])
    if again is not None and again.score >= best.score:
        return Miss.AMBIGUOUS
    return _back(there, low, best.start, best.end, Match.FUZZY)


class _Near(NamedTuple):
    start: int
    end: int
    score: float


def _best(what: str, text: str) -> _Near | None:
    """The most similar stretch of ``text``, from its first to its last character that the quote shares."""
    if len(text) < len(what) - 2:
        return None
    window = fuzz.partial_ratio_alignment(what, text, score_cutoff=FUZZY_THRESHOLD)
    if window is None:
        return None
    low, high = max(0, window.dest_start - 2), min(len(text), window.dest_end + 2)
    shared = [block for block in Indel.opcodes(what, text[low:high]) if block.tag == "equal"]
    if not shared:
        return None
    start, end = low + shared[0].dest_start, low + shared[-1].dest_end
    score = fuzz.ratio(what, text[start:end])
    return _Near(start, end, score) if score >= FUZZY_THRESHOLD else None


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _back(there: _FoldedQuote, low: int, start: int, end: int, match: Match) -> Located:
    return Located(low + there.offsets[start], low + there.offsets[end - 1] + 1, match)
