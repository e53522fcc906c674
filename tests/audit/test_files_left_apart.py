"""Files that cannot be read and documents that are no reports: listed with why, counted as nothing else."""

import csv
import sys
from pathlib import Path

import openpyxl
import pytest
from click_runner import CliRunner

from extractor.cli.app import app
from extractor.evaluation.city import CityShape, make_city

sys.path.append(str(Path(__file__).parents[1] / "review"))
from review_browser import launched

NOTICES = {
    "关于报送年报的通知.txt": "关于报送年度报告材料的通知\n\n各科室、各单位：\n请于1月15日前报送材料，"
    "认真核对数据，明确专人负责，逾期未报送的将予以通报。\n\n2024年1月3日\n",
    "植树.txt": "全市春季植树活动安排\n\n三月十二日上午在体育场东门集合，自带工具，提前十分钟到达。\n",
}

MORE_YEARS = """for (const row of document.querySelectorAll('#matrix tr'))
    for (let year = 0; year < 14; year++) row.append(row.lastElementChild.cloneNode(true))"""


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code in (0, 1), done.output
    return done


@pytest.fixture(scope="module", params=["folder", "store"])
def audited(request, tmp_path_factory):
    """An audit of a city of which one file is empty, one is cut off, and two more are no reports."""
    root = tmp_path_factory.mktemp(request.param)
    city = make_city(4, (), CityShape(districts=1, townships=1, departments=1, years=3))
    city.write(root / "in")
    bodies = sorted({document.body for document in city.documents})
    empty, cut = (
        next(path for path in (root / "in").rglob(f"{body}2022*")) for body in (bodies[0], bodies[1])
    )
    empty.write_bytes(b"")
    cut.write_bytes(b"%PDF-1.4 cut")
    cut.rename(cut.with_suffix(".pdf"))
    for name, text in NOTICES.items():
        (root / "in" / name).write_text(text, encoding="utf-8")
    if request.param == "folder":
        run("extract", root / "in", "--out", root / "read", "--quiet")
        done = run("audit", root / "read", "--out", root / "audit")
    else:
        db = f"sqlite:///{root / 'reports.db'}"
        run("batch", "run", root / "in", "--db", db, "--workers", 1, "--quiet")
        done = run("audit", "--db", db, "--out", root / "audit")
    assert done.exit_code == 0, done.output
    return city, root / "audit", {bodies[0]: empty.name, bodies[1]: cut.with_suffix(".pdf").name}, done.output


def sheet(out, title):
    book = openpyxl.load_workbook(out / "audit.xlsx", read_only=True)
    return list(book[title].iter_rows(values_only=True))[1:]


def test_they_are_named_with_why_on_the_page_and_in_the_workbook(audited):
    _, out, failed, said = audited
    assert "apart: 2 files not read, 2 no reports" in said
    rows = {Path(path).name: (kind, why) for path, kind, why, _ in sheet(out, "未计入 apart")}
    assert set(rows) == {*failed.values(), *NOTICES}
    assert {name for name, (kind, _) in rows.items() if "not read" in kind} == set(failed.values())
    assert all(why for _, why in rows.values())
    page = (out / "audit.html").read_text("utf-8")
    assert all(name in page for name in rows)
    assert "(0 bytes)" in page


def test_they_count_as_no_report_and_no_body(audited):
    city, out, _, said = audited
    assert f"{len(city.documents) - 2} reports of {len(city.bodies)} bodies" in said
    assert len(list((out / "scores").glob("*.html"))) == len(city.bodies)
    assert not list(out.rglob("*apart-*"))
    matrix = sheet(out, "覆盖 coverage")
    assert all(row[0].strip("　") for row in matrix)
    with (out / "points.csv").open(encoding="utf-8-sig", newline="") as file:
        assert all(row["body"] for row in csv.DictReader(file))


def test_a_year_whose_file_failed_says_so_and_not_that_there_is_none(audited):
    _, out, failed, _ = audited
    matrix = {row[0].strip("　"): row[2:] for row in sheet(out, "覆盖 coverage")}
    for body, name in failed.items():
        assert matrix[body][1] == "未读出"
        gap = next(row for row in sheet(out, "发现 findings") if row[2] == body and "缺 2022" in row[4])
        assert name in gap[4]
    assert "缺" not in {cell for row in matrix.values() for cell in row}


def test_names_can_be_read_on_a_telephone_and_on_paper(audited):
    _, out, *_ = audited
    with launched() as browser:
        for width, media in ((390, "screen"), (700, "print")):
            page = browser.new_page(viewport={"width": width, "height": 844})
            page.emulate_media(media=media)
            page.goto((out / "audit.html").as_uri())
            widths = page.evaluate(
                "[...document.querySelectorAll('#scores td.name')].map(one => one.clientWidth)"
            )
            assert min(widths) > 70, media
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert page.is_visible(".swipe") is (media == "screen")
            page.evaluate(MORE_YEARS)
            first = "[...document.querySelectorAll('#matrix td:first-child')]"
            names = page.evaluate(f"{first}.map(one => one.clientWidth)")
            assert min(names) > 100, media
            if media == "screen":  # paper is made smaller by the browser
                assert page.evaluate("document.documentElement.scrollWidth") == width
            page.close()
