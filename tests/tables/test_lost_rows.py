"""Tables that were cut off: what is said about rows of which nothing is printed."""

import pytest
from printed_tables import LABELS, SMALL, THREE_OTHER, applications, filled, tabbed

from extractor.records import CellBasis

FIGURES = filled({**SMALL, "refused_petition": (9, 0, 0, 0, 1, 0), "other_misc": (5, 0, 0, 0, 0, 0)})


@pytest.mark.parametrize("last", range(4, len(THREE_OTHER) - 1))
def test_no_number_is_inferred_for_a_row_when_several_are_lost(last):
    kept = {key: FIGURES[key] for key in THREE_OTHER[:last]}
    table = applications(tabbed(kept) + "\t".join(("逾期不补正、", *[""] * 7)) + "\n")
    accepted = (CellBasis.PROVED, CellBasis.PRINTED, CellBasis.INFERRED, CellBasis.REPAIRED)
    silent = [
        (key, cell)
        for key in THREE_OTHER
        for cell, expected in zip(table[key].values(), FIGURES[key], strict=True)
        if cell.basis in accepted and str(cell.value) != expected
    ]
    assert silent == []


def test_a_single_lost_row_still_follows_from_the_sums():
    kept = {key: row for key, row in FIGURES.items() if key != "refused_petition"}
    table = applications(tabbed(kept))
    assert [str(cell.value) for cell in table["refused_petition"].values()] == FIGURES["refused_petition"]


def test_lost_rows_stay_null_when_several_are_lost_and_the_sums_hold_without_them():
    kept = {
        key: row for key, row in FIGURES.items() if not key.startswith("unable_un") and key != "denied_law"
    }
    table = applications(tabbed(kept))
    lost = (*table["unable_unclear"].values(), *table["denied_law"].values())
    assert {(cell.basis, cell.value) for cell in lost} == {(CellBasis.BLANK, None)}


def test_a_group_label_over_rows_without_labels_is_not_the_one_row_of_a_variant():
    figures = filled({"granted": (5, 0, 0, 0, 0, 0)})
    lost = {"other_no_correction": "（六）其他处理", "other_no_fee": "2.", "other_misc": "3."}
    lines = []
    for key, row in figures.items():
        lines.append("\n".join([lost.get(key, LABELS[key]), *row]))
    cells = applications("\n".join(lines) + "\n").get("other") or {}
    assert all(cell.reason for cell in cells.values())
