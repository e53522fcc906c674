"""``extractor extract``: read each document, write or print its Report, go on after a failure."""

import io
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from extractor.cli.engine import choose_engine, opened_engine, paid_so_far
from extractor.cli.limited_reading import How, read_by_rule, reports_of
from extractor.cli.progress import Step, shown_progress
from extractor.cli.result_names import Job, plan, result_files, tell_passed_over
from extractor.cli.standard_input import DASH, with_standard_input
from extractor.cli.summary import OverviewRow, overview_row, print_overview, print_report
from extractor.cli.terminal import Terminal
from extractor.cli.whole_files import atomic_writer, make_folder, write_text
from extractor.discovery import PassedOver, native_path, shown_path
from extractor.errors import EndpointError, Failure, RunStoppedError, SettingsError, UsageError
from extractor.export.account import ACCOUNT, Account, FileOutcome, counted, read_account, write_account
from extractor.export.texts import line_with_text
from extractor.judging.engines import Engine
from extractor.records import Document, Report, Usage
from extractor.workers import Outcome

STDOUT = Path("-")


class Destination(NamedTuple):
    """Where Reports go; with neither, a summary is printed."""

    folder: Path | None = None
    jsonl: Path | None = None
    with_text: bool = False
    """JSON lines hold the canonical text."""


class RunTally:
    """What has come of a run so far."""

    def __init__(self, accounts: list[Account]) -> None:
        self.rows: list[OverviewRow] = []
        self.accounts = accounts
        self.by_rule = 0
        """Read, but without the model that was to be asked."""
        self.incomplete = 0
        """Read, but with questions open whose replies were of no use."""
        self.asked = 0
        self.unanswered: Counter[str] = Counter()
        self.usage = Usage()

    def add(self, name: str, report: Report) -> None:
        """One document that was read."""
        self.rows.append(overview_row(name, report))
        run = report.run
        self.by_rule += run.by_rule_only
        self.incomplete += run.is_incomplete and not run.by_rule_only
        self.asked += run.asked
        self.unanswered.update(run.unanswered)
        added = {key: getattr(self.usage, key) + value for key, value in run.usage if isinstance(value, int)}
        self.usage = self.usage.model_copy(update={**added, "cost": self.usage.cost + run.usage.cost})

    @property
    def failed(self) -> int:
        """Files that were not read."""
        return sum(account.outcome is FileOutcome.FAILED for account in self.accounts)


def run(inputs: Sequence[Path], to: Destination, how: How, terminal: Terminal) -> int:
    """Read all inputs, ``-`` for standard input; see ``_run``."""
    with with_standard_input(inputs, how.settings.max_bytes) as (given, piped):
        return _run(given, piped, to, how, terminal)


def _run(inputs: Sequence[Path], piped: Path | None, to: Destination, how: How, terminal: Terminal) -> int:
    """Read all inputs; the number of documents that failed or whose questions a model left open.

    Raises UsageError or SettingsError where the run makes no sense, which an endpoint that refuses the first
    question is, and RunStoppedError where the run ends in the middle.
    """
    settings = how.settings
    _, why = choose_engine(settings)
    jobs, passed_over = plan(inputs, to.folder)
    if not jobs:
        tell_passed_over(passed_over, terminal)
        raise UsageError(
            "nothing to read: no text, HTML, Word, PDF or picture in what was given; name a file"
        )
    if to.folder is not None:
        _guard_inputs(jobs, to.folder)
        make_folder(to.folder)
    if why is not None:
        terminal.note(why)
    if settings.dry_run:
        _estimate(jobs, how, terminal)
        return 0
    tally = RunTally([_account_of_passed_over(one) for one in passed_over])
    tell_passed_over(passed_over, terminal)
    with (
        _jsonl_stream(to.jsonl) as stream,
        read_by_rule(jobs, how) as read,
        opened_engine(settings, terminal.note) as engine,
    ):
        stopped = _read_all(jobs, tally, _Work(how, terminal, read, engine, to, stream))
    if piped is not None:
        was = str(piped)
        tally.accounts = [
            one._replace(path=DASH.name if one.path == was else one.path) for one in tally.accounts
        ]
    _conclude(tally, to, terminal)
    if stopped is not None:
        raise stopped
    return tally.failed + tally.by_rule + tally.incomplete


