"""Try the exported data with the tools that users have: frictionless, datasette, pandas, polars, duckdb.

Usage: try_tools.py FOLDER, in an environment in which these are installed (``make try-tools`` makes one).
Each tool that fails ends the script with its own words.
"""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path


def frictionless(folder: Path) -> str:
    """Every resource of the data package is valid."""
    tool = Path(sys.executable).with_name("frictionless")
    ran = subprocess.run(
        [tool, "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(ran.stdout)
    assert report["valid"], json.dumps(report["tasks"], ensure_ascii=False)[:2000]
    return f"{len(report['tasks'])} resources valid"


def datasette(folder: Path) -> str:
    """Every table and view opens as a page."""
    port = 8931
    tool = Path(sys.executable).with_name("datasette")
    command = [str(tool), "serve", "dataset.sqlite", "-m", "datasette.json", "-p", str(port)]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            names = json.loads(_get(f"http://127.0.0.1:{port}/dataset.json"))
            tables = [table["name"] for table in names["tables"]]
            views = [view["name"] if isinstance(view, dict) else view for view in names["views"]]
            for name in (*tables, *views):
                page = _get(f"http://127.0.0.1:{port}/dataset/{name}?_size=5")
                assert b"Error" not in page[:400], name
        finally:
            server.terminate()
            server.wait(20)
    return f"{len(tables)} tables and {len(views)} views open"


def _get(address: str) -> bytes:
    for _ in range(60):
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:
                return bytes(answer.read())
        except ConnectionError:
            time.sleep(0.5)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.5)
    raise AssertionError(f"{address} does not answer")


def pandas(folder: Path) -> str:
    """Every sheet has one header row and its figures are numbers."""
    import pandas

    sheets = pandas.read_excel(folder / "tables.xlsx", sheet_name=None)
    figures = sheets["applications"][["natural", "total"]]
    assert all(pandas.api.types.is_numeric_dtype(kind) for kind in figures.dtypes), figures.dtypes
    assert pandas.api.types.is_numeric_dtype(sheets["panel"]["applications_new_total"])
    return f"{len(sheets)} sheets"


def polars(folder: Path) -> str:
    """CSV and Parquet agree on their types, and the workbook holds numbers."""
    import polars

    values = polars.read_csv(folder / "values.csv", infer_schema_length=None)
    assert values.schema["raw"] == polars.String, values.schema
    assert values.schema["number"] == polars.Float64, values.schema
    typed = polars.read_parquet(folder / "values.parquet")
    assert typed.height == values.height
    sheet = polars.read_excel(folder / "tables.xlsx", sheet_name="applications")
    assert sheet.schema["total"].is_numeric(), sheet.schema
    return f"{values.height} values"


def duckdb(folder: Path) -> str:
    """The panel answers a question in SQL."""
    import duckdb

    query = f"SELECT count(*), sum(applications_new_total) FROM '{folder / 'panel.parquet'}'"
    (row,) = duckdb.sql(query).fetchall()
    return f"{row[0]} reports, {row[1]:g} applications"


def main() -> None:
    """Try all of them."""
    folder = Path(sys.argv[1]).resolve()
    for tool in (frictionless, datasette, pandas, polars, duckdb):
        print(f"{tool.__name__}: {tool(folder)}")


if __name__ == "__main__":
    main()
