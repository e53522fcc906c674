"""A reply as it comes in, chunk by chunk, whatever the server calls its parts."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractor.llm.cache import RawReply
from extractor.llm.reply_reading import text_of

_THOUGHT = ("reasoning_content", "reasoning")
"""DeepSeek, vLLM; OpenRouter, newer vLLM."""

_MOST_TOKENS = 100_000_000
"""More than any model reads or writes in one call: such a count is nonsense, tokens are estimated instead."""


class Growing:
    """Adds chunks (as mappings) up; ``reply`` is what has come so far."""

    def __init__(self) -> None:
        self._content: list[str] = []
        self._arguments: list[str] = []
        self._reasoning: list[str] = []
        self._refusal: list[str] = []
        self._first_call: Any = None
        self.finish = ""
        self.length = 0
        self._usage: dict[str, int] = {}

    def add(self, chunk: Mapping[str, Any]) -> None:
        """One chunk of a stream, or a whole reply."""
        other = chunk.get("x_groq")
        self.add_usage(chunk.get("usage") or (other.get("usage") if isinstance(other, Mapping) else None))
        for choice in _listed(chunk.get("choices"))[:1]:
            if not isinstance(choice, Mapping):
                continue
            self.add_usage(choice.get("usage"))
            self.finish = str(choice.get("finish_reason") or self.finish)
            part = choice.get("delta") or choice.get("message")
            if isinstance(part, Mapping):
                self._add_part(part)
            elif isinstance(choice.get("text"), str):
                self.say(choice["text"])

    def _add_part(self, part: Mapping[str, Any]) -> None:
        words, thought = text_of(part.get("content"))
        self.say(words)
        self.think(thought or next((part[key] for key in _THOUGHT if isinstance(part.get(key), str)), ""))
        self.refuse(part.get("refusal"))
        if isinstance(part.get("function_call"), Mapping):
            self._call({"index": 0, "function": part["function_call"]})
        for call in _listed(part.get("tool_calls")):
            if isinstance(call, Mapping):
                self._call(call)

    def _call(self, call: Mapping[str, Any]) -> None:
        place = call.get("index", 0) or 0
        self._first_call = place if self._first_call is None else self._first_call
        function = call.get("function")
        if place != self._first_call or not isinstance(function, Mapping):
            return  # a model that calls twice says the same or drifts: the first call counts
        given = function.get("arguments")
        text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False) if given else ""
        self._arguments.append(text)
        self.length += len(text)

    def say(self, words: str) -> None:
        """Words of the answer."""
        self._content.append(words)
        self.length += len(words)

    def think(self, words: str) -> None:
        """Words of the thinking."""
        self._reasoning.append(words)
        self.length += len(words)

    def refuse(self, words: object) -> None:
        """Words of a refusal."""
        if isinstance(words, str):
            self._refusal.append(words)

    def add_usage(self, usage: object) -> None:
        """Tokens as the server counts them; the last word counts, and what is null says nothing."""
        if not isinstance(usage, Mapping):
            return
        details = _inside(usage, "prompt_tokens_details", "input_tokens_details")
        thought = _inside(usage, "completion_tokens_details", "output_tokens_details")
        found = {
            "input": _number(usage, "prompt_tokens", "input_tokens"),
            "output": _number(usage, "completion_tokens", "output_tokens"),
            "total": _number(usage, "total_tokens"),
            "cached": _number(details, "cached_tokens") or _number(usage, "prompt_cache_hit_tokens"),
            "reasoning": _number(thought, "reasoning_tokens"),
        }
        self._usage |= {name: number for name, number in found.items() if number}

    @property
    def is_empty(self) -> bool:
        """Nothing came that a model could have said: no words, no end, no count of tokens."""
        return not (self.length or self.finish or self._refusal or self._usage)

    @property
    def words(self) -> str:
        """What has been said so far."""
        return "".join(self._arguments) or "".join(self._content)

    @property
    def thought(self) -> str:
        """What has been thought so far."""
        return "".join(self._reasoning)

    def reply(self, scrub: Callable[[str], str] = str) -> RawReply:
        """What has come so far; ``scrub`` takes out what nobody may keep."""
        used = self._usage
        output = used.get("output", 0)
        # Some servers leave thinking out of the completion and count it in the total alone.
        output = max(output, used.get("total", 0) - used["input"]) if used.get("input") else output
        return RawReply(
            content=scrub(_plain(self.words)),
            finish=scrub(self.finish),
            input_tokens=used.get("input", 0),
            output_tokens=output,
            reasoning=scrub(_plain(self.thought)),
            refusal=scrub(_plain("".join(self._refusal))),
            discounted_tokens=min(used.get("cached", 0), used.get("input", 0)),
            reasoning_tokens=min(max(used.get("reasoning", 0), output - used.get("output", output)), output),
        )


def _listed(value: object) -> Sequence[Any]:
    """The entries of a list; some servers leave the list out around a single one."""
    return value if isinstance(value, list) else (value,) if isinstance(value, Mapping) else ()


def _inside(usage: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    return next((usage[name] for name in names if isinstance(usage.get(name), Mapping)), {})


def _number(usage: Mapping[str, Any], *names: str) -> int:
    for name in names:
        value = usage.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= _MOST_TOKENS:
            return int(value)
    return 0


def _plain(text: str) -> str:
    """Without half characters, which no file and no request can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
