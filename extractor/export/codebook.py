"""What every column means: codebook.csv, codebook.md, datapackage.json."""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor.export.columns import DESCRIBED, Column
from extractor.export.panel import panel
from extractor.export.tables import CORRECTIONS, FINDINGS, INPUTS, VALUES


def _columns() -> Mapping[str, Sequence[Column]]:
    """Columns of each CSV file."""
    tables = {f"{table.name}.csv": table.columns for table in (VALUES, FINDINGS, CORRECTIONS, panel())}
    return {**tables, "inputs.csv": INPUTS}


_TITLES = {
    **{f"{table.name}.csv": table.title for table in (VALUES, FINDINGS, CORRECTIONS, panel())},
    "inputs.csv": "One row a file that was found, and what became of it",
    "reports.jsonl": "One whole Report a line",
    "values.parquet": "As values.csv, typed",
    "panel.parquet": "As panel.csv, typed",
    "tables.xlsx": "A workbook with a sheet for each table",
    "codebook.csv": "What every column means",
    "codebook.md": "What every column means, to read",
}
_TYPES = {"string": "string", "integer": "integer", "number": "number", "date": "date"}
_MEDIA = {
    ".csv": "text/csv",
    ".jsonl": "application/jsonl",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".md": "text/markdown",
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
            "| column | type | meaning | unit | form | in the Report |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        lines += ["| " + " | ".join(_cells(column)) + " |" for column in columns]
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def write_datapackage(path: Path, files: Sequence[Path], documents: int) -> None:
    """Write a Frictionless ``datapackage.json`` over ``files``, which are complete."""
    package = {
        "profile": "data-package",
        "name": "disclosure-reports",
        "title": "Government information disclosure reports 政府信息公开工作年度报告",
        "description": f"{documents} documents read by extractor. Empty: nothing printed, or no such cell.",
        "resources": [_resource(file) for file in files],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _resource(file: Path) -> dict[str, object]:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    resource: dict[str, object] = {
        "name": file.name.replace(".", "-"),
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
        fields = [
            {"name": column.name, "type": _TYPES[column.type], "description": column.meaning}
            | ({"unit": column.unit} if column.unit else {})
            for column in columns
        ]
        resource |= {"profile": "tabular-data-resource", "schema": {"fields": fields, "missingValues": [""]}}
    return resource


def _cells(column: Column) -> list[str]:
    return [f"`{column.name}`", column.type, column.meaning, column.unit, column.form, column.source]
