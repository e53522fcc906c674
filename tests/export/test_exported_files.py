import csv
import hashlib
import json
import sqlite3
import tracemalloc
from contextlib import closing

import openpyxl
import pyarrow.parquet
import pytest

from extractor.errors import InvalidReportError, UsageError
from extractor.export import FORMATS, ExportItem, export, items_of_folder
from extractor.export.account import Account, FileOutcome
from extractor.export.columns import cell_columns
from extractor.export.panel import panel
from extractor.export.tables import FINDINGS, VALUES
from extractor.export.workbook import Workbook
from extractor.formulas import guarded
from extractor.records import Report
from extractor.tidy import as_text, rows_of


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet_rows(book, name, headings=1):
    rows = list(book[name].iter_rows())
    names = [cell.value for cell in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[headings:]]


def test_jsonl_holds_whole_reports(items, tmp_path):
    export(items, tmp_path, ["jsonl"])
    lines = (tmp_path / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    read = [Report.model_validate_json(line) for line in lines]
    assert [one.model_dump_json() for one in read] == [item.report.model_dump_json() for item in items]


def test_tidy_csv_has_one_row_a_value_with_its_place(items, tmp_path):
    export(items, tmp_path, ["csv"])
    rows = table(tmp_path / "values.csv")
    wanted = [(item, row) for item in items for row in rows_of(item.report)]
    assert len(rows) == len(wanted)
    for row, (item, value) in zip(rows, wanted, strict=True):
        assert row["value"] == (as_text(value.value) or "")
        assert (row["table"], row["row"], row["column"]) == (value.table, value.row, value.column)
        assert row["document"] == item.document
        if value.span:
            assert (row["quote"], row["start"]) == (value.span.quote, str(value.span.start))
            assert row["page"] == "1"
    assert len(table(tmp_path / "findings.csv")) == sum(len(item.report.findings) for item in items)


def test_panel_has_one_row_a_document_and_a_column_a_cell(items, tmp_path):
    again = ExportItem("again.txt", items[0].report, path="2020/again.txt", duplicate_of=items[0].document)
    export([*items, again], tmp_path, ["panel"])
    rows = table(tmp_path / "panel.csv")
    assert [row["document"] for row in rows] == [item.document for item in items] + ["again.txt"]
    assert rows[-1]["duplicate_of"] == "shuangzhan-2020.txt"
    assert rows[-1]["path"] == "2020/again.txt"
    assert not rows[0]["duplicate_of"]
    for row, item in zip(rows, [*items, again], strict=True):
        cells = item.report.tables.applications or {}
        for key, line in cells.items():
            for column, cell in (line or {}).items():
                assert row[f"applications_{key}_{column}"] == (as_text(cell.value) or "")
    assert "applications_granted_total" in rows[0]["doubtful_cells"].split()


def test_column_names_are_unique():
    names = [column.name for column in panel().columns]
    assert len(names) == len(set(names))


def test_text_that_a_spreadsheet_would_run_is_marked_unless_raw(awkward, tmp_path):
    export([awkward], tmp_path / "plain", ["csv"], raw=True)
    export([awkward], tmp_path / "safe", ["csv"])
    export([awkward], tmp_path / "excel", ["csv"], bom=True)
    assert "'=1+1" in {row["label"] for row in table(tmp_path / "safe" / "values.csv")}
    assert {row["document"] for row in table(tmp_path / "safe" / "findings.csv")} <= {"'=cmd.txt"}
    assert not (tmp_path / "plain" / "values.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "excel" / "values.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    plain, excel = table(tmp_path / "plain" / "values.csv"), table(tmp_path / "excel" / "values.csv")
    assert "=1+1" in {row["label"] for row in plain}
    assert "'=1+1" in {row["label"] for row in excel}
    changes = [row["value"] for row in excel if row["column"] == "change"]
    assert changes == ["-13"]
    assert [row["value"] for row in excel if row["column"] == "amount"] == ["21400.5"]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-13", "-13"),
        ("+7", "+7"),
        ("-", "-"),
        ("-abc", "'-abc"),
        ("文", "文"),
    ],
)
def test_only_text_that_excel_would_run_is_marked(text, safe):
    assert guarded(text) == safe


