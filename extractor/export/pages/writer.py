"""``pages/``: a page a document, a page a body and ``index.html``, all static."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from extractor.export.account import each_account
from extractor.export.applied_corrections import that_count
from extractor.export.item import ExportItem
from extractor.export.pages.body import body_page
from extractor.export.pages.document_page import Neighbours, document_page
from extractor.export.pages.index import ListedBody, ListedDocument, index_page
from extractor.export.pages.years_of_body import Kept, year_of
from extractor.records import CellBasis, Severity

PAGES = "pages"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|#%&\s\ud800-\udfff]+')
_LONGEST = 60
"""Characters of a name; in Chinese three bytes each."""


class PagesWriter:
    """Writes the folder ``pages``; ``inputs`` is the finished ``inputs.csv``."""

    def __init__(self, work: Path, inputs: Path) -> None:
        self._folder = work / PAGES
        for name in ("documents", "bodies"):
            (self._folder / name).mkdir(parents=True)
        self._inputs = inputs
        self._kept = Kept(work / ".years.jsonl")
        self._listed: list[ListedDocument] = []
        self._taken: set[str] = set()

    def add(self, item: ExportItem) -> None:
        """Write the page of one document."""
        report = item.report
        name = self._name(item.path or item.document)
        body_id = item.body.body_id if item.body else None
        neighbours = Neighbours("../index.html", f"../bodies/{_file(body_id)}" if body_id else "")
        content = document_page(item, neighbours)
        (self._folder / "documents" / f"{name}.html").write_text(content, encoding="utf-8", newline="\n")
        href = f"documents/{quote(name)}.html"
        if item.body is not None:
            self._kept.add(item.body.body_id, item.body.name, year_of(item, f"../{href}"))
        severities = [finding.severity for finding in report.findings]
        cells = [cell.basis for *_, cell in report.tables.cells()]
        self._listed.append(
            ListedDocument(
                item.path or item.document,
                href,
                str(report.issuer.value or ""),
                str(report.report_year.value or ""),
                str(report.form),
                severities.count(Severity.ERROR),
                severities.count(Severity.WARNING),
                cells.count(CellBasis.CONFLICT) + cells.count(CellBasis.AMBIGUOUS),
                len(that_count(item.corrections)),
            )
        )

    def close(self) -> None:
        """Write the pages of the bodies and the list."""
        bodies = []
        for body_id in self._kept.bodies():
            name, file = self._kept.names[body_id], _file(body_id)
            content = body_page(name, self._kept.years(body_id), "../index.html")
            (self._folder / "bodies" / file).write_text(content, encoding="utf-8", newline="\n")
            bodies.append(ListedBody(name, f"bodies/{quote(file)}", self._kept.count(body_id)))
        self._kept.close()
        content = index_page(self._listed, bodies, each_account(self._inputs))
        (self._folder / "index.html").write_text(content, encoding="utf-8", newline="\n")

    def _name(self, path: str) -> str:
        """A file name after the document's and its folders', which no other page has: ``2020-年报``."""
        stem = str(PurePosixPath(path).with_suffix("")) if PurePosixPath(path).name else path
        base = _UNSAFE.sub("-", stem.replace("!/", "/"))[-_LONGEST:].strip("-. ") or "document"
        name, number = base, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{base}-{number}"
        self._taken.add(name.casefold())
        return name


def _file(body_id: str) -> str:
    return _UNSAFE.sub("-", body_id)[:_LONGEST] + ".html"
