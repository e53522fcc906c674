"""Reports of invented cities, read for real and held in memory as a shelf."""

from collections.abc import Iterator

from extractor.bodies import naming_of
from extractor.evaluation.city import City
from extractor.pipeline import extract_document, read_document
from extractor.records import Naming, Report


class MemoryShelf:
    def __init__(self, city: City) -> None:
        self._read: dict[str, tuple[str, Report, str]] = {}
        for document in city.documents:
            read = read_document(document.text.encode(), document.path)
            self._read[read.source.sha256] = document.path, extract_document(read), document.text

    def namings(self) -> Iterator[Naming]:
        return (naming_of(report, key, path) for key, (path, report, _) in self._read.items())

    def report(self, key: str) -> Report:
        return self._read[key][1]

    def text(self, key: str) -> str | None:
        return self._read[key][2]
