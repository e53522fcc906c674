"""Issues, remedies and past rectifications of section five."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose_samples import statements_of

ISSUES = ("公开意识有待加强", "解读形式单一", "栏目更新不及时")
REMEDIES = ("强化业务培训。定期组织学习", "丰富解读形式", "健全巡查制度")
NUMBERS = {
    "yi shi": "{0}是",
    "digits": "{1}.",
    "digits and comma": "{1}、",
    "brackets": "（{0}）",
    "brackets and digits": "（{1}）",
}


def numbered(style: str, items: tuple[str, ...], end: str, between: str) -> str:
    return between.join(
        style.format("一二三"[index], index + 1) + item + end for index, item in enumerate(items)
    )


@pytest.mark.parametrize("style", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("between", ["", "\n"], ids=["one paragraph", "one a line"])
def test_items_are_split_when_the_report_numbers_them(style: str, between: str):
    head = "一、存在的主要问题\n{}\n二、改进措施\n{}"
    text = head.format(numbered(style, ISSUES, "。", between), numbered(style, REMEDIES, "。", between))
    found = statements_of(text)
    assert [each.text for each in found.issues] == [words + "。" for words in ISSUES]
    assert [each.text for each in found.remedies] == [words + "。" for words in REMEDIES]
    assert [each.addresses for each in found.remedies] == [(0,), (1,), (2,)]
    for each in (*found.issues, *found.remedies):
        assert text[each.evidence.start : each.evidence.end] == each.evidence.quote == each.text


@given(st.lists(st.sampled_from(ISSUES), min_size=1, max_size=5))
def test_spans_are_exact_when_any_number_of_issues_is_planted(items: list[str]):
    text = "存在的问题：\n" + "\n".join(f"{index + 1}.{item}。" for index, item in enumerate(items))
    assert [each.evidence.quote for each in statements_of(text).issues] == [item + "。" for item in items]


def test_lead_in_is_no_statement_when_items_follow():
    text = (
        "2022年，我局工作取得一定成效，但与群众期盼还有差距，主要表现在：一是公开不够主动；二是解读较少。"
        "下一步，我局将从以下方面改进：一是加大公开力度。二是提升解读质量。"
    )
    found = statements_of(text)
    assert [each.text for each in found.issues] == ["公开不够主动；", "解读较少。"]
    assert [each.text for each in found.remedies] == ["加大公开力度。", "提升解读质量。"]


def test_each_clause_is_an_issue_when_one_sentence_lists_several():
    text = (
        "2022年取得了新的进展，但同时也存在部门认识不足，主动公开的意识不强，更新不够及时、全面，"
        "针对存在的问题，我们将主要采取以下措施：\n1、强化意识。\n2、加强建设。"
    )
    found = statements_of(text)
    assert [each.text for each in found.issues] == [
        "部门认识不足",
        "主动公开的意识不强",
        "更新不够及时、全面",
    ]
    assert [each.text for each in found.remedies] == ["强化意识。", "加强建设。"]
    assert [each.addresses for each in found.remedies] == [(), ()]


def test_enumerated_problems_are_apart_when_each_has_its_own_predicate():
    found = statements_of("仍存在信息更新不及时、公开内容不够丰富等问题。")
    assert [each.text for each in found.issues] == ["信息更新不及时", "公开内容不够丰富"]


def test_remedy_belongs_to_its_issue_when_they_are_interleaved():
    text = "一是公开的主动性不强。下一步将强化责任意识。二是公开的内容不全。下一步将完善目录。"
    found = statements_of(text)
    assert [each.text for each in found.issues] == ["公开的主动性不强。", "公开的内容不全。"]
    assert [each.text for each in found.remedies] == ["将强化责任意识。", "将完善目录。"]
    assert [each.addresses for each in found.remedies] == [(0,), (1,)]


def test_labels_are_cut_off_when_an_item_names_problem_and_remedy():
    text = "1.问题：栏目名称不统一。改进：统一栏目名称。\n2.问题：回复不及时。改进：建立提醒制度。"
    found = statements_of(text)
    assert [each.text for each in found.issues] == ["栏目名称不统一。", "回复不及时。"]
    assert [each.text for each in found.remedies] == ["统一栏目名称。", "建立提醒制度。"]


def test_last_years_problems_are_past_when_their_rectification_is_told_first():
    text = (
        "（一）2021年问题整改情况。一是加强培训。二是完善制度。\n（二）2022年存在的主要问题。\n"
        "1.公开面还不够广。\n2.信息质量有待提高。\n（三）改进措施。\n1.扩大公开范围。\n2.严格审核。"
    )
    found = statements_of(text)
    assert [each.text for each in found.past] == ["加强培训。", "完善制度。"]
    assert [each.text for each in found.issues] == ["公开面还不够广。", "信息质量有待提高。"]
    assert [each.text for each in found.remedies] == ["扩大公开范围。", "严格审核。"]


def test_remedy_addresses_the_issue_that_it_names_when_lists_are_not_parallel():
    text = (
        "（一）存在问题\n1.工作力量配备不够。\n2.缺乏公开意识。\n3.各单位负责人员变动频繁，衔接出现漏洞。\n"
        "（二）改进措施\n一是完善目录。二是针对各单位负责人员变动频繁的问题，组织好培训。"
    )
    assert [each.addresses for each in statements_of(text).remedies] == [(), (2,)]


def test_whole_item_is_one_remedy_when_it_elaborates():
    text = "改进措施：\n一是健全制度。明确职责，规范流程。\n（1）每月通报。\n（2）按季考核。\n二是加强培训。"
    found = statements_of(text)
    assert [each.text for each in found.remedies] == [
        "健全制度。明确职责，规范流程。（1）每月通报。（2）按季考核。",
        "加强培训。",
    ]


def test_finest_items_are_the_issues_when_an_issue_lists_its_own():
    text = "存在问题：\n一是公开质量不高。\n（1）内容不全。\n（2）更新不及时。\n二是人员不足。"
    assert [each.text for each in statements_of(text).issues] == ["内容不全。", "更新不及时。", "人员不足。"]


def test_signature_is_no_part_of_the_last_remedy_when_section_six_is_missing():
    text = "改进措施：\n1.强化意识。\n2.加强建设。\n\n某某县人民政府\n2023年1月5日"
    assert statements_of(text).remedies[-1].text == "加强建设。"


@pytest.mark.parametrize("text", ["无", "无。", "本年度无存在问题。"])
def test_nothing_is_stated_when_the_report_has_no_problems(text: str):
    found = statements_of(text)
    assert (found.issues, found.remedies, found.past) == ((), (), ())


def test_items_are_past_when_their_lead_in_names_last_years_problems():
    text = (
        "2022年，针对上年度报告提出的问题，我局加以改进：一是健全制度。二是开展学习。"
        "当前，仍存在解读形式不够丰富、参与渠道较少等问题。下一步，重点做好以下工作：一是丰富形式。二是拓宽渠道。"
    )
    found = statements_of(text)
    assert [each.text for each in found.past] == ["健全制度。", "开展学习。"]
    assert [each.text for each in found.issues] == ["解读形式不够丰富", "参与渠道较少"]
    assert [each.text for each in found.remedies] == ["丰富形式。", "拓宽渠道。"]


def test_causes_are_no_issues_when_the_report_explains_them():
    text = (
        "存在问题：一是重视程度不够；二是信息质量不高。原因分析：一是学习不够深入，二是监督不到位。"
        "整改措施：一是加强学习；二是强化监督。"
    )
    found = statements_of(text)
    assert [each.text for each in found.issues] == ["重视程度不够；", "信息质量不高。"]
    assert [each.text for each in found.remedies] == ["加强学习；", "强化监督。"]


HEADINGS = {
    "problems": ("存在的主要问题", "issue"),
    "problems of the year": ("（一）2022年度工作中存在的不足", "issue"),
    "difficulties": ("（一）存在的主要问题和困难", "issue"),
    "remedies": ("改进措施", "remedy"),
    "next step": ("（二）下一步工作打算", "remedy"),
    "plans of the next year": ("（三）2023年工作计划", "remedy"),
    "just the word": ("（二）改进", "remedy"),
    "last year's": ("（一）上年度问题整改情况", "past"),
    "last year's by number": ("（一）2021年存在问题的改进情况", "past"),
}


@pytest.mark.parametrize(("heading", "role"), HEADINGS.values(), ids=HEADINGS)
def test_items_have_their_role_when_only_a_heading_tells_it(heading: str, role: str):
    found = statements_of(f"{heading}\n1.栏目名称与内容。\n2.网站与公报。")
    lists = {"issue": found.issues, "remedy": found.remedies, "past": found.past}
    assert {name: len(each) for name, each in lists.items()} == {**dict.fromkeys(lists, 0), role: 2}


@pytest.mark.parametrize(
    ("answers", "addresses"),
    [
        ("针对第一个问题，统一台账样式并按季抽查；针对第二个问题，每个文件至少配一篇解读。", [(0,), (1,)]),
        ("对于问题二，增加一名专职人员。", [(1,)]),
        ("针对上述不足，我们将：一是统一台账样式；二是增加解读数量。", [(0,), (1,)]),
        ("我们的做法是：一是统一台账样式；二是增加解读数量；三是开展回访。", [(), (), ()]),
    ],
    ids=["by ordinal", "by number", "lists in parallel", "lists of unlike length"],
)
def test_remedy_addresses_issues_when_the_report_says_which(answers: str, addresses: list[tuple[int, ...]]):
    found = statements_of(f"一是公开台账不规范；二是解读数量不足。{answers}")
    assert [each.text for each in found.issues] == ["公开台账不规范；", "解读数量不足。"]
    assert [each.addresses for each in found.remedies] == addresses
    assert not any(each.text.startswith(("针对", "对于")) for each in found.remedies)


def test_quotation_within_a_problem_does_not_cut_it() -> None:
    text = "部分科室对界限拿不准，存在“不敢公开、不愿公开”的现象。\n公开形式比较单一。"
    found = statements_of(f"存在的问题\n{text}").issues
    assert [entry.text for entry in found] == [
        "部分科室对界限拿不准",
        "存在“不敢公开、不愿公开”",
        "公开形式比较单一",
    ]


def test_numbers_behind_commas_begin_items_when_they_go_on() -> None:
    found = statements_of("一、问题\n1.意识有待提升，2.业务有待加强，3.平台有待完善。")
    assert [entry.text for entry in found.issues] == ["意识有待提升", "业务有待加强", "平台有待完善。"]


def test_paragraphs_of_a_bare_sentence_and_what_elaborates_it_are_one_measure_each() -> None:
    found = statements_of(
        "改进措施\n丰富公开形式。利用出租车顶灯、公交站牌宣传公开事项。\n加强队伍建设。每季度组织一次轮训。"
    ).remedies
    assert [entry.text for entry in found] == [
        "丰富公开形式。利用出租车顶灯、公交站牌宣传公开事项。",
        "加强队伍建设。每季度组织一次轮训。",
    ]


def test_two_short_sentences_of_a_paragraph_are_two_problems() -> None:
    found = statements_of("存在问题\n意识不强。内容不够全面。\n队伍不稳。解读不够及时。").issues
    assert len(found) == 4


@pytest.mark.parametrize(
    ("sentence", "remedy"),
    [
        ("明年起增加两名人员。", "明年起增加两名人员。"),
        ("明年3月前改版栏目。", "明年3月前改版栏目。"),
        ("明年上半年补齐解读材料。", "明年上半年补齐解读材料。"),
        ("明年年底前轮训一遍。", "明年年底前轮训一遍。"),
        ("明年，我局将轮训一遍。", "我局将轮训一遍。"),
    ],
)
def test_a_remedy_keeps_its_day_when_a_word_of_time_leads_in(sentence: str, remedy: str):
    found = statements_of("存在问题：人手不足。改进措施：" + sentence)
    assert [each.text for each in found.remedies] == [remedy]
