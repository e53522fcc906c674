"""Deciding over the store: revisions, conflicts, many people at once, blind annotation, export."""

import json
import threading
import time

import pytest
from review_samples import CELL, ask, copy_reports, put

from extractor.errors import UsageError
from extractor.evaluation.gold import load_gold
from extractor.review.annotator_agreement import agreements
from extractor.review.corrected_gold import gold_json
from extractor.review.counted_decisions import differences, sides_of
from extractor.review.decision_log import Action, Decision
from extractor.review.fit_to_export import finished_documents
from extractor.review.label_studio import CONFIG, record_tasks, task_of
from extractor.review.persistence import ConflictError
from extractor.review.queue import Filters
from extractor.review.service import ReviewService, Viewer, broken_sums

WANG, LI = Viewer("wang"), Viewer("li")


def test_a_second_save_is_a_conflict_when_both_saw_the_same(store, add):
    report_id = add("jishan-2021")
    service = ReviewService(store)
    seen_by_both = service.open(report_id, WANG)
    service.decide(seen_by_both, WANG, ask(CELL, "3"), 0)
    with pytest.raises(ConflictError) as conflict:
        service.decide(seen_by_both, LI, ask(CELL, "4"), 0)
    assert [event.author for event in conflict.value.events] == ["wang"]
    assert len(service.open(report_id, LI).events) == 1
    service.decide(seen_by_both, LI, ask("/tables/applications/new/natural", "40"), 0)
    assert service.open(report_id, LI).revision == 2


def test_undo_brings_back_what_was_read(store, add):
    service, report_id = ReviewService(store), add("jishan-2021")
    service.decide(service.open(report_id, WANG), WANG, ask(CELL, "3"), 0)
    assert service.undo(service.open(report_id, LI), LI) is None
    assert service.undo(service.open(report_id, WANG), WANG).revision == 1
    opened = service.open(report_id, WANG)
    assert opened.open_items[0].pointer == CELL
    assert len(opened.events) == 2


def test_a_broken_sum_is_named_before_it_is_accepted(store, add):
    service, report_id = ReviewService(store), add("jishan-2021")
    opened = service.open(report_id, WANG)
    assert len(broken_sums(opened, Decision(CELL, Action.ACCEPT, None, {}))) == 2
    assert broken_sums(opened, ask(CELL, "3")) == ()


@pytest.mark.parametrize(
    "decision",
    [
        pytest.param(Decision("/tables/x/y/z", Action.ACCEPT, None, {}), id="no such place"),
        pytest.param(Decision(CELL, Action.SET, None, {"print": "ink"}), id="no such print"),
        pytest.param(Decision(CELL, Action.GROUND, None, {"start": 5}), id="half a place"),
        pytest.param(Decision(CELL, Action.GROUND, None, {"start": 5, "end": 10**9}), id="behind the end"),
        pytest.param(Decision("/narrative/counts/0", Action.SET, None, {"value": 1}), id="half a fact"),
    ],
)
def test_nonsense_is_refused_and_not_recorded(store, add, decision):
    service, report_id = ReviewService(store), add("jishan-2021")
    with pytest.raises(UsageError):
        service.decide(service.open(report_id, WANG), WANG, decision, 0)
    assert service.open(report_id, WANG).events == ()


def test_an_ambiguous_cell_is_not_accepted_unless_a_reading_was_chosen(store, add):
    service, report_id = ReviewService(store), add("lanting-2020")
    opened = service.open(report_id, WANG)
    cell = next(item.pointer for item in opened.open_items if item.pointer.startswith("/tables/"))
    with pytest.raises(UsageError):
        service.decide(opened, WANG, Decision(cell, Action.ACCEPT, None, {}), 0)
    assert service.open(report_id, WANG).events == ()


def test_the_queue_knows_the_same_doubts_before_and_after_a_document_is_opened(store, add):
    for stem in ("jishan-2021", "shuangzhan-2020", "lanting-2020", "lingmo-2020", "bailiao-2019"):
        add(stem)
    service = ReviewService(store)
    before = {entry.name: (entry.doubts, entry.first_pointer) for entry in service.queue(WANG)}
    for entry in service.queue(WANG):
        service.open(entry.report_id, WANG)
    after = {entry.name: (entry.doubts, entry.first_pointer) for entry in service.queue(WANG)}
    assert before == after
    assert before["jishan-2021.txt"] == (1, CELL)


