"""What can be set from outside, read once into a frozen record.

Flags beat environment variables, environment variables beat ``extractor.toml`` in the working folder.
This is the only module that reads the environment.

=============  ========================  =================  =====================================
setting        flag                      variable           line of ``extractor.toml``
=============  ========================  =================  =====================================
engine         ``--engine``              EXTRACTOR_ENGINE   ``engine = "rules"``
base_url                                 EXTRACTOR_BASE_URL ``base_url = "http://127.0.0.1:8080/v1"``
model                                    EXTRACTOR_MODEL    ``model = "name"``
api_key                                  EXTRACTOR_API_KEY  refused: a key does not belong in a file
max_bytes      ``--max-bytes``           EXTRACTOR_MAX_BYTES ``max_bytes = 20000000``
max_cost       ``--max-cost``            EXTRACTOR_MAX_COST ``max_cost = 2.50`` (of one run)
max_tokens                               EXTRACTOR_MAX_TOKENS ``max_tokens = 1000000`` (of one run)
concurrency                              EXTRACTOR_CONCURRENCY ``concurrency = 8`` (calls at a time)
api                                      EXTRACTOR_API      ``api = "responses"`` (default: chat, until told)
reasoning_effort                         EXTRACTOR_REASONING_EFFORT ``reasoning_effort = "low"``
thinking_tokens                          EXTRACTOR_THINKING_TOKENS ``thinking_tokens = 4096``
context                                  EXTRACTOR_CONTEXT  ``context = 32768``
extra_body                               EXTRACTOR_EXTRA_BODY (JSON) ``[extra_body]``: sent with every request
timeout_s                                EXTRACTOR_TIMEOUT_S ``timeout_s = 120`` (silence; a reply: five)
patience_s                               EXTRACTOR_PATIENCE_S ``patience_s = 120`` (longest Retry-After)
batch_api      ``--batch-api``           EXTRACTOR_BATCH_API ``batch_api = true`` (of ``batch run``)
poll_s                                   EXTRACTOR_POLL_S   ``poll_s = 30`` (looks at the Batch API)
threads                                  EXTRACTOR_THREADS  ``threads = 4`` (of the local model)
slots                                    EXTRACTOR_SLOTS    ``slots = 2`` (calls at a time of the local model)
prices                                   none               ``[prices.NAME]``: ``input``, ``output``,
                                                            ``cached_input``, ``batch`` (a share)
use_cache      ``--no-cache``            EXTRACTOR_USE_CACHE ``use_cache = false``
refresh        ``--refresh``             EXTRACTOR_REFRESH  ``refresh = true``
dry_run        ``--dry-run``             EXTRACTOR_DRY_RUN  ``dry_run = true``
cache_dir                                EXTRACTOR_CACHE_DIR ``cache_dir = "/path"``
forms          ``--form`` (one)          EXTRACTOR_FORMS    ``forms = ["my_form.toml"]``: own forms
bodies         ``--bodies``              EXTRACTOR_BODIES   ``bodies = "bodies.csv"`` (put right by hand)
places         ``--places``              EXTRACTOR_PLACES   ``places = "places.csv"``: unlisted places
trusted_proxies ``--trusted-proxy``      EXTRACTOR_TRUSTED_PROXIES (by commas)
                                                            ``trusted_proxies = ["10.0.0.0/8"]``: of the page
population     ``--population``          EXTRACTOR_POPULATION ``population = "people.csv"`` (code, population)
hub_url        ``--hub``                 EXTRACTOR_HUB_URL  ``hub_url = "https://…"``
=============  ========================  =================  =====================================
"""

import json
import os
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator

from extractor.errors import SettingsError
from extractor.extensions import load_all
from extractor.llm.endpoint import Price
from extractor.llm.scrubbing import without_secrets
from extractor.records import Record

Engine = Literal["rules", "hybrid", "model"]

FILE_NAME = "extractor.toml"
PREFIX = "EXTRACTOR_"
DEFAULT_MAX_BYTES = 20_000_000
_ADDRESSES = ("base_url", "hub_url")


