"""``extractor eval run``."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from extractor.cli.eval_engines import OpenedEngine, opened
from extractor.cli.eval_show import print_run
from extractor.cli.terminal import Terminal
from extractor.errors import SettingsError, UsageError
from extractor.evaluation.gold_check import check_suite
from extractor.evaluation.runs import EvalRun, load_run, run_suite, save_run
from extractor.evaluation.suites import Folders, describe_suites, load_suite
from extractor.evaluation.thresholds import baseline_path, breaches, read_thresholds


class EvalOptions(NamedTuple):
    """What to score, and what to do with the outcome."""

    suites: tuple[str, ...]
    engine: str
    model: str | None
    split: str | None
    repeats: int
    check: bool
    write_baseline: bool
    out: Path
    limit: int | None = None
    if_possible: bool = False
    replies: Path | None = None


def run_suites(options: EvalOptions, project: Path, real: Path | None, terminal: Terminal) -> int:
    """Score the suites; the number of limits that are passed (0 without ``check``)."""
    folders = Folders(project, real)
    names = options.suites or tuple(describe_suites(project))
    found: list[str] = []
    with _opened(options, terminal) as engine:
        if engine is None:
            return 0
        for name in names:
            loaded = load_suite(name, folders, options.split, options.limit)
            for line in loaded.skipped:
                terminal.note(f"left out: {line}")
            if not loaded.cases:
                terminal.note(f"suite {name}: none of its documents is at hand; not scored")
                continue
            run = run_suite(loaded, engine.read, engine.info, repeats=options.repeats)
            if loaded.suite.second:
                agreed = check_suite(loaded.suite, folders).agreed
                run = run.model_copy(update={"agreement": agreed})
            path = options.out / baseline_path(project, run).name
            save_run(run, path)
            print_run(run, terminal)
            terminal.note(f"stored: {path}")
            if options.check:
                found += _checked(run, project)
            if options.write_baseline:
                _keep(path, baseline_path(project, run), options)
    for line in found:
        terminal.failure(f"past the limit: {line}")
    return len(found)


@contextmanager
def _opened(options: EvalOptions, terminal: Terminal) -> Iterator[OpenedEngine | None]:
    """The engine; None, with the reason on stderr, where it cannot run here and need not."""
    with ExitStack() as stack:
        try:
            engine = stack.enter_context(opened(options.engine, options.model, options.replies))
        except SettingsError as error:
            if not options.if_possible:
                raise
            terminal.note(f"not scored: {error}")
            engine = None
        yield engine


def _checked(run: EvalRun, project: Path) -> Sequence[str]:
    path = baseline_path(project, run)
    baseline = load_run(path) if path.is_file() else None
    if baseline is not None and baseline.info.suite_sha256 != run.info.suite_sha256:
        # Other documents or labels: the baseline says nothing about them, the limits still hold.
        return [
            *breaches(run, read_thresholds(project), None),
            f"{run.title}: its gold has changed since the baseline; look, then run with --write-baseline",
        ]
    return breaches(run, read_thresholds(project), baseline)


def _keep(path: Path, baseline: Path, options: EvalOptions) -> None:
    if options.split is not None or options.limit is not None:
        raise UsageError("a baseline covers a whole suite; leave --split and --limit out")
    baseline.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, baseline)
