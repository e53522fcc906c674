"""``extractor eval run``."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from extractor.cli.eval_engines import OpenedEngine, opened
from extractor.cli.eval_show import print_run
from extractor.cli.terminal import Terminal
from extractor.errors import EndpointError, SettingsError, UsageError
from extractor.evaluation.compare import restricted, shared_documents
from extractor.evaluation.evaluation_runs import EvalRun, load_run, recomputed, run_suite, save_run
from extractor.evaluation.gold_check import check_suite
from extractor.evaluation.suites import Folders, describe_suites, load_suite
from extractor.evaluation.thresholds import Thresholds, baseline_path, breaches, read_thresholds


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


def run_suites(options: EvalOptions, folders: Folders, terminal: Terminal) -> int:
    """Score the suites; the number of limits that are passed (0 without ``check``)."""
    project = folders.project
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
            try:
                run = run_suite(loaded, engine.read, engine.info, repeats=options.repeats)
            except EndpointError as error:
                raise SettingsError(f"{error}; suite {name} is not stored{engine.paid()}") from error
            _refuse_unanswered(run, terminal)
            if loaded.suite.second:
                agreed = check_suite(loaded.suite, folders).agreed
                run = run.model_copy(update={"agreement": agreed})
            path = options.out / _name_of(baseline_path(project, run), run)
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


def _refuse_unanswered(run: EvalRun, terminal: Terminal) -> None:
    """Say what a model did not answer; UsageError where that is all: the figures would be the rules'."""
    if run.asked_nothing:
        terminal.failure(
            f"{run.title}: 0 questions arose; these are the figures of the rules, not of a model"
        )
    if run.info.engine.model is None or not run.asked:
        return
    kinds = ", ".join(f"{kind} {number}" for kind, number in run.unanswered.items())
    missing = sum(run.unanswered.values())
    if missing == run.asked or run.by_rule_only == len(run.documents):
        raise UsageError(
            f"{run.title}: the model answered none of {run.asked} questions ({kinds}); these would be "
            "figures of the rules and are not stored; try extractor model probe"
        )
    if missing:
        said = f"{missing} of {run.asked} questions without a usable answer ({kinds})"
        terminal.failure(f"{run.title}: {said}; {run.by_rule_only} documents by rule only")


def _name_of(baseline: Path, run: EvalRun) -> str:
    """A run over part of a suite has a name of its own, and takes no place of one over all of it."""
    info = run.info
    parts = [f"split-{info.split}"] if info.split else []
    parts += [f"first-{info.limit}"] if info.limit is not None else []
    return "-".join([baseline.stem, *parts]) + baseline.suffix


def _checked(run: EvalRun, project: Path) -> Sequence[str]:
    path = baseline_path(project, run)
    baseline = load_run(path) if path.is_file() else None
    if baseline is None or baseline.info.suite_sha256 == run.info.suite_sha256:
        return breaches(run, read_thresholds(project), baseline)
    # Part of a suite, or other documents or labels: compared is what both have scored, limits hold for all.
    found = breaches(run, read_thresholds(project), None)
    shared = shared_documents((baseline, run))
    if shared:
        parts = [recomputed(restricted(one, shared)) for one in (run, baseline)]
        found += breaches(
            parts[0], Thresholds(tolerance=read_thresholds(project).tolerance, limits={}), parts[1]
        )
    is_part = run.info.split is not None or run.info.limit is not None
    known = {each.name for each in baseline.documents}
    changed = {each.name for each in run.documents} & known - shared
    if changed or (not is_part and known - shared) or not shared:
        found.append(
            f"{run.title}: {len(known - shared)} of {len(known)} documents or their gold have changed since "
            "the baseline; look, then run with --write-baseline"
        )
    return found


def _keep(path: Path, baseline: Path, options: EvalOptions) -> None:
    if options.split is not None or options.limit is not None:
        raise UsageError("a baseline covers a whole suite; leave --split and --limit out")
    baseline.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, baseline)
