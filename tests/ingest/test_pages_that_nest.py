"""Pages that nest deeper than a parser goes, and elements that never end, lose no word in silence."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import NoReportError
from extractor.ingest import read_bytes

_PAGE = "<html><head><meta charset=utf-8></head><body>{}</body></html>"
_BEGIN = (
    "<h1>青岚区2022年政府信息公开工作年度报告</h1><p>一、总体情况</p>"
    + "<p>本机关主动公开政府信息12条。</p>" * 9
    + "<p>二、主动公开政府信息情况</p>"
)
_END = "<p>五、存在的主要问题</p><p>公开的栏目不够细。</p>"
_TABLES_AND_LISTS = [
    "<table><tr><td>",
    "<table><tbody><tr><td>",
    "<table>",
    "<ul><li>",
    "<ol><li>",
    "<dl><dd>",
    "<dd>",
    "<li>",
]
_SET_ASIDE = ["<button>", "<object>", "<select>", "<svg>", "<noscript>", "<nav>"]
_NESTING = [*_TABLES_AND_LISTS, *_SET_ASIDE]
_OTHERS = [
    "<div>",
    "<font>",
    "<b><i>",
    "<p><span>",
    "<center>",
    "<a href=/list/>",
    "<form>",
    "<table><caption>",
    "<h1>",
    "<x:y>",
    "<ruby>",
]
_OF_RAW_TEXT = ["<iframe>", "<title>", "<textarea>"]
_BROKEN = ['<p title="never>', '<font size=3">', "</body>", "</html></body>"]
_OPENED = [*_NESTING, *_OTHERS, *_OF_RAW_TEXT, *_BROKEN]
_ENDS = ["</table>", "</td>", "</div>", "</b>", "</button>", "</ul>", "</a>", "\n", "字"]


def _text(body: str) -> tuple[str, str]:
    document = read_bytes(_PAGE.format(body).encode(), "a.htm")
    return document.text, "\n".join(document.notes)


@pytest.mark.parametrize(
    ("opened", "count"),
    [*((opened, 1) for opened in _OPENED), *((opened, 2600) for opened in _NESTING)],
)
def test_what_stands_behind_elements_that_never_end_is_read(opened: str, count: int) -> None:
    text, _ = _text(_BEGIN + opened * count + _END)
    lines = [line.strip() for line in text.split("\n")]
    assert "一、总体情况" in lines
    assert "五、存在的主要问题" in lines
    assert "公开的栏目不够细。" in lines


def test_words_beyond_the_depth_stay_apart_and_it_is_said() -> None:
    rows = "<table><tr><td>自然人</td><td>12</td></tr><tr><td>法人</td><td>7</td></tr></table>"
    text, notes = _text(_BEGIN + "<table><tr><td>" * 900 + rows + "</td></tr></table>" * 900 + _END)
    assert re.search(r"自然人\s+12\n+\s*法人\s+7", text)
    assert "nests too deep" in notes
    assert "公开的栏目不够细。" in text.split("\n")


def test_a_page_of_many_elements_side_by_side_is_not_deep() -> None:
    _, notes = _text(
        _BEGIN + "<ul>" + "<li>事项<p>说明" * 3000 + "</ul>" + "<div><b>事项</b></div>" * 3000 + _END
    )
    assert not notes


def test_a_list_of_descriptions_without_ends_is_read_to_its_end() -> None:
    text, _ = _text(_BEGIN + "<dl>" + "<dd>事项" * 3000 + "</dl>" + _END)
    assert text.count("事项") == 3000
    assert "公开的栏目不够细。" in text


_NOT_READ = {
    "comment": ("<!-- 正文 ->" + _END, 18),
    "script": ("<script>" + _END, 16),
    "style": ("<style>" + _END, 16),
    "template": ("<template>" + "公" * 250 + "</template>", 250),
}


@pytest.mark.parametrize(("body", "count"), _NOT_READ.values(), ids=_NOT_READ)
def test_chinese_that_is_not_read_is_counted(body: str, count: int) -> None:
    _, notes = _text(_BEGIN + body)
    assert f"{count}个汉字未读" in notes
    assert "not read" in notes
    with pytest.raises(NoReportError, match=rf"\b{count} in (comment|script|style|template)"):
        read_bytes(_PAGE.format(body).encode(), "a.htm")


def test_what_nests_within_bounds_costs_what_it_is_long() -> None:
    started = time.process_time()
    for body in ("<b>" + "<table>" + "<i>" * 20_000 + "</b>" * 20_000, "<div>" * 20_000 + "</div>" * 20_000):
        text, _ = _text(_BEGIN + body + _END)
        assert "公开的栏目不够细。" in text
    assert time.process_time() - started < 20


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([*_NESTING, *_OTHERS, *_ENDS])))
def test_no_order_of_tags_loses_words_in_silence(tags: list[str]) -> None:
    text, notes = _text(_BEGIN + "".join(tags) * 20 + _END)
    assert "公开的栏目不够细。" in text or "not read" in notes
