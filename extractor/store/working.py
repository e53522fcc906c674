"""The two transactions of a coordinator: take documents over, and record what came of them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from extractor.errors import Failure
from extractor.store.journal import EntryKind, JournalEntry, StageResult, note, refuse_stage, stage_results
from extractor.store.packing import PackedReport
from extractor.store.parts import ReportPart, add_part, part_key, part_path, save_part
from extractor.store.reports import StageKey, report_of, save_report
from extractor.store.runs import LeasedItem, fail_item, finish_item, lease


class Configuration(NamedTuple):
    """Hashes of what the steps of a run depend on."""

    rules: str
    model: str | None = None
    """None: no model is asked."""


class Lessee(NamedTuple):
    """Who takes documents of which run, and for how long."""

    run_id: str
    owner: str
    lease_s: float


class Taken(NamedTuple):
    """Documents that were taken over: to read, or with their Report by rule there, to ask about."""

    to_read: list[LeasedItem]
    to_ask: list[tuple[LeasedItem, StageResult]]
    settled: int
    """Documents whose result another run had left meanwhile."""


class Result(NamedTuple):
    """What came of one step of one document."""

    key: StageKey
    packed: PackedReport | None
    failure: Failure | None
    is_refusal: bool
    next_config: str | None
    """Configuration of the step that follows; None: this was the last."""
    tries: int
    worker: str
    seconds: float
    others: tuple[ReportPart, ...] = ()
    """Further reports of the same file."""


def take(connection: Connection, lessee: Lessee, count: int, configuration: Configuration) -> Taken:
    """Lease up to ``count`` documents and write into the journal that their next step begins.

    A document whose result is there already is settled at once and not returned.
    """
    items = lease(connection, lessee.run_id, lessee.owner, count, lessee.lease_s)
    hashes = [item.sha256 for item in items]
    rules = stage_results(connection, "rules", configuration.rules, hashes)
    asked = stage_results(connection, "model", configuration.model, hashes) if configuration.model else {}
    taken, entries = Taken([], [], 0), list[JournalEntry]()
    settled = 0
    for item in items:
        first = rules[item.sha256][0] if item.sha256 in rules else None
        last = first
        if first is not None and first.failure is None and configuration.model:
            last = next(
                (r for r in asked.get(item.sha256, ()) if r.key.input_hash == first.report_sha256), None
            )
        if last is not None:
            _settle(connection, lessee.run_id, last)
            _join_parts(connection, lessee.run_id, item, configuration)
            settled += 1
        elif first is not None and configuration.model:
            key = StageKey(item.sha256, "model", first.report_sha256 or "", configuration.model)
            entries.append(JournalEntry(lessee.run_id, key, "started", lessee.owner))
            taken.to_ask.append((item, first))
        else:
            key = StageKey(item.sha256, "rules", item.sha256, configuration.rules)
            entries.append(JournalEntry(lessee.run_id, key, "started", lessee.owner))
            taken.to_read.append(item)
    note(connection, entries)
    return taken._replace(settled=settled)


def record(connection: Connection, run_id: str, results: Sequence[Result]) -> list[int | None]:
    """Write results, their journal and the state of their documents in one go; the ids of the Reports."""
    ids: list[int | None] = []
    entries: list[JournalEntry] = []
    next_entries: list[JournalEntry] = []
    for result in results:
        report_id = None
        if result.packed is not None:
            report_id = save_report(connection, result.key, result.packed)
            is_last = result.next_config is None
            if is_last:
                finish_item(connection, run_id, result.key.sha256, report_id)
            for part in result.others:
                save_part(connection, run_id, result.key, part, is_last_step=is_last)
        elif result.failure is not None:
            if result.is_refusal:
                refuse_stage(connection, result.key, result.failure)
            stands_in = report_of(connection, result.key) if result.key.stage == "model" else None
            fail_item(connection, run_id, result.key.sha256, result.failure, result.tries, stands_in)
        ids.append(report_id)
        if result.packed is not None and result.next_config is not None:
            follows = StageKey(result.key.sha256, "model", result.packed.report_sha256, result.next_config)
            next_entries.append(JournalEntry(run_id, follows, "started", result.worker))
        detail = None if result.failure is None else f"{result.failure.error}: {result.failure.message}"[:500]
        worker, seconds = result.worker, round(result.seconds, 4)
        entries.append(JournalEntry(run_id, result.key, _event(result), worker, seconds, detail))
    note(connection, entries + next_entries)
    return ids


def _event(result: Result) -> EntryKind:
    if result.failure is None:
        return "done"
    return "refused" if result.is_refusal else "crashed"


def _join_parts(connection: Connection, run_id: str, item: LeasedItem, configuration: Configuration) -> None:
    """Further reports of a file that another run has read meanwhile join this one."""
    number = 2
    while True:
        key = part_key(item.sha256, number)
        known = stage_results(connection, "rules", configuration.rules, [key]).get(key)
        if known is None:
            return
        report_id = None if configuration.model else known[0].report_id
        add_part(connection, run_id, (key, part_path(item.path, number)), report_id, reused=True)
        number += 1


def _settle(connection: Connection, run_id: str, result: StageResult) -> None:
    if result.failure is not None:
        fail_item(connection, run_id, result.key.sha256, result.failure, 0)
    elif result.report_id is not None:
        finish_item(connection, run_id, result.key.sha256, result.report_id, reused=True)
    note(connection, [JournalEntry(run_id, result.key, "reused")])
