"""What a stage hands to the client and what it gets back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from extractor.errors import ModelError


class Answer(BaseModel):
    """Root of all response models: small, portable schemas, every key required, no other keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


A = TypeVar("A", bound=Answer)


class Message(NamedTuple):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Question(Generic[A]):
    """One question: what is said, and the shape the answer must have."""

    task: str
    prompt: str
    """Id of the prompt file, e.g. ``counts/v1``."""
    prompt_hash: str
    messages: tuple[Message, ...]
    answer: type[A]
    max_tokens: int
    sentinels: tuple[str, ...] = ()
    """Made-up words of the examples: an answer that holds one has copied the example."""


class Asker(Protocol):
    """Somebody who answers questions; a bad answer is a value, so that one hole does not sink the rest."""

    def ask_all(self, questions: Sequence[Question[A]]) -> list[A | ModelError]:
        """Answers in the order of the questions.

        Raises RunStoppedError where the run may ask no more, ModelError where the endpoint failed.
        """
        ...
