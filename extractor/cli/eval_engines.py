"""Engines by name, as the evaluation wants them: a Document in, a Report out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from extractor import pipeline
from extractor.errors import SettingsError
from extractor.evaluation.runs import Engine, EngineInfo
from extractor.settings import load

ENGINES = ("rules", "hybrid", "model")


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
    if name == "rules":
        yield OpenedEngine(pipeline.extract_document, EngineInfo(name="rules"))
        return
    raise SettingsError(f"engine {name!r} is not part of this version; use --engine rules")


__all__ = ["ENGINES", "OpenedEngine", "load", "opened"]
