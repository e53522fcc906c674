"""What a user does: one line, a folder of mixed files, ten corrections in the browser, export again.

Every kind of file of the 300 that ``make walk-300`` reads, and fewer of each.
"""

import csv
import re
import subprocess
import sys
from collections import Counter

import openpyxl
import pytest
from mixed_folder import ROOT, mixed_folder

from extractor.store import open_store

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytest.importorskip("rapidocr", reason="the extra [ocr] is not installed")
sys.path.insert(0, str(ROOT / "tests" / "review"))
from review_browser import launched, signed_in  # noqa: E402

PLACE = "/tables/applications/denied_enforcement/natural"
"""The cell in conflict of the ten documents in doubt: 8 is printed where the sums want 3."""


def command(*words):
    return [sys.executable, "-m", "extractor", *map(str, words)]


def run(*words):
    return subprocess.run(command(*words), capture_output=True, text=True, timeout=300)


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """The folder, what it holds, the store and the data set that one line made of it."""
    root = tmp_path_factory.mktemp("user")
    made = mixed_folder(root / "reports", share=3)
    line = ("batch", "run", root / "reports", "--db", root / "results.sqlite", "--export", root / "data")
    ran = run(*line, "--engine", "rules")
    assert ran.returncode == 1, ran.stderr  # some files are broken: that is said, and the others are read
    return root, made, ran


def test_every_file_is_explained_and_the_counts_add_up(done):
    root, made, ran = done
    rows = table(root / "data" / "inputs.csv")
    members = 4 * sum(one.outcome == "archive" for one in made)
    assert len(rows) == len(made) - 3 + members
    by_path = {row["path"]: row for row in rows}
    for one in made:
        if one.outcome == "archive":
            inside = [row for path, row in by_path.items() if path.startswith(one.path + "!/")]
            assert [row["outcome"] for row in inside] == ["read"] * 4
            continue
        row = by_path[one.path]
        assert row["outcome"] == one.outcome or {row["outcome"], one.outcome} == {"read", "duplicate"}, row
        assert row["reason"] or row["outcome"] in ("read", "duplicate"), row
        assert row["duplicate_of"] or row["outcome"] != "duplicate", row
    counted = Counter(row["outcome"] for row in rows)
    assert counted["duplicate"] == sum(one.outcome == "duplicate" for one in made) == 6
    said = ", ".join(f"{counted[one]} {one}" for one in ("read", "duplicate", "failed", "skipped"))
    assert f"{len(rows)} files in inputs.csv: {said}" in ran.stderr
    panel = table(root / "data" / "panel.csv")
    assert len(panel) == counted["read"] + 2  # one file holds three reports
    assert len({row["path"] for row in panel}) == len(panel)
    assert {"2019/年报.txt", "2020/年报.txt"} <= {row["path"] for row in panel}


def test_the_workbook_and_the_pages_are_there(done):
    root, _, _ = done
    book = openpyxl.load_workbook(root / "data" / "tables.xlsx", read_only=True)
    assert book.sheetnames[0] == "cover"
    told = {row[0].value: row[1].value for row in book["cover"].iter_rows(max_col=2)}
    rows = table(root / "data" / "inputs.csv")
    assert told["合计 total"] == len(rows)
    pages = root / "data" / "pages"
    documents = list((pages / "documents").glob("*.html"))
    assert len(documents) == len(table(root / "data" / "panel.csv"))
    bodies = [path.read_text("utf-8") for path in (pages / "bodies").glob("*.html")]
    assert any("缺 2022 年度报告" in body for body in bodies)
    gaps = [row for row in table(root / "data" / "findings.csv") if row["check"] == "years.gap"]
    assert [row["path"] for row in gaps if row["path"].startswith("2023/")] == ["2023/年报.txt"]


def correct(view, address, value):
    """Type a value into the cell in conflict of one document and wait until it is saved.

    It was the only doubt, so the page goes on to the next document by itself and says there that it is saved.
    """
    view.goto(address)
    view.keyboard.press("=")
    view.keyboard.type(value)
    view.keyboard.press("Enter")
    playwright_api.expect(view.locator("#saved")).to_have_text(re.compile("已保存"))


def test_ten_corrections_in_the_browser_stand_in_the_next_export_with_their_origin(done):
    root, _, _ = done
    store = open_store(str(root / "results.sqlite"))
    rows = store.read(
        lambda c: c.exec_driver_sql(
            "SELECT i.path, i.report_id FROM run_items i WHERE i.path LIKE '%存疑%' ORDER BY i.position"
        ).all()
    )
    store.close()
    assert len(rows) == 10
    with subprocess.Popen(
        command("review", "--db", root / "results.sqlite", "--port", "0"), stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            entrance = re.search(r"http://\S+", server.stderr.readline())[0]
            with launched() as chromium:
                context, view, complaints = signed_in(chromium, entrance, "zh-CN", 1280)
                origin = entrance.split("/enter")[0]
                for _, report_id in rows:
                    correct(view, f"{origin}/d/{report_id}?at={PLACE}", "3")
                assert complaints == []
                context.close()
        finally:
            server.terminate()  # an interrupt is ignored where a shell put the tests into the background
            server.wait(30)
    again = run("export", "--db", root / "results.sqlite", "--out", root / "again", "--format", "csv,panel")
    assert again.returncode == 0, again.stderr
    decisions = table(root / "again" / "corrections.csv")
    assert [row["path"] for row in decisions] == [f"存疑/{number}.txt" for number in range(10)]
    assert {(row["machine_value"], row["human_value"]) for row in decisions} == {("8", "3")}
    assert all(row["corrected_by"] and row["corrected_at"].endswith("Z") for row in decisions)
    values = [row for row in table(root / "again" / "values.csv") if row["basis"] == "human"]
    assert {(row["value"], row["machine_value"]) for row in values} == {("3", "8")}
    assert len(values) == 10
    name = "applications_denied_enforcement_natural"
    before = {row["path"]: row for row in table(root / "data" / "panel.csv")}
    after = {row["path"]: row for row in table(root / "again" / "panel.csv")}
    for path in (row["path"] for row in decisions):
        assert (before[path][name], after[path][name]) == ("8", "3")
        assert int(after[path]["findings_error"]) < int(before[path]["findings_error"])
