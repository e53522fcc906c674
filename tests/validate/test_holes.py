"""Holes in the prose, lone blanks, sections out of order and lists that end in a semicolon are named."""

import pytest

import extractor

SHEET = """枫桥县住房保障局2022年政府信息公开工作年度报告
一、总体情况
{prose}
二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | {rules}
行政规范性文件 | 4 | 1 | 17
第二十条第（五）项
行政许可 | {permits}
第二十条第（六）项
行政处罚 | 25
行政强制 | 0
第二十条第（八）项
行政事业性收费 | {fees}
"""
ASKED, DISPUTED = (
    "、收到和处理政府信息公开申请情况\n未收到申请。\n",
    "、政府信息公开行政复议、行政诉讼情况\n无。\n",
)
END = "五、存在的主要问题及改进情况\n{problems}\n六、其他需要报告的事项\n无。\n"


def read(
    prose="2022年，我局主动公开政府信息63条。", problems="公开不够及时，将加强管理。", between=None, **cells
):
    cells = {"rules": "0 | 0 | 0", "permits": 361, "fees": 0, **cells}
    middle = f"三{ASKED}四{DISPUTED}" if between is None else between
    return extractor.extract(SHEET.format(prose=prose, **cells) + middle + END.format(problems=problems))


def told(report, check):
    return [finding for finding in report.findings if finding.check == check]


@pytest.mark.parametrize(
    "prose",
    [
        "全年主动公开政府信息条，栏目更新及时。",
        "收到申请6件，培训干部人次。",
        "发布解读篇；办结率为%。",
        "共收取信息处理费万元。",
        "统计期限自年1月1日起。",
        "全年发布动态余条。",
    ],
)
def test_a_measure_without_its_number_is_a_warning(prose):
    (finding,) = told(read(prose), "prose.number_missing")[:1]
    assert finding.severity == "warning"
    assert finding.where == ("/sections/0/body",)


@pytest.mark.parametrize(
    "prose",
    [
        "公开信息 63 条，印发文件。",
        "登上媒体头条，办理信件、来电。",
        "制发若干条，多篇，数十余条。",
        "培训20\n人次，占3.5 %。",
        "自2022年1月1日起，收费0万元，单位：万元。",
        "发布四十余条，约1.2万余次。",
    ],
)
def test_numbers_in_any_writing_are_no_holes(prose):
    assert told(read(prose), "prose.number_missing") == []


@pytest.mark.parametrize(
    "prose", ["公开政府信息□□□条。", "公开信息##条。", "锟斤拷锟斤拷锟斤拷", "□" * 20, "鈥鈥鈥"]
)
def test_print_that_says_nothing_is_a_warning(prose):
    assert told(read(prose), "prose.garbled")


@pytest.mark.parametrize(
    "prose", ["问题是什么？将继续努力。", "网址 a=1?b=2，*为重点。", "——……", "■重点领域公开63条。"]
)
def test_marks_in_their_places_are_not_garbled(prose):
    assert told(read(prose), "prose.garbled") == []


@pytest.mark.parametrize("cells", [{"permits": ""}, {"fees": ""}, {"rules": "0 |  | 0"}])
def test_a_blank_alone_among_numbers_is_a_warning(cells):
    (finding,) = told(read(**cells), "table.lone_blank")
    assert finding.severity == "warning"


@pytest.mark.parametrize("cells", [{}, {"rules": " |  | "}, {"rules": " |  | ", "permits": "", "fees": ""}])
def test_rows_and_tables_left_blank_are_no_lone_blanks(cells):
    assert [each for each in told(read(**cells), "table.lone_blank") if each.severity == "warning"] == []


def test_sections_in_each_others_places_are_named():
    (finding,) = told(read(between=f"四{DISPUTED}三{ASKED}"), "section.order")
    assert finding.severity == "warning"
    (finding,) = told(read(between=f"三{DISPUTED}四{ASKED}"), "section.order")
    assert finding.severity == "info"
    assert told(read(), "section.order") == []


@pytest.mark.parametrize(
    "problems",
    [
        "一是更新不够及时；二是解读较少；",
        "主要问题：\n1.更新不够及时；\n2.解读较少；\n3.培训偏少；\n\n下一步，将加强管理。",
    ],
)
def test_a_list_that_ends_in_a_semicolon_is_a_warning(problems):
    assert told(read(problems=problems), "paragraph.cut")


@pytest.mark.parametrize(
    "problems",
    ["一是更新慢；二是解读少。", "1.更新慢；\n2.解读少；\n3.培训少。"],
)
def test_lists_that_end_are_not_cut(problems):
    assert told(read(problems=problems), "paragraph.cut") == []


LAST = "更新不及时，将加强管理。\n六、其它需要报告的事项\n无。\n"


@pytest.mark.parametrize(
    ("heading", "word"), [("仔在的主要问题及改进情况", "仔"), ("存在的主要问题及改迸情况", "迸")]
)
def test_a_misread_character_of_a_heading_is_named(heading, word):
    report = extractor.extract(
        SHEET.format(prose="公开63条。", rules="0 | 0 | 0", permits=3, fees=0)
        + f"三{ASKED}四{DISPUTED}五、{heading}\n{LAST}"
    )
    (finding,) = told(report, "heading.garbled")
    assert word in finding.message


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在的主要题及改进情况",
        "五、存在的主要问题题及改进情况",
        "五、存在的主要问~题及改进情况",
        "五、存囗的主要问题及改迸情况",
        "五、存在的主要问题及改进情",
        "五、存在的主要问题及改进情?况",
        "五五、存在的主要问题及改进情况",
    ],
    ids=["lost", "doubled", "marked", "two misread", "cut", "marked at the end", "number doubled"],
)
def test_a_heading_in_which_a_character_is_lost_doubled_or_marked_is_named(heading):
    report = extractor.extract(
        SHEET.format(prose="公开63条。", rules="0 | 0 | 0", permits=3, fees=0)
        + f"三{ASKED}四{DISPUTED}{heading}\n{LAST}"
    )
    assert len(told(report, "heading.garbled")) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "5、存在的主要问题和改进情况",
        "五、存在问题及整改措施",
        "五、我局存在的主要问题及改进情况",
        "五·存在的主要问题以及下一步改进情况",
        "五、存在的主要問題及改進情況",
    ],
)
def test_other_usual_words_of_a_heading_are_not_misread(heading):
    report = extractor.extract(
        SHEET.format(prose="公开63条。", rules="0 | 0 | 0", permits=3, fees=0)
        + f"三{ASKED}四{DISPUTED}{heading}\n{LAST}"
    )
    assert told(report, "heading.garbled") == []


def test_captions_of_annexes_are_neither_numbers_nor_sections_out_of_order():
    line = "规章 | 0 | 0 | 0\n行政规范性文件 | 4 | 1 | 17\n行政许可 | 361\n行政处罚 | 25\n"
    report = extractor.extract(
        "枫桥县住房保障局2022年政府信息公开工作年度报告\n一、总体情况\n公开信息63条。\n"
        "二、主动公开政府信息情况\n详见附件1\n三、收到和处理政府信息公开申请情况\n详见附件2\n"
        "四、政府信息公开行政复议、行政诉讼情况\n详见附件3\n五、存在的主要问题及改进情况\n更新不及时，将加强管理。\n"
        "六、其他需要报告的事项\n无。\n附件：1.主动公开政府信息情况统计表\n第二十条第（一）项\n"
        f"信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数\n{line}"
    )
    assert report.tables.proactive["licensing"]["decisions"].value == 361
    assert told(report, "section.order") == []
    assert told(report, "numbers.unread") == []
