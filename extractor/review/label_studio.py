"""Facts of the prose to and from Label Studio (text spans with labels).

Label Studio counts characters as JavaScript does, in UTF-16 units; the product counts code points.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from extractor.errors import UsageError
from extractor.records import NARRATIVE_LISTS, Span
from extractor.review.decision_log import Action, Decision
from extractor.review.facts import fact_json, new_fact
from extractor.review.persistence import ReviewStore
from extractor.review.service import OpenDocument, ReviewService, Viewer

CONFIG = (
    "<View><Labels name='label' toName='text'>"
    + "".join(f"<Label value='{name}'/>" for name in NARRATIVE_LISTS)
    + "</Labels><Text name='text' value='$text'/></View>"
)
"""The labelling interface that the tasks fit."""


def to_units(text: str, offset: int) -> int:
    """An offset in code points as one in UTF-16 units."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def to_points(text: str, units: int) -> int:
    """An offset in UTF-16 units as one in code points; UsageError inside a pair or behind the end."""
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * units]
    points = len(head.decode("utf-16-le", "surrogatepass"))
    if to_units(text, points) != units:
        raise UsageError(f"offset {units} lies inside a character or behind the end; label it again")
    return points


def task_of(opened: OpenDocument, people: tuple[str, ...]) -> dict[str, Any]:
    """One task with the facts as they stand, as an annotation."""
    results = [
        _result(opened.text, name, key, fact)
        for name in NARRATIVE_LISTS
        for key, fact in zip(
            opened.state.keys[name], getattr(opened.state.report.narrative, name), strict=True
        )
    ]
    return {
        "data": {
            "text": opened.text,
            "name": opened.source.report.source.name,
            "sha256": opened.source.sha256,
        },
        "annotations": [{"completed_by": ", ".join(people), "result": results}],
    }


def _result(text: str, name: str, key: str, fact: Any) -> dict[str, Any]:
    span: Span = fact.evidence
    return {
        "id": f"{name}-{key}",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {
            "start": to_units(text, span.start),
            "end": to_units(text, span.end),
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
        lists_changed = sum(
            _record_list(service, viewer, report_id, name, wanted.get(name, set()))
            for name in NARRATIVE_LISTS
        )
        changed += bool(lists_changed)
    return changed


def _wanted(task: Mapping[str, Any], text: str) -> dict[str, set[tuple[int, int]]]:
    """Offsets by list, in code points, of the last annotation of a task."""
    found: dict[str, set[tuple[int, int]]] = {}
    annotations = [each for each in task.get("annotations", ()) if not each.get("was_cancelled")]
    for result in annotations[-1]["result"] if annotations else ():
        value = result["value"]
        start, end = to_points(text, int(value["start"])), to_points(text, int(value["end"]))
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
