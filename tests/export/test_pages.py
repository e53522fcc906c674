"""Static pages: whole in one file, every evidence marked, every link leads somewhere."""

import csv
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from click_runner import runner
from lxml import html

from extractor.errors import UsageError
from extractor.export import ExportItem, export
from extractor.export.applied_corrections import AppliedCorrection
from extractor.export.pages import document_page
from extractor.export.pages.body import body_page
from extractor.export.pages.document_page import Neighbours, _framed
from extractor.export.pages.markup import TextMark, highlighted, mark_of
from extractor.export.pages.years_of_body import YearOfBody
from extractor.pipeline import extract, extract_document, read_document
from extractor.records import Finding, Place, Severity, Span, Suspect
from extractor.tidy import rows_of

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "fixtures" / "reports"


def text_of(name):
    return read_document((REPORTS / name).read_bytes(), name).text


def page_of(name="shuangzhan-2020.txt", **more):
    document = read_document((REPORTS / name).read_bytes(), name)
    report, text = extract_document(document), document.text
    return (
        report,
        text,
        html.fromstring(document_page(ExportItem(name, report, text_of=lambda: text, **more))),
    )


def dead_links(page):
    ids = {each.get("id") for each in page.iter() if each.get("id")}
    return [
        a.get("href")
        for a in page.iter("a")
        if (a.get("href") or "").startswith("#") and a.get("href")[1:] not in ids
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in REPORTS.glob("*.txt")))
def test_the_text_stands_there_as_it_is_and_every_link_leads_somewhere(name):
    report, text, page = page_of(name)
    (shown,) = page.find_class("text")
    assert shown.text_content() == text
    assert dead_links(page) == []
    ids = {each.get("id") for each in page.iter()}
    missing = [row for row in rows_of(report) if row.span and f"w{row.span.start}-{row.span.end}" not in ids]
    assert missing == []


def test_a_conflict_is_marked_in_table_and_text_and_its_sum_is_shown():
    _, _, page = page_of()
    cell = page.get_element_by_id("v-tables-applications-granted-total")
    assert "conflict" in cell.get("class")
    assert cell.text_content().startswith("8✗")
    anchor = cell.find(".//a").get("href")[1:]
    marked = page.get_element_by_id(anchor).getnext()
    assert "conflict" in marked.get("class")
    assert marked.get("href") == "#v-tables-applications-granted-total"
    sums = [row.text_content() for row in page.iter("tr") if "不成立" in row.text_content()]
    assert len(sums) == 3
    assert any("13" in row and "12" in row for row in sums)
    findings = page.find_class("findings")[0]
    assert {"#v-tables-applications-granted-total"} <= {a.get("href") for a in findings.iter("a")}


def test_what_a_person_decided_shows_what_the_machine_read():
    decided = AppliedCorrection(
        "/tables/applications/granted/total", "set", "8", "7", "李审", "2026-01-01", "页面是7"
    )
    _, _, page = page_of(corrections=(decided,))
    cell = page.get_element_by_id("v-tables-applications-granted-total")
    assert "原读 8" in cell.text_content()
    assert "李审" in cell.get("title")
    assert "页面是7" in page.text_content()


def test_a_document_cannot_put_markup_or_invisible_signs_into_its_page():
    text = text_of("anzhu-2022.txt").replace("安渚区", "<img src=x onerror=alert(1)>\u202e区")
    page = document_page(ExportItem("a<b>.txt", extract(text), text_of=lambda: text))
    assert "<img" not in page
    assert "\u202e" not in page
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=\"(?!#|data:)", page)
    assert "default-src 'none'" in page


def test_a_run_of_blank_lines_is_one_gap_and_nothing_of_the_text_is_left_out():
    text = "一、总体\n\n \n\n公开5件\n另2件。\n\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n\n三、其他\n"
    marks = [
        mark_of(Span.of(text, text.index("公开"), text.index("\n另")), "printed", "a title\n\nof two lines")
    ]
    page = html.fragment_fromstring(highlighted(text, marks), create_parent="div")
    assert page.text_content() == text
    assert [gap.text for gap in page.iter("span") if gap.get("class") == "gap"] == [
        "\n\n \n\n",
        "\n\n\n",
        "\n\n\n",
    ]