def test_decisions_of_others_move_the_queue(store, add):
    report_id = add("jishan-2021")
    mine, theirs = ReviewService(store), ReviewService(store)
    assert mine.queue(WANG)[0].state == "open"
    theirs.decide(theirs.open(report_id, LI), LI, ask(CELL, "3"), 0)
    assert mine.queue(WANG)[0].state == "done"


def test_a_human_value_survives_when_the_document_is_extracted_again(store, add):
    first = add("jishan-2021")
    service = ReviewService(store)
    service.decide(service.open(first, WANG), WANG, ask(CELL, "3"), 0)
    facts = "/narrative/counts/0"
    service.decide(service.open(first, WANG), WANG, Decision(facts, Action.NOT_STATED, None, {}), 1)
    second = add("jishan-2021", config="1")
    assert [entry.report_id for entry in service.queue(WANG)] == [second]
    opened = service.open(second, WANG)
    assert opened.state.report.tables.applications["denied_enforcement"]["natural"].value == 3
    assert len(opened.state.report.narrative.counts) == len(opened.source.report.narrative.counts) - 1
    assert not opened.open_items


def test_no_event_is_lost_when_twenty_people_decide_at_once(store, add):
    service, report_id = ReviewService(store), add("jishan-2021")
    failures, per_person = [], 5

    def work(number):
        viewer = Viewer(f"reviewer {number}")
        try:
            for turn in range(per_person):
                opened = service.open(report_id, viewer)
                place = f"/narrative/counts/{turn}" if number % 2 else "/issuer"
                why = f"turn {turn}"  # the same again would be one event
                try:
                    service.decide(
                        opened, viewer, Decision(place, Action.FLAG, None, {"on": True}, why), opened.revision
                    )
                except ConflictError:
                    service.decide(
                        service.open(report_id, viewer),
                        viewer,
                        Decision("/title", Action.ACCEPT, None, {}, why),
                        10**6,
                    )
        except Exception as error:  # noqa: BLE001 - a thread must not die silently
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    events = store.events_of(store.load(report_id).sha256)
    assert [event.revision for event in events] == list(range(1, 20 * per_person + 1))
    assert {event.author for event in events} == {f"reviewer {number}" for number in range(20)}


def test_the_same_decision_twice_is_one_event_and_after_undo_it_is_another(store, add):
    service, report_id = ReviewService(store), add("jishan-2021")

    def events():
        return [event.decision.action for event in store.events_of(store.load(report_id).sha256)]

    def again():
        opened = service.open(report_id, WANG)
        return service.decide(opened, WANG, Decision("/issuer", Action.ACCEPT, None, {}), opened.revision)

    assert again().revision == again().revision == 1
    assert events() == [Action.ACCEPT]
    service.undo(service.open(report_id, WANG), WANG)
    assert again().revision == 3
    opened = service.open(report_id, LI)
    service.decide(opened, LI, Decision("/issuer", Action.ACCEPT, None, {}), opened.revision)
    assert events() == [Action.ACCEPT, Action.UNDO, Action.ACCEPT, Action.ACCEPT]


def test_annotators_work_blind_and_an_adjudicator_settles(store, add):
    report_id = add("jishan-2021")
    service = ReviewService(store, blind=True)
    wang, li = Viewer("wang", sees_all=False), Viewer("li", sees_all=False)
    chief = Viewer("chief")
    service.decide(service.open(report_id, wang), wang, ask(CELL, "3"), 0)
    assert service.open(report_id, li).events == ()
    service.decide(service.open(report_id, li), li, ask(CELL, "4"), 0)
    for viewer, seen in ((wang, 2), (li, 2)):
        same = ask("/tables/applications/new/natural", "40")
        service.decide(service.open(report_id, viewer), viewer, same, seen)
    source = store.load(report_id)
    events = store.events_of(source.sha256)
    assert [each.pointer for each in differences(source, events)] == [CELL]
    figures = agreements([sides_of(source, events)])
    assert [(each.both, each.same, each.share) for each in figures] == [(2, 1, 0.5)]
    assert list(finished_documents(store, blind=True)) == []
    taken = Decision(
        CELL, Action.ADJUDICATE, None, {"action": "set", "after": dict(ask(CELL, "3").after)}, "wang"
    )
    service.decide(service.open(report_id, chief), chief, taken, 4)
    events = store.events_of(source.sha256)
    assert differences(source, events) == ()
    [(opened, people)] = finished_documents(store, blind=True)
    assert opened.state.report.tables.applications["denied_enforcement"]["natural"].value == 3
    assert people == ("chief", "li", "wang")


