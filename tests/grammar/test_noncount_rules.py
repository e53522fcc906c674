"""Digits that count nothing, each explained by the rule with the right name."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.grammar import RULES, non_counts

EXAMPLES = {
    "date": [("8月4日、10月26日召开", "8月4日"), ("截至12月7日", "12月7日")],
    "year": [("2020年公开", "2020年"), ("《条例》之外的2019修订", "2019")],
    "period": [("统计期限为2020年1月1日至12月31日", "统计期限为2020年1月1日至12月31日")],
    "document_number": [
        ("依据（国办公开办函〔2021〕30号）", "〔2021〕30号"),
        ("鲁政办字[2021]115号", "[2021]115号"),
        ("国务院令第711号", "令第711号"),
    ],
    "law_article": [
        ("第二十条第（五）项规定", "第二十条第(五)项"),
        ("条例第36条", "第36条"),
        ("第9至12条", "第9至12条"),
    ],
    "list_number": [
        ("1.加强培训", "1."),
        ("。2、公开", "2、"),
        ("（3）依申请", "(3)"),
        ("。二是公开", "二是"),
    ],
    "ordinal": [("第3期", "第3期"), ("第六次", "第六次")],
    "phone": [("电话：0531-88881234", "电话:0531-88881234"), ("手机13912345678", "13912345678")],
    "postcode": [("邮编：255020", "邮编:255020")],
    "email": [("信箱gk2020@163.com", "gk2020@163.com")],
    "url": [("http://www.abc12.gov.cn/", "http://www.abc12.gov.cn/"), ("网址abc12.gov.cn", "abc12.gov.cn")],
    "address": [("新村西路226号", "226号"), ("中心大楼3号楼502室", "3号楼")],
    "hotline_name": [("拨打12345热线", "12345"), ("区长电话12345受理", "12345")],
    "quoted_name": [("“1526”体系", "“1526”"), ("“十四五”规划", "“十四五”")],
    "title_name": [("《2020年要点》", "《2020年要点》"), ("《稳增长30条措施》", "《稳增长30条措施》")],
    "deadline": [("20个工作日内答复", "20个工作日内"), ("24小时值守", "24小时"), ("两个月不更新", "两个月")],
    "requirement": [("至少一名", "至少一名"), ("不低于4%要求", "不低于4%要")],
    "background": [
        ("下辖11个行政村、2个社区", "下辖11个行政村、2个"),
        ("常住人口3.2万人", "常住人口3.2万人"),
    ],
    "place_name": [("九台街道", "九台街道"), ("三家子镇", "三家子镇")],
    "frequency": [("每季度召开1次会议", "每季度召开1次")],
    "score_weight": [("政务公开40分分值", "40分分值")],
    "page_number": [("正文\n- 4 -\n正文", "- 4 -"), ("第2页共6页", "2页共6页")],
    "file_index_number": [
        ("• 005283492/2021-00013", "005283492/2021-00013"),
        ("信息索引 | 1137030020040058X9 |", "索引 | 1137030020040058X9"),
        ("云公安备 53010202000123号", "53010202000123号"),
    ],
    "time_of_day": [("17:25:10发布", "17:25:10")],
    "session_name": [("十九届五中全会", "十九届五中全会"), ("区十七届人大三次会议", "十七届人大三次会议")],
    "name_with_digits": [("1+3+N体系", "1+3+N"), ("A4纸", "A4"), ("十件民生实事", "十件民生实事")],
    "structure_word": [("三个方面", "三个方面"), ("5个环节", "5个环节"), ("四大服务", "四大服务")],
    "file_name": [("公报2019年第1期.pdf", "2019年第1期.pdf")],
    "image_description": [
        ("The page shows the site of the office and 12 views here\n", "The page shows the site"),
    ],
}
ROWS = ("1200340560078", "（12）（0）（3）（40）", "12:03:40 05:06", "1200 3405 6007")
"""Rows of a table whose numbers run together, or stand between signs that other numbers have."""


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_numbers_alone_on_its_line_is_not_explained_away(row):
    explained = sum(end - start for start, end, _ in non_counts(f"公开情况\n{row}\n其他事项"))
    assert explained <= len(row) / 2


CASES = [(rule, text, words) for rule, cases in EXAMPLES.items() for text, words in cases]


@pytest.mark.parametrize(("rule", "text", "words"), CASES, ids=[f"{r}: {t}" for r, t, _ in CASES])
def test_digits_are_explained_when_they_count_nothing(rule: str, text: str, words: str):
    found = [text[entry.start : entry.end] for entry in non_counts(text) if entry.rule == rule]
    assert any(
        stretch.replace("（", "(").replace("）", ")").replace("：", ":").startswith(words)
        for stretch in found
    )


def test_every_rule_has_an_example_when_the_rules_change():
    assert set(EXAMPLES) == set(RULES)


COUNTS = [
    "公开信息278条",
    "12次政府常务会议",
    "满意率为99.3%",
    "65人参加",
    "占总数的62.3%",
    "三次",
    "6个镇办",
    "0件",
]


@pytest.mark.parametrize("text", COUNTS)
def test_no_rule_claims_a_number_when_it_counts_work(text: str):
    assert non_counts(text) == []


@given(st.text(alphabet="第条项期2019年月日号〔〕.、-一二三十个是 \n（)公开件%A", max_size=60))
def test_stretches_are_in_order_and_apart_when_the_text_is_anything(text: str):
    found = non_counts(text)
    assert all(0 <= entry.start < entry.end <= len(text) for entry in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    "text",
    ["五台区直单位配备的一体机", "辖区内公开3条", "在今日禾柳、每日快讯等媒体上发布信息80条"],
    ids=["machines", "within the area", "a paper named for the day"],
)
def test_numbers_that_count_are_not_set_aside_when_a_rule_comes_near(text: str):
    rules = {"background", "place_name", "frequency"}
    assert [entry for entry in non_counts(text) if entry.rule in rules] == []
