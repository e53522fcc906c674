"""Whole generated documents with the truth about every cell."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from extractor.errors import UsageError
from extractor.evaluation.noise import damage
from extractor.evaluation.noise.fill import Amount, FilledForm, fill_form
from extractor.evaluation.noise.grids import GridKind, PrintGrid, build_grids
from extractor.evaluation.noise.invented_prose import HEADINGS, Prose, headings_of, opening_of, write_prose
from extractor.evaluation.noise.layouts import LAYOUTS, PrintLayout
from extractor.evaluation.noise.levels import LEVELS, Level
from extractor.evaluation.noise.planted_slips import plant_slips
from extractor.evaluation.noise.printed_labels import choose_punctuation
from extractor.evaluation.noise.printing import Printed, choose_style, print_form
from extractor.evaluation.noise.truth import ProseTruth, prose_truth, signed_truth
from extractor.forms import TableForm, edition_named

_NAME = re.compile(
    r"(?P<level>[a-z0-9-]+)\.(?P<layout>[a-z_]+)\.s(?P<seed>\d+)\.n(?P<index>\d+)(?:\.(?P<form>[a-z0-9_-]+))?"
)


@dataclass(frozen=True)
class TruthCell:
    """What a reading of one cell is measured against.

    ``value`` is what the issuer printed (in 万元 for amounts), the wrong figure where ``slip`` is
    set; ``raw`` is what the text prints, None where it prints nothing; ``damage`` names what
    happened to the cell, in order.
    """

    value: int | Decimal
    raw: str | None
    damage: tuple[str, ...] = ()
    slip: bool = False


Truth = dict[str, dict[str, dict[str, TruthCell]]]
"""Table to row to column to cell; only rows that the document prints."""


@dataclass(frozen=True)
class GeneratedDocument:
    """One document; ``name`` alone is enough to make it again (``document_named``)."""

    name: str
    text: str
    layout: str
    level: str
    form: str
    truth: Truth
    is_yearly: bool
    """Whether it is a yearly report, with sections and running text."""
    prose: ProseTruth


def generate_documents(
    count: int, seed: int, level: str = "clean", layouts: Sequence[str] | None = None, form: str | None = None
) -> Iterator[GeneratedDocument]:
    """``count`` documents of one noise level, taking turns through ``layouts`` (all that fit by default).

    ``form``: id of the form that they follow; by default either edition of the yearly report. UsageError for
    an unknown level, layout or form.
    """
    if level not in LEVELS:
        raise UsageError(f"unknown noise level {level!r}; known: {', '.join(LEVELS)}")
    names = tuple(layouts) if layouts else layouts_of(LEVELS[level])
    for name in names:
        if name not in LAYOUTS:
            raise UsageError(f"unknown layout {name!r}; known: {', '.join(LAYOUTS)}")
    for index in range(count):
        yield _generate(LEVELS[level], LAYOUTS[names[index % len(names)]], seed, index, form)


def layouts_of(level: Level) -> tuple[str, ...]:
    """The layouts in which the level can be printed: blanks kept need one that keeps them."""
    return tuple(
        layout.name
        for layout in LAYOUTS.values()
        if not (level.blanks and not layout.keeps_blanks)
        and not (level.dropped and layout.keeps_blanks)
        and not (level.broken and layout.doubles)
    )


def document_named(name: str) -> GeneratedDocument:
    """The document that once had this name; UsageError if no document can have it."""
    match = _NAME.fullmatch(name)
    if not match or match["level"] not in LEVELS or match["layout"] not in LAYOUTS:
        raise UsageError(f"{name!r} is no name of a generated document")
    return _generate(
        LEVELS[match["level"]],
        LAYOUTS[match["layout"]],
        int(match["seed"]),
        int(match["index"]),
        match["form"],
    )


def _generate(
    level: Level, layout: PrintLayout, seed: int, index: int, form: str | None
) -> GeneratedDocument:
    name = f"{level.name}.{layout.name}.s{seed}.n{index}" + (f".{form}" if form else "")
    rng = Random(name)
    filled = fill_form(rng, edition_named(form) if form else None)
    printed = print_form(filled, choose_style(rng))
    if level.slips[1]:
        plant_slips(printed, filled.tables, rng.randint(*level.slips), rng)
    _damage_cells(printed, filled.tables, level, layout, rng)
    text, prose = _Rendering(filled, level, layout, rng).text(printed)
    return GeneratedDocument(
        name, text, layout.name, level.name, filled.form, truth_of(printed), filled.is_yearly, prose
    )


def truth_of(printed: Printed) -> Truth:
    """What printed tables say, cell by cell."""
    return {
        table: {
            row: {
                column: TruthCell(_exact(cell.value), cell.raw, tuple(cell.damage), cell.slip)
                for column, cell in cells.items()
            }
            for row, cells in rows.items()
        }
        for table, rows in printed.items()
    }


def _exact(value: Amount) -> Amount:
    return int(value) if value == int(value) else value


def _damage_cells(
    printed: Printed, forms: Mapping[str, TableForm], level: Level, layout: PrintLayout, rng: Random
) -> None:
    """Everything that happens to numbers, in the order in which it happens to a document."""
    summed = {key: table for key, table in printed.items() if forms[key].sums}
    if level.blanks:
        _leave_blanks(summed, forms, rng)
    if level.dropped:
        damage.blank_zeros(summed, rng.choice((1.0, 1.0, 0.8)), rng)
    damage.merged_neighbours(summed, level.broken, rng)
    damage.split_over_cells(summed, level.broken, rng)
    damage.digit_swaps(printed, level.swaps, rng)
    damage.letters_for_digits(printed, level.letters, rng)
    damage.lost_cells(printed, level.lost, rng)
    if layout.doubles:
        damage.doubled_characters(summed, rng.choice((0.0, 0.01, 0.02)), rng)
    if level.text_noise:
        _decorate(printed, layout, rng)


def _leave_blanks(printed: Printed, forms: Mapping[str, TableForm], rng: Random) -> None:
    what = rng.choice(("zeros", "zeros", "dashes", "totals", "zeros and totals"))
    if what.startswith("zeros"):
        damage.blank_zeros(printed, rng.choice((1.0, 0.9)), rng)
    if what == "dashes":
        damage.dashes_for_zeros(printed, rng)
    if what.endswith("totals"):
        damage.blank_totals(printed, forms, rng)


def _decorate(printed: Printed, layout: PrintLayout, rng: Random) -> None:
    """Harmless prints of whole documents and of single cells, each in some of the documents."""
    operators: list[tuple[Callable[[Printed, float, Random], None], float]] = [
        (damage.thousands_separators, 1.0),
        (damage.unit_suffixes, 1.0),
        (damage.unit_suffixes, 0.03),
        (damage.notes_in_cells, 0.03),
        (damage.split_digits, 0.03),
        (damage.full_width_digits, 1.0),
        (damage.full_width_digits, 0.1),
    ]
    for operator, rate in operators:
        if rng.random() < 0.3 and not (layout.doubles and operator is not damage.full_width_digits):
            operator(printed, rate, rng)


class _Rendering:
    """Turns printed tables into the text of one document."""

    def __init__(self, filled: FilledForm, level: Level, layout: PrintLayout, rng: Random) -> None:
        self._filled, self._level, self._layout, self._rng = filled, level, layout, rng
        self._table_seed = rng.random()
        noisy = level.text_noise
        self._radical_rate = rng.choice((0.0, 0.2, 1.0)) if noisy else 0.0
        self._space_rate = rng.choice((0.0, 0.0, 0.2)) if noisy else 0.0
        self._furniture_rate = rng.choice((0.0, 0.02)) if noisy else 0.0

    def text(self, printed: Printed) -> tuple[str, ProseTruth]:
        """The whole document, and what its running text says."""
        prose = write_prose(self._filled, self._rng)
        return self._report(printed, prose) if self._filled.is_yearly else self._form(printed, prose)

    def _form(self, printed: Printed, prose: Prose) -> tuple[str, ProseTruth]:
        """A document that holds the tables and nothing else."""
        grids = build_grids(printed, self._filled.form, choose_punctuation(self._rng).apply)
        titles = {key: self._damaged(self._filled.tables[key].title) for key in grids}
        tables = (f"{titles[key]}\n{self._table(grid)}\n" for key, grid in grids.items())
        return f"{opening_of(self._filled, prose)}\n{''.join(tables)}{prose.signature}", signed_truth(prose)

    def _report(self, printed: Printed, prose: Prose) -> tuple[str, ProseTruth]:
        punctuation = choose_punctuation(self._rng)
        grids = build_grids(printed, self._filled.form, punctuation.apply)
        heading = {key: f"{self._damaged(text)}\n" for key, text in headings_of(self._filled.tables).items()}
        parts = [self._radicals(prose.opening), "\n", self._radicals(HEADINGS["overview"]), "\n"]
        overview_at = _length(parts)
        parts.append(self._radicals(prose.overview))
        for key, grid in grids.items():
            parts += ["\n", heading[key], self._table(grid)]
        parts += ["\n", self._radicals(HEADINGS["problems"]), "\n"]
        problems_at = _length(parts)
        parts.append(self._radicals(prose.problems))
        parts += ["\n", self._radicals(HEADINGS["other"]), "\n", self._radicals(prose.other)]
        text = "".join((*parts, "\n", self._radicals(prose.signature)))
        return text, prose_truth(prose, overview_at, problems_at)

    def _radicals(self, text: str) -> str:
        return damage.radicals(text, self._radical_rate, self._rng)

    def _damaged(self, text: str) -> str:
        return self._radicals(damage.wrong_label(text, self._level.labels, self._rng))

    def _table(self, grid: PrintGrid) -> str:
        for cell in grid.labels():
            if self._layout.doubles and cell.leaf and grid.kind is not GridKind.BLOCKS:
                cell.text = damage.double_label(cell.printed)
            cell.text = self._damaged(cell.printed)
            if cell.leaf:
                cell.text = damage.spaced_words(cell.text, self._space_rate, self._rng)
        if grid.kind is GridKind.BANDS:
            damage.reordered_rows(grid, self._level.reordered, self._rng)
        # One source of randomness a table, so that all tables of a document are printed alike.
        text = self._layout.render(grid, Random(self._table_seed))
        return damage.furniture_lines(text, self._furniture_rate, self._rng)


def _length(parts: Sequence[str]) -> int:
    return sum(len(part) for part in parts)
