"""find_legacy_sections: reports on 2008 to 2018, by the wording of their headings."""

import pytest

import extractor
from extractor.normalise import fold_characters
from extractor.records import FormName
from extractor.segment import find_legacy_sections

TITLE = "云岭县白石镇2015年政府信息公开工作年度报告\n"
PREAMBLE = (
    "根据《中华人民共和国政府信息公开条例》编制本报告。全文包括概述，主动公开情况，依申请公开情况，"
    "收费及减免情况，"
    "复议诉讼情况，存在的主要问题七部分。如对本报告有疑问，请与镇党政办联系。\n"
)
ANNEX = (
    "附表：政府信息公开情况统计表\n指标名称 计量单位 2015年\n一、主动公开情况\n主动公开政府信息数 条 120\n"
)


def keys_of(text: str) -> list[str]:
    return [section.key.value for section in find_legacy_sections(text, fold_characters(text))]


HEADINGS = {
    "一、概述": "overview",
    "一、政府信息公开工作的基本概况": "overview",
    "一、 概 述": "overview",
    "二、公文类政府信息基本情况": "proactive",
    "二、政府信息主动公开情况": "proactive",
    "三、依申请公开政府信息和不予公开政府信息的情况": "applications",
    "四、政府信息公开的收费及减免情况": "fees",
    "四、人员和收支情况": "fees",
    "四、机构、人员及经费情况": "resources",
    "三、依申请公开和咨询处理情况": "applications",
    "四、收费、减免及人员情况": "fees",
    "五、政府信息公开咨询处理情况": "consultations",
    "五、因政府信息公开申请行政复议、提起行政诉讼的情况": "disputes",
    "六、复议、诉讼和申诉的情况": "disputes",
    "七、主要问题和改进措施": "problems",
    "八、需要说明的事项与附表": "other",
    "八、建议和提案办理结果情况": "other",
    "九、附表": "annex",
    "二、政府信息公开的主要内容和数量": "proactive",
    "二、公开情况": "proactive",
    "二、公开政府信息情况": "proactive",
    "三、信息采集与公开": "proactive",
    "二、公开数据": "proactive",
    "五、争议处理": "disputes",
    "三、主动公开及解读回应": "proactive",
    "六、措施": "problems",
    "七、明年工作思路": "problems",
    "三、公民、法人和其他组织申请公开情况": "applications",
    "三、依申请公开、咨询及举报情况": "applications",
    "四、投诉举报情况": "disputes",
    "二、公文类信息和其他信息主动公开情况": "proactive",
    "二、主动公开信息的类别及其他情况": "proactive",
}


@pytest.mark.parametrize(("heading", "key"), HEADINGS.items(), ids=HEADINGS)
def test_heading_is_known_by_its_wording(heading: str, key: str):
    assert keys_of(f"{TITLE}{heading}\n全年公开信息3条。\n")[-1] == key


def test_order_and_numbers_do_not_matter():
    text = (
        TITLE + "一、概述\n略。\n三、收费及减免情况\n0元。\n三、主动公开情况\n3条。\n六、复议诉讼情况\n"
        "0件。\n"
    )
    assert keys_of(text) == ["overview", "fees", "proactive", "disputes"]


SECTIONS = ("概述", "主动公开情况", "依申请公开情况", "收费及减免情况", "存在的主要问题")
KEYS = ["overview", "proactive", "applications", "fees", "problems"]


@pytest.mark.parametrize(
    "style", ["第{}部分 ", "第{}章、", "第{}节 ", "（{}）", "({}) ", "", "{} ", "{}\n", "■", "● ", "## "]
)
def test_headings_are_known_in_whatever_way_they_are_numbered(style: str):
    numbered = zip("一二三四五", SECTIONS, strict=True)
    body = "".join(f"{style.format(number)}{words}\n全年公开信息3条。\n" for number, words in numbered)
    assert keys_of(TITLE + body) == KEYS


