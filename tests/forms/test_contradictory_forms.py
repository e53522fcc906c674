"""A form's file that contradicts itself or takes what means another form is refused, with its line."""

import pytest

from extractor.errors import FormError
from extractor.export.pages.linked_tables import DecidedValues, tables
from extractor.forms import add_form, check_form, forget_forms, form_with
from extractor.pipeline import extract

_FORM = """\
edition = "library_annual"
name = "图书室年度统计表"
marks = ["图书室年度统计表"]
[columns.books]
year = {labels = ["本年"], unit = "册"}
[columns.people]
year = {labels = ["本年"], unit = "人次"}
[tables.rooms]
name = "图书室年度统计表"
rows = [
  {key = "novels", labels = ["小说图书"], columns = "books"},
  {key = "maps", labels = ["地图图集"], columns = "books"},
  {key = "all", labels = ["藏书合计"], columns = "books"},
  {key = "readers", labels = ["读者来访"], columns = "people"},
]
sums = [
  {id = "all", each = "column", left = "novels maps", right = "all"},
]
"""
_ALL = '  {id = "all", each'


@pytest.fixture
def form(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "form.toml"
        path.write_text(text, encoding=encoding)
        return path

    yield write
    forget_forms()


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (_ALL, '  {id="n", each="column", left="novels", right="all"},\n' + _ALL, 18, "maps.year 只能为 0"),
        ('"library_annual"', '"2021"', 1, "另一表式的代号"),
        ('"library_annual"', '"website_annual"', 1, "另一表式的代号"),
        ("[tables.rooms]", "[tables.disputes]", 8, "年度报告的表"),
    ],
)
@pytest.mark.parametrize("use", [check_form, add_form])
def test_it_is_refused_with_its_line(form, old, new, line, words, use):
    with pytest.raises(FormError, match=f"第 {line} 行.*{words}"):
        use(form(_FORM.replace(old, new)))


def test_sums_that_only_say_more_contradict_nothing(form):
    more = '  {id = "some", each = "column", left = "novels", right = "all", relation = "<="},\n'
    assert check_form(form(_FORM.replace(_ALL, more + _ALL))).id == "library_annual"


def test_the_mark_before_a_file_of_some_editors_is_no_mistake(form):
    path = form(_FORM, "utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert add_form(path) == check_form(form(_FORM))


def test_rows_of_a_form_that_is_not_known_are_no_other_forms(form):
    with pytest.raises(FormError, match="library_annual"):
        form_with("proactive", ["novels"], "library_annual")


def test_each_set_of_columns_has_its_unit_on_the_page(form):
    add_form(form(_FORM))
    report = extract("图书室年度统计表\n项目\t本年\n小说图书\t3\n地图图集\t4\n藏书合计\t7\n读者来访\t52\n")
    page = "".join(tables(report, DecidedValues({})))
    assert page.index("册") < page.index("藏书合计") < page.index("人次") < page.index("读者来访")
