"""What an endpoint honours, asked once and kept: schema, tools, JSON, Chinese, reasoning, context length."""

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from extractor.errors import FailureKind, ModelError
from extractor.llm.asking import Answer, Message, Question
from extractor.llm.client import ModelClient
from extractor.llm.endpoint import Endpoint, Limits, Mode
from extractor.llm.meter import Meter
from extractor.llm.retrying import named
from extractor.llm.wire import open_client, send
from extractor.records import Record

_WORD = "青梅"
_ORDER = (Mode.JSON_SCHEMA, Mode.TOOLS, Mode.JSON, Mode.MD_JSON)
_DEFAULT_CONTEXT = 8192
_FATAL = frozenset({FailureKind.CONNECTION, FailureKind.TIMEOUT, FailureKind.NOT_AN_ENDPOINT})


class _Fruit(Answer):
    word: Literal["青梅", "黄杏"]


class Probe(Record):
    """What one model at one endpoint honours."""

    family: str
    model: str
    modes: dict[Mode, bool] = Field(description="Whether an answer of the asked shape came back at once")
    binds: bool = Field(
        description="The schema binds: the answer keeps to it against the words of the prompt"
    )
    raw_chinese: bool = Field(description="Chinese comes back as itself")
    reasoning: bool = Field(description="Thinking comes in a channel or tags of its own")
    context: int
    context_known: bool = Field(description="The endpoint named its context; else a cautious one is assumed")

    @property
    def mode(self) -> Mode | None:
        """The strictest mode that worked."""
        return next((mode for mode in _ORDER if self.modes.get(mode)), None)

    def applied_to(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint as the probe found it."""
        return endpoint.model_copy(update={"mode": self.mode or endpoint.mode, "context": self.context})


def probe_endpoint(endpoint: Endpoint, limits: Limits | None = None) -> Probe:
    """Ask the endpoint; a handful of tiny calls. Raises ModelError where nothing answers at all."""
    limits = limits or Limits(attempts_per_call=2, re_asks=0)
    context = _context(endpoint, limits)
    modes, chinese = {}, False
    for mode in _ORDER:
        answer = _try(endpoint.model_copy(update={"mode": mode}), limits)
        modes[mode] = answer is not None
        chinese = chinese or (answer is not None and answer.word == _WORD)
    binds, reasoning = _plain(endpoint, limits)
    return Probe(
        family=endpoint.family,
        model=endpoint.model,
        modes=modes,
        binds=binds,
        raw_chinese=chinese,
        reasoning=reasoning,
        context=context or _DEFAULT_CONTEXT,
        context_known=context is not None,
    )


def _try(endpoint: Endpoint, limits: Limits) -> _Fruit | None:
    words = f'词语只有青梅和黄杏两个。选“{_WORD}”,用JSON回答,形如{{"word": "…"}}。'
    question = Question("probe", "probe", "", (Message("user", words),), _Fruit, 400)
    try:
        with ModelClient(endpoint, limits) as client:
            return client.ask(question, Meter(limits, client.meter))
    except ModelError as error:
        if error.kind in _FATAL:
            raise
        return None


def _plain(endpoint: Endpoint, limits: Limits) -> tuple[bool, bool]:
    """Whether a schema holds against the prompt, and whether the model thinks aloud."""
    schema = {"name": "Fruit", "schema": _Fruit.model_json_schema()}
    request: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": "user", "content": "请用一句话问好,不要用JSON。"}],
        "max_tokens": 200,
        "temperature": 0,
        "response_format": {"type": "json_schema", "json_schema": schema},
    }
    try:
        with open_client(endpoint, limits) as client:
            reply = send(client, request, limits)
    except Exception as error:
        failure = named(error, endpoint)
        if failure.kind in _FATAL:
            raise failure from error
        return False, False
    try:
        _Fruit.model_validate_json(reply.content)
    except ValidationError:
        return False, _thinks(reply.reasoning, reply.content)
    return True, _thinks(reply.reasoning, reply.content)


def _thinks(reasoning: str, content: str) -> bool:
    return bool(reasoning.strip()) or content.lstrip().startswith("<think>")


def _context(endpoint: Endpoint, limits: Limits) -> int | None:
    """The context length as far as the list of models names it."""
    try:
        with open_client(endpoint, limits) as client:
            models = client.models.list().data
    except Exception as error:
        failure = named(error, endpoint)
        if failure.kind in _FATAL:
            raise failure from error
        return None
    chosen = [model for model in models if model.id == endpoint.model] or models[:1]
    extra: dict[str, Any] = (chosen[0].model_extra or {}) if chosen else {}
    meta = extra.get("meta") if isinstance(extra.get("meta"), dict) else {}
    for value in (extra.get("max_model_len"), extra.get("context_length"), (meta or {}).get("n_ctx")):
        if isinstance(value, int) and value > 0:
            return value
    return None


def probe_path(folder: Path, endpoint: Endpoint) -> Path:
    """Where the probe of this model at this endpoint is kept below the product's cache folder."""
    digest = hashlib.sha256(json.dumps([endpoint.base_url, endpoint.model]).encode()).hexdigest()[:20]
    return folder / "probes" / f"{digest}.json"


def save_probe(folder: Path, endpoint: Endpoint, probe: Probe) -> Path:
    """Keep a probe; where it is."""
    path = probe_path(folder, endpoint)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(probe.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return path


def load_probe(folder: Path, endpoint: Endpoint) -> Probe | None:
    """The kept probe, None where the endpoint was never probed."""
    try:
        return Probe.model_validate_json(probe_path(folder, endpoint).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None
