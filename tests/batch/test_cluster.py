import hashlib
import logging
import os
import signal
import time

import pytest

from extractor.batch import RunOptions, Silent, plan_run, record_run, run_named, status_of, work_off
from extractor.cli.export_store import items_of_store
from extractor.discovery import discover
from extractor.errors import ClusterError, UsageError
from extractor.export import export
from extractor.store import open_store
from extractor.workers import Task, WorkerLimits

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

from extractor.batch import cluster as cluster_room

pytestmark = pytest.mark.filterwarnings("ignore")  # dask.distributed leaves sockets to the garbage collector


@pytest.fixture(autouse=True)
def quiet_dask():
    yield
    logging.getLogger("distributed").setLevel(logging.NOTSET)


def run(folder, db, options):
    store = open_store(db)
    run_id = record_run(store, plan_run(store, discover([folder]), options))
    told = work_off(store, run_id, Silent())
    status = status_of(store, run_id)
    return store, told, status


def test_a_cluster_gives_the_same_exports_byte_for_byte(reports, tmp_path):
    local, _, here = run(reports, str(tmp_path / "l.sqlite"), RunOptions(workers=1))
    remote, told, there = run(reports, str(tmp_path / "c.sqlite"), RunOptions(cluster="local:2"))
    assert told.ending == "finished"
    assert (here.done, here.failed) == (there.done, there.failed) == (12, 1)
    first = export(
        items_of_store(local, run_named(local, None), ""),
        tmp_path / "l",
        ["jsonl", "csv", "panel", "parquet", "xlsx"],
    )
    export(
        items_of_store(remote, run_named(remote, None), ""),
        tmp_path / "c",
        ["jsonl", "csv", "panel", "parquet", "xlsx"],
    )
    for path in first.files:
        assert path.read_bytes() == (tmp_path / "c" / path.name).read_bytes(), path.name
    local.close()
    remote.close()


def test_every_document_comes_back_once_when_a_worker_is_killed(reports):
    tasks = []
    for path in sorted(reports.glob("*.txt")):
        raw = path.read_bytes()
        tasks += [
            Task(f"{hashlib.sha256(raw).hexdigest()}-{copy}", str(path), 10**7, raw) for copy in range(6)
        ]
    executor = cluster_room.ClusterExecutor("local:2", WorkerLimits(), batch=3)
    try:
        for task in tasks:
            executor.submit(task)
        outcomes = executor.collect(30.0)
        victim = next(iter(executor._client.run(os.getpid).values()))
        os.kill(victim, signal.SIGKILL)
        until = time.monotonic() + 90
        while executor.under_way() and time.monotonic() < until:
            outcomes += executor.collect(1.0)
    finally:
        executor.close()
    assert sorted(outcome.key for outcome in outcomes) == sorted(task.key for task in tasks)
    assert all(outcome.packed or outcome.failure.error == "EmptyFileError" for outcome in outcomes)


def test_batches_that_dask_gives_up_are_sent_again(reports):
    """A dying worker can take the batch beside its own with it, while the scheduler lives on."""
    paths = sorted(reports.glob("*.txt"))
    tasks = [Task(hashlib.sha256(p.read_bytes()).hexdigest(), str(p), 10**7, p.read_bytes()) for p in paths]
    executor = cluster_room.ClusterExecutor("local:2", WorkerLimits(), batch=3)
    outcomes = []
    try:
        for task in tasks:
            executor.submit(task)
        executor._client.cancel(list(executor._under_way), force=True)
        until = time.monotonic() + 60
        while executor.under_way() and time.monotonic() < until:
            outcomes += executor.collect(1.0)
    finally:
        executor.close()
    assert sorted(outcome.key for outcome in outcomes) == sorted(task.key for task in tasks)


def test_other_code_on_a_worker_is_refused(monkeypatch):
    monkeypatch.setattr(cluster_room, "code_fingerprint", lambda: "other")
    with pytest.raises(ClusterError, match="another version"):
        cluster_room.ClusterExecutor("local:1", WorkerLimits())


def test_an_address_where_nothing_answers_is_named(monkeypatch):
    monkeypatch.setattr(cluster_room, "CONNECT_S", 1.0)
    with pytest.raises(ClusterError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        cluster_room.ClusterExecutor("tcp://127.0.0.1:9", WorkerLimits())


@pytest.mark.parametrize("address", ["local:none", "local:0", "http://x", "8786"])
def test_an_address_that_is_none_is_wrong_usage(address):
    with pytest.raises(UsageError, match="--cluster"):
        cluster_room.ClusterExecutor(address, WorkerLimits())
