"""Display columns of what was printed: full-width brackets and ideographic spaces are two columns wide."""

import pytest
from printed_tables import LABELS, applications, filled

from extractor.normalise import fold_characters
from extractor.tables.display import in_printed_columns
from extractor.tables.line_tokens import read_lines
from extractor.tables.tokens import display_width

FIGURES = filled(
    {"granted": (40, 0, 7, 0, 0, 0), "partial": (3, 0, 2, 0, 0, 0), "denied_law": (1, 0, 0, 0, 2, 0)}
)
COLUMNS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def aligned(space=" "):
    """Cells at the right of columns of 14, zeros left out; the label in a column of 80."""

    def row(label, cells):
        step = display_width(space)
        return (
            label
            + space * ((80 - display_width(label)) // step)
            + "".join(" " * (14 - display_width(c)) + c for c in cells)
        )

    lines = [row("项目", COLUMNS)]
    lines += [row(LABELS[key], ["" if c == "0" else c for c in cells]) for key, cells in FIGURES.items()]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("space", [" ", "\u3000"])
def test_numbers_stand_under_their_header_whatever_brackets_their_label_has(space):
    table = applications(aligned(space))
    for key, row in FIGURES.items():
        for cell, print_ in zip(table[key].values(), row, strict=True):
            assert cell.value == int(print_) or (print_ == "0" and cell.value is None), key


def test_a_wide_bracket_before_a_number_counts_two_columns():
    text = "（一）予以公开  12"
    (line,) = in_printed_columns(read_lines(fold_characters(text), 0, len(text)), text, fold_characters(text))
    assert line.tokens[-1].column == display_width("（一）予以公开  ") + 1
