import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from report_strategies import documents_with_reports
from sqlalchemy import select

from extractor.store import (
    StageKey,
    load_document,
    load_report,
    open_store,
    pack,
    save_document,
    save_report,
)
from extractor.store.schema import findings, report_values
from extractor.tidy import rows_of


def save(store, document, report, config=None):
    content = document.model_dump_json() + report.model_dump_json()
    config = config or hashlib.sha256(content.encode()).hexdigest()
    key = StageKey(document.source.sha256, "rules", document.source.sha256, config)

    def work(connection):
        save_document(connection, document.source.sha256, "name.txt", 5)
        return save_report(connection, key, pack(document, report))

    return store.write(work)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=documents_with_reports())
def test_report_comes_back_whole_when_saved_and_loaded(store, pair):
    document, report = pair
    report_id = save(store, document, report)
    # What JSON keeps of a Report is the contract: a Decimal 1.50 is the number 1.5.
    expected = type(report).model_validate_json(report.model_dump_json())
    stored = store.read(lambda connection: load_report(connection, report_id))
    assert stored.report == expected
    assert [(p.number, p.start, p.end) for p in stored.pages] == [
        (p.number, p.start, p.end) for p in document.pages
    ]
    assert store.read(lambda connection: load_document(connection, report_id)) == document


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(pair=documents_with_reports())
def test_rows_say_what_the_report_says_when_saved(store, pair):
    document, report = pair
    report_id = save(store, document, report)

    def rows(connection, table):
        found = select(table).where(table.c.report_id == report_id).order_by(table.c.position)
        return connection.execute(found).all()

    values = store.read(lambda connection: rows(connection, report_values))
    wanted = list(rows_of(report))
    assert [(v.table_name, v.row_key, v.column_key) for v in values] == [
        (w.table, w.row, w.column) for w in wanted
    ]
    assert [v.number for v in values if v.number is not None] == [
        float(w.value) for w in wanted if w.value is not None and hasattr(w.value, "__float__")
    ]
    found = store.read(lambda connection: rows(connection, findings))
    assert [f.check_id for f in found] == [f.check for f in report.findings]


def test_seconds_are_left_out_so_that_two_machines_make_the_same_report(store):
    document, report = _one()
    slow = report.model_copy(update={"run": report.run.model_copy(update={"seconds": 3.5})})
    assert pack(document, slow) == pack(document, report)


def test_first_report_is_kept_when_the_same_step_is_saved_again(store):
    document, report = _one()
    first = save(store, document, report, config="c")
    assert save(store, document, report.model_copy(update={"findings": ()}), config="c") == first
    assert store.read(lambda c: load_report(c, first)).report.findings == report.findings


@pytest.mark.parametrize("path", ["plain.sqlite", "sqlite:///plain.sqlite"])
def test_a_path_is_a_sqlite_store(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_store(path).close()
    assert (tmp_path / "plain.sqlite").read_bytes().startswith(b"SQLite format 3")


def _one():
    from report_builder_of_store import small_report

    return small_report()
