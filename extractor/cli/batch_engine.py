"""The step of a batch that asks a model, from the settings; its replies are kept in the store."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from extractor.batch import BatchApiStep, CallLedger, PipelineStep, Post, PostedQuestions
from extractor.cli.engine import RULES, Say, around, build_engine, limits_of, opened_endpoint
from extractor.discovery import file_name, read_location
from extractor.errors import DocumentError, SettingsError
from extractor.resources import folder
from extractor.settings import Engine, Settings
from extractor.store import Store

if TYPE_CHECKING:
    from extractor.llm import Endpoint
    from extractor.llm.cache import RawReply

SAMPLE = 5
"""Documents that the estimate of tokens is made from."""
EQUAL_FAILURES = 24
"""Calls in a row that fail alike, and replies in a row of no use, before a batch stops asking."""
_ANSWERS_DEPEND_ON = {"family", "seed", "reasoning_effort", "extra_body"}
"""Not what is found out about the endpoint meanwhile: a run that is resumed would be another one."""


class Asking:
    """The step that asks, and the ledger of its calls; both None for the engine rules."""

    def __init__(self, step: PipelineStep | None = None, ledger: CallLedger | None = None) -> None:
        self.step = step
        self.ledger = ledger

    def belongs_to(self, run_id: str) -> None:
        """Calls from now on are entered under this run."""
        if self.ledger is not None:
            self.ledger.run_id = run_id


@contextmanager
def opened_step(
    name: Engine, settings: Settings, store: Store, sample: Sequence[str] = (), say: Say | None = None
) -> Iterator[Asking]:
    """The step for engine ``name``; a local model runs for the duration of the block.

    ``sample``: locations of files from which the tokens of all are estimated.
    """
    if name == RULES:
        yield Asking()
        return
    with opened_endpoint(settings) as endpoint:
        if settings.batch_api:
            if endpoint.is_local and settings.base_url is None:
                raise SettingsError("--batch-api: the local model has none; set EXTRACTOR_BASE_URL")
            endpoint = endpoint.model_copy(update={"price": endpoint.price.in_batches()})
        engine = build_engine(name, endpoint, settings)
        ledger = CallLedger(store, "", endpoint.model, _price(endpoint))
        identity = {
            "prompts": prompts_hash(),
            "profile": engine.profile.model_dump(mode="json"),
            "endpoint": endpoint.model_dump(mode="json", include=_ANSWERS_DEPEND_ON),
        }
        tokens_a_byte = _tokens_a_byte(name, endpoint, settings, sample)
        if settings.dry_run:
            yield Asking(PipelineStep(engine, identity, tokens_a_byte))
            return
        from extractor.llm.batch_api import BatchApi
        from extractor.llm.client import ModelClient

        # A batch is patient: the pauses between tries of a document are its own.
        limits = limits_of(settings, endpoint).model_copy(
            update={"equal_failures": EQUAL_FAILURES, "useless_replies": EQUAL_FAILURES}
        )
        beside = around(endpoint, settings, say or (lambda _words: None))
        make = PipelineStep if not settings.batch_api else BatchApiStep
        questions = PostedQuestions()
        if settings.batch_api:
            beside = beside._replace(defer=questions.defer)
        with ModelClient(endpoint, limits, ledger, around=beside) as client:
            step = make(replace(engine, askers=client), identity, tokens_a_byte, ledger)
            if not isinstance(step, BatchApiStep):
                yield Asking(step, ledger)
                return
            with BatchApi(endpoint, limits) as api:
                step.client, step.questions = client, questions
                step.post = Post(api, ledger, store, settings.poll_s, beside.say)
                yield Asking(step, ledger)


def prompts_hash() -> str:
    """Hash of all prompts that come with the product."""
    digest = hashlib.sha256()
    for path, content in sorted(_files(folder("prompts"), "")):
        digest.update(path.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def _files(place: Any, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in place.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name != "README.md":
            yield f"{prefix}{entry.name}", entry.read_bytes()


def _price(endpoint: "Endpoint") -> "Callable[[RawReply], float]":
    return lambda reply: float(
        endpoint.price.cost(reply.input_tokens, reply.output_tokens, reply.discounted_tokens)
    )


def _tokens_a_byte(name: Engine, endpoint: "Endpoint", settings: Settings, sample: Sequence[str]) -> float:
    """Tokens that a dry run over a few documents would take, by byte of document."""
    from extractor.pipeline import extract_document, read_document

    dry = settings.model_copy(update={"dry_run": True})
    engine = build_engine(name, endpoint, dry)
    size = 0
    for location in sample[:SAMPLE]:
        try:
            raw = read_location(location, settings.max_bytes)
            extract_document(read_document(raw, file_name(location), settings.max_bytes), engine=engine)
        except DocumentError:
            continue
        size += len(raw)
    estimate = getattr(engine.askers, "estimate", None)
    return (estimate.input_tokens + estimate.output_tokens) / size if estimate and size else 0.0
