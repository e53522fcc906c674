"""Items to export: fixtures read by the pipeline, and one with everything that Excel gets wrong."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from extractor.export import ExportItem
from extractor.pipeline import extract
from extractor.records import Cell, Page, Tables

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"


@cache
def report_of(name):
    return extract(FIXTURES / name)


@pytest.fixture
def items():
    names = ["shuangzhan-2020.txt", "anzhu-2022.txt", "bailiao-2019.txt", "notice-2022.txt"]
    return [ExportItem(name, report_of(name), (Page(number=1, start=0, end=10**6),)) for name in names]


@pytest.fixture
def awkward():
    """A Report with text that looks like a formula, signed numbers and decimals."""
    report = report_of("bailiao-2019.txt")
    (count, *others) = report.narrative.counts
    count = count.model_copy(update={"label": "=1+1", "unit": "@件", "value": Decimal("-2.5")})
    cells = {
        "change": Cell(value=-13, raw="-13", basis="printed", evidence=None),
        "decisions": Cell(value=None, raw="-", basis="blank", evidence=None),
        "previous_items": Cell(value=7, raw="+7", basis="conflict", evidence=None),
    }
    amount = {"amount": Cell(value=Decimal("21400.50"), raw="2.14005亿元", basis="printed", evidence=None)}
    tables = Tables(proactive={"licensing": cells, "procurement": amount, "rules": None})
    narrative = report.narrative.model_copy(update={"counts": (count, *others)})
    return ExportItem("=cmd.txt", report.model_copy(update={"tables": tables, "narrative": narrative}))
