"""The strike test: an entry whose example reads the same without it has no place in a list.

A list reads a sentence as the stretches that its pattern finds there, one after another. Only the words
that alone find something in the example can change that reading, so only those are compiled together.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from extractor.lexicon.loader import Words, joined

_NEIGHBOURS = ("not_before", "not_after", "only_before", "only_after")


class Idle(NamedTuple):
    """A word, or a neighbour of a word, that could be struck out unnoticed."""

    name: str
    word: str
    where: str
    example: str

    def __str__(self) -> str:
        return f"{self.name}: {self.word} ({self.where}) changes nothing in {self.example!r}"


def idle_words(one: Words) -> list[Idle]:
    """Words and neighbours of one list that their examples do not need."""
    sources = [entry.sources() for entry in one.entries]
    found = _idle_after_all(one)
    for at, entry in enumerate(one.entries):
        found += _idle_in_example(one, sources, at)
        for key in _NEIGHBOURS:
            for name in getattr(entry, key):
                found += _idle_neighbour(one, sources, at, key, name)
    return found


def _idle_after_all(one: Words) -> list[Idle]:
    """Words that may follow no word of the list, but stand in no part of ``unlike``."""
    parts = one.unlike.split("、")
    found = []
    for name in one.not_after:
        struck = replace(one, not_after=tuple(other for other in one.not_after if other != name))
        if all(struck.pattern.findall(part) == one.pattern.findall(part) for part in parts):
            found.append(Idle(one.name, name, "not_after", one.unlike))
    return found


def _idle_in_example(one: Words, sources: list[list[str]], at: int) -> Iterator[Idle]:
    entry = one.entries[at]
    live = _live(sources, entry.example)
    whole = _reading(live, entry.example, one.longest)
    for word, source in zip(entry.words, sources[at], strict=True):
        rest = [
            group if index != at else [s for s in group if s != source] for index, group in enumerate(live)
        ]
        if _reading(rest, entry.example, one.longest) == whole:
            yield Idle(one.name, word, "words", entry.example)


def _idle_neighbour(one: Words, sources: list[list[str]], at: int, key: str, name: str) -> Iterator[Idle]:
    entry = one.entries[at]
    text = entry.unlike if key.startswith("not") else f"{entry.example}、{entry.unlike}"
    left = tuple(other for other in getattr(entry, key) if other != name)
    changed: Any = {key: left}
    live = _live(sources, text)
    struck = [*live[:at], replace(entry, **changed).sources(), *live[at + 1 :]]
    parts = text.split("、")
    if all(_reading(struck, part, one.longest) == _reading(live, part, one.longest) for part in parts):
        yield Idle(one.name, f"{' '.join(entry.words)}: {name}", key, text)


def _live(sources: list[list[str]], text: str) -> list[list[str]]:
    """The words that find something in ``text`` when they stand alone."""
    return [[source for source in group if _alone(source).search(text)] for group in sources]


def _reading(sources: list[list[str]], text: str, longest: bool) -> list[tuple[int, int]]:
    found = joined(sources, longest)
    return [match.span() for match in re.compile("|".join(found)).finditer(text)] if found else []


@cache
def _alone(source: str) -> re.Pattern[str]:
    return re.compile(source)
