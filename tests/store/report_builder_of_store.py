"""One small real Report: a fixture read by the pipeline."""

from functools import cache
from pathlib import Path

from extractor.pipeline import extract_document, read_document

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"


@cache
def small_report(name="shuangzhan-2020.txt"):
    document = read_document((FIXTURES / name).read_bytes(), name)
    return document, extract_document(document)
