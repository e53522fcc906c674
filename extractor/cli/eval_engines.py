"""Engines by name, as the evaluation wants them: a Document in, a Report out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from extractor import __version__, pipeline
from extractor.cli.engine import opened_engine, paid_so_far
from extractor.errors import SettingsError
from extractor.evaluation.evaluation_runs import Engine, EngineInfo
from extractor.records import Document, Report
from extractor.settings import load

ENGINES = ("rules", "hybrid", "model")
_SAMPLING = {"temperature": "0", "seed": "7"}
"""What the door to the model always asks for; at temperature 0 replies may differ all the same."""


class OpenedEngine(NamedTuple):
    """An engine that is ready to read."""

    read: Engine
    info: EngineInfo
    paid: Callable[[], str] = str
    """What its calls have cost by now, in words."""


@contextmanager
def opened(name: str, model: str | None, replies: Path | None = None) -> Iterator[OpenedEngine]:
    """The engine called ``name``; a local model runs for the duration of the block.

    With ``replies`` no model is asked: a folder of recorded replies answers, and what it does not hold is
    left as an endpoint that is down would leave it. Raises SettingsError where the engine cannot run here.
    """
    if name not in ENGINES:
        raise SettingsError(f"unknown engine {name!r}; known: {', '.join(ENGINES)}")
    if replies is not None and name != "rules":
        with _recorded(name, model, replies) as replayed:
            yield replayed
        return
    settings = load({"engine": name, "model": model})
    with opened_engine(settings) as engine:
        if engine is None:
            yield OpenedEngine(pipeline.extract_document, EngineInfo(name=name, version=__version__))
            return

        def read(document: Document) -> Report:
            return pipeline.extract_document(document, engine=engine)

        info = EngineInfo(name=name, version=__version__, model=engine.model, sampling=_SAMPLING)
        yield OpenedEngine(read, info, lambda: paid_so_far(engine))


@contextmanager
def _recorded(name: str, model: str | None, replies: Path) -> Iterator[OpenedEngine]:
    from extractor.judging.engines import Engine as ModelEngine
    from extractor.llm import Endpoint
    from extractor.llm.cache import ReplyCache
    from extractor.llm.client import ModelClient
    from extractor.llm.model_weights import known_model
    from extractor.llm.profile import Profile

    if not replies.is_dir():
        raise SettingsError(f"{replies}: no such folder of recorded replies; make record-replies writes one")
    said_by = model or known_model().name
    endpoint = Endpoint(base_url="http://127.0.0.1:1/v1", model=said_by)
    kind: Literal["hybrid", "model"] = "model" if name == "model" else "hybrid"
    with ModelClient(endpoint, cache=ReplyCache(replies), offline=True) as client:
        engine = ModelEngine(kind, said_by, client, Profile(model=said_by))

        def read(document: Document) -> Report:
            return pipeline.extract_document(document, engine=engine)

        info = EngineInfo(name=name, version=__version__, model=f"{said_by}, recorded", sampling=_SAMPLING)
        yield OpenedEngine(read, info)


__all__ = ["ENGINES", "OpenedEngine", "opened"]
