"""Labels in columns so narrow that a line holds some characters of them, as LibreOffice prints tables."""

import re
from itertools import pairwise

import pytest

from tests.tables.printed_tables import (
    COLUMNS,
    GROUPS,
    LABELS,
    ONE_OTHER,
    SMALL,
    THREE_OTHER,
    applications,
    filled,
    wrong,
)

FIGURES = filled({**SMALL, "other": (3, 1, 0, 0, 0, 0), "denied_law": (1, 0, 0, 0, 0, 1)}, ONE_OTHER)


def narrow(keys=ONE_OTHER, characters=3):
    """Each label over lines of some characters, the numbers beside the first."""
    lines = []
    for key, own in zip(keys, ONE_OTHER, strict=True):
        label = LABELS[key]
        first, *rest = (label[at : at + characters] for at in range(0, len(label), characters))
        lines += [f"{first}   {'   '.join(FIGURES[own])}", *rest]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("characters", [3, 4, 6])
def test_rows_are_read_when_numbers_stand_beside_the_beginning_of_their_label(characters):
    table = applications(narrow(characters=characters))
    assert wrong(table, FIGURES) == {}
    assert all(cell.reason is None for key in ONE_OTHER for cell in table[key].values())


@pytest.mark.parametrize("first", [2, 5, 12])
def test_rows_are_not_read_in_silence_when_their_labels_changed_places(first):
    keys = list(ONE_OTHER)
    keys[first], keys[first + 1] = keys[first + 1], keys[first]
    table = applications(narrow(keys))
    for key, own in zip(keys, ONE_OTHER, strict=True):
        for place, figure in zip(COLUMNS, FIGURES[own], strict=True):
            cell = table[key][place]
            sure = cell.reason is None and cell.basis not in ("conflict", "ambiguous")
            assert cell.value is None or not sure or str(cell.value) == figure


def in_parts(ends, keys=THREE_OTHER, foreign=""):
    """Part by part, as a page has them: the labels, two characters a line, then the numbers of their rows.

    The last row of a part has only the first line of its label before its numbers. The last column of the
    table above, ``foreign``, follows the first labels.
    """
    lines: list[str] = []
    rest: list[str] = []
    for low, high in pairwise((0, *ends, len(keys))):
        for key in keys[low:high]:
            lines += [*rest, *TWO.findall(GROUPS.get(key, "")), *TWO.findall(LABELS[key])[:1]]
            rest = TWO.findall(LABELS[key])[1:]
        if high == len(keys):
            lines += rest
        lines += [*foreign.split(), "申请人情况"] if not low else []
        lines += ["", *(number for key in OWN[low:high] for number in (*PARTED[key], ""))]
    return "\n".join(lines) + "\n"


TWO = re.compile(r"(?:\d\.)?.{1,2}")
OWN = THREE_OTHER
PARTED = filled({**SMALL, "denied_law": (31, 2, 0, 1, 0, 4), "refused_reissue": (5, 1, 0, 0, 0, 1)})


@pytest.mark.parametrize("ends", [(), (4, 14), (9, 20), (14,)])
@pytest.mark.parametrize("foreign", ["", "现行有效件数 8 17"])
def test_parts_are_read_with_a_reason_when_their_labels_are_whole(ends, foreign):
    table = applications(in_parts(ends, foreign=foreign))
    assert wrong(table, PARTED) == {}
    assert all(cell.reason for key in THREE_OTHER for cell in table[key].values())


def test_the_other_parts_are_read_when_one_lost_numbers():
    lines = in_parts((4, 14)).split("\n")
    place = lines.index(PARTED["denied_law"][0])
    table = applications("\n".join(lines[:place] + lines[place + 1 :]))
    lost = THREE_OTHER[4:14]
    assert all(table[key][column].value is None for key in lost for column in COLUMNS)
    assert {row for row, _ in wrong(table, PARTED)} == {*lost}


@pytest.mark.parametrize("first", [1, 6, 16])
def test_parts_are_not_read_in_silence_when_labels_changed_places(first):
    keys = list(THREE_OTHER)
    keys[first], keys[first + 1] = keys[first + 1], keys[first]
    for cells in applications(in_parts((4, 14), keys)).values():
        for cell in (cells or {}).values():
            assert cell.value is None or cell.reason or cell.basis in ("conflict", "ambiguous")
