"""Prompt files ``prompts/<task>/<version>.md``: front matter and turns; a version in use is never edited."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from extractor.llm.asking import A, Message, Question
from extractor.resources import folder

_TURN = re.compile(r"^## (system|example user|example assistant|user)\n", re.MULTILINE)
_PLACE = re.compile(r"\{\{(\w+)\}\}")
_ROLES = {"system": "system", "example user": "user", "example assistant": "assistant", "user": "user"}
_REQUIRED = ("id", "task", "version", "response")


class Prompt(NamedTuple):
    """One prompt file."""

    id: str
    task: str
    version: str
    response: str
    """What the answer looks like, for people: the response model's name."""
    sentinels: tuple[str, ...]
    turns: tuple[Message, ...]
    hash: str

    def question(self, answer: type[A], values: Mapping[str, str], max_tokens: int) -> Question[A]:
        """The prompt with its places filled; what is filled in is never read for places again."""

        def fill(match: re.Match[str]) -> str:
            return values[match[1]]

        turns = tuple(Message(turn.role, _PLACE.sub(fill, turn.content)) for turn in self.turns)
        return Question(self.task, self.id, self.hash, turns, answer, max_tokens, self.sentinels)


def parse_prompt(text: str) -> Prompt:
    """The prompt that a file holds; ValueError where front matter or turns are missing."""
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if match is None:
        raise ValueError("a prompt file begins with front matter between two lines of ---")
    head = dict(line.split(": ", 1) for line in match[1].splitlines() if ": " in line)
    missing = [key for key in _REQUIRED if key not in head]
    if missing:
        raise ValueError(f"front matter lacks {', '.join(missing)}")
    marks = list(_TURN.finditer(text, match.end()))
    ends = [*(mark.start() for mark in marks[1:]), *([len(text)] if marks else [])]
    turns = tuple(
        Message(_ROLES[mark[1]], text[mark.end() : end].strip())  # type: ignore[arg-type]  # keys of _ROLES
        for mark, end in zip(marks, ends, strict=True)
    )
    if not turns or turns[-1].role != "user":
        raise ValueError("a prompt ends with the turn '## user'")
    sentinels = tuple(word.strip() for word in head.get("sentinels", "").split(",") if word.strip())
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Prompt(head["id"], head["task"], head["version"], head["response"], sentinels, turns, digest)


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt ``<task>/<version>``; FileNotFoundError where there is no such file."""
    path = folder("prompts").joinpath(*f"{name}.md".split("/"))
    return parse_prompt(path.read_text(encoding="utf-8"))
