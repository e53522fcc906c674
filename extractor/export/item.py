"""What an export is made from, one document at a time."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from extractor.errors import InvalidReportError, UsageError
from extractor.export.account import ACCOUNT, Account, Outcome, each_account, read_account
from extractor.export.corrections import Correction
from extractor.records import Page, Report
from extractor.tidy import as_text, rows_of

_NO_REPORTS = (".error.json", ".document.json", "datapackage.json")


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


def items_of_folder(folder: Path) -> Iterator[ExportItem]:
    """The Reports (``NAME.json``) in a folder in the order of their names; other files of ours are left out.

    Raises UsageError where there are none, InvalidReportError for a file that is no Report.
    """
    files = report_files(folder)
    twins = duplicates_of(_versions(files))
    for path, shown in files:
        report = report_in(path)
        yield ExportItem(
            report.source.name, report, _pages_beside(path), shown, duplicate_of=twins.get(shown)
        )


def report_files(folder: Path) -> list[tuple[Path, str]]:
    """(the Report's file, path of its document) by name; UsageError where there are none."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; give the folder that extract --out wrote")
    files = _report_files(folder)
    if not files:
        raise UsageError(f"{folder}: no Reports (*.json) in it; give the folder that extract --out wrote")
    paths = _paths_of(folder)
    return [(path, paths.get(path.stem, path.stem)) for path in files]


def accounts_of_folder(folder: Path) -> list[Account]:
    """What became of every file, as ``extract --out`` wrote it; else one row a Report and error record."""
    known = read_account(folder / ACCOUNT)
    if known:
        common = common_folder(account.path for account in known)
        return [
            one._replace(path=below(one.path, common), duplicate_of=below(one.duplicate_of, common))
            for one in known
        ]
    failed = [
        Account(path.name.removesuffix(".error.json"), Outcome.FAILED, _why(path))
        for path in sorted(folder.glob("*.error.json"))
    ]
    read = _report_files(folder)
    return [*(Account(path.stem, Outcome.READ, document=path.stem) for path in read), *failed]


def _report_files(folder: Path) -> list[Path]:
    """The Reports in the order in which their documents were read, where that is known, then by name."""
    order: dict[str, int] = {}
    for place, one in enumerate(each_account(folder / ACCOUNT)):
        order.setdefault(one.document, place)
    found = (path for path in folder.glob("*.json") if not path.name.endswith(_NO_REPORTS))
    return sorted(found, key=lambda path: (order.get(path.stem, len(order)), path.name))


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


def report_in(path: Path) -> Report:
    """The Report in a file; InvalidReportError where there is none."""
    try:
        return Report.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(map(str, first["loc"])) or "the whole file"
        raise InvalidReportError(f"{path}: no Report ({place}: {first['msg']}); move it away") from error


def _versions(files: Iterable[tuple[Path, str]]) -> Iterator[Version]:
    for path, shown in files:
        report = report_in(path)
        issuer, year = as_text(report.issuer.value), report.report_year.value
        if issuer is not None and isinstance(year, int):
            values = sum(row.value is not None for row in rows_of(report))
            yield Version(shown, issuer, year, values)


def _paths_of(folder: Path) -> dict[str, str]:
    """Path of the file by the name of its results."""
    return {one.document: one.path for one in reversed(accounts_of_folder(folder)) if one.document}


def _why(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8")).get("message", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _pages_beside(path: Path) -> tuple[Page, ...]:
    """Pages from ``NAME.document.json`` beside the Report, where somebody kept the Document."""
    try:
        kept = json.loads(path.with_suffix(".document.json").read_text(encoding="utf-8"))
        return tuple(Page.model_validate(page) for page in kept.get("pages", ()))
    except (OSError, ValueError):
        return ()
