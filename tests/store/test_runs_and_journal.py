import threading

from report_builder_of_store import small_report
from sqlalchemy import func, select

from extractor.errors import Failure
from extractor.store import (
    CallIntent,
    Correction,
    JournalEntry,
    NewItem,
    NewRun,
    PaidReply,
    StageKey,
    add_run,
    append_correction,
    begin_call,
    call_totals,
    cancel_items,
    collect,
    corrections_of_document,
    fail_item,
    failed_items,
    failures_by_kind,
    find_run,
    finish_call,
    finish_item,
    forget_refusals,
    item_counts,
    lease,
    newest_reports,
    note,
    pack,
    recorded_reply,
    refuse_stage,
    reopen_items,
    reports_of_run,
    save_report,
    set_state,
    stage_results,
    take_over,
)
from extractor.store.schema import model_calls, reports, texts


def sha(number):
    return f"{number:064x}"


def plan(store, run_id="r1", count=10):
    run = NewRun(run_id, "rules", "c", "{}", "{}")
    items = [NewItem(sha(n), f"/docs/{n}.txt", f"{n}.txt", 10, "[]") for n in range(count)]
    store.write(lambda c: add_run(c, run, items))


def test_leases_go_round_once_when_two_coordinators_ask_at_a_time(store):
    plan(store, count=200)
    taken, failed = [], []

    def work(owner):
        try:
            while got := store.write(lambda c: lease(c, "r1", owner, 7, 60)):
                taken.extend(item.position for item in got)
        except Exception as error:  # noqa: BLE001 - a thread must hand its error over
            failed.append(error)

    threads = [threading.Thread(target=work, args=(f"o{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(taken) == list(range(200))


def test_a_lease_that_ended_goes_to_the_next(store):
    plan(store, count=3)
    store.write(lambda c: lease(c, "r1", "dead", 2, lease_s=-1))
    got = store.write(lambda c: lease(c, "r1", "alive", 5, 60))
    assert sorted(item.position for item in got) == [0, 1, 2]


def test_taking_over_frees_what_the_dead_owner_had(store):
    plan(store, count=3)
    store.write(lambda c: take_over(c, "r1", "dead", None))
    store.write(lambda c: lease(c, "r1", "dead", 2, 600))
    store.write(lambda c: take_over(c, "r1", "alive", "dead"))
    assert store.read(lambda c: item_counts(c, "r1")).pending == 3
    assert store.read(lambda c: find_run(c, None)).owner == "alive"


def test_counts_and_failures_say_what_came_of_each_document(store):
    plan(store, count=5)
    document, report = small_report()
    key = StageKey(sha(0), "rules", sha(0), "c")
    report_id = store.write(lambda c: save_report(c, key, pack(document, report)))
    store.write(lambda c: finish_item(c, "r1", sha(0), report_id))
    failure = Failure("ingest", "EmptyFileError", "1.txt: nothing in it")
    store.write(lambda c: fail_item(c, "r1", sha(1), failure, 1))
    store.write(lambda c: cancel_items(c, "r1"))
    counts = store.read(lambda c: item_counts(c, "r1"))
    assert (counts.total, counts.done, counts.failed, counts.cancelled, counts.pending) == (5, 1, 1, 3, 0)
    assert store.read(lambda c: failures_by_kind(c, "r1")) == {"EmptyFileError": 1}
    (failed,) = store.read(lambda c: failed_items(c, "r1"))
    assert (failed.path, failed.failure) == ("/docs/1.txt", failure)
    assert [stored.report_id for stored in reports_of_run(store, "r1")] == [report_id]
    assert store.write(lambda c: reopen_items(c, "r1", ["failed"])) == [sha(1)]
    assert store.read(lambda c: item_counts(c, "r1")).pending == 1


def test_a_refused_stage_stays_refused_until_it_is_forgotten(store):
    plan(store, count=1)
    key = StageKey(sha(0), "rules", sha(0), "c")
    failure = Failure("ingest", "NotChineseError", "no")
    store.write(lambda c: refuse_stage(c, key, failure))
    (result,) = store.read(lambda c: stage_results(c, "rules", "c", [sha(0), sha(1)]))[sha(0)]
    assert (result.failure, result.report_id) == (failure, None)
    store.write(lambda c: forget_refusals(c, [sha(0)]))
    assert store.read(lambda c: stage_results(c, "rules", "c", [sha(0)])) == {}


def test_a_paid_call_is_on_record_before_and_after(store):
    intent = CallIntent("k", "r1", sha(0), "m", "issues/v1")
    store.write(lambda c: begin_call(c, intent))
    assert store.read(lambda c: recorded_reply(c, "k")) is None
    assert store.read(lambda c: call_totals(c, "r1")).open == 1
    store.write(lambda c: begin_call(c, intent))
    reply = PaidReply("{}", 100, 20, 0.5)
    store.write(lambda c: finish_call(c, intent, reply))
    assert store.read(lambda c: recorded_reply(c, "k")) == reply
    assert store.read(lambda c: call_totals(c, "r1")) == (1, 0, 100, 20, 0.5)
    assert store.read(lambda c: c.scalar(select(model_calls.c.tries))) == 2


def test_a_correction_is_refused_when_somebody_was_quicker(store):
    plan(store, count=1)
    document, report = small_report()
    key = StageKey(sha(0), "rules", sha(0), "c")
    report_id = store.write(lambda c: save_report(c, key, pack(document, report)))
    event = Correction(report_id, "/tables/disputes/x", "set", {"value": 1}, {"value": 2}, "li", "看错")
    undo = event._replace(action="undo")

    def same_place(other):
        return other.pointer == event.pointer

    first, clashes = store.write(lambda c: append_correction(c, event, 0, same_place))
    assert (first.revision, clashes) == (1, ())
    assert store.write(lambda c: append_correction(c, undo, 0, same_place)) == (None, (first,))
    second, clashes = store.write(lambda c: append_correction(c, undo, 1, same_place))
    assert (second.revision, clashes) == (2, ())
    events = store.read(lambda c: corrections_of_document(c, sha(0)))
    assert [e.revision for e in events] == [1, 2]
    assert events[0].correction == event


def test_garbage_is_what_nothing_refers_to(store):
    document, report = small_report()

    def save(config):
        key = StageKey(sha(0), "rules", sha(0), config)
        return store.write(lambda c: save_report(c, key, pack(document, report)))

    plan(store, "old", count=1)
    old = save("c1")
    store.write(lambda c: finish_item(c, "old", sha(0), old))
    store.write(lambda c: set_state(c, "old", "finished"))
    plan(store, "new", count=1)
    new = save("c2")
    store.write(lambda c: finish_item(c, "new", sha(0), new))
    store.write(lambda c: set_state(c, "new", "finished"))
    assert collect(store, keep_runs=2).reports == 0
    assert collect(store, keep_runs=1, dry_run=True) == (1, 1, 0)
    assert collect(store, keep_runs=1) == (1, 1, 0)
    assert [stored.report_id for stored in newest_reports(store)] == [new]
    assert store.read(lambda c: c.scalar(select(func.count()).select_from(reports))) == 1
    assert store.read(lambda c: c.scalar(select(func.count()).select_from(texts))) == 1


def test_the_journal_only_grows(store):
    key = StageKey(sha(0), "rules", sha(0), "c")
    store.write(
        lambda c: note(
            c, [JournalEntry("r1", key, "started"), JournalEntry("r1", key, "done", "w1", 0.5, "x")]
        )
    )
    from extractor.store.schema import journal

    rows = store.read(lambda c: c.execute(select(journal).order_by(journal.c.entry_id)).all())
    assert [(row.event, row.worker, row.seconds) for row in rows] == [
        ("started", None, None),
        ("done", "w1", 0.5),
    ]
