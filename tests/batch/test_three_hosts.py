"""Three hosts, a cable of which is pulled in the middle of a run: every document once, the same exports."""

import os
import time

import pytest
from dask_hosts import PORT, SUBNET, Processes, batch, made_hosts, scheduler, worker
from generated_reports import write_reports

from extractor.batch import RunOptions, Silent, plan_run, record_run, run_named, status_of, work_off
from extractor.cli.export_store import items_of_store
from extractor.discovery import discover
from extractor.export import FORMATS, export
from extractor.store import open_store
from extractor.store.queries import journal_lines, report_hashes

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

DOCUMENTS = 160
QUICKLY = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "11s"}
"""How soon a silent connection counts as lost: dask's least. Its default, 30 s, is long for a test."""


@pytest.fixture(scope="module", autouse=True)
def _can_be_made():
    """Say at once where there can be no hosts."""
    made_hosts(1).close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("three-hosts")
    write_reports(made / "in", DOCUMENTS, 13, "text")
    return made


@pytest.fixture(scope="module")
def exports_of_one_host(folder):
    """What one machine with its own workers exports from the same folder."""
    store = open_store(str(folder / "one-host.sqlite"))
    files = discover([folder / "in"])
    work_off(store, record_run(store, plan_run(store, files, RunOptions(workers=2))), Silent())
    done = export(items_of_store(store, run_named(store, None), ""), folder / "one-host", FORMATS)
    store.close()
    return done.files


@pytest.fixture
def processes(tmp_path):
    started = Processes(tmp_path)
    yield started
    started.close()


@pytest.fixture
def hosts(processes):
    made = made_hosts(3)
    yield made
    processes.close()
    made.close()


@pytest.mark.parametrize("how", ["its cable is pulled", "its processes are killed"])
def test_every_document_is_read_once_when_a_host_is_lost(
    how, hosts, processes, folder, exports_of_one_host, tmp_path, pg_url
):
    env = os.environ | QUICKLY
    address = f"tcp://{SUBNET}.1:{PORT}"
    scheduler(processes, f"{SUBNET}.1", inside=hosts.inside(1), env=env)
    for number in (2, 3):
        inside, name = hosts.inside(number), f"worker{number}"
        lost = worker(processes, address, f"{SUBNET}.{number}", inside=inside, name=name, env=env)
    for number in (2, 3):
        processes.wait_for(f"worker{number}", "Registered to:")
    arguments = (str(folder / "in"), "--db", pg_url, "--cluster", address)
    process = batch(processes, "run", *arguments, inside=hosts.inside(1), env=env)
    processes.wait_for("batch", '"state": "running"')
    store = open_store(pg_url)
    processes.wait_until("batch", lambda _: status_of(store).done > 0)
    if how == "its cable is pulled":
        hosts.pull_cable(3)
    else:
        processes.kill(lost)
    began, status = time.monotonic(), status_of(store)
    assert status.waiting + status.under_way > 20, "the run was over before the host was lost"
    assert process.wait(200) == 0, processes.log("batch")
    print(f"ended {time.monotonic() - began:.1f} s after the host was lost")  # pytest -s shows it
    status = status_of(store)
    assert (status.state, status.done, status.failed) == ("finished", DOCUMENTS, 0)
    ends = [key for key, event in journal_lines(store) if event == "done"]
    assert len(ends) == len(set(ends)) == DOCUMENTS
    assert [len(hashes) for hashes in report_hashes(store, "rules").values()] == [1] * DOCUMENTS
    export(items_of_store(store, run_named(store, None), ""), tmp_path / "three-hosts", FORMATS)
    store.close()
    for path in exports_of_one_host:
        # A page a document and a body stand in a folder of their own.
        inside = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
        for each in inside:
            other = tmp_path / "three-hosts" / each.relative_to(path.parent)
            assert each.read_bytes() == other.read_bytes(), each.name
