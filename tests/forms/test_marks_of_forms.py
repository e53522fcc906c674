"""Marks that would never be done with, and fractions that a blank moved out of their column."""

import pytest

import extractor
from extractor.errors import FormError
from extractor.evaluation.noise import generate_documents
from extractor.forms import add_form, forget_forms
from extractor.records import CellBasis

FORM = """
edition = "pools_annual"
name = "泳池统计年表"
marks = ["MARK"]

[columns.main]
north = {labels = ["北片"], en = "north"}
south = {labels = ["南片"], en = "south"}
total = {labels = ["全县"], en = "county"}
change = {labels = ["比上年增减"], kind = "signed", en = "change"}
money = {labels = ["投入资金"], kind = "amount", unit = "万元", en = "money"}

[tables.pools]
name = "泳池统计年表"
corner = "指标名称"
rows = [
  {key = "open", labels = ["年末开放"], columns = "main"},
  {key = "new", labels = ["当年新增"], columns = "main"},
  {key = "closed", labels = ["当年停用"], columns = "main"},
  {key = "free", labels = ["免费开放"], columns = "main"},
]
sums = [{id = "row", each = "row", left = "north south", right = "total", says = "两片之和"}]
"""


@pytest.fixture(autouse=True)
def forget():
    yield
    forget_forms()


def added(mark: str, tmp_path) -> None:
    path = tmp_path / "pools.toml"
    path.write_text(FORM.replace("MARK", mark.replace("\\", "\\\\")), encoding="utf-8")
    add_form(path)


@pytest.mark.parametrize("mark", ["(a+)+$", "(?:泳池*)*年表", "(?:[^表]+|池)+表", "(?:(?:泳+)池)+?"])
def test_repetition_of_a_repetition_is_refused_with_its_line(mark: str, tmp_path):
    with pytest.raises(FormError, match=r"line 4.*repeats what is repeated"):
        added(mark, tmp_path)


@pytest.mark.parametrize("mark", ["", "(?:泳池)?", "^(?!.*湖)"])
def test_marks_that_every_text_has_are_refused_when_there_are_no_others(mark: str, tmp_path):
    with pytest.raises(FormError, match=r"line 4.*in every text"):
        added(mark, tmp_path)


def test_made_up_documents_print_the_marks_that_their_table_does_not(tmp_path):
    added('游泳人次", "泳池统计', tmp_path)
    (document,) = generate_documents(1, 1, form="pools_annual")

    assert "游泳人次" in document.text
    assert extractor.extract(document.text).form == "pools_annual"


@pytest.mark.parametrize("mark", ["泳池统计年表", "泳池.*年表", "(?:泳池){1,3}.+表", "[^表]+表|池+"])
def test_other_marks_are_taken(mark: str, tmp_path):
    added(mark, tmp_path)


def test_fraction_outside_of_money_in_a_row_with_blanks_is_in_doubt(tmp_path):
    added("泳池统计年表", tmp_path)
    text = """青禾县2023年泳池统计年表
指标名称 北片 南片 全县 比上年增减 投入资金
年末开放 12 23 35 1 4.5
当年新增 5 4 9 -3 12.6
当年停用 2 2 4 0 0.8
免费开放 3 4 0.7
"""
    row = extractor.extract(text, form="pools_annual").tables.pools["free"]
    assert [(cell.value, cell.basis) for cell in row.values() if cell.raw == "0.7"] == [
        (None, CellBasis.AMBIGUOUS)
    ]
    assert {cell.basis for cell in row.values()} == {CellBasis.AMBIGUOUS, CellBasis.BLANK}
