"""Trainings and other events."""

from datetime import date

import pytest
from prose_samples import narrative_of

from extractor.records import Event, EventKind, SectionKey


def trainings_of(text: str) -> tuple[Event, ...]:
    return narrative_of(text).trainings


D = date
DATED = {
    "one day": ("3月15日，县政府办举办政务公开业务培训班。", [(D(2022, 3, 15), None)]),
    "two sessions": (
        "8月4日、10月26日分别召开政务公开培训会。",
        [(D(2022, 8, 4), None), (D(2022, 10, 26), None)],
    ),
    "range": ("7月4日至10日，组织骨干参加政务公开培训班。", [(D(2022, 7, 4), D(2022, 7, 10))]),
    "undated": ("组织开展政府信息公开业务培训3次。", [(None, None)]),
    "year with a particle": ("在2022年的6月10日，举办政务公开培训班。", [(D(2022, 6, 10), None)]),
    "lesson": ("邀请专家为全县120名信息员授课。", [(None, None)]),
    "month only": ("5月举办依申请公开专题培训。", [(None, None)]),
    "somebody else's": ("积极参加市政府组织的业务培训。", [(None, None)]),
}


@pytest.mark.parametrize(("text", "dates"), DATED.values(), ids=DATED)
def test_training_is_dated_when_the_sentence_says_so(text: str, dates: list[tuple[date | None, date | None]]):
    found = trainings_of(text)
    assert [(event.start, event.end) for event in found] == dates
    assert all(event.evidence.quote in text for event in found)


def test_people_and_place_are_read_when_told_in_the_next_clause():
    text = "6月2日，在市委党校举办全市政务公开培训会，各部门工作人员80余人参加。"
    (event,) = trainings_of(text)
    assert (event.participants, event.participants_approximate, event.place) == (80, True, "市委党校")
    assert (event.name, event.date_text) == ("全市政务公开培训会", "6月2日")
    assert event.evidence.quote == text.rstrip("。")


NO_TRAINING = {
    "plan": "下一步，将举办业务培训。",
    "lack": "专题培训开展较少，培训不足。",
    "rule": "建立健全培训制度，加大培训力度。",
    "for the public": "组织开展职业技能培训56期、创业培训12期。",
    "heading": "（三）业务培训。",
    "notice of one": "县政府办公室印发《关于举办政务公开培训班的通知》。",
    "lecture for citizens": "向市民讲解公开知识，举办讲座2场。",
    "what it cost": "经费投入12万元，其中网站8万元、培训1.5万元。",
    "none held": "因疫情未组织培训。",
}


@pytest.mark.parametrize("text", NO_TRAINING.values(), ids=NO_TRAINING)
def test_no_training_is_read_when_none_took_place(text: str):
    assert trainings_of(text) == ()


def test_training_is_listed_once_when_a_heading_announces_it():
    assert len(trainings_of("2.组织业务培训。举办政务公开业务培训班2期，120人参加。")) == 1


PEOPLE = {
    "own clause": ("组织全县28个乡镇参加培训，培训人员达84人。", [84]),
    "reached": ("5月举办政务公开专题培训，覆盖工作人员300余人次。", [300]),
    "sum of two": ("举办业务培训会2次，开展专题讲座1次，累计参训210人次。", [None, None]),
    "parts of one": ("共举办培训4次，其中，平台培训会2次，专题培训2次。", [None]),
    "two in a row": ("举办信息员培训1期（3月），政务公开业务培训1期（9月）。", [None, None]),
}


@pytest.mark.parametrize(("text", "people"), PEOPLE.values(), ids=PEOPLE)
def test_trainings_and_their_people_are_told_apart_when_one_sentence_tells_of_all(
    text: str, people: list[int | None]
):
    assert [event.participants for event in trainings_of(text)] == people


def test_place_ends_before_the_verb_when_staff_was_sent_to_work_along():
    (event,) = trainings_of("先后有24人到县公开办跟班学习。")
    assert (event.place, event.participants) == ("县公开办", 24)


def test_own_and_foreign_trainings_are_two_when_one_sentence_tells_of_both():
    assert len(trainings_of("积极参加市政府组织的业务培训，主动对工作人员进行培训。")) == 2


KINDS = {
    "visit": ("8月24日，组织人员赴某市考察学习政务公开工作。", EventKind.STUDY_VISIT, "某市"),
    "mobilisation": ("3月30日，召开全区政务公开工作动员大会。", EventKind.MOBILISATION, None),
    "meeting": ("4月召开全县政务公开工作推进会。", EventKind.MEETING, None),
}


