"""Where a model answers, what it honours, what it costs and how long it may take."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from extractor.llm.manners import Manners
from extractor.llm.scrubbing import Scrubber, secrets_in, without_secrets
from extractor.records import Record

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Mode(StrEnum):
    """How an answer is held to its shape."""

    JSON_SCHEMA = "json_schema"
    """``response_format`` with a JSON schema."""
    TOOLS = "tools"
    """A forced tool call."""
    JSON = "json"
    """``response_format`` json_object, the schema in the prompt."""
    MD_JSON = "md_json"
    """Nothing but the prompt: JSON in a fenced block."""


class Price(Record):
    """What a million tokens cost, in whatever currency the user counts."""

    input: Decimal = Field(default=Decimal(0), ge=0)
    output: Decimal = Field(default=Decimal(0), ge=0)
    cached_input: Decimal | None = Field(
        default=None, ge=0, description="For input that the endpoint had in its prompt cache; None: as input"
    )
    batch: Decimal = Field(
        default=Decimal("0.5"), ge=0, description="Share of the price that the Batch API takes"
    )

    @property
    def is_known(self) -> bool:
        """Whether anything was set."""
        return bool(self.input or self.output)

    def cost(self, input_tokens: int, output_tokens: int, discounted_tokens: int = 0) -> Decimal:
        """Cost of one call; ``discounted_tokens`` of the input came from the endpoint's prompt cache."""
        cached = self.input if self.cached_input is None else self.cached_input
        full = self.input * (input_tokens - discounted_tokens) + self.output * output_tokens
        return (full + cached * discounted_tokens) / 1_000_000

    def in_batches(self) -> "Price":
        """The price of the Batch API."""
        cached = None if self.cached_input is None else self.cached_input * self.batch
        return Price(input=self.input * self.batch, output=self.output * self.batch, cached_input=cached)


class Limits(Record):
    """How much may be tried and spent; None: no limit."""

    timeout_s: float = Field(default=120, gt=0, description="Longest silence of the endpoint")
    call_s: float = Field(
        default=600, gt=0, description="Longest time of one reply, however steadily it comes"
    )
    attempts_per_call: int = Field(default=4, ge=1)
    retries_per_document: int = Field(default=12, ge=0)
    retries_per_run: int = Field(default=200, ge=0)
    re_asks: int = Field(default=2, ge=0, le=2, description="After an answer of the wrong shape")
    calls_per_document: int | None = None
    tokens_per_run: int | None = None
    cost_per_run: Decimal | None = None
    first_wait_s: float = Field(default=0.5, ge=0)
    longest_wait_s: float = Field(default=30, ge=0)
    patience_s: float = Field(
        default=120, ge=0, description="Longest Retry-After that is waited for; a longer one ends the run"
    )
    equal_failures: int = Field(
        default=3, ge=1, description="Calls in a row that fail alike, tries included, before the run ends"
    )
    useless_replies: int = Field(
        default=9, ge=1, description="Replies in a row that are of no use before the run ends"
    )
    concurrency: int | None = Field(
        default=None, ge=1, description="Never more calls at a time; None: 8, and 1 on loopback"
    )


class Endpoint(Record):
    """One OpenAI-compatible endpoint and the model asked there."""

    base_url: str
    model: str
    api_key: SecretStr | None = None
    mode: Mode = Mode.JSON_SCHEMA
    context: int = Field(default=8192, gt=0, description="Tokens that question and answer may have together")
    price: Price = Price()
    seed: int = 7
    reasoning_effort: str | None = None
    extra_body: Mapping[str, Any] = Field(default_factory=dict, description="Sent along with every request")
    manners: Manners = Manners()

    @property
    def family(self) -> str:
        """What of the address can change an answer: the host, or ``loopback`` whatever the port."""
        host = (urlsplit(self.base_url).hostname or "").lower()
        return "loopback" if host in _LOOPBACK else host

    @property
    def place(self) -> str:
        """Host and port: where what an endpoint honours is the same, however its address is written."""
        parts = urlsplit(self.base_url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return self.family if port in (80, 443) else f"{self.family}:{port}"

    @property
    def is_local(self) -> bool:
        """On this machine: nobody is paid, and a queue is likely of one."""
        return self.family == "loopback"

    @property
    def secrets(self) -> tuple[str, ...]:
        """The key, and what is secret in the address."""
        key = self.api_key.get_secret_value().strip() if self.api_key else ""
        return (*((key,) if key else ()), *secrets_in(self.base_url))

    @property
    def shown_address(self) -> str:
        """The address without what is secret in it."""
        return without_secrets(self.base_url)

    def scrubbed(self, text: str) -> str:
        """A message without key and secrets, should an endpoint echo them."""
        return Scrubber(self.secrets).text(text)
