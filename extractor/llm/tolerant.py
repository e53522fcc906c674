"""JSON as models write it beside the standard: comments, a comma too many, other quotes, bare keys.

Only what can be read in one way is read. What is cut off, said twice with different words, or answered once
more in a comment raises ValueError, as every other mistake does: then the question is asked again.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from extractor.llm.reply_doubts import is_doubtful_comment, is_doubtful_name

_DECODER = json.JSONDecoder(strict=False)
_BLANKS = re.compile(r"[\s\ufeff\u200b]+")
_COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
_ANSWERS_TOO = re.compile(r"""[{}]|["'”]\s*[:：]""")
"""In a comment: an answer that was withdrawn, or one that is meant; nobody can tell."""
_SINGLE = re.compile(r"'((?:[^'\\\n]|\\.)*)'")
_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})|\\.|\"")
_CURLY = re.compile(r"“([^“”\"\\\n]*)”")
_KEY = re.compile(r"[A-Za-z_]\w*|\d+")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])")
_WORD = re.compile(r"(?:true|false|null|True|False|None)(?!\w)")
_MEANS = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}


def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object of its pairs. Raises ValueError where a key has two values: neither is the answer."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found and found[key] != value:
            raise ValueError(f"{key!r} is said twice, differently")
        found[key] = value
    return found


def parse(text: str) -> Any:
    """The one value of a text. Raises ValueError, RecursionError where it holds none, or more than one."""
    try:
        return json.loads(text, strict=False, object_pairs_hook=once)
    except ValueError:
        value, at = parse_at(text, _blank(text, 0))
        if _blank(text, at) < len(text):
            raise ValueError("words behind the value") from None
        return value


def parse_at(text: str, at: int) -> tuple[Any, int]:
    """The value that begins at ``at``, and where it ends. Raises ValueError, RecursionError."""
    opens = text[at : at + 1]
    if opens == "{":
        return _object(text, at + 1)
    if opens == "[":
        return _array(text, at + 1)
    word = _WORD.match(text, at)
    if word:
        return _MEANS[word[0]], word.end()
    number = _NUMBER.match(text, at)
    if number:
        return json.loads(number[0]), number.end()
    return _string(text, at)


def _object(text: str, at: int) -> tuple[dict[str, Any], int]:
    pairs: list[tuple[str, Any]] = []
    at = _blank(text, at)
    while text[at : at + 1] != "}":
        bare = _KEY.match(text, at)
        key, at = (bare[0], bare.end()) if bare else _string(text, at)
        at = _blank(text, at)
        if text[at : at + 1] not in (":", "："):
            raise ValueError(f"no colon behind a key at {at}")
        value, at = parse_at(text, _blank(text, at + 1))
        pairs.append((key, value))
        at = _separator(text, at, "}")
    return once(pairs), at + 1


def _array(text: str, at: int) -> tuple[list[Any], int]:
    values: list[Any] = []
    at = _blank(text, at)
    while text[at : at + 1] != "]":
        value, at = parse_at(text, at)
        values.append(value)
        at = _separator(text, at, "]")
    return values, at + 1


def _separator(text: str, at: int, closes: str) -> int:
    """Behind the comma that follows a value, or at the bracket that closes, also behind one comma."""
    at = _blank(text, at)
    mark = text[at : at + 1]
    if mark and mark in ",，":
        return _blank(text, at + 1)
    if mark != closes:
        raise ValueError(f"neither comma nor bracket at {at}")
    return at


def _string(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] == '"':
        found: tuple[str, int] = _DECODER.raw_decode(text, at)
        return found
    single = _SINGLE.match(text, at)
    if single:
        words = _ESCAPE.sub(_as_json, single[1])
        return str(_DECODER.raw_decode(f'"{words}"')[0]), single.end()
    curly = _CURLY.match(text, at)
    if curly:
        return curly[1], curly.end()
    raise ValueError(f"no value at {at}")


def _as_json(mark: re.Match[str]) -> str:
    """An escape of Python's in JSON's words; the decoder refuses those that it does not know."""
    if mark[1]:
        return f"\\u00{mark[1]}"
    return {"\\'": "'", '"': '\\"'}.get(mark[0], mark[0])


def _blank(text: str, at: int) -> int:
    """Behind blanks and comments."""
    while True:
        passed = _BLANKS.match(text, at) or _COMMENT.match(text, at)
        if passed is None:
            return at
        if not passed[0].isspace():
            if _ANSWERS_TOO.search(passed[0]):
                raise ValueError(f"a comment at {at} answers too")
            if is_doubtful_comment(passed[0]) or is_doubtful_name(passed[0].strip("/#* \n")):
                raise ValueError(f"a comment at {at} says that it is no answer")
        at = passed.end()
