import hashlib
import time

import pytest

from extractor.batch.worker_identity import READER
from extractor.evaluation.noise import generate_documents
from extractor.workers import LocalPool, Task, WorkerLimits

LIMITS = WorkerLimits(seconds=30, memory_mb=400)


def task(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Task(sha256, str(path), 10**7, sha256=sha256)


def work(pool, tasks, at_most_s=240):
    until, outcomes = time.monotonic() + at_most_s, []
    for one in tasks:
        pool.submit(one)
    while pool.under_way():
        assert time.monotonic() < until
        outcomes += pool.collect(0.2)
    return {outcome.key: outcome for outcome in outcomes}


@pytest.fixture
def documents(tmp_path):
    made = enumerate(generate_documents(6, 3, "clean"))
    return [task(tmp_path, f"good-{index}.txt", document.text) for index, document in made]


@pytest.mark.parametrize(
    ("name", "limits", "error"),
    [
        ("dies.txt", LIMITS, "WorkerDied"),
        ("hangs.txt", LIMITS._replace(seconds=3.0), "TimeLimit"),
        ("eats.txt", LIMITS, "MemoryLimit"),
    ],
)
def test_a_poisoned_document_is_a_failure_after_two_tries(name, limits, error, documents, tmp_path, poisoned):
    poison = task(tmp_path, name, name)
    pool = LocalPool(2, poisoned, limits)
    try:
        outcomes = work(pool, [*documents[:3], poison, *documents[3:]])
    finally:
        pool.close()
    bad = outcomes.pop(poison.key)
    assert (bad.packed, bad.failure.error, bad.tries, bad.is_refusal) == (None, error, 2, False)
    assert name in bad.failure.message
    assert len(outcomes) == 6
    assert all(outcome.packed and outcome.tries == 1 for outcome in outcomes.values())


def test_pages_read_from_pictures_give_their_document_more_time_and_the_line_says_so(
    tmp_path, poisoned, documents
):
    text = (tmp_path / "good-0.txt").read_text("utf-8")
    slow, hanging = (task(tmp_path, name, text + name) for name in ("pages.txt", "pages-hang.txt"))
    pool = LocalPool(2, poisoned, LIMITS._replace(seconds=1.2, max_tries=1))
    try:
        outcomes = work(pool, [slow, hanging])
    finally:
        pool.close()
    assert outcomes[slow.key].packed is not None  # took 1.6 s
    failure = outcomes[hanging.key].failure
    assert failure.message == (
        "pages-hang.txt: took more than 3.6 s (1.2 s and 0.3 s for each of 8 page(s) read from pictures); "
        "raise --seconds"
    )


def test_a_document_whose_worker_was_killed_once_is_read_at_the_second_try(tmp_path, poisoned, documents):
    once = tmp_path / "once.txt"
    once.write_bytes((tmp_path / "good-0.txt").read_bytes() + b"\n")
    again = Task(hashlib.sha256(once.read_bytes()).hexdigest(), str(once), 10**7)
    pool = LocalPool(1, poisoned, LIMITS)
    try:
        outcome = work(pool, [again])[again.key]
    finally:
        pool.close()
    assert outcome.packed is not None
    assert outcome.tries == 2


def test_workers_are_replaced_when_they_have_read_enough(tmp_path, poisoned):
    tasks = [task(tmp_path, f"pid-{index}.txt", str(index)) for index in range(10)]
    pool = LocalPool(1, poisoned, LIMITS._replace(recycle_after=3))
    try:
        outcomes = work(pool, tasks)
    finally:
        pool.close()
    assert len({outcome.worker for outcome in outcomes.values()}) == 4


def test_a_file_that_changed_since_the_plan_is_a_failure_that_may_be_retried(tmp_path, documents):
    (tmp_path / "good-1.txt").write_text("改了", encoding="utf-8")
    (tmp_path / "good-2.txt").unlink()
    pool = LocalPool(1, READER, LIMITS)
    try:
        outcomes = work(pool, documents[1:3])
    finally:
        pool.close()
    changed, gone = (outcomes[one.key] for one in documents[1:3])
    assert "changed since" in changed.failure.message
    assert "cannot be opened" in gone.failure.message
    assert not changed.is_refusal
    assert not gone.is_refusal


def test_no_worker_is_left_when_the_pool_is_closed(documents):
    pool = LocalPool(2, READER, LIMITS)
    processes = [child.process for child in pool._children]
    pool.submit(documents[0])
    pool.close()
    assert all(process.returncode is not None for process in processes)
