"""Section five read by both readers: whose statements stand, and what is said where they differ."""

import pytest

from extractor.pipeline import extract
from extractor.records import STATEMENT_LISTS, Basis, Narrative, Reader, Report, Severity

FRAME = """青禾县林业局2022年政府信息公开工作年度报告
本报告统计期限为2022年1月1日至2022年12月31日。
一、总体情况
我局按要求开展工作。
五、存在的主要问题及改进情况
{problems}
六、其他需要报告的事项
无
"""
COLUMNS = """方面　毛病　药方
内容　公示没有落款　统一公示格式
渠道　乡下看不到　送到农家书屋
人员　新手没人带　老带新结对
"""
PLAIN = "存在的主要问题：\n1.公开栏更新慢。\n2.政策解读少。\n改进措施：\n1.每月更新公开栏。\n2.增加政策解读。"


def report_of(problems: str) -> Report:
    return extract(FRAME.format(problems=problems))


def said(narrative: Narrative) -> dict[str, list[str]]:
    return {name: [entry.text for entry in getattr(narrative, name)] for name in STATEMENT_LISTS}


def test_rules_statements_stand_unwarned_when_both_read_the_same() -> None:
    report = report_of(PLAIN)
    assert said(report.narrative)["issues"] == ["公开栏更新慢。", "政策解读少。"]
    entries = [e for name in STATEMENT_LISTS for e in getattr(report.narrative, name)]
    assert {entry.basis for entry in entries} == {Basis.BOTH}
    assert not [f for f in report.findings if f.check == "narrative.witnesses"]


def test_second_readers_statements_stand_when_the_rules_lost_their_way_in_columns() -> None:
    told = said(report_of(COLUMNS).narrative)
    assert told["issues"] == ["公示没有落款", "乡下看不到", "新手没人带"]
    assert told["remedies"] == ["统一公示格式", "送到农家书屋", "老带新结对"]


@pytest.mark.parametrize(
    "problems", [COLUMNS, PLAIN, "四缺：缺人，缺钱，缺地，缺章法。四补：借人，筹钱，租地，立章法。"]
)
def test_statement_that_one_reader_alone_gave_its_role_has_a_warning(problems: str) -> None:
    report = report_of(problems)
    assert report.narrative.issues
    assert report.narrative.remedies
    warned = {w for f in report.findings if f.severity is not Severity.INFO for w in f.where}
    for name in STATEMENT_LISTS:
        for index, entry in enumerate(getattr(report.narrative, name)):
            readers = {w.reader for w in entry.witnesses if w.says == _role(name)}
            assert readers >= {Reader.RULE, Reader.LEARNED} or f"/narrative/{name}/{index}" in warned


def test_statement_of_another_section_stays_when_the_second_reader_is_delivered_for_section_five() -> None:
    elsewhere = "去年指出的公开栏更新慢的问题已整改到位。"
    report = extract(FRAME.format(problems=COLUMNS).replace("我局按要求开展工作。", elsewhere))
    told = said(report.narrative)
    assert told["past_rectifications"] == [elsewhere]
    assert told["issues"] == ["公示没有落款", "乡下看不到", "新手没人带"]


def _role(name: str) -> str:
    return {"issues": "issue", "remedies": "remedy"}.get(name, "past")


def test_statement_of_the_rules_stays_with_a_warning_when_the_second_reader_takes_over() -> None:
    report = report_of("本年度还存在栏目设置不合理的情况。下一步将重新设置栏目。")
    (issue,) = report.narrative.issues
    assert issue.text == "栏目设置不合理"
    assert [f.check for f in report.findings if "/narrative/issues/0" in f.where] == ["narrative.witnesses"]
