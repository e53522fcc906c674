"""Whatever may get lost of a true text: lines, labels, numbers, columns, stretches; labels exchanged.

A reading of what remains may say less than the document, never anything else. Cuts are made in the part of a
generated document that holds the tables, headings included.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from extractor.evaluation.noise.documents import GeneratedDocument, document_named
from extractor.evaluation.noise.invented_prose import HEADINGS
from extractor.evaluation.noise.layouts import LAYOUTS
from extractor.ideographs import HAN

_LABEL = re.compile(rf"[{HAN}（(“”][^\d\n|\t]*[{HAN}）)”]")
_NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d.])")
_MIN_LABEL = 4


@dataclass(frozen=True)
class Trial:
    """A document of which something was cut away; ``name`` makes it again (``trial_named``)."""

    name: str
    document: GeneratedDocument
    """With the text that remains, and the truth of the whole."""


def trials(count: int, seed: int, kinds: tuple[str, ...] = ()) -> Iterator[Trial]:
    """``count`` trials, taking turns through the layouts and the kinds of cuts."""
    names = kinds or tuple(CUTS)
    layouts = tuple(LAYOUTS)
    for index in range(count):
        yield trial_named(f"{names[index % len(names)]}/{layouts[index % len(layouts)]}/s{seed}.n{index}")


def trial_named(name: str) -> Trial:
    """The trial that once had this name."""
    kind, layout, which = name.split("/")
    rng = Random(name)
    document = document_named(f"clean.{layout}.{which}")
    start, end = _tables(document.text)
    cut = document.text[start:end]
    for _ in range(rng.choice((1, 1, 2, 3))):
        cut = CUTS[kind](cut, rng) if cut else cut  # an earlier cut may have left nothing
    text = document.text[:start] + cut + document.text[end:]
    return Trial(name, replace(document, text=text))


def _tables(text: str) -> tuple[int, int]:
    start, end = text.find("二、"), text.find(HEADINGS["problems"])
    return max(start, 0), len(text) if end < 0 else end


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + text[end:]


def lines(text: str, rng: Random) -> str:
    """A block of whole lines goes."""
    rows = text.split("\n")
    first = rng.randrange(len(rows))
    return "\n".join(rows[:first] + rows[first + rng.choice((1, 1, 2, 3, 8, 20)) :])


def scattered_lines(text: str, rng: Random) -> str:
    """Every line may go, with one chance for all."""
    rate = rng.choice((0.02, 0.1, 0.3))
    return "\n".join(row for row in text.split("\n") if rng.random() >= rate)


def stretch(text: str, rng: Random) -> str:
    """A stretch of characters goes."""
    start = rng.randrange(len(text))
    return _without(text, start, start + rng.choice((3, 10, 40, 150, 600)))


def end(text: str, rng: Random) -> str:
    """Everything behind a place goes, or everything before one."""
    at = rng.randrange(len(text))
    return text[:at] if rng.random() < 0.7 else text[at:]


def labels(text: str, rng: Random) -> str:
    """Some labels go, their numbers stay."""
    return _drop(_LABEL, text, rng)


def numbers(text: str, rng: Random) -> str:
    """Some numbers go."""
    return _drop(_NUMBER, text, rng)


def row_numbers(text: str, rng: Random) -> str:
    """All numbers behind one label go."""
    places = [m for m in _LABEL.finditer(text) if _NUMBER.match(text, _next(text, m.end()))]
    if not places:
        return text
    label = rng.choice(places)
    behind = _LABEL.search(text, label.end())
    until = behind.start() if behind else len(text)
    return text[: label.end()] + _NUMBER.sub("", text[label.end() : until]) + text[until:]


def from_label_to_numbers(text: str, rng: Random) -> str:
    """The numbers of a row and the label of the next go: the worst that a cut can do."""
    places = [m for m in _LABEL.finditer(text) if _NUMBER.match(text, _next(text, m.end()))]
    if len(places) < 2:
        return text
    at = rng.randrange(len(places) - 1)
    return _without(text, places[at].end(), places[at + 1].end())


def column(text: str, rng: Random) -> str:
    """The same number of every line goes."""
    which = rng.randrange(7)
    return "\n".join(_without_number(row, which) for row in text.split("\n"))


def _without_number(row: str, which: int) -> str:
    found = list(_NUMBER.finditer(row))
    if len(found) < 5:
        return row
    match = found[min(which, len(found) - 1)]
    return _without(row, match.start(), match.end())


def exchanged(text: str, rng: Random) -> str:
    """The labels of two neighbouring rows change places."""
    places = [m for m in _LABEL.finditer(text) if len(m[0]) >= _MIN_LABEL]
    places = [m for m in places if _NUMBER.match(text, _next(text, m.end()))]
    if len(places) < 2:
        return text
    at = rng.randrange(len(places) - 1)
    left, right = places[at], places[at + 1]
    between = text[left.end() : right.start()]
    return text[: left.start()] + right[0] + between + left[0] + text[right.end() :]


def _next(text: str, at: int) -> int:
    match = re.compile(r"[\s|]*").match(text, at)
    return at if match is None else match.end()


def _drop(pattern: re.Pattern[str], text: str, rng: Random) -> str:
    rate = rng.choice((0.01, 0.03, 0.1, 0.3))
    return pattern.sub(lambda match: "" if rng.random() < rate else match[0], text)


CUTS: dict[str, Callable[[str, Random], str]] = {
    "lines": lines,
    "scattered_lines": scattered_lines,
    "stretch": stretch,
    "end": end,
    "labels": labels,
    "numbers": numbers,
    "row_numbers": row_numbers,
    "label_to_numbers": from_label_to_numbers,
    "column": column,
    "exchanged": exchanged,
}
"""Kinds of cuts by name."""