@pytest.mark.parametrize("style", ["{}、", "{} ", "{}. ", "({}) "])
@pytest.mark.parametrize("numerals", ["壹贰叁肆伍", "12345"])
def test_headings_are_known_by_other_numerals(style: str, numerals: str):
    numbered = zip(numerals, SECTIONS, strict=True)
    body = "".join(f"{style.format(number)}{words}\n全年公开信息3条。\n" for number, words in numbered)
    assert keys_of(TITLE + body) == KEYS


@pytest.mark.parametrize("style", ["（{}）", "{}. ", "■", "", "{} "])
def test_items_in_chinese_numbers_are_no_headings_where_the_headings_name_more(style: str):
    numbers = "一二三四五" if "（" in style else "12345"
    body = "".join(
        f"{style.format(number)}{words}\n一、收费公示不够全面。\n二、公开内容偏少。\n"
        for number, words in zip(numbers, SECTIONS, strict=True)
    )
    assert keys_of(TITLE + body) == KEYS


@pytest.mark.parametrize("between", ["：", " "])
def test_heading_stands_before_what_it_heads_on_one_line(between: str):
    numbers = ("", "", "", "", "") if between == "：" else ("一、", "二、", "三、", "四、", "五、")
    body = "".join(
        f"{number}{words}{between}全年公开信息3条，比上年增加1条。\n"
        for number, words in zip(numbers, SECTIONS, strict=True)
    )
    text = TITLE + body
    sections = find_legacy_sections(text, fold_characters(text))
    assert [section.key.value for section in sections] == KEYS
    assert all("全年公开信息3条" in section.body.quote for section in sections)


@pytest.mark.parametrize("page", ["", "......{}"])
def test_table_of_contents_heads_nothing(page: str):
    headings = [f"{number}、{words}" for number, words in zip("一二三四五", SECTIONS, strict=True)]
    contents = "".join(f"{heading}{page.format(at)}\n" for at, heading in enumerate(headings, 1))
    text = f"{TITLE}目录\n{contents}" + "".join(f"{heading}\n全年公开信息3条。\n" for heading in headings)
    assert keys_of(text) == KEYS


def test_heading_broken_over_two_lines_is_read_whole():
    text = TITLE + "一、概述\n略。\n二、主动公开情况\n3条。\n三、存在的主要问\n题和改进措施\n公开不及时。\n"
    section = find_legacy_sections(text, fold_characters(text))[-1]
    assert section.key.value == "problems"
    assert section.body.quote.strip() == "公开不及时。"


def test_first_heading_in_words_of_its_own_is_the_overview():
    text = TITLE + "一、高位推动，抓好落实\n召开会议2次。\n二、主动公开情况\n3条。\n三、收费情况\n无。\n"
    assert keys_of(text) == ["overview", "proactive", "fees"]


def test_cells_of_an_annex_on_lines_of_their_own_are_no_headings():
    rows = (
        "主动公开政府信息数 条 12",
        "收到申请数 件 3",
        "行政复议数量 件 1",
        "收取费用总数 元 0",
        "接受咨询次数 次 9",
    )
    cells = "".join(f"{row}\n" for row in rows).replace(" ", "\n")
    text = TITLE + "一、概述\n略。\n二、主动公开情况\n12条。\n三、依申请公开情况\n3件。\n" + cells
    assert keys_of(text) == ["overview", "proactive", "applications"]


@pytest.mark.parametrize(
    ("problems", "plans"),
    [
        ("六、存在的问题", "七、下一步工作打算"),
        ("五、问题", "六、措施"),
        ("存在的不足", "下年打算"),
        ("四、存在的主要问题", "五、2016年工作安排"),
    ],
)
@pytest.mark.parametrize("item", ["（一）", "1."])
def test_heading_tells_problems_from_plans_where_each_has_a_section(problems: str, plans: str, item: str):
    second = item.translate(str.maketrans("一1", "二2"))
    before = "概述\n略。\n主动公开\n3条。\n依申请公开\n无。\n收费\n无。\n"
    if problems[1] == "、":
        before = "一、概述\n略。\n二、主动公开\n3条。\n三、收费\n无。\n"
    text = (
        f"{TITLE}{before}{problems}\n{item}信息员常换。\n{second}栏目偏少。\n{plans}\n{item}专人负责。\n"
        f"{second}重排栏目。\n云岭县白石镇人民政府\n二○一六年元月十日\n"
    )
    told = extractor.extract(text).narrative
    assert [each.text for each in told.issues] == ["信息员常换。", "栏目偏少。"]
    assert [each.text for each in told.remedies] == ["专人负责。", "重排栏目。"]


