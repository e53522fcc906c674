"""What an answer says beside what it was asked: left out where it cannot be an answer itself."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from extractor.llm.asking import Answer
from extractor.llm.reply_reading import is_remark

_MOST = 50
"""Keys too many in one reply, and values in one of them; more is no answer with a remark."""
_ANY_WORDS = "\N{SYMBOL FOR NULL}"
"""Words that no choice offers."""


def without_remarks(words: str, shape: type[Answer]) -> str:
    """The answer without keys that nobody asked for; as it was where one of them might be the answer.

    A key goes where its value could stand for nothing that was asked beside it. Where free words are asked,
    any words could: there it goes only if it is called a remark (``replies.toml``).
    """
    try:
        shape.model_validate_json(words)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False, include_context=False)
        if len(wrong) > _MOST or any(one["type"] != "extra_forbidden" for one in wrong):
            return words
        places = [one["loc"] for one in wrong]
    else:
        return words
    answer = json.loads(words)
    extras = [_at(answer, place[:-1]).pop(place[-1]) for place in places]
    for place, value in zip(places, extras, strict=True):
        if _could_be_meant(answer, place, value, shape):
            return words
    return json.dumps(answer, ensure_ascii=True)


def _at(answer: Any, place: Sequence[int | str]) -> Any:
    for step in place:
        answer = answer[step]
    return answer


def _could_be_meant(answer: Any, place: Sequence[int | str], value: Any, shape: type[Answer]) -> bool:
    """Whether a value, or one that it holds, would do in place of another one beside it."""
    beside = _at(answer, place[:-1])
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    # Where free words are asked every remark would do; then its name says what it is.
    is_called_remark = is_remark(str(place[-1]))
    return len(held) > _MOST or any(
        _fits(answer, beside, key, candidate, shape)
        and not (is_called_remark and _fits(answer, beside, key, _ANY_WORDS, shape))
        for key in beside
        for candidate in (value, *held)
    )


def _fits(answer: Any, beside: dict[str, Any], key: str, value: Any, shape: type[Answer]) -> bool:
    kept = beside[key]
    if value == kept:
        return False
    beside[key] = value
    try:
        shape.model_validate_json(json.dumps(answer, ensure_ascii=True))
    except ValidationError:
        return False
    finally:
        beside[key] = kept
    return True
