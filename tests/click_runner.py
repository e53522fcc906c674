"""Runs the command line inside the test process."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app


class Run(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


def runner(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Callable[..., Run]:
    """A function that runs ``extractor ARGUMENTS`` in ``folder``, without EXTRACTOR_ variables."""
    monkeypatch.chdir(folder)
    for name in os.environ:
        if name.startswith("EXTRACTOR_"):
            monkeypatch.delenv(name)
    # wide enough that a line with a path of the folder, however long, is not broken inside of a sentence
    monkeypatch.setenv("COLUMNS", str(max(100, len(str(folder)) + 100)))
    # weights that the developer fetched must not turn the default engine into hybrid
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(folder / "cache"))

    # pytest's threads hold no lock that a child would miss; what a test has patched is patched in the child
    monkeypatch.setattr("extractor.workers.starting.can_fork", lambda: True)

    def run(*arguments: object) -> Run:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Run(result.exit_code, result.stdout, result.stderr)

    return run
