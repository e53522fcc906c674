"""A plan governs the clauses behind it; what was called off was not held."""

from datetime import date

import pytest
from prose_samples import narrative_of

from extractor.narrative.plans import is_to_come

PLANS = {
    "second clause": "拟于2023年4月组织业务培训2期，培训人员150人次。",
    "season": "2023年一季度计划开展业务培训1期，培训80人。",
    "next step": "下一步，将组织信息员轮训，全年不少于2次，培训人员达到100人次。",
    "next step and a semicolon": "下一步，一是举办讲座2期；二是培训文书60人。",
    "several clauses": "2023年，我局将继续抓好公开工作，新建查阅点3处，举办培训4期，培训300人次。",
}


@pytest.mark.parametrize("text", PLANS.values(), ids=PLANS)
def test_nothing_is_counted_or_held_when_the_sentence_is_a_plan(text: str) -> None:
    found = narrative_of(text)
    assert (found.counts, found.trainings) == ((), ())


HELD = {
    "what came of it": ("年初计划培训4次，实际完成3次，培训120人。", 120),
    "as planned": ("按照年初计划，举办政务公开培训班2期，培训150人次。", 150),
    "a matter made part of it": ("我局将培训纳入年度计划，全年组织业务培训3次，参训96人次。", 96),
    "for the next step": ("为做好下一步公开工作，11月举办专题培训1期，参训人员52人。", 52),
}


@pytest.mark.parametrize(("text", "people"), HELD.values(), ids=HELD)
def test_training_is_held_when_a_word_of_plans_governs_something_else(text: str, people: int) -> None:
    assert [event.participants for event in narrative_of(text).trainings] == [people]


CALLED_OFF = {
    "object": "10月取消了第二次业务培训。",
    "why in another clause": "6月因机构改革，取消了原计划的第二次业务培训。",
    "put off without a day": "原定11月举办的信息员培训，因场地改造延期。",
    "put off to another year": "原定8月的政务公开培训班改期至2024年举行。",
    "clause behind": "计划10月举办第二期业务培训，后因经费压减停办。",
}


@pytest.mark.parametrize("text", CALLED_OFF.values(), ids=CALLED_OFF)
def test_no_training_is_read_when_it_was_called_off(text: str) -> None:
    assert narrative_of(text).trainings == ()


def test_training_has_its_later_day_when_it_was_put_off_within_the_year() -> None:
    (event,) = narrative_of("原定5月6日的政务公开培训班推迟至9月8日举行，80人参加。").trainings
    assert (event.start, event.date_text, event.participants) == (date(2022, 9, 8), "9月8日", 80)


def test_training_stays_when_something_else_was_called_off() -> None:
    (event,) = narrative_of("6月举办了政务公开培训班，取消了纸质教材，55人参加。").trainings
    assert event.participants == 55


def test_plan_ends_when_the_sentence_does_and_quoted_words_make_none() -> None:
    text = "下一步,增设查阅点3处。围绕“下一步,将怎么办”举办培训2期。"
    assert [is_to_come(text, text.index(word)) for word in ("查阅点", "培训")] == [True, False]


def test_plan_said_by_the_way_governs_no_number_behind_it() -> None:
    found = narrative_of("本年度新增专栏3个，将持续更新，公开信息90条。").counts
    assert [int(count.value) for count in found] == [3, 90]
