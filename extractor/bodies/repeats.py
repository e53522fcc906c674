"""How much of a section is copied from the year before, with the passages side by side."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from cjkfold import fold

from extractor.ideographs import HAN
from extractor.records import Span

SHINGLE = 12
"""Characters in a row that must be the same. Shorter ones are common: 政府信息公开工作 has 8, and after the
names of laws and the sentences of the form are left out, chance repeats stay below 12."""
_GAP = " "
_TRIED = 8
"""Places of one shingle in the older text from which the longest passage is chosen."""
_LEAST = 40
"""A section with fewer characters of its own has no share: one sentence would decide."""
_WORD = re.compile(rf"[A-Za-z{HAN}]")
"""What counts: words. A sentence of the year before with other numbers in it is copied all the same."""


class Passage(NamedTuple):
    """One stretch that stands in both texts, as each of them prints it."""

    before: Span
    after: Span
    characters: int
    """Characters in common, punctuation and spaces left out."""


class Repeat(NamedTuple):
    """What of one text is copied from another."""

    characters: int
    """Characters of the later text that count: no punctuation, no digits, no sentences of the form."""
    copied: int
    passages: tuple[Passage, ...]

    @property
    def share(self) -> float | None:
        """Copied characters of all that count; None where there are too few to say."""
        return self.copied / self.characters if self.characters >= _LEAST else None


class _Plain(NamedTuple):
    """A text without what does not count; where the form's own sentences stood is one gap."""

    text: str
    places: tuple[int, ...]
    """Canonical offset of each character."""


def repeats(before: tuple[str, int, int], after: tuple[str, int, int]) -> Repeat:
    """What of one stretch of a text is copied from a stretch of another: (text, start, end) of each."""
    old, new = _plain(*before), _plain(*after)
    found = tuple(_passages(old.text, new.text))
    passages = tuple(
        Passage(
            _span(before[0], old, at_old, length),
            _span(after[0], new, at_new, length),
            _counting(new.text[at_new : at_new + length]),
        )
        for at_old, at_new, length in found
    )
    return Repeat(_counting(new.text), sum(each.characters for each in passages), passages)


def _counting(plain: str) -> int:
    return len(plain) - plain.count(_GAP)


def _passages(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """(place in the old text, place in the new one, length) of each common stretch, in order."""
    known: dict[str, list[int]] = {}
    for at in range(len(old) - SHINGLE + 1):
        known.setdefault(old[at : at + SHINGLE], []).append(at)
    at = 0
    while at <= len(new) - SHINGLE:
        places = known.get(new[at : at + SHINGLE])
        if not places:
            at += 1
            continue
        length, place = max((_common(old, each, new, at), -each) for each in places[:_TRIED])
        yield -place, at, length
        at += length


def _common(old: str, low: str | int, new: str, at: int) -> int:
    length, start = SHINGLE, int(low)
    end = min(len(old) - start, len(new) - at)
    while length < end and old[start + length] == new[at + length]:
        length += 1
    return length


def _plain(text: str, start: int, end: int) -> _Plain:
    stretch = text[start:end]
    folded = fold(unicodedata.normalize("NFC", stretch))
    if len(folded) != len(stretch):  # composed characters: rare, and offsets matter more than they do
        folded = stretch
    characters, places = [], []
    for index, character in enumerate(folded):
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) == 1 and _WORD.match(plain):
            characters.append(plain)
            places.append(start + index)
    return _without_form(_Plain("".join(characters), tuple(places)))


def _without_form(plain: _Plain) -> _Plain:
    """Without the sentences that the form or a law gives: each leaves one gap, which counts as nothing."""
    kept: list[str] = []
    places: list[int] = []
    last = 0
    for match in form_sentences().finditer(plain.text):
        kept += [plain.text[last : match.start()], _GAP]
        places += [*plain.places[last : match.start()], plain.places[match.start()]]
        last = match.end()
    kept.append(plain.text[last:])
    places += plain.places[last:]
    return _Plain("".join(kept), tuple(places))


@cache
def form_sentences() -> re.Pattern[str]:
    """What every report prints: names of laws, sentences of the form, without punctuation and digits."""
    loaded = tomllib.loads((files("extractor.bodies") / "data" / "form_sentences.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{each})" for group in loaded.values() for each in group["patterns"]))


def _span(text: str, plain: _Plain, at: int, length: int) -> Span:
    return Span.of(text, plain.places[at], plain.places[at + length - 1] + 1)
