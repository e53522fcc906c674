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
