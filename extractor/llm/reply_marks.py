"""Marks around words of a reply: what stands within one that is not known to hold an answer is thinking."""

import re
import tomllib
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
_PARTS = ("tag", "pipe", "kite", "bracket", "lens")
_BEGINS = frozenset({"begin", "start"})


class _Mark(NamedTuple):
    name: str
    """Lower case, letters alone."""
    does: str
    """``opens``, ``closes``, or ``turns`` to something else until the next mark that turns."""
    holds: str
    """``answer``, ``thought``, or ``nothing``: a mark that says nothing of the words around it."""


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    text = (files("extractor.llm") / "replies.toml").read_text(encoding="utf-8")
    marks: dict[str, Any] = tomllib.loads(text)["marks"]
    return frozenset(marks["answer"]), frozenset(marks["nothing"])


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
    if not _MARK.search(text):
        return text
    return _shown(text).strip(APART + " \t\r\n")


def thinks_aloud(text: str) -> bool:
    """Whether a reply shows its thinking among its words."""
    return any(mark.holds == "thought" for _, mark in _marks(text))


def _shown(text: str) -> str:
    shown: list[str] = []
    open_marks: list[_Mark] = []
    at = 0
    for found, mark in _marks(text):
        if not _is_hidden(open_marks):
            shown.append(text[at : found.start()])
        at = found.end()
        if mark.holds == "nothing":
            shown.append("\n")
            continue
        if mark.does == "opens":
            open_marks.append(mark)
        elif mark.does == "turns":
            if open_marks and open_marks[-1].does == "turns":
                open_marks.pop()
            open_marks.append(mark)
        elif not _closed(mark, open_marks) and mark.holds == "thought":
            shown.clear()
        shown.append(APART)
    if not _is_hidden(open_marks):
        shown.append(text[at:])
    return "".join(shown)


def _is_hidden(open_marks: list[_Mark]) -> bool:
    return any(mark.holds == "thought" for mark in open_marks)


def _closed(mark: _Mark, open_marks: list[_Mark]) -> bool:
    """Close the mark of this name and all within it; False where none is open."""
    for place in range(len(open_marks) - 1, -1, -1):
        if mark.name in ("", open_marks[place].name):
            del open_marks[place:]
            return True
    return not mark.name


def _marks(text: str) -> Iterator[tuple[re.Match[str], _Mark]]:
    """The marks of a text outside its JSON."""
    can_parse = len(text) <= _LONGEST and not is_too_deep(text)
    places = [(start, end) for _, start, end in values_in(text)] if can_parse else []
    for found in _MARK.finditer(text):
        if any(start <= found.start() < end for start, end in places):
            continue
        mark = _read(found, text)
        if mark is not None:
            yield found, mark


def _read(found: re.Match[str], text: str) -> _Mark | None:
    """What a mark does; None where a word in brackets is no mark."""
    if found["turn"] is not None:
        return _Mark("", "closes", "answer")
    if found["channel"] is not None:  # gpt-oss: a call goes to a tool, the rest but ``final`` to nobody
        is_meant = found["channel"].strip().startswith("final") or "to=" in found["channel"]
        return _Mark("channel", "turns", "answer" if is_meant else "thought")
    part = next(name for name in _PARTS if found[name] is not None)
    said = found[part].lower()
    words = [word for word in re.split(r"[\W_▁]+", said.rpartition(":")[2]) if word]
    whole = "".join(words)
    answers, nothing = _known()
    if whole in nothing or found["void"] or not words:
        return _Mark(whole, "opens", "nothing")
    does = "closes" if found[f"{part}_ends"] else "opens" if part == "tag" else "turns"
    if part == "pipe" and does != "closes":
        does, words = _of_words(words)
    name = "".join(word for word in words if word != "of")
    mark = _Mark(name, does, "answer" if name in answers else "thought")
    if part in ("bracket", "lens") and does == "turns":
        return _heading(mark, found, text)
    return mark


def _of_words(words: list[str]) -> tuple[str, list[str]]:
    """Begin and end as words of the mark itself: ``begin_of_thought``, ``START_THINKING``."""
    for place in (0, -1):
        if len(words) > 1 and words[place] in _BEGINS | {"end"}:
            rest = words[1:] if place == 0 else words[:-1]
            return "closes" if words[place] == "end" else "opens", rest
    return "turns", words


def _heading(mark: _Mark, found: re.Match[str], text: str) -> _Mark | None:
    """A word in brackets: a mark where it is closed further on, or begins a line."""
    closes = f"{found[0][0]}/{found[0][1:]}"
    if closes.lower() in text[found.end() :].lower():
        return mark._replace(does="opens")
    begins_line = not text[: found.start()].rpartition("\n")[2].strip(" \t*#>" + APART)
    return mark if begins_line else None
