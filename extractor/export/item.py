"""What an export is made from, one document at a time."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from extractor.export.applied_corrections import AppliedCorrection
from extractor.indicators import Indicator
from extractor.records import Attribution, Basis, Body, Page, Report
from extractor.tidy import as_text, rows_of


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
    corrections: tuple[AppliedCorrection, ...] = ()
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
    is_report: bool = True
    """False: a notice, a list page or a shell, which is no report on its year."""


class Version(NamedTuple):
    """What tells which of several documents of one issuer and year stands for the others."""

    path: str
    issuer: str
    year: int
    values: int
    """Values that were read."""
    is_decided: bool = False
    """A person decided something in it."""


_NEARLY_WHOLE = 0.5
"""Of the values of the most complete one: with fewer a document is a part of a report, and a decision on it
must not put that part in the place of the whole."""


def duplicates_of(versions: Iterable[Version]) -> dict[str, str]:
    """Path of the document that stands for its issuer and year, by the paths of the others.

    The most complete of those that a person decided on, else the most complete one; of equally complete ones
    the first. What a person decided on, but holds less than half of the most complete one, is a part of it.
    """
    rivals: dict[tuple[str, int], list[Version]] = {}
    for one in versions:
        rivals.setdefault((one.issuer, one.year), []).append(one)
    found = {}
    for group in rivals.values():
        best = _standing(group)
        found.update({one.path: best.path for one in group if one.path != best.path})
    return found


def version_of(report: Report, path: str) -> Version | None:
    """What a Report is of and how much stands in it; None where issuer or year is not known."""
    issuer, year = as_text(report.issuer.value), report.report_year.value
    if issuer is None or not isinstance(year, int):
        return None
    rows = list(rows_of(report))
    is_decided = any(row.basis == Basis.HUMAN for row in rows)
    return Version(path, issuer, year, sum(row.value is not None for row in rows), is_decided)


def _standing(group: Sequence[Version]) -> Version:
    fullest = max(group, key=lambda one: one.values)
    decided = [one for one in group if one.is_decided and one.values >= _NEARLY_WHOLE * fullest.values]
    return max(decided, key=lambda one: one.values) if decided else fullest


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
