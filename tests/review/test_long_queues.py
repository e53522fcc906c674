"""The queue with many documents: pages, the way on, what came meanwhile; and that nothing grows with them."""

import re
from contextlib import contextmanager

import httpx
import pytest
from review_samples import CELL, ask, copy_reports
from sqlalchemy import event

from extractor.batch import RunOptions, Silent, plan_run, record_run, work_off
from extractor.discovery import discover
from extractor.review.queue import PAGE, Filters
from extractor.review.routes_reading import places_of
from extractor.review.service import ReviewService, Viewer

FILTERS = (
    Filters(year=2021, check="identity.sum"),
    Filters(year=2021),
    Filters(form="2021", state="open"),
    Filters(check="table.repaired"),
)
"""What nothing has, and what nearly every document has."""

WANG, LI = Viewer("wang"), Viewer("li")
MINE, YOURS = Viewer("wang", sees_all=False), Viewer("li", sees_all=False)


@contextmanager
def statements(raw_store):
    """The SQL that is run inside."""
    found = []

    def note(_connection, _cursor, statement, *_):
        found.append(statement)

    event.listen(raw_store.engine, "before_cursor_execute", note)
    yield found
    event.remove(raw_store.engine, "before_cursor_execute", note)


@contextmanager
def steps(raw_store):
    """How many steps SQLite takes inside: [a number]."""
    counted = [0]

    def step():
        counted[0] += 1
        return 0

    def listen_in(connection):
        connection.connection.driver_connection.set_progress_handler(step, 1)

    event.listen(raw_store.engine, "begin", listen_in)
    yield counted
    event.remove(raw_store.engine, "begin", listen_in)


def test_no_step_of_a_reviewer_grows_with_the_number_of_documents(store, raw_store, add, fixture_bytes):
    report_id = add("jishan-2021")
    other = add("lanting-2020")
    taken = []
    for base, more in enumerate((250, 1000)):
        copy_reports(raw_store, report_id, more, base * 10_000)
        service = ReviewService(store)
        service.queue(WANG)
        with steps(raw_store) as counted:
            service.decide(service.open(report_id, WANG), WANG, ask(CELL, str(base)), 9)
            service.open(report_id, WANG)
            service.next_document(WANG, Filters(), report_id)
            service.totals(WANG, Filters())
            service.open(other, WANG)
            store.pauses("wang")
            assert len(service.queue(WANG)) == PAGE
            service.queue(WANG, Filters(state="done"))
            for wanted in FILTERS:
                assert bool(service.queue(WANG, wanted)) is (wanted.check != "identity.sum")
                service.totals(WANG, wanted)
                service.next_document(WANG, wanted, report_id)
        taken.append(counted[0])
    assert 1000 < taken[1] < 1.3 * taken[0], taken


def test_pages_of_the_queue_lead_to_every_document_once(serve, raw_store, add):
    copy_reports(raw_store, add("jishan-2021"), 2 * PAGE + 3)
    site = serve()
    found, path = [], "/"
    with httpx.Client(base_url=site.url) as client:
        client.get("/enter", params={"token": site.token})
        while path:
            page = client.get(path)
            assert page.status_code == 200
            found += re.findall(r'<td><a href="/d/(\d+)"', page.text)
            further = re.search(r'href="(/\?[^"]*behind=[^"]*)"', page.text)
            path = further[1].replace("&amp;", "&") if further else None
    assert sorted(map(int, found)) == list(range(1, 2 * PAGE + 5))


@pytest.mark.parametrize(
    "behind", ["x", "[]", "[1,2,3]", '["a","b","c"]', "[1e999,1,1]", '[1,"\\ud800","c"]', "[" * 9999]
)
def test_a_place_that_is_nonsense_is_the_beginning(serve, add, behind):
    add("jishan-2021")
    site = serve()
    with httpx.Client(base_url=site.url) as client:
        client.get("/enter", params={"token": site.token})
        assert "/d/1" in client.get("/", params={"behind": behind}).text


def test_what_was_added_and_decided_elsewhere_is_seen_at_the_next_look(store, add):
    service, other = ReviewService(store), ReviewService(store)
    first = add("jishan-2021")
    assert [row.report_id for row in service.queue(WANG)] == [first]
    second = add("lanting-2020")
    assert {row.report_id for row in service.queue(WANG)} == {first, second}
    other.decide(other.open(first, LI), LI, ask(CELL, "3"), 0)
    assert service.totals(WANG, Filters()).decisions == 1
    assert {row.report_id: row.state for row in service.queue(WANG)}[first] == "done"


def test_a_server_that_starts_again_goes_on_where_the_queue_stood(store, raw_store, add):
    report_id = add("jishan-2021")
    copy_reports(raw_store, report_id, 50)
    ReviewService(store).queue(WANG)
    with statements(raw_store) as run:
        assert len(ReviewService(store).queue(WANG)) == 51
    assert not [each for each in run if "report_values" in each or "findings" in each]


def test_annotators_who_work_blind_have_queues_of_their_own(store, add):
    report_id = add("jishan-2021")
    service = ReviewService(store, blind=True)
    service.decide(service.open(report_id, MINE), MINE, ask(CELL, "3"), 0)
    assert [row.state for row in service.queue(MINE)] == ["done"]
    assert [row.state for row in service.queue(YOURS)] == ["open"]
    assert [row.state for row in service.queue(Viewer("chief"))] == ["open"]
    assert (service.totals(MINE, Filters()).done, service.totals(YOURS, Filters()).done) == (1, 0)
    assert service.disputed(Viewer("chief")) == ()
    service.decide(service.open(report_id, YOURS), YOURS, ask(CELL, "8"), 0, ("identity.rows",))
    assert [row.report_id for row in service.disputed(Viewer("chief"))] == [report_id]


def test_documents_of_one_name_are_told_apart_by_their_folders(serve, raw_store, tmp_path, fixture_bytes):
    for year, stem in (("2020", "lanting-2020"), ("2021", "jishan-2021")):
        (tmp_path / "in" / year).mkdir(parents=True)
        (tmp_path / "in" / year / "年报.txt").write_bytes(fixture_bytes[stem])
    for _ in range(2):  # read again: a Report that several runs hold is shown once
        run = record_run(raw_store, plan_run(raw_store, discover([tmp_path / "in"]), RunOptions(workers=1)))
        work_off(raw_store, run, Silent())
    site = serve()
    with httpx.Client(base_url=site.url) as client:
        client.get("/enter", params={"token": site.token})
        with statements(raw_store) as ran:
            page = client.get("/").text
    shown = re.findall(r'<small title="([^"]*)">([^<]*)</small>', page)
    assert sorted(place for _, place in shown) == ["2020/年报.txt", "2021/年报.txt"]
    assert {path for path, _ in shown} == {f"{tmp_path}/in/{year}/年报.txt" for year in (2020, 2021)}
    assert len([each for each in ran if "run_items" in each and "same_content" not in each]) == 1


def test_places_are_below_what_the_page_shares_and_can_be_written():
    assert places_of({}) == {}
    assert places_of({3: "/a/b/x.txt"}) == {3: ("x.txt", "/a/b/x.txt")}
    assert places_of({1: "/a/z.zip!/1/x.txt", 2: "/a/z.zip!/2/x.txt!#2"}) == {
        1: ("1/x.txt", "/a/z.zip!/1/x.txt"),
        2: ("2/x.txt#2", "/a/z.zip!/2/x.txt#2"),
    }
    places_of({1: "bytes:/a/%C4%EA.txt"})[1][0].encode("utf-8")
