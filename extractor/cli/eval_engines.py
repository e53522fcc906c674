"""Engines by name, as the evaluation wants them: a Document in, a Report out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from extractor import __version__, pipeline
from extractor.cli.engine import opened_engine
from extractor.errors import SettingsError
from extractor.evaluation.runs import Engine, EngineInfo
from extractor.records import Document, Report
from extractor.settings import load

ENGINES = ("rules", "hybrid", "model")
_SAMPLING = {"temperature": "0", "seed": "7"}
"""What the door to the model always asks for; at temperature 0 replies may differ all the same."""


class OpenedEngine(NamedTuple):
    """An engine that is ready to read."""

    read: Engine
    info: EngineInfo


@contextmanager
def opened(name: str, model: str | None) -> Iterator[OpenedEngine]:
    """The engine called ``name``; a local model runs for the duration of the block.

    Raises SettingsError where the engine cannot run here.
    """
    if name not in ENGINES:
        raise SettingsError(f"unknown engine {name!r}; known: {', '.join(ENGINES)}")
    settings = load({"engine": name, "model": model})
    with opened_engine(settings) as engine:
        if engine is None:
            yield OpenedEngine(pipeline.extract_document, EngineInfo(name=name, version=__version__))
            return

        def read(document: Document) -> Report:
            return pipeline.extract_document(document, engine=engine)

        info = EngineInfo(name=name, version=__version__, model=engine.model, sampling=_SAMPLING)
        yield OpenedEngine(read, info)


__all__ = ["ENGINES", "OpenedEngine", "opened"]
