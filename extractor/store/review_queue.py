"""The queue of the correction page in its order: a page of it costs the same with ten documents or a million.

A ``view`` is what one kind of reviewer sees. Each base view has a row for every document; the view of an
annotator who works blind has rows only for documents that this person has decided something about, and they
stand before the rows of the base view.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    func,
    insert,
    select,
    tuple_,
    union_all,
    update,
)

from extractor.store.packing import clean
from extractor.store.queue_cells import CellSearch, behind, found_hashes, found_sums, move_cells, not_in
from extractor.store.review_schema import review_queue, review_views

_CHUNK = 200
_Q = review_queue.c


class QueueRow(NamedTuple):
    """One document in a view of the queue."""

    sha256: str
    report_id: int
    name: str
    issuer: str
    report_year: int | None
    form: str
    state: str
    urgency: int
    """Smaller comes first."""
    doubts: int
    first_pointer: str
    """Of the worst item; empty where nothing is open."""
    decisions: int
    checks: tuple[str, ...]
    events: int
    """Of all events about the document, how many this row knows."""


class QueueViews(NamedTuple):
    """The rows that a person sees: those of ``own``, and those of ``base`` for all other documents."""

    base: str
    own: str | None = None


class QueueSearch(NamedTuple):
    """Which documents are wanted; None: all."""

    issuer: str | None = None
    year: int | None = None
    form: str | None = None
    check: str | None = None
    state: str | None = None


class QueuePlace(NamedTuple):
    """A place in the order of the queue."""

    urgency: int
    name: str
    sha256: str


class QueueTotals(NamedTuple):
    """Sums over a view."""

    documents: int = 0
    done: int = 0
    doubts: int = 0
    decisions: int = 0
    seen: int = 0
    """Documents that a person decided something in."""


class ViewMarks(NamedTuple):
    """How far a base view has come: the last Report and the last event that it knows."""

    report_id: int
    event_id: int


def view_marks(connection: Connection, view: str) -> ViewMarks | None:
    """The marks of a view; None where it was never made."""
    v = review_views.c
    row = connection.execute(select(v.report_id, v.event_id).where(v.view == view)).first()
    return None if row is None else ViewMarks(*row)


def save_queue_rows(
    connection: Connection, view: str, rows: Sequence[QueueRow], marks: ViewMarks | None = None
) -> None:
    """Put the rows of documents into a view, keep its sums right, and move its marks.

    A row that knows fewer events, or an older Report, than the one that stands there is left out.
    """
    totals = _locked_view(connection, view)
    latest = {row.sha256: row for row in rows}
    known = _known(connection, view, list(latest))
    fresh = [row for row in latest.values() if _is_news(row, known.get(row.sha256))]
    hashes = [row.sha256 for row in fresh]
    for start in range(0, len(hashes), _CHUNK):
        chunk = hashes[start : start + _CHUNK]
        connection.execute(delete(review_queue).where(_Q.view == view, _Q.sha256.in_(chunk)))
    if fresh:
        fresh = [_cleaned(row) for row in fresh]
        move_cells(connection, view, (known[each] for each in hashes if each in known), fresh)
        connection.execute(insert(review_queue), [_columns(view, row) for row in fresh])
    change = {key: totals[key] for key in QueueTotals._fields}
    for row in fresh:
        for key, value in _counted(row)._asdict().items():
            change[key] += value
        if row.sha256 in known:
            for key, value in _counted(known[row.sha256])._asdict().items():
                change[key] -= value
    choices = _with_choices(json.loads(totals["choices"]), fresh)
    moved = marks._asdict() if marks else {}
    values = {**change, **moved, "choices": json.dumps(choices, ensure_ascii=True)}
    connection.execute(update(review_views).where(review_views.c.view == view).values(values))


def queue_rows(
    connection: Connection, views: QueueViews, search: QueueSearch, after: QueuePlace | None, limit: int
) -> tuple[QueueRow, ...]:
    """The next ``limit`` rows behind ``after``."""
    cells = _cells(search)
    if cells is not None and search != QueueSearch():
        hashes = [
            each
            for view, within in _views(views)
            for each in found_hashes(
                connection, view, cells, [*within, *([behind(after)] if after else [])], limit
            )
        ]
        return queue_rows_of(connection, views, hashes)[:limit]
    conditions = list(_conditions(search))
    if after is not None:
        conditions.append(tuple_(_Q.urgency, _Q.name, _Q.sha256) > tuple_(*after))
    return _ordered(connection, views, conditions, limit)


def queue_rows_of(connection: Connection, views: QueueViews, hashes: Sequence[str]) -> tuple[QueueRow, ...]:
    """The rows of some documents, in the order of the queue."""
    return _ordered(connection, views, [_Q.sha256.in_(hashes)], len(hashes))


def _ordered(
    connection: Connection, views: QueueViews, conditions: "list[ColumnElement[bool]]", limit: int
) -> tuple[QueueRow, ...]:
    parts = [
        select(review_queue).where(seen, *conditions).order_by(_Q.urgency, _Q.name, _Q.sha256).limit(limit)
        for seen in _seen(views)
    ]
    if len(parts) == 1:
        return tuple(_row(row) for row in connection.execute(parts[0]))
    # Each part is read in the order of its index, and no further than needed.
    both = union_all(*(select(part.subquery()) for part in parts)).subquery().c
    ordered = select(*both.values()).order_by(both.urgency, both.name, both.sha256).limit(limit)
    return tuple(_row(row) for row in connection.execute(ordered))


def queue_totals(connection: Connection, views: QueueViews) -> QueueTotals:
    """Sums over everything that a person sees; the work grows only with what an annotator decided blind."""
    v = review_views.c
    stored = connection.execute(
        select(v.documents, v.done, v.doubts, v.decisions, v.seen).where(v.view == views.base)
    ).first()
    base = QueueTotals(*stored) if stored else QueueTotals()
    if views.own is None:
        return base
    return _instead(base, _summed(connection, _Q.view == views.own), _hidden(connection, views))


def searched_totals(connection: Connection, views: QueueViews, search: QueueSearch) -> QueueTotals:
    """Sums over what a search finds; for a part of an issuer's name the work grows with the documents."""
    cells = _cells(search)
    if cells is None:
        conditions = list(_conditions(search))
        parts = [_summed(connection, and_(seen, *conditions)) for seen in _seen(views)]
        return QueueTotals(*(sum(each) for each in zip(*parts, strict=True)))
    base = QueueTotals(*found_sums(connection, views.base, cells))
    if views.own is None:
        return base
    mine = QueueTotals(*found_sums(connection, views.own, cells))
    return _instead(base, mine, _hidden(connection, views, _conditions(search)))


