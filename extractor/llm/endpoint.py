"""Where a model answers, what it honours, what it costs and how long it may take."""

from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

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

    def cost(self, input_tokens: int, output_tokens: int) -> Decimal:
        """Cost of one call."""
        return (self.input * input_tokens + self.output * output_tokens) / 1_000_000


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
    concurrency: int = Field(default=8, ge=1, description="Never more calls at a time")


class Endpoint(Record):
    """One OpenAI-compatible endpoint and the model asked there."""

    base_url: str
    model: str
    api_key: SecretStr | None = None
    mode: Mode = Mode.JSON_SCHEMA
    context: int = Field(default=8192, gt=0, description="Tokens that question and answer may have together")
    price: Price = Price()
    seed: int = 7

    @property
    def family(self) -> str:
        """What of the address can change an answer: the host, or ``loopback`` whatever the port."""
        host = (urlsplit(self.base_url).hostname or "").lower()
        return "loopback" if host in _LOOPBACK else host

    def scrubbed(self, text: str) -> str:
        """``text`` without the key, should an endpoint echo it."""
        key = self.api_key.get_secret_value() if self.api_key else ""
        return text.replace(key, "[key]") if key else text
