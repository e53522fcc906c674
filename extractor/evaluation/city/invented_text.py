"""The text of one invented report: a draft in which a trouble can be planted, then the print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from extractor.evaluation.city.city_sentences import Wording
from extractor.evaluation.city.invented_figures import FORM, Figures, tables
from extractor.evaluation.city.tree import FIRST_YEAR, InventedBody, InventedLevel
from extractor.evaluation.noise.fill import FilledForm, Scale
from extractor.evaluation.noise.grids import build_grids
from extractor.evaluation.noise.invented_prose import headings_of
from extractor.evaluation.noise.layouts import LAYOUTS
from extractor.evaluation.noise.printing import NumberStyle, PrintedCell, print_form

ASPECTS = ("proactive", "requests", "management", "platform", "supervision")
"""What section one speaks of, each in a sentence of its own."""
_LAYOUTS = ("pipes", "markdown", "tabs")
_STYLE = NumberStyle(change="bare", money="bare")
_UNITS = {InventedLevel.CITY: "市政府各部门、各县（区）", InventedLevel.COUNTY: "政府各部门、各乡镇（街道）"}


@dataclass
class InventedReport:
    """A report before it is printed; planting a trouble changes it."""

    body: InventedBody
    year: int
    figures: Figures
    issuer: str
    published: date
    counts: dict[str, int]
    overview: dict[str, str]
    """Opening and aspects to sentences in which names in braces stand for figures."""
    problems: list[str]
    remedies: list[str]
    other: str
    headings: dict[str, str]
    covers: str = ""
    slips: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """Cells that are printed with another number than the one that is meant."""
    left_out: tuple[str, ...] = ()
    """Tables that are not printed."""
    version: int = 1


def draft_of(body: InventedBody, year: int, figures: Figures, wording: Wording) -> InventedReport:
    """The report of a body on a year, without a trouble."""
    rng = Random(f"{body.name}.{year}")
    turn = sum(map(ord, body.name)) + year
    units = _UNITS.get(body.level)
    return InventedReport(
        body=body,
        year=year,
        figures=figures,
        issuer=body.name,
        published=_published(body.level, year, rng),
        counts=_counts(rng),
        overview={key: wording.sentence("overview", key, turn) for key in ("opening", *ASPECTS)},
        problems=[wording.sentence("problems", "openings", turn), *wording.two("problems", "issues", turn)],
        remedies=[wording.sentence("problems", "next", turn), *wording.two("problems", "remedies", turn)],
        other=wording.sentence("other", "lines", turn),
        headings=headings_of(tables()),
        covers=wording.sentence("preamble", "covers", 0).format(units=units) if units else "",
    )


def text_of(draft: InventedReport, wording: Wording) -> str:
    """The whole report as one text."""
    rng = Random(f"{draft.body.name}.{draft.year}.print")
    layout = LAYOUTS[_LAYOUTS[sum(map(ord, draft.body.name)) % len(_LAYOUTS)]]
    grids = build_grids(_printed(draft), FORM, lambda word: word)
    period = wording.sentence("preamble", "lines", 0).format(year=draft.year)
    parts = [f"{draft.issuer}{draft.year}年政府信息公开工作年度报告", "", period + draft.covers, ""]
    parts += [draft.headings["overview"], *overview_of(draft), ""]
    for key, grid in grids.items():
        table = "详见附图。\n" if key in draft.left_out else layout.render(grid, rng)
        parts += [draft.headings[key], table]
    parts += [draft.headings["problems"], *problems_of(draft), "", draft.headings["other"]]
    day = f"{draft.published.year}年{draft.published.month}月{draft.published.day}日"
    parts += [draft.other.format(year=draft.year), "", draft.issuer, day, ""]
    return "\n".join(parts)


def overview_of(draft: InventedReport) -> list[str]:
    """The paragraphs of section one."""
    return [sentence.format_map(_names(draft)) for sentence in draft.overview.values()]


def problems_of(draft: InventedReport) -> list[str]:
    """The paragraphs of section five."""
    return [_numbered(items, draft) for items in (draft.problems, draft.remedies) if items]


def _numbered(items: list[str], draft: InventedReport) -> str:
    opening, *rest = (item.format_map(_names(draft)) for item in items)
    listed = "；".join(f"{number}是{item}" for number, item in zip("一二三四", rest, strict=False))
    return f"{opening}{listed}。" if listed else opening


def _names(draft: InventedReport) -> Mapping[str, object]:
    applications, documents = draft.figures["applications"], draft.figures["proactive"]["normative_documents"]
    totals = {row: cells["total"] for row, cells in applications.items()}
    own = {"year": draft.year, "next_year": draft.year + 1, "place": draft.body.place}
    return {**totals, **documents, **own, **draft.counts}


def _printed(draft: InventedReport) -> dict[str, dict[str, dict[str, PrintedCell]]]:
    filled = FilledForm(FORM, Scale.COUNTY, draft.year, tables(), True, "", draft.figures)
    printed = print_form(filled, _STYLE)
    for (table, row, column), number in draft.slips.items():
        printed[table][row][column] = PrintedCell(number, f"{number}", slip=True)
    return printed


def _counts(rng: Random) -> dict[str, int]:
    spans = {
        "web": (120, 900),
        "media": (60, 700),
        "board": (5, 60),
        "interpretations": (3, 40),
        "responses": (2, 30),
        "key": (20, 300),
        "sites": (1, 2),
        "accounts": (1, 6),
        "zones": (1, 5),
        "bulletins": (2, 12),
        "trainings": (1, 4),
    }
    return {name: rng.randint(*span) for name, span in spans.items()}


def _published(level: InventedLevel, year: int, rng: Random) -> date:
    """Local governments by 31 March, all others by 31 January."""
    if level in (InventedLevel.CITY, InventedLevel.COUNTY):
        return date(year + 1, rng.choice((2, 3)), rng.randint(3, 25))
    return date(year + 1, 1, rng.randint(8, 28))


def year_of(index: int) -> int:
    """The year of the index-th report of a body."""
    return FIRST_YEAR + index
