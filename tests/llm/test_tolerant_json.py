"""JSON beside the standard: what is read is what was meant, and nothing is made up."""

import json
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.llm import Answer
from extractor.llm.remarks import without_remarks
from extractor.llm.tolerant import parse

WORDS = st.text(st.characters(exclude_categories=["C"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_value_is_read_back_when_python_writes_it(value):
    assert parse(repr(value)) == value


@given(VALUES, st.sampled_from(["/* 注 */", "// 注\n", "# 注\n", "\n"]))
def test_value_is_read_back_when_comments_and_commas_stand_between(value, between):
    text = json.dumps(value, ensure_ascii=False, indent=1).replace(",\n", f",{between}\n")
    assert parse(f"{between}{text}{between}") == value
    assert parse(f"[{text},]") == [value]


@given(VALUES, st.data())
def test_cut_reply_is_never_completed(value, draw):
    text = repr({"a": value})
    cut = text[: draw.draw(st.integers(0, len(text) - 1))]
    with pytest.raises(ValueError):  # noqa: PT011 - every mistake is one
        parse(cut)


@pytest.mark.parametrize(
    "text",
    [
        "{'a': 'it's'}",
        '{"a": 1,, "b": 2}',
        '{"a": b}',
        '{"a": 1} {"a": 2}',
        "{“a”：“甲”乙”}",
        '{"a": 01}',
        "{,}",
        '{"a": 1, "a": 2}',
        '\n    {"a": 1 // {"a": 2}',
        "{'a': '\\u12'}",
        "",
        "甲",
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_not_read(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse(text)


class Quote(Answer):
    quote: str
    role: Literal["issue", "none"]


class Quotes(Answer):
    items: list[Quote]


def item(**more):
    return {"items": [{"quote": "原文", "role": "issue", **more}]}


@pytest.mark.parametrize(
    "more", [{"confidence": 0.9}, {"line": 4}, {"Reason": "因为写明了"}, {"理由": "写明"}]
)
def test_remark_inside_a_list_is_left_out(more):
    words = json.dumps(item(**more))
    assert json.loads(without_remarks(words, Quotes)) == item()


@pytest.mark.parametrize(
    "more",
    [
        {"text": "另一句"},
        {"role2": "none"},
        {"reason": "none"},
        {"alternatives": ["另一句"]},
        {"o": {"q": "none"}},
    ],
)
def test_answer_with_another_one_beside_it_stays_as_it_was(more):
    words = json.dumps(item(**more))
    assert without_remarks(words, Quotes) == words
