"""Write schemas/*.schema.json from the records; with --check only say whether they are in step.

The schemas describe the JSON as it is written: every key is there, numbers are JSON numbers.
"""

import json
import sys
from pathlib import Path
from typing import Any

from extractor.certify.certificate import Certificate
from extractor.evaluation.evaluation_runs import EvalRun
from extractor.evaluation.gold_schema import schema_file_text
from extractor.forms import shipped_editions
from extractor.records import SCHEMA_VERSION, Document, Finding, FormName, Record, Report, Tables

FOLDER = Path(__file__).parent.parent / "schemas"
SCHEMAS: dict[str, type[Record]] = {
    "report": Report,
    "document": Document,
    "finding": Finding,
    "evaluation-run": EvalRun,
    "certificate": Certificate,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one record."""
    body = SCHEMAS[name].model_json_schema(mode="serialization")
    _plain(body)
    if "Tables" in body.get("$defs", {}):
        body["$defs"]["Tables"] = _tables()
        body["allOf"] = [_tables_of_yearly_forms()]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:extractor:schema:{name}:{SCHEMA_VERSION}",
    }
    return {**head, **body}


def _tables() -> dict[str, Any]:
    """Tables of any form: table to row to column to cell, null for what is not there."""
    cells = {"type": ["object", "null"], "additionalProperties": {"$ref": "#/$defs/Cell"}}
    rows = {"type": ["object", "null"], "additionalProperties": cells}
    summary = " ".join((Tables.__doc__ or "").split())
    return {"description": summary, "type": "object", "additionalProperties": rows}


def _table(key: str) -> dict[str, Any]:
    """Row to column to cell, with the keys that the statutory forms know; null for an absent table."""
    rows: dict[str, list[str]] = {}
    for form in (form for edition in shipped_editions() for form in edition.variants_of(key)):
        for row in form.rows:
            known = rows.setdefault(row.key, [])
            known.extend(column.key for column in row.columns if column.key not in known)
    cell = {"$ref": "#/$defs/Cell"}
    return _object({row: _object(dict.fromkeys(columns, cell)) for row, columns in rows.items()})


def _tables_of_yearly_forms() -> dict[str, Any]:
    """What holds for reports of the yearly form: every table is there, printed or null, and no other."""
    yearly = [*(edition.id for edition in shipped_editions() if edition.years), FormName.UNKNOWN]
    keys = list(Tables.model_fields)
    tables = {
        "properties": {key: _table(key) for key in keys},
        "required": keys,
        "additionalProperties": False,
    }
    return {
        "if": {"properties": {"form": {"enum": yearly}}},
        "then": {"properties": {"tables": tables}},
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    # One list of types instead of anyOf: a validator then names the place and not the whole table.
    return {"type": ["object", "null"], "additionalProperties": False, "properties": properties}


def _plain(node: Any) -> None:
    """Drop what says nothing about a written file: titles that repeat a key, and defaults.

    Every key is required, because the writer leaves none out.
    """
    if isinstance(node, dict):
        properties = node.get("properties")
        if isinstance(properties, dict):
            node["required"] = list(properties)
            for child in properties.values():
                child.pop("title", None)
                child.pop("default", None)
        for child in node.values():
            _plain(child)
    elif isinstance(node, list):
        for child in node:
            _plain(child)


def text_of(name: str) -> str:
    """The schema file's content."""
    if name == "gold":
        return schema_file_text()
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Write the files, or compare them; the exit code."""
    stale = []
    FOLDER.mkdir(exist_ok=True)
    for name in (*SCHEMAS, "gold"):
        path = FOLDER / f"{name}.schema.json"
        text = text_of(name)
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    if "--check" in sys.argv and stale:
        print(f"out of step with the records: {', '.join(stale)}; run make generate", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
