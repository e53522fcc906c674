"""Annexed tables with what is no value beside the values: codes, dashes of sections, labels of one's own."""

import pytest

import extractor
from extractor.records import CellBasis

HEAD = """\
蓝溪县林业局2016年政府信息公开工作年度报告
一、概述
全年围绕重点领域做好公开。
二、主动公开情况
按要求公开。
三、依申请公开政府信息情况
规范办理。
四、附表
政府信息公开情况统计表（2016年度）
"""
ROWS = [
    ("1100", "主动公开政府信息数", "条", "proactive_total", 731),
    ("1101", "其中：主动公开规范性文件数", "条", "proactive_normative", 12),
    ("1210", "政府公报公开政府信息数", "条", "proactive_channels_gazette", 6),
    ("1220", "政府网站公开政府信息数", "条", "proactive_channels_website", 702),
    ("1250", "其他方式公开政府信息数", "条", "proactive_channels_other", 23),
    ("2110", "收到申请数", "件", "requests_received", 58),
    ("2111", "当面申请数", "件", "requests_received_in_person", 9),
    ("2112", "传真申请数", "件", "requests_received_fax", 2),
    ("2113", "网络申请数", "件", "requests_received_online", 40),
    ("2114", "信函申请数", "件", "requests_received_letter", 7),
    ("2210", "申请办结数", "件", "requests_closed", 55),
    ("2211", "按时办结数", "件", "requests_closed_on_time", 51),
    ("2212", "延期办结数", "件", "requests_closed_extended", 4),
    ("4110", "从事政府信息公开工作人员数", "人", "capacity_staff", 8),
    ("4111", "专职人员数", "人", "capacity_staff_full_time", 3),
    ("4112", "兼职人员数", "人", "capacity_staff_part_time", 5),
]
TRUTH = {key: value for *_, key, value in ROWS}
SECTIONS = {0: "一、主动公开情况", 5: "三、依申请公开情况", 13: "七、机构建设和保障经费情况"}
ORDERS = {
    "code first": lambda code, label, unit, value: (code, label, unit, value),
    "code behind the label": lambda code, label, unit, value: (label, code, unit, value),
    "code behind the unit": lambda code, label, unit, value: (label, unit, code, value),
}
NAMES = ("行次", "指标名称", "计量单位", "统计数")


def drawn(lines, style: str) -> str:
    if style == "html":
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
        paragraphs = "".join(f"<p>{line}</p>" for line in HEAD.splitlines())
        return f"<html><body>{paragraphs}<table>{body}</table></body></html>"
    gap = {"tabs": "\t", "spaces": " ", "pipes": " | "}[style]
    return HEAD + "\n".join(gap.join(line) for line in lines) + "\n"


def annex_of(text: str, tmp_path, style: str = "txt"):
    path = tmp_path / ("a.html" if style == "html" else "a.txt")
    path.write_text(text, encoding="utf-8")
    table = extractor.extract(path).tables.annex
    return {row: cells["year"] for row, cells in table.items() if cells and cells["year"].value is not None}


def values(cells):
    return {row: int(cell.value) for row, cell in cells.items()}


@pytest.mark.parametrize("style", ["tabs", "spaces", "pipes", "html"])
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("headed", [True, False])
def test_codes_are_no_values(order: str, style: str, headed: bool, tmp_path):
    lines = [ORDERS[order](*NAMES)] if headed else []
    lines += [ORDERS[order](code, label, unit, str(value)) for code, label, unit, _, value in ROWS]
    assert values(annex_of(drawn(lines, style), tmp_path, style)) == TRUTH


def test_row_that_prints_its_code_alone_has_no_value(tmp_path):
    lines = [(label, code, unit, str(value)) for code, label, unit, _, value in ROWS]
    lines[2] = (*lines[2][:3], "")
    expected = {key: value for key, value in TRUTH.items() if key != "proactive_channels_gazette"}
    assert values(annex_of(drawn(lines, "spaces"), tmp_path)) == expected


@pytest.mark.parametrize("style", ["tabs", "pipes", "html"])
@pytest.mark.parametrize("mark", ["—", "——", "/", "-"])
def test_dashes_of_a_section_move_no_row(mark: str, style: str, tmp_path):
    lines = [NAMES[1:]]
    for at, (_, label, unit, _, value) in enumerate(ROWS):
        lines += [(SECTIONS[at], mark, mark)] if at in SECTIONS else []
        lines.append((label, unit, str(value)))
    assert values(annex_of(drawn(lines, style), tmp_path, style)) == TRUTH


def test_dash_of_a_row_stays_its_value_of_none(tmp_path):
    lines = [(label, unit, str(value)) for _, label, unit, _, value in ROWS]
    lines[2] = (lines[2][0], "条", "—")
    path = tmp_path / "a.txt"
    path.write_text(drawn(lines, "tabs"), encoding="utf-8")
    table = extractor.extract(path).tables.annex
    assert table["proactive_channels_gazette"]["year"].raw == "—"
    assert table["proactive_channels_website"]["year"].value == 702


def test_list_of_rows_is_read(tmp_path):
    text = HEAD + "".join(f"{label}：{value}{unit}\n" for _, label, unit, _, value in ROWS)
    assert values(annex_of(text, tmp_path)) == TRUTH


def test_list_with_several_rows_on_a_line_is_read(tmp_path):
    pairs = [f"{label}：{value}{unit}" for _, label, unit, _, value in ROWS]
    text = HEAD + "".join("；".join(pairs[at : at + 3]) + "。\n" for at in range(0, len(pairs), 3))
    assert values(annex_of(text, tmp_path)) == TRUTH


def test_whole_labels_count_more_than_the_order(tmp_path):
    """Labels of the issuer's own take no row of the form's and move none."""
    lines = [(label, unit, str(value)) for _, label, unit, _, value in ROWS]
    lines[1:1] = [("村务公开栏张贴数", "张", "66")]
    lines[6:7] = [("全年收件合计", "件", "58")]
    lines += [("群众来访接待批次", "批", "19")]
    cells = annex_of(drawn(lines, "tabs"), tmp_path)
    expected = {key: value for key, value in TRUTH.items() if key != "requests_received"}
    assert {row: value for row, value in values(cells).items() if row in expected} == expected
    others = [cell for row, cell in cells.items() if row not in TRUTH]
    assert all(cell.basis is not CellBasis.PROVED for cell in others)
    assert not others
