"""fold_characters: look-alikes replaced one by one, offsets untouched."""

import unicodedata

import cjkfold
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from official_forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    PROACTIVE_2019,
    PROACTIVE_2021,
)
from opencc import OpenCC

from extractor.normalise import fold_characters

KANGXI = [chr(code) for code in range(0x2F00, 0x2FD6)]
REPETITION = "⺀"
"""The one sign of the supplement that is a mark of repetition: Unicode names no ideograph for it."""
SUPPLEMENT = [chr(code) for code in range(0x2E80, 0x2EF4) if unicodedata.name(chr(code), "")]

anything = st.text(alphabet=st.characters())
markup = st.text(alphabet="<>/tdrbp &#*;nbsp=\"' \n\t|一是12")


def is_ideograph(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or character >= "\U00020000"


@settings(deadline=None)
@given(anything)
def test_length_stays_whatever_the_text(text):
    assert len(fold_characters(text)) == len(text)


@settings(deadline=None)
@given(markup)
def test_length_stays_when_tags_and_marks_are_folded_away(text):
    assert len(fold_characters(text)) == len(text)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["Lo", "Nd", "Zs", "Ps", "Pd"])))
def test_folding_twice_is_folding_once(text):
    once = fold_characters(text)
    assert fold_characters(once) == once


def test_the_supplement_has_its_115_characters():
    assert len(SUPPLEMENT) == 115


def test_radical_becomes_an_ideograph_when_it_is_of_the_supplement():
    left = [radical for radical in SUPPLEMENT if not is_ideograph(fold_characters(radical))]
    assert left == [REPETITION]


def test_kangxi_radicals_become_the_ideographs_that_unicode_names():
    """NFKC is an independent source for this block, up to simplified forms (長 and 长)."""
    named = [fold_characters(unicodedata.normalize("NFKC", radical)) for radical in KANGXI]
    assert [fold_characters(radical) for radical in KANGXI] == named
    assert all(map(is_ideograph, named))


def test_supplement_agrees_with_the_equivalent_unified_ideograph():
    """The package cjkfold carries Unicode's EquivalentUnifiedIdeograph; ours differs by simplified forms."""
    named = [fold_characters(cjkfold.fold(radical)) for radical in SUPPLEMENT]
    assert [fold_characters(radical) for radical in SUPPLEMENT] == named


@pytest.mark.parametrize(
    "form",
    [PROACTIVE_2019, PROACTIVE_2021, APPLICATIONS_ONE_OTHER, APPLICATIONS_THREE_OTHER, DISPUTES],
    ids=["proactive-2019", "proactive-2021", "applications-2019", "applications-2021", "disputes"],
)
def test_labels_of_the_form_come_back_when_printed_in_traditional_characters(form):
    labels = [label for row in form.rows for label in row.labels]
    labels += [label for row in form.rows for column in row.columns for label in column.labels]
    convert = OpenCC("s2t").convert  # one by one: words such as 反覆 are other words, not other forms
    traditional = "".join(map(convert, "\n".join(labels)))
    assert fold_characters(traditional) == fold_characters("\n".join(labels))


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        pytest.param("⼾", "户", id="door-radical-is-simplified"),
        pytest.param("⼀⼯⾏⺠⻔⻓", "一工行民门长", id="radicals-of-real-reports"),
        pytest.param("１２３（）：，％", "123():,%", id="full-width"),
        pytest.param("﹐﹑﹒﹔﹕﹙﹚∶", ",、.;:():", id="small-forms"),
        pytest.param("‐‑–—―−﹣", "-------", id="dashes"),
        pytest.param("\u3000\xa0\u2003\u2009", "    ", id="spaces"),
        pytest.param("一\x0c二\u2028三\x85四", "一\n二\n三\n四", id="form-feed-and-line-separators"),
        pytest.param("一\t二", "一\t二", id="tab-stays"),
        pytest.param("政府信息公開工作年度報告", "政府信息公开工作年度报告", id="traditional"),
        pytest.param("縣級機關主動公開規範性文件", "县级机关主动公开规范性文件", id="traditional-labels"),
        pytest.param("〇一二", "〇一二", id="chinese-zero-stays"),
        pytest.param(
            "\u200b3 \ufeff一\u200b二\u200b", " 3  一\u200b二 ", id="zero-width-at-the-edge-of-a-word"
        ),
        pytest.param("①㎡", "①㎡", id="no-compatibility-rewriting"),
    ],
)
def test_look_alikes_are_folded(printed, read):
    assert fold_characters(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        pytest.param("<td>1</td><td>2</td>", "    1|        2|    ", id="cells"),
        pytest.param("一<br/>二", "一\n    二", id="line-break"),
        pytest.param("<tr>一</tr>", "\n   一\n    ", id="rows"),
        pytest.param('<span style="x">一</span>', " " * 16 + "一" + " " * 7, id="inline"),
        pytest.param("1&nbsp;2&amp;3", "1      2&    3", id="entities"),
        pytest.param("数量<5且>3", "数量<5且>3", id="no-tag"),
        pytest.param("## 二、主动公开", "   二、主动公开", id="markdown-heading"),
        pytest.param("\u3000\u200b## 二、主动公开", "     二、主动公开", id="indented-markdown-heading"),
        pytest.param("**总计**", "  总计  ", id="markdown-emphasis"),
        pytest.param("共3 ** 4件", "共3 ** 4件", id="stars-apart-are-no-mark"),
    ],
)
def test_marks_become_white_space_of_the_same_length(printed, read):
    assert fold_characters(printed) == read
