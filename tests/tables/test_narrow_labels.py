"""Labels in columns so narrow that a line holds some characters of them, as LibreOffice prints tables."""

import pytest

from tests.tables.printed_tables import COLUMNS, LABELS, ONE_OTHER, SMALL, applications, filled, wrong

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