def _hidden(
    connection: Connection, views: QueueViews, conditions: Iterable["ColumnElement[bool]"] = ()
) -> QueueTotals:
    """Sums over rows of the base that rows of a person's own stand for."""
    own = select(_Q.sha256).where(_Q.view == views.own).scalar_subquery()
    return _summed(connection, and_(_Q.view == views.base, _Q.sha256.in_(own), *conditions))


def _instead(base: QueueTotals, mine: QueueTotals, hidden: QueueTotals) -> QueueTotals:
    return QueueTotals(*(b + m - h for b, m, h in zip(base, mine, hidden, strict=True)))


def queue_choices(connection: Connection, view: str) -> Mapping[str, Sequence[Any]]:
    """Years, forms and checks that occur, or once occurred, in a view."""
    found = connection.scalar(select(review_views.c.choices).where(review_views.c.view == view))
    return json.loads(found) if found else _with_choices({}, ())


def _seen(views: QueueViews) -> "tuple[ColumnElement[bool], ...]":
    """Conditions that no two rows of a document meet together."""
    if views.own is None:
        return (_Q.view == views.base,)
    own = review_queue.alias("own")
    is_hidden = select(1).where(own.c.view == views.own, own.c.sha256 == _Q.sha256).exists()
    return (_Q.view == views.own, and_(_Q.view == views.base, ~is_hidden))


