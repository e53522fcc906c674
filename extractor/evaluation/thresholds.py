"""What a run must reach: absolute limits, and a tolerance around the committed baseline."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from extractor.errors import UsageError
from extractor.evaluation.evaluation_runs import EvalRun
from extractor.records import Record

FILE_NAME = "thresholds.toml"
_LESS_IS_BETTER = ("silent", "flagged", "documents.failed", "absent")


class Limit(Record):
    """Least or greatest value of one figure."""

    least: float | None = None
    most: float | None = None


class Tolerance(Record):
    """How far a figure may fall behind the baseline."""

    figures: tuple[str, ...]
    by: float = Field(ge=0)


class Thresholds(Record):
    """The file ``eval/thresholds.toml``."""

    tolerance: Tolerance
    limits: dict[str, dict[str, Limit]] = Field(description="suite.engine to figure to limit")


def read_thresholds(project: Path) -> Thresholds:
    """The thresholds; UsageError where the file is missing or wrong."""
    path = project / "eval" / FILE_NAME
    try:
        body: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return Thresholds.model_validate(body)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise UsageError(f"{path}: {error}; mend that line") from error


def baseline_path(project: Path, run: EvalRun) -> Path:
    """Where the committed baseline of a run's suite, engine and model is."""
    model = f"-{_plain(run.info.engine.model)}" if run.info.engine.model else ""
    return project / "eval" / "baselines" / f"{run.info.suite}-{run.info.engine.name}{model}.json"


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in ".-" else "-" for letter in name)


def breaches(run: EvalRun, thresholds: Thresholds, baseline: EvalRun | None) -> list[str]:
    """One line for each limit that is passed; empty where all hold."""
    found = list(_limits(run, thresholds))
    if baseline is not None:
        found += _behind(run, thresholds.tolerance, baseline)
    return found


def _limits(run: EvalRun, thresholds: Thresholds) -> Iterator[str]:
    for name, limit in thresholds.limits.get(f"{run.info.suite}.{run.info.engine.name}", {}).items():
        figure = run.figures.get(name)
        if figure is None or figure.value is None:
            yield f"{run.title}: {name} is not there, and a limit is set for it"
            continue
        if limit.least is not None and figure.value < limit.least:
            yield f"{run.title}: {name} {figure.value:.4f} is below {limit.least} (n {figure.n})"
        if limit.most is not None and figure.value > limit.most:
            yield f"{run.title}: {name} {figure.value:.4f} is above {limit.most} (n {figure.n})"


def _behind(run: EvalRun, tolerance: Tolerance, baseline: EvalRun) -> Iterator[str]:
    for name in tolerance.figures:
        before, now = baseline.figures.get(name), run.figures.get(name)
        if before is None or before.value is None:
            continue
        if now is None or now.value is None:
            yield f"{run.title}: {name} is not there, the baseline has {before.value:.4f}"
            continue
        worse = before.value - now.value
        if name.startswith(_LESS_IS_BETTER):
            worse = -worse
        if worse > tolerance.by:
            yield (
                f"{run.title}: {name} {now.value:.4f} is behind the baseline {before.value:.4f} "
                f"by more than {tolerance.by}"
            )
