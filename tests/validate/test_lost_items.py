"""What is lost in the middle is named: an item of a list, the end of a paragraph, the label of a row."""

import time

import pytest

import extractor
from extractor.records import Section, Span
from extractor.validate.context import Context
from extractor.validate.lost_items import lists_count_on
from extractor.validate.paragraph_ends import paragraphs_end

TITLE = "云岭县白石镇2022年政府信息公开工作年度报告\n"
ITEMS = ("主动公开信息28条。", "规范办理依申请公开。", "组织开展业务培训1次。", "加强平台管理。")
ZEROS = " | 0 | 0 | 0 | 0 | 0 | 0 | 0 |"
ROWS = f"""(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和) | 申请人情况 |
自然人 | 法人或其他组织 | 总计 |
商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |
一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
二、上年结转政府信息公开申请数量{ZEROS}
三、本年度办理结果 | (一)予以公开 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
(二)部分公开(区分处理的,只计这一情形,不计其他情形){ZEROS}
(三)不予公开 | 1.属于国家秘密{ZEROS}
2.其他法律行政法规禁止公开{ZEROS}
3.危及“三安全一稳定”{ZEROS}
4.保护第三方合法权益{ZEROS}
5.属于三类内部事务信息{ZEROS}
6.属于四类过程性信息{ZEROS}
7.属于行政执法案卷{ZEROS}
8.属于行政查询事项{ZEROS}
(四)无法提供 | 1.本机关不掌握相关政府信息{ZEROS}
2.没有现成信息需要另行制作{ZEROS}
3.补正后申请内容仍不明确{ZEROS}
(五)不予处理 | 1.信访举报投诉类申请{ZEROS}
2.重复申请{ZEROS}
3.要求提供公开出版物{ZEROS}
4.无正当理由大量反复申请{ZEROS}
5.要求行政机关确认或重新出具已获取信息{ZEROS}
(六)其他处理 | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请{ZEROS}
2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请{ZEROS}
3.其他{ZEROS}
(七)总计 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
四、结转下年度继续办理{ZEROS}
"""


def report_of(overview="全年公开信息28条。\n", applications="详见附表。\n", problems="一是栏目更新偏慢。\n"):
    return extractor.extract(
        f"{TITLE}一、总体情况\n{overview}二、主动公开政府信息情况\n"
        f"三、收到和处理政府信息公开申请情况\n{applications}"
        f"四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n{problems}"
        "六、其他需要报告的事项\n无\n"
    )


def told(report, check):
    return [finding for finding in report.findings if finding.check == check]


STYLES = {
    "brackets": ("（一）", "（二）", "（三）", "（四）"),
    "half-width brackets": ("(一)", "(二)", "(三)", "(四)"),
    "is": ("一是", "二是", "三是", "四是"),
    "figures": ("1.", "2.", "3.", "4."),
    "figures in brackets": ("（1）", "（2）", "（3）", "（4）"),
    "rings": ("①", "②", "③", "④"),
    "ordinals": ("第一，", "第二，", "第三，", "第四，"),
}


