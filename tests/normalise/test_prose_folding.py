"""fold_prose: what a page put between two words goes away, and every character knows where it stood."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.normalise import fold_characters, fold_prose

RADICAL_OF = {"一": "⼀", "工": "⼯", "行": "⾏", "民": "⺠", "门": "⻔", "长": "⻓", "人": "⼈", "小": "⺌"}
WORDS = ("行政机关", "人民政府", "部门工作", "申请人", "一级政府", "公开专栏")
GAPS = ("", "", " ", "  ", "\u3000", "\t", "\u200b", "\ufeff", "\u00ad", "\u2060", "\x07")

texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("一二三政府公开信息件条，。；：、（）\n\n\n \t|-123⼀⼯⾏⺠\u200b\ufeff\u00ad\x07"),
        st.characters(),
    )
)


@settings(deadline=None)
@given(texts)
def test_offsets_rise_and_lead_back_to_the_folded_character(text):
    folded, characters = fold_prose(text), fold_characters(text)
    assert len(folded.text) == len(folded.offsets)
    assert all(a < b for a, b in pairwise(folded.offsets))
    assert all(characters[at] == c for c, at in zip(folded.text, folded.offsets, strict=True))


@settings(deadline=None)
@given(texts, st.data())
def test_a_part_keeps_canonical_offsets(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = fold_prose(text, start, end)
    assert all(start <= at < end for at in part.offsets)
    whole = fold_prose(text)
    cut = whole.slice(start, end)
    assert all(start <= at < end for at in cut.offsets)
    assert [whole.offsets.index(at) for at in cut.offsets] == sorted(map(whole.offsets.index, cut.offsets))


@st.composite
def spoiled(draw, word):
    """The word with gaps between its characters and radicals for some of them."""
    printed = []
    for character in word:
        printed.append(RADICAL_OF.get(character, character) if draw(st.booleans()) else character)
        printed.append(draw(st.sampled_from(GAPS)))
    return "".join(printed[:-1])


@settings(deadline=None)
@given(st.sampled_from(WORDS), st.data())
def test_planted_word_is_found_at_its_exact_place_however_it_is_spoiled(word, data):
    printed = data.draw(spoiled(word))
    before = data.draw(st.sampled_from(["全年共受理", "本年度，", "第一段。\n本单位的"]))
    after = data.draw(st.sampled_from(["三件。", "按期完成，其他事项正常。", "\n"]))
    text = before + printed + after
    folded = fold_prose(text)
    at = folded.text.index(word)
    span = folded.span(text, at, at + len(word))
    assert (span.start, span.end) == (len(before), len(before) + len(printed))
    assert span.quote == text[span.start : span.end] == printed


@pytest.mark.parametrize("at", range(1, 20))
def test_sentence_is_whole_when_the_page_wrapped_it_at_any_place(at):
    sentence = "全区共受理政府信息公开申请三十七件，均在法定期限内答复申请人，无收费情况。"
    wrapped = sentence[: at + 17] + "\n" + sentence[at + 17 :]
    folded = fold_prose(wrapped)
    assert folded.text == fold_characters(sentence)
    start = folded.text.index("三十七件")
    assert re.sub(r"\s", "", folded.span(wrapped, start, start + 4).quote) == "三十七件"


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        pytest.param(
            "收到申请十二件，其中自然人\n- 4 -\n申请十件。",
            ["收到申请十二件,其中自然人申请十件。"],
            id="page-number",
        ),
        pytest.param(
            "收到申请十二件，其中自然人\n第 3 页 共 9 页\n申请十件。",
            ["收到申请十二件,其中自然人申请十件。"],
            id="page-of-pages",
        ),
        pytest.param(
            "公开信息\n128\n条，比上年增加。",
            ["公开信息", "128", "条,比上年增加。"],
            id="a-number-before-its-unit-stays",
        ),
        pytest.param("第一段完。\n第二段开始", ["第一段完。", "第二段开始"], id="paragraphs-stay-apart"),
        pytest.param(
            "加强培训，\n一是组织学习", ["加强培训,", "一是组织学习"], id="list-numbers-open-a-line"
        ),
        pytest.param("结 果 维 持", ["结果维持"], id="glyph-runs"),
        pytest.param("使用 Open Data 平台", ["使用Open Data平台"], id="latin-words-keep-a-space"),
        pytest.param("|  |公开 |信息|  |", ["公开信息"], id="stray-pipes"),
        pytest.param(
            "公开栏。\nA bar chart that shows the number of requests received in each month\n总计3件。",
            ["公开栏。", "总计3件。"],
            id="english-picture-description",
        ),
        pytest.param("图为[image:公开栏.png]公开栏", ["图为公开栏"], id="picture-mark"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n", [], id="white-space"),
    ],
)
def test_what_a_page_put_in_goes_away(text, paragraphs):
    folded = fold_prose(text)
    assert folded.text.split("\n") == (paragraphs or [""])
