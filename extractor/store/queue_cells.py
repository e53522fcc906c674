"""The queue by year, form, state and check: sums and order of what a filter finds, without reading the rest.

A cell holds the rows of a view that agree in all four; it is kept with each row that is saved. How many
cells there are does not grow with the documents.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    select,
    tuple_,
    union_all,
    update,
)

from extractor.store.review_schema import review_cell_rows, review_cells, review_queue

_C = review_cells.c
_R = review_cell_rows.c
_AT_A_TIME = 100
"""Cells whose rows one statement puts into order; SQLite joins no more than 500."""


class CellKey(NamedTuple):
    """What the rows of a cell have in common."""

    check_id: str
    """Empty: rows with any checks."""
    report_year: int | None
    form: str
    state: str


class CellSearch(NamedTuple):
    """Which cells are wanted; None: all."""

    year: int | None = None
    form: str | None = None
    check: str | None = None
    state: str | None = None


def move_cells(connection: Connection, view: str, gone: Iterable[Any], come: Iterable[Any]) -> None:
    """Take rows of the queue (as ``QueueRow``) out of their cells, and put others in."""
    gone, come = list(gone), list(come)
    changes: defaultdict[CellKey, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for sign, rows in ((-1, gone), (1, come)):
        for row in rows:
            counted = (1, row.doubts, row.decisions, int(row.decisions > 0))
            for key in _keys(row):
                changes[key] = [old + sign * new for old, new in zip(changes[key], counted, strict=True)]
    ids = _changed(connection, view, changes)
    if gone:
        every = [_R[name] == bindparam(f"old_{name}") for name in _R.keys()]  # noqa: SIM118 - no mapping
        old = [{f"old_{name}": value for name, value in row.items()} for row in _rows(ids, gone)]
        connection.execute(delete(review_cell_rows).where(*every), old)
    if come:
        connection.execute(insert(review_cell_rows), _rows(ids, come))


def found_sums(connection: Connection, view: str, search: CellSearch) -> tuple[int, int, int, int, int]:
    """Documents, those done, doubts, decisions and documents seen of what a search finds in a view."""
    sums = (_C.documents, _C.doubts, _C.decisions, _C.seen)
    asked = select(*map(func.sum, sums)).where(*_wanted(view, search))
    documents, doubts, decisions, seen = (int(value or 0) for value in connection.execute(asked).one())
    finished = select(func.sum(_C.documents)).where(*_wanted(view, search), _C.state == "done")
    return documents, int(connection.scalar(finished) or 0), doubts, decisions, seen


def found_hashes(
    connection: Connection,
    view: str,
    search: CellSearch,
    within: "Sequence[ColumnElement[bool]]",
    limit: int,
) -> Iterator[str]:
    """At least the first ``limit`` documents, in the queue's order, that a search finds in a view."""
    asked = select(_C.cell_id).where(*_wanted(view, search), _C.documents > 0).order_by(_C.cell_id)
    cells = connection.scalars(asked).all()
    order = (_R.urgency, _R.name, _R.sha256)
    for start in range(0, len(cells), _AT_A_TIME):
        parts = [
            select(*order).where(_R.cell_id == cell, *within).order_by(*order).limit(limit)
            for cell in cells[start : start + _AT_A_TIME]
        ]
        # Each cell is read in its order, and no further than needed.
        rows = union_all(*(select(part.subquery()) for part in parts)).subquery().c
        first = select(rows.sha256).order_by(rows.urgency, rows.name, rows.sha256).limit(limit)
        yield from connection.scalars(first)


def behind(place: "tuple[int, str, str]") -> "ColumnElement[bool]":
    """Rows of cells behind a place of the queue."""
    return tuple_(_R.urgency, _R.name, _R.sha256) > tuple_(*place)


def not_in(view: str) -> "ColumnElement[bool]":
    """Rows of cells whose document has no row in a view."""
    q = review_queue.c
    return ~select(1).where(q.view == view, q.sha256 == _R.sha256).exists()


def _keys(row: Any) -> list[CellKey]:
    return [CellKey(check, row.report_year, row.form, row.state) for check in ("", *set(row.checks))]


def _rows(ids: Mapping[CellKey, int], rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {"cell_id": ids[key], "urgency": row.urgency, "name": row.name, "sha256": row.sha256}
        for row in rows
        for key in _keys(row)
    ]


def _changed(
    connection: Connection, view: str, changes: Mapping[CellKey, Sequence[int]]
) -> dict[CellKey, int]:
    """The cells after these changes; those that were not there are made."""
    names = ("documents", "doubts", "decisions", "seen")
    known = _known(connection, view, changes)
    missing = [key for key in changes if key not in known]
    if missing:
        empty = dict.fromkeys(names, 0)
        connection.execute(
            insert(review_cells), [{"view": view, **key._asdict(), **empty} for key in missing]
        )
        known = _known(connection, view, changes)
    moved = [
        {"cell": known[key], **{f"more_{name}": value for name, value in zip(names, more, strict=True)}}
        for key, more in changes.items()
        if any(more)
    ]
    if moved:
        sums = {_C[name]: _C[name] + bindparam(f"more_{name}") for name in names}
        connection.execute(update(review_cells).where(_C.cell_id == bindparam("cell")).values(sums), moved)
    return known


def _known(connection: Connection, view: str, keys: Iterable[CellKey]) -> dict[CellKey, int]:
    checks = {key.check_id for key in keys}
    asked = select(_C.check_id, _C.report_year, _C.form, _C.state, _C.cell_id)
    rows = connection.execute(asked.where(_C.view == view, _C.check_id.in_(checks)))
    return {CellKey(*row[:4]): row[4] for row in rows}


def _wanted(view: str, search: CellSearch) -> "Iterator[ColumnElement[bool]]":
    yield _C.view == view
    yield _C.check_id == (search.check or "")
    if search.year is not None:
        yield _C.report_year == search.year
    if search.form is not None:
        yield _C.form == search.form
    if search.state is not None:
        yield _C.state == search.state
