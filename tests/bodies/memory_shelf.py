"""Reports in memory as a shelf, read from texts by rule."""

from pathlib import Path

from extractor import pipeline
from extractor.bodies import naming_of


class MemoryShelf:
    def __init__(self):
        self.reports, self.texts, self.paths = {}, {}, {}

    def add(self, path, text):
        key = f"{len(self.reports):064d}"
        document = pipeline.read_document(text.encode(), Path(path).name)
        self.reports[key] = pipeline.extract_document(document)
        self.texts[key], self.paths[key] = document.text, path
        return key

    def namings(self):
        for key, report in self.reports.items():
            yield naming_of(report, key, self.paths[key])

    def report(self, key):
        return self.reports[key]

    def text(self, key):
        return self.texts[key]