class _Work(NamedTuple):
    """What documents are read with, and where their Reports go."""

    how: How
    terminal: Terminal
    read: Iterator[Outcome]
    """What comes of each document by rule, in order."""
    engine: Engine | None
    to: Destination
    stream: TextIO | None


def _read_all(jobs: Sequence[Job], tally: RunTally, work: _Work) -> RunStoppedError | None:
    """Read one after the other into ``tally``; what ended the run before all were read, if anything did.

    Raises SettingsError where the endpoint refuses the first question of all.
    """
    with shown_progress([job.label for job in jobs], work.terminal) as step:
        return _read_each(jobs, tally, work, step)


def _read_each(jobs: Sequence[Job], tally: RunTally, work: _Work, step: Step) -> RunStoppedError | None:
    seen: dict[str, Job] = {}
    terminal = work.terminal
    for number, job in enumerate(jobs):
        step(job.label)
        try:
            outcome = reports_of(job, next(work.read), work.how, work.engine, terminal)
        except RunStoppedError as error:
            paid = paid_so_far(work.engine)
            if not tally.rows and isinstance(error, EndpointError):
                raise SettingsError(f"{error}; nothing was read{paid}") from error
            left = f"{len(jobs) - number} of {len(jobs)} were not read"
            return type(error)(error.kind, f"{error}; {left}{paid}", error.raw)
        if isinstance(outcome, Failure):
            _fail(job, outcome, work.to.folder, terminal)
            tally.accounts.append(Account(job.path, FileOutcome.FAILED, outcome.message))
            continue
        first = seen.setdefault(outcome[0][0].source.sha256, job)
        is_again = first is not job
        if is_again:
            terminal.note(f"{job.label}: the same bytes as {first.label}")
        # Inside of an archive a file that is there twice is not reported again.
        if not (is_again and job.is_in_archive):
            _note_name(job, terminal)
            for name, result in _named(job, outcome):
                _deliver(job, name, result, work.to, work.stream, terminal)
                tally.add(name, result[1])
            if why_open := _why_open(outcome[0][1]):
                terminal.failure(f"{why_open[0]}: {job.label}: {why_open[1]}")
        tally.accounts.append(_account_of_read(job, first, outcome[0]))
    return None


def _why_open(report: Report) -> tuple[str, str] | None:
    """What a document lacks of the model that was to be asked, and why; None where it lacks nothing."""
    if report.run.by_rule_only:
        found = (finding.message for finding in report.findings if finding.check == "model.step_failed")
        return "by rule only", next(found, "the model step failed").rpartition(" / ")[2]
    return ("model incomplete", report.run.open_words) if report.run.is_incomplete else None


def _account_of_passed_over(one: PassedOver) -> Account:
    outcome = FileOutcome.FAILED if one.is_failure else FileOutcome.SKIPPED
    return Account(shown_path(one.location), outcome, one.reason)


def _account_of_read(job: Job, first: Job, read: tuple[Document, Report]) -> Account:
    sha256 = read[0].source.sha256
    if first is job:
        reason = (_why_open(read[1]) or ("", ""))[1]
        return Account(job.path, FileOutcome.READ, reason, document=job.name, sha256=sha256)
    name = first.name if job.is_in_archive else job.name
    return Account(job.path, FileOutcome.DUPLICATE, duplicate_of=first.path, document=name, sha256=sha256)


def _estimate(jobs: Sequence[Job], how: How, terminal: Terminal) -> None:
    """Say on stdout what the model would be asked; what depends on its answers is not in it."""
    from extractor.llm.askers import DryRun

    failed = 0
    with read_by_rule(jobs, how) as read, opened_engine(how.settings) as engine:
        for job in jobs:
            failed += isinstance(reports_of(job, next(read), how, engine, terminal), Failure)
        dry = engine.askers if engine else None
    spent = dry.estimate if isinstance(dry, DryRun) else Usage()
    about = spent.cost_in_words.replace("cost ", "cost about ")
    sys.stdout.write(
        f"{len(jobs) - failed} documents, {spent.calls} calls, about {spent.input_tokens} tokens in and "
        f"{spent.output_tokens} out, {about}; nothing was asked\n"
    )


def _guard_inputs(jobs: Sequence[Job], folder: Path) -> None:
    sources = {native_path(job.location).resolve() for job in jobs}
    for job in jobs:
        for name in result_files(job.name):
            if (folder / name).resolve() in sources:
                raise UsageError(
                    f"--out {folder} would overwrite the input {folder / name}; choose another folder"
                )


