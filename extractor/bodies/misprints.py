"""One character misread: in a fixed word (人民政俯), which is put right, or in a place, which is asked."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.bodies.gazetteer import Division, Gazetteer


class _Alike(NamedTuple):
    """``lookalikes.toml``."""

    words: tuple[str, ...]
    groups: tuple[frozenset[str], ...]
    sorts: tuple[frozenset[str], ...]
    never_first: frozenset[str]


@cache
def _alike() -> _Alike:
    loaded = tomllib.loads(
        (files("extractor.bodies") / "data" / "lookalikes.toml").read_text(encoding="utf-8")
    )
    return _Alike(
        tuple(loaded["words"]),
        tuple(map(frozenset, loaded["groups"])),
        tuple(map(frozenset, loaded["sorts"])),
        frozenset(loaded["never_first"]),
    )


def fixed_words(name: str) -> str:
    """The name with one misread character of each fixed word put right: 人民政俯 is 人民政府."""
    for pattern, word in _misread_words():
        name = pattern.sub(word, name)
    return name


@cache
def _misread_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for word in _alike().words:
        misread = [
            re.escape(word[:at] + other + word[at + 1 :])
            for at, character in enumerate(word)
            for group in _alike().groups
            if character in group
            for other in sorted(group - {character})
        ]
        found.append((re.compile("|".join(misread)), word))
    return tuple(found)


def misread_below(
    rest: str, upper: Sequence[Division], places: Gazetteer, *, sort_only: bool = False
) -> tuple[Division, ...]:
    """Places in one of ``upper`` whose name, but for one character, the words begin with: 洪择区.

    ``sort_only``: the character must be that of what sort of place it is (祁东具).
    """
    return tuple(
        one
        for one in _nearly(rest, places)
        if any(places.is_within(one, each) for each in upper)
        and (not sort_only or _is_sort_misread(rest[: len(one.name)], one.name))
    )


def misread_above(name: str, year: int | None, places: Gazetteer) -> tuple[int, tuple[Division, ...]]:
    """Places that a name begins with but for one character of what sort they are, or of the place above.

    淮女市洪泽区 prints a listed place below what is one character off the place above it. The first number
    says where the places end in the name.
    """
    found: list[tuple[int, Division]] = []
    for one in _nearly(name, places):
        end = len(one.name)
        below = _listed_below(name[end:], one, places)
        if _is_sort_misread(name[:end], one.name):
            below += misread_below(name[end:], (one,), places)
            found += [(end, one)] if not below else []
        found += [(end + len(each.name), each) for each in below]
    held = [(end, one) for end, one in found if one.held(year)] or found
    end = max((end for end, _ in held), default=0)
    return end, tuple(dict.fromkeys(one for at, one in held if at == end))


def _listed_below(behind: str, upper: Division, places: Gazetteer) -> list[Division]:
    for end in range(min(len(behind), places.longest), 1, -1):
        below = [
            one
            for one in places.named.get(behind[:end], ())
            if one.name == behind[:end] and places.is_within(one, upper)
        ]
        if below:
            return below
    return []


def _nearly(name: str, places: Gazetteer) -> Iterator[Division]:
    """Places whose name differs in one character from what a name begins with.

    One character beside what sort of place it is must be the same, or two where the sort is misread.
    """
    for length in range(2, min(len(name) - 1, places.longest) + 1):
        printed = name[:length]
        for at in range(length):
            for one in places.but_for_one.get(f"{printed[:at]}_{printed[at + 1 :]}", ()):
                is_other = one.name != printed
                if is_other and (_is_sort_misread(printed, one.name) or _SHORTEST <= length > at + 1):
                    yield one


_SHORTEST = 3
"""Characters of a place's name that one misread leaves enough of."""


def is_misread_sort(character: str) -> bool:
    """Whether a character is a misread word for a sort of place: no office's name begins with it (巿)."""
    return character in _alike().never_first


def _is_sort_misread(printed: str, name: str) -> bool:
    return printed[:-1] == name[:-1] and any(
        printed[-1] in group and name[-1] in group for group in _alike().sorts
    )
