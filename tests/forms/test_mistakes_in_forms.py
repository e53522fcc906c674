"""Mistakes in a form's file: each is told in Chinese first, with the line on which it stands."""

from importlib.resources import files

import pytest

from extractor.errors import FormError
from extractor.forms.loading import edition_from

FORM = files("extractor.forms").joinpath("new_form.txt").read_text(encoding="utf-8")
MISTAKES = {
    "quote left open": (
        '# 表式名称 · Its official name.\nname = "便民服务点年度统计表"',
        'name = "便民服务点年度统计表',
        "缺右引号",
    ),
    "quotes of full width": ('edition = "my_form"', "edition = “my_form”", "英文半角引号"),
    "equals of full width": ('edition = "my_form"', 'edition ＝ "my_form"', "等号"),
    "comma left out": ('{key = "done", labels', '{key = "done" labels', "缺逗号"),
    "key twice": ('marks = ["便民', 'edition = "b"  # again\nmarks = ["便民', "同一个键写了两次"),
    "id in Chinese": ('"my_form"', '"我的表"', "只用小写英文字母"),
    "no list": ('labels = ["当年办结"]', 'labels = "当年办结"', "要写成列表"),
    "no such key": ('corner = "项目"', 'conrer = "项目"', "没有这个键"),
    "key of a row left out": ('{key = "declined", ', "{", "缺这个键"),
    "columns of a row left out": (
        '["不予受理"], columns = "counts"',
        '["不予受理"]',
        "缺这个键",
    ),
    "kind": ('year = {labels = ["全年"]', 'year = {labels = ["全年"], kind = "money"', "只能是其中之一"),
    "relation": ('right = "done.year", relation = "<="', 'right = "done.year", relation = "<"', "只能是其中"),
    "row unknown to a sum": ('"done declined open"', '"done declned open"', "没有 'declned'"),
    "cell on both sides": ('left = "praised.year"', 'left = "done.year"', "两边都有"),
    "mark": ('marks = ["便民', 'marks = ["(便民', "不是正则表达式"),
    "weight": ('# weights = {"open.*" = 0.5}', 'weights = {"open.*" = 50}', "数太大"),
}


@pytest.mark.parametrize(("old", "new", "words"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_told_in_chinese_with_its_line(old, new, words):
    assert FORM.count(old) == 1
    text = FORM.replace(old, new)
    line = FORM[: FORM.index(old)].count("\n") + 1
    with pytest.raises(FormError) as caught:
        edition_from(text, "mine.toml")
    said = str(caught.value)
    assert said.startswith(f"mine.toml: 第 {line} 行：")
    assert words in said.split(" / ")[0]
    assert f"/ line {line}: " in said


@pytest.mark.parametrize("left_out", ["edition", "name"])
def test_key_that_the_whole_file_lacks_is_told_with_a_line(left_out):
    text = "\n".join(line for line in FORM.split("\n") if not line.startswith(f"{left_out} ="))
    with pytest.raises(FormError, match=f"第 1 行：{left_out}：缺这个键"):
        edition_from(text, "mine.toml")


def test_set_of_columns_without_columns_is_told_where_it_begins():
    begin, end = FORM.index("[columns.counts]\n"), FORM.index("[tables.services]")
    text = FORM[:begin] + "[columns.counts]\n\n" + FORM[end:]
    line = FORM[:begin].count("\n") + 1
    with pytest.raises(FormError, match=f"第 {line} 行：columns.counts：不能为空"):
        edition_from(text, "mine.toml")
