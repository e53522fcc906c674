"""Which engine reads a document, and the model behind it for as long as a run lasts."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Literal

from extractor.errors import SettingsError, UsageError
from extractor.settings import Engine, Settings

if TYPE_CHECKING:
    from extractor.judging.engines import Engine as ModelEngine
    from extractor.llm import Endpoint, Limits
    from extractor.llm.local import Setup
    from extractor.llm.model_weights import KnownModel
    from extractor.llm.surroundings import ClientSurroundings

Say = Callable[[str], None]

RULES: Engine = "rules"
HYBRID: Engine = "hybrid"
_NOWHERE = "http://127.0.0.1:1/v1"
"""The address of a local model that is not started."""


def choose_engine(settings: Settings) -> tuple[Engine, str | None]:
    """The engine to use, and the line that says why where the user did not choose it.

    Raises SettingsError where an engine was asked for that cannot run.
    """
    if settings.engine == RULES:
        return RULES, None
    if settings.engine is not None:
        if not (settings.has_model or _local_is_ready(settings)):
            raise SettingsError(
                f"engine {settings.engine!r} needs a model and none is configured; "
                "set EXTRACTOR_BASE_URL and EXTRACTOR_MODEL, run extractor model fetch, or use --engine rules"
            )
        return settings.engine, None
    if settings.base_url is not None and settings.has_model:
        return HYBRID, f"engine hybrid: rules first, then {settings.model}"
    if settings.base_url is not None:
        return RULES, "engine rules: an endpoint is set, but no model; set EXTRACTOR_MODEL to have it asked"
    if not _local_is_ready(settings):
        return RULES, "engine rules: no model is configured"
    if _local_helps(settings):
        why = "its profile lets it decide; --engine rules leaves it out"
        return HYBRID, f"engine hybrid: rules first, then the local model: {why}"
    return RULES, "engine rules: a local model is here, but was not chosen; --engine hybrid asks it"


def _local_is_ready(settings: Settings) -> bool:
    from extractor.llm.local import is_installed
    from extractor.llm.model_weights import is_fetched, known_model

    try:
        model = known_model(settings.model)
    except UsageError:  # the name of a model somewhere else
        return False
    return is_fetched(settings.cache_dir, model) and is_installed()


def _local_helps(settings: Settings) -> bool:
    """Whether the local model was qualified and may decide a task."""
    from extractor.llm.model_weights import known_model
    from extractor.llm.profile import Grade, load_profile

    profile = load_profile(
        settings.cache_dir, _endpoint(_NOWHERE, known_model(settings.model).name, settings)
    )
    return Grade.DECIDE in profile.tasks.values()


@contextmanager
def opened_engine(settings: Settings, say: Say | None = None) -> Iterator["ModelEngine | None"]:
    """The engine that asks a model, None for rules; a local model runs for the duration of the block.

    ``say`` is told of long waits and of what is learned about the endpoint.

    Raises SettingsError where it cannot run, ModelError where the local model does not start.
    """
    name, _ = choose_engine(settings)
    if name == RULES:
        yield None
        return
    from extractor.llm.local import serving
    from extractor.llm.model_weights import weights_path
    from extractor.llm.surroundings import ClientSurroundings

    with ExitStack() as stack:
        if settings.base_url is not None:
            endpoint = configured_endpoint(settings)
            engine = build_engine(name, endpoint, settings, around(endpoint, settings, say or _silent))
        else:
            model = _local_model(settings)
            path = weights_path(settings.cache_dir, model)
            # Started by the first question that no kept reply answers: a second run starts nothing.
            start = partial(stack.enter_context, serving(path, local_setup(settings)))
            endpoint = _endpoint(_NOWHERE, model.name, settings)
            engine = build_engine(name, endpoint, settings, ClientSurroundings(start, say or _silent))
        stack.callback(engine.askers.close)
        yield engine


def build_engine(
    name: Engine, endpoint: "Endpoint", settings: Settings, beside: "ClientSurroundings | None" = None
) -> "ModelEngine":
    """An engine that asks ``endpoint``, with the budgets and the cache of ``settings``.

    Raises SettingsError for a budget that nothing can be held against.
    """
    from extractor.judging.engines import Engine as ModelEngine
    from extractor.llm.askers import DryRun
    from extractor.llm.cache import reply_cache
    from extractor.llm.client import ModelClient
    from extractor.llm.profile import load_profile

    cache = reply_cache(settings.cache_dir, use=settings.use_cache, refresh=settings.refresh)
    limits = limits_of(settings, endpoint)
    askers = DryRun(endpoint) if settings.dry_run else ModelClient(endpoint, limits, cache, around=beside)
    kind: Literal["hybrid", "model"] = "model" if name == "model" else "hybrid"
    return ModelEngine(kind, endpoint.model, askers, load_profile(settings.cache_dir, endpoint))


_SILENCES_A_REPLY = 5
"""A reply may take so many times the longest silence, however steadily it comes."""


def limits_of(settings: Settings, endpoint: "Endpoint") -> "Limits":
    """How much may be tried and spent."""
    if settings.max_cost is not None and not (endpoint.price.is_known or endpoint.is_local):
        raise SettingsError(
            f"max_cost is set, but no price of {endpoint.model}: add [prices.'{endpoint.model}'] with input "
            "and output (per million tokens) to extractor.toml, or set EXTRACTOR_MAX_TOKENS instead"
        )
    own = settings.slots if settings.base_url is None else None
    budget = {"cost_per_run": settings.max_cost, "tokens_per_run": settings.max_tokens}
    return patience_of(settings).model_copy(update={**budget, "concurrency": settings.concurrency or own})


def patience_of(settings: Settings) -> "Limits":
    """How long an endpoint may take."""
    from extractor.llm import Limits

    return Limits(
        timeout_s=settings.timeout_s,
        call_s=_SILENCES_A_REPLY * settings.timeout_s,
        patience_s=settings.patience_s,
    )


def paid_so_far(engine: "ModelEngine | None") -> str:
    """What the calls of a run have cost by now, as the end of a message; empty where none was made."""
    from extractor.llm.client import ModelClient

    used = engine.askers.meter.usage if engine and isinstance(engine.askers, ModelClient) else None
    if used is None or not used.calls:
        return ""
    calls = "1 call" if used.calls == 1 else f"{used.calls} calls"
    tokens = f"{used.input_tokens:,} tokens in, {used.output_tokens:,} out"
    return f"; paid for until then: {calls}, {tokens}, {used.cost_in_words}"


def around(endpoint: "Endpoint", settings: Settings, say: Say) -> "ClientSurroundings":
    """What a client to a configured endpoint may use: a voice, and a place for what it learns."""
    from extractor.llm.learning import save_learned
    from extractor.llm.surroundings import ClientSurroundings

    return ClientSurroundings(say=say, remember=partial(save_learned, settings.cache_dir, endpoint))


def local_setup(settings: Settings) -> "Setup":
    """How the local model is served."""
    from extractor.llm.local import CONTEXT, Setup

    return Setup(settings.context or CONTEXT, settings.threads, settings.slots)


def _silent(_words: str) -> None:
    """Tell nobody."""


@contextmanager
def opened_endpoint(settings: Settings) -> Iterator["Endpoint"]:
    """The endpoint that is configured, as its probe found it; else the local model, served meanwhile."""
    from extractor.llm.local import serving
    from extractor.llm.model_weights import weights_path

    if settings.base_url is not None:
        yield configured_endpoint(settings)
        return
    model = _local_model(settings)
    if settings.dry_run:
        yield _endpoint(_NOWHERE, model.name, settings)
        return
    with serving(weights_path(settings.cache_dir, model), local_setup(settings)) as address:
        yield _endpoint(address, model.name, settings)


def _local_model(settings: Settings) -> "KnownModel":
    """The fetched model of the settings; SettingsError where it is not here."""
    from extractor.llm.model_weights import is_fetched, known_model

    model = known_model(settings.model)
    if not is_fetched(settings.cache_dir, model):
        raise SettingsError(
            f"model {model.name} is not here and no endpoint is configured; "
            f"run extractor model fetch {model.name}, or set EXTRACTOR_BASE_URL"
        )
    return model


def configured_endpoint(settings: Settings, *, as_known: bool = True) -> "Endpoint":
    """The endpoint of the settings, ``as_known`` from probes and earlier runs.

    SettingsError where address or model is missing.
    """
    from extractor.llm.learning import load_learned
    from extractor.llm.probe import load_probe

    if settings.base_url is None or settings.model is None:
        missing = "EXTRACTOR_BASE_URL" if settings.base_url is None else "EXTRACTOR_MODEL"
        raise SettingsError(f"no endpoint is configured: set {missing}")
    endpoint = _endpoint(settings.base_url, settings.model, settings)
    if not as_known:
        return endpoint
    for known in (load_probe(settings.cache_dir, endpoint), load_learned(settings.cache_dir, endpoint)):
        endpoint = known.applied_to(endpoint) if known else endpoint
    return _as_set(endpoint, settings)


def _endpoint(address: str, model: str, settings: Settings) -> "Endpoint":
    from extractor.llm import Endpoint, Price

    price = settings.prices.get(model, Price())
    endpoint = Endpoint(
        base_url=address,
        model=model,
        api_key=settings.api_key,
        price=price,
        reasoning_effort=settings.reasoning_effort,
        extra_body=settings.extra_body,
    )
    return _as_set(endpoint, settings)


def _as_set(endpoint: "Endpoint", settings: Settings) -> "Endpoint":
    """The endpoint with what the user has set himself: that counts before what was found out."""
    manners = {"api": settings.api, "thinking_tokens": settings.thinking_tokens}
    chosen = {name: value for name, value in manners.items() if value is not None}
    changed: dict[str, object] = {"manners": endpoint.manners.model_copy(update=chosen)}
    if settings.context is not None:
        changed["context"] = settings.context
    return endpoint.model_copy(update=changed)
