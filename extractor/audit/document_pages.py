"""Pages of single documents beside the audit: each finding leads to its words."""

import re
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from extractor.audit.scoresheets import FOLDER as SCORES
from extractor.audit.scoresheets import sheet_name
from extractor.bodies import Registry, Shelf
from extractor.export import ExportItem
from extractor.export.pages import Neighbours, document_page
from extractor.export.pages.markup import value_id

FOLDER = "documents"
MOST_PAGES = 1000
"""With so many documents each has a page (100 KB); of more, those that the heaviest findings rest on."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|#%&\s\ud800-\udfff]+')
_LONGEST = 60


class DocumentPages:
    """Which documents have a page, and under which address."""

    def __init__(self, registry: Registry, shelf: Shelf, most: int = MOST_PAGES) -> None:
        self._registry, self._shelf, self._most = registry, shelf, most
        self._wanted: dict[str, None] = {}
        self._all = len(registry.attributions) <= most

    def link(self, report: str, pointer: str = "") -> str | None:
        """Address of the page from the audit's own; None where the document gets none."""
        if report not in self._registry.attributions:
            return None
        if report not in self._wanted:
            if len(self._wanted) >= self._most:
                return None
            self._wanted[report] = None
        anchor = "text" if pointer.startswith("/sections") else value_id(pointer)
        anchor = f"#{anchor}" if pointer else ""
        return f"{FOLDER}/{quote(self._name(report))}.html{anchor}"

    def from_sheet(self, report: str) -> str | None:
        """Address from a score sheet, which is written before it is known what the findings rest on."""
        address = self.link(report) if self._all else None
        return f"../{address}" if address else None

    def write(self, out: Path) -> None:
        """Write the pages that were linked."""
        folder = out / FOLDER
        folder.mkdir(exist_ok=True)
        for key in self._wanted:
            one = self._registry.attributions[key]
            report = self._shelf.report(key)
            body = self._registry.bodies[one.body_id]
            item = ExportItem(
                report.source.name,
                report,
                path=one.path,
                body=body,
                text_of=lambda key=key: self._shelf.text(key),  # type: ignore[misc]
            )
            sheet = f"../{SCORES}/{quote(sheet_name(body))}.html"
            content = document_page(item, Neighbours("../audit.html", sheet))
            (folder / f"{self._name(key)}.html").write_text(content, encoding="utf-8", newline="\n")

    def _name(self, key: str) -> str:
        one = self._registry.attributions[key]
        stem = PurePosixPath(one.path).stem if one.path else "document"
        return f"{_UNSAFE.sub('-', stem)[:_LONGEST].strip('-. ') or 'document'}-{key[:8]}{key[64:]}"
