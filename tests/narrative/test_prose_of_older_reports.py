"""Turns of reports on 2008 to 2018: sums of years in brackets, who came to ask, what a training sums up."""

import pytest

from extractor.pipeline import extract
from extractor.records import CountPeriod, Topic

FRAME = """\
榆山县林业局2013年政府信息公开工作年度报告
{before}一、概述
本局按要求开展工作。{overview}
二、主动公开政府信息的情况
{proactive}
三、依申请公开政府信息的情况
{applications}
四、咨询接待情况
{consultations}
五、收费及减免情况
未收取费用。
"""


def counts(**parts):
    words = dict.fromkeys(("before", "overview", "proactive", "applications", "consultations"), "") | parts
    report = extract(FRAME.format(**words))
    assert report.form == "legacy"
    return report, {(count.value, count.unit): count for count in report.narrative.counts}


@pytest.mark.parametrize("words", ["累计", "历年累计", "累计达", "累计为"])
def test_a_sum_of_years_in_brackets_goes_beyond_the_number_of_the_year(words):
    _, found = counts(proactive=f"本年度公开信息415条（{words}2876条），其中网站公开356条（{words}2301条）。")
    assert {int(value): count.period for (value, _), count in found.items()} == {
        415: CountPeriod.YEAR,
        2876: CountPeriod.CUMULATIVE,
        356: CountPeriod.YEAR,
        2301: CountPeriod.CUMULATIVE,
    }


@pytest.mark.parametrize("words", ["接待来访{}人次", "来电来访{}人次", "接待群众{}人次", "答复网上留言{}条"])
def test_who_came_to_ask_is_a_consultation_in_their_section(words):
    _, found = counts(consultations=f"全年{words.format(83)}。")
    [count] = found.values()
    assert (count.value, count.topic) == (83, Topic.CONSULTATIONS)


@pytest.mark.parametrize("words", ["接受培训{}人次", "接受业务培训{}人", "受训{}人次", "参加培训{}人次"])
def test_people_that_a_training_reached_are_no_second_training(words):
    report, _ = counts(overview=f"组织专题培训3期，{words.format(170)}。")
    [training] = report.narrative.trainings
    assert training.participants == 170


@pytest.mark.parametrize("ending", ["1件转入下年度办理", "2件尚在办理", "1宗移交县档案馆", "3份退回补正"])
def test_a_number_at_the_head_of_the_last_clause_counts_and_numbers_no_heading(ending):
    report, found = counts(applications=f"收到申请19件，已答复15件；{ending}。")
    assert (int(ending[0]), ending[1]) in found
    assert report.coverage.unexplained == ()


def test_how_applications_ended_is_told_of_applications():
    _, found = counts(
        applications="收到申请38件。按结果分：同意公开21件，部分公开4件，不予公开7件，不属于本机关6件。"
    )
    for value in (21, 4, 7, 6):
        count = found[value, "件"]
        rule = next(w.says for w in count.witnesses if w.reader == "rule" and w.aspect == "topic")
        assert rule == "requests"
