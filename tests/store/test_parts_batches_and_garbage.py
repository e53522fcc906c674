"""Reports of one file, batches of calls under way, people, and what is thrown away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_builder_of_store import small_report
from sqlalchemy import select

from extractor.store import (
    HandedIn,
    NewItem,
    NewRun,
    StageKey,
    add_run,
    batches_under_way,
    collect,
    documents_after,
    item_counts,
    note_batch,
    open_store,
    pack,
    save_document,
    save_report,
)
from extractor.store.parts import add_part, part_key, part_path, split_path
from extractor.store.reviewing import User, remove_person, review_people, review_person, save_person
from extractor.store.runs import beat, lease, set_state
from extractor.store.schema import run_items


@pytest.fixture
def store(tmp_path):
    opened = open_store(str(tmp_path / "s.sqlite"))
    yield opened
    opened.close()


def sha(number):
    return f"{number:064x}"


def save(store, number, config, name="shuangzhan-2020.txt"):
    document, report = small_report(name)
    key = StageKey(sha(number), "rules", sha(number), config)

    def work(connection):
        save_document(connection, key.sha256, name, 9)
        return save_report(connection, key, pack(document, report))

    return store.write(work)


def plan(store, count, run_id="r1"):
    items = [NewItem(sha(n), f"/docs/{n}.txt", f"{n}.txt", 10, "[]") for n in range(count)]
    store.write(lambda c: add_run(c, NewRun(run_id, "rules", "c", "{}", "{}"), items))


def test_texts_of_reports_that_go_are_counted_before_and_removed_after(store):
    assert collect(store, keep_runs=0) == (0, 0, 0)
    save(store, 1, "old")
    kept = save(store, 1, "new", "jishan-2021.txt")
    assert collect(store, keep_runs=0, dry_run=True) == (0, 1, 1)
    assert collect(store, keep_runs=0) == (0, 1, 1)
    assert collect(store, keep_runs=0, dry_run=True) == (0, 0, 0)
    assert store.read(lambda c: documents_after(c, kept - 1)) == 1


def test_a_text_that_another_document_prints_too_stays(store):
    save(store, 1, "old")
    save(store, 1, "new", "jishan-2021.txt")
    save(store, 2, "old")
    assert collect(store, keep_runs=0) == (0, 1, 0)


def test_documents_behind_a_report_are_counted_once_each(store):
    first = save(store, 1, "a")
    assert store.read(lambda c: documents_after(c, first)) == 0
    save(store, 2, "a")
    save(store, 2, "b")
    last = save(store, 3, "a")
    assert [store.read(lambda c, n=n: documents_after(c, n)) for n in (0, first, last)] == [3, 2, 0]


@given(st.text(min_size=1), st.integers(1, 99))
def test_path_and_number_of_a_report_come_back_from_its_path(path, number):
    assert split_path(part_path(path, number)) == (path, number)


@pytest.mark.parametrize("path", ["/docs/a.txt", "/docs/a.txt!#", "/docs/!#2/a.txt", "a#2"])
def test_the_path_of_a_file_is_that_of_its_first_report(path):
    assert split_path(path) == (path, 1)
    assert part_key(sha(1), 1) == sha(1) != part_key(sha(1), 2) != part_key(sha(1), 3)


def test_a_further_report_comes_behind_all_others_of_its_run_and_keeps_its_place(store):
    plan(store, 2)
    plan(store, 5, "r2")
    report = save(store, 9, "c")
    part, other = (part_key(sha(0), 2), "/docs/0.txt!#2"), (part_key(sha(0), 3), "/docs/0.txt!#3")
    for key, path in (part, other):
        store.write(lambda c, key=key, path=path: save_document(c, key, path, 0))
    store.write(lambda c: add_part(c, "r1", part, None))
    store.write(lambda c: add_part(c, "r1", other, report, reused=True))
    store.write(lambda c: add_part(c, "r1", part, report))
    c = run_items.c
    asked = select(c.position, c.path, c.state, c.reused, c.report_id).where(c.run_id == "r1")
    rows = store.read(lambda connection: connection.execute(asked.order_by(c.position)).all())
    assert [tuple(row) for row in rows[2:]] == [
        (2, part[1], "done", False, report),
        (3, other[1], "done", True, report),
    ]
    assert store.read(lambda connection: item_counts(connection, "r2")).total == 5


def test_the_first_report_of_an_empty_run_has_the_first_place(store):
    plan(store, 0)
    store.write(lambda c: save_document(c, sha(7), "a.txt#2", 0))
    store.write(lambda c: add_part(c, "r1", (sha(7), "a.txt!#2"), None))
    places = store.read(lambda c: c.execute(select(run_items.c.position, run_items.c.state)).all())
    assert [tuple(each) for each in places] == [(0, "pending")]


def test_a_batch_of_calls_is_under_way_from_before_it_is_handed_in_until_it_was_fetched(store):
    def under_way(run_id="r1"):
        return store.read(lambda c: batches_under_way(c, run_id))

    def noted(batch, event, run_id="r1"):
        store.write(lambda c: note_batch(c, run_id, batch, event))
        return under_way()

    first = HandedIn("i1", None, ("k1", "k2"), (10, 20))
    second = HandedIn("i2", None, ("k3",), (5,))
    assert noted(first, "intended") == [first]
    assert noted(second, "intended") == [first, second]
    known = first._replace(batch_id="b1")
    assert noted(known, "handed") == [known, second]
    noted(HandedIn("i3", None, ("k4",)), "intended", "r2")
    assert under_way() == [known, second]
    assert noted(second, "fetched") == [known]
    assert noted(known, "fetched") == []
    assert [each.intent for each in under_way("r2")] == ["i3"]


def test_people_are_found_by_their_own_names(store):
    people = [User("li", "reader", "h1"), User("wang", "admin", "h2")]
    for user in reversed(people):
        store.write(lambda c, user=user: save_person(c, user))
    assert list(store.read(review_people)) == people
    assert [store.read(lambda c, n=n: review_person(c, n)) for n in ("li", "wang", "zhao")] == [*people, None]
    changed = people[0]._replace(role="reviewer", password_hash="h3")
    store.write(lambda c: save_person(c, changed))
    assert list(store.read(review_people)) == [changed, people[1]]
    assert [store.write(lambda c: remove_person(c, "li")) for _ in range(2)] == [True, False]
    assert list(store.read(review_people)) == [people[1]]


@pytest.mark.parametrize("state", ["running", "stopping", "cancelled"])
def test_who_works_on_a_run_hears_what_became_of_it(store, state):
    plan(store, 1)
    store.write(lambda c: set_state(c, "r1", state))
    assert store.write(lambda c: beat(c, "r1", "me", 60)) == state


def test_a_beat_prolongs_only_ones_own_leases(store):
    plan(store, 2)
    store.write(lambda c: lease(c, "r1", "me", 1, -1))
    store.write(lambda c: lease(c, "r1", "other", 1, -1))
    store.write(lambda c: beat(c, "r1", "me", 60))
    ended = store.write(lambda c: lease(c, "r1", "next", 5, 60))
    assert [item.position for item in ended] == [1]
