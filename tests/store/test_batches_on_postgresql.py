"""A batch over PostgreSQL: two coordinators on one run, and a server that is restarted meanwhile."""

import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import text

from extractor.batch import RunOptions, Silent, plan_run, record_run, status_of, work_off
from extractor.discovery import discover
from extractor.errors import StoreError
from extractor.evaluation.noise import generate_documents
from extractor.store import open_store
from extractor.store.queries import journal_lines, report_hashes


def planned(url, folder, count):
    folder.mkdir()
    for index, document in enumerate(generate_documents(count, 5, "clean")):
        (folder / f"{index:03}.txt").write_text(document.text, encoding="utf-8")
    store = open_store(url, patience_s=30)
    files = discover([folder])
    return store, record_run(store, plan_run(store, files, RunOptions(workers=1)))


def ends(store):
    return [key for key, event in journal_lines(store) if event == "done"]


def test_two_coordinators_share_one_run(pg_url, tmp_path):
    store, run_id = planned(pg_url, tmp_path / "in", 60)
    code = (
        "import sys; from extractor.batch import Silent, work_off; from extractor.store import open_store\n"
        "work_off(open_store(sys.argv[1]), sys.argv[2], Silent(), joins=True)"
    )
    others = [subprocess.Popen([sys.executable, "-c", code, pg_url, run_id]) for _ in range(2)]
    assert [other.wait(120) for other in others] == [0, 0]
    status = status_of(store, run_id)
    assert (status.state, status.done, status.failed) == ("finished", 60, 0)
    assert len(ends(store)) == len(set(ends(store))) == 60
    assert all(len(hashes) == 1 for hashes in report_hashes(store, "rules").values())
    store.close()


def test_a_batch_goes_on_when_the_server_is_restarted(pg_server, pg_url, tmp_path):
    store, run_id = planned(pg_url, tmp_path / "in", 200)
    left = []

    def restart():
        while not (status := status_of(store, run_id)).done:
            time.sleep(0.02)
        pg_server.stop()
        left.append(status.waiting + status.under_way)
        time.sleep(0.5)
        pg_server.start()

    thread = threading.Thread(target=restart)
    thread.start()
    told = work_off(store, run_id, Silent())
    thread.join()
    assert left[0] > 0, "the run was over before the server was stopped"
    assert told.ending == "finished"
    assert status_of(store, run_id).done == 200
    assert len(ends(store)) == len(set(ends(store))) == 200
    store.close()


def test_a_text_that_the_driver_cannot_send_is_no_lost_server(pg_url):
    store = open_store(pg_url, patience_s=30)
    began = time.monotonic()
    with pytest.raises(StoreError, match="refused"):
        store.read(lambda connection: connection.execute(text("SELECT :said"), {"said": "\x00a"}))
    assert time.monotonic() - began < 25
    store.close()
