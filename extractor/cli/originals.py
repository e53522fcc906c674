"""Reports of a folder, and pictures of the pages that they were read from: no store is needed."""

import hashlib

from extractor.discovery import read_location
from extractor.errors import DocumentError
from extractor.export import ExportItem, Picture, ReportFolder
from extractor.ingest import DEFAULT_MAX_BYTES, draw_pages
from extractor.records import Report

_MOST_PAGES = 40
"""Pictures of a document on its page; a yearly report has three to twelve pages."""


class ReadFolder(ReportFolder):
    """A folder of Reports, with pictures of the pages where the originals still lie where they were read."""

    def item(self, index: int) -> ExportItem:
        """The Report at a place."""
        item, original = super().item(index), self.original(index)
        return item if original is None else with_pictures(item, original)


def with_pictures(item: ExportItem, location: str) -> ExportItem:
    """The item with pictures of its pages, drawn from the file at ``location`` when they are asked for."""
    if not item.report.places:
        return item
    return item._replace(pictures_of=lambda: pictures_of(item.report, location))


def pictures_of(report: Report, location: str) -> tuple[Picture, ...]:
    """Pictures of the pages on which something stands; none where the file is gone or is another one."""
    try:
        raw = read_location(location, DEFAULT_MAX_BYTES)
        if hashlib.sha256(raw).hexdigest() != report.source.sha256:
            return ()
        pages = sorted({place.page for place in report.places})[:_MOST_PAGES]
        return tuple(
            Picture(one.page, one.width, one.height, "image/jpeg", one.jpeg)
            for one in draw_pages(raw, report.source, pages)
        )
    except (DocumentError, ValueError):
        return ()
