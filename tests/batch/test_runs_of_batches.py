import io
import itertools
import json
import threading
import urllib.request

import pytest
from asking_step import AskingStep
from rich.console import Console
from sqlalchemy import text
from typer.testing import CliRunner

from extractor.batch import (
    CallLedger,
    JsonLines,
    Metrics,
    RunOptions,
    Silent,
    cancel_run,
    plan_run,
    record_run,
    retry_failed,
    run_named,
    status_of,
    work_off,
)
from extractor.batch import model_step as model_step_module
from extractor.batch.reporting import drawing, duration, progress_line, prometheus_text
from extractor.cli.app import app
from extractor.discovery import discover, native_path
from extractor.discovery.location import path_text
from extractor.errors import UsageError
from extractor.store import reports_of_run

SUFFIXES = frozenset({".txt"})
OPTIONS = RunOptions(workers=1)


def plan(store, folder, options=OPTIONS, step=None, limit=None):
    return plan_run(store, discover([folder]), options, limit, step)


def run(store, folder, options=OPTIONS, step=None, **more):
    run_id = record_run(store, plan(store, folder, options, step))
    return work_off(store, run_id, Silent(), step, **more)


def ledger(store):
    return CallLedger(store, "test", "model", lambda reply: (reply.input_tokens + reply.output_tokens) / 1000)


def test_each_content_is_read_once_and_failures_are_recorded(store, reports):
    told = run(store, reports)
    assert told.ending == "finished"
    status = status_of(store, told.run_id)
    assert (status.documents, status.done, status.failed) == (13, 12, 1)
    assert status.failures == {"EmptyFileError": 1}
    stored = list(reports_of_run(store, told.run_id))
    assert len({one.key.sha256 for one in stored}) == 12
    assert [one.path for one in stored] == sorted(one.path for one in stored)


def test_a_second_run_reuses_everything_and_says_so_before(store, reports):
    run(store, reports)
    (reports / "new.txt").write_text(
        (reports / "00.txt").read_text("utf-8") + "\n增补1件。", encoding="utf-8"
    )
    planned = plan(store, reports)
    assert planned.plan.sentence() == (
        "14 documents, 1 more files with the same content: reused 12, 1 known failures, will run 1"
    )
    told = work_off(store, record_run(store, planned), Silent())
    status = status_of(store, told.run_id)
    assert (status.done, status.reused, status.failed) == (13, 12, 1)


def test_other_code_reads_again(store, reports, monkeypatch):
    run(store, reports)
    monkeypatch.setattr("extractor.batch.worker_identity.code_fingerprint", lambda: "other")
    assert plan(store, reports).plan.reused == 0


def test_planning_writes_nothing(store, reports):
    plan(store, reports)
    with pytest.raises(UsageError, match="there is no run"):
        run_named(store, None)


def test_retry_reads_failed_documents_again(store, reports):
    told = run(store, reports)
    (reports / "empty.txt").write_bytes(b"")
    assert retry_failed(store, told.run_id) == 1
    assert status_of(store, told.run_id).waiting == 1
    again = work_off(store, told.run_id, Silent())
    assert status_of(store, again.run_id).failed == 1


def test_a_cancelled_run_keeps_what_is_done(store, reports):
    run_id = record_run(store, plan(store, reports))
    assert cancel_run(store, run_id) is False
    status = status_of(store, run_id)
    assert (status.state, status.cancelled, status.done) == ("cancelled", 13, 0)
    with pytest.raises(UsageError, match="nothing to cancel"):
        cancel_run(store, run_id)


def test_a_run_is_refused_when_somebody_works_on_it(store, reports):
    from extractor.batch.worker_identity import this_owner
    from extractor.store import take_over

    run_id = record_run(store, plan(store, reports))
    store.write(lambda c: take_over(c, run_id, this_owner(), None))
    with pytest.raises(UsageError, match="is being worked on"):
        work_off(store, run_id, Silent())


def test_nothing_is_paid_twice_when_a_run_is_repeated(store, reports, till):
    step = AskingStep(till.address, ledger(store))
    first = run(store, reports, OPTIONS.model_copy(update={"engine": "hybrid"}), step)
    assert first.ending == "finished"
    assert len(till.bills) == 24
    assert set(till.bills.values()) == {1}
    planned = plan(store, reports, step=step)
    assert (planned.plan.reused, planned.plan.to_ask, planned.plan.tokens) == (12, 0, 0)
    run(store, reports, OPTIONS, step)
    assert set(till.bills.values()) == {1}


def test_a_changed_prompt_asks_again_but_does_not_read_again(store, reports, till):
    run(store, reports, OPTIONS, AskingStep(till.address, ledger(store)))
    planned = plan(store, reports, step=AskingStep(till.address, ledger(store), prompt="v2"))
    assert (planned.plan.reused, planned.plan.to_read, planned.plan.to_ask) == (0, 0, 12)
    assert "about" in planned.plan.sentence()


