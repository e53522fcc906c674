"""What a reply says once thinking, fences and talk around the JSON are taken away (``replies.toml``)."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractor.llm.reply_doubts import (
    fence_before,
    is_doubted_before,
    is_doubted_behind,
    is_doubted_beside,
    is_doubtful_comment,
    is_doubtful_name,
    names_another,
)
from extractor.llm.reply_marks import is_too_deep, shown, values_in
from extractor.llm.tolerant import parse

_LONGEST = 400_000
_NEAR = 800
"""Characters before an answer that are looked at."""
_NO_JSON = str.maketrans("{}", "()")
_FENCE_CLOSES = re.compile(r"\A\s*[`~]{3,}")
_FENCE_END = re.compile(r"\n[ \t]*[`~]{3,}[^\n]*\Z|\A[`~]{3,}[^\n]*\Z")


class _Habits(NamedTuple):
    whole: frozenset[str]
    stems: tuple[tuple[str, tuple[str, ...]], ...]
    envelope: frozenset[str]
    remarks: frozenset[str]
    words_parts: frozenset[str]
    protocols: tuple[tuple[str, frozenset[str]], ...]


@cache
def _habits() -> _Habits:
    data = tomllib.loads((files("extractor.llm") / "replies.toml").read_text(encoding="utf-8"))
    finish = data["finish"]
    return _Habits(
        frozenset(finish.pop("whole")),
        tuple((how, tuple(stems)) for how, stems in finish.items()),
        frozenset(data["envelope"]["keys"]),
        frozenset(data["remark"]["keys"]),
        frozenset(data["parts"]["words"]),
        tuple((entry["name"], frozenset(entry["keys"])) for entry in data["protocol"]),
    )


def ending(finish: str) -> str:
    """What a finish reason means: ``whole``, ``filtered``, ``cut``, ``unfit``, ``broken``; else empty."""
    said = unicodedata.normalize("NFKC", finish).lower()
    said = re.sub(r"[\W_]+", "", re.sub(r"^\W*(finish|stop)_?reason\W+", "", said))
    if said in _habits().whole:
        return "whole"
    return next((how for how, stems in _habits().stems if any(stem in said for stem in stems)), "")


def protocol_of(body: Mapping[str, Any]) -> str:
    """The protocol of another kind that a reply is written in; empty for one that is not known."""
    return next((name for name, keys in _habits().protocols if keys <= set(body)), "")


def is_remark(key: str) -> bool:
    """Whether a key that nobody asked for holds reasons, doubts or a number of the line, never an answer."""
    return re.sub(r"[\W_]+", "", key).lower() in _habits().remarks


def is_json(text: str) -> bool:
    """Whether a text is one JSON value as it stands, by the letter of the standard."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def holds_json(text: str) -> bool:
    """Whether an object stands whole within a text."""
    return not is_too_deep(text) and next(values_in(text), None) is not None


def answer_json(text: str, fields: Collection[str], name: str = "", choices: Collection[str] = ()) -> str:
    """The JSON within a reply: the one object with these ``fields``, else the first object, else the words.

    Of two different objects that both fit, none is taken, nor one that gives two values to one key, nor one
    that the words around it doubt (``reply_doubts``); whatever else is said around it says nothing.

    ``name``: of the answer or the tool, under which some servers wrap it. ``choices``: words that an answer
    may be; where another one than the object's is named behind it, that one may be meant.
    """
    visible = shown(text)
    text = visible.words.strip().lstrip("\ufeff")
    if is_too_deep(text) or len(text) > _LONGEST:
        return text
    whole = parsed(text)
    if isinstance(whole, dict) and set(whole) == set(fields) and not visible.hidden_behind:
        return text if is_json(text) else json.dumps(whole, ensure_ascii=True)
    found = [(whole, 0, len(text))] if whole is not None else list(values_in(text))
    inside = [(_unwrapped(value, fields, name, choices), start, end) for value, start, end in found]
    fitting = [(value, a, b) for value, a, b in inside if value is not None and set(value) >= set(fields)]
    if fitting:  # a draft and its correction, or two minds: nobody can tell which one counts
        value = fitting[0][0]
        is_one = all(other == value for other, _, _ in fitting)
        extras = {key: said for key, said in value.items() if key not in fields}
        if (
            not is_one
            or is_doubted_beside(extras, value, choices)
            or _takes_back(visible.hidden_behind, value, choices)
            or _is_doubted(text, fitting, [(a, b) for _, a, b in found], choices)
        ):
            return text.translate(_NO_JSON)
        return json.dumps(value, ensure_ascii=True)
    first = next((value for value, _, _ in inside if value is not None), None)
    if first is None:  # what others would read as JSON and we do not is no answer either
        return text.translate(_NO_JSON) if is_json(text) else text
    return json.dumps(first, ensure_ascii=True)


def is_doubted_answer(text: str, fields: Collection[str]) -> bool:
    """Whether a reply holds an object of these fields that was not taken: it may be put right by asking."""
    visible = shown(text).words
    if is_too_deep(visible) or len(visible) > _LONGEST:
        return False
    return any(isinstance(value, dict) and set(value) >= set(fields) for value, _, _ in values_in(visible))


