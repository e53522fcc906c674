"""One pass over the Reports, all files at once, a bounded number of documents in memory."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, Protocol

from extractor.errors import UsageError
from extractor.export.account import ACCOUNT, Account, FileOutcome, write_account
from extractor.export.codebook import write_codebook_csv, write_codebook_md, write_datapackage
from extractor.export.derived import INDICATORS
from extractor.export.item import ExportItem
from extractor.export.pages import PAGES, PagesWriter
from extractor.export.panel import panel
from extractor.export.parquet import findings_parquet, panel_parquet, values_parquet
from extractor.export.sqlite import DATABASE, METADATA, SqliteWriter
from extractor.export.tables import CORRECTIONS, FINDINGS, VALUES
from extractor.export.texts import JsonlWriter, TableCsv
from extractor.export.workbook import Workbook

CSV_TABLES = (VALUES, FINDINGS, CORRECTIONS, INDICATORS)
FORMATS = ("jsonl", "csv", "panel", "parquet", "xlsx", "html", "sqlite")
_CODEBOOKS = ("codebook.csv", "codebook.md")


class Writer(Protocol):
    """Takes Reports one by one and writes a file or more."""

    def add(self, item: ExportItem) -> None:
        """Write one Report."""
        ...

    def close(self) -> None:
        """Finish the files."""
        ...


class Exported(NamedTuple):
    """What an export wrote."""

    documents: int
    files: tuple[Path, ...]
    account: Mapping[FileOutcome, int]
    """Files in ``inputs.csv`` by what became of them."""


def export(  # noqa: PLR0913 - one keyword a wish
    items: Iterable[ExportItem],
    out: Path,
    formats: Iterable[str] = ("jsonl", "csv", "panel"),
    *,
    accounts: Iterable[Account] = (),
    bom: bool = False,
    raw: bool = False,
    with_text: bool = False,
    certificate: Sequence[Sequence[str]] = (),
) -> Exported:
    """Write the chosen formats, ``inputs.csv``, codebook and ``datapackage.json`` into the folder ``out``.

    Files appear under their names only when all are complete; files of the same name, and a folder ``pages``,
    are replaced.
    ``with_text``: in JSON lines. ``certificate``: rows (about, Chinese, English) for the workbook.

    Raises UsageError for an unknown format, one whose library is not installed, or a folder that cannot
    be written to.
    """
    chosen = check_formats(formats)
    _guard_pages(out, chosen)
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".export-", dir=out))
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror}; choose another folder") from error
    try:
        spelling = _Spelling(bom, raw, with_text)
        outputs = [each for name in chosen for each in _outputs(name, work, spelling, certificate)]
        documents, account = _write_all(
            items, outputs, lambda: write_account(work / ACCOUNT, accounts, bom=bom, raw=raw)
        )
        write_codebook_csv(work / "codebook.csv")
        write_codebook_md(work / "codebook.md")
        names = [name for output in outputs for name in output.files]
        files = [work / name for name in (*names, ACCOUNT, *_CODEBOOKS)]
        fractions = {pair for output in outputs for pair in output.fractions()}
        write_datapackage(work / "datapackage.json", files, documents, fractions)
        done = [out / file.name for file in (*files, work / "datapackage.json")]
        for path in done:
            os.replace(work / path.name, path)
        for folder in (output.folder for output in outputs if output.folder is not None):
            shutil.rmtree(out / folder, ignore_errors=True)
            os.replace(work / folder, out / folder)
            done.append(out / folder)
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror}; make room and export again") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Exported(documents, tuple(done), account)


def _guard_pages(out: Path, chosen: Sequence[str]) -> None:
    """A folder ``pages`` is replaced as a whole: only one that an export wrote may be."""
    there = out / PAGES
    if "html" in chosen and there.exists() and not (there / "index.html").is_file():
        raise UsageError(f"{there}: something else lies there; choose another folder or move it away")


def check_formats(formats: Iterable[str]) -> list[str]:
    """The formats in the order of FORMATS, each once; UsageError for one that is not known."""
    chosen = set(formats)
    if unknown := sorted(chosen - set(FORMATS)):
        raise UsageError(f"--format {', '.join(unknown)}: known are {', '.join(FORMATS)}")
    return [name for name in FORMATS if name in chosen]


class _Spelling(NamedTuple):
    """How texts are written."""

    bom: bool
    raw: bool
    with_text: bool


class _Output:
    """Files that are written together, and how to begin with it."""

    def __init__(self, make: Callable[[], Writer], *files: str, folder: str | None = None) -> None:
        self.make, self.files, self.folder = make, files, folder
        self._writer: Writer | None = None

    def begin(self) -> Writer:
        self._writer = self.make()
        return self._writer

    def fractions(self) -> set[tuple[str, str]]:
        """(table, column) of numbers that turned out not to be whole."""
        return self._writer.fractions if isinstance(self._writer, TableCsv) else set()


def _write_all(
    items: Iterable[ExportItem], outputs: Sequence[_Output], account: Callable[[], Counter[FileOutcome]]
) -> tuple[int, Counter[FileOutcome]]:
    """All files; the account behind the Reports, of which one may turn out to be lost, and before the ends.

    The workbook, the database and the pages show it, too.
    """
    documents = 0
    with ExitStack() as stack:
        writers = []
        for output in outputs:
            writer = output.begin()
            stack.callback(writer.close)
            writers.append(writer)
        for item in items:
            for writer in writers:
                writer.add(item)
            documents += 1
        outcomes = account()
    return documents, outcomes


def _outputs(
    name: str, work: Path, spelling: _Spelling, certificate: Sequence[Sequence[str]]
) -> list[_Output]:
    bom, raw, with_text = spelling
    match name:
        case "jsonl":
            file = work / "reports.jsonl"
            return [_Output(lambda: JsonlWriter(file, with_text=with_text), file.name)]
        case "csv":
            names = [f"{table.name}.csv" for table in CSV_TABLES]
            return [_Output(lambda: TableCsv(work, CSV_TABLES, bom=bom, raw=raw), *names)]
        case "panel":
            return [_Output(lambda: TableCsv(work, [panel()], bom=bom, raw=raw), "panel.csv")]
        case "parquet":
            return [
                _Output(lambda: values_parquet(work / "values.parquet"), "values.parquet"),
                _Output(lambda: findings_parquet(work / "findings.parquet"), "findings.parquet"),
                _Output(lambda: panel_parquet(work / "panel.parquet"), "panel.parquet"),
            ]
        case "sqlite":
            return [_Output(lambda: SqliteWriter(work, work / ACCOUNT), DATABASE, METADATA)]
        case "html":
            return [_Output(lambda: PagesWriter(work, work / ACCOUNT), folder=PAGES)]
        case _:
            file = work / "tables.xlsx"
            return [_Output(lambda: Workbook(file, work / ACCOUNT, certificate=certificate), file.name)]
