"""Pieces lost between labels and numbers, and labels that changed places: said, where nothing else tells."""

import pytest
from printed_tables import LABELS, SMALL, applications, filled, proactive, tabbed
from test_proactive_table import FORM_2019, FORM_2021

from extractor.forms import edition_of
from extractor.records import Cell, CellBasis, Span
from extractor.tables.lost_cells import doubt_in_unplaced_rows

WHOLE = FORM_2021.format(0, 1, 2, 3, 1, 41, 1204, 88, 144, "12.5")
LAST_YEARS = FORM_2019.format(made="5", change="0", amount="380.5", unit="（单位：万元，保留4位小数）")
FIGURES = filled({**SMALL, "granted": (12, 3, 2, 1, 4, 2)})
OPEN = (CellBasis.BLANK, CellBasis.AMBIGUOUS, CellBasis.CONFLICT)


def silent(table):
    """Cells that nobody is told to look at."""
    return {
        (row, column): str(cell.value)
        for row, cells in table.items()
        for column, cell in (cells or {}).items()
        if cell.basis not in OPEN and not cell.reason
    }


@pytest.mark.parametrize(
    ("printed", "lost", "named"),
    [
        ("行政强制\t144", "行政强制44", {"coercion"}),
        ("行政强制\t144", "行政强制\n44", {"coercion"}),
        ("行政处罚\t88\n", "行政处罚8\n", {"penalties"}),
    ],
)
def test_a_row_that_lacks_what_parts_all_others_is_named(printed, lost, named):
    assert printed in WHOLE
    rows = {row for row, _ in silent(proactive(WHOLE.replace(printed, lost)))}
    assert {row for row, _ in silent(proactive(WHOLE))} - rows == named


@pytest.mark.parametrize("parting", ["", "：", "\n", " | ", "\n\t"])
def test_what_parts_all_rows_alike_says_nothing(parting):
    for row in ("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"):
        assert f"{row}\t" in WHOLE
    text = WHOLE
    for row in ("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费"):
        text = text.replace(f"\n{row}\t", f"\n{row}{parting}")
    assert not [
        cell for row in proactive(text).values() for cell in row.values() if "分隔" in (cell.reason or "")
    ]


def test_a_line_that_ends_without_its_separator_is_named():
    text = WHOLE.replace("\t", " | ").replace("\n", " |\n")
    lost = text.replace(" 41 |\n", " 4\n")
    assert lost != text
    assert {row for row, _ in silent(proactive(text)).keys() - silent(proactive(lost)).keys()} == {
        "normative_documents"
    }


def test_one_number_in_place_of_two_may_hold_digits_of_both():
    """增738 184 that lost 8 and the blank in between is 增7384."""
    text = LAST_YEARS.replace("\t", " ").replace("310 -1 87", "310 增187")
    assert text != LAST_YEARS.replace("\t", " ")
    table = proactive(text, "2019")
    assert not [key for key in silent(table) if key[0] == "penalties"]
    assert ("coercion", "decisions") in silent(table)


@pytest.mark.parametrize(("amount", "told"), [("2.769965", True), ("2.76996", True), ("27699.6512", False)])
def test_an_amount_as_fine_as_one_in_yi_yuan_keeps_its_number_and_says_so(amount, told):
    cell = proactive(FORM_2021.format(0, 1, 2, 3, 1, 41, 1204, 88, 144, amount))["fees"]["amount"]
    assert (str(cell.value), cell.basis, bool(cell.reason)) == (amount, CellBasis.PRINTED, told)


def test_labels_of_two_rows_that_changed_places_prove_neither():
    """The numbers behind a label that no row has are those of the row without numbers, or the next one's."""
    rows = FIGURES["new"], FIGURES["carried_in"]
    text = tabbed(FIGURES)
    text = text.replace("\t".join((LABELS["new"], *rows[0])), "\t".join((LABELS["carried_in"], *rows[0])))
    text = text.replace("\t".join((LABELS["carried_in"], *rows[1])), "\t".join(("行政事业性收费", *rows[1])))
    assert not {("new", "total"), ("carried_in", "total")} & silent(applications(text)).keys()


def test_labels_that_changed_places_with_another_tables_put_the_rows_between_in_doubt():
    text = WHOLE.replace("行政强制\t144", "行政事业性收费\t144")
    text = text.replace("行政事业性收费\t12.5", "一、本年新收政府信息公开申请数量\t12.5万元")
    assert ("fees", "amount") not in silent(proactive(text))


def test_display_columns_in_which_two_numbers_of_a_row_fall_into_one_are_none():
    """Cells that two spaces part stand under no header."""
    text = LAST_YEARS.replace("\t", "  ").replace("规范性文件  5  4  26", "规范性文件      26")
    for whole in ("66  0  512", "310  -1  87", "12  0  3"):
        text = text.replace(whole, f"  {whole.split()[0]}  ")
    assert ("normative_documents", "made") not in silent(proactive(text, "2019"))


def test_a_broken_label_is_no_mark_of_the_form_of_another_year():
    rows = [key for key in LABELS if not key.startswith("other_")]
    figures = filled({"granted": (12, 3, 2, 1, 4, 2)}, rows)
    text = tabbed(figures).replace("2.其他法律行政法规禁止公开", "3.其他法律行政法\t0\n规禁止公开")
    table = applications(text)
    assert table["other"]["total"].value == 0
    assert table["other_misc"] is None


def test_in_a_row_with_open_places_no_column_alone_proves_a_number():
    """A 0 that suits one column may be the next one's; what the row's own sum proves stays proved."""
    there = {"raw": "0", "evidence": Span.of("0", 0, 1), "value": 0}
    zeros = [
        Cell(**there, basis=CellBasis.PROVED, identities=(f"applications.{name}",))
        for name in ("column.natural.processed", "row.partial")
    ]
    lost = Cell(value=None, raw=None, basis=CellBasis.AMBIGUOUS, evidence=None, alternatives=(1,))
    table = {"partial": dict(zip(("natural", "business", "total"), (*zeros, lost), strict=True))}
    table["granted"] = {"natural": zeros[0], "business": zeros[1]}
    doubt_in_unplaced_rows(table, edition_of("2021").variants_of("applications")[0])
    assert [cell.basis for cell in table["partial"].values()] == ["printed", "proved", "ambiguous"]
    assert [cell.basis for cell in table["granted"].values()] == ["proved", "proved"]
