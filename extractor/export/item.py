"""What an export is made from, one document at a time."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from extractor.export.corrections import Correction
from extractor.indicators import Indicator
from extractor.records import Attribution, Body, Page, Report


class Picture(NamedTuple):
    """The picture of one page of the original."""

    page: int
    width: float
    height: float
    """Points, as the boxes of the Report are measured."""
    media_type: str
    content: bytes


def _no_text() -> str | None:
    return None


def _no_pictures() -> tuple[Picture, ...]:
    return ()


class ExportItem(NamedTuple):
    """One Report with what a table says beside it."""

    document: str
    """Name of the document: its file name."""
    report: Report
    pages: tuple[Page, ...] = ()
    """Pages of the canonical text, where it has pages."""
    path: str = ""
    """Where the document lay, below the folder that all documents share."""
    corrections: tuple[Correction, ...] = ()
    """What people decided; the Report holds it already."""
    duplicate_of: str | None = None
    """Path of the document that stands for this one: the same issuer and year, and more in it."""
    body: Body | None = None
    """Who it is of, where that can be told."""
    attribution: Attribution | None = None
    """Why it is of that body, or between which it cannot be told."""
    indicators: tuple[Indicator, ...] = ()
    """What follows from its values."""
    text_of: Callable[[], str | None] = _no_text
    """The canonical text, where it is at hand; asked only by what shows it."""
    pictures_of: Callable[[], tuple[Picture, ...]] = _no_pictures
    """Pictures of its pages, where the original is at hand."""


class Version(NamedTuple):
    """What tells which of several documents of one issuer and year stands for the others."""

    path: str
    issuer: str
    year: int
    values: int
    """Values that were read."""


def duplicates_of(versions: Iterable[Version]) -> dict[str, str]:
    """Path of the most complete document of its issuer and year, by the paths of the others.

    Of equally complete ones the first stands for the others.
    """
    best: dict[tuple[str, int], Version] = {}
    kept = list(versions)
    for one in kept:
        known = best.get((one.issuer, one.year))
        if known is None or one.values > known.values:
            best[one.issuer, one.year] = one
    pairs = ((one.path, best[one.issuer, one.year].path) for one in kept)
    return {path: first for path, first in pairs if first != path}


def common_folder(paths: Iterable[str]) -> str:
    """The deepest folder that all paths lie in, with its last slash; nothing where there is none."""
    common: list[str] | None = None
    for path in paths:
        folders = path.split("/")[:-1]
        if common is None:
            common = folders
        elif folders[: len(common)] != common:
            same = [one == other for one, other in zip(common, folders, strict=False)]
            common = common[: same.index(False) if False in same else len(same)]
    return "/".join([*common, ""]) if common else ""


def below(path: str, common: str) -> str:
    """The path below the common folder."""
    return path.removeprefix(common)
