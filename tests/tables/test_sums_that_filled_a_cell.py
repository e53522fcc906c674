"""Annexed tables have one sum over a cell: what it fills, or a letter glued to a label, nothing checks."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from extractor.pipeline import extract
from extractor.records import CellBasis

HEAD = """云岭县白石镇2009年政府信息公开工作年度报告
一、概述
本报告由白石镇编制，统计期限自2009年1月1日至12月31日。
附表
政府信息公开情况统计表
指标名称 本年度 历年累计
主动公开信息数 18 60
其中：1.政府网站 10 40
2.政府公报 0 20
"""
REQUESTS = {
    "受理依申请公开信息总数": "11 16",
    "其中：1.当面申请数": "3 4",
    "2.传真申请数": "2 2",
    "3.电子邮件申请数": "1 3",
    "4.网上申请数": "3 3",
    "5.信函申请数": "2 3",
    "6.其它形式申请数": "0 1",
}
TAIL = """本年度对申请的答复总数 6 7
其中：1.同意公开答复数 2 2
2.同意部分公开答复数 2 3
3.否决公开答复总数 2 2
行政复议数 0 2
行政诉讼数 0 0
行政申诉数 2 3
"""


def annex(changed: Mapping[str, str] = MappingProxyType({})):
    """The annexed table with the print of some rows changed; a letter follows its label without a blank."""
    rows = (
        f"{label}{'' if own[:1].isalpha() or own[:1] == '|' else ' '}{own}\n"
        for label, own in {**REQUESTS, **changed}.items()
    )
    return extract(f"{HEAD}{''.join(rows)}{TAIL}").tables.get("annex")


@pytest.mark.parametrize("letter", ["l", "|", "I"])
def test_a_letter_glued_to_a_label_is_its_number_when_the_row_lacks_one(letter):
    cell = annex({"3.电子邮件申请数": f"{letter} 3"})["requests_received_email"]

    assert (cell["year"].value, cell["year"].raw, cell["year"].basis) == (1, letter, CellBasis.REPAIRED)
    assert (cell["cumulative"].value, cell["cumulative"].basis) == (3, CellBasis.PROVED)


def test_no_zero_is_inferred_beside_a_glued_letter_when_the_sum_holds_without_it():
    cell = annex({"受理依申请公开信息总数": "10 16", "3.电子邮件申请数": "l 3"})["requests_received_email"]

    assert cell["year"].basis is not CellBasis.INFERRED


def test_a_sum_proves_nothing_when_it_filled_a_cell_that_no_other_sum_checks():
    table = annex({"4.网上申请数": "3"})
    rows = [key for key in table if key.startswith("requests_received")]

    assert not [
        (row, column)
        for row in rows
        for column, cell in table[row].items()
        if cell.basis in (CellBasis.PROVED, CellBasis.INFERRED)
    ]
    assert table["requests_received_email"]["year"].value == 1
    assert table["requests_answered"]["year"].basis is CellBasis.PROVED


def test_all_is_proved_when_every_number_is_printed():
    table = annex()

    assert {cell.basis for cell in table["requests_received_online"].values()} == {CellBasis.PROVED}