def test_workbook_keeps_numbers_numbers_and_text_text(awkward, tmp_path):
    export([awkward], tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    assert book.sheetnames == [
        "cover", "inputs", "failures", "documents", "panel", "proactive", "applications", "disputes",
        "counts", "events", "statements", "findings", "corrections", "indicators", "values",
        "codebook",
    ]  # fmt: skip
    licensing, procurement = sheet_rows(book, "proactive")
    assert (licensing["change"].value, licensing["change"].data_type) == (-13, "n")
    assert (procurement["amount"].value, procurement["amount"].data_type) == (21400.5, "n")
    assert licensing["decisions"].value is None
    assert licensing["previous_items"].fill.fgColor.rgb == "FFF8CBAD"
    count = sheet_rows(book, "counts")[0]
    assert (count["label"].value, count["label"].data_type) == ("=1+1", "s")
    assert (count["unit"].value, count["unit"].data_type) == ("@件", "s")
    assert (count["value"].value, count["value"].data_type) == (-2.5, "n")
    assert sheet_rows(book, "documents")[0]["document"].data_type == "s"
    assert all(sheet.freeze_panes for sheet in book)


def test_a_table_goes_on_on_a_further_sheet_when_excel_has_no_more_rows(items, tmp_path):
    book = Workbook(tmp_path / "small.xlsx", most_rows=20)
    for item in items:
        book.add(item)
    book.close()
    names = openpyxl.load_workbook(tmp_path / "small.xlsx").sheetnames
    assert "applications 2" in names


def test_parquet_says_the_same_as_csv_with_types(items, tmp_path):
    export(items, tmp_path, ["csv", "panel", "parquet"])
    values = pyarrow.parquet.read_table(tmp_path / "values.parquet").to_pylist()
    rows = table(tmp_path / "values.csv")
    assert [row["value"] or "" for row in values] == [row["value"] for row in rows]
    assert {type(row["number"]) for row in values} == {float, type(None)}
    panel = pyarrow.parquet.read_table(tmp_path / "panel.parquet")
    assert panel.num_rows == len(items)
    assert str(panel.schema.field("report_year").type) == "int64"
    assert str(panel.schema.field("published_on").type) == "date32[day]"


def test_codebook_explains_every_column(items, tmp_path):
    export(items, tmp_path, ["csv", "panel"])
    book = table(tmp_path / "codebook.csv")
    for name, columns in (
        ("values.csv", VALUES.columns),
        ("findings.csv", FINDINGS.columns),
        ("panel.csv", panel().columns),
    ):
        described = {row["name"] for row in book if row["file"] == name}
        with (tmp_path / name).open(encoding="utf-8") as file:
            assert described == set(next(csv.reader(file)))
        assert all(column.meaning for column in columns)
    text = (tmp_path / "codebook.md").read_text(encoding="utf-8")
    assert "自然人" in text
    amounts = [cell.column for cell in cell_columns() if cell.key == "amount"]
    assert {column.unit for column in amounts} == {"万元"}


def test_data_package_names_every_file_with_its_hash(items, tmp_path):
    done = export(items, tmp_path, FORMATS)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    named = {resource["path"]: resource for resource in package["resources"]}
    assert set(named) | {"datapackage.json", "pages"} == {path.name for path in done.files}
    for name, resource in named.items():
        content = (tmp_path / name).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
        assert resource["bytes"] == len(content)
    fields = [field["name"] for field in named["values.csv"]["schema"]["fields"]]
    assert fields == [column.name for column in VALUES.columns]
    assert not list(tmp_path.glob(".export-*"))


def test_two_exports_are_the_same_bytes(items, tmp_path):
    first = export(items, tmp_path / "a", FORMATS)
    export(items, tmp_path / "b", FORMATS)
    files = [path for path in (tmp_path / "a").rglob("*") if path.is_file()]
    assert {path.name for path in first.files} <= {*(path.name for path in files), "pages"}
    for path in files:
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes(), (
            path.name
        )


def test_nothing_appears_when_an_export_breaks_off(items, tmp_path):
    def breaking():
        yield items[0]
        raise UsageError("the store went away")

    with pytest.raises(UsageError, match="went away"):
        export(breaking(), tmp_path / "out", FORMATS)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_of_reports_is_exported_like_a_store(items, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    for item in items:
        path = folder / item.document.replace(".txt", ".json")
        path.write_text(item.report.model_dump_json(indent=2), encoding="utf-8")
    (folder / "bad.error.json").write_text("{}", encoding="utf-8")
    done = export(items_of_folder(folder), tmp_path / "out", ["panel"])
    assert done.documents == len(items)
    (folder / "other.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InvalidReportError, match=r"other\.json: no Report"):
        list(items_of_folder(folder))
    with pytest.raises(UsageError, match="no Reports"):
        list(items_of_folder(tmp_path / "out"))


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"--format sas: known are jsonl"):
        export([], tmp_path, ["csv", "sas"])


@pytest.mark.parametrize("formats", [["jsonl", "csv", "panel"], ["xlsx"]], ids=["texts", "xlsx"])
def test_memory_does_not_grow_with_the_number_of_documents(formats, items, tmp_path):
    def peak(count):
        tracemalloc.start()
        export(
            (items[index % 4]._replace(document=f"{index}.txt") for index in range(count)), tmp_path, formats
        )
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(8)
    few, many = peak(16), peak(96)
    assert (many - few) / 80 < 5_000  # bytes a document: names and issuers; its rows would be 50,000


def test_the_database_to_publish_holds_the_same_and_nothing_of_the_store(items, awkward, tmp_path):
    given = [item._replace(path=f"/home/somebody/{item.document}") for item in (*items, awkward)]
    accounts = [Account("/home/somebody/x.txt", FileOutcome.FAILED, "damaged")]
    export(given, tmp_path, ["csv", "panel", "sqlite"], accounts=accounts)
    with closing(sqlite3.connect(tmp_path / "dataset.sqlite")) as database:
        run = database.execute
        assert run("SELECT count(*) FROM reports").fetchone() == (5,)
        values = table(tmp_path / "values.csv")
        assert run("SELECT count(*) FROM report_values").fetchone() == (len(values),)
        found = run(
            "SELECT issuer, report_year, row_label, column_label, number, typeof(number), quote "
            "FROM current_values WHERE report_id = 1 AND table_key = 'applications' AND row_key = 'granted' "
            "AND column_key = 'total'"
        ).fetchall()
        assert found == [("双栈县人民政府", 2020, "予以公开", "总计", 8.0, "real", "8")]
        assert run("SELECT count(*) FROM totals WHERE report_id = 1").fetchone()[0] >= 20
        assert run("PRAGMA foreign_key_check").fetchall() == []
        names = {name for (name,) in run("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
        described = json.loads((tmp_path / "datasette.json").read_text("utf-8"))
        assert set(described["databases"]["dataset"]["tables"]) == names
        for name, about in described["databases"]["dataset"]["tables"].items():
            columns = {row[1] for row in run(f"PRAGMA table_info({name})")}
            assert set(about.get("columns", ())) <= columns, name
        assert run("SELECT path FROM inputs").fetchall() == [("x.txt",)]
    assert b"/home/somebody" not in (tmp_path / "dataset.sqlite").read_bytes()


def test_no_view_of_the_database_counts_what_another_document_stands_for(awkward, tmp_path):
    twins = [awkward._replace(path="a.txt"), awkward._replace(path="b.txt", duplicate_of="a.txt")]
    export(twins, tmp_path, ["sqlite"])
    with closing(sqlite3.connect(tmp_path / "dataset.sqlite")) as database:
        for view in ("totals", "current_values", "doubtful_values"):
            found = database.execute(f"SELECT DISTINCT report_id FROM {view}").fetchall()
            assert set(found) <= {(1,)}, view
        assert database.execute("SELECT number FROM doubtful_values").fetchall() == [(7.0,)]
