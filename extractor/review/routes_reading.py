"""Pages for looking: the queue, a document, its parts."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from extractor.review.facsimile import facsimile, has_boxes
from extractor.review.panel import panel_of
from extractor.review.queue import STATES, Filters, next_task, progress
from extractor.review.service import OpenDocument
from extractor.review.views import facts_of, header_of, lines_of, tables_of
from extractor.review.web import Visit, context_of, render, viewer_of, visit_of

router = APIRouter()
SHOWN = 200
"""Documents on one page of the queue."""

At = Annotated[str, Query(max_length=200)]


def filters_of(request: Request) -> Filters:
    """The filters in the query string; nonsense is no filter."""
    query = request.query_params
    year = query.get("year", "")
    texts = {key: query.get(key, "").strip()[:80] or None for key in ("issuer", "form", "check", "state")}
    return Filters(year=int(year) if year.isdigit() and len(year) == 4 else None, **texts)


@router.get("/")
def queue_page(request: Request) -> HTMLResponse:
    """All documents, the most doubtful first."""
    visit = visit_of(request)
    service, viewer = context_of(request).service, viewer_of(request, visit)
    everything, filters = service.queue(viewer), filters_of(request)
    entries = service.queue(viewer, filters) if filters.query else everything
    task = next_task(entries, None, None)
    return render(
        request,
        "rows.html" if "hx-request" in request.headers else "queue.html",
        visit,
        entries=entries[:SHOWN],
        hidden=max(0, len(entries) - SHOWN),
        progress=progress(entries, service.store.pauses(viewer.name)),
        first=f"/d/{task.report_id}?{urlencode({'at': task.pointer, **filters.query})}" if task else None,
        filters=filters,
        query=urlencode(filters.query),
        years=sorted({entry.year for entry in everything if entry.year}),
        checks=sorted({check for entry in everything for check in entry.checks}),
        forms=sorted({entry.form for entry in everything}),
        states=STATES,
        is_empty=not everything,
    )


@router.get("/d/{report_id}")
def document_page(request: Request, report_id: int, at: At = "") -> HTMLResponse:
    """One document with its next doubtful value, or the value ``at``."""
    visit = visit_of(request)
    opened = context_of(request).service.open(report_id, viewer_of(request, visit))
    return render(request, "document.html", visit, **whole(request, visit, opened, at))


def whole(request: Request, visit: Visit, opened: OpenDocument, at: str) -> dict[str, Any]:
    """What the document page shows."""
    pointer = at or (opened.open_items[0].pointer if opened.open_items else "")
    panel = panel_of(opened, pointer, visit.language) if pointer else None
    start, end = (panel.start, panel.end) if panel else (None, None)
    return {
        **parts(request, visit, opened),
        "panel": panel,
        "lines": lines_of(opened.text, start, end),
        "has_boxes": has_boxes(opened.source.document),
    }


def parts(request: Request, visit: Visit, opened: OpenDocument) -> dict[str, Any]:
    """What the right-hand side shows without the panel."""
    service, viewer, filters = context_of(request).service, viewer_of(request, visit), filters_of(request)
    entries = service.queue(viewer, filters)
    here = opened.source.report_id
    task = next(
        (t for t in (next_task(entries, None, None),) if t and t.report_id != here), None
    ) or next_task([entry for entry in entries if entry.report_id != here], None, None)
    return {
        "sheet": opened,
        "report": opened.state.report,
        "tables": tables_of(opened, visit.language),
        "header": header_of(opened, visit.language),
        "facts": facts_of(opened),
        "order": [item.pointer for item in opened.open_items],
        "next_document": f"/d/{task.report_id}?{urlencode({'at': task.pointer, **filters.query})}"
        if task
        else "",
        "query": urlencode(filters.query),
        "progress": progress(entries, service.store.pauses(viewer.name)),
    }


@router.get("/d/{report_id}/panel")
def panel_part(request: Request, report_id: int, at: At) -> HTMLResponse:
    """The panel of one place."""
    visit = visit_of(request)
    opened = context_of(request).service.open(report_id, viewer_of(request, visit))
    return render(request, "panel.html", visit, panel=panel_of(opened, at, visit.language), sheet=opened)


@router.get("/d/{report_id}/sheet")
def sheet_part(request: Request, report_id: int) -> HTMLResponse:
    """Tables, facts and findings as they stand now."""
    visit = visit_of(request)
    opened = context_of(request).service.open(report_id, viewer_of(request, visit))
    return render(request, "sheet.html", visit, **parts(request, visit, opened))


@router.get("/d/{report_id}/page.svg")
def page_picture(request: Request, report_id: int, start: int = 0, end: int = 0) -> Response:
    """The page on which the evidence stands, drawn from its words; for documents that know places."""
    visit = visit_of(request)
    document = context_of(request).service.open(report_id, viewer_of(request, visit)).source.document
    return Response(facsimile(document, start, end), media_type="image/svg+xml")


@router.get("/next")
def next_page(request: Request, here: int = 0) -> Response:
    """On to the next document that has something in doubt."""
    visit = visit_of(request)
    filters = filters_of(request)
    entries = [
        e
        for e in context_of(request).service.queue(viewer_of(request, visit), filters)
        if e.report_id != here
    ]
    task = next_task(entries, None, None)
    if task is None:
        return RedirectResponse("/", 303)
    return RedirectResponse(f"/d/{task.report_id}?{urlencode({'at': task.pointer, **filters.query})}", 303)
