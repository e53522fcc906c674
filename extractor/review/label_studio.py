"""Facts of the prose to and from Label Studio (text spans with labels).

Label Studio's server keeps offsets as they are and its export counts code points, as the product does.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.errors import UsageError
from extractor.records import NARRATIVE_LISTS, Span
from extractor.review.decision_log import Action, Decision
from extractor.review.editable_facts import fact_json, new_fact
from extractor.review.opened import OpenDocument
from extractor.review.persistence import ReviewStore
from extractor.review.service import ReviewService, Viewer

CONFIG = (
    "<View><Labels name='label' toName='text'>"
    + "".join(f"<Label value='{name}'/>" for name in NARRATIVE_LISTS)
    + "</Labels><Text name='text' value='$text'/></View>"
)
"""The labelling interface that the tasks fit."""


def task_of(opened: OpenDocument, people: tuple[str, ...]) -> dict[str, Any]:
    """One task: an annotation where people have been through the document, else a prediction."""
    results = [
        _result(name, key, fact)
        for name in NARRATIVE_LISTS
        for key, fact in zip(
            opened.state.keys[name], getattr(opened.state.report.narrative, name), strict=True
        )
    ]
    run = opened.source.report.run
    data = {
        "text": opened.text,
        "name": opened.source.report.source.name,
        "sha256": opened.source.sha256,
        "reviewed_by": ", ".join(people),
    }
    if people and not opened.open_items:
        return {"data": data, "annotations": [{"result": results}], "predictions": []}
    version = f"extractor {run.extractor_version} {run.engine}"
    return {"data": data, "annotations": [], "predictions": [{"model_version": version, "result": results}]}


def _result(name: str, key: str, fact: Any) -> dict[str, Any]:
    span: Span = fact.evidence
    return {
        "id": f"{name}-{key}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {
            "start": span.start,
            "end": span.end,
            "text": span.quote,
            "labels": [name],
        },
        "meta": {"fact": fact_json(fact)},
    }


def record_tasks(store: ReviewStore, tasks: Sequence[Mapping[str, Any]], author: str) -> int:
    """Make the facts of each document those that were labelled; the number of documents that changed.

    Facts whose words are labelled stay as they are, facts whose words are not are removed, new words make
    new facts. UsageError where a task names a document that is not in the store, or other words.
    """
    service, viewer, changed = ReviewService(store), Viewer(author), 0
    for task in tasks:
        sha256 = str(task.get("data", {}).get("sha256", ""))
        report_id = store.find(sha256)
        if report_id is None:
            raise UsageError(f"{task.get('data', {}).get('name', '?')}: this document is not in the store")
        wanted = _wanted(task, service.open(report_id, viewer).text)
        if wanted is None:
            continue
        lists_changed = sum(
            _record_list(service, viewer, report_id, name, wanted.get(name, set()))
            for name in NARRATIVE_LISTS
        )
        changed += bool(lists_changed)
    return changed


def _wanted(task: Mapping[str, Any], text: str) -> dict[str, set[tuple[int, int]]] | None:
    """Offsets by list of the last annotation of a task; None where nobody annotated it."""
    found: dict[str, set[tuple[int, int]]] = {}
    annotations = [each for each in task.get("annotations", ()) if not each.get("was_cancelled")]
    if not annotations:
        return None
    for result in annotations[-1]["result"]:
        value = result["value"]
        start, end = int(value["start"]), int(value["end"])
        if text[start:end] != value.get("text", text[start:end]):
            raise UsageError(
                f"“{value['text'][:30]}” does not stand at {start}–{end}; label the document again"
            )
        for name in value.get("labels", ()):
            if name in NARRATIVE_LISTS and start < end:
                found.setdefault(name, set()).add((start, end))
    return found


def _record_list(
    service: ReviewService, viewer: Viewer, report_id: int, name: str, wanted: set[tuple[int, int]]
) -> bool:
    opened = service.open(report_id, viewer)
    there = {
        (fact.evidence.start, fact.evidence.end): key
        for key, fact in zip(
            opened.state.keys[name], getattr(opened.state.report.narrative, name), strict=True
        )
    }
    removes = [key for place, key in there.items() if place not in wanted]
    adds = [new_fact(name, Span.of(opened.text, *place)) for place in sorted(wanted - set(there))]
    if not removes and not adds:
        return False
    decision = Decision(
        f"/narrative/{name}/new", Action.REWRITE, None, {"removes": removes, "adds": adds}, "label studio"
    )
    service.decide(opened, viewer, decision, opened.revision)
    return True
