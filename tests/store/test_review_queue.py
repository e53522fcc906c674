"""The queue's order, pages, sums and filters, on both databases."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.store import (
    QueuePlace,
    QueueRow,
    QueueSearch,
    QueueTotals,
    QueueViews,
    ViewMarks,
    open_store,
    queue_choices,
    queue_rows,
    queue_totals,
    save_document,
    save_queue_rows,
    searched_totals,
    view_marks,
)

BASE = QueueViews("all")


def row(number, urgency=5, **options):
    usual = QueueRow(
        f"{number:064x}",
        number,
        f"{number}.txt",
        "某县",
        2021,
        "2021",
        "open",
        urgency,
        2,
        "/a",
        0,
        ("a.b",),
        0,
    )
    return usual._replace(**options)


@pytest.fixture(scope="module")
def queue_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("queue")


@pytest.fixture
def save(store):
    known = set()

    def saving(view, *rows, marks=None):
        def work(connection):
            for each in rows:
                if each.sha256 not in known:
                    known.add(each.sha256)
                    save_document(connection, each.sha256, each.name, 1)
            save_queue_rows(connection, view, rows, marks)

        store.write(work)

    return saving


def ids(store, views=BASE, search=QueueSearch(), after=None, limit=100):  # noqa: B008 - frozen
    return [each.report_id for each in store.read(lambda c: queue_rows(c, views, search, after, limit))]


def test_rows_come_by_urgency_then_by_name(store, save):
    save("all", row(1, 9), row(2, 1), row(3, 5, name="b"), row(4, 5, name="a"))
    assert ids(store) == [2, 4, 3, 1]


def test_pages_hold_every_row_once(store, save):
    save("all", *(row(n, n % 3, name=f"{n % 5}") for n in range(1, 60)))
    everything, found, after = ids(store), [], None
    while page := store.read(lambda c, after=after: queue_rows(c, BASE, QueueSearch(), after, 7)):
        found += [each.report_id for each in page]
        after = QueuePlace(page[-1].urgency, page[-1].name, page[-1].sha256)
    assert found == everything
    assert sorted(found) == list(range(1, 60))


@pytest.mark.parametrize(
    "search",
    [
        pytest.param(QueueSearch(year=2020), id="year"),
        pytest.param(QueueSearch(issuer="乙"), id="issuer"),
        pytest.param(QueueSearch(issuer="%_"), id="issuer with signs of LIKE"),
        pytest.param(QueueSearch(check="c.d"), id="check"),
        pytest.param(QueueSearch(form="2019"), id="form"),
        pytest.param(QueueSearch(state="flagged"), id="state"),
    ],
)
def test_filters_keep_what_they_name(store, save, search):
    other = {"report_year": 2020, "issuer": "乙%_县", "checks": ("a.b", "c.d"), "form": "2019"}
    save("all", row(1), row(2, state="flagged", doubts=7, **other))
    assert ids(store, search=search) == [2]
    assert store.read(lambda c: searched_totals(c, BASE, search)) == QueueTotals(1, 0, 7, 0)


def test_a_row_that_knows_less_does_not_replace_one_that_knows_more(store, save):
    save("all", row(1, events=3, doubts=0, state="done"))
    save("all", row(1, events=2, doubts=9))
    assert store.read(lambda c: queue_totals(c, BASE)) == QueueTotals(1, 1, 0, 0)
    save("all", row(1, report_id=7, events=0, doubts=9))
    assert store.read(lambda c: queue_totals(c, BASE)) == QueueTotals(1, 0, 9, 0)


def test_own_rows_stand_before_those_of_the_base(store, save):
    save("machine", *(row(n, n) for n in range(1, 6)))
    save("by:wang", row(2, 90, state="done", doubts=0, decisions=2), row(4, 0, doubts=1, decisions=1))
    views = QueueViews("machine", "by:wang")
    assert ids(store, views) == [4, 1, 3, 5, 2]
    assert ids(store, views, limit=2) == [4, 1]
    assert ids(store, views, after=QueuePlace(0, "4.txt", f"{4:064x}"), limit=2) == [1, 3]
    expected = QueueTotals(5, 1, 7, 3, 2)
    assert store.read(lambda c: queue_totals(c, views)) == expected
    assert store.read(lambda c: searched_totals(c, views, QueueSearch())) == expected
    assert ids(store, QueueViews("machine", "by:li")) == [1, 2, 3, 4, 5]


def test_marks_move_with_the_rows(store, save):
    assert store.read(lambda c: view_marks(c, "all")) is None
    save("all", row(1, checks=("x.y",)), marks=ViewMarks(1, 4))
    save("all", row(2, report_year=None))
    assert store.read(lambda c: view_marks(c, "all")) == ViewMarks(1, 4)
    choices = store.read(lambda c: queue_choices(c, "all"))
    assert choices == {"years": [2021], "forms": ["2021"], "checks": ["a.b", "x.y"]}


changes = st.lists(
    st.builds(
        row,
        st.integers(1, 4),
        st.integers(0, 3),
        events=st.integers(0, 3),
        doubts=st.integers(0, 5),
        decisions=st.integers(0, 3),
        state=st.sampled_from(["open", "done", "started"]),
    ),
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(changes, max_size=5))
def test_the_sums_are_those_of_the_rows_whatever_was_saved(tmp_path_factory, batches):
    store = open_store(str(tmp_path_factory.mktemp("queue") / "q.sqlite"))

    def work(connection):
        for number in range(1, 5):
            save_document(connection, f"{number:064x}", f"{number}", 1)
        for batch in batches:
            save_queue_rows(connection, "all", batch)
        return queue_totals(connection, BASE), searched_totals(connection, BASE, QueueSearch())

    kept, counted = store.write(work)
    store.close()
    assert kept == counted


varied = st.builds(
    row,
    st.integers(1, 6),
    st.integers(0, 3),
    name=st.sampled_from(["a", "b"]),
    report_year=st.sampled_from([None, 2020, 2021]),
    form=st.sampled_from(["2021", ""]),
    checks=st.lists(st.sampled_from(["a.b", "c.d"]), unique=True).map(tuple),
    doubts=st.integers(0, 2),
    decisions=st.integers(0, 1),
    state=st.sampled_from(["open", "done"]),
)
searches = st.builds(
    QueueSearch,
    issuer=st.sampled_from([None, None, None, "某"]),
    year=st.sampled_from([None, 2020, 2022]),
    form=st.sampled_from([None, "2021", ""]),
    check=st.sampled_from([None, "a.b", "x.y"]),
    state=st.sampled_from([None, "done"]),
)


def passes(each, search):
    wanted = (search.year, search.form, search.state)
    has = (each.report_year, each.form, each.state)
    return all(want in (None, one) for want, one in zip(wanted, has, strict=True)) and (
        search.check is None or search.check in each.checks
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["all", "by:li"]), st.lists(varied, max_size=4)), max_size=5),
    st.lists(searches, min_size=4, max_size=4),
    st.booleans(),
)
def test_a_filter_finds_what_reading_every_row_would(queue_folder, batches, asked, is_blind):
    store = open_store(str(queue_folder / "q.sqlite"))
    views = QueueViews("all", "by:li") if is_blind else BASE
    kept = {"all": {}, "by:li": {}}

    def work(connection):
        for number in range(1, 7):
            save_document(connection, f"{number:064x}", f"{number}", 1)
        for view, rows in batches:
            save_queue_rows(connection, view, rows)
            kept[view] |= {each.sha256: each for each in rows}
        seen = {**kept["all"], **(kept["by:li"] if is_blind else {})}
        for search in asked:
            found = sorted(
                (each for each in seen.values() if passes(each, search)),
                key=lambda each: (each.urgency, each.name, each.sha256),
            )
            assert queue_rows(connection, views, search, None, 9) == tuple(found)
            for place in found[:2]:
                rest = queue_rows(connection, views, search, QueuePlace(*place_of(place)), 2)
                assert rest == tuple(each for each in found if place_of(each) > place_of(place))[:2]
            assert searched_totals(connection, views, search) == QueueTotals(
                len(found),
                sum(each.state == "done" for each in found),
                sum(each.doubts for each in found),
                sum(each.decisions for each in found),
                sum(each.decisions > 0 for each in found),
            )
        connection.rollback()

    try:
        with store.engine.connect() as connection:
            work(connection)
    finally:
        store.close()


def place_of(each):
    return each.urgency, each.name, each.sha256
