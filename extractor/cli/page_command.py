"""``extractor page``: one static page of one Report."""

import sys
from pathlib import Path

from extractor.cli.originals import pictures_of
from extractor.cli.terminal import Terminal
from extractor.cli.whole_files import write_text
from extractor.errors import UsageError
from extractor.export import ExportItem, report_in
from extractor.export.account import ACCOUNT, each_account
from extractor.export.pages import document_page

STDOUT = Path("-")


def run(report_path: Path, out: Path | None, source: Path | None, terminal: Terminal) -> None:
    """Write the page of a Report beside it, or to ``out``; ``-`` is stdout."""
    if not report_path.is_file():
        raise UsageError(f"{report_path}: no such file; give a NAME.json that extract --out wrote")
    report = report_in(report_path)
    original = str(source) if source is not None else _original(report_path)

    def text() -> str | None:
        try:
            return report_path.with_suffix(".txt").read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    item = ExportItem(report.source.name, report, text_of=text)
    if original is not None and report.places:
        item = item._replace(pictures_of=lambda: pictures_of(report, original))
    content = document_page(item)
    if out == STDOUT:
        sys.stdout.write(content)
        return
    target = out or report_path.with_suffix(".html")
    write_text(target, content)
    terminal.note(f"written to {target}")


def _original(report_path: Path) -> str | None:
    """Where the document lay when it was read, as ``inputs.csv`` beside the Report says."""
    found = each_account(report_path.parent / ACCOUNT)
    return next((one.path for one in found if one.document == report_path.stem), None)
