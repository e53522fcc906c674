"""What a reply says once thinking, fences and talk around the JSON are taken away (``replies.toml``)."""

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractor.llm.tolerant import parse, parse_at

_DEEPEST = 60
_STARTS = 40
"""Places where JSON may begin that are looked at in one reply."""
_LONGEST = 400_000
_NO_JSON = str.maketrans("{}", "()")
_FENCE = re.compile(r"```[a-zA-Z]*[ \t]*\n?(.*?)(?:```|\Z)", re.DOTALL)
_SENTENCE = re.compile(r"[。！？!?;；\n]")
_BESIDE = 24
"""Characters before and after an answer within talk that may take it back."""


class _Habits(NamedTuple):
    finish: Mapping[str, frozenset[str]]
    thinking: tuple[tuple[str, str], ...]
    envelope: frozenset[str]
    remarks: frozenset[str]
    denied: tuple[re.Pattern[str], re.Pattern[str]]
    """In front of an answer, and behind it."""
    protocols: tuple[tuple[str, frozenset[str]], ...]


@cache
def _habits() -> _Habits:
    data = tomllib.loads((files("extractor.llm") / "replies.toml").read_text(encoding="utf-8"))
    return _Habits(
        {name: frozenset(words) for name, words in data["finish"].items()},
        tuple((entry["opens"], entry["closes"]) for entry in data["thinking"]),
        frozenset(data["envelope"]["keys"]),
        frozenset(data["remark"]["keys"]),
        (re.compile(data["denied"]["before"], re.I), re.compile(data["denied"]["after"], re.I)),
        tuple((entry["name"], frozenset(entry["keys"])) for entry in data["protocol"]),
    )


def ended(finish: str, how: str) -> bool:
    """Whether a finish reason means ``cut``, ``filtered`` or ``broken``."""
    return finish.strip().lower() in _habits().finish[how]


def protocol_of(body: Mapping[str, Any]) -> str:
    """The protocol of another kind that a reply is written in; empty for one that is not known."""
    return next((name for name, keys in _habits().protocols if keys <= set(body)), "")


def is_remark(key: str) -> bool:
    """Whether a key that nobody asked for holds reasons, doubts or a number of the line, never an answer."""
    return re.sub(r"[\W_]+", "", key).lower() in _habits().remarks


def without_thinking(text: str) -> str:
    """The words behind the thinking; empty where a reply is all thought."""
    for opens, closes in _habits().thinking:
        if closes in text:
            head, _, tail = text.rpartition(closes)
            begins = head.find(opens)
            # What stands before the thinking is kept where nothing follows it.
            text = tail if tail.strip() or begins < 0 else head[:begins]
        elif text.lstrip().startswith(opens):
            return ""
    return text


def thinks_aloud(text: str) -> bool:
    """Whether a reply shows its thinking among its words."""
    return any(opens in text or closes in text for opens, closes in _habits().thinking)


def is_too_deep(text: str) -> bool:
    """Whether brackets nest deeper than any answer does: such a reply is not parsed at all."""
    depth = 0
    for character in re.finditer(r"[\[{\]}]", text[:_LONGEST]):
        depth += 1 if character[0] in "[{" else -1
        if depth > _DEEPEST:
            return True
    return False


def is_json(text: str) -> bool:
    """Whether a text is one JSON value as it stands, by the letter of the standard."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def answer_json(text: str, fields: Collection[str], name: str = "") -> str:
    """The JSON within a reply: the object with these ``fields``, else the first object, else the words.

    Of two different objects that both fit, none is taken, nor one that gives two values to one key.

    ``name``: of the answer or the tool, under which some servers wrap it.
    """
    text = without_thinking(text).strip().lstrip("\ufeff")
    if is_too_deep(text) or len(text) > _LONGEST:
        return text
    whole = parsed(text)
    if isinstance(whole, dict) and set(whole) == set(fields):
        return text if is_json(text) else json.dumps(whole, ensure_ascii=True)
    fitting: list[dict[str, Any]] = []
    first = None
    for value, start, end in _candidates(text, whole):
        if _is_denied(text, start, end):  # what it says instead, if anything, nobody can tell for sure
            return text.translate(_NO_JSON)
        found = _unwrapped(value, fields, name)
        if found is not None and set(found) >= set(fields) and found not in fitting:
            fitting.append(found)
        first = first if first is not None else found
    if len(fitting) > 1:  # a draft and its correction, or two minds: nobody can tell which one counts
        return text.translate(_NO_JSON)
    first = fitting[0] if fitting else first
    if first is None:  # what others would read as JSON and we do not is no answer either
        return text.translate(_NO_JSON) if is_json(text) else text
    return json.dumps(first, ensure_ascii=True)


def _candidates(text: str, whole: Any) -> Iterator[tuple[Any, int, int]]:
    """Values in a text, each with its place."""
    if whole is not None:
        yield whole, 0, len(text)
        return
    for block in _FENCE.finditer(text):
        value = parsed(block[1])
        if value is not None:
            yield value, *block.span()
    at = 0
    for _ in range(_STARTS):
        at = text.find("{", at)
        if at < 0:
            return
        start = at
        try:
            value, at = parse_at(text, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        yield value, start, at


def _is_denied(text: str, start: int, end: int) -> bool:
    """Whether the words right beside a value say that it is none: not this one, an example, a mistake."""
    before, after = _habits().denied
    front = text[max(0, start - _BESIDE) : start].rstrip("\n `*：:")
    front = _SENTENCE.split(front)[-1].removesuffix("json")
    behind = text[end : end + _BESIDE].lstrip("\n `*，,。")
    return bool(before.search(front) or after.match(_SENTENCE.split(behind)[0]))


def _unwrapped(value: Any, fields: Collection[str], name: str) -> dict[str, Any] | None:
    """The object itself, out of a list of one, a text of JSON, a tool call or its own name."""
    for _ in range(3):
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, str):
            value = parsed(value)
        elif isinstance(value, dict) and not set(value) & set(fields):
            inside = [value[key] for key in value if key in _habits().envelope or key == name]
            if len(inside) != 1:
                break
            value = inside[0]
        else:
            break
    return value if isinstance(value, dict) else None


def parsed(text: str) -> Any:
    """The value of a text, read tolerantly; None where it holds none."""
    try:
        return parse(text)
    except (ValueError, RecursionError):
        return None


def text_of(content: Any) -> tuple[str, str]:
    """Words and thinking of a message's content: a text, a part, a list of parts, or the answer itself."""
    if isinstance(content, str):
        return content, ""
    if isinstance(content, Mapping):
        return _text_of_part(content)
    words, thought = "", ""
    for part in content if isinstance(content, Sequence) else ():
        more, deeper = text_of(part) if isinstance(part, str | Mapping) else ("", "")
        words, thought = words + more, thought + deeper
    return words, thought


def _text_of_part(part: Mapping[str, Any]) -> tuple[str, str]:
    if isinstance(part.get("parts"), list):
        return text_of(part["parts"])
    if not isinstance(part.get("type"), str) and "text" not in part:
        return (json.dumps(part, ensure_ascii=False), "") if part else ("", "")
    kind = str(part.get("type", "text"))
    inner = part.get(kind, part.get("text"))
    words, thought = text_of(inner) if isinstance(inner, str | list) else ("", "")
    return (
        ("", thought + words) if kind in ("thinking", "reasoning", "redacted_thinking") else (words, thought)
    )
