"""A gold file to fill in: everything blank, or what an engine says if that is asked for."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import UsageError
from extractor.forms import edition_named, edition_of, is_known
from extractor.ingest import read_bytes
from extractor.records import NARRATIVE_LISTS, STATEMENT_LISTS, Count, Event, Report, Statement

UNFINISHED = "fill everything in, then delete this line"


class SkeletonOptions(NamedTuple):
    """What stands in the file before anybody fills it in."""

    annotator: str
    form: str
    """Id of an edition; anything else leaves the tables out."""
    zeros: bool = False
    """Cells are 0 instead of null: quicker where most of a table prints 0."""
    report: Report | None = None
    """What an engine says; None leaves everything blank."""
    day: date | None = None


def skeleton(path: Path, options: SkeletonOptions) -> dict[str, Any]:
    """The labels of ``path`` to be filled in; raises DocumentError where it cannot be read."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); check the path") from error
    document = read_bytes(content, path.name)
    labels: dict[str, Any] = {
        "document": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "annotator": options.annotator,
        "date": (options.day or date.today()).isoformat(),  # noqa: DTZ011 - the annotator's own day
        "encoding": document.source.encoding or "utf-8",
        "header": {
            "issuer": None,
            "title_span": None,
            "report_year": None,
            "form": options.form,
            "period": [None, None],
            "published_on": None,
        },
        "sections": None,
        "tables": _tables(options),
        "raw": {},
        "basis": {},
        "may_be": {},
        "alternatives": {},
        **{name: [] for name in NARRATIVE_LISTS},
        "findings": [],
        "must_not_find": [],
        "absent": [],
        "unfinished": UNFINISHED,
    }
    if options.report is not None:
        _fill(labels, options.report)
    return labels


def written(labels: dict[str, Any]) -> str:
    """JSON with one label or one row of a table a line, so that it can be read and compared."""
    lines = []
    for key, value in labels.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            items = ",\n".join(f"    {_json(item)}" for item in value)
            lines.append(f"  {_json(key)}: [\n{items}\n  ]")
        elif key == "tables":
            lines.append(f'  "tables": {_written_tables(value)}')
        else:
            lines.append(f"  {_json(key)}: {_json(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _written_tables(tables: dict[str, Any]) -> str:
    parts = []
    for table, rows in tables.items():
        if rows is None:
            parts.append(f"    {_json(table)}: null")
            continue
        inner = ",\n".join(f"      {_json(row)}: {_json(values)}" for row, values in rows.items())
        parts.append(f"    {_json(table)}: {{\n{inner}\n    }}")
    return "{\n" + ",\n".join(parts) + "\n  }"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _tables(options: SkeletonOptions) -> dict[str, Any]:
    if not is_known(options.form):
        return {form.key: None for form in edition_of(options.form).tables}
    blank = 0 if options.zeros else None
    return {
        form.key: {row.key: [blank] * len(row.columns) for row in form.rows}
        for form in edition_named(options.form).tables
    }


def _fill(labels: dict[str, Any], report: Report) -> None:
    """Write an engine's answers in. Whoever labels from these must say so in ``annotator``."""
    body = json.loads(report.model_dump_json())
    title = report.title.evidence
    labels["header"] = {
        "issuer": body["issuer"]["value"],
        "title_span": [title[0].start, title[-1].end] if title else None,
        "report_year": body["report_year"]["value"],
        "form": body["form"],
        "period": [body["period"]["start"]["value"], body["period"]["end"]["value"]],
        "published_on": body["published_on"]["value"] if body["published_on"] else None,
    }
    for table, rows in body["tables"].items():
        labels["tables"][table] = rows and {
            row: cells and [cell["value"] for cell in cells.values()] for row, cells in rows.items()
        }
    facts = report.narrative
    labels["counts"] = [_count(count) for count in facts.counts]
    labels["trainings"] = [_event(event) for event in facts.trainings]
    labels["events"] = [{**_event(event), "kind": event.kind.value} for event in facts.events]
    for name in STATEMENT_LISTS:
        labels[name] = [_place(statement) for statement in getattr(facts, name)]


def _place(fact: Count | Event | Statement) -> dict[str, Any]:
    return {"start": fact.evidence.start, "end": fact.evidence.end}


def _count(count: Count) -> dict[str, Any]:
    body = json.loads(count.model_dump_json())
    keys = ("value", "unit", "approximate", "topic", "scope", "period")
    return {**_place(count), **{key: body[key] for key in keys}}


def _event(event: Event) -> dict[str, Any]:
    return {
        **_place(event),
        "start_date": event.start.isoformat() if event.start else None,
        "end_date": event.end.isoformat() if event.end else None,
        "participants": event.participants,
        "approximate": event.participants_approximate,
        "place": event.place,
    }
