"""Captions over tables: another year's or another body's table is never delivered as the report's own."""

import pytest

from extractor.header import names_another
from extractor.pipeline import extract
from extractor.records import CellBasis, Severity
from extractor.tables.captions import is_caption, year_of
from tests.tables.printed_tables import SMALL, filled, tabbed

ISSUER = "汀溪县林业局"
OWN = filled(SMALL)
OTHER = filled({**SMALL, "granted": (31, 0, 2, 0, 0, 0), "carried_in": (1, 0, 0, 0, 0, 0)})
OWN_MARKETS = {"规章": [1, 0, 12], "行政规范性文件": [7, 3, 45], "行政许可": [1697], "行政处罚": [3435]}
OTHER_MARKETS = {row: [figure + 1 for figure in figures] for row, figures in OWN_MARKETS.items()}
OWN_DISPUTES, OTHER_DISPUTES = ["1 0 2 0 3 0 0 0 0 0 0 1 0 0 1", "2 0 2 1 5 0 0 1 0 1 0 0 0 0 0"]


def first(numbers):
    rows = "\n".join("\t".join([row, *map(str, figures)]) for row, figures in numbers.items())
    return f"第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n{rows}\n"


def second(figures):
    return f"申请人情况\n{tabbed(figures)}"


def third(figures):
    names = "\t".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
    return f"行政复议\t行政诉讼\n{names}\n" + "\t".join(figures.split()) + "\n"


def tables(*, own):
    if own:
        return [first(OWN_MARKETS), second(OWN), third(OWN_DISPUTES)]
    return [first(OTHER_MARKETS), second(OTHER), third(OTHER_DISPUTES)]


def report(annex, said="见附表。", before=""):
    return extract(
        f"{before}{ISSUER}2022年政府信息公开工作年度报告\n一、总体情况\n2022年，我局公开信息439条。\n"
        f"二、主动公开政府信息情况\n{said}\n三、收到和处理政府信息公开申请情况\n{said}\n"
        f"四、政府信息公开行政复议、行政诉讼情况\n{said}\n五、存在的主要问题及改进情况\n"
        f"一是栏目更新不及时。二是解读形式单一。\n六、其他需要报告的事项\n无。\n{annex}"
    )


def values(read):
    return (
        [str(cell.value) for key in OWN for cell in read.tables.applications[key].values()],
        [cell.value for cell in read.tables.proactive["rules"].values()],
        [str(cell.value) for block in read.tables.disputes.values() for cell in block.values()],
    )


EXPECTED = (
    [figure for row in OWN.values() for figure in row],
    OWN_MARKETS["规章"],
    OWN_DISPUTES.split(),
)


def checks(read):
    return [each.check for each in read.findings]


