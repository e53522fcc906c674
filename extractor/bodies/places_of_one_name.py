"""Which of several places of one name is meant, from other words of the document or its path."""

from collections.abc import Callable, Iterator, Sequence

from extractor.bodies.gazetteer import Division, Gazetteer, stem_of
from extractor.records import Naming

_MENTIONS = 2
"""A city that the text names so often, and no rival's, is the one that the body lies in."""
_SHOWN = 40


def place_from_context(
    candidates: Sequence[Division],
    naming: Naming,
    places: Gazetteer,
    text_of: Callable[[str], str] | None,
) -> tuple[Division, str] | None:
    """The one candidate whose own upper place the title, the path or the text names, and the words for it.

    An upper place that two candidates share says nothing: 江苏省 does not tell 南京 from 徐州.
    """
    marks = {one: _own_marks(one, candidates, places, naming.year) for one in candidates}
    for kind, words in _hints(naming):
        named = [one for one in candidates if any(mark in words for mark in marks[one])]
        if len(named) == 1:
            mark = next(each for each in marks[named[0]] if each in words)
            return named[0], f"{kind}: {_around(words, mark)}"
    if (by_path := _from_path(candidates, naming, places)) is not None:
        return by_path
    return _from_text(candidates, marks, text_of(naming.report)) if text_of else None


def _own_marks(
    one: Division, candidates: Sequence[Division], places: Gazetteer, year: int | None
) -> tuple[str, ...]:
    """Names of the places above that no other candidate lies in, the nearest first."""
    others = {
        upper.code for other in candidates if other is not one for upper in places.path(other, year)[:-1]
    }
    return tuple(each.name for each in reversed(places.path(one, year)[:-1]) if each.code not in others)


def _hints(naming: Naming) -> Iterator[tuple[str, str]]:
    if naming.title:
        yield "title", naming.title
    for words in naming.hints:
        yield "text", words
    if naming.path:
        yield "path", naming.path


def _from_path(
    candidates: Sequence[Division], naming: Naming, places: Gazetteer
) -> tuple[Division, str] | None:
    """Folders may be called 徐州 for 徐州市."""
    folders = naming.path.split("/")
    found = {}
    for one in candidates:
        others = {upper.code for other in candidates if other is not one for upper in places.path(other)[:-1]}
        for upper in places.path(one)[:-1]:
            if upper.code not in others and stem_of(upper.name) in folders:
                found[one] = stem_of(upper.name)
    if len(found) != 1:
        return None
    one, stem = next(iter(found.items()))
    return one, f"path: {stem}"


def _from_text(
    candidates: Sequence[Division], marks: dict[Division, tuple[str, ...]], text: str
) -> tuple[Division, str] | None:
    joined = {one: [mark + one.name for mark in marks[one] if mark + one.name in text] for one in candidates}
    named = [one for one in candidates if joined[one]]
    if len(named) == 1:
        return named[0], f"text: {joined[named[0]][0]}"
    if named:
        return None
    counts = {one: max((text.count(mark) for mark in marks[one]), default=0) for one in candidates}
    named = [one for one in candidates if counts[one]]
    if len(named) == 1 and counts[named[0]] >= _MENTIONS:
        mark = max(marks[named[0]], key=text.count)
        return named[0], f"text: {mark} ({counts[named[0]]} times, no other)"
    return None


def _around(words: str, mark: str) -> str:
    at = words.find(mark)
    return words[max(0, at - 8) : at + _SHOWN].strip()
