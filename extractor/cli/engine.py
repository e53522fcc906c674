"""Which engine reads a document, and the model behind it for as long as a run lasts."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Literal

from extractor.errors import SettingsError
from extractor.settings import Engine, Settings

if TYPE_CHECKING:
    from extractor.judging.engines import Engine as ModelEngine
    from extractor.llm import Endpoint
    from extractor.llm.weights import KnownModel

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
    local = not settings.has_model and _local_is_ready(settings)
    if settings.engine is not None:
        if not (settings.has_model or local):
            raise SettingsError(
                f"engine {settings.engine!r} needs a model and none is configured; "
                "set EXTRACTOR_BASE_URL and EXTRACTOR_MODEL, run extractor model fetch, or use --engine rules"
            )
        return settings.engine, None
    if settings.has_model:
        return HYBRID, f"engine hybrid: rules first, then {settings.model}"
    if local:
        return HYBRID, "engine hybrid: rules first, then the local model; --engine rules leaves it out"
    return RULES, "engine rules: no model is configured"


def _local_is_ready(settings: Settings) -> bool:
    from extractor.llm.local import is_installed
    from extractor.llm.weights import is_fetched, known_model

    return is_fetched(settings.cache_dir, known_model()) and is_installed()


@contextmanager
def opened_engine(settings: Settings) -> Iterator["ModelEngine | None"]:
    """The engine that asks a model, None for rules; a local model runs for the duration of the block.

    Raises SettingsError where it cannot run, ModelError where the local model does not start.
    """
    name, _ = choose_engine(settings)
    if name == RULES:
        yield None
        return
    from extractor.llm.local import serving
    from extractor.llm.weights import weights_path

    with ExitStack() as stack:
        if settings.base_url is not None:
            engine = build_engine(name, configured_endpoint(settings), settings)
        else:
            model = _local_model(settings)
            path = weights_path(settings.cache_dir, model)
            # Started by the first question that no kept reply answers: a second run starts nothing.
            start = partial(stack.enter_context, serving(path))
            engine = build_engine(name, _endpoint(_NOWHERE, model.name, settings), settings, start)
        stack.callback(engine.askers.close)
        yield engine


def build_engine(
    name: Engine, endpoint: "Endpoint", settings: Settings, start: "Callable[[], str] | None" = None
) -> "ModelEngine":
    """An engine that asks ``endpoint``, with the budgets and the cache of ``settings``.

    ``start`` starts a local server before the first call and gives its address.
    """
    from extractor.judging.engines import Engine as ModelEngine
    from extractor.llm import Limits
    from extractor.llm.client import DryRun, ModelClient, reply_cache
    from extractor.llm.profile import load_profile

    limits = Limits(
        cost_per_run=settings.max_cost,
        tokens_per_run=settings.max_tokens,
        concurrency=settings.concurrency,
    )
    cache = reply_cache(settings.cache_dir, use=settings.use_cache, refresh=settings.refresh)
    askers = DryRun(endpoint) if settings.dry_run else ModelClient(endpoint, limits, cache, start=start)
    kind: Literal["hybrid", "model"] = "model" if name == "model" else "hybrid"
    return ModelEngine(kind, endpoint.model, askers, load_profile(settings.cache_dir, endpoint))


@contextmanager
def opened_endpoint(settings: Settings) -> Iterator["Endpoint"]:
    """The endpoint that is configured, as its probe found it; else the local model, served meanwhile."""
    from extractor.llm.local import CONTEXT, serving
    from extractor.llm.weights import weights_path

    if settings.base_url is not None:
        yield configured_endpoint(settings)
        return
    model = _local_model(settings)
    if settings.dry_run:
        yield _endpoint(_NOWHERE, model.name, settings)
        return
    with serving(weights_path(settings.cache_dir, model)) as address:
        yield _endpoint(address, model.name, settings).model_copy(update={"context": CONTEXT})


def _local_model(settings: Settings) -> "KnownModel":
    """The fetched model of the settings; SettingsError where it is not here."""
    from extractor.llm.weights import is_fetched, known_model

    model = known_model(settings.model)
    if not is_fetched(settings.cache_dir, model):
        raise SettingsError(
            f"model {model.name} is not here and no endpoint is configured; "
            f"run extractor model fetch {model.name}, or set EXTRACTOR_BASE_URL"
        )
    return model


def configured_endpoint(settings: Settings) -> "Endpoint":
    """The endpoint of the settings; SettingsError where address or model is missing."""
    from extractor.llm.probe import load_probe

    if settings.base_url is None or settings.model is None:
        missing = "EXTRACTOR_BASE_URL" if settings.base_url is None else "EXTRACTOR_MODEL"
        raise SettingsError(f"no endpoint is configured: set {missing}")
    endpoint = _endpoint(settings.base_url, settings.model, settings)
    probe = load_probe(settings.cache_dir, endpoint)
    return probe.applied_to(endpoint) if probe else endpoint


def _endpoint(address: str, model: str, settings: Settings) -> "Endpoint":
    from extractor.llm import Endpoint, Price

    price = settings.prices.get(model, Price())
    return Endpoint(base_url=address, model=model, api_key=settings.api_key, price=price)