def test_a_run_stops_and_resumes_when_the_endpoint_goes_away(store, reports, till, monkeypatch):
    monkeypatch.setattr(model_step_module, "_PAUSES_S", (0.05, 0.1))
    monkeypatch.setattr(model_step_module.ModelThreads.__init__, "__defaults__", ((0.05, 0.1),))
    step = AskingStep(till.address, ledger(store))
    run_id = record_run(store, plan(store, reports, step=step))
    till.is_away = True
    told = work_off(store, run_id, Silent(), step)
    assert (told.ending, told.because) == ("interrupted", "the endpoint is away")
    # Whether the empty file was read by then or not: no other failed, for the endpoint's sake.
    assert status_of(store, run_id).failures in ({}, {"EmptyFileError": 1})
    till.is_away = False
    told = work_off(store, run_id, Silent(), step)
    assert told.ending == "finished"
    assert (status_of(store, run_id).done, status_of(store, run_id).failed) == (12, 1)
    assert set(till.bills.values()) == {1}


def test_an_endpoint_that_is_away_for_a_while_is_waited_for(store, reports, till, monkeypatch):
    monkeypatch.setattr(model_step_module.ModelThreads.__init__, "__defaults__", ((0.3,) * 50,))
    till.is_away = True
    step = AskingStep(till.address, ledger(store))
    timer = threading.Timer(2.0, lambda: setattr(till, "is_away", False))
    timer.start()
    told = run(store, reports, OPTIONS, step)
    timer.join()
    assert told.ending == "finished"
    assert set(till.bills.values()) == {1}


def test_the_journal_has_a_start_before_every_end(store, reports, till):
    told = run(store, reports, OPTIONS, AskingStep(till.address, ledger(store)))
    rows = store.read(
        lambda c: c.execute(
            text("SELECT sha256, stage, input_hash, event FROM journal ORDER BY entry_id")
        ).all()
    )
    begun = set()
    for sha256, stage, key, event in rows:
        if event == "started":
            begun.add((sha256, stage, key))
        else:
            assert (sha256, stage, key) in begun
    ends = [row[:3] for row in rows if row[3] == "done"]
    assert len(ends) == len(set(ends)) == 12 + 12 + 24
    assert told.ending == "finished"


def test_json_lines_and_metrics_tell_the_same(store, reports):
    stream = io.StringIO()
    seen = []
    run_id = record_run(store, plan(store, reports))
    metrics = Metrics(0, lambda: seen[0].status if seen else None)
    try:
        work_off(store, run_id, JsonLines(stream, every_s=0), None, seen.append)
        with urllib.request.urlopen(f"http://127.0.0.1:{metrics.port}/metrics", timeout=5) as page:
            body = page.read().decode()
    finally:
        metrics.close()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert lines[-1]["done"] == 12
    assert f'extractor_batch_documents{{run="{run_id}",state="done"}} 12' in body
    assert body == prometheus_text(status_of(store, run_id)) or "extractor_batch_failures" in body


@pytest.mark.parametrize(
    ("seconds", "said"), [(4.4, "4 s"), (61, "1 min 01 s"), (7500, "2 h 05 min")], ids=["s", "min", "h"]
)
def test_durations_are_said_as_people_say_them(seconds, said):
    assert duration(seconds) == said


def test_progress_names_the_kinds_of_failures(store, reports):
    told = run(store, reports)
    assert "1 failed (EmptyFileError 1)" in progress_line(status_of(store, told.run_id))


@pytest.mark.parametrize("name", ["报告.txt", "a b.txt", "gbk-\udcb1\udca8.txt", "bytes:x"])
def test_paths_come_back_whatever_their_bytes(name, tmp_path):
    path = tmp_path / name
    told = path_text(path)
    told.encode("utf-8")
    assert native_path(told) == path


def test_memory_of_the_pace_is_bounded(monkeypatch):
    from extractor.batch.status import Throughput

    turns = itertools.count()
    monkeypatch.setattr("extractor.batch.status.time.monotonic", lambda: next(turns) * 0.21)
    pace = Throughput(window_s=0.5)
    for finished in range(8):
        pace.rate(finished * 10)
    assert len(pace._marks) <= 5
    assert 30 < pace.rate(80) < 70


def test_no_time_left_is_drawn_where_none_is_known(store, reports):
    run_id = record_run(store, plan(store, reports))
    at_work = status_of(store, run_id).model_copy(update={"state": "running"})
    screen = Console(file=io.StringIO(), width=100)
    screen.print(drawing(at_work))
    assert "left" not in screen.file.getvalue()
    screen.print(drawing(at_work.model_copy(update={"documents_per_second": 2.0, "seconds_left": 61.0})))
    assert "2.0 a second, 1 min 01 s left" in screen.file.getvalue()


@pytest.mark.parametrize("asked", [["resume"], ["retry", "--failed"], ["status"], ["cancel"]])
def test_a_mistyped_store_is_refused_and_not_made(tmp_path, asked):
    db = tmp_path / "tpyo.sqlite"
    ran = CliRunner().invoke(app, ["batch", *asked, "--db", str(db)])
    assert ran.exit_code != 0
    assert "no such file" in ran.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("left", [b"", b"S", b"SQLite form"])
@pytest.mark.parametrize("asked", [["resume"], ["retry", "--failed"], ["status"], ["cancel"]])
def test_a_stump_of_a_store_is_said_to_be_one_and_left_as_it_is(tmp_path, asked, left):
    db = tmp_path / "r.sqlite"
    db.write_bytes(left)
    ran = CliRunner().invoke(app, ["batch", *asked, "--db", str(db)])
    assert ran.exit_code != 0
    assert f"({len(left)} bytes)" in " ".join(ran.output.split())
    assert (list(tmp_path.iterdir()), db.read_bytes()) == ([db], left)