@pytest.mark.parametrize(("text", "kind", "place"), KINDS.values(), ids=KINDS)
def test_other_event_has_its_kind_when_it_is_no_training(text: str, kind: EventKind, place: str | None):
    (event,) = narrative_of(text).events
    assert (event.kind, event.place) == (kind, place)
    assert narrative_of(text).trainings == ()


def test_press_conference_is_no_event_when_counted():
    assert narrative_of("举办新闻发布会3场，召开政府常务会议12次。").events == ()


def test_training_named_in_an_issue_is_no_event_when_read():
    text = "存在问题：举办了培训班，但专题培训较少。\n改进措施：开展业务培训。"
    assert narrative_of(text, SectionKey.PROBLEMS).trainings == ()


PEOPLE = {
    "each session has its own": (
        "4月12日和11月3日先后举办两次信息公开培训，分别有28名和31名联络员参加。",
        [(D(2022, 4, 12), 28), (D(2022, 11, 3), 31)],
    ),
    "so many to each": ("6月、9月各举办一期业务培训，各60人参加。", [(None, 60), (None, 60)]),
    "one number for several days": (
        "8月4日、10月26日分别召开政务公开培训会，经办人员80人参加。",
        [(D(2022, 8, 4), 80), (D(2022, 10, 26), 80)],
    ),
    "a sum is no session's": (
        "3月12日、6月18日先后举办政务公开培训，参训共计120人次。",
        [(D(2022, 3, 12), None), (D(2022, 6, 18), None)],
    ),
    "parts of sessions with a sum": (
        "3月12日、6月18日举办政务公开培训，共参训90人，其中第一期40人，第二期50人。",
        [(D(2022, 3, 12), 40), (D(2022, 6, 18), 50)],
    ),
    "sessions under their number": (
        "全年举办培训2期，3月8日第一期参训40人，9月20日第二期参训35人。",
        [(D(2022, 3, 8), 40), (D(2022, 9, 20), 35)],
    ),
    "three batches": (
        "我镇于4月6日、7月8日、11月9日分三批轮训村级信息员，人数分别是20人、25人、18人。",
        [(D(2022, 4, 6), 20), (D(2022, 7, 8), 25), (D(2022, 11, 9), 18)],
    ),
    "listeners": ("6月8日举办依申请公开专题培训，听众55名。", [(D(2022, 6, 8), 55)]),
    "next sentence": ("6月8日举办政务公开培训会。到场46人。", [(D(2022, 6, 8), 46)]),
    "next sentence with who they were": (
        "6月8日，举办信息公开培训班。参加人员：机关干部和派出所内勤，合计67名。",
        [(D(2022, 6, 8), 67)],
    ),
    "behind what was taught": (
        "5月6日，举办政务公开业务培训，重点讲解申请答复流程，并现场答疑，参训60人。",
        [(D(2022, 5, 6), 60)],
    ),
    "those who came, not those expected": (
        "5月11日，市司法局组织政务公开知识培训，应到40人，实到38人。",
        [(D(2022, 5, 11), 38)],
    ),
    "not who taught": ("4月8日，邀请高校专家2名授课，各科室信息员60余人参训。", [(D(2022, 4, 8), 60)]),
    "whole before its parts": (
        "3月9日举办全县政务公开培训班，参训学员102人，其中乡镇38人、县直64人。",
        [(D(2022, 3, 9), 102)],
    ),
    "groups without a sum": ("3月9日举办政务公开培训班，县直38人、乡镇22人参加。", [(D(2022, 3, 9), None)]),
    "number of other work": (
        "4月20日举办政务公开培训班，全年发放宣传册1200份、接待群众300人次。",
        [(D(2022, 4, 20), None)],
    ),
    "staff at hand": ("7月9日举办业务培训1次，编制内工作人员12名。", [(D(2022, 7, 9), None)]),
    "next sentence of other work": (
        "7月2日，县公安局举办信息公开培训。全年共接待群众来访420人次。",
        [(D(2022, 7, 2), None)],
    ),
    "items of a list": (
        "1.3月15日，全系统政务公开培训，120人；2.8月2日，新任信息员培训，33人。",
        [(D(2022, 3, 15), 120), (D(2022, 8, 2), 33)],
    ),
    "rows without a verb": (
        "3月15日、全系统政务公开培训、120人。\n8月2日、新任信息员培训、33人。",
        [(D(2022, 3, 15), 120), (D(2022, 8, 2), 33)],
    ),
    "months side by side": (
        "3月组织学习《条例》，5月举办业务培训班，10月参加省厅培训。",
        [(None, None), (None, None), (None, None)],
    ),
    "rows between strokes": (
        "培训工作台账：2月20日/条例学习/25人；7月6日/答复规范/31人。",
        [(D(2022, 2, 20), 25), (D(2022, 7, 6), 31)],
    ),
    "rows of something else": ("接待台账：2月20日/来访/25人；7月6日/来电/31人。", []),
    "numbers of a table": ("培训场数：1；参训人数：46。", [(None, 46)]),
    "numbered sessions": (
        "全年组织信息公开培训2次：第一次于4月6日在局机关举办，参加43人；第二次于9月8日在培训中心举办，参加57人。",
        [(D(2022, 4, 6), 43), (D(2022, 9, 8), 57)],
    ),
    "first and second": (
        "全年召开政务公开培训会两场，首场3月4日，参会52人；第二场9月16日，参会61人。",
        [(D(2022, 3, 4), 52), (D(2022, 9, 16), 61)],
    ),
    "of an office with a trade in its name": ("县医保局举办业务培训1期，参训33人。", [(None, 33)]),
    "of an audit office": ("市审计局举办信息员培训，参训21人。", [(None, 21)]),
    "two kinds with their own numbers": (
        "本年度组织人员外出培训3人次，内部培训6场。",
        [(None, 3), (None, None)],
    ),
    "answers learned": (
        "5月19日、6月23日，分两批组织村文书学习答复模板，每批18人。",
        [(D(2022, 5, 19), 18), (D(2022, 6, 23), 18)],
    ),
    "what came of a plan": ("计划全年培训4期，实际举办5期，参训246人次。", [(None, 246)]),
    "fewer than planned": (
        "培训安排了三期，只办了两期，分别为5月20日、8月24日，共计84人参训。",
        [(D(2022, 5, 20), None), (D(2022, 8, 24), None)],
    ),
    "all of those before": ("所里新进人员7名，均参加了岗前信息公开培训。", [(None, 7)]),
    "told to the staff": ("镇政府请司法所所长为全体干部讲解条例，53人听讲。", [(None, 53)]),
    "a training behind a meeting": (
        "召开政务公开部署会，与会110人；随后举办业务培训，106人参训。",
        [(None, 106)],
    ),
    "of others beside an own one": (
        "组织网格员参加农技培训15场，另组织村务公开监督员培训1场，参加31人。",
        [(None, 31)],
    ),
    "days behind the name": (
        "全年培训3次，分别在3月2日、6月9日和9月1日。",
        [(D(2022, 3, 2), None), (D(2022, 6, 9), None), (D(2022, 9, 1), None)],
    ),
}


