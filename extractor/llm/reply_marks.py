"""Marks around words of a reply: what stands within one that is not known to hold an answer is thinking."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractor.llm.tolerant import parse_at

APART = "\N{PARAGRAPH SEPARATOR}"
"""Stands where a mark or a thought was: what is before it and what is behind it are no one sentence."""
_MOST_VALUES = 400
_LONGEST = 400_000
_DEEPEST = 60
_MARK = re.compile(
    r"<\|channel\|>(?P<channel>[^<]*)(?:<\|constrain\|>[^<]*)?<\|message\|>"
    r"|<\|start\|>[a-z]*(?P<turn>)"
    r"|<(?P<tag_ends>/?)\s*(?P<tag>[^\W\d][\w:.-]{0,40})(?:\s+[\w:-]+\s*=[^<>]{0,200})?\s*(?P<void>/?)>"
    r"|<[|｜]\s*(?P<pipe_ends>/?)(?P<pipe>[^<>|｜\n]{1,40})[|｜]>"
    r"|◁(?P<kite_ends>/?)(?P<kite>[^◁▷\n]{1,40})▷"
    r"|\[(?P<bracket_ends>/?)(?P<bracket>[^\W\d][\w -]{1,40})\]"
    r"|【(?P<lens_ends>/?)(?P<lens>[^【】\n]{1,20})】"
)
_HEADING_CLOSES = re.compile(r"\[/[^\W\d][\w -]{1,40}\]|【/[^【】\n]{1,20}】")
_PARTS = ("tag", "pipe", "kite", "bracket", "lens")
_BEGINS = frozenset({"begin", "start"})


class _Mark(NamedTuple):
    name: str
    """Lower case, letters alone."""
    does: str
    """``opens``, ``closes``, or ``turns`` to something else until the next mark that turns."""
    holds: str
    """``answer``, ``thought``, ``unknown``, or ``nothing``: it says nothing of the words around it."""

    @property
    def hides(self) -> bool:
        """Whether what it holds is no part of the answer."""
        return self.holds in ("thought", "unknown")


class _Known(NamedTuple):
    answer: frozenset[str]
    nothing: frozenset[str]
    thought: re.Pattern[str]


class Shown(NamedTuple):
    """A reply without its thinking."""

    words: str
    hidden_behind: str
    """What stands in marks behind the first JSON that is shown: it may take it back."""


@cache
def _known() -> _Known:
    text = (files("extractor.llm") / "replies.toml").read_text(encoding="utf-8")
    marks: dict[str, Any] = tomllib.loads(text)["marks"]
    thought = re.compile("|".join(marks["thought"]))
    return _Known(frozenset(marks["answer"]), frozenset(marks["nothing"]), thought)


class _Open:
    """The marks that are open; each mark is put in and taken out once, however many there are."""

    def __init__(self) -> None:
        self._marks: list[_Mark] = []
        self._names: Counter[str] = Counter()
        self._hiding = 0

    @property
    def is_hidden(self) -> bool:
        return self._hiding > 0

    def add(self, mark: _Mark) -> None:
        if mark.does == "turns" and self._marks and self._marks[-1].does == "turns":
            self._take()
        self._marks.append(mark)
        self._names[mark.name] += 1
        self._hiding += mark.hides

    def close(self, name: str) -> bool:
        """Close the mark of this name and all within it; False where none is open."""
        if not name:
            if self._marks:
                self._take()
            return True
        if not self._names[name]:
            return False
        while self._take().name != name:
            pass
        return True

    def _take(self) -> _Mark:
        mark = self._marks.pop()
        self._names[mark.name] -= 1
        self._hiding -= mark.hides
        return mark


def is_too_deep(text: str) -> bool:
    """Whether brackets nest deeper than any answer does: such a reply is not parsed at all."""
    depth = 0
    for character in re.finditer(r"[\[{\]}]", text[:_LONGEST]):
        depth += 1 if character[0] in "[{" else -1
        if depth > _DEEPEST:
            return True
    return False


def values_in(text: str) -> Iterator[tuple[Any, int, int]]:
    """The objects and lists of objects in a text, from its beginning, each with its place."""
    at = tries = 0
    while tries < _MOST_VALUES and (start := _next_value(text, at)) >= 0:
        tries += 1
        try:
            value, at = parse_at(text, start)
        except (ValueError, RecursionError):
            at = start + 1
        else:
            yield value, start, at


def _next_value(text: str, at: int) -> int:
    found = _OPENS.search(text, at)
    return found.start() if found else -1


_OPENS = re.compile(r"\{|\[(?=\s*\{)")


def without_thinking(text: str) -> str:
    """The words outside every mark that is not known to hold an answer; empty where a reply is all thought.

    What is behind a mark that nobody closed is thought, and so is all before a mark that nobody opened.
    """
    return shown(text).words


def shown(text: str) -> Shown:
    """The words outside every mark that hides them, and what is hidden behind the answer."""
    if not _MARK.search(text):
        return Shown(text, "")
    marks = list(_marks(text))
    found = _shown(text, marks)
    if not found.words and any(mark.holds == "unknown" for _, mark in marks):
        return _labelled(text, marks) or found
    return found


def thinks_aloud(text: str) -> bool:
    """Whether a reply shows its thinking among its words."""
    return any(mark.hides for _, mark in _marks(text))


def _labelled(text: str, marks: list[tuple[re.Match[str], _Mark]]) -> Shown | None:
    """One JSON value alone in a mark that nobody knows, and nothing else: a label of the answer."""
    kinds = [mark for _, mark in marks if mark.holds != "nothing"]
    if len(kinds) != 2 or (kinds[0].does, kinds[1].does) != ("opens", "closes"):
        return None
    found = _shown(text, [(place, mark._replace(holds="answer")) for place, mark in marks])
    places = [(start, end) for _, start, end in values_in(found.words)]
    if len(places) != 1:
        return None
    start, end = places[0]
    beside = found.words[:start] + found.words[end:]
    return None if re.search(r"[^\W_]", re.sub(r"```\w*", "", beside)) else found


def _shown(text: str, marks: list[tuple[re.Match[str], _Mark]]) -> Shown:
    words: list[str] = []
    hidden: list[str] = []
    open_marks = _Open()
    at, has_value = 0, False
    for place, mark in marks:
        part, at = text[at : place.start()], place.end()
        if not open_marks.is_hidden:
            words.append(part)
            has_value = has_value or "{" in part
        elif has_value:
            hidden.append(part)
        if mark.holds == "nothing":
            words.append("\n")
            continue
        if mark.does != "closes":
            open_marks.add(mark)
        elif not open_marks.close(mark.name) and mark.hides:
            words.clear()
            has_value = False
        words.append(APART)
    (hidden if open_marks.is_hidden else words).append(text[at:])
    return Shown("".join(words).strip(APART + " \t\r\n"), "\n".join(hidden) if has_value else "")


def _marks(text: str) -> Iterator[tuple[re.Match[str], _Mark]]:
    """The marks of a text outside its JSON."""
    can_parse = len(text) <= _LONGEST and not is_too_deep(text)
    places = [(start, end) for _, start, end in values_in(text)] if can_parse else []
    closes = {found[0].lower(): found.start() for found in _HEADING_CLOSES.finditer(text)}
    passed = 0
    for found in _MARK.finditer(text):
        while passed < len(places) and places[passed][1] <= found.start():
            passed += 1
        if passed < len(places) and places[passed][0] <= found.start():
            continue
        mark = _read(found, text, closes)
        if mark is not None:
            yield found, mark


def _read(found: re.Match[str], text: str, closes: dict[str, int]) -> _Mark | None:
    """What a mark does; None where a word in brackets is no mark."""
    if found["turn"] is not None:
        return _Mark("", "closes", "answer")
    if found["channel"] is not None:  # gpt-oss: a call goes to a tool, the rest but ``final`` to nobody
        channel = found["channel"].strip()
        is_meant = channel == "final" or "to=" in channel
        return _Mark("channel", "turns", "answer" if is_meant else "thought")
    part = next(name for name in _PARTS if found[name] is not None)
    said = found[part].lower()
    words = [word for word in re.split(r"[\W_▁]+", said.rpartition(":")[2]) if word]
    whole = "".join(words)
    known = _known()
    if whole in known.nothing or found["void"] or not words:
        return _Mark(whole, "opens", "nothing")
    does = "closes" if found[f"{part}_ends"] else "opens" if part == "tag" else "turns"
    if part == "pipe" and does != "closes":
        does, words = _of_words(words)
    name = "".join(word for word in words if word != "of")
    holds = "thought" if known.thought.search(name) else "unknown"
    mark = _Mark(name, does, "answer" if name in known.answer else holds)
    if part in ("bracket", "lens") and does == "turns":
        return _heading(mark, found, text, closes)
    return mark


def _of_words(words: list[str]) -> tuple[str, list[str]]:
    """Begin and end as words of the mark itself: ``begin_of_thought``, ``START_THINKING``."""
    for place in (0, -1):
        if len(words) > 1 and words[place] in _BEGINS | {"end"}:
            rest = words[1:] if place == 0 else words[:-1]
            return "closes" if words[place] == "end" else "opens", rest
    return "turns", words


def _heading(mark: _Mark, found: re.Match[str], text: str, closes: dict[str, int]) -> _Mark | None:
    """A word in brackets: a mark where it is closed further on, or begins a line."""
    if closes.get(f"{found[0][0]}/{found[0][1:]}".lower(), -1) > found.start():
        return mark._replace(does="opens")
    line = text[max(text.rfind("\n", 0, found.start()) + 1, found.start() - 200) : found.start()]
    return mark if not line.strip(" \t*#>" + APART) or mark.holds == "answer" else None
