"""Pages for looking: the queue, a document, its parts."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from extractor.discovery import shown_path
from extractor.errors import UsageError
from extractor.export import below, common_folder
from extractor.review.decision_panel import names_place, panel_of
from extractor.review.document_pane import blocks_of
from extractor.review.facsimile import facsimile, has_boxes
from extractor.review.opened import OpenDocument
from extractor.review.queue import PAGE, STATES, Filters, progress
from extractor.review.sound_text import check_texts, index_in
from extractor.review.views import facts_of, header_of, tables_of
from extractor.review.web import Visit, context_of, render, viewer_of, visit_of
from extractor.review.wording import say
from extractor.store import QueuePlace, QueueRow

router = APIRouter()
At = Annotated[str, Query(max_length=200)]


def filters_of(request: Request) -> Filters:
    """The filters in the query string; nonsense is no filter."""
    query = request.query_params
    year = query.get("year", "")
    texts = {key: query.get(key, "").strip()[:80] or None for key in ("issuer", "form", "check", "state")}
    return Filters(year=index_in(year) if len(year) == 4 else None, **texts)


@router.get("/")
def queue_page(request: Request) -> HTMLResponse:
    """All documents, the most doubtful first."""
    visit = visit_of(request)
    service, viewer = context_of(request).service, viewer_of(request, visit)
    filters, after = filters_of(request), place_in(request)
    rows = service.queue(viewer, filters, after, PAGE + 1)
    totals, choices = service.totals(viewer, filters), service.store.queue_choices(service.listing.base)
    first = rows[0] if after is None and rows else next(iter(service.queue(viewer, filters, None, 1)), None)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render(
        request,
        "rows.html" if "hx-request" in request.headers else "queue.html",
        visit,
        entries=rows[:PAGE],
        places=places_of(service.store.paths_of([row.report_id for row in rows[:PAGE]])),
        more=urlencode({**filters.query, "behind": json.dumps([last.urgency, last.name, last.sha256])})
        if last
        else None,
        is_later=after is not None,
        progress=progress(totals, service.store.pauses(viewer.name)),
        first=address_of(first, filters) if first and first.doubts else None,
        filters=filters,
        query=urlencode(filters.query),
        choices=choices,
        states=STATES,
        is_empty=not choices["forms"],
        unread=unread_of(service.store.unread()) if after is None and not filters.query else (),
    )


def places_of(paths: Mapping[int, str]) -> dict[int, tuple[str, str]]:
    """(path below the folder that the documents on the page share, whole path) by Report."""
    shown = {each: shown_path(path) for each, path in paths.items()}
    common = common_folder(shown.values())
    return {each: (below(path, common), path) for each, path in shown.items()}


def unread_of(files: Sequence[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(path below the folder that these files share, whole path, why) of files that were not read."""
    paths = [shown_path(path) for path, _ in files]
    common = common_folder(paths)
    return [(below(path, common), path, why) for path, (_, why) in zip(paths, files, strict=True)]


def address_of(row: QueueRow, filters: Filters) -> str:
    """Where the worst item of a document is decided."""
    return f"/d/{row.report_id}?{urlencode({'at': row.first_pointer, **filters.query})}"


def place_in(request: Request) -> QueuePlace | None:
    """The place of the queue behind which a page begins; nonsense is the beginning."""
    try:
        urgency, name, sha256 = json.loads(request.query_params.get("behind", ""))
    except (ValueError, TypeError, RecursionError):
        return None
    is_number = isinstance(urgency, int) and abs(urgency) < 2**62
    if not is_number or not isinstance(name, str) or not isinstance(sha256, str):
        return None
    try:
        check_texts((name, sha256), "behind")
    except UsageError:
        return None
    return QueuePlace(urgency, name, sha256)


@router.get("/d/{report_id}")
def document_page(request: Request, report_id: int, at: At = "") -> HTMLResponse:
    """One document with its next doubtful value, or the value ``at``."""
    visit = visit_of(request)
    opened = context_of(request).service.open(report_id, viewer_of(request, visit))
    return render(request, "document.html", visit, **whole(request, visit, opened, at))


def whole(request: Request, visit: Visit, opened: OpenDocument, at: str) -> dict[str, Any]:
    """What the document page shows."""
    first = opened.open_items[0].pointer if opened.open_items else ""
    if at.startswith("/findings/"):  # the queue does not tell apart what one check says of one place
        at = next((item.pointer for item in opened.open_items if item.pointer.startswith(f"{at}/")), at)
    is_there = not at or names_place(opened, at)
    pointer = at if at and is_there else first
    panel = panel_of(opened, pointer, visit.language) if pointer else None
    start, end = (panel.start, panel.end) if panel else (None, None)
    return {
        **parts(request, visit, opened),
        "panel": panel,
        "no_place": not is_there,
        "blocks": blocks_of(opened.source.document, start, end),
        "has_boxes": has_boxes(opened.source.document),
    }


def parts(request: Request, visit: Visit, opened: OpenDocument) -> dict[str, Any]:
    """What the right-hand side shows without the panel."""
    service, viewer, filters = context_of(request).service, viewer_of(request, visit), filters_of(request)
    row = service.next_document(viewer, filters, opened.source.report_id)
    return {
        "sheet": opened,
        "report": opened.state.report,
        "tables": tables_of(opened, visit.language),
        "header": header_of(opened, visit.language),
        "facts": facts_of(opened),
        "order": [item.pointer for item in opened.open_items],
        "next_document": address_of(row, filters) if row else "",
        "query": urlencode(filters.query),
        "progress": progress(service.totals(viewer, filters), service.store.pauses(viewer.name)),
    }


@router.get("/d/{report_id}/panel")
def panel_part(request: Request, report_id: int, at: At) -> HTMLResponse:
    """The panel of one place."""
    visit = visit_of(request)
    opened = context_of(request).service.open(report_id, viewer_of(request, visit))
    if not names_place(opened, at):
        raise HTTPException(404, say(visit.language, "no_place"))
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
    visit, filters = visit_of(request), filters_of(request)
    service = context_of(request).service
    row = service.next_document(viewer_of(request, visit), filters, here)
    return RedirectResponse(address_of(row, filters) if row else "/", 303)
