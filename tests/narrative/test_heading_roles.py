"""What a heading inside section five says of the part below it; a heading of two parts says nothing."""

import pytest

from extractor.narrative.roles import Role, heading_role


@pytest.mark.parametrize(
    ("words", "role"),
    [
        pytest.param("存在的主要问题", Role.ISSUE, id="issues"),
        pytest.param("（一）存在的问题", Role.ISSUE, id="numbered-issues"),
        pytest.param("主要不足", Role.ISSUE, id="shortcomings"),
        pytest.param("改进措施", Role.REMEDY, id="remedies"),
        pytest.param("下一步工作打算", Role.REMEDY, id="next-step"),
        pytest.param("下一步改进的主要措施", Role.REMEDY, id="next-step-remedies"),
        pytest.param("下一步主要措施", Role.REMEDY, id="next-step-main-measures"),
        pytest.param("下步的工作措施", Role.REMEDY, id="next-step-measures"),
        pytest.param("今后的主要做法", Role.REMEDY, id="what-will-be-done"),
        pytest.param("工作措施", Role.DONE, id="measures-of-the-year"),
        pytest.param("主要措施", Role.DONE, id="what-was-done"),
        pytest.param("工作成效", Role.DONE, id="what-came-of-it"),
        pytest.param("2022年工作计划", Role.REMEDY, id="plan-of-a-year"),
        pytest.param("存在的主要问题及改进情况", None, id="both"),
        pytest.param("问题和改进措施", None, id="both-joined"),
        pytest.param("上一年度问题整改情况", Role.PAST, id="last-years"),
        pytest.param("主要原因", Role.CAUSE, id="causes"),
        pytest.param("", None, id="empty"),
        pytest.param("镇容镇貌", None, id="another-matter"),
        pytest.param("我镇将进一步加强组织领导并逐项落实各项改进措施", None, id="a-sentence"),
    ],
)
def test_a_heading_tells_the_role_of_its_part(words, role):
    assert heading_role(words.removeprefix("（一）"), 2021) is role