def numbered(read):
    found = (read.tables.proactive, read.tables.applications, read.tables.disputes)
    return [
        cell for table in found for cells in table.values() for cell in (cells or {}).values() if cell.raw
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("附表1：2021年度", "附表2：2022年度"),
        ("附件1 2021年数据", "附件2 2022年数据"),
        ("2021年度统计表（供对照）", "附表"),
        ("附：下属单位汀溪县林木种苗站数据", "附：汀溪县林业局数据"),
        ("附件1：汀溪县水务局", "附件2：县林业局"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_the_annex_of_the_report_itself_is_taken_wherever_it_stands(old, new, is_first):
    parts = [(new, tables(own=True)), (old, tables(own=False))]
    annex = "".join(f"{caption}\n{''.join(each)}" for caption, each in parts[:: 1 if is_first else -1])
    read = report(annex)
    assert values(read) == EXPECTED
    assert not {"table.ambiguous", "table.caption"} & set(checks(read))
    several = [each for each in read.findings if each.check == "table.several"]
    assert [each.severity for each in several] == [Severity.INFO] * 3


def test_each_pair_of_an_annex_is_told_apart_by_its_captions():
    pairs = zip(tables(own=False), tables(own=True), strict=True)
    annex = "".join(
        f"附表{at}（2021年）\n{old}附表{at}（2022年）\n{new}" for at, (old, new) in enumerate(pairs, 1)
    )
    assert values(report(annex)) == EXPECTED


def test_a_table_for_comparison_before_the_title_is_not_the_reports_own():
    before = "2021年度数据（供比较）\n" + "".join(tables(own=False))
    read = report("附表\n" + "".join(tables(own=True)), before=before)
    if read.report_year.value == 2022:
        assert values(read) == EXPECTED
    else:  # then the header says that the year is not known
        assert "header.missing" in checks(read)


@pytest.mark.parametrize(
    "caption",
    [
        "附表：2021年度数据",
        "附件\n2021年政府信息公开情况统计表",
        "附表（上年度数据）",
        "附件：2020—2021年数据",
        "2021年度",
        "附件：下属单位汀溪县林木种苗站数据",
        "附表：汀溪县水务局2022年数据",
        "附件：二级单位数据",
    ],
)
def test_what_is_only_anothers_table_is_in_doubt_and_its_caption_is_named(caption):
    read = report(f"{caption}\n{''.join(tables(own=False))}")
    cells = numbered(read)
    assert len(cells) > 150
    assert all(cell.basis is CellBasis.AMBIGUOUS and cell.value is None for cell in cells)
    assert all(cell.alternatives for cell in cells)
    found = [each for each in read.findings if each.check == "table.caption"]
    assert sorted(each.where[0] for each in found) == [
        "/tables/applications",
        "/tables/disputes",
        "/tables/proactive",
    ]
    named = caption.split("\n")[-1]
    assert all(named in each.message and each.evidence[0].quote == named for each in found)
    assert "table.ambiguous" not in checks(read)


def test_another_years_table_in_the_section_itself_is_in_doubt():
    read = report("", said="2021年度数据如下：\n" + second(OTHER))
    cells = [cell for cells in read.tables.applications.values() for cell in (cells or {}).values()]
    assert not [cell for cell in cells if cell.value is not None]
    assert "table.caption" in checks(read)


@pytest.mark.parametrize(
    "caption",
    [
        "附表（截至2023年1月10日）",
        "附表：汀政办发〔2021〕3号文件附件",
        "附表（2021版）",
        "附表：2021-2022年度数据",
        "附表：2022年与2021年数据对照",
        "附表：汀溪县林业局及下属单位数据",
        "填表日期：2023年1月6日",
        "附表：全县数据",
        "附表一 主动公开政府信息情况",
    ],
)
def test_captions_that_say_nothing_else_leave_the_table_alone(caption):
    read = report(f"{caption}\n{''.join(tables(own=True))}")
    assert values(read) == EXPECTED
    assert not {"table.caption", "table.several"} & set(checks(read))


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("2021年度", 2021),
        ("附表2021", 2021),
        ("上一年度数据", 2021),
        ("2021年1月1日至12月31日数据", 2021),
        ("2021年3月5日", None),
        ("〔2021〕3号", None),
        ("（2021）3号", None),
        ("截至2021年底情况", None),
        ("2021版", None),
        ("2021年版年度报告表", None),
        ("2021年国办统一格式数据表", None),
        ("2019年修订", None),
        ("2020年至2022年", 2022),
        ("上年结转", None),
    ],
)
def test_which_year_words_name(words, year):
    assert year_of(words, 2022) == year


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("附表2：2021年度", True),
        ("2021年，我局公开信息12条。", False),
        ("规章2201939", False),
        ("一、本年新收政府信息公开申请数量7616", False),
        ("按照2021年部署做好公开工作", False),
        ("（2021年度）", True),
    ],
)
def test_which_lines_head_tables(line, heads):
    assert is_caption(line) is heads


@pytest.mark.parametrize(
    ("issuer", "caption", "body"),
    [
        ("汀溪县人民政府", "附件：汀溪县教育局2022年数据", "汀溪县教育局"),
        ("汀溪县人民政府", "附件：汀溪县政府数据", None),
        ("汀溪县市场监督管理局", "附表：县市监局数据", None),
        ("汀溪县卫生健康委员会", "附表：汀溪县卫健委统计表", None),
        ("汀溪县林业局", "附表：汀溪县林业局林木种苗站", "汀溪县林业局林木种苗站"),
        ("汀溪县林业局", "附表：汀溪县林业局本级数据", None),
        ("汀溪县林业局", "附表：政府网站信息公开情况", None),
        ("汀溪县林业局", "附表：县林业局政府信息公开情况", None),
        ("汀溪县林业局", "附表：汀溪县林业局办公室统计表", None),
        ("汀溪县林业局", "附表：林业局数据", None),
        ("汀溪县林业局", "填报单位：汀溪县政务服务中心", None),
        (None, "附表：汀溪县教育局数据", None),
    ],
)
def test_which_captions_name_another_body(issuer, caption, body):
    assert names_another(issuer)(caption) == body
