"""What an export is made from, one document at a time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from extractor.errors import InvalidReportError, UsageError
from extractor.records import Page, Report

_NO_REPORTS = (".error.json", ".document.json", "datapackage.json")


class ExportItem(NamedTuple):
    """One Report with what a table says beside it."""

    document: str
    """Name of the document: its file name."""
    report: Report
    pages: tuple[Page, ...] = ()
    """Pages of the canonical text, where it has pages."""


def items_of_folder(folder: Path) -> Iterator[ExportItem]:
    """The Reports (``NAME.json``) in a folder in the order of their names; other files of ours are left out.

    Raises UsageError where there are none, InvalidReportError for a file that is no Report.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; give the folder that extract --out wrote")
    files = sorted(path for path in folder.glob("*.json") if not path.name.endswith(_NO_REPORTS))
    if not files:
        raise UsageError(f"{folder}: no Reports (*.json) in it; give the folder that extract --out wrote")
    for path in files:
        try:
            report = Report.model_validate_json(path.read_bytes())
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = "/".join(map(str, first["loc"])) or "the whole file"
            raise InvalidReportError(f"{path}: no Report ({place}: {first['msg']}); move it away") from error
        yield ExportItem(report.source.name, report, _pages_beside(path))


def _pages_beside(path: Path) -> tuple[Page, ...]:
    """Pages from ``NAME.document.json`` beside the Report, where somebody kept the Document."""
    try:
        kept = json.loads(path.with_suffix(".document.json").read_text(encoding="utf-8"))
        return tuple(Page.model_validate(page) for page in kept.get("pages", ()))
    except (OSError, ValueError):
        return ()
