"""Conditions of the readers of prose, each operand on its own and every bound at and above."""

import pytest
from prose_samples import narrative_of, statements_of

from extractor.narrative.plans import took_place
from extractor.records import Topic

RESORTED = {
    "resorts to it": ("依托县政府网站作为平台，发布信息200条。", "县政府网站"),
    "works on it": ("升级县政府网站的检索平台，发布信息200条。", None),
    "publishes nothing": ("依托县政府网站作为平台，收到申请200件。", None),
    "neither": ("升级县政府网站的检索平台，收到申请200件。", None),
}


@pytest.mark.parametrize(("text", "scope"), RESORTED.values(), ids=RESORTED)
def test_site_of_the_clause_before_is_the_scope_of_what_was_published_by_it(text, scope):
    assert [count.scope for count in narrative_of(text).counts] == [scope]


PERIODICALS = {
    "papers of a check": ("编发网站监测周报52期。", Topic.DISCLOSED_ITEMS),
    "times of a check": ("巡查网站信息36次。", Topic.OVERSIGHT),
    "what a site publishes": ("网站发布信息300条。", Topic.DISCLOSED_ITEMS),
}


@pytest.mark.parametrize(("text", "topic"), PERIODICALS.values(), ids=PERIODICALS)
def test_number_is_of_what_is_published_only_in_the_units_of_publishing(text, topic):
    assert [count.topic for count in narrative_of(text).counts] == [topic]


JOINED = {
    "shortest": ("发放书、折页900份。", "书、折页"),
    "six characters": ("发放办事服务手册、折页900份。", "办事服务手册、折页"),
    "seven characters": ("发放新办事服务手册、折页900份。", "折页"),
    "three things": ("发放手册、海报、折页900份。", "手册、海报、折页"),
}


@pytest.mark.parametrize(("text", "label"), JOINED.values(), ids=JOINED)
def test_label_is_widened_by_short_things_only(text, label):
    (count,) = narrative_of(text).counts
    assert count.label == label


@pytest.mark.parametrize(
    ("told", "issues"),
    [
        ("各项工作有序推进，信息更新不及时。", ["信息更新不及时"]),
        ("信息更新不及时，各项工作有序推进。", ["信息更新不及时"]),
        ("公开工作未能有序推进。", ["公开工作未能有序推进"]),
        ("总体情况良好，制度不够良好，人手不足。", ["制度不够良好", "人手不足"]),
    ],
)
def test_what_goes_well_is_no_problem_unless_it_is_denied(told, issues):
    found = statements_of(f"存在的问题：\n{told}\n").issues
    assert [each.text for each in found] == issues


@pytest.mark.parametrize(
    ("later", "held"),
    [("10月再举办1次", True), ("10月拟再举办1次", False), ("拟于10月再举办1次", False)],
)
def test_event_named_further_up_is_still_to_come_where_its_own_words_say_so(later, held):
    text = f"业务培训:3月举办1次;{later}。"
    start = text.index(later)
    assert took_place(text, (start, start + len(later)), (0, 4), 2022) is held
    assert took_place(text, (5, start - 1), (0, 4), 2022)


DATED = {
    "right before": ("3月9日举办政务公开培训班1期。", ["3月9日"]),
    "joined": ("3月9日、4月2日举办政务公开培训班。", ["3月9日", "4月2日"]),
    "of another sentence": ("3月9日市领导调研公开工作。我局举办政务公开培训班1期。", [None]),
    "listed behind": ("举办政务公开培训班3次，分别在3月、6月和9月。", ["3月", "6月", "9月"]),
}


@pytest.mark.parametrize(("text", "dates"), DATED.values(), ids=DATED)
def test_date_is_the_trainings_own(text, dates):
    assert [event.date_text for event in narrative_of(text).trainings] == dates
