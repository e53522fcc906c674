"""The files that people keep beside their data: bodies.csv, places that the list lacks, inhabitants."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from extractor.bodies import Decisions, Registry, attribute, read_decisions
from extractor.indicators import Population, read_population
from extractor.records import Naming
from extractor.settings import Settings

BODIES = "bodies.csv"


class BodyFiles(NamedTuple):
    """What the files say."""

    bodies_csv: Path
    decisions: Decisions
    places: Path | None
    population: Population

    def doubts(self) -> tuple[str, ...]:
        """What in the files is likely a mistake, a line each."""
        return (*self.decisions.doubts, *self.population.doubts())

    def registry(self, namings: Iterable[Naming], text_of: Callable[[str], str]) -> Registry:
        """The bodies of Reports, what people said first."""
        told = self.decisions
        return attribute(
            namings,
            decide=told.decide,
            text_of=text_of,
            own_places=self.places,
            parentless=told.parentless,
        )


NO_FILES = BodyFiles(Path(BODIES), read_decisions(None), None, Population({}))
"""Where people said nothing."""


def body_files(settings: Settings, beside: Path) -> BodyFiles:
    """The files that the settings name; bodies.csv else from the folder ``beside``."""
    path = settings.bodies or beside / BODIES
    return BodyFiles(
        path, read_decisions(path, settings.places), settings.places, read_population(settings.population)
    )


def beside_store(db: str) -> Path:
    """The folder of a SQLite file; the working folder for a store on a server."""
    if db.startswith("sqlite:///"):
        return Path(db.removeprefix("sqlite:///")).parent
    return Path.cwd() if "://" in db else Path(db).parent
