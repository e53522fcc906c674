"""A page that goes on from another one: rows of the applications table without heading and header."""

import pytest

import extractor

ROWS = (
    ("三、本年度办理结果", "（一）予以公开", 14, 2, 16),
    ("", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 3, 0, 3),
    ("（三）不予公开", "1.属于国家秘密", 0, 0, 0),
    ("", "2.其他法律行政法规禁止公开", 1, 0, 1),
    ("（四）无法提供", "1.本机关不掌握相关政府信息", 6, 1, 7),
    ("", "2.没有现成信息需要另行制作", 2, 0, 2),
    ("（五）不予处理", "4.无正当理由大量反复申请", 1, 0, 1),
    ("", "（七）总计", 27, 3, 30),
    ("", "四、结转下年度继续办理", 1, 0, 1),
)
AFTER = (
    "四、政府信息公开行政复议、行政诉讼情况\n2022年未发生。\n五、存在的主要问题及改进情况\n"
    "公开意识有待加强。下一步将组织学习。\n六、其他需要报告的事项\n无。\n"
)


def rows(mark):
    lines = (
        mark.join((group, label, str(a), str(b), "0", "0", "0", "0", str(total)))
        for group, label, a, b, total in ROWS
    )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("mark", ["\t", " | "], ids=["tabs", "bars"])
def test_rows_are_read_when_their_page_stands_alone(mark):
    report = extractor.extract(rows(mark) + AFTER)
    table = report.tables.applications
    assert table is not None
    found = {key: cells["total"].value for key, cells in table.items() if cells and cells["total"].value}
    assert found == {
        "granted": 16,
        "partial": 3,
        "denied_law": 1,
        "unable_not_held": 7,
        "unable_no_existing": 2,
        "refused_repeated": 1,
        "processed": 30,
        "carried_out": 1,
    }
    assert not [f for f in report.findings if f.check == "table.absent" and "/tables/applications" in f.where]


def test_sentences_that_name_such_rows_make_no_table():
    text = "2022年属于国家秘密的0件；本机关不掌握相关政府信息的6件；没有现成信息需要另行制作的2件。\n"
    report = extractor.extract(f"一、总体情况\n{text}{AFTER}")
    assert "applications" not in [each.key.value for each in report.sections]


MIDDLE = (
    "予以公开",
    "属于国家秘密",
    "属于行政执法案卷",
    "没有现成信息需要另行制作",
    "重复申请",
    "要求提供公开出版物",
)
HEADER = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计\n"


def middle(first, last, mark=" | "):
    return "".join(
        mark.join((label, *map(str, (at + 1, 0, 2, 0, 0, 0, at + 3)))) + "\n"
        for at, label in enumerate(MIDDLE)
        if first <= at < last
    )


@pytest.mark.parametrize(
    ("page", "count"),
    [
        pytest.param("收到和处理申请的情况续表，接上一页\n" + middle(0, 3), 3, id="three-rows"),
        pytest.param(HEADER + middle(4, 6), 2, id="two-short-labels-below-a-header"),
        pytest.param("第3页\n" + middle(2, 6, "\n"), 4, id="a-cell-a-line"),
        pytest.param(middle(1, 5, "\t"), 4, id="tabs"),
    ],
)
def test_a_middle_page_is_the_table_when_whole_rows_stand_there(page, count):
    report = extractor.extract(page)
    assert "document.kind" not in {each.check for each in report.findings}
    table = report.tables.applications
    read = table is not None and sum(cells["total"].value is not None for cells in table.values() if cells)
    assert read == count or "table.unread" in {each.check for each in report.findings}


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("\n".join(f"{at}.{label}" for at, label in enumerate(MIDDLE, 1)), id="list"),
        pytest.param("\n".join(f"{at}.\n{label}" for at, label in enumerate(MIDDLE, 10)), id="numbers-apart"),
        pytest.param("；".join(f"{label}第{at}款" for at, label in enumerate(MIDDLE, 1)), id="sentence"),
        pytest.param(HEADER + "\n".join(f"{label} | | | |" for label in MIDDLE), id="empty-form"),
        pytest.param(
            "本系统执法案件按月统计的一览表，仅供内部参考\n行政处罚 | 12 | 3 | 15\n"
            "行政许可 | 4 | 0 | 4\n行政强制 | 1 | 0 | 1",
            id="other-table",
        ),
    ],
)
def test_a_list_of_outcomes_without_numbers_is_no_report(page):
    report = extractor.extract(f"答复口径参考\n{page}\n")
    assert "document.kind" in {each.check for each in report.findings}
    assert report.tables.applications is None
