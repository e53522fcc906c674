"""What a reply says once thinking, fences and talk around the JSON are taken away (``replies.toml``)."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractor.llm.reply_marks import APART, is_too_deep, values_in, without_thinking
from extractor.llm.tolerant import parse

_LONGEST = 400_000
_NO_JSON = str.maketrans("{}", "()")
_FENCE_OPENS = re.compile(r"[`~]{3,}\s*\w*\s*\Z")
_FENCE_CLOSES = re.compile(r"\A\s*[`~]{3,}")
_SENTENCE = re.compile(rf"[。！？!?;；{APART}]|\.(?=\s)")
_EDGES = " \t\r\n*#_>:：,，。.!！-—`、\"'“”()（）"


class _Habits(NamedTuple):
    whole: frozenset[str]
    stems: tuple[tuple[str, tuple[str, ...]], ...]
    envelope: frozenset[str]
    remarks: frozenset[str]
    leads_in: re.Pattern[str]
    closes: re.Pattern[str]
    taken_back: re.Pattern[str]
    words_parts: frozenset[str]
    protocols: tuple[tuple[str, frozenset[str]], ...]


@cache
def _habits() -> _Habits:
    data = tomllib.loads((files("extractor.llm") / "replies.toml").read_text(encoding="utf-8"))
    finish, talk = data["finish"], data["talk"]
    return _Habits(
        frozenset(finish.pop("whole")),
        tuple((how, tuple(stems)) for how, stems in finish.items()),
        frozenset(data["envelope"]["keys"]),
        frozenset(data["remark"]["keys"]),
        _any_of(talk["before"]),
        _any_of(talk["after"]),
        re.compile("|".join(talk["taken_back"]), re.I),
        frozenset(data["parts"]["words"]),
        tuple((entry["name"], frozenset(entry["keys"])) for entry in data["protocol"]),
    )


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """Nothing but these phrases, in whatever order."""
    return re.compile(rf"(?:{'|'.join(phrases)}|[\W_])*", re.I)


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
    among words that do not hand it over as the answer.

    ``name``: of the answer or the tool, under which some servers wrap it. ``choices``: words that an answer
    may be; one that is not in the object and stands in an explanation behind it may be the one that is meant.
    """
    text = without_thinking(text).strip().lstrip("\ufeff")
    if is_too_deep(text) or len(text) > _LONGEST:
        return text
    whole = parsed(text)
    if isinstance(whole, dict) and set(whole) == set(fields):
        return text if is_json(text) else json.dumps(whole, ensure_ascii=True)
    found = [(whole, 0, len(text))] if whole is not None else list(values_in(text))
    inside = [(_unwrapped(value, fields, name), start, end) for value, start, end in found]
    fitting = [one for one in inside if one[0] is not None and set(one[0]) >= set(fields)]
    if fitting:  # a draft and its correction, or two minds: nobody can tell which one counts
        is_one = all(value == fitting[0][0] for value, _, _ in fitting)
        if not (is_one and _is_handed_over(text, fitting[-1], [(a, b) for _, a, b in found], choices)):
            return text.translate(_NO_JSON)
        return json.dumps(fitting[0][0], ensure_ascii=True)
    first = next((value for value, _, _ in inside if value is not None), None)
    if first is None:  # what others would read as JSON and we do not is no answer either
        return text.translate(_NO_JSON) if is_json(text) else text
    return json.dumps(first, ensure_ascii=True)


def _is_handed_over(
    text: str,
    answer: tuple[Any, int, int],
    places: Sequence[tuple[int, int]],
    choices: Collection[str],
) -> bool:
    """Whether the words right before and all behind a value are such as hand an answer over, and no others.

    Words that nobody knows may say that it is a draft, an example, a mistake.
    """
    value, start, end = answer
    begins = max((stop for _, stop in places if stop <= start), default=0)
    front = _FENCE_OPENS.sub("", text[begins:start].rstrip(" \t*"))
    clause = _SENTENCE.split(front)[-1].strip(_EDGES)
    behind, at = "", end
    for first, last in [*((a, b) for a, b in places if a >= end), (len(text), len(text))]:
        behind, at = f"{behind}{text[at:first]}\n", last
    behind = _FENCE_CLOSES.sub("\n", behind, count=1)
    if not _habits().leads_in.fullmatch(clause):
        return False
    return bool(_habits().closes.fullmatch(behind)) or _explains(behind, value, choices)


def _explains(behind: str, value: Any, choices: Collection[str]) -> bool:
    """Whether the words behind an answer say why, on a line of their own, and take nothing of it back."""
    heading = re.match(r"\s*\n[\s*#]*([^\W\d]{2,20})[\s*]*[:：]", behind)
    if heading is None or not is_remark(heading[1]):
        return False
    said = json.dumps(value, ensure_ascii=False)
    is_other = any(choice in behind and choice not in said for choice in choices)
    return not (is_other or _habits().taken_back.search(behind))


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
    if not isinstance(part.get("type"), str) and "text" not in part:
        return Said(json.dumps(part, ensure_ascii=False)) if part else Said()
    kind = str(part.get("type", "text"))
    inner = part.get(kind, part.get("text"))
    if "refus" in kind:
        return Said(refusal=text_of(inner).words or kind)
    said = text_of(inner) if isinstance(inner, str | list) else Said()
    if kind in _habits().words_parts:
        return said
    return Said("", said.thought + said.words, said.refusal)
