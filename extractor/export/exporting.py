"""One pass over the Reports, all files at once, a bounded number of documents in memory."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, Protocol

from extractor.errors import UsageError
from extractor.export.account import ACCOUNT, Account, write_account
from extractor.export.codebook import write_codebook_csv, write_codebook_md, write_datapackage
from extractor.export.item import ExportItem
from extractor.export.panel import panel
from extractor.export.parquet import panel_parquet, values_parquet
from extractor.export.tables import CORRECTIONS, FINDINGS, VALUES
from extractor.export.texts import JsonlWriter, TableCsv
from extractor.export.workbook import Workbook

CSV_TABLES = (VALUES, FINDINGS, CORRECTIONS)
FORMATS = ("jsonl", "csv", "panel", "parquet", "xlsx")


class Writer(Protocol):
    """Takes Reports one by one and writes a file or two."""

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


def export(
    items: Iterable[ExportItem],
    out: Path,
    formats: Iterable[str] = ("jsonl", "csv", "panel"),
    *,
    accounts: Iterable[Account] = (),
    bom: bool = False,
    raw: bool = False,
) -> Exported:
    """Write the chosen formats, ``inputs.csv``, codebook and ``datapackage.json`` into the folder ``out``.

    Files appear under their names only when all are complete; files of the same name are replaced.
    Raises UsageError for an unknown format, one whose library is not installed, or a folder that cannot
    be written to.
    """
    chosen = check_formats(formats)
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".export-", dir=out))
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror}; choose another folder") from error
    try:
        documents = _write_all(items, work, chosen, bom, raw)
        write_account(work / ACCOUNT, accounts, bom=bom)
        write_codebook_csv(work / "codebook.csv")
        write_codebook_md(work / "codebook.md")
        files = [work / name for name in _names(chosen)]
        write_datapackage(work / "datapackage.json", files, documents)
        done = [out / file.name for file in (*files, work / "datapackage.json")]
        for path in done:
            os.replace(work / path.name, path)
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror}; make room and export again") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Exported(documents, tuple(done))


def check_formats(formats: Iterable[str]) -> list[str]:
    """The formats in the order of FORMATS, each once; UsageError for one that is not known."""
    chosen = set(formats)
    if unknown := sorted(chosen - set(FORMATS)):
        raise UsageError(f"--format {', '.join(unknown)}: known are {', '.join(FORMATS)}")
    return [name for name in FORMATS if name in chosen]


def _write_all(items: Iterable[ExportItem], work: Path, chosen: list[str], bom: bool, raw: bool) -> int:
    documents = 0
    with ExitStack() as stack:
        writers = []
        for name in chosen:
            for make in _makers(name, work, bom, raw):
                writer = make()
                stack.callback(writer.close)
                writers.append(writer)
        for item in items:
            for writer in writers:
                writer.add(item)
            documents += 1
    return documents


def _makers(name: str, work: Path, bom: bool, raw: bool) -> list[Callable[[], Writer]]:
    match name:
        case "jsonl":
            return [lambda: JsonlWriter(work / "reports.jsonl")]
        case "csv":
            return [lambda: TableCsv(work, CSV_TABLES, bom=bom, raw=raw)]
        case "panel":
            return [lambda: TableCsv(work, [panel()], bom=bom, raw=raw)]
        case "parquet":
            return [
                lambda: values_parquet(work / "values.parquet"),
                lambda: panel_parquet(work / "panel.parquet"),
            ]
        case _:
            return [lambda: Workbook(work / "tables.xlsx")]


def _names(chosen: list[str]) -> list[str]:
    names = {
        "jsonl": ["reports.jsonl"],
        "csv": [f"{table.name}.csv" for table in CSV_TABLES],
        "panel": ["panel.csv"],
        "parquet": ["values.parquet", "panel.parquet"],
        "xlsx": ["tables.xlsx"],
    }
    return [name for key in chosen for name in names[key]] + [ACCOUNT, "codebook.csv", "codebook.md"]
