"""表二 with all labels first: the headings of its blocks name the rows whose numbers stand behind them."""

import pytest
from printed_tables import proactive

from extractor.records import CellBasis

LABELS = ("信息内容", "规章", "行政规范性文件", "信息内容", "行政许可", "信息内容", "行政处罚", "行政强制")
FEES = ("信息内容", "行政事业性收费")
WIDE = ("第二十条第（一）项", "本年制发件数", "本年废止件数", "现行有效件数", "3", "0", "1", "6", "14", "29")
NARROW = (
    *("第二十条第（五）项", "本年处理决定数量", "418", "第二十条第（六）项", "本年处理决定数量", "77", "5"),
    *("第二十条第（八）项", "本年收费金额（单位：万元）", "12.6"),
)
TRUE = {"licensing": "418", "penalties": "77", "coercion": "5", "fees": "12.6"}


def read(*pieces):
    return proactive("\n\n".join(pieces) + "\n")


def values(table):
    return {row: str(next(iter(table[row].values())).value) for row in TRUE}


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param((*LABELS, *FEES, *WIDE, *NARROW), id="labels-first"),
        pytest.param(
            (WIDE[0], *LABELS[:3], *WIDE[1:], *LABELS[3:], *FEES, *NARROW), id="after-the-wide-block"
        ),
        pytest.param(
            (*LABELS, *FEES, *WIDE[:3], *WIDE[4:8], *NARROW, WIDE[3], *WIDE[8:]), id="column-behind"
        ),
    ],
)
def test_headings_of_blocks_name_the_rows(pieces):
    table = read(*pieces)
    assert values(table) == TRUE
    assert {cell.basis for row in TRUE for cell in table[row].values()} == {CellBasis.PRINTED}
    wide = [cell for row in ("rules", "normative_documents") for cell in table[row].values()]
    assert all(cell.value is None for cell in wide)  # by rows or by columns: nothing says which


@pytest.mark.parametrize("lost", range(len(NARROW)), ids=lambda at: NARROW[at])
def test_no_number_goes_to_another_row_where_one_piece_is_lost(lost):
    table = read(*LABELS, *FEES, *WIDE, *NARROW[:lost], *NARROW[lost + 1 :])
    for row, true in TRUE.items():
        cell = next(iter(table[row].values()))
        sure = cell.basis in (CellBasis.PROVED, CellBasis.PRINTED) and cell.reason is None
        assert not sure or str(cell.value) == true, (row, cell)


def test_exchanged_labels_are_not_overruled():
    labels = (
        "信息内容",
        "规章",
        "行政规范性文件",
        "信息内容",
        "行政处罚",
        "信息内容",
        "行政许可",
        "行政强制",
    )
    table = read(*labels, *FEES, *WIDE, *NARROW)
    sure = [c for row in TRUE for c in table[row].values() if c.value is not None and c.reason is None]
    assert not sure
