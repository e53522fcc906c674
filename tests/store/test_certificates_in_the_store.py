"""Plans, samples and answers of certificates in both databases."""

import pytest
from report_builder_of_store import small_report

from extractor.errors import StoreError
from extractor.store import (
    AnswerRow,
    PlanRow,
    SampleRow,
    StageKey,
    add_answer,
    answers_of,
    collect,
    load_report,
    pack,
    plans,
    sample_of,
    save_document,
    save_plan,
    save_report,
)

PLAN = PlanRow("20260101-0000-abcd", "2026-01-01T00:00:00Z", '{"plan": 1}', "0" * 64)


def put(store, config):
    document, report = small_report()
    key = StageKey("a" * 64, "rules", "a" * 64, config * 64)

    def work(connection):
        save_document(connection, "a" * 64, "shuangzhan-2020.txt", 9)
        return save_report(connection, key, pack(document, report))

    return store.write(work)


@pytest.fixture
def report_id(store):
    return put(store, "0")


@pytest.fixture
def planned(store, report_id):
    rows = [SampleRow(n, "cell.proved", report_id, f"/tables/{n}", '{"value": "7"}') for n in range(3)]
    store.write(lambda c: save_plan(c, PLAN, rows))
    return rows


def answer(author="wang", position=0):
    return AnswerRow(0, position, author, "", "read", {"value": "条\ud800"}, 2.5)


def test_plan_and_sample_come_back_as_they_were_stored(store, planned):
    assert store.read(plans) == (PLAN,)
    assert list(store.read(lambda c: sample_of(c, PLAN.plan_id))) == planned


def test_plan_is_never_stored_twice(store, planned):
    with pytest.raises(StoreError, match="never drawn twice"):
        store.write(lambda c: save_plan(c, PLAN, ()))


def test_answers_are_appended_in_order_and_only_once_for_what_was_seen(store, planned):
    first = store.write(lambda c: add_answer(c, PLAN.plan_id, answer(), 0))
    assert store.write(lambda c: add_answer(c, PLAN.plan_id, answer(), 0)) is None
    assert store.write(lambda c: add_answer(c, PLAN.plan_id, answer("li"), 0)) is not None
    second = store.write(lambda c: add_answer(c, PLAN.plan_id, answer(position=1), 1))
    found = store.read(lambda c: answers_of(c, PLAN.plan_id))
    assert [each.author for each in found] == ["wang", "li", "wang"]
    assert found[0] == first
    assert found[2].entry_id == second.entry_id
    assert found[0].answer == {"value": "条\ud800"}


def test_a_report_that_a_sample_names_is_not_thrown_away(store, planned, report_id):
    assert put(store, "f") != report_id
    collect(store, 0)
    assert store.read(lambda c: load_report(c, report_id)) is not None
