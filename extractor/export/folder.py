"""The folder that ``extract --out`` wrote: its Reports one by one, and what became of every file."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import InvalidReportError, UsageError
from extractor.export.account import ACCOUNT, Account, FileOutcome, each_account, read_account
from extractor.export.item import ExportItem, below, common_folder, duplicates_of, version_of
from extractor.records import Page, Report

_NO_REPORTS = (".error.json", ".document.json", "datapackage.json")


class ReportFolder:
    """The Reports (``NAME.json``) in a folder, in the order in which their documents were read.

    Raises UsageError where there are none, InvalidReportError for a file that is no Report.
    """

    def __init__(self, folder: Path) -> None:
        self._files = report_files(folder)
        versions = [version_of(report_in(path), shown) for path, shown in self._files]
        self._twins = duplicates_of(one for one in versions if one is not None)
        known = each_account(folder / ACCOUNT)
        self._originals = {one.document: one.path for one in known if one.document}

    def item(self, index: int) -> ExportItem:
        """The Report at a place."""
        path, shown = self._files[index]
        report = report_in(path)
        item = ExportItem(report.source.name, report, _pages_beside(path), shown)
        return item._replace(duplicate_of=self._twins.get(shown), text_of=lambda: self.text(index))

    def original(self, index: int) -> str | None:
        """Path of the document of a Report as it was when it was read, where that was written down."""
        return self._originals.get(self._files[index][0].stem)

    def text(self, index: int) -> str | None:
        """The canonical text of the Report at a place, where it lies beside it."""
        try:
            return self._files[index][0].with_suffix(".txt").read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def items(self) -> Iterator[ExportItem]:
        """All of them, one in memory at a time."""
        return (self.item(index) for index in range(len(self._files)))


def items_of_folder(folder: Path) -> Iterator[ExportItem]:
    """The Reports of a folder; see ReportFolder."""
    return ReportFolder(folder).items()


def report_files(folder: Path) -> list[tuple[Path, str]]:
    """(the Report's file, path of its document), in the order in which the documents were read.

    UsageError where there are none.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; give the folder that extract --out wrote")
    files = _report_files(folder)
    if not files:
        raise UsageError(f"{folder}: no Reports (*.json) in it; give the folder that extract --out wrote")
    paths = {one.document: one.path for one in reversed(accounts_of_folder(folder)) if one.document}
    return [(path, paths.get(path.stem, path.stem)) for path in files]


def report_in(path: Path) -> Report:
    """The Report in a file; InvalidReportError where there is none."""
    try:
        return Report.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(map(str, first["loc"])) or "the whole file"
        raise InvalidReportError(f"{path}: no Report ({place}: {first['msg']}); move it away") from error


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
        Account(path.name.removesuffix(".error.json"), FileOutcome.FAILED, _why(path))
        for path in sorted(folder.glob("*.error.json"))
    ]
    read = _report_files(folder)
    return [*(Account(path.stem, FileOutcome.READ, document=path.stem) for path in read), *failed]


def _report_files(folder: Path) -> list[Path]:
    """The Reports in the order in which their documents were read, where that is known, then by name."""
    order: dict[str, int] = {}
    for place, one in enumerate(each_account(folder / ACCOUNT)):
        order.setdefault(one.document, place)
    found = (path for path in folder.glob("*.json") if not path.name.endswith(_NO_REPORTS))
    return sorted(found, key=lambda path: (order.get(path.stem, len(order)), path.name))


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
