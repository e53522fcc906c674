"""Numbers of people and of sessions that stand in no event are pointed at."""

import pytest

from extractor.pipeline import extract

FRAME = """青禾县财政局2022年政府信息公开工作年度报告
一、总体情况
{prose}
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
无。
六、其他需要报告的事项
无。
"""


def pointed_at(check: str, prose: str) -> list[str]:
    report = extract(FRAME.format(prose=prose))
    return [found.where[0] for found in report.findings if found.check == check]


HEAD_COUNT = {
    "groups without a sum": (
        "3月9日举办政务公开培训班，县直单位参训38人、乡镇参训22人。",
        ["/narrative/trainings/0/participants"],
    ),
    "more numbers than sessions": (
        "4月2日举办政务公开培训，参训人数分别为50人、30人。",
        ["/narrative/trainings/0/participants"],
    ),
    "given to its event": ("3月9日举办政务公开培训班，参训38人。", []),
    "sum of two": ("3月9日、4月2日举办政务公开培训班，参训共计88人。", []),
    "people of other work": ("3月9日举办政务公开培训班。约谈3人。", []),
}


@pytest.mark.parametrize(("prose", "where"), HEAD_COUNT.values(), ids=HEAD_COUNT)
def test_head_count_is_pointed_at_when_no_event_has_it(prose: str, where: list[str]):
    assert pointed_at("narrative.head_count", prose) == where


TOLD = {
    "none read": ("本年度统计指标：岗位练兵2次、业务培训力度3期。", True),
    "other number of days": ("全年举办培训3期，3月2日、6月9日分别举办政务公开培训3期。", True),
    "one event for its sessions": ("全年举办政务公开培训3期。", False),
    "as many days": ("3月2日、6月9日分别举办政务公开培训，共2期。", False),
    "for others": ("全年举办创业培训3期。", False),
}


@pytest.mark.parametrize(("prose", "is_pointed_at"), TOLD.values(), ids=TOLD)
def test_number_of_trainings_is_pointed_at_when_others_were_read(prose: str, is_pointed_at: bool):
    assert bool(pointed_at("narrative.trainings_told", prose)) is is_pointed_at


SUBJECT = {
    "people of another trade": ("县医保局培训村医1200人次。", True),
    "another trade": ("6月举办茶艺培训3期。", True),
    "no subject": ("全年举办培训3期。", False),
    "of an office": ("6月举办业务培训3期。", False),
    "disclosure in the sentence": ("为做好政务公开，6月举办摄影培训1期。", False),
}


@pytest.mark.parametrize(("prose", "is_pointed_at"), SUBJECT.values(), ids=SUBJECT)
def test_training_is_pointed_at_when_its_subject_may_be_another(prose: str, is_pointed_at: bool):
    assert bool(pointed_at("narrative.training_subject", prose)) is is_pointed_at
