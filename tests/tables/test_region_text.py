"""Boxes, underscores and commas of converters part the cells of a table as pipes and tabs do."""

import pytest

from extractor.records import CellBasis
from extractor.tables.region_text import plain_region
from extractor.tables.tokens import display_width
from tests.tables.printed_tables import LABELS, SMALL, applications, filled, wrong

FIGURES = filled(SMALL)
HEADS = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def padded(word, width):
    return word + " " * (width - display_width(word))


def boxed(wrapped):
    """As w3m draws a table; labels over several lines of a cell, the numbers on one of them."""
    widths = [44, 8, 10, 10, 14, 14, 6, 6]
    rule = "├" + "┼".join("─" * width for width in widths) + "┤"
    lines = [rule, "│" + "│".join(map(padded, HEADS, widths)) + "│", rule]
    for key, row in FIGURES.items():
        label = LABELS[key]
        parts = [label[:8], "", label[8:]] if wrapped and len(label) > 8 else [label]
        for number, part in enumerate(parts):
            cells = row if number == len(parts) // 2 else [""] * 7
            lines.append("│" + "│".join(map(padded, [part[:22], *cells], widths)) + "│")
        lines.append(rule)
    return "\n".join(lines) + "\n"


def underlined():
    """As html2text draws one: the last line of a cell is underlined to its end."""
    lines = [" " + "_" * 60, "|" + "|".join(f"{head}__" for head in HEADS) + "|"]
    for key, row in FIGURES.items():
        lines.append(f"|{LABELS[key]}_____|" + "|".join(f"{cell}__" for cell in row) + "|")
        lines.append("|______|" + "|".join(["___"] * 7) + "|")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "text", [boxed(False), boxed(True), underlined()], ids=["box", "wrapped", "underlined"]
)
def test_drawn_tables_are_read_like_piped_ones(text):
    table = applications(text)
    assert wrong(table, FIGURES) == {}
    assert {cell.basis for key in FIGURES for cell in table[key].values()} <= {CellBasis.PROVED}


@pytest.mark.parametrize(
    "region",
    [boxed(True), underlined(), "行政许可,1697\n行政处罚,3435\n行政强制,120\n", "a_b\n1,697 2,000\n"],
)
def test_every_character_keeps_its_place(region):
    plain = plain_region(region)
    assert len(plain) == len(region)
    assert [c for c in plain if c.isalnum()] == [c for c in region if c.isalnum()]
