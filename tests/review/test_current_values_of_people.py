"""Whoever asks the store by SQL finds people's values, with the machine's beside, without any wish."""

from review_samples import CELL, ask, put

from extractor.review.current_values import keep_corrected
from extractor.review.decision_log import Action, Decision
from extractor.review.queue import Filters, progress
from extractor.review.service import ReviewService, Viewer

WANG = Viewer("wang")
PLACE = "table_name = 'applications' AND row_key = 'denied_enforcement' AND column_key = 'natural'"


def asked(raw_store, sql):
    return raw_store.read(lambda connection: connection.exec_driver_sql(sql).all())


def decide(service, report_id, decision):
    opened = service.open(report_id, WANG)
    service.decide(opened, WANG, decision, opened.revision)
    service.next_document(WANG, Filters(), 0)  # as the page does after each decision


def test_a_cell_that_a_person_corrected_is_the_persons_in_the_views(store, raw_store, add):
    service, report_id = ReviewService(store), add("jishan-2021")
    before = asked(raw_store, f"SELECT value, basis, machine_value FROM current_values WHERE {PLACE}")
    assert before == [("8", "conflict", None)]
    decide(service, report_id, ask(CELL, "3"))
    wanted = f"SELECT value, number, basis, machine_value, corrected_by FROM current_values WHERE {PLACE}"
    assert asked(raw_store, wanted) == [("3", 3.0, "human", "8", "wang")]
    assert asked(raw_store, f"SELECT value FROM machine_values WHERE {PLACE}") == [("8",)]
    counts = asked(
        raw_store, "SELECT (SELECT count(*) FROM current_values), (SELECT count(*) FROM machine_values)"
    )
    assert counts[0][0] == counts[0][1]
    (errors, corrections), *_ = asked(raw_store, "SELECT errors, corrections FROM current_reports")
    assert errors < asked(raw_store, "SELECT errors FROM reports")[0][0]
    assert corrections == 1


def test_an_undone_decision_leaves_the_views_and_a_removed_fact_is_not_there(store, raw_store, add):
    service, report_id = ReviewService(store), add("jishan-2021")
    decide(service, report_id, ask(CELL, "3"))
    service.undo(service.open(report_id, WANG), WANG)
    service.next_document(WANG, Filters(), 0)
    rows = asked(raw_store, f"SELECT value, basis, machine_value FROM current_values WHERE {PLACE}")
    assert rows == [("8", "conflict", None)]
    facts = "SELECT count(DISTINCT row_key) FROM {} WHERE table_name = 'counts'"
    decide(service, report_id, Decision("/narrative/counts/0", Action.NOT_STATED, None, {}))
    people, machine = (
        asked(raw_store, facts.format(view))[0][0] for view in ("current_values", "machine_values")
    )
    assert people == machine - 1


def test_an_issuer_that_a_person_wrote_names_all_values(store, raw_store, add):
    service, report_id = ReviewService(store), add("jishan-2021")
    decide(service, report_id, Decision("/issuer", Action.SET, None, {"value": "箕东县人民政府"}))
    assert asked(raw_store, "SELECT DISTINCT issuer FROM current_values") == [("箕东县人民政府",)]


def test_a_document_that_is_read_again_keeps_the_persons_value(store, raw_store, add, fixture_bytes):
    service, report_id = ReviewService(store), add("jishan-2021")
    decide(service, report_id, ask(CELL, "3"))
    put(raw_store, fixture_bytes["jishan-2021"], "jishan-2021.txt", config="1")
    assert keep_corrected(store) == 1
    assert keep_corrected(store) == 0
    rows = asked(raw_store, f"SELECT value, machine_value FROM current_values WHERE {PLACE}")
    assert rows == [("3", "8")]


def test_documents_that_a_person_decided_in_are_counted_apart_from_those_without_doubt(store, add):
    service = ReviewService(store)
    first = add("jishan-2021")
    add("anzhu-2022")
    decide(service, first, ask("/tables/applications/new/natural", "40"))
    now = progress(service.totals(WANG, Filters()), ())
    assert (now.documents, now.documents_seen) == (2, 1)
    found = progress(service.totals(WANG, Filters(issuer="箕")), ())
    assert (found.documents, found.documents_seen) == (1, 1)
