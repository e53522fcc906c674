"""A report on 2014 with its annexed table, as a page in sections and as CSV of two columns."""

from random import Random

import pytest
from three_forms import TYPED, Block, ReportModel

from extractor.evaluation.noise.fill import fill_form
from extractor.evaluation.noise.grids import build_grids
from extractor.evaluation.noise.printing import choose_style, print_form
from extractor.forms import edition_named
from extractor.pipeline import extract

PROSE = (
    ("h", "一、概述"), ("p", "统计期限为2014年1月1日至12月31日。全年配备兼职人员3名。"),
    ("h", "二、主动公开政府信息情况"), ("p", "全年主动公开信息215条。"),
    ("h", "三、依申请公开政府信息情况"), ("p", "收到申请12件，均已答复。"),
    ("h", "四、收费及减免情况"), ("p", "未收取费用。"),
    ("h", "附表：政府信息公开情况统计表"),
)  # fmt: skip


@pytest.mark.parametrize("style", ["modern page", "portal", "comma", "sheet"])
@pytest.mark.parametrize("form", ["legacy_2014", "legacy_shanghai_older", "legacy_shanghai_newer"])
def test_prose_and_annex_are_both_read(form, style, tmp_path):
    rng = Random("k")
    printed = print_form(fill_form(rng, edition_named(form)), choose_style(rng))
    (grid,) = build_grids(printed, form, lambda word: word).values()
    blocks = [Block(kind, text) for kind, text in PROSE] + [Block("grid", grid=grid)]
    model = ReportModel(form, "霞渡县水利局2014年政府信息公开工作年度报告", tuple(blocks), {})
    ending, prints = TYPED[style]
    path = tmp_path / f"annexed{ending}"
    path.write_bytes(prints(model))
    report = extract(path)
    assert report.form == "legacy"
    assert [int(count.value) for count in report.narrative.counts] == [3, 215, 12]
    table = report.tables.get("annex")
    assert {
        (row, column): cell.value for row, cells in table.items() for column, cell in (cells or {}).items()
    } == {
        (row, column): cell.value for row, cells in printed["annex"].items() for column, cell in cells.items()
    }
