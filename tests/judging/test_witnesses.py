"""Rules and second reader side by side: agreement, dissent, and what only one of them saw."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prose_samples import document_of, folded

from extractor.judging import witnesses
from extractor.judging.witnesses import with_witnesses
from extractor.narrative import read_narrative, views_of
from extractor.pipeline import extract
from extractor.records import Basis, Narrative, Reader, Report, SectionKey, Topic
from extractor.validate import check_report

REPORT = """青禾县林业局2022年政府信息公开工作年度报告
本报告统计期限为2022年1月1日至2022年12月31日。
一、总体情况
{overview}
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
{problems}
六、其他需要报告的事项
无
"""


def report_of(overview: str = "我局按要求开展工作。", problems: str = "无。") -> Report:
    return extract(REPORT.format(overview=overview, problems=problems))


def read(text: str, key: SectionKey, rules: Narrative | None = None) -> Narrative:
    document, prose = document_of(text), {key: folded(text)}
    facts = read_narrative(document, prose, 2022) if rules is None else rules
    return with_witnesses(facts, views_of(document, prose), 2022)


def warned(report: Report, pointer: str) -> list[str]:
    return [f.check for f in report.findings if pointer in f.where and f.severity != "info"]


def test_fact_is_both_and_unwarned_when_rules_and_second_reader_agree() -> None:
    report = report_of("全年主动公开政府信息312条，收到政府信息公开申请9件。")
    assert [count.basis for count in report.narrative.counts] == [Basis.BOTH, Basis.BOTH]
    assert {w.reader for w in report.narrative.counts[0].witnesses} == {Reader.RULE, Reader.LEARNED}
    assert not warned(report, "/narrative/counts/0")


def test_fact_is_warned_when_the_second_reader_says_the_same_and_is_not_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(witnesses, "SURE_TOPIC", 1.01)  # no agreement is sure enough
    report = report_of("全年收到政府信息公开申请9件。")
    assert report.narrative.counts[0].basis is Basis.RULE
    assert warned(report, "/narrative/counts/0") == ["narrative.witnesses"]


def test_warning_names_both_readings_when_they_differ() -> None:
    text = "全年收到政府信息公开申请9件。"
    rules = read_narrative(document_of(text), {SectionKey.OVERVIEW: folded(text)}, 2022)
    wrong = rules.counts[0].model_copy(update={"topic": Topic.GAZETTE})
    told = read(text, SectionKey.OVERVIEW, Narrative(counts=(wrong,))).counts[0]
    assert {(w.reader, w.says) for w in told.witnesses} == {("rule", "gazette"), ("learned", "requests")}
    report = report_of(text)
    narrative = report.narrative.model_copy(update={"counts": (told,)})
    (finding,) = [
        f
        for f in check_report(report.model_copy(update={"narrative": narrative}))
        if f.check == "narrative.witnesses"
    ]
    assert finding.where == ("/narrative/counts/0",)
    assert "gazette" in finding.message
    assert "requests" in finding.message


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        (Topic.OTHER, Topic.REQUESTS),
        (Topic.GAZETTE, Topic.REQUESTS),
        (Topic.DISCLOSED_ITEMS, Topic.DISCLOSED_ITEMS),
    ],
)
def test_second_reader_is_delivered_when_it_is_very_sure_unless_items_are_published(
    said: Topic, topic: Topic
) -> None:
    text = "全年收到政府信息公开申请9件。"
    rules = read_narrative(document_of(text), {SectionKey.OVERVIEW: folded(text)}, 2022)
    wrong = rules.counts[0].model_copy(update={"topic": said})
    assert read(text, SectionKey.OVERVIEW, Narrative(counts=(wrong,))).counts[0].topic is topic


def test_statement_is_delivered_as_learned_and_warned_when_no_rule_took_it() -> None:
    text = "下一步，加强队伍建设。"
    told = read(text, SectionKey.PROBLEMS, Narrative())
    assert [(r.text, r.basis) for r in told.remedies] == [("加强队伍建设", Basis.LEARNED)]
    report = report_of(problems=text)
    alone = report.model_copy(update={"narrative": told})
    checks = [f.check for f in check_report(alone) if "/narrative/remedies/0" in f.where]
    assert checks == ["narrative.one_witness"]


def test_training_told_as_a_plan_is_warned_when_the_rules_took_it_for_held() -> None:
    text = "2022年5月12日，我局举办政府信息公开业务培训班，32人参加。"
    rules = read_narrative(document_of(text), {SectionKey.OVERVIEW: folded(text)}, 2022)
    plan = "下一步将举办政府信息公开业务培训班，提高人员能力。"
    document, prose = document_of(plan), {SectionKey.OVERVIEW: folded(plan)}
    view = views_of(document, prose)[SectionKey.OVERVIEW]
    moved = rules.trainings[0].model_copy(update={"evidence": view.span(0, len(view.text))})
    (event,) = with_witnesses(Narrative(trainings=(moved,)), {SectionKey.OVERVIEW: view}, 2022).trainings
    assert [w.says for w in event.witnesses] == ["training", "planned"]


def test_remedies_keep_their_issues_when_a_statement_is_put_in_before_them() -> None:
    report = report_of(
        problems="存在的问题：\n一是公开栏更新慢。\n二是政策解读少。\n改进措施：\n一是每月更新公开栏。\n二是增加政策解读。"
    )
    narrative = report.narrative
    for remedy in narrative.remedies:
        assert all(index < len(narrative.issues) for index in remedy.addresses)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="公开信息申请培训问题加强不足去年已0123456789,。;:()一是二条件人\n", max_size=120))
def test_values_stay_as_the_rules_read_them_and_statements_stand_in_the_text_when_any_is_read(
    text: str,
) -> None:
    document, prose = document_of(text), {SectionKey.PROBLEMS: folded(text)}
    rules = read_narrative(document, prose, 2022)
    told = with_witnesses(rules, views_of(document, prose), 2022)
    assert [(c.value, c.unit, c.evidence) for c in told.counts] == [
        (c.value, c.unit, c.evidence) for c in rules.counts
    ]
    for entry in (*told.issues, *told.remedies, *told.past_rectifications):
        assert text[entry.evidence.start : entry.evidence.end] == entry.evidence.quote
    for entries in (told.issues, told.remedies, told.past_rectifications):
        assert all(entry.witnesses for entry in entries)
        assert [e.evidence.start for e in entries] == sorted(e.evidence.start for e in entries)


def test_second_reader_is_delivered_in_an_older_report_when_it_is_sure() -> None:
    text = "全年收到政府信息公开申请9件。"
    document, prose = document_of(text), {SectionKey.OVERVIEW: folded(text)}
    views, rules = views_of(document, prose), read_narrative(document, prose, 2022)
    wrong = Narrative(counts=(rules.counts[0].model_copy(update={"topic": Topic.GAZETTE}),))
    told = with_witnesses(wrong, views, 2022, is_older=True).counts[0]
    assert (told.topic, told.basis) == (Topic.REQUESTS, Basis.LEARNED)
    assert {w.says for w in told.witnesses} == {"gazette", "requests"}


def test_heading_that_nobody_knows_is_a_finding_at_the_statements_below_it() -> None:
    report = report_of(
        problems="存在的问题:\n1.公开栏更新慢。\n2.政策解读少。\n午后随笔:\n1.加强队伍建设。\n2.完善公开制度。"
    )
    (finding,) = [f for f in report.findings if f.check == "problems.unknown_heading"]
    assert finding.evidence[0].quote == "午后随笔"
    assert finding.where
    below = report.source.characters and finding.evidence[0].end
    for pointer in finding.where:
        _, _, name, index = pointer.split("/")
        assert getattr(report.narrative, name)[int(index)].evidence.start > below


def test_the_finding_of_a_heading_ends_where_the_next_heading_stands():
    report = report_of(
        problems="存在的问题:\n1.公开栏更新慢。\n午后随笔:\n1.政策解读少。\n2.业务能力不足。\n改进措施:\n1.加强队伍建设。"
    )
    (finding,) = [f for f in report.findings if f.check == "problems.unknown_heading"]
    told = report.narrative
    words = {getattr(told, name)[int(n)].text for _, _, name, n in (w.split("/") for w in finding.where)}
    assert words == {"政策解读少。", "业务能力不足。"}


@pytest.mark.parametrize(
    "heading", ["存在的问题", "下一步打算", "上年度问题整改情况", "不足与打算", "原因分析"]
)
def test_heading_is_no_finding_when_a_reader_knows_it(heading: str) -> None:
    report = report_of(problems=f"{heading}:\n1.公开栏更新慢。\n2.政策解读少。")
    assert not [f for f in report.findings if f.check == "problems.unknown_heading"]


def test_measure_taken_for_a_problem_is_delivered_as_a_measure_when_the_second_reader_is_very_sure() -> None:
    text = "下一步，加强队伍建设，完善公开制度。"
    rules = read(text, SectionKey.PROBLEMS, Narrative()).remedies[0]
    wrong = rules.model_copy(update={"basis": Basis.RULE, "witnesses": ()})
    told = read(text, SectionKey.PROBLEMS, Narrative(issues=(wrong,)))
    assert [r.basis for r in told.remedies] == [Basis.LEARNED]
    assert not told.issues
    assert {w.says for w in told.remedies[0].witnesses} == {"issue", "remedy"}