@contextmanager
def _jsonl_stream(path: Path | None) -> Iterator[TextIO | None]:
    with ExitStack() as stack:
        if path is None:
            yield None
        elif path == STDOUT:
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")
            yield sys.stdout
        else:
            yield stack.enter_context(atomic_writer(path))


def _note_name(job: Job, terminal: Terminal) -> None:
    if job.name != (stem := Path(job.file_name).stem):
        terminal.note(
            f"{job.path}: the name {stem[:60]} is taken or too long; its results are called {job.name}"
        )


def _named(
    job: Job, read: Sequence[tuple[Document, Report]]
) -> Iterator[tuple[str, tuple[Document, Report]]]:
    """The reports of one file by the name of their results: NAME, NAME-2, NAME-3."""
    for number, result in enumerate(read, start=1):
        yield (job.name if number == 1 else f"{job.name}-{number}"), result


def _deliver(
    job: Job,
    name: str,
    result: tuple[Document, Report],
    to: Destination,
    stream: TextIO | None,
    terminal: Terminal,
) -> None:
    document, report = result
    if stream is not None:
        stream.write(
            line_with_text(report, document.text) if to.with_text else report.model_dump_json() + "\n"
        )
    if to.folder is not None:
        report_file, text_file, error_file = (to.folder / file for file in result_files(name))
        # The text first: a Report that is there always finds the text its offsets refer to.
        write_text(text_file, document.text)
        write_text(report_file, report.model_dump_json(indent=2) + "\n")
        error_file.unlink(missing_ok=True)
        terminal.detail(f"{job.path}: written to {report_file}")
    elif stream is None or to.jsonl != STDOUT:
        print_report(report, terminal.console())


def _with_path(job: Job, message: str) -> str:
    """The message with the path for the name at its head: several folders may hold files of one name."""
    name = f"{job.file_name}: "
    return f"{job.path}: {message.removeprefix(name)}" if message.startswith(name) else message


def _fail(job: Job, failure: Failure, folder: Path | None, terminal: Terminal) -> None:
    terminal.failure(f"failed at {failure.stage}: {_with_path(job, failure.message)}")
    if folder is not None:
        report_file, text_file, error_file = (folder / name for name in result_files(job.name))
        write_text(
            error_file,
            json.dumps({"source": job.file_name, **failure._asdict()}, ensure_ascii=False, indent=2) + "\n",
        )
        # What an earlier run left under this name no longer describes the file.
        report_file.unlink(missing_ok=True)
        text_file.unlink(missing_ok=True)


def _conclude(tally: RunTally, to: Destination, terminal: Terminal) -> None:
    done, accounts = tally.rows, tally.accounts
    if to.folder is not None:
        # What earlier runs wrote into the folder stays accounted for.
        now = {account.path for account in accounts}
        earlier = [one for one in read_account(to.folder / ACCOUNT) if one.path not in now]
        write_account(to.folder / ACCOUNT, [*earlier, *accounts])
    if to.jsonl != STDOUT and done and (to.folder is not None or len(done) > 1):
        print_overview(done, terminal.console())
    places = [str(place) for place in (to.folder, to.jsonl) if place is not None and place != STDOUT]
    where = f"; Reports are in {' and '.join(places)}" if places and done else ""
    lacks = ((tally.by_rule, "by rule only"), (tally.incomplete, "model incomplete"))
    by_rule = "".join(f", {number} {what}" for number, what in lacks if number)
    if places or by_rule or len(accounts) > 1 or tally.failed:
        number = Counter(account.outcome for account in accounts)
        terminal.note(f"{counted(number)}{by_rule}{where}")
    if tally.asked:
        terminal.note(_asked_line(tally))


def _asked_line(tally: RunTally) -> str:
    used = tally.usage
    kept = f", {used.cached_calls} replies kept from before" if used.cached_calls else ""
    kinds = ", ".join(f"{kind} {number}" for kind, number in tally.unanswered.most_common())
    holes = f"{tally.unanswered.total()} without a usable answer ({kinds})" if kinds else "all answered"
    return (
        f"model: {tally.asked} questions, {holes}; {used.calls} calls{kept}, "
        f"{used.input_tokens:,} tokens in, {used.output_tokens:,} out, {used.cost_in_words}"
    )
