"""Tables saved as text whose rows have different lengths, as programs write them that add no empty fields."""

import csv
import io

import pytest

import extractor
from extractor.ingest.separated import is_separated

NUMBERS = (9, 4, 1, 2, 3, 1, 20)
ROWS = [
    ["云岭市财政局2022年政府信息公开工作年度报告"],
    ["一、总体情况"],
    ["全年主动公开政府信息63条，收到申请20件，均按时答复，未收取费用。"],
    ["二、主动公开政府信息情况"],
    ["第二十条第（一）项", "", "", ""],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", 0, 0, 0],
    ["行政规范性文件", 2, 1, 43],
    ["三、收到和处理政府信息公开申请情况"],
    ["", "", "", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
    ["一、本年新收政府信息公开申请数量", "", "", *NUMBERS],
    ["二、上年结转政府信息公开申请数量", "", "", *[0] * 7],
    ["三、本年度办理结果", "（一）予以公开", "", *NUMBERS],
    ["三、本年度办理结果", "（二）部分公开", "", *[0] * 7],
    ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密", *[0] * 7],
    ["三、本年度办理结果", "（七）总计", "", *NUMBERS],
    ["四、结转下年度继续办理", "", "", *[0] * 7],
    ["四、政府信息公开行政复议、行政诉讼情况"],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3,
    [5, 2, 1, 3, 11, 4, 1, 2, 0, 7, 2, 6, 1, 3, 12],
    ["五、存在的主要问题及改进情况"],
    ["公开内容不够全面。下一步将加强培训。"],
]


def written(mark: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=mark).writerows(ROWS)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_rows_of_different_lengths_are_read(tmp_path, mark, encoding):
    path = tmp_path / "云岭.csv"
    path.write_bytes(written(mark).encode(encoding))
    report = extractor.extract(path)
    new = report.tables.applications["new"]
    assert tuple(cell.value for cell in new.values()) == NUMBERS
    disputes = [cell.value for row in report.tables.disputes.values() for cell in row.values()]
    assert disputes == ROWS[-3]
    assert "table.unread_numbers" not in [finding.check for finding in report.findings]


def test_sentences_with_commas_are_no_rows():
    lines = [f"第{n}季度, " + "我局公开信息63条, " * n + "受到好评。\n" for n in range(1, 9)]
    assert not is_separated("".join(lines).encode())
