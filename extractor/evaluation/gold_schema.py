"""The JSON Schema of gold files as they are written, and the mistakes of a file against it."""

import json
from typing import Any

from extractor.evaluation.gold import Gold
from extractor.forms import shipped_editions
from extractor.records import FormName, Tables

ID = "urn:extractor:schema:gold:1.0"
_QUOTE = {
    "quote": {"type": "string", "minLength": 1, "description": "The exact words; in place of start and end"},
    "nth": {"type": "integer", "minimum": 0, "description": "Which occurrence of the quote, from 0"},
}
_MISTAKES_SHOWN = 5


def gold_schema() -> dict[str, Any]:
    """Draft 2020-12; a place is ``start`` and ``end``, or ``quote`` and ``nth``."""
    body = Gold.model_json_schema(mode="validation")
    for definition in body["$defs"].values():
        if {"start", "end"} <= set(definition["properties"]):
            _allow_quote(definition)
    place = {"type": "object", "properties": _QUOTE, "required": ["quote"], "additionalProperties": False}
    interval = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
    section = {
        "type": "object",
        "properties": {"from": place, "to": place},
        "required": ["from", "to"],
        "additionalProperties": False,
    }
    body["properties"]["sections"] = {
        "type": ["object", "null"],
        "additionalProperties": {"anyOf": [interval, section]},
        "description": "Section key to [heading start, body end], or the quotes of heading and end",
    }
    body["$defs"]["GoldHeader"]["properties"]["title_span"] = {"anyOf": [interval, place, {"type": "null"}]}
    _numbers(body)
    yearly = [*(edition.id for edition in shipped_editions() if edition.years), *FormName]
    body["if"] = {"properties": {"header": {"properties": {"form": {"enum": yearly}}}}}
    body["then"] = {"properties": {"tables": {"required": list(Tables.model_fields)}}}
    body["properties"]["$schema"] = {"type": "string"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID, **body}


def mistakes_of(labels: Any) -> list[str]:
    """Where and how written ``labels`` break the schema, the first few, readable."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    found = []
    for mistake in Draft202012Validator(gold_schema()).iter_errors(labels):
        closest = best_match([mistake]) or mistake
        place = "/".join(str(part) for part in closest.absolute_path) or "the whole file"
        found.append(f"{place}: {closest.message[:160]}")
    return sorted(found)[:_MISTAKES_SHOWN]


def schema_file_text() -> str:
    """The content of ``schemas/gold.schema.json``."""
    return json.dumps(gold_schema(), ensure_ascii=False, indent=2) + "\n"


def _allow_quote(definition: dict[str, Any]) -> None:
    definition["properties"] = {**definition["properties"], **_QUOTE}
    if {"start", "end"} <= set(definition["required"]):
        definition["required"] = [key for key in definition["required"] if key not in ("start", "end")]
        definition["anyOf"] = [{"required": ["start", "end"]}, {"required": ["quote"]}]


def _numbers(node: Any) -> None:
    """Figures are written as JSON numbers, never as strings; pydantic would allow both."""
    if isinstance(node, dict):
        choices = node.get("anyOf")
        if isinstance(choices, list) and {"type": "number"} in choices:
            node["anyOf"] = [
                choice for choice in choices if not (choice.get("type") == "string" and "pattern" in choice)
            ]
        for child in node.values():
            _numbers(child)
    elif isinstance(node, list):
        for child in node:
            _numbers(child)
