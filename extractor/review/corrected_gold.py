"""A corrected document as gold of the evaluation format."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from extractor.evaluation.gold import columns_of, gold_of
from extractor.export import that_count
from extractor.forms import form_of
from extractor.records import Cell, CellBasis, Count, Event, Report, Table
from extractor.review.applying import applied
from extractor.review.corrected import plain
from extractor.review.decision_log import Action
from extractor.review.opened import OpenDocument
from extractor.review.pointers import CellPlace, cells_of


def gold_json(opened: OpenDocument, people: tuple[str, ...]) -> str:
    """Labels as JSON text; GoldError where they would break the format."""
    labels = gold_labels(opened, people)
    gold_of(json.loads(json.dumps(labels)), opened.text, opened.source.report.source.name)
    return json.dumps(labels, ensure_ascii=False, indent=1) + "\n"


def gold_labels(opened: OpenDocument, people: tuple[str, ...]) -> dict[str, Any]:
    """What people and rules agree on about the document, with the names of the people."""
    report = opened.state.report
    return {
        "document": report.source.name,
        "sha256": opened.source.sha256,
        "annotator": ", ".join(people) or "nobody",
        "date": _last_day(opened),
        "encoding": report.source.encoding or "utf-8",
        "header": _header(report),
        "sections": {
            str(each.key): [each.heading.start, each.body.end]
            for each in report.sections
            if each.heading.start < each.body.end
        },
        "tables": {name: _table(report, name, table) for name, table in report.tables.all()},
        **_cell_notes(opened),
        "counts": [_count(fact) for fact in report.narrative.counts],
        "trainings": [_event(fact, with_kind=False) for fact in report.narrative.trainings],
        "events": [_event(fact, with_kind=True) for fact in report.narrative.events],
        "issues": [_place(fact.evidence) for fact in report.narrative.issues],
        "remedies": [
            {**_place(fact.evidence), "addresses": list(fact.addresses)} for fact in report.narrative.remedies
        ],
        "past_rectifications": [_place(fact.evidence) for fact in report.narrative.past_rectifications],
        "findings": _findings(opened),
        "origins": _origins(opened),
    }


def _origins(opened: OpenDocument) -> dict[str, dict[str, str]]:
    """Which values a person decided, and which one looked at and accepted; the others nobody looked at."""
    found: dict[str, dict[str, str]] = {"decided": {}, "seen": {}, "removed": {}}
    kinds = {Action.ACCEPT.value: "seen", "removed": "removed"}
    for one in that_count(applied(opened)[1]):
        found[kinds.get(one.action, "decided")][one.value_pointer] = one.author
    return found


def _last_day(opened: OpenDocument) -> str:
    days = (event.at[:10] for event in opened.events if event not in opened.state.unreadable)
    return max(days, default=datetime.now(UTC).date().isoformat())


def _header(report: Report) -> dict[str, Any]:
    title = report.title.evidence  # one span a line where it is printed on several
    published = report.published_on.value if report.published_on else None
    return {
        "issuer": report.issuer.value,
        "title_span": [title[0].start, title[-1].end] if title else None,
        "report_year": report.report_year.value,
        "form": str(report.form),
        "period": [_day(report.period.start.value), _day(report.period.end.value)],
        "published_on": _day(published),
    }


def _day(value: object) -> str | None:
    return None if value is None else str(value)


def _table(report: Report, name: str, table: Table | None) -> dict[str, Any] | None:
    if table is None:
        return None
    printed = [row for row, cells in table.items() if cells is not None]
    return {
        row: None
        if cells is None
        else [_number(cells[key].value) for key in columns_of(name, row, report.form, printed)]
        for row, cells in table.items()
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _cell_notes(opened: OpenDocument) -> dict[str, Any]:
    """Prints that differ from the value, and bases that are not the ordinary ones.

    A cell that a person accepted as the issuer's error is a conflict: that is what a reader must say of it.
    What else a person decided has no expected basis.
    """
    raw: dict[str, str] = {}
    basis: dict[str, str] = {}
    for place, cell in cells_of(opened.state.report):
        pointer, event = _pointer(place), opened.state.decided.get(place.pointer)
        if cell.raw is not None and cell.raw.strip() != (plain(cell.value) or ""):
            raw[pointer] = cell.raw
        if event is not None and event.decision.note.startswith("issuer"):
            basis[pointer] = str(CellBasis.CONFLICT)
        elif event is None and cell.basis is not _ordinary(opened.state.report, place, cell):
            basis[pointer] = str(cell.basis)
    return {"raw": raw, "basis": basis}


def _ordinary(report: Report, place: CellPlace, cell: Cell) -> CellBasis:
    if cell.value is None:
        return CellBasis.BLANK
    covered = form_of(report, place.table).covered
    return CellBasis.PROVED if (place.row, place.column) in covered else CellBasis.PRINTED


def _pointer(place: CellPlace) -> str:
    return f"{place.table}.{place.row}.{place.column}"


def _place(span: Any) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _count(fact: Count) -> dict[str, Any]:
    return {
        **_place(fact.evidence),
        "value": _number(fact.value),
        "unit": fact.unit,
        "approximate": fact.approximate,
        "topic": str(fact.topic),
        "scope": fact.scope,
        "period": str(fact.period),
    }


def _event(fact: Event, *, with_kind: bool) -> dict[str, Any]:
    found = {
        **_place(fact.evidence),
        "start_date": _day(fact.start),
        "end_date": _day(fact.end),
        "participants": fact.participants,
        "approximate": fact.participants_approximate,
        "place": fact.place,
    }
    return {**found, "kind": str(fact.kind)} if with_kind else found


def _findings(opened: OpenDocument) -> list[dict[str, Any]]:
    """Contradictions that a person called the issuer's own."""
    found = []
    for pointer, event in opened.state.decided.items():
        if event.decision.note.startswith("issuer"):
            about = pointer.removeprefix("/tables/").removeprefix("/").replace("/", ".")
            found.append({"about": about, "kind": "identity"})
    return found
