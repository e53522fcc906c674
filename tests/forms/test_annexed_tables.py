"""Tables that yearly reports on 2008 to 2018 annex: read by their labels, whatever is printed beside them."""

import re

import pytest

from extractor.evaluation.noise import LAYOUTS, generate_documents
from extractor.forms import annex_edition, edition_named, editions
from extractor.pipeline import extract
from extractor.records import CellBasis

ANNEXES = [edition.id for edition in editions() if edition.annex]
HEAD = """\
柳塘镇人民政府2012年政府信息公开工作年度报告
一、概述
全年围绕重点领域做好公开。
二、主动公开政府信息情况
全年按目录公开。
三、依申请公开政府信息情况
按规定办理。
四、收费及减免情况
未收取费用。
附表
"""
DELIVERED = (CellBasis.PROVED, CellBasis.PRINTED, CellBasis.INFERRED, CellBasis.REPAIRED)


def annexed(document):
    """A report on 2012 with the generated table as its annex."""
    return HEAD + document.text.split("\n", 1)[1]


def figures(report, document):
    """(what was read, what is true, basis, whether sums cover it) of every cell."""
    form = edition_named(document.form).tables[0]
    table = report.tables.get("annex") or {}
    for row, cells in document.truth["annex"].items():
        for column, truth in cells.items():
            cell = (table.get(row) or {}).get(column)
            if cell is not None:
                yield cell, truth, (row, column) in form.covered


@pytest.mark.parametrize("name", ANNEXES)
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "doubled"])
def test_every_figure_is_right_and_only_covered_ones_are_proved(name, layout):
    (document,) = generate_documents(1, 4, "clean", [layout], name)
    report = extract(annexed(document))
    assert report.form == "legacy"
    found = list(figures(report, document))
    assert len(found) == edition_named(name).tables[0].cell_count
    assert all(cell.value == truth.value for cell, truth, _ in found)
    assert {cell.basis for cell, _, covered in found if covered} == {CellBasis.PROVED}
    assert {cell.basis for cell, _, covered in found if not covered} <= {CellBasis.PRINTED}


@pytest.mark.parametrize("name", ANNEXES)
@pytest.mark.parametrize("level", ["swaps-1", "slips", "blanks-dropped"])
def test_nothing_that_sums_cover_is_silently_wrong(name, level):
    for document in generate_documents(12, 8, level, form=name):
        for cell, truth, covered in figures(extract(annexed(document)), document):
            if covered and cell.basis in DELIVERED:
                assert cell.value == truth.value, document.name


def printed(name, separator, *, codes=True, units=True, only=None):
    """The annex of ``name`` as lines of label, unit, code and figure; every sum holds."""
    form = edition_named(name).tables[0]
    (document,) = generate_documents(1, 6, "clean", ["tabs"], name)
    lines = []
    for row in form.rows:
        if only is None or row.key in only:
            cells = [row.prints, row.columns[0].unit if units else "", row.code if codes else ""]
            cells += [str(truth.value) for truth in document.truth["annex"][row.key].values()]
            lines.append(separator.join(cell for cell in cells if cell))
    return HEAD + "政府信息公开情况统计表\n" + "\n".join(lines) + "\n", document


@pytest.mark.parametrize("separator", ["\t", " | ", "  ", "\n"], ids=["tab", "pipe", "spaces", "lines"])
@pytest.mark.parametrize("name", ANNEXES)
def test_units_and_codes_beside_the_labels_are_no_figures(name, separator):
    text, document = printed(name, separator)
    for cell, truth, covered in figures(extract(text), document):
        assert cell.value == truth.value
        assert not covered or cell.basis is CellBasis.PROVED