@pytest.mark.parametrize(("text", "sessions"), PEOPLE.values(), ids=PEOPLE)
def test_every_session_has_its_own_people_when_the_report_prints(
    text: str, sessions: list[tuple[date | None, int | None]]
):
    assert [(event.start, event.participants) for event in trainings_of(text)] == sessions


def test_meeting_and_training_share_a_list_when_it_has_one_number_for_each():
    text = "5月10日召开政务公开工作推进会，6月2日举办业务培训班，分别有45人、80人参加。"
    narrative = narrative_of(text)
    assert [event.participants for event in (*narrative.events, *narrative.trainings)] == [45, 80]


OF_OTHERS = {
    "taxpayers": "面向企业财务人员举办税费政策培训8场，参训企业560家。",
    "traders": "组织开展“个体工商户税收政策”培训辅导会3次。",
    "fraud": "县公安局深入校园开展反诈讲座15场，听讲师生4600人。",
    "who came were taxpayers": "开展“税收宣传月”讲座9场，参加纳税人780人。",
    "law for the public": "开展普法讲座6场，覆盖群众1200人。",
}


@pytest.mark.parametrize("text", OF_OTHERS.values(), ids=OF_OTHERS)
def test_no_training_is_read_when_it_is_for_others(text: str):
    assert trainings_of(text) == ()
    assert "trainings" not in {str(count.topic) for count in narrative_of(text).counts}


APART = {
    "another month": "3月举办政务公开培训班1期。4月选派2人参加省厅培训。",
    "somebody else's": "开展内部轮训3轮。局办公室2名同志参加了档案局组织的政务公开培训。",
    "went out": "全年举办业务讲座2期。另有3人外出参加市公开办的轮训。",
}


@pytest.mark.parametrize("text", APART.values(), ids=APART)
def test_trainings_are_two_when_one_was_held_and_another_attended(text: str) -> None:
    held, attended = trainings_of(text)
    assert held.participants is None
    assert attended.participants in (2, 3)


def test_who_came_is_told_of_the_training_before_when_it_names_no_other() -> None:
    (event,) = trainings_of("组织业务培训1场。各科室40名信息员参加了培训。")
    assert event.participants == 40
