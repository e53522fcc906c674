"""What was done about the problems of an earlier year, wherever the report tells it."""

import pytest
from prose_samples import narrative_of, statements_of

from extractor.records import SectionKey

TOLD = {
    "with 针对": "针对2021年度报告指出的栏目更新慢问题，我局建立了周巡查制度。",
    "already solved": "上年度存在的答复超期问题已全部整改到位。",
    "what was changed": "去年反映的公开栏破损问题，今年已更换12块。",
    "numbered": "（三）整改情况。对去年查找出的3个问题，逐一制定措施并全部销号。",
}
NOT_TOLD = {
    "problems of this year": "针对检查发现的问题，我局建立了周巡查制度。",
    "work of last year": "2021年，我局公开信息320条。",
    "comparison": "较上年减少了12件，主要原因是征地问题减少。",
    "still to come": "针对上年度存在的问题，我局将建立巡查制度。",
    "own year": "针对2022年检查发现的问题，建立了台账。",
}


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_past_rectification_is_read_when_the_overview_tells_it(text: str) -> None:
    found = narrative_of(text, SectionKey.OVERVIEW)
    assert len(found.past_rectifications) == 1
    assert found.issues == ()


@pytest.mark.parametrize("text", NOT_TOLD.values(), ids=NOT_TOLD)
def test_no_past_rectification_is_read_when_no_earlier_problem_was_solved(text: str) -> None:
    assert narrative_of(text, SectionKey.OVERVIEW).past_rectifications == ()


SIGNED = {
    "body and date": "云岭县水务局\n2023年1月15日",
    "date over two lines": "云岭县水务局\n2023年1月\n15日",
    "spaced date": "青禾镇人民政府\n2023 年 1 月 15 日",
    "Chinese date": "青禾镇人民政府办公室\n二〇二三年一月十五日",
    "seal": "清河街道办事处（印章）\n2023年1月",
    "broken year": "云岭县水务局\n202\n3年1月15日",
}


@pytest.mark.parametrize("signature", SIGNED.values(), ids=SIGNED)
def test_signature_is_no_statement(signature: str) -> None:
    found = statements_of("一是栏目更新不及时。\n下一步，我局将每周巡检。\n" + signature)
    assert [entry.text for entry in found.issues] == ["栏目更新不及时。"]
    assert [entry.text for entry in found.remedies] == ["我局将每周巡检。"]


def test_problem_of_last_year_is_one_of_now_when_it_is_not_solved() -> None:
    found = narrative_of(
        "去年的三个问题中，栏目更新慢的问题已解决，人员少的问题还没有解决。", SectionKey.PROBLEMS
    )
    assert [entry.text for entry in found.issues] == ["人员少的问题还没有解决。"]
    assert [entry.text for entry in found.past_rectifications] == ["去年的三个问题中，栏目更新慢的问题已解决"]