def test_corrections_become_gold_that_the_evaluation_loads(store, add, fixture_bytes, tmp_path):
    report_id = add("jishan-2021")
    service = ReviewService(store)
    assert list(finished_documents(store)) == []
    service.decide(service.open(report_id, WANG), WANG, ask(CELL, "3"), 0)
    [(opened, people)] = finished_documents(store)
    path = tmp_path / "jishan-2021.json"
    path.write_text(gold_json(opened, people), encoding="utf-8")
    gold, text = load_gold(path, fixture_bytes["jishan-2021"])
    assert gold.annotator == "wang"
    assert gold.tables["applications"]["denied_enforcement"][0] == 3
    assert text == opened.text
    assert len(gold.counts) == len(opened.state.report.narrative.counts)


def test_the_issuers_error_is_a_conflict_and_a_finding_in_gold(store, add):
    service, report_id = ReviewService(store), add("jishan-2021")
    accepted = Decision(CELL, Action.ACCEPT, None, {}, "issuer")
    service.decide(service.open(report_id, WANG), WANG, accepted, 0)
    [(opened, people)] = finished_documents(store)
    labels = json.loads(gold_json(opened, people))
    about = "applications.denied_enforcement.natural"
    assert labels["tables"]["applications"]["denied_enforcement"][0] == 8
    assert labels["basis"][about] == "conflict"
    assert labels["findings"] == [{"about": about, "kind": "identity"}]


def test_label_studio_brings_back_what_it_was_given_and_what_was_changed(store, add):
    report_id = add("jishan-2021")
    service = ReviewService(store)
    opened = service.open(report_id, WANG)
    task = json.loads(json.dumps(task_of(opened, ("wang",))))
    assert task["annotations"] == [], "nobody has been through it"
    assert record_tasks(store, [task], "studio") == 0, "a task that nobody annotated changes nothing"
    results = task["predictions"][0]["result"]
    task["annotations"] = [{"completed_by": 1, "result": results}]  # as an annotator submits the prediction
    assert record_tasks(store, [task], "studio") == 0
    gone = next(each for each in results if each["value"]["labels"] == ["counts"])
    results.remove(gone)
    start = opened.text.index("政府")
    added = {"start": start, "end": start + 2, "text": "政府", "labels": ["issues"]}
    results.append({"from_name": "label", "to_name": "text", "type": "labels", "value": added})
    assert record_tasks(store, [task], "studio") == 1
    after = service.open(report_id, WANG).state.report.narrative
    assert len(after.counts) == len(opened.state.report.narrative.counts) - 1
    assert "政府" in {issue.text for issue in after.issues}


def test_label_studio_gets_offsets_in_code_points_and_labels_it_knows(raw_store, store, fixture_bytes):
    text = fixture_bytes["anzhu-2022"].decode("utf-8").replace("安渚区", "安𠮷区")
    report_id = put(raw_store, text.encode("utf-8"), "wide.txt")
    opened = ReviewService(store).open(report_id, WANG)
    task = task_of(opened, ())
    for result in task["predictions"][0]["result"]:
        value = result["value"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
        assert f"<Label value='{value['labels'][0]}'/>" in CONFIG
    assert record_tasks(store, [{**task, "annotations": task["predictions"]}], "studio") == 0


def test_the_next_value_comes_quickly_with_a_thousand_documents(raw_store, store, fixture_bytes):
    stems = ("jishan-2021", "shuangzhan-2020")
    ids = [put(raw_store, fixture_bytes[stem], f"{stem}.txt") for stem in stems]
    copy_reports(raw_store, ids[0], 1000)
    service = ReviewService(store)
    assert service.totals(WANG, Filters()).documents == 1002
    opened = service.open(ids[0], WANG)
    began = time.process_time()
    service.decide(opened, WANG, ask(CELL, "3"), 0)
    service.queue(WANG)
    service.open(ids[1], WANG)
    assert time.process_time() - began < 0.5
