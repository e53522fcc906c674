"""A reply as it comes in, chunk by chunk, whatever the server calls its parts."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from extractor.llm.cache import RawReply
from extractor.llm.reply_marks import without_thinking
from extractor.llm.reply_reading import parsed, refusal_in, text_of
from extractor.llm.token_counts import counted

_THOUGHT = ("reasoning_content", "reasoning")
"""DeepSeek, vLLM; OpenRouter, newer vLLM."""


class Growing:
    """Adds chunks (as mappings) up; ``reply`` is what has come so far."""

    def __init__(self) -> None:
        self._content: list[str] = []
        self._calls: dict[object, list[str]] = {}
        """The arguments of each tool call."""
        self._reasoning: list[str] = []
        self._refusal: list[str] = []
        self._choices: dict[object, Growing] = {}
        """Choices beside the first: some servers give several answers to one question."""
        self._first_choice: object = None
        self.finish = ""
        self._length = 0
        self.is_complete = False
        """Nothing more is to be expected: the end has been told, and the tokens with it or after it."""
        self._usage: dict[str, int] = {}

    def add(self, chunk: Mapping[str, Any]) -> None:
        """One chunk of a stream, or a whole reply."""
        other = chunk.get("x_groq")
        usage = chunk.get("usage") or (other.get("usage") if isinstance(other, Mapping) else None)
        self.add_usage(usage)
        for at, choice in enumerate(_listed(chunk.get("choices"))):
            if isinstance(choice, Mapping):
                self._place(choice, at)._add_choice(choice)
        self.is_complete = bool(self.finish and isinstance(usage, Mapping) and self._usage)

    def _place(self, choice: Mapping[str, Any], at: int) -> "Growing":
        """What a choice adds to: this, or where another one is meant, that."""
        index = choice.get("index")
        place: object = index if isinstance(index, int) else at
        if self._first_choice is None:
            self._first_choice = place
        elif place == self._first_choice and at:
            place = ("another", at)
        return self if place == self._first_choice else self._choices.setdefault(place, Growing())

    def _add_choice(self, choice: Mapping[str, Any]) -> None:
        self.add_usage(choice.get("usage"))
        self.finish = str(choice.get("finish_reason") or self.finish)
        part = choice.get("delta") or choice.get("message")
        if isinstance(part, Mapping):
            self._add_part(part)
        elif isinstance(choice.get("text"), str):
            self.say(choice["text"])

    def _add_part(self, part: Mapping[str, Any]) -> None:
        words, thought, refusal = text_of(part.get("content"))
        self.say(words)
        self.refuse(refusal)
        self.think(thought or next((part[key] for key in _THOUGHT if isinstance(part.get(key), str)), ""))
        self.refuse(part.get("refusal"))
        if isinstance(part.get("function_call"), Mapping):
            self._call({"index": 0, "function": part["function_call"]})
        for call in _listed(part.get("tool_calls")):
            if isinstance(call, Mapping):
                self._call(call)

    def _call(self, call: Mapping[str, Any]) -> None:
        function = call.get("function")
        if not isinstance(function, Mapping):
            return
        given = function.get("arguments")
        text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False) if given else ""
        place = call.get("index", 0) or 0
        self._calls.setdefault(place if isinstance(place, int) else 0, []).append(text)
        self._length += len(text)

    def say(self, words: str) -> None:
        """Words of the answer."""
        self._content.append(words)
        self._length += len(words)

    def think(self, words: str) -> None:
        """Words of the thinking."""
        self._reasoning.append(words)
        self._length += len(words)

    def refuse(self, words: object) -> None:
        """Words of a refusal."""
        if said := refusal_in(words):
            self._refusal.append(said)

    def add_usage(self, usage: object) -> None:
        """Tokens as the server counts them; the last word counts, and what is null says nothing."""
        if not isinstance(usage, Mapping):
            return
        self._usage |= counted(usage)

    @property
    def length(self) -> int:
        """Characters so far, thoughts and all choices with them."""
        return self._length + sum(other.length for other in self._choices.values())

    @property
    def is_empty(self) -> bool:
        """Nothing came that a model could have said: no words, no end, no count of tokens."""
        return not (self.length or self.finish or self._refusal or self._usage)

    @property
    def words(self) -> str:
        """What has been said so far.

        All of it where the calls, the words beside them or several choices say different things: then it is
        for the reader to find that it has more than one answer before it.
        """
        said = "".join(self._content)
        calls = [text for parts in self._calls.values() if (text := "".join(parts))]
        beside = without_thinking(said) if calls else said
        own = [beside, *calls] if not calls or "{" in beside else calls
        return "\n".join(_different([*own, *(other.words for other in self._choices.values())]))

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
            total_tokens=used.get("total", 0),
            discounted_tokens=min(used.get("cached", 0), used.get("input", 0)),
            reasoning_tokens=min(max(used.get("reasoning", 0), output - used.get("output", output)), output),
        )


def _listed(value: object) -> Sequence[Any]:
    """The entries of a list; some servers leave the list out around a single one."""
    return value if isinstance(value, list) else (value,) if isinstance(value, Mapping) else ()


def _different(texts: Sequence[str]) -> list[str]:
    """Texts without those that say the same as one before them."""
    if len(texts) < 2:
        return list(texts)
    found: dict[str, str] = {}
    for text in texts:
        value = parsed(text)
        said = text.strip() if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
        if said:
            found.setdefault(said, text)
    return list(found.values())


def _plain(text: str) -> str:
    """Without half characters, which no file and no request can carry."""
    return text.encode("utf-8", "replace").decode("utf-8")
