"""What an endpoint honours, asked once and kept: schema, tools, JSON, Chinese, reasoning, context length."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from extractor.errors import USELESS, EndpointError, FailureKind, ModelError
from extractor.llm.asking import Answer, Message, Question
from extractor.llm.client import ModelClient
from extractor.llm.endpoint import Endpoint, Limits, Mode
from extractor.llm.learning import MODES, kept_path
from extractor.llm.manners import THINKING_STEPS, Manners
from extractor.llm.meter import Meter
from extractor.llm.reply_marks import thinks_aloud, without_thinking
from extractor.llm.reply_reading import is_json
from extractor.llm.retrying import ASK_PROBE, named
from extractor.llm.surroundings import ClientSurroundings
from extractor.llm.wire import Watch, open_client, put, send
from extractor.records import Record

_WORD = "青梅"
_DEFAULT_CONTEXT = 8192
_FATAL = frozenset({FailureKind.CONNECTION, FailureKind.TIMEOUT, FailureKind.NOT_AN_ENDPOINT})


class _Fruit(Answer):
    word: Literal["青梅", "黄杏"]


class Probe(Record):
    """What one model at one endpoint honours."""

    family: str
    model: str
    modes: dict[Mode, bool] = Field(description="Whether an answer of the asked shape came back at once")
    why: dict[Mode, str] = Field(
        default_factory=dict, description="Of each mode that failed: what the endpoint said, or what it gave"
    )
    chose_wrong: dict[Mode, str] = Field(
        default_factory=dict,
        description="Of each mode that gave another word than the one asked for: that word",
    )
    manners: Manners = Field(default=Manners(), description="How a request has to be put")
    binds: bool = Field(
        description="The schema binds: the answer keeps to it against the words of the prompt"
    )
    raw_chinese: bool = Field(description="Chinese comes back as itself")
    reasoning: bool = Field(description="Thinking comes in a channel or tags of its own")
    context: int
    context_known: bool = Field(description="The endpoint named its context; else a cautious one is assumed")

    @property
    def mode(self) -> Mode | None:
        """The strictest mode that worked; rather one in which the model does what it is told."""
        held = [mode for mode in MODES if self.modes.get(mode)]
        return next((mode for mode in held if mode not in self.chose_wrong), held[0] if held else None)

    def applied_to(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint as the probe found it."""
        found = {"mode": self.mode or endpoint.mode, "context": self.context, "manners": self.manners}
        return endpoint.model_copy(update=found)


def probe_endpoint(endpoint: Endpoint, limits: Limits | None = None) -> Probe:
    """Ask the endpoint; a handful of tiny calls.

    Raises ModelError, with the endpoint's own words, where nothing answers, where it refuses key or model, or
    where no mode works.
    """
    limits = (limits or Limits()).model_copy(
        update={"attempts_per_call": 2, "re_asks": 0, "equal_failures": 100}
    )
    context = _context(endpoint, limits)
    why: dict[Mode, str] = {}
    wrong: dict[Mode, str] = {}
    chinese = False
    for mode in MODES:
        endpoint = endpoint.model_copy(update={"mode": mode})
        answer, endpoint = _try(endpoint, limits)
        if isinstance(answer, ModelError):
            why[mode] = endpoint.scrubbed(_why(answer))[:300]
        else:
            chinese = True
            if answer.word != _WORD:
                wrong[mode] = answer.word
    if len(why) == len(MODES):
        said = "; ".join(f"{', '.join(modes)}: {words}" for words, modes in alike(why).items())
        raise ModelError(
            FailureKind.REJECTED, f"{endpoint.model} answers in no mode; nothing is kept. {said}"
        )
    binds, thinks = _plain(endpoint, limits)
    if thinks and not endpoint.manners.thinking_tokens:
        room = endpoint.manners.model_copy(update={"thinking_tokens": THINKING_STEPS[1]})
        endpoint = endpoint.model_copy(update={"manners": room})
    return Probe(
        family=endpoint.family,
        model=endpoint.model,
        modes={mode: mode not in why for mode in MODES},
        why=why,
        chose_wrong=wrong,
        manners=endpoint.manners,
        binds=binds,
        raw_chinese=chinese,
        reasoning=thinks,
        context=context or _DEFAULT_CONTEXT,
        context_known=context is not None,
    )


