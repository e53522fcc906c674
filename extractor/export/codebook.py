"""What every column means: codebook.csv, codebook.md, datapackage.json."""

import csv
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from extractor.export.columns import DESCRIBED, ExportColumn
from extractor.export.derived import INDICATORS
from extractor.export.exported_table import ExportTable
from extractor.export.panel import panel
from extractor.export.tables import CORRECTIONS, FINDINGS, INPUTS, VALUES


def _tables() -> tuple[ExportTable, ...]:
    return VALUES, FINDINGS, CORRECTIONS, INDICATORS, panel()


def _columns() -> Mapping[str, Sequence[ExportColumn]]:
    """Columns of each CSV file."""
    tables = {f"{table.name}.csv": table.columns for table in _tables()}
    return {**tables, "inputs.csv": INPUTS}


_TITLES = {
    **{f"{table.name}.csv": table.title for table in _tables()},
    "inputs.csv": "One row a file that was found, and what became of it",
    "reports.jsonl": "One whole Report a line",
    "values.parquet": "As values.csv, typed",
    "findings.parquet": "As findings.csv, typed",
    "panel.parquet": "As panel.csv, typed",
    "tables.xlsx": "A workbook with a sheet for each table",
    "dataset.sqlite": "A database to publish: reports, values, findings, corrections, inputs",
    "datasette.json": "What the tables and columns of the database mean, for datasette",
    "codebook.csv": "What every column means",
    "codebook.md": "What every column means, to read",
}
_MEDIA = {
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".md": "text/markdown",
    ".sqlite": "application/vnd.sqlite3",
    ".json": "application/json",
}


def write_codebook_csv(path: Path) -> None:
    """Write ``codebook.csv``: one row a column of a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", *DESCRIBED])
        for name, columns in _columns().items():
            writer.writerows([name, *column.described] for column in columns)


def write_codebook_md(path: Path) -> None:
    """Write ``codebook.md``: a table of columns for each file."""
    lines = ["# Codebook", ""]
    for name, columns in _columns().items():
        lines += [f"## {name}", "", f"{_TITLES[name]}.", ""]
        lines += [
            "| column | type | meaning | unit | form | in the Report | in SQL |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        lines += ["| " + " | ".join(_cells(column)) + " |" for column in columns]
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def write_datapackage(
    path: Path, files: Sequence[Path], documents: int, fractions: Collection[tuple[str, str]] = ()
) -> None:
    """Write a Frictionless ``datapackage.json`` over ``files``, which are complete.

    ``fractions``: (table, column) of the numbers that are not all whole; the others are integers.
    """
    names = [file.name for file in files]
    package = {
        "name": "disclosure-reports",
        "title": "Government information disclosure reports 政府信息公开工作年度报告",
        "description": f"{documents} documents read by extractor. Empty: nothing printed, or no such cell.",
        "resources": [_resource(file, names, fractions) for file in files],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


_DOCUMENT_KEY = ["path", "sha256"]
"""What every table of Reports names a document by."""
_PRIMARY = {
    "panel.csv": _DOCUMENT_KEY,
    "values.csv": [*_DOCUMENT_KEY, "table", "row", "column"],
    "codebook.csv": ["file", "name"],
}
_CODEBOOK_FIELDS = [{"name": name, "type": "string"} for name in ("file", *DESCRIBED)]


def _resource(file: Path, names: Sequence[str], fractions: Collection[tuple[str, str]]) -> dict[str, object]:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    resource: dict[str, object] = {
        "name": file.name.replace(".", "-"),
        "type": "file",
        "path": file.name,
        "title": _TITLES[file.name],
        "format": file.suffix.removeprefix("."),
        "mediatype": _MEDIA[file.suffix],
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest}",
    }
    columns = _columns().get(file.name)
    if columns is not None:
        fields = [_field(file.stem, column, fractions) for column in columns]
        resource |= {"type": "table", "schema": _schema(file.name, fields, names)}
    elif file.name == "codebook.csv":
        resource |= {"type": "table", "schema": _schema(file.name, _CODEBOOK_FIELDS, names)}
    return resource


def _schema(name: str, fields: Sequence[object], names: Sequence[str]) -> dict[str, object]:
    schema: dict[str, object] = {"fields": fields, "missingValues": [""]}
    if name in _PRIMARY:
        schema["primaryKey"] = _PRIMARY[name]
    if name in ("values.csv", "findings.csv", "corrections.csv") and "panel.csv" in names:
        reference = {"resource": "panel-csv", "fields": _DOCUMENT_KEY}
        schema["foreignKeys"] = [{"fields": _DOCUMENT_KEY, "reference": reference}]
    return schema


def _field(table: str, column: ExportColumn, fractions: Collection[tuple[str, str]]) -> dict[str, object]:
    whole = "number" if (table, column.name) in fractions else "integer"
    field: dict[str, object] = {
        "name": column.name,
        "type": whole if column.type == "whole" else column.type,
        "description": column.meaning,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.allowed:
        field["constraints"] = {"enum": list(column.allowed)}
    return field


def _cells(column: ExportColumn) -> list[str]:
    name, *others = column.described
    return [f"`{name}`", *others]
