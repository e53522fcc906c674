"""Whatever is read, the Report follows its schema, survives a round trip and quotes exactly."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from extractor.cli.validate import spans_of
from extractor.errors import DocumentError
from extractor.evaluation.noise import LEVELS, generate_documents
from extractor.pipeline import extract_document, read_document
from extractor.records import Report
from extractor.resources import schema_text

ROOT = Path(__file__).parents[2]
REAL = Path(os.environ.get("EXTRACTOR_REAL_REPORTS", ROOT / "../shared/seeds"))
EACH_LEVEL = 3


@cache
def validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text("report")))


def assert_sound(raw: bytes, name: str) -> None:
    try:
        document = read_document(raw, name)
    except DocumentError as refused:
        pytest.skip(f"refused: {refused}")
    report = extract_document(document)
    written = report.model_dump_json()
    mistakes = [
        f"{list(each.absolute_path)}: {each.message[:200]}"
        for each in validator().iter_errors(json.loads(written))
    ]
    assert mistakes == []
    assert Report.model_validate_json(written) == report
    spans = list(spans_of(report))
    assert all(document.text[span.start : span.end] == span.quote for span in spans)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "fixtures/reports").glob("*.txt")), ids=lambda path: path.stem
)
def test_report_is_sound_when_a_fixture_is_read(path):
    assert_sound(path.read_bytes(), path.name)


def generated() -> Iterator[object]:
    for level in LEVELS:
        for document in generate_documents(EACH_LEVEL, 20, level):
            yield pytest.param(document.text, document.name, id=document.name)


@pytest.mark.parametrize(("text", "name"), tuple(generated()))
def test_report_is_sound_when_a_generated_document_is_read(text, name):
    assert_sound(text.encode("utf-8"), name)


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="no real reports beside the project (EXTRACTOR_REAL_REPORTS)")
def test_reports_are_sound_when_real_files_are_read():
    paths = sorted(REAL.glob("*.txt"))
    assert paths
    for path in paths:
        assert_sound(path.read_bytes(), path.name)


def test_every_field_of_a_report_says_what_it_holds():
    schema = json.loads(schema_text("report"))
    silent = [
        (name, field)
        for name, each in (("Report", schema), *schema["$defs"].items())
        for field, about in each.get("properties", {}).items()
        if not about.get("description")
    ]
    assert not silent
