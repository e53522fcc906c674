"""Words around an answer that say it is none: a draft, an example, a question, something taken back.

Anything else may be said around an answer: who talks may answer too (``replies.toml``, ``doubt``).
Every pattern is a plain list of words, searched for once: what a reply costs grows with its length alone.
"""

import html
import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

_NEAR = 400
"""Characters of a line before an answer that are looked at."""
_LINE = re.compile(r"[^\n\N{PARAGRAPH SEPARATOR}]*\S[^\n\N{PARAGRAPH SEPARATOR}]*")
_SENTENCE = re.compile(r"[。！!;；\N{PARAGRAPH SEPARATOR}\n]|\.(?=\s|$)")
_SEGMENT = re.compile(r"[,，、。！!;；\N{PARAGRAPH SEPARATOR}\n]|\.(?=\s)")
_EDGES = " \t\r\n*_`>:：\"'“”「」（）()[]【】$-—"
_ASKS = re.compile(r"[?？]|[吗么]\s*[。.]?\s*$")
_TRAILS = re.compile(r"\s*[`\"”*]*\s*(?:…|\.{3}|[(（]?\s*[?？])")
_FENCE = re.compile(r"[`~]{3}")
_STRUCK = re.compile(r"(?<!~)~~\s*\Z")
_DENIES = re.compile(r"[不非没无未与和及排]|\b(?:not|no|than|nor|without|and)\b", re.I)
_DENIED = re.compile(
    r"[\s\"'”」*]*(?:无关|不符|不合|没有|未|不是|被排除|is not|isn't|does not|was not)", re.I
)


class _Words(NamedTuple):
    always: re.Pattern[str]
    before: re.Pattern[str]
    thinking: re.Pattern[str]
    names_answer: re.Pattern[str]
    behind: re.Pattern[str]
    harmless: re.Pattern[str]
    keys: re.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads((files("extractor.llm") / "replies.toml").read_text(encoding="utf-8"))["doubt"]
    return _Words(**{name: re.compile("|".join(data[name]), re.I) for name in _Words._fields})


def is_doubted_before(text: str) -> bool:
    """Whether the words that lead to an answer, up to where it begins, say that it is none."""
    words, tail = _words(), html.unescape(text[-2 * _NEAR :]).rstrip(" \t")
    if _STRUCK.search(tail):
        return True
    lines = [line[0][-_NEAR:] for line in _LINE.finditer(tail)][-2:]
    near = [words.harmless.sub(" ", line) for line in lines]
    if any(words.always.search(line) for line in near):
        return True
    clause = _SENTENCE.split((near or [""])[-1].rstrip(_EDGES + "#"))[-1].strip(_EDGES + "#")
    if _ASKS.search(clause) or words.before.search(clause):
        return True
    segment = _SEGMENT.split(clause)[-1]
    thinks = list(words.thinking.finditer(segment))
    return bool(thinks) and not words.names_answer.search(segment, thinks[-1].end())


def is_doubted_behind(text: str, value: object, choices: Collection[str]) -> bool:
    """Whether the words behind an answer take it back, ask whether it is right, or name another one."""
    words = _words()
    first, _, rest = text.partition("\n")
    line = words.harmless.sub(" ", " ".join(first.split()))
    said = f"{line}\n{words.harmless.sub(' ', _plain(rest))}"
    if _TRAILS.match(said) or _ASKS.search(line) or line.lstrip(' \t`"”').startswith("~~"):
        return True
    return bool(words.always.search(said) or words.behind.search(said)) or names_another(said, value, choices)


def is_doubted_beside(extras: Mapping[str, Any], answer: Mapping[str, Any], choices: Collection[str]) -> bool:
    """Whether what an object says under keys that nobody asked for makes its answer none."""
    words = _words()
    for key, value in extras.items():
        is_off = value is None or value is False or value == "" or value == 0
        if "final" in key.lower() and value is False:
            return True
        if words.keys.search(key) and not is_off:
            return True
        if any(_takes_back(text, answer, choices) for text in _texts(value)):
            return True
    return False


def is_doubtful_name(key: str) -> bool:
    """Whether a name says that what it holds is an example or a draft, an input or a thought."""
    return bool(_words().keys.search(key) or _words().thinking.search(key))


def is_doubtful_comment(text: str) -> bool:
    """Whether a comment, a fence or a tag says that what it stands beside is no answer."""
    words = _words()
    said = words.harmless.sub(" ", _plain(text))
    return bool(words.always.search(said) or words.behind.search(said))


def fence_before(text: str) -> str:
    """The word on the fence that opens right before an answer; empty where there is none."""
    last = text[-_NEAR:].rstrip().rpartition("\n")[2].strip()
    return last.lstrip("`~").strip() if _FENCE.match(last) else ""


def names_another(text: str, value: object, choices: Collection[str]) -> bool:
    """Whether words name another choice than the answer's, and do not name it to rule it out."""
    said = json.dumps(value, ensure_ascii=False)
    return any(
        not (_DENIES.search(text, max(at - 6, 0), at) or _DENIED.match(text, at + len(choice)))
        for choice in choices
        if len(choice) > 1 and choice not in said
        for at in _places(text, choice)
    )


def _plain(text: str) -> str:
    """Lines without blanks at their ends and more than one between words."""
    return "\n".join(words for line in text.split("\n") if (words := " ".join(line.split())))


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _takes_back(text: str, answer: object, choices: Collection[str]) -> bool:
    is_word = len(text) < 40  # another choice alone is weighed where keys are left out
    return is_doubtful_comment(text) or (not is_word and names_another(text, answer, choices))


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < 4 and isinstance(value, Mapping):
        yield from (text for held in value.values() for text in _texts(held, depth + 1))
    elif depth < 4 and isinstance(value, Sequence):
        yield from (text for held in value for text in _texts(held, depth + 1))
