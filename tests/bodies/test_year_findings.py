"""Numbers that never change, and versions of one report, on figures made by hand."""

from decimal import Decimal

import pytest

from extractor.bodies.figures import CellFigure, ReportFigures, ReportVersion
from extractor.bodies.year_findings import same_figures, unchanged_cells
from extractor.records import Attribution, Body

BODY = Body(
    body_id="x", name="某县人民政府", level="county", division_code=None, parent_id=None, kind="government"
)


def version(year, **cells):
    made = {}
    for name, value in cells.items():
        number = None if value is None else Decimal(value)
        made["proactive", name, "decisions"] = CellFigure(number, number, number)
    link = Attribution(
        report=str(year),
        printed_name="某县",
        year=year,
        body_id="x",
        rule="only",
        evidence="",
        machine_id="x",
    )
    return year, ReportVersion(link, ReportFigures(str(year), "2021", made, frozenset({"proactive"})))


@pytest.mark.parametrize(
    ("years", "found"),
    [
        pytest.param([{"a": 120}] * 3, 1, id="one large number for three years"),
        pytest.param([{"a": 120}] * 2, 0, id="two years are not news"),
        pytest.param([{"a": 26}] * 3, 0, id="a number of two digits alone may be chance"),
        pytest.param([{"a": 26, "b": 31, "c": 18}] * 3, 1, id="three of them are not"),
        pytest.param([{"a": 2, "b": 3, "c": 4}] * 5, 0, id="small numbers are the same by chance"),
        pytest.param([{"a": 120}, {"a": 121}, {"a": 120}, {"a": 120}], 0, id="a change between"),
        pytest.param([{"a": 0}] * 4, 0, id="nothing stays nothing"),
        pytest.param([{"a": None}] * 4, 0, id="blank"),
    ],
)
def test_numbers_that_stay_the_same(years, found):
    told = list(unchanged_cells(BODY, [version(2019 + at, **cells) for at, cells in enumerate(years)]))
    assert len(told) == found
    for finding in told:
        assert finding.year == 2019 + len(years) - 1
        assert {one.year for one in finding.witnesses} == set(range(2019, 2019 + len(years)))


def test_a_missing_year_breaks_the_run():
    years = [version(2019, a=120), version(2020, a=120), version(2022, a=120)]
    assert not list(unchanged_cells(BODY, years))


def test_a_table_handed_in_again_is_told_with_the_year():
    cells = {name: 3 + at for at, name in enumerate("abcdefgh")}
    (finding,) = same_figures(BODY, [version(2020, **cells), version(2021, **cells)])
    assert (finding.year, finding.left) == (2021, 8)
    changed = cells | {"a": 99}
    assert not list(same_figures(BODY, [version(2020, **cells), version(2021, **changed)]))