@pytest.mark.parametrize("body", ["云岭县白石镇人民政府", "云岭县公路段党组", "云岭县第二中学", "白石镇街道"])
@pytest.mark.parametrize("day", ["二○一六年元月十日", "2016年1月10日", "二〇一六年一月"])
def test_signature_is_no_remedy(body: str, day: str):
    report = "一、概述\n略。\n二、主动公开\n3条。\n三、下一步打算\n1.专人负责。\n2.重排栏目。\n"
    text = f"{TITLE}{report}{body}\n{day}\n"
    told = extractor.extract(text).narrative
    assert [each.text for each in told.remedies] == ["专人负责。", "重排栏目。"]


def test_brackets_inside_numbered_sections_are_no_headings():
    text = TITLE + "".join(
        f"{number}、{words}\n（一）公开内容情况\n3条。\n（二）收费情况\n无。\n（三）咨询情况\n无。\n"
        for number, words in zip("一二三四五", SECTIONS, strict=True)
    )
    assert keys_of(text) == KEYS


def test_lone_line_in_the_words_of_a_heading_is_none_where_headings_are_numbered():
    text = TITLE + "一、概述\n略。\n二、主动公开情况\n网上公开情况\n3条。\n三、收费情况\n收费减免情况\n无。\n"
    assert keys_of(text) == ["overview", "proactive", "fees"]


def test_rows_of_the_annex_are_no_headings():
    text = TITLE + "一、概述\n略。\n二、主动公开情况\n公开信息120条。\n" + ANNEX
    assert keys_of(text) == ["overview", "proactive", "annex"]
    section = find_legacy_sections(text, fold_characters(text))[-1]
    assert section.heading.quote == "附表：政府信息公开情况统计表"
    assert "主动公开政府信息数 条 120" in section.body.quote


def test_list_of_sections_in_the_preamble_is_no_heading():
    assert keys_of(TITLE + PREAMBLE + "一、概述\n我镇高度重视。\n") == ["overview"]


def test_list_that_begins_anew_inside_a_section_is_no_heading():
    text = (
        TITLE + "一、概述\n略。\n二、主动公开情况\n主要做法：\n一、建立制度\n二、加强培训\n三、收费情况\n"
        "无。\n"
    )
    assert keys_of(text)[:2] == ["overview", "proactive"]


def test_report_on_one_line_is_parted_at_its_headings():
    text = (
        "云岭县卫生局2011年政府信息公开年报 一、概述 2011年，我局认真开展政府信息公开工作，"
        "配备专职人员1名，制度进一步完善。"
        "二、主动公开情况 全年共公开政府信息54条。三、依申请公开情况 收到申请2件。"
        "四、收费及减免情况 没有收费。"
        "五、存在的主要问题和改进措施 公开不够及时。"
    )
    assert keys_of(text) == ["overview", "proactive", "applications", "fees", "problems"]


def test_what_stands_before_the_first_heading_is_read():
    text = (
        "2013年，我局主动公开政府信息200余条，接受咨询31人次，信息公开工作运行正常。\n"
        "二、收费情况\n没有收费。\n"
    )
    assert keys_of(text) == ["overview", "fees"]


def test_figures_of_every_section_are_read():
    text = (
        TITLE
        + PREAMBLE
        + "一、概述\n配备专职人员2名。\n二、主动公开情况\n公开信息120条。\n三、依申请公开情况\n"
        "收到申请9件。\n"
        "四、收费及减免情况\n收取费用30元。\n五、咨询情况\n接受咨询45人次。\n六、行政复议和诉讼情况\n"
        "行政复议1件。\n"
        "七、存在的问题和改进措施\n一是公开内容不够全面。\n" + ANNEX
    )
    report = extractor.extract(text)
    assert report.form == FormName.LEGACY
    assert [int(count.value) for count in report.narrative.counts] == [2, 120, 9, 30, 45, 1]
    assert [issue.text for issue in report.narrative.issues] == ["公开内容不够全面。"]


