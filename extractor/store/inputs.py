"""What became of every file of a run: read, waiting, failed, a duplicate, or passed over with why."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, func, select

from extractor.store.database import Store
from extractor.store.packing import clean
from extractor.store.parts import split_path
from extractor.store.row_writing import add_many
from extractor.store.schema import passed_over, run_items, runs

_COLUMNS = tuple(column.name for column in passed_over.columns)
_FETCHED = 1000


class _PassedOver(Protocol):
    """What discovery says of a file that is not read."""

    @property
    def location(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def is_failure(self) -> bool: ...


class InputRow(NamedTuple):
    """One file of a run."""

    path: str
    """Its location, as it was recorded."""
    state: str
    """State of its document (done, failed, pending, leased, cancelled), or failed or skipped."""
    reason: str
    first_path: str
    """Location of the file that is read in its place; nothing where it is read itself."""
    sha256: str


def add_passed_over(connection: Connection, run_id: str, found: Sequence[_PassedOver]) -> None:
    """Record the files that a run does not read."""
    rows = [
        (run_id, position, clean(one.location) or "", clean(one.reason) or "", one.is_failure)
        for position, one in enumerate(found)
    ]
    add_many(connection, passed_over, _COLUMNS, rows)


def passed_over_counts(connection: Connection, run_id: str) -> tuple[int, int]:
    """(failed, skipped): files of a run that could not be reached, and that are no documents."""
    statement = (
        select(passed_over.c.is_failure, func.count())
        .where(passed_over.c.run_id == run_id)
        .group_by(passed_over.c.is_failure)
    )
    found: dict[bool, int] = {bool(failed): number for failed, number in connection.execute(statement)}
    return found.get(True, 0), found.get(False, 0)


def paths_of_reports(connection: Connection, report_ids: Sequence[int]) -> dict[int, str]:
    """Where the documents of some Reports lay, as the newest run that holds each recorded it."""
    c = run_items.c
    statement = (
        select(c.report_id, c.path)
        .join(runs, runs.c.run_id == c.run_id)
        .where(c.report_id.in_(report_ids))
        .order_by(runs.c.created_at, c.position)
    )
    return {row.report_id: row.path for row in connection.execute(statement)}


def inputs_of_run(store: Store, run_id: str) -> Iterator[InputRow]:
    """Every file of a run: documents in the order of the plan, each with its duplicates, then the others."""
    c = run_items.c
    statement = (
        select(c.position, c.path, c.same_content, c.state, c.error_message, c.sha256)
        .where(c.run_id == run_id)
        .order_by(c.position)
        .limit(_FETCHED)
    )
    after = -1
    while True:
        page = statement.where(c.position > after)
        rows = store.read(lambda connection, page=page: connection.execute(page).all())  # type: ignore[misc]
        for row in rows:
            if split_path(row.path)[1] > 1 and row.state == "done":
                continue  # a further report of a file, which is accounted for by its first
            yield InputRow(row.path, row.state, row.error_message or "", "", row.sha256)
            for path in json.loads(row.same_content):
                yield InputRow(path, row.state, row.error_message or "", row.path, row.sha256)
        if len(rows) < _FETCHED:
            break
        after = rows[-1].position
    p = passed_over.c
    others = select(p.path, p.reason, p.is_failure).where(p.run_id == run_id).order_by(p.position)
    for row in store.read(lambda connection: connection.execute(others).all()):
        yield InputRow(row.path, "failed" if row.is_failure else "skipped", row.reason, "", "")