def test_of_marks_over_the_same_words_the_shortest_decides_and_each_has_its_anchor():
    marks = [
        TextMark(0, 6, "rule", "long", "a"),
        TextMark(2, 4, "conflict", "short", "b"),
        TextMark(3, 6, "finding", "f", "c"),
    ]
    page = html.fragment_fromstring(highlighted("甲乙丙丁戊己", marks), create_parent="p")
    assert page.text_content() == "甲乙丙丁戊己"
    looks = [(a.text_content(), a.get("class")) for a in page.iter("a") if a.text_content()]
    assert looks == [
        ("甲乙", "b rule"),
        ("丙", "b conflict"),
        ("丁", "b conflict finding"),
        ("戊己", "b rule finding"),
    ]
    assert [a.get("id") for a in page.iter("a") if a.get("id")] == ["w0-6", "w2-4", "w3-6"]


@pytest.fixture
def cli(monkeypatch, tmp_path):
    return runner(monkeypatch, tmp_path)


def test_a_folder_becomes_pages_of_documents_and_of_a_body_over_its_years(cli, tmp_path):
    (tmp_path / "in").mkdir()
    for year in (2020, 2022, 2023):
        name = "安渚区人民政府" if year < 2023 else "安渚区人民政府办公室"
        text = text_of("anzhu-2022.txt").replace("2022", str(year)).replace("安渚区人民政府", name)
        (tmp_path / "in" / f"报 告#{year}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    assert cli("extract", "in", "--out", "o", "--quiet").code == 1
    assert cli("export", "o", "--out", "e", "--format", "html").code == 0
    folder = tmp_path / "e" / "pages"
    pages = {path: html.fromstring(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    assert len(pages) == 5
    for path, page in pages.items():
        for link in page.iter("a"):
            target, _, anchor = (link.get("href") or "").partition("#")
            at = (path.parent / unquote(target)).resolve() if target else path
            assert at in pages, (path, link.get("href"))
            assert not anchor or pages[at].get_element_by_id(anchor, None) is not None, (
                path,
                link.get("href"),
            )
    (body,) = [page for path, page in pages.items() if path.parent.name == "bodies"]
    told = body.text_content()
    assert "缺 2021 年度报告" in told
    assert "机关名由“安渚区人民政府”改为“安渚区人民政府办公室”" in told
    heads = [head.text_content() for head in body.findall(".//table")[1].iter("th")][:5]
    assert heads == ["", "2020", "2021缺 missing", "2022", "2023"]
    index = pages[folder / "index.html"].text_content()
    assert "broken.pdf" in index
    assert "未读成" in index


def test_a_folder_called_pages_that_is_not_ours_stays(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "mine.txt").write_text("x")
    with pytest.raises(UsageError, match="something else lies there"):
        export([], tmp_path, ["html"])
    assert (tmp_path / "pages" / "mine.txt").exists()


def test_other_formats_do_not_mind_what_is_called_pages(tmp_path):
    (tmp_path / "pages").mkdir()
    export([], tmp_path, ["csv"])
    assert list((tmp_path / "pages").iterdir()) == []


def test_pages_that_an_export_wrote_are_replaced(tmp_path):
    export([], tmp_path, ["html"])
    (tmp_path / "pages" / "documents" / "old.html").write_text("x")
    export([], tmp_path, ["html"])
    assert not (tmp_path / "pages" / "documents" / "old.html").exists()


def test_page_has_its_headings_in_order_and_the_links_around_it():
    text = text_of("shuangzhan-2020.txt")
    item = ExportItem("a.txt", page_of()[0], text_of=lambda: text)
    page = html.fromstring(document_page(item, Neighbours("../index.html", "../bodies/b.html")))
    (nav,) = page.iter("nav")
    assert [a.get("href") for a in nav.iter("a")] == ["#text", "../index.html", "../bodies/b.html"]
    heads = [h.text_content().split(" ")[0] for h in page.iter("h2")]
    assert heads == ["核对发现", "官方表格", "正文所述", "全文与出处"]
    assert len(list(page.iter("h1"))) == 1
    (alone,) = html.fromstring(document_page(item)).iter("nav")
    assert [a.get("href") for a in alone.iter("a")] == ["#text"]


def test_a_scan_shows_its_page_with_the_boxes(cli, tmp_path):
    pytest.importorskip("rapidocr")
    raw = (ROOT / "fixtures" / "formats" / "rendered" / "luoyan-2021-disputes.jpg").read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.jpg").write_bytes(raw)
    assert cli("extract", "in", "--out", "o", "--quiet").code == 0
    assert cli("page", "o/scan.json").code == 0
    page = html.fromstring((tmp_path / "o" / "scan.html").read_text(encoding="utf-8"))
    (sheet,) = page.find_class("sheet")
    assert sheet.find("img").get("src").startswith("data:image/jpeg;base64,")
    boxes = sheet.find_class("box")
    assert len(boxes) >= 15
    (total,) = [a for a in boxes if a.get("href") == "#v-tables-disputes-reconsideration-total"]
    left, top = (float(re.search(rf"{side}:([\d.]+)%", total.get("style"))[1]) for side in ("left", "top"))
    assert 30 < left < 36  # the fifth of fifteen columns of the printed table
    assert 38 < top < 48
    assert dead_links(page) == []
    (tmp_path / "in" / "scan.jpg").write_bytes(raw + b" ")
    assert cli("page", "o/scan.json").code == 0
    changed = (tmp_path / "o" / "scan.html").read_text(encoding="utf-8")
    assert "data:image" not in changed
    assert "原件不在手边" in changed
    with (tmp_path / "o" / "inputs.csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file))["outcome"] == "read"


def test_findings_on_rows_lists_and_fields_lead_to_what_is_shown():
    name = "anzhu-2022.txt"
    document = read_document((REPORTS / name).read_bytes(), name)
    report = extract_document(document)
    row = next(key for key, cells in report.tables.get("applications").items() if cells)
    wheres = {
        f"/tables/applications/{row}": f"v-tables-applications-{row}",
        f"/tables/applications/{row}/nowhere": f"v-tables-applications-{row}",
        "/tables/applications/nowhere/total": "v-tables-applications",
        "/narrative/trainings/0/participants": "v-narrative-trainings-0",
        "/narrative/trainings/99": "v-narrative-trainings",
        "/narrative/counts": "v-narrative-counts",
        "/period/end": "v-period",
    }
    finding = Finding(
        check="x.y", severity=Severity.WARNING, message="某", where=(), evidence=(), suspect=Suspect.EITHER
    )
    found = tuple(finding.model_copy(update={"where": (where,)}) for where in wheres)
    shown = report.model_copy(update={"findings": found})
    page = html.fromstring(document_page(ExportItem(name, shown, text_of=lambda: document.text)))
    assert dead_links(page) == []
    links = [page.get_element_by_id(f"f{number}").find(".//a").get("href") for number in range(len(found))]
    assert links == [f"#{anchor}" for anchor in wheres.values()]


def year_of_body(year, **others):
    prose = dict.fromkeys(("counts", "trainings", "issues", "remedies"), 0)
    known = YearOfBody(year, "某县", "2021", f"{year}.txt", f"{year}.html", None, {}, [], 0, 0, prose)
    return known._replace(**others)


@pytest.mark.parametrize(
    ("years", "notes", "told"),
    [
        ([year_of_body(2020)], None, "1 份报告 reports，2020"),
        ([year_of_body(2020), year_of_body(2021)], None, "2 份报告 reports，2020–2021"),
        (
            [
                year_of_body(2020),
                year_of_body(2020, duplicate_of="a.txt"),
                year_of_body(None, is_report=False),
            ],
            ["", "由 a.txt 代表", "不是年度报告 no report"],
            "2 份报告 reports，2020",
        ),
    ],
    ids=["one", "two", "a twin and a notice"],
)
def test_every_column_of_the_reports_of_a_body_has_a_head(years, notes, told):
    page = html.fromstring(body_page("某县", years, ""))
    table = next(page.iter("table"))
    heads = [th.text_content() for th in table.iterfind("thead/tr/th")]
    rows = [[cell.text_content() for cell in row] for row in table.iter("tr")][1:]
    assert all(heads)
    assert {len(row) for row in rows} == {len(heads)}
    assert ([row[-1] for row in rows] if heads[-1] == "备注" else None) == notes
    assert next(page.iter("p")).text_content() == told


def test_a_table_of_which_only_the_whole_has_a_place_is_framed_as_a_whole():
    report = extract(REPORTS / "shuangzhan-2020.txt")
    cell = next(cell for *_, cell in report.tables.cells() if cell.evidence)
    start, end = cell.evidence.start - 5, cell.evidence.end + 5
    place = Place(start=start, end=end, page=1, box=(10, 10, 90, 90))

    def framed(*places):
        return _framed(report.model_copy(update={"places": places}))

    assert framed(place)[start, end].title.startswith("数值在此表内")
    spans = [each.evidence for *_, each in report.tables.cells() if each.evidence]
    inside = [each for each in spans if start <= each.start and each.end <= end]
    own = (Place(start=each.start, end=each.end, page=1, box=(20, 20, 30, 30)) for each in inside)
    assert (start, end) not in framed(place, *own)