def _why(failure: ModelError) -> str:
    """Why a mode failed, with what the model gave where that is the reason."""
    gave = " ".join(failure.raw.split())[:60] if failure.kind in USELESS else ""
    said = str(failure).removesuffix(f"; {ASK_PROBE}")
    return f"{failure.kind}: {said}{f' ({gave})' if gave else ''}"


def alike(why: Mapping[Mode, str]) -> dict[str, list[Mode]]:
    """Each reason once, with the modes that failed for it."""
    found: dict[str, list[Mode]] = {}
    for mode, words in why.items():
        found.setdefault(words, []).append(mode)
    return found


def _try(endpoint: Endpoint, limits: Limits) -> tuple[_Fruit | ModelError, Endpoint]:
    """An answer in the endpoint's mode or why there is none, and the endpoint as it is asked by now."""
    words = f'词语只有青梅和黄杏两个。选“{_WORD}”,用JSON回答,形如{{"word": "…"}}。'
    question = Question("probe", "probe", "", (Message("user", words),), _Fruit, 400)
    with ModelClient(endpoint, limits, around=ClientSurroundings(keeps_mode=True)) as client:
        answer: _Fruit | ModelError
        try:
            answer = client.ask(question, Meter(limits, client.meter))
        except ModelError as error:
            if error.kind in _FATAL or (isinstance(error, EndpointError) and error.refuses_asker):
                raise
            answer = error
        return answer, endpoint.model_copy(update={"manners": client.learned.manners})


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
            reply = send(
                client, put(request, endpoint, endpoint.manners), Watch(limits, scrub=endpoint.scrubbed)
            )
    except Exception as error:
        failure = named(error, endpoint)
        if failure.kind in _FATAL:
            raise failure from error
        return False, False
    thinks = bool(reply.reasoning.strip() or reply.reasoning_tokens) or thinks_aloud(reply.content)
    words = without_thinking(reply.content)
    try:
        _Fruit.model_validate_json(words)
    except ValidationError:
        return False, thinks
    return is_json(words), thinks


def _context(endpoint: Endpoint, limits: Limits) -> int | None:
    """The context length as far as the list of models names it."""
    try:
        with open_client(endpoint, limits) as client:
            models = client.models.list().data
    except Exception as error:
        failure = named(error, endpoint)
        if failure.kind in (FailureKind.CONNECTION, FailureKind.TIMEOUT):
            raise failure from error
        return None
    chosen = [model for model in models or () if model.id == endpoint.model] or (models or [])[:1]
    extra: dict[str, Any] = (chosen[0].model_extra or {}) if chosen else {}
    meta = extra.get("meta") if isinstance(extra.get("meta"), dict) else {}
    for value in (extra.get("max_model_len"), extra.get("context_length"), (meta or {}).get("n_ctx")):
        if isinstance(value, int) and value > 0:
            return value
    return None


def save_probe(folder: Path, endpoint: Endpoint, probe: Probe) -> Path:
    """Keep a probe, in place of what runs have learned before it; where it is."""
    path = kept_path(folder, endpoint, "probes")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(probe.model_dump_json(indent=2) + "\n", encoding="utf-8")
    kept_path(folder, endpoint, "learned").unlink(missing_ok=True)
    return path


def load_probe(folder: Path, endpoint: Endpoint) -> Probe | None:
    """The kept probe, None where the endpoint was never probed."""
    try:
        return Probe.model_validate_json(kept_path(folder, endpoint, "probes").read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None