def _cells(search: QueueSearch) -> CellSearch | None:
    """The cells of a search; None where it looks for a part of a name, which no cell knows."""
    if search.issuer is not None:
        return None
    return CellSearch(search.year, search.form, search.check, search.state)


def _views(views: QueueViews) -> "Iterable[tuple[str, list[ColumnElement[bool]]]]":
    """Each view that a person sees, and which rows of its cells."""
    if views.own is None:
        return [(views.base, [])]
    return [(views.own, []), (views.base, [not_in(views.own)])]


def _conditions(search: QueueSearch) -> Iterable["ColumnElement[bool]"]:
    if search.issuer is not None:
        yield _Q.issuer.contains(search.issuer, autoescape=True)
    if search.year is not None:
        yield _Q.report_year == search.year
    if search.form is not None:
        yield _Q.form == search.form
    if search.check is not None:
        yield _Q.checks.contains(f"|{search.check}|", autoescape=True)
    if search.state is not None:
        yield _Q.state == search.state


def _locked_view(connection: Connection, view: str) -> dict[str, Any]:
    asked = select(review_views).where(review_views.c.view == view).with_for_update()
    row = connection.execute(asked).mappings().first()
    if row is None:
        empty = {"view": view, "report_id": 0, "event_id": 0, **QueueTotals()._asdict()}
        connection.execute(insert(review_views), {**empty, "choices": json.dumps(_with_choices({}, ()))})
        row = connection.execute(asked).mappings().one()
    return dict(row)


def _known(connection: Connection, view: str, hashes: Sequence[str]) -> dict[str, QueueRow]:
    found = {}
    for start in range(0, len(hashes), _CHUNK):
        chunk = hashes[start : start + _CHUNK]
        for row in connection.execute(select(review_queue).where(_Q.view == view, _Q.sha256.in_(chunk))):
            found[row.sha256] = _row(row)
    return found


def _is_news(row: QueueRow, known: QueueRow | None) -> bool:
    if known is None:
        return True
    return (row.report_id, row.events) >= (known.report_id, known.events) and row != known


def _counted(row: QueueRow) -> QueueTotals:
    return QueueTotals(1, int(row.state == "done"), row.doubts, row.decisions, int(row.decisions > 0))


def _sums() -> tuple[Any, ...]:
    done = func.sum(case((_Q.state == "done", 1), else_=0))
    seen = func.sum(case((_Q.decisions > 0, 1), else_=0))
    return func.count(), done, func.sum(_Q.doubts), func.sum(_Q.decisions), seen


def _summed(connection: Connection, condition: "ColumnElement[bool]") -> QueueTotals:
    found = connection.execute(select(*_sums()).select_from(review_queue).where(condition)).one()
    return QueueTotals(*(int(value or 0) for value in found))


def _with_choices(known: Mapping[str, Any], rows: Iterable[QueueRow]) -> dict[str, list[Any]]:
    years, forms, checks = (set(known.get(key, ())) for key in ("years", "forms", "checks"))
    for row in rows:
        years.update({row.report_year} - {None})
        forms.add(row.form)
        checks.update(row.checks)
    return {"years": sorted(years), "forms": sorted(forms), "checks": sorted(checks)}


def _cleaned(row: QueueRow) -> QueueRow:
    """With texts that either database takes."""
    return row._replace(
        name=clean(row.name) or "",
        issuer=clean(row.issuer) or "",
        form=clean(row.form) or "",
        first_pointer=clean(row.first_pointer) or "",
    )


def _columns(view: str, row: QueueRow) -> dict[str, Any]:
    checks = "".join(f"|{check}|" for check in row.checks)
    return {**row._asdict(), "view": view, "checks": checks}


def _row(row: Any) -> QueueRow:
    checks = tuple(filter(None, row.checks.split("|")))
    return QueueRow(**{key: getattr(row, key) for key in QueueRow._fields if key != "checks"}, checks=checks)
