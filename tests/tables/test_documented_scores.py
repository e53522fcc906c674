"""docs/tables.md lists every score and price with the value that the code uses."""

import re
from pathlib import Path

import pytest

from extractor.tables import grid, labels, row_programme

PAGE = (Path(__file__).parents[2] / "docs/tables.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (-?[\d.]+) \|", PAGE, re.MULTILINE))


def scores(module):
    return {
        name: value
        for name, value in vars(module).items()
        if re.fullmatch(r"[A-Z][A-Z_]+", name) and isinstance(value, float) and name not in vars(labels)
    }


@pytest.mark.parametrize("module", [row_programme, grid], ids=["row_programme", "grid"])
def test_every_score_is_documented_with_its_value(module):
    here = {name: value for name, value in scores(module).items() if name != "TIE"}
    assert here
    assert {name: float(ROWS[name]) for name in here} == here


def test_no_score_is_documented_that_is_gone():
    assert set(ROWS) == (set(scores(row_programme)) | set(scores(grid))) - {"TIE"}


def test_tie_and_page_agree():
    assert f"everything within {grid.TIE} of it" in PAGE
