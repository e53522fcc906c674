"""Whoever asks the store by SQL sees each document once, however often it was read."""

import re
from pathlib import Path

from report_builder_of_store import small_report
from test_report_round_trip import save

from extractor.store import CorrectedReport, Decided, save_corrected


def test_views_show_the_newest_report_of_each_document(store):
    document, report = small_report()
    save(store, document, report, "a" * 64)
    newest = save(store, document, report, "b" * 64)

    def ask(sql):
        return store.read(lambda connection: connection.exec_driver_sql(sql).all())

    assert ask("SELECT count(*) FROM reports") == [(2,)]
    assert ask("SELECT report_id, document FROM current_reports") == [(newest, "name.txt")]
    assert ask("SELECT count(*) FROM report_values") == [
        (2 * ask("SELECT count(*) FROM current_values")[0][0],)
    ]
    issuer, year, number = ask(
        "SELECT issuer, report_year, number FROM current_values "
        "WHERE table_name = 'applications' AND row_key = 'new' AND column_key = 'total'"
    )[0]
    assert (issuer, year, number) == (report.issuer.value, report.report_year.value, 13.0)
    totals = ask("SELECT count(*) FROM current_totals WHERE table_name = 'applications'")[0][0]
    assert totals == len([row for row in (report.tables.applications or {}).values() if row])


def test_the_query_of_the_documentation_counts_a_document_that_was_read_twice_once(store):
    page = (Path(__file__).parents[2] / "docs" / "store.md").read_text("utf-8")
    queries = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    document, report = small_report()
    save(store, document, report, "a" * 64)
    save(store, document, report, "b" * 64)
    assert queries
    for query in queries:
        rows = store.read(lambda c, query=query: c.exec_driver_sql(query).all())
        assert {row[:2] for row in rows} <= {(report.issuer.value, report.report_year.value)}
        assert len(rows) == (0 if "corrected_by" in query else 1)


def test_a_corrected_report_stands_in_the_views_until_a_newer_reading_or_more_events_replace_it(store):
    document, report = small_report()
    first = save(store, document, report, "a" * 64)
    fact = report.issuer.model_copy(update={"value": "另县人民政府", "basis": "human"})
    changed = report.model_copy(update={"issuer": fact})
    decided = {0: Decided("原县人民政府", "wang", "2026-01-01T00:00:00Z", "页面如此")}

    def ask(sql):
        return store.read(lambda connection: connection.exec_driver_sql(sql).all())

    def keep(report_id, events, kept=changed):
        corrected = CorrectedReport(report_id, events, kept, decided, 1)
        store.write(lambda connection: save_corrected(connection, corrected))

    keep(first, 2)
    assert ask("SELECT issuer, corrections FROM current_reports") == [("另县人民政府", 1)]
    named = "SELECT machine_value, corrected_by, reason FROM current_values WHERE corrected_by IS NOT NULL"
    assert ask(named) == [("原县人民政府", "wang", "页面如此")]
    keep(first, 1, report)  # of fewer events: somebody was slower
    assert ask("SELECT issuer FROM current_reports") == [("另县人民政府",)]
    newest = save(store, document, report, "b" * 64)
    assert ask("SELECT report_id, issuer FROM current_reports") == [(newest, report.issuer.value)]
    keep(newest, 2)
    assert ask("SELECT report_id FROM corrected_reports") == [(newest,)]
