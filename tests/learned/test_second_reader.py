"""The second reader on sentences that it was not taught; expected values by reading."""

import hashlib
import json
import re
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.learned.second_reader import judge_heading, judge_unit, read_events, read_numbers
from extractor.learned.section_units import read_section
from extractor.learned.weights import task
from extractor.records import CountPeriod, Topic

WEIGHTS = files("extractor.learned") / "weights.json"
LEARNING = Path(__file__).parents[2] / "learning"
REAL = Path(__file__).parents[3] / "shared" / "prose"

COUNTS = [
    ("本年在县政府网发布动态类信息77条，官微转载44篇。", ["disclosed_items", "disclosed_items"]),
    ("收到群众书面申请5件，均按时书面答复。", ["requests"]),
    ("县里组织的政务公开业务班办了两期，到场141人。", ["trainings", "trainings"]),
    ("全年办理县人大代表建议16件、县政协提案20件。", ["proposals", "proposals"]),
    ("公报按季出版4期，赠阅3600份。", ["gazette", "gazette"]),
    ("新设政务公开专区6个，配自助查询机9台。", ["service_points", "service_points"]),
    ("公众号粉丝达到1.9万人，累计阅读46万次。", ["platforms", "platforms"]),
    ("制作图解12个，短视频解读3个。", ["interpretations", "interpretations"]),
    ("因信息公开引发行政复议3件，行政诉讼2件。", ["disputes", "disputes"]),
    ("办理12345热线转来的诉求900件，群众满意率98%。", ["participation", "participation"]),
    ("组织政务公开督查5次，发出整改通知11份。", ["oversight", "oversight"]),
    ("收取信息处理费85元。", ["fees"]),
    ("全年接受现场咨询31人次，电话咨询207次。", ["consultations", "consultations"]),
    ("有专职人员1名，兼职人员13名。", ["staff", "staff"]),
    ("梳理政务服务事项730项，编制目录26个。", ["catalogues", "catalogues"]),
    ("印发规范性文件7件，废止2件。", ["documents", "documents"]),
    # what a place is like is told by its shape: only the area is asked about
    ("镇域面积66平方公里，辖17个村，人口2.8万。", ["other"]),
]


@pytest.mark.parametrize(("sentence", "expected"), COUNTS, ids=[s[:8] for s, _ in COUNTS])
def test_topic_is_right_when_the_sentence_was_not_taught(sentence: str, expected: list[str]) -> None:
    told = [n.topic.label for n in read_numbers(sentence, 2022) if n.topic.label != "none"]
    assert told == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "根据《条例》第19条编制本报告。",
        "如有疑问，请拨打0000-5550123。",
        "统计时间为2022年1月1日至12月31日。",
        "在20个工作日内答复申请人。",
    ],
)
def test_number_counts_nothing_when_it_is_a_date_a_name_or_a_deadline(sentence: str) -> None:
    assert {n.topic.label for n in read_numbers(sentence, 2022)} <= {"none"}


def test_period_follows_the_year_of_the_report_when_years_are_printed() -> None:
    text = "2021年收到申请31件，2022年收到申请44件。自2008年以来累计公开信息9000条。"
    periods = [n.period.label for n in read_numbers(text, 2022) if n.period]
    assert periods == ["other", "year", "cumulative"]


UNITS = [
    ("村里的公开栏半年没换过", "issue"),
    ("信息员业务不熟、队伍不稳", "issue"),
    ("进一步健全信息发布审核制度", "remedy"),
    ("将公开工作列入各科室年底考评", "remedy"),
    ("上一年度提出的更新不及时问题已经整改到位", "past"),
    ("去年反映的人手不足问题已通过招聘解决", "past"),
    ("究其原因，主要是人员少、经费紧", "cause"),
    ("针对以上问题，我局将采取以下措施", "leads"),
    ("我局信息公开工作取得较好成效", "none"),
]


@pytest.mark.parametrize(("words", "role"), UNITS, ids=[w[:8] for w, _ in UNITS])
def test_role_is_right_when_the_unit_was_not_taught(words: str, role: str) -> None:
    assert judge_unit(words, 2022).label.split(" ")[0] == role


def test_unit_is_read_in_the_light_of_its_heading_when_its_words_are_silent() -> None:
    text = "上年度问题整改情况：\n完成了栏目清理。\n下一步打算：\n完成栏目清理。"
    assert [read.role for read in read_section(text, 2022).statements] == ["past", "remedy"]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("（一）我们还有哪些不足", "issue"),
        ("明年的打算", "remedy"),
        ("上年度问题的整改落实", "past"),
        ("问题的原因", "cause"),
        ("主要问题和改进打算", "leads"),
    ],
)
def test_heading_is_known_when_it_was_not_taught(words: str, role: str) -> None:
    assert judge_heading(words, 2022).label == role


EVENTS = [
    ("9月2日，我局举办依申请公开业务培训，26人参加", "held"),
    ("选派两名同志到市里参加政务公开培训班", "attended"),
    ("今后将加大对信息员的培训力度", "planned"),
    ("举办农村电商培训班5期，培训农民300人次", "none"),
]


@pytest.mark.parametrize(("words", "told"), EVENTS, ids=[t for _, t in EVENTS])
def test_sentence_about_training_is_told_apart_when_it_was_not_taught(words: str, told: str) -> None:
    (event,) = read_events(words + "。", 2022)
    assert event.told.label == told


def test_labels_are_those_of_the_records_when_the_weights_are_read() -> None:
    topics = set(task("topic").labels)
    assert {*Topic} <= topics
    assert topics - {*Topic} == {"none"}
    assert set(task("period").labels) == {*CountPeriod}


def test_weights_are_as_documented_when_they_are_shipped() -> None:
    raw = WEIGHTS.read_bytes()
    assert len(raw) < 2_000_000
    page = (LEARNING / "README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(raw).hexdigest() in page
    assert f"{len(raw):,} bytes" in page
    assert set(json.loads(raw)) == {"topic", "period", "unit", "heading", "event", "section"}


def _ideographs(text: str) -> str:
    return "".join(re.findall(r"[\u4e00-\u9fff]", text))


def test_no_sentence_of_a_real_report_was_taught() -> None:
    if not REAL.is_dir():
        pytest.skip("the real reports are not beside the project")
    length = 22  # shorter ones are phrases of the official language
    real = {
        words[at : at + length]
        for path in REAL.glob("*/*.txt")
        for words in [_ideographs(path.read_text(encoding="utf-8", errors="ignore"))]
        for at in range(len(words) - length + 1)
    }
    taught = [
        _ideographs(re.sub(r"\[[a-z]{2}[+~]? ", "", line))
        for path in LEARNING.glob("*/*.txt")
        for line in path.read_text(encoding="utf-8").split("\n")
    ]
    copied = [w for w in taught if any(w[at : at + length] in real for at in range(len(w) - length + 1))]
    assert not copied


@given(st.text(alphabet="公开信息申请培训问题0123456789,。;:()一二三年条件\n", max_size=80))
def test_every_stretch_stands_in_the_text_when_any_text_is_read(text: str) -> None:
    for entry in [
        *read_numbers(text, 2022),
        *read_section(text, 2022).statements,
        *read_events(text, None),
    ]:
        assert 0 <= entry.start < entry.end <= len(text)
    section = read_section(text, 2022)
    for parts in (section.atoms, section.statements):
        assert all(a.end <= b.start for a, b in pairwise(parts))
    assert all(abs(sum(chances.values()) - 1) < 1e-6 for chances in section.chances)
