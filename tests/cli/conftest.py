"""A pipeline that is quick and known, so that these tests are about the command line only."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click_runner import Run, runner
from sample_report import CRASH, TEXT, report_of

from extractor import pipeline
from extractor.records import Document, Report


def _extract_document(
    document: Document,
    clock: object = None,
    engine: object = None,
    look: object = None,
    form: object = None,
) -> Report:
    if CRASH in document.text:
        raise KeyError("a row\nthat is not there")
    return report_of(document)


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Run]:
    """Run the command line in an empty working folder without EXTRACTOR_ variables."""
    monkeypatch.setattr(pipeline, "extract_document", _extract_document)
    monkeypatch.setattr(
        pipeline, "extract_every", lambda document, **_: [(document, _extract_document(document))]
    )
    monkeypatch.setattr(pipeline, "validate_report", lambda report, text=None: report.findings)
    monkeypatch.setattr(
        pipeline,
        "check_across_years",
        lambda reports, texts: {1: reports[1].findings} if len(reports) > 1 else {},
    )
    return runner(monkeypatch, tmp_path)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with one readable file."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    return folder