@pytest.mark.parametrize("signs", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("between", ["\n", ""], ids=["a line each", "running on"])
@pytest.mark.parametrize("lost", [None, 0, 1, 2])
def test_an_item_left_out_of_a_list_is_named(signs, between, lost):
    kept = [f"{sign}{item}" for at, (sign, item) in enumerate(zip(signs, ITEMS, strict=True)) if at != lost]
    findings = told(report_of(overview=between.join(kept) + "\n"), "list.gap")
    assert len(findings) == (lost is not None)
    for finding in findings:
        assert finding.where == ("/sections/0/body",)
        around = [signs[lost - 1], signs[lost + 1]] if lost else [signs[1]]
        assert [span.quote for span in finding.evidence] == around


def test_each_list_of_a_section_begins_with_its_own_first_item():
    problems = "存在问题：一是公开少；二是更新慢。改进措施：二是加强培训，压实责任；三是强化督查。\n"
    (finding,) = told(report_of(problems=problems), "list.gap")
    assert finding.where == ("/sections/4/body",)


def test_a_text_that_ends_at_a_heading_is_named():
    report = extractor.extract(
        f"{TITLE}一、总体情况\n公开28条。\n二、存在的主要问题及改进情况\n更新慢。\n六、其他需"
    )
    assert [finding.where for finding in told(report, "section.empty")] == [("/sections/2/body",)]


def test_a_section_that_is_printed_twice_is_named():
    again = "五、存在的主要问题及改进情况\n一是栏目更新偏慢。\n"
    text = (
        f"{TITLE}一、总体情况\n公开28条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
        f"四、政府信息公开行政复议、行政诉讼情况\n{again}六、其他需要报告的事项\n无\n"
    )
    assert not told(extractor.extract(text), "section.repeated")
    (finding,) = told(extractor.extract(text + again), "section.repeated")
    assert finding.evidence[0].start == len(text)


@pytest.mark.parametrize(
    "item", ["一是抓；", "(2)抓(3)抓。", "（一）（三）（五）", "\n \n公开工作，抓好落实\n"]
)
def test_very_many_items_are_read_in_time(item):
    text = f"{TITLE}一、总体情况\n{item * 20_000}\n二、存在的主要问题及改进情况\n公开少。\n"
    section = Section(key="overview", heading=Span.of(text, 21, 27), body=Span.of(text, 27, len(text) - 22))
    report = report_of().model_copy(update={"sections": (section,)})
    started = time.process_time()
    assert len(list(lists_count_on(Context(report, text)))) <= 5
    list(paragraphs_end(Context(report, text)))
    assert time.process_time() - started < 3


def test_numbers_printed_as_radicals_count():
    report = report_of(overview="（⼀）公开28条。\n（⼆）收到申请3件。\n（三）培训1次。\n")
    assert not told(report, "list.gap")
    assert not told(report, "heading.garbled")


@pytest.mark.parametrize(
    "overview",
    [
        "（一）公开情况。1.网站20条。2.公众号8条。（二）申请情况。1.收到3件。2.办结3件。\n",
        "一是抓学习，1.培训2次，2.交流1次；二是抓公开，公开28条；三是抓监督。\n",
        "（一）主动公开28条。二、规范办理申请。（三）加强监督。\n",
        "第一季度公开8条，第三季度公开9条，第四季度公开11条。\n",
        "公开第一批目录，第三方评估完成1次。\n",
        "抓学习，培训1次；二是抓公开，公开28条；三是抓监督。\n",
        "首先，抓学习。二是抓公开，公开28条。三是抓监督。\n",
    ],
    ids=["lists in lists", "inner list", "another sign", "quarters", "no list", "unnumbered", "first of all"],
)
def test_a_list_that_counts_on_is_left_alone(overview):
    assert not told(report_of(overview=overview), "list.gap")


@pytest.mark.parametrize("cut", [14, 19, 25])
def test_a_paragraph_that_breaks_off_is_named(cut):
    sentence = "2022年，我镇通过门户网站、公众号主动公开政府信息28条，办理答复留言5条。"
    findings = told(report_of(overview=sentence[:cut] + "\n"), "paragraph.cut")
    assert [finding.where for finding in findings] == [("/sections/0/body",)]
    assert sentence[:cut].endswith(findings[0].evidence[0].quote)


@pytest.mark.parametrize(
    "overview",
    [
        "2022年，我镇主动公开政府信息28条。\n",
        "（一）强化组织领导，健全公开机制\n成立工作小组。\n（二）突出重点，主动公开\n公开28条。\n",
        "主动公开情况\n（一）公开28条。\n",
        "2022年，我镇主动公开政府信息28\n条，其中网站20条，公众号8条，另有\n公告栏发布的各类信息，均已归档。\n",
        "公开28条。\n联系人：办公室，电话：0123\n",
    ],
    ids=["whole", "headings with commas", "heading", "wrapped", "contact"],
)
def test_a_paragraph_that_ends_is_left_alone(overview):
    assert not told(report_of(overview=overview), "paragraph.cut")


@pytest.mark.parametrize(
    ("label", "row"),
    [
        ("4.保护第三方合法权益", "denied_third_party"),
        ("2.重复申请", "refused_duplicate"),
        ("1.本机关不掌握相关政府信息", "unable_not_held"),
        ("3.其他", "other_misc"),
    ],
)
def test_a_row_without_a_label_is_named(label, row):
    (finding,) = told(report_of(applications=ROWS.replace(label, "")), "table.label_missing")
    assert finding.where == (f"/tables/applications/{row}",)


def test_rows_with_their_labels_are_left_alone():
    report = report_of(applications=ROWS)
    assert report.tables.applications is not None
    assert not told(report, "table.label_missing")


LONE = {
    "a label": "主要不足：二是平台栏目更新不够勤快。\n整改举措：一是定期巡检；二是明确专人。\n",
    "brackets": "（二）平台栏目更新不够勤快。\n下一步将定期巡检。\n",
    "figures": "2.平台栏目更新不够勤快。\n下一步将定期巡检。\n",
    "half-width": "主要不足:二是平台栏目更新不够勤快;三是解读偏少。\n下一步将定期巡检。\n",
}


@pytest.mark.parametrize("problems", LONE.values(), ids=LONE)
def test_a_second_item_without_a_first_is_named(problems):
    (finding,) = told(report_of(problems=problems), "list.gap")
    assert finding.left == 0
    assert finding.right == 2


@pytest.mark.parametrize(
    "problems",
    [
        "平台栏目更新不够勤快，需要加强。二是解读偏少。\n",
        "主要不足：首先，栏目更新偏慢。二是解读偏少。\n",
        "主要不足：2个栏目更新偏慢，2.5万人次浏览。\n",
        "主要不足：一是栏目更新偏慢；二是解读偏少；\n整改举措：一是定期巡检；\n二是明确专人。\n",
    ],
)
def test_a_list_that_began_in_other_words_lost_nothing(problems):
    report = report_of(problems=problems)
    assert told(report, "list.gap") == []
    assert told(report, "paragraph.cut") == []


CUT = {
    "nothing behind": "主要不足：栏目更新偏慢。\n整改举措：一是定期巡检，明确专人；\n",
    "half-width": "主要不足:栏目更新偏慢。\n整改举措:一是定期巡检,明确专人;\n",
    "another list behind": "主要不足：一是栏目更新偏慢；\n整改举措：一是定期巡检；二是明确专人。\n",
    "figures": "1.栏目更新偏慢；\n下一步，将定期巡检。\n",
    "in a word": "主要不足：一是栏目更新偏慢；二是少数股室主动意\n整改举措：一是定期巡检；二是明确专人。\n",
}


@pytest.mark.parametrize("problems", CUT.values(), ids=CUT)
def test_a_list_that_ends_after_a_semicolon_or_in_a_word_is_cut(problems):
    (finding,) = told(report_of(problems=problems), "paragraph.cut")
    assert finding.where == ("/sections/4/body",)
