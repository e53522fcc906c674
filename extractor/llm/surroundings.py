"""What a client may use beside the endpoint, and what it keeps of one call."""

from collections.abc import Callable
from typing import Any, NamedTuple

from extractor.errors import ModelError
from extractor.llm.batch_api import Deferred
from extractor.llm.learning import Learned
from extractor.llm.meter import Meter


class ClientSurroundings(NamedTuple):
    """What a client may use beside the endpoint; all of it can be left out."""

    start: Callable[[], str] | None = None
    """Starts a local server and gives its address."""
    say: Callable[[str], None] = lambda _words: None
    """Is told of what a user wants to know meanwhile: long waits, what was learned."""
    remember: Callable[[Learned], None] = lambda _learned: None
    """Keeps what was learned for the next run."""
    defer: Callable[[Deferred], ModelError] | None = None
    """Takes a question for later once the endpoint has answered a first one; why there is no answer now."""
    keeps_mode: bool = False
    """Answers are held to their shape in the endpoint's mode or not at all: for probing."""


class Call(NamedTuple):
    """One question on its way."""

    key: str
    once: str
    request: dict[str, Any]
    needed: int
    max_tokens: int
    meter: Meter
    is_trial: bool = False
    """Of another way to ask, of which a failure is expected and says nothing."""