def test_rows_that_are_not_printed_are_null_and_nothing_is_inferred_for_them():
    kept = ("requests_received", "requests_received_in_person", "requests_received_online", "litigation",
            "requests_closed", "proactive_total", "reconsideration")  # fmt: skip
    text, document = printed("legacy_2014", "\t", only=kept)
    table = extract(text).tables.get("annex")
    assert {row for row, cells in table.items() if cells is not None} == set(kept)
    assert all(table[row]["year"].value == document.truth["annex"][row]["year"].value for row in kept)


def test_the_same_words_are_other_rows_in_another_variant():
    """不存在 stands inside 否决公开 in the older form and beside 不予公开 in the newer one."""
    older, newer = (edition_named(f"legacy_shanghai_{name}").tables[0] for name in ("older", "newer"))
    refused = older.parts_of["requests_answered_denied", "year"]
    assert ("requests_answered_denied_not_existing", "year") in refused
    assert ("requests_answered_not_existing", "year") in newer.parts_of["requests_answered", "year"]


def test_a_year_and_all_years_are_told_apart():
    text, _ = printed("legacy_fujian_2009", "\t")
    table = extract(text).tables.get("annex")
    assert {key for cells in table.values() for key in cells} == {"year", "cumulative"}
    wrong = re.sub(r"(行政诉讼数\t件\t)\d+\t\d+", r"\g<1>9\t2", text)
    found = [finding for finding in extract(wrong).findings if finding.check == "identity.sum"]
    assert any("本年不大于历年累计" in finding.message for finding in found)


@pytest.mark.parametrize(("total", "exceeded"), [(1, True), (3, False), (5, False)])
def test_printed_parts_that_exceed_their_total_are_told_though_rows_are_not_printed(total, exceeded):
    rows = f"收到申请数\t{total}\n当面申请数\t2\n传真申请数\t1\n申请办结数\t3\n按时办结数\t3\n"
    table = "政府信息公开情况统计表\n指标名称\t统计数\n主动公开政府信息数\t34\n" + rows
    report = extract(HEAD + table + "行政复议数量\t0\n")
    cell = report.tables.get("annex")["requests_received_in_person"]["year"]
    warned = {place for finding in report.findings if finding.severity != "info" for place in finding.where}
    assert (cell.basis is CellBasis.CONFLICT) is exceeded
    assert not exceeded or "/tables/annex/requests_received_in_person/year" in warned


def test_first_line_of_a_broken_label_fills_no_cell_of_the_row_above_it():
    lines = ["指标名称 本年度 历年累计", "主动公开信息数 25", "其中：1.政府", "网站", "2.政府公报 27 27"]
    lines += ["受理依申请公开", "信息总数", "其中：1.当面", "申请数", "本年度对申请的 1", "答复总数"]
    lines += ["其中：1.同意", "公开答复数", "2.同意部分公", "开答复数", "3.否决公开答 1", "复总数"]
    lines += ["指标名称 本年度 历年累计", "行政复议数 13 13", "行政诉讼数", "行政申诉数"]
    table = extract(HEAD + "政府信息公开情况统计表\n" + "\n".join(lines) + "\n").tables.get("annex")
    assert table is not None
    printed = [cell for row in table.values() if row for cell in row.values() if cell.raw]
    assert {cell.raw for cell in printed} == {"25", "27", "1", "13"}
    alone = [table["proactive_total"], table["requests_answered"], table["requests_answered_denied"]]
    assert all(cell.basis is not CellBasis.PROVED for row in alone if row for cell in row.values())


def test_annex_of_which_two_variants_have_as_many_legible_labels_is_that_of_the_labels_pieces():
    older, newer = (edition_named(f"legacy_shanghai_{age}") for age in ("older", "newer"))
    shared = {label for row in older.tables[0].rows for label in row.labels}
    shared &= {label for row in newer.tables[0].rows for label in row.labels}
    for edition in (older, newer):
        own = [row.labels[0] for row in edition.tables[0].rows if not shared.intersection(row.labels)]
        damaged = [f"{label[:-2]}口{label[-1]}" for label in own]
        assert annex_edition("\n".join([*sorted(shared), *damaged])) == edition
