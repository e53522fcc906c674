"""What is counted keeps what negates it, and no character of a date before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose_samples import narrative_of

NEGATIONS = ("不", "未", "不予", "未予", "不再", "尚未", "并未", "没有", "不能", "无法", "未经", "暂未")
VERBS = ("公开", "发布", "答复", "受理", "办结", "收取", "提供", "掌握")
THINGS = ("", "申请", "信息", "文件")


def label_of(sentence: str) -> str:
    return narrative_of(sentence).counts[0].label


@given(st.sampled_from(NEGATIONS), st.sampled_from(VERBS), st.sampled_from(THINGS))
def test_negation_stays_when_the_verb_behind_it_is_counted(negation: str, verb: str, thing: str):
    assert label_of(f"其中{negation}{verb}{thing}6件。").startswith(negation.removeprefix("并"))


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("不属于本机关掌握6件。", "不属于本机关掌握"),
        ("政府信息不存在4件。", "政府信息不存在"),
        ("不涉及收费的申请8件。", "不涉及收费的申请"),
        ("不断公开信息30条。", "公开信息"),
        ("不动产登记档案查询12件。", "不动产登记档案查询"),
        ("未达标栏目3个。", "未达标栏目"),
    ],
)
def test_label_is_whole_when_it_is_negated(sentence: str, label: str):
    assert label_of(sentence) == label


@pytest.mark.parametrize(
    "date", ["2022年底", "2022年末", "12月底", "11月中旬", "1月份", "8月", "5日", "第3季度末"]
)
def test_label_begins_behind_a_date_when_one_stands_before_it(date: str):
    assert label_of(f"{date}留存文件20份。") == "留存文件"