def _is_doubted(
    text: str,
    answers: Sequence[tuple[Any, int, int]],
    places: Sequence[tuple[int, int]],
    choices: Collection[str],
) -> bool:
    """Whether the words before any, or behind the first, of what are equal answers say that it is none."""
    for _, start, _ in answers:
        begins = max((stop for _, stop in places if stop <= start), default=0)
        front = text[begins:start]
        fence = fence_before(front)
        if fence and (is_doubtful_comment(fence) or is_doubtful_name(fence)):
            return True
        front = _FENCE_END.sub("", front[-_NEAR:].rstrip(" \t*\r\n"))
        if is_doubted_before(front):
            return True
    value, _, at = answers[0]
    behind: list[str] = []
    for first, last in [*((a, b) for a, b in places if a >= at), (len(text), len(text))]:
        behind.append(text[at:first])
        at = last
    said = "\n".join(behind)
    closed = _FENCE_CLOSES.match(said)
    return is_doubted_behind(f"\n{said[closed.end() :]}" if closed else said, value, choices)


def _takes_back(hidden: str, value: Any, choices: Collection[str]) -> bool:
    return bool(hidden) and (is_doubtful_comment(hidden) or names_another(hidden, value, choices))


def _unwrapped(
    value: Any, fields: Collection[str], name: str, choices: Collection[str] = ()
) -> dict[str, Any] | None:
    """The object itself, out of a list of one, a text of JSON, a tool call, its own name or any one label."""
    for _ in range(4):
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, str):
            value = parsed(value)
        elif isinstance(value, dict) and not set(value) & set(fields):
            key = _label(value, fields, name)
            beside = {other: said for other, said in value.items() if other != key}
            if key is None or is_doubted_beside(beside, {}, choices):
                break
            value = value[key]
        else:
            break
    return value if isinstance(value, dict) else None


def _label(value: Mapping[str, Any], fields: Collection[str], name: str) -> str | None:
    """The one key under which an answer stands; None where there are several, or its name is an example's."""
    known = [key for key in value if key in _habits().envelope or key == name]
    is_input = known == ["input"] and not value.keys() & {"name", "type", "id"}
    if len(known) == 1 and not is_input:
        return known[0]
    holds = [key for key in value if _holds(value[key], fields)]
    return holds[0] if len(holds) == 1 and not is_doubtful_name(holds[0]) else None


def _holds(value: Any, fields: Collection[str], depth: int = 0) -> bool:
    """Whether something is an object with these fields: itself, as a text, or alone in a list or object."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, str) and value.lstrip().startswith(("{", "[", "```")):
        value = parsed(re.sub(r"\A\s*`{3,}\w*|`{3,}\s*\Z", "", value))
    if isinstance(value, dict) and len(value) == 1 and not set(value) & set(fields) and depth < 3:
        key, held = next(iter(value.items()))
        return not is_doubtful_name(key) and _holds(held, fields, depth + 1)
    return isinstance(value, dict) and set(value) >= set(fields)


def parsed(text: str) -> Any:
    """The value of a text, read tolerantly; None where it holds none."""
    try:
        return parse(text)
    except (ValueError, RecursionError):
        return None


class Said(NamedTuple):
    """What the parts of a message's content say."""

    words: str = ""
    thought: str = ""
    refusal: str = ""

    def and_(self, other: "Said") -> "Said":
        """Both, one behind the other."""
        return Said(*(mine + more for mine, more in zip(self, other, strict=True)))


def text_of(content: Any) -> Said:
    """What a message's content says: a text, a part, a list of parts, or the answer itself."""
    if isinstance(content, str):
        return Said(content)
    if isinstance(content, Mapping):
        return _text_of_part(content)
    said = Said()
    for part in content if isinstance(content, Sequence) else ():
        said = said.and_(text_of(part) if isinstance(part, str | Mapping) else Said())
    return said


def _text_of_part(part: Mapping[str, Any]) -> Said:
    """What one part says; of a kind that is not known to hold words of the answer, as a thought."""
    if isinstance(part.get("parts"), list):
        return text_of(part["parts"])
    given = part.get("type")
    if not isinstance(given, str) and "text" not in part:
        return Said(json.dumps(part, ensure_ascii=False)) if part else Said()
    kind = given.strip().lower() if isinstance(given, str) else "text"
    inner = part.get(kind, part.get("text", part.get("content") if kind == "message" else None))
    if isinstance(inner, Mapping) and kind != "refusal":
        inner = inner.get("value", inner.get("text"))  # as the Assistants API writes a text
    if "refus" in kind:
        return Said(refusal=refusal_in(inner) or kind)
    said = text_of(inner) if isinstance(inner, str | list) else Said()
    if kind in _habits().words_parts and not _is_thought(part):
        return said
    return Said("", said.thought + said.words, said.refusal)


def _is_thought(part: Mapping[str, Any]) -> bool:
    """Whether a part of words says that it is a thought (Gemini: ``thought``; gpt-oss: ``channel``)."""
    if any(part.get(key) is True for key in ("thought", "thinking", "reasoning", "is_thought")):
        return True
    channel = part.get("channel") or part.get("phase")
    return isinstance(channel, str) and channel.strip().lower() not in ("final", "final_answer", "")


def refusal_in(given: Any) -> str:
    """The words of a refusal, in whatever it is wrapped; empty where there is none."""
    if isinstance(given, str):
        return given
    if isinstance(given, Mapping):
        held = [refusal_in(value) for key, value in given.items() if key != "type"]
    elif isinstance(given, list):
        held = [refusal_in(value) for value in given[:50]]
    else:
        return ""
    return next((words for words in held if words), "")
