"""Two runs on one store at the same time: nothing is read twice, both end with everything."""

import subprocess
import sys
from collections import Counter
from contextlib import closing

import pytest
from generated_reports import write_reports
from sqlalchemy import select, update

from extractor.store import (
    Configuration,
    Lessee,
    NewItem,
    NewRun,
    add_run,
    open_store,
    set_state,
    take,
)
from extractor.store.schema import journal, run_items

DOCUMENTS = 120


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request, tmp_path):
    return str(tmp_path / "s.sqlite") if request.param == "sqlite" else request.getfixturevalue("pg_url")


def test_two_runs_at_the_same_time_read_no_document_twice(tmp_path, db):
    write_reports(tmp_path / "in", DOCUMENTS, 5, "clean")
    command = [sys.executable, "-m", "extractor", "batch", "run", "in", "--engine", "rules", "--workers", "1"]
    open_store(db).close()
    both = [
        subprocess.Popen(
            [*command, "--db", db, "--log", "json"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for process in both:
        _, said = process.communicate(timeout=180)
        assert process.returncode == 0, said
        assert f"finished: {DOCUMENTS} of {DOCUMENTS} documents" in said
    store = open_store(db)
    events = store.read(lambda c: c.execute(select(journal.c.event, journal.c.sha256)).all())
    store.close()
    started = Counter(sha256 for event, sha256 in events if event == "started")
    assert len(started) == DOCUMENTS
    assert set(started.values()) == {1}


def test_a_run_takes_what_the_other_has_not_and_what_the_other_has_given_up(db):
    with closing(open_store(db)) as store:
        check_what_each_takes(store)


def check_what_each_takes(store):
    hashes = [f"{n:064x}" for n in range(6)]
    items = [NewItem(sha256, sha256, sha256, 1, "[]") for sha256 in hashes]
    configuration = Configuration("c" * 64)
    for run_id, config in (("a", "c" * 64), ("b", "c" * 64), ("other", "d" * 64)):
        run = NewRun(run_id, "rules", config, "{}", "")
        store.write(lambda c, run=run: add_run(c, run, items))
        store.write(lambda c, run_id=run_id: set_state(c, run_id, "running"))

    def taken(run_id, count):
        lessee = Lessee(run_id, f"of {run_id}", 600.0)
        got = store.write(lambda c: take(c, lessee, count, configuration))
        return [hashes.index(item.sha256) for item in got.to_read]

    assert taken("a", 2) == [0, 1]
    assert taken("a", 1) == [2]
    assert taken("b", 2) == [3, 4]
    assert taken("a", 6) == [5]
    assert taken("b", 6) == []
    assert taken("other", 6) == [0, 1, 2, 3, 4, 5]
    given_up = run_items.c.run_id == "a", run_items.c.sha256 == hashes[2]
    store.write(lambda c: c.execute(update(run_items).where(*given_up).values(lease_until=0.0)))
    assert taken("b", 6) == [2]