class Settings(Record):
    """All settings of one run. The API key is never printed: it is a ``SecretStr``."""

    engine: Engine | None = Field(default=None, description="None: hybrid with an endpoint, else rules")
    base_url: str | None = Field(default=None, description="Root of an OpenAI-compatible endpoint")
    api_key: SecretStr | None = None
    model: str | None = Field(default=None, description="Model name as the endpoint knows it")
    max_bytes: int = Field(default=DEFAULT_MAX_BYTES, gt=0, description="Larger files are refused")

    max_cost: Decimal | None = Field(default=None, ge=0, description="Most that one run may spend on a model")
    max_tokens: int | None = Field(default=None, gt=0, description="Most tokens that one run may use")
    concurrency: int | None = Field(
        default=None, gt=0, description="Most calls to a model at a time; None: 8, and 1 on this machine"
    )
    api: Literal["chat", "responses"] | None = None
    reasoning_effort: str | None = Field(default=None, description="How long a model is to think")
    thinking_tokens: int | None = Field(default=None, ge=0, description="Room for thinking beside the answer")
    context: int | None = Field(default=None, gt=0, description="Tokens of question and answer together")
    extra_body: Mapping[str, Any] = Field(default_factory=dict, description="Sent along with every request")
    timeout_s: float = Field(
        default=120, gt=0, description="Longest silence of the endpoint; a reply may take five times as long"
    )
    patience_s: float = Field(default=120, ge=0, description="Longest Retry-After that is waited for")
    batch_api: bool = Field(default=False, description="A batch asks by the service's Batch API")
    poll_s: float = Field(default=30, gt=0, description="Between two looks at a batch of the Batch API")
    threads: int | None = Field(default=None, gt=0, description="Of the local model; None: one a core")
    slots: int = Field(default=1, gt=0, description="Calls at a time that the local model answers")
    prices: Mapping[str, Price] = Field(default_factory=dict, description="By model, per million tokens")
    use_cache: bool = Field(default=True, description="Use replies of earlier runs")
    refresh: bool = Field(default=False, description="Ask again and keep the new replies")
    dry_run: bool = Field(default=False, description="Say what would be asked, ask nothing")
    cache_dir: Path = Field(default_factory=lambda: _cache_dir(), description="Replies, probes, weights")
    forms: tuple[Path, ...] = Field(default=(), description="Files of forms of the user's own")
    bodies: Path | None = Field(default=None, description="bodies.csv; None: beside what it speaks of")
    places: Path | None = Field(default=None, description="Places that the list of divisions lacks")
    trusted_proxies: tuple[str, ...] = Field(default=(), description="Proxies before the correction page")
    population: Path | None = Field(default=None, description="Inhabitants by code and year")
    hub_url: str | None = Field(default=None, description="Address of a model hub, as a second source")

    @field_validator("base_url", "hub_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value

    @field_validator("forms", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(filter(None, value.split(os.pathsep))) if isinstance(value, str) else value

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _by_commas(cls, value: object) -> object:
        return tuple(filter(None, value.split(","))) if isinstance(value, str) else value

    @field_validator("extra_body", "prices", mode="before")
    @classmethod
    def _from_json(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            raise ValueError("must be a JSON object") from error

    @property
    def has_model(self) -> bool:
        """Whether a model is configured."""
        return self.model is not None


def _cache_dir() -> Path:
    base = os.environ.get("XDG_CACHE_HOME", "").strip()
    return (Path(base) if base else Path.home() / ".cache") / "extractor"


def load(
    flags: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Settings from flags (None: not given), environment and ``folder/extractor.toml``, in that order.

    Raises SettingsError that names the flag, the variable or the line that is wrong.
    """
    load_all()  # before anything is read: results without an extension would look like results with it
    path = (folder or Path.cwd()) / FILE_NAME
    chosen: dict[str, tuple[object, str]] = {
        **_from_file(path),
        **_from_environment(os.environ if environ is None else environ),
        **{
            key: (value, f"--{key.replace('_', '-')}")
            for key, value in (flags or {}).items()
            if value is not None
        },
    }
    try:
        return Settings.model_validate({key: value for key, (value, _) in chosen.items()})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        value, origin = chosen[name]
        shown = without_secrets(value) if name in _ADDRESSES and isinstance(value, str) else value
        raise SettingsError(f"{origin}: {shown!r} will not do: {_plain(first['msg'])}") from error


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    found: dict[str, tuple[object, str]] = {}
    for key in Settings.model_fields:
        name = PREFIX + key.upper()
        if value := environ.get(name, "").strip():
            found[key] = (SecretStr(value) if key == "api_key" else value, name)
    return found


def _from_file(path: Path) -> dict[str, tuple[object, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read ({error}); mend the file or move it away") from error
    try:
        lines = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is not TOML: {error}; mend that line") from error
    if "api_key" in lines:
        raise SettingsError(f"{path}: api_key does not belong in a file; set {PREFIX}API_KEY instead")
    allowed = [key for key in Settings.model_fields if key != "api_key"]
    for key in lines:
        if key not in allowed:
            raise SettingsError(f"{path}, {_place(text, key)}: unknown setting; known: {', '.join(allowed)}")
    return {key: (value, f"{path}, {_place(text, key)}") for key, value in lines.items()}


def _place(text: str, key: str) -> str:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip(" [\"'").startswith(key):
            return f"line {number} ({key})"
    return key


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")
