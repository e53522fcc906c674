"""How an endpoint wants to be asked, and what its refusals mean (``rejections.toml``)."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from pydantic import Field

from extractor.records import Record

Meaning = Literal["key", "model", "credit", "access", "refused", "too_long", "busy"]
THINKING_STEPS = (0, 4096, 16384)
"""Tokens beside the answer's own, for a model that thinks: asked for when a reply was all thought."""


class Manners(Record):
    """What a request to one model at one endpoint looks like; each refusal changes one thing, once."""

    api: Literal["chat", "responses"] = "chat"
    limit_name: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    seed: bool = True
    stream: bool = True
    stream_options: bool = True
    strict: bool = Field(default=True, description="Schemas are sent with strict: true")
    system: bool = Field(default=True, description="False: what the system says begins the first question")
    effort: bool = Field(default=True, description="reasoning_effort is sent, where one is set")
    thinking_tokens: int = Field(default=0, ge=0, description="Room for thinking beside the answer")
    most_tokens: int | None = Field(default=None, description="The longest reply that may be asked for")

    def changed(self, change: str, words: str) -> "Manners":
        """The manners after one refusal; the same where there is nothing left to change."""
        if change == "fewer_tokens":
            return self.model_copy(update={"most_tokens": _most_named(words)})
        return self.model_copy(update=_CHANGES.get(change, {}))

    def with_more_thinking(self) -> "Manners":
        """The manners with the next larger room for thinking; the same at the largest."""
        more = [step for step in THINKING_STEPS if step > self.thinking_tokens]
        return self.model_copy(update={"thinking_tokens": more[0]}) if more else self

    def longest(self, answer_tokens: int) -> int:
        """Tokens that a reply may have, thinking included."""
        wanted = answer_tokens + self.thinking_tokens
        return wanted if self.most_tokens is None else min(wanted, self.most_tokens)


_LEAST_UNNAMED, _SOME = 256, 4096
"""Where no number is called the most: the least that may be one, and what is taken where there is none."""


def _most_named(words: str) -> int:
    """The longest reply that a refusal allows: the number that it calls the most, else the least."""
    said = [int(of_range or other) for of_range, other in _most().findall(words)]
    if any(said):
        return min(number for number in said if number)
    numbers = [int(number) for number in re.findall(r"\d{3,6}", words)]
    return min((number for number in numbers if number >= _LEAST_UNNAMED), default=_SOME)


_CHANGES: Mapping[str, Mapping[str, Any]] = {
    "responses": {"api": "responses"},
    "max_completion_tokens": {"limit_name": "max_completion_tokens"},
    "max_tokens": {"limit_name": "max_tokens"},
    "no_temperature": {"temperature": False},
    "no_seed": {"seed": False},
    "no_stream_options": {"stream_options": False},
    "no_stream": {"stream": False},
    "stream": {"stream": True},
    "no_strict": {"strict": False},
    "no_effort": {"effort": False},
    "no_system": {"system": False},
}
OTHER_MODE = "other_mode"
"""Not a matter of manners: another way to hold the answer to its shape has to be tried."""
CHANGES = frozenset({*_CHANGES, "fewer_tokens", OTHER_MODE})


class Rejection(NamedTuple):
    """One entry of ``rejections.toml``."""

    words: re.Pattern[str]
    change: str | None
    means: Meaning | None
    example: str


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((files("extractor.llm") / "rejections.toml").read_text(encoding="utf-8"))


@cache
def _most() -> re.Pattern[str]:
    return re.compile(_told()["most"]["words"], re.IGNORECASE)


@cache
def rejections() -> tuple[Rejection, ...]:
    """All entries in their order."""
    return tuple(
        Rejection(re.compile(entry["words"]), entry.get("change"), entry.get("means"), entry["example"])
        for entry in _told()["rejection"]
    )


def read_rejection(status: int, body: str) -> Rejection | None:
    """The entry that a refusal fits; None where its words say nothing that is known."""
    said = f"{status} {body}".lower()[:4000]
    return next((entry for entry in rejections() if entry.words.search(said)), None) or _named(status, said)


@cache
def _parameters() -> tuple[Rejection, ...]:
    told = _told()["named"]
    return tuple(
        Rejection(re.compile(entry["words"]), entry["change"], None, told["example"])
        for entry in told["parameters"]
    )


def _named(status: int, said: str) -> Rejection | None:
    """What to put otherwise where a refusal names something that was sent, whatever it says of it."""
    if status not in (400, 422):
        return None
    return next((entry for entry in _parameters() if entry.words.search(said)), None)
