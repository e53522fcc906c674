"""An audit of a whole invented city: each planted trouble is found, a clean city stays quiet."""

import csv
from pathlib import Path

import pytest
from shelves import FoundRow, MemoryShelf

from extractor.audit import Audited, Said, audit, load_rules
from extractor.bodies import attribute
from extractor.evaluation.city import City, CityShape, Trouble, make_city

CHECKS = {
    Trouble.OUTLIER: "outliers.own_years",
    Trouble.SLIP: "identity.applications.column",
    Trouble.PROSE: "prose.applications.received",
    Trouble.FINISHED: "claim.all_finished",
    Trouble.NUMBERING: "heading.numbering",
    Trouble.EMPTY_FIVE: "section.empty",
    Trouble.LATE_LOCAL: "late.timely",
    Trouble.LATE_DEPARTMENT: "late.timely",
    Trouble.PICTURE: "table.absent",
}
RULES = {
    Trouble.NO_REMEDY: "写明改进措施",
    Trouble.LONG_ONE: "第一部分不超过1000字",
    Trouble.ASPECT: "第一部分写明政府信息管理",
    Trouble.COUNTS: "写明政策解读数",
    Trouble.EMPTY_FIVE: "第五部分有实际内容",
    Trouble.PICTURE: "三张表格以文本形式完整公布",
}


class Done:
    def __init__(self, city: City, out: Path) -> None:
        shelf = MemoryShelf(city)
        registry = attribute(shelf.namings(), text_of=lambda key: shelf.text(key) or "")
        self.city, self.out = city, out
        self.audited: Audited = audit(shelf, registry, load_rules(), out, Said("city", "2026-01-01", "0"))
        with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
            self.rows = [
                FoundRow(row["check"], row["body"], int(row["year"]), row["message_zh"])
                for row in csv.DictReader(file)
            ]


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Done:
    return Done(make_city(0, tuple(Trouble)), tmp_path_factory.mktemp("troubled"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Done:
    shape = CityShape(districts=2, townships=3, departments=2, years=4)
    return Done(make_city(1, (), shape), tmp_path_factory.mktemp("clean"))


@pytest.mark.parametrize("trouble", CHECKS)
def test_a_planted_trouble_is_found_where_it_is(troubled: Done, trouble: Trouble) -> None:
    planted = next(each for each in troubled.city.planted if each.trouble is trouble)
    found = {row.check for row in troubled.rows if (row.body, row.year) == (planted.body, planted.year)}
    assert CHECKS[trouble] in found


@pytest.mark.parametrize("trouble", RULES)
def test_a_planted_trouble_costs_points_in_that_year_alone(troubled: Done, trouble: Trouble) -> None:
    import openpyxl

    planted = next(each for each in troubled.city.planted if each.trouble is trouble)
    (path,) = (troubled.out / "scores").glob(f"{planted.body}-*.xlsx")
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    (row,) = [row for row in rows if row[0] == RULES[trouble]]
    missed = [year for year, verdict in zip(rows[0][2:], row[2:], strict=True) if verdict == "不符合"]
    assert missed == [str(planted.year)]


def test_nothing_is_found_that_no_trouble_explains(troubled: Done) -> None:
    explained = {
        (body, planted.year) for planted in troubled.city.planted for body in (planted.body, *planted.echoes)
    }
    assert [row for row in troubled.rows if (row.body, row.year) not in explained] == []


def test_a_clean_city_is_quiet(clean: Done) -> None:
    assert clean.rows == []
    assert clean.audited.documents == len(clean.city.documents)
    assert clean.audited.bodies == len(clean.city.bodies)


def test_every_body_has_a_score_sheet_that_the_page_links(clean: Done) -> None:
    page = (clean.out / "audit.html").read_text("utf-8")
    sheets = {path.stem for path in (clean.out / "scores").glob("*.html")}
    assert len(sheets) == len(clean.city.bodies)
    assert all(f"scores/{name}.html" in page for name in sheets)


def test_the_page_stands_alone(troubled: Done) -> None:
    page = (troubled.out / "audit.html").read_text("utf-8")
    assert page.count("<svg") == 3
    for outside in ("http://", "https://", "<link", "src=", "@import"):
        assert outside not in page.replace("http://www.w3.org/", "")
    assert "缺" in page
    assert "×2" in page