YEARS = {
    "2018 that speaks of 2019": (
        "云岭县禾桐镇政府信息公开工作年度报告\n我镇2018年政府信息公开情况如下。\n一、概述\n2019年，"
        "我镇将继续推进。2019年计划培训。"
        "2019年还将完善。\n二、主动公开政府信息情况\n公开信息30条。\n三、收费情况\n无。\n",
        FormName.LEGACY,
    ),
    "title of 2019, figures of 2018": (
        "云岭县2019年政府信息公开工作年度报告\n数据统计期限自2018年1月1日起至2018年12月31日止。\n"
        "一、概述\n公开信息5条。\n"
        "二、收费及减免情况\n无。\n三、复议和诉讼情况\n无。\n",
        FormName.LEGACY,
    ),
    "no year at all": (
        "一、概述\n我局公开信息5条。\n二、依申请公开情况\n收到申请2件。\n三、收费及减免情况\n无。\n"
        "四、咨询情况\n接受咨询3次。\n",
        FormName.LEGACY,
    ),
    "2020 in the old wording": (
        "云岭县2020年政府信息公开工作年度报告\n数据统计期限自2020年1月1日起至2020年12月31日止。\n"
        "一、总体情况\n公开信息5条。\n"
        "二、收费及减免情况\n无。\n五、存在的主要问题及改进情况\n更新不够及时。\n",
        "2019",
    ),
}


@pytest.mark.parametrize(("text", "form"), YEARS.values(), ids=YEARS)
def test_old_or_new_is_told_by_the_period_covered_and_the_wording(text: str, form: FormName):
    assert extractor.extract(text).form == form


def test_headings_in_brackets_of_their_own_are_headings_with_the_text_behind_them():
    text = (
        TITLE + "【概述】本镇配备兼职人员3名。\n【主动公开】公开信息72条。\n"
        "【依申请公开】收到申请2件。\n【收费情况】无。\n"
    )
    sections = find_legacy_sections(text, fold_characters(text))
    assert [section.key.value for section in sections] == ["overview", "proactive", "applications", "fees"]
    assert sections[1].body.quote.strip() == "公开信息72条。"


def test_headings_that_run_on_in_one_line_are_told_apart():
    text = (
        TITLE + "一、概况：本镇安排专职人员1名。\n二、主动公开情况\n公开信息51条。\n"
        "三、申请公开：0件。四、咨询：来访39人次。五、费用：无。六、诉讼：0件。\n七、存在问题：更新偏慢。\n"
    )
    assert keys_of(text) == [
        "overview", "proactive", "applications", "consultations", "fees", "disputes", "problems",
    ]  # fmt: skip


def test_words_before_a_colon_that_name_no_section_are_no_heading():
    text = (
        TITLE + "一、概述\n一、开展宣传：发放手册。二、强化培训：办班2期。\n"
        "二、主动公开情况\n公开信息51条。\n三、收费情况\n无。\n"
    )
    assert keys_of(text) == ["overview", "proactive", "fees"]


def test_headings_numbered_without_a_sign_may_hold_any_character():
    """要 and 、 stand in lists and in headings: 二要…, but also 五 存在的主要问题, 四 复议、诉讼情况."""
    text = (
        f"{TITLE}　　一　　概述\n　　概述如下。\n　　二　　主动公开政府信息情况\n　　公开信息30条。\n"
        "　　三　　依申请公开情况\n　　无。\n　　四　　复议、诉讼情况\n　　无。\n"
        "　　五　　存在的主要问题及改进情况\n　　问题：（1）目录不细；（2）预告偏晚。\n"
    )
    assert keys_of(text) == ["overview", "proactive", "applications", "disputes", "problems"]


def test_headings_numbered_by_a_bare_figure_may_join_two_things():
    body = "1 概况\n公开。\n2 公开内容\n120条。\n3 依申请公开、不予公开情况\n无。\n4 收费、减免情况\n无。\n"
    text = TITLE + body
    assert keys_of(text) == ["overview", "proactive", "applications", "fees"]
