"""Real schedulers and workers on loopback that are lost or run other code."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from dask_hosts import Processes, batch, scheduler, worker
from generated_reports import write_reports

import extractor
from extractor.batch import status_of
from extractor.store import open_store
from extractor.store.queries import journal_lines

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

HOST = "127.0.0.1"
DOCUMENTS = 200


@pytest.fixture
def processes(tmp_path):
    write_reports(tmp_path / "in", DOCUMENTS, 17, "text")
    started = Processes(tmp_path)
    yield started
    started.close()


@pytest.fixture
def port():
    with socket.create_server((HOST, 0)) as free:
        return free.getsockname()[1]


@pytest.fixture
def other_code(tmp_path):
    """The environment of a worker whose extractor differs in one comment."""
    shutil.copytree(Path(extractor.__file__).parent, tmp_path / "other" / "extractor")
    with (tmp_path / "other" / "extractor" / "tidy.py").open("a") as file:
        file.write("# another version\n")
    return {**os.environ, "PYTHONPATH": str(tmp_path / "other")}


def said(processes):
    """What the batch said, but for its progress."""
    return [line for line in processes.log("batch").splitlines() if not line.startswith("{")]


def is_at_work(log):
    return any(json.loads(line).get("done", 0) for line in log.splitlines() if line.startswith("{"))


def test_a_lost_scheduler_is_one_line_and_the_run_is_resumed(processes, port):
    address = f"tcp://{HOST}:{port}"
    first = scheduler(processes, HOST, port)
    worker(processes, address, HOST)
    processes.wait_for("worker", "Registered to:")
    process = batch(processes, "run", "in", "--db", "s.sqlite", "--engine", "rules", "--cluster", address)
    processes.wait_until("batch", is_at_work)
    processes.kill(first)
    assert process.wait(60) == 1
    assert said(processes) == [
        "extractor: the scheduler is lost; start it again and resume: what was read is in the store"
    ]
    store = open_store(str(processes.folder / "s.sqlite"))
    status = status_of(store)
    assert (status.state, status.under_way) == ("interrupted", 0)
    assert 0 < status.done < DOCUMENTS
    scheduler(processes, HOST, port, name="scheduler again")
    worker(processes, address, HOST, name="worker again")
    assert batch(processes, "resume", "--db", "s.sqlite").wait(100) == 0, processes.log("batch")
    assert status_of(store).done == DOCUMENTS
    ends = [key for key, event in journal_lines(store) if event == "done"]
    assert len(ends) == len(set(ends)) == DOCUMENTS
    store.close()


def test_a_worker_with_other_code_is_refused_before_the_run_starts(processes, port, other_code):
    address = f"tcp://{HOST}:{port}"
    scheduler(processes, HOST, port)
    worker(processes, address, HOST, env=other_code)
    process = batch(processes, "run", "in", "--db", "s.sqlite", "--engine", "rules", "--cluster", address)
    assert process.wait(60) == 1
    (line,) = said(processes)
    assert "another version of extractor than here" in line


def test_a_worker_with_other_code_that_comes_later_reads_nothing(processes, port, other_code):
    address = f"tcp://{HOST}:{port}"
    scheduler(processes, HOST, port)
    first = worker(processes, address, HOST)
    processes.wait_for("worker", "Registered to:")
    process = batch(processes, "run", "in", "--db", "s.sqlite", "--engine", "rules", "--cluster", address)
    processes.wait_until("batch", is_at_work)
    worker(processes, address, HOST, name="worker of another version", env=other_code)
    processes.kill(first)
    assert process.wait(60) == 1
    (line,) = said(processes)
    assert "another version of extractor than here" in line
    store = open_store(str(processes.folder / "s.sqlite"))
    assert status_of(store).state == "interrupted"
    assert status_of(store).failed == 0
    store.close()


def test_an_address_where_nothing_answers_is_one_line(processes, port):
    soon = "import extractor.batch.cluster as room; room.CONNECT_S = 1.0; import extractor.cli as c; c.main()"
    arguments = ["batch", "run", "in", "--db", "s.sqlite", "--engine", "rules", "--log", "json"]
    ran = subprocess.run(
        [sys.executable, "-c", soon, *arguments, "--cluster", f"tcp://{HOST}:{port}"],
        cwd=processes.folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = [line for line in ran.stderr.splitlines() if not line.startswith("{")]
    assert ran.returncode == 1
    assert len(lines) == 1
    assert f"no scheduler answers at tcp://{HOST}:{port}" in lines[0]
