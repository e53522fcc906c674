"""Three invented forms as files, each printed with invented figures in any format."""

import sys
from pathlib import Path
from random import Random
from typing import NamedTuple

from extractor.evaluation.noise.fill import fill_form
from extractor.evaluation.noise.grids import build_grids
from extractor.evaluation.noise.printing import choose_style, print_form
from extractor.forms import edition_named

FIXTURES = Path(__file__).parents[2] / "fixtures"
sys.path.insert(0, str(FIXTURES / "formats"))

import docx_styles  # noqa: E402 - fixtures are no package
import html_styles  # noqa: E402
import kind_styles  # noqa: E402
import pdf_styles  # noqa: E402
import scan_styles  # noqa: E402
from report_model import Block, ReportModel  # noqa: E402

FORMS = {path.stem: path for path in sorted((FIXTURES / "forms").glob("*.toml"))}
TYPED = {
    "word": (".docx", docx_styles.docx),
    "sheet": (".xlsx", kind_styles.xlsx),
    "sheets": (".xlsx", lambda model: kind_styles.xlsx(model, one_sheet=False)),
    "comma": (".csv", kind_styles.separated),
    "tab": (".csv", lambda model: kind_styles.separated(model, "\t")),
    "saved page": (".mht", kind_styles.saved_page),
    "portal": (".html", html_styles.portal),
    "pasted from Word": (".html", html_styles.word),
    "modern page": (".html", html_styles.modern),
}
"""How a form is made: the ending of the file, and what prints it."""
DRAWN = {
    "ruled": (".pdf", pdf_styles.ruled),
    "unruled": (".pdf", pdf_styles.unruled),
    "scan": (".pdf", lambda m: scan_styles.scanned_pdf(scan_styles.scan(pdf_styles.ruled(m), 150, 3), 150)),
}


class Made(NamedTuple):
    """One document of a form: what is printed and what is true of it."""

    model: ReportModel
    truth: dict


def made(form, seed="a"):
    rng = Random(seed)
    edition = edition_named(form)
    filled = fill_form(rng, edition)
    printed = print_form(filled, choose_style(rng))
    blocks = []
    for key, grid in build_grids(printed, form, lambda word: word).items():
        title = [Block("h", filled.tables[key].title)] if len(edition.tables) > 1 else []
        blocks += [*title, Block("grid", grid=grid)]
    blocks += [Block("p", "霞渡县人民政府办公室"), Block("p", "2024年3月8日")]
    truth = {
        (table, row, column): cell.value
        for table, rows in printed.items()
        for row, cells in rows.items()
        for column, cell in cells.items()
    }
    return Made(ReportModel(form, f"霞渡县2023年{edition.name}", tuple(blocks), {}), truth)
