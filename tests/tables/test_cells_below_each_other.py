"""Annexed tables with a cell on each line, with codes, and with the years in another order than usual."""

import pytest

from extractor.forms import edition_named
from extractor.pipeline import extract
from extractor.records import CellBasis

HEAD = """云岭县白石镇2010年政府信息公开工作年度报告
一、概述
本报告由白石镇编制，统计期限自2010年1月1日至12月31日。
附表
政府信息公开情况统计表
"""
SURE = {CellBasis.PROVED, CellBasis.PRINTED, CellBasis.INFERRED, CellBasis.REPAIRED}
REQUESTS = {"received": 4, "in_person": 0, "fax": 2, "email": 1, "online": 0, "letter": 1, "other": 0}


def numbers(form):
    """Numbers that add up wherever a sum stands: nothing but zeros, and some requests."""
    found = dict.fromkeys(form.row_keys, 0)
    for part, number in REQUESTS.items():
        found["requests_received" + ("" if part == "received" else f"_{part}")] = number
    return found | {"proactive_total": 26}


def read(cells):
    return extract(HEAD + "\n".join(cells) + "\n").tables.get("annex")


@pytest.mark.parametrize("unit", ["条", ""])
@pytest.mark.parametrize("form", ["legacy_shanghai_older", "legacy_shanghai_newer"])
def test_codes_are_no_numbers_when_each_cell_has_a_line(form, unit):
    table = edition_named(form).tables[0]
    own = {key: number for key, number in numbers(table).items() if key in table.row_keys}
    cells = ["指标名称", "代码", "单位", "本年累计"] if unit else ["指标名称", "代码", "本年累计"]
    for code, row in enumerate(table.rows, start=1):
        unit_of_row = [] if not unit else ["万元" if row.columns[0].quantity == "amount" else unit]
        cells += [row.prints, f"{code:02}", *unit_of_row, str(own[row.key])]
    annex = read(cells)

    assert {key: annex[key]["year"].value for key in own} == own
    assert annex["requests_received_fax"]["year"].basis is CellBasis.PROVED


def test_two_columns_below_each_other_are_kept_when_one_of_them_counts_up():
    form = edition_named("legacy_fujian_2009").tables[0]
    cells = ["指标名称", "本年度", "历年累计"]
    for number, row in enumerate(form.rows):
        cells += [row.prints, str(number), str(100 + number)]
    annex = read(cells)

    assert [annex[row.key]["year"].value for row in form.rows] == list(range(len(form.rows)))


def years(header, *, turned):
    """The table of 2009 with a header and, perhaps, all years together in front."""
    form = edition_named("legacy_fujian_2009").tables[0]
    lines = [header]
    for key, number in numbers(form).items():
        pair = (number, 2 * number)
        first, second = reversed(pair) if turned else pair
        lines.append(f"{form.row_of[key].prints}\t{first}\t{second}")
    return read(lines)


@pytest.mark.parametrize("header", ["\t\t", "指标\t累计\t2010年", "指标\t本年度\t历年累计"])
def test_years_that_changed_places_are_in_doubt_whatever_the_header_says(header):
    annex = years(header, turned=True)
    wrong = [cell for key in ("requests_received", "proactive_total") for cell in annex[key].values()]

    assert not [
        cell for cell in wrong if cell.basis is CellBasis.PROVED or (cell.basis in SURE and not cell.reason)
    ]


def test_years_are_proved_without_a_header_when_no_year_has_more_than_all_together():
    annex = years("\t\t", turned=False)

    assert {cell.basis for cell in annex["requests_received"].values()} == {CellBasis.PROVED}


def test_nothing_tells_the_years_apart_when_all_their_numbers_are_equal_and_no_header_does():
    form = edition_named("legacy_fujian_2009").tables[0]
    annex = read(["\t\t", *(f"{form.row_of[key].prints}\t{n}\t{n}" for key, n in numbers(form).items())])

    assert CellBasis.PROVED not in {cell.basis for cell in annex["requests_received"].values()}
