"""An audit of a whole invented city: each planted trouble is found, a clean city stays quiet."""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from shelves import MemoryShelf

sys.path.append(str(Path(__file__).parents[1] / "review"))
from review_browser import launched

from extractor.audit import Audited, PageMaking, audit, load_rules
from extractor.bodies import attribute
from extractor.evaluation.city import City, CityShape, Trouble, make_city, outcomes, told_by, unexplained


class Done:
    def __init__(self, city: City, out: Path) -> None:
        shelf = MemoryShelf(city)
        registry = attribute(shelf.namings(), text_of=lambda key: shelf.text(key) or "")
        self.city, self.out = city, out
        self.audited: Audited = audit(
            shelf, registry, load_rules(), out, PageMaking("city", "2026-01-01", "0")
        )
        self.told = told_by(out)


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Done:
    return Done(make_city(0, tuple(Trouble)), tmp_path_factory.mktemp("troubled"))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Done:
    shape = CityShape(districts=2, townships=3, departments=2, years=4)
    return Done(make_city(1, (), shape), tmp_path_factory.mktemp("clean"))


@pytest.mark.parametrize("trouble", Trouble)
def test_a_planted_trouble_is_named_where_it_is(troubled: Done, trouble: Trouble) -> None:
    (found,) = [each for each in outcomes(troubled.city, troubled.told) if each.planted.trouble is trouble]
    assert found.told is not None, found.planted


def test_nothing_is_told_that_no_trouble_explains(troubled: Done) -> None:
    assert unexplained(troubled.city, troubled.told) == []


def test_a_clean_city_is_quiet(clean: Done) -> None:
    assert clean.told == []
    assert clean.audited.documents == len(clean.city.documents)
    assert clean.audited.bodies == len(clean.city.bodies)


def test_a_score_sheet_says_the_verdict_of_each_year(troubled: Done) -> None:
    (planted,) = [each for each in troubled.city.planted if each.trouble is Trouble.LONG_ONE]
    (path,) = (troubled.out / "scores").glob(f"{planted.body}-*.xlsx")
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    (row,) = [row for row in rows if row[0] == "第一部分不超过1000字"]
    missed = [year for year, verdict in zip(rows[0][2:], row[2:], strict=True) if verdict == "不符合"]
    assert missed == [str(planted.year)]


def test_a_child_missing_in_the_last_year_is_missing_in_the_matrix_too(tmp_path: Path) -> None:
    made = make_city(1, (), CityShape(districts=1, townships=1, departments=1, years=3))
    child = next(body for body in made.bodies if "镇" in body.name)
    last = max(one.year for one in made.documents)
    left = tuple(one for one in made.documents if (one.body, one.year) != (child.name, last))
    done = Done(made._replace(documents=left), tmp_path)
    assert [(one.check, one.year) for one in done.told] == [("families.missing", last)]
    book = openpyxl.load_workbook(tmp_path / "audit.xlsx")
    rows = {str(row[0]).strip("　"): row for row in book["覆盖 coverage"].iter_rows(values_only=True)}
    assert rows[child.name][2:] == ("✓", "✓", "缺")


def test_every_body_has_a_score_sheet_that_the_page_links(clean: Done) -> None:
    page = (clean.out / "audit.html").read_text("utf-8")
    sheets = {path.stem for path in (clean.out / "scores").glob("*.html")}
    assert len(sheets) == len(clean.city.bodies)
    assert all(f"scores/{name}.html" in page for name in sheets)


def test_the_page_stands_alone(troubled: Done) -> None:
    page = (troubled.out / "audit.html").read_text("utf-8")
    assert page.count("<svg") == 4
    for outside in ("http://", "https://", "<link", "src=", "@import"):
        assert outside not in page.replace("http://www.w3.org/", "")
    assert "缺" in page
    assert "×2" in page


def test_every_link_of_the_pages_leads_somewhere(troubled: Done) -> None:
    pages = [troubled.out / "audit.html", *(troubled.out / "scores").glob("*.html")]
    ids = {path: _ids(path) for path in (troubled.out / "documents").glob("*.html")}
    assert len(ids) == len(troubled.city.documents)
    led = 0
    for page in pages:
        for href in re.findall(r'href="([^"#]+)(?:#([^"]*))?"', page.read_text("utf-8")):
            target = (page.parent / unquote(href[0])).resolve()
            assert target.exists(), href
            assert not href[1] or target not in ids or href[1] in ids[target], href
            led += target in ids
    assert led > len(troubled.city.documents)


def _ids(path: Path) -> set[str]:
    return set(re.findall(r'id="([^"]+)"', path.read_text("utf-8")))


def test_the_pages_fit_a_telephone_speak_two_languages_and_are_accessible(troubled: Done) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    sheet = next((troubled.out / "scores").glob("*.html"))
    with launched() as browser:
        for page, width in (
            (troubled.out / "audit.html", 390),
            (troubled.out / "audit.html", 1440),
            (sheet, 390),
        ):
            view = browser.new_page(viewport={"width": width, "height": 844})
            complaints: list[str] = []
            view.on("console", lambda line, said=complaints: said.append(line.text))
            view.on("pageerror", lambda error, said=complaints: said.append(str(error)))
            view.goto(page.as_uri())
            assert view.evaluate("document.documentElement.scrollWidth") == width
            assert view.evaluate("document.documentElement.lang") == "zh"
            view.click("#language")
            assert view.evaluate("document.documentElement.lang") == "en"
            found = axe.run(view).response["violations"]
            assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == []
            assert complaints == []
            view.close()
