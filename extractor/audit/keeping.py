"""The Reports of the body that is looked at, so that each is read from the shelf once."""

from collections.abc import Iterator

from extractor.bodies import Shelf
from extractor.records import Naming, Report


class KeptShelf:
    """A shelf that holds what it gave out until it is told to forget."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._reports: dict[str, Report] = {}

    def namings(self) -> Iterator[Naming]:
        """As the shelf has them."""
        return self._shelf.namings()

    def report(self, key: str) -> Report:
        """The Report of a key, read once."""
        if key not in self._reports:
            self._reports[key] = self._shelf.report(key)
        return self._reports[key]

    def text(self, key: str) -> str | None:
        """Its canonical text, read each time it is asked for."""
        return self._shelf.text(key)

    def forget(self) -> None:
        """Let go of everything."""
        self._reports.clear()
