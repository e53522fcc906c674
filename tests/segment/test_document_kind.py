"""classify: what a document is, and which statutory form it follows."""

import pytest

from extractor.normalise import fold_characters
from extractor.records import FormName
from extractor.segment import DocumentType, classify, find_sections

REPORT_TITLE = "柳塘镇{year}年政府信息公开工作年度报告\n"
SECTIONS = (
    "一、总体情况\n本镇全年主动公开信息120条。\n二、主动公开政府信息情况\n{labels}\n"
    "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
    "五、存在的主要问题及改进情况\n人手不足。\n六、其他需要报告的事项\n无\n"
)
LIST = "政府信息公开年报\n" + "".join(
    f"{body}2021年政府信息公开工作年度报告 2022-01-{day}\n" for day, body in enumerate("甲乙丙丁戊", 11)
)
LEGACY = (
    REPORT_TITLE.format(year=2016)
    + "一、概述\n二、主动公开情况\n三、依申请公开情况\n指标名称 计量单位 统计数\n主动公开政府信息数 条 12\n"
)
NOTICE = (
    "关于编制2021年度政府信息公开工作年度报告的通知\n各镇人民政府、各部门：\n" + "请于一月底前报送。" * 40
)
SHELL = "柳塘镇人民政府\n网站地图 联系我们 政务新媒体\n版权所有\n"


@pytest.mark.parametrize(
    ("text", "kind", "form"),
    [
        pytest.param(
            REPORT_TITLE.format(year=2021) + SECTIONS.format(labels="本年制发件数"),
            DocumentType.REPORT,
            "2021",
            id="2021",
        ),
        pytest.param(
            REPORT_TITLE.format(year=2020) + SECTIONS.format(labels="上一年项目数量"),
            DocumentType.REPORT,
            "2019",
            id="2020",
        ),
        pytest.param(
            REPORT_TITLE.format(year=2021) + SECTIONS.format(labels="上一年项目数量 对外公开总数量"),
            DocumentType.REPORT,
            "2019",
            id="printed-labels-outweigh-the-year",
        ),
        pytest.param(
            REPORT_TITLE.format(year=2022) + SECTIONS.format(labels=""),
            DocumentType.REPORT,
            "2021",
            id="tables-as-pictures",
        ),
        pytest.param(LEGACY, DocumentType.LEGACY_REPORT, FormName.LEGACY, id="before-2019"),
        pytest.param(LIST, DocumentType.LIST_PAGE, FormName.UNKNOWN, id="list-page"),
        pytest.param(NOTICE, DocumentType.NOTICE, FormName.UNKNOWN, id="notice"),
        pytest.param(SHELL, DocumentType.SHELL, FormName.UNKNOWN, id="shell"),
        pytest.param("镇志记载本镇山水。" * 60, DocumentType.OTHER, FormName.UNKNOWN, id="another-text"),
    ],
)
def test_kind_and_form_are_told(text, kind, form):
    characters = fold_characters(text)
    told = classify(characters, find_sections(text, characters))
    assert (told.type, told.form) == (kind, form)


@pytest.mark.parametrize(
    ("year", "kind", "form"),
    [
        (2017, DocumentType.LEGACY_REPORT, FormName.LEGACY),
        (2018, DocumentType.LEGACY_REPORT, FormName.LEGACY),
        (2019, DocumentType.REPORT, "2019"),
        (2020, DocumentType.REPORT, "2019"),
        (2021, DocumentType.REPORT, "2021"),
        (2022, DocumentType.REPORT, "2021"),
    ],
)
def test_the_year_decides_on_the_form_when_no_table_is_printed(year, kind, form):
    text = REPORT_TITLE.format(year=year) + SECTIONS.format(labels="")
    characters = fold_characters(text)
    told = classify(characters, find_sections(text, characters))
    assert (told.type, told.form, told.year) == (kind, form, year)


def test_the_form_is_unknown_when_neither_a_table_nor_a_year_is_printed():
    text = "政府信息公开工作年度报告\n" + SECTIONS.format(labels="")
    characters = fold_characters(text)
    told = classify(characters, find_sections(text, characters))
    assert (told.type, told.form, told.year) == (DocumentType.REPORT, FormName.UNKNOWN, None)


@pytest.mark.parametrize(
    ("head", "is_other"),
    [
        pytest.param("柳塘镇政府信息公开指南", True, id="a guide"),
        pytest.param("柳塘镇\n政府信息公开工作制度（试行）", True, id="rules, on the second line"),
        pytest.param("柳塘镇关于做好政务公开工作的意见", True, id="opinions"),
        pytest.param("柳塘镇2016年政府信息公开工作年度报告", False, id="a report"),
        pytest.param(
            "政府信息公开指南\n柳塘镇2016年政府信息公开工作年度报告", False, id="a menu above a report"
        ),
        pytest.param("首页\n" * 6 + "政府信息公开指南", False, id="below the head"),
        pytest.param("柳塘镇编制政府信息公开指南并及时更新的情况", False, id="no title"),
    ],
)
def test_paper_of_the_years_before_is_a_report_unless_another_title_heads_it(head: str, is_other: bool):
    text = head + "\n2016年，本镇主动公开政府信息120条，收到政府信息公开申请3件。\n" + "一、总体情况\n" * 2
    characters = fold_characters(text)
    told = classify(characters, find_sections(text, characters), year=2016)
    assert (told.type is not DocumentType.LEGACY_REPORT) is is_other
