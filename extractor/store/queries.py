"""Questions that tests and people ask a store as a whole."""

from collections.abc import Iterator

from sqlalchemy import select

from extractor.store.database import Store
from extractor.store.schema import journal, model_calls, reports

_PAGE = 5000


def call_states(store: Store) -> dict[str, str]:
    """State (started, done) of every model call by its key."""
    rows = store.read(lambda c: c.execute(select(model_calls.c.call_key, model_calls.c.state)).all())
    return {row.call_key: row.state for row in rows}


def journal_lines(store: Store) -> Iterator[tuple[tuple[str, ...], str]]:
    """All lines of the journal in order: (document, stage, input hash, configuration hash) and the event."""
    after = 0
    c = journal.c
    while True:
        page = select(c.entry_id, c.sha256, c.stage, c.input_hash, c.config_hash, c.event)
        page = page.where(c.entry_id > after).order_by(c.entry_id).limit(_PAGE)
        rows = store.read(lambda connection, page=page: connection.execute(page).all())  # type: ignore[misc]
        for row in rows:
            yield tuple(row[1:5]), row.event
        if len(rows) < _PAGE:
            return
        after = rows[-1].entry_id


def report_hashes(store: Store, stage: str) -> dict[str, list[str]]:
    """Hashes of the Reports of one stage, by document."""
    found: dict[str, list[str]] = {}
    statement = select(reports.c.sha256, reports.c.report_sha256).where(reports.c.stage == stage)
    for sha256, report_sha256 in store.read(lambda c: c.execute(statement).all()):
        found.setdefault(sha256, []).append(report_sha256)
    return found
