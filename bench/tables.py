"""How well the tables are read, by noise level, layout and table; ``make bench-tables`` runs this.

python bench/tables.py --count 1000                     every target level
python bench/tables.py --levels swaps-1 --layouts tabs  one corner
python bench/tables.py --show swaps-1.tabs.s1.n17       the text of one document
python bench/tables.py --explain swaps-1.tabs.s1.n17    its cells that are not plainly right
"""

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import NamedTuple

from extractor.errors import ExtractorError
from extractor.evaluation.intervals import wilson
from extractor.evaluation.noise import LEVELS, TARGET_LEVELS, document_named, generate_documents, layouts_of
from extractor.evaluation.noise.documents import GeneratedDocument
from extractor.evaluation.noise_scoring import (
    CellOutcome,
    NoiseScore,
    ScoredCell,
    ScoredSlip,
    score_reading,
)
from extractor.forms import edition_for
from extractor.records import Tables

TABLES = tuple(form.key for form in edition_for(None).tables)
COVERED = tuple(form.key for form in edition_for(None).tables if form.sums)
"""Tables whose every cell stands in an identity."""
RIGHT = (CellOutcome.RIGHT, CellOutcome.RIGHT_FLAGGED)


class Outcome(NamedTuple):
    """What came of one document; ``failure`` is set where the reading raised."""

    name: str
    level: str
    layout: str
    milliseconds: float
    counts: Counter[tuple[str, str, str, bool]]
    """(table, verdict, basis, accepted) to cells."""
    bad: tuple[ScoredCell, ...]
    slips: tuple[ScoredSlip, ...]
    failure: str | None


def read_and_score(document: GeneratedDocument) -> tuple[NoiseScore, float]:
    from extractor.pipeline import extract

    start = time.perf_counter()
    report = extract(document.text)
    elapsed = (time.perf_counter() - start) * 1000
    return score_reading(document, report.tables, report.findings), elapsed


def run_one(name: str) -> Outcome:
    document = document_named(name)
    elapsed, failure = 0.0, None
    try:
        score, elapsed = read_and_score(document)
    except Exception as error:  # noqa: BLE001 (a crash is a figure of the bench, not its end)
        failure = f"{type(error).__name__}: {error}"
        score = score_reading(document, Tables())
    counts = Counter(
        (cell.key[0], cell.outcome.value, cell.item.basis, cell.accepted) for cell in score.cells
    )
    bad = tuple(cell for cell in score.cells if cell.outcome not in RIGHT)
    return Outcome(name, document.level, document.layout, elapsed, counts, bad, score.slips, failure)


@dataclass
class Tally:
    """Sums over the documents of one level, layout or table."""

    documents: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)
    by_basis: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    slips: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    failures: int = 0

    def add(self, outcome: Outcome, tables: Iterable[str]) -> None:
        self.documents += 1
        self.failures += outcome.failure is not None
        if outcome.failure is None:
            self.milliseconds.append(outcome.milliseconds)
        for (table, verdict, basis, accepted), count in outcome.counts.items():
            if table not in tables:
                continue
            self.cells[verdict] += count
            entry = self.by_basis["covered" if table in COVERED else "unsummed", basis]
            entry[0] += count * (CellOutcome(verdict) not in RIGHT)
            entry[1] += count
            if table in COVERED:
                self.covered["all"] += count
                self.covered["accepted"] += count * accepted
                self.covered[verdict] += count
        for slip in (slip for slip in outcome.slips if slip.key[0] in tables):
            self.slips["planted"] += 1
            self.slips["changed"] += slip.changed
            self.slips["breaking"] += slip.breaks_identity
            self.slips["reported"] += slip.breaks_identity and slip.reported
            self.slips["named"] += slip.breaks_identity and slip.named

    def figures(self) -> dict[str, object]:
        total = sum(self.cells.values())
        right = self.cells["right"] + self.cells["right_flagged"]
        covered = self.covered["all"]
        good = self.covered["right"] + self.covered["right_flagged"]
        times = sorted(self.milliseconds)
        return {
            "documents": self.documents,
            "cells": total,
            "right": share(right, total),
            "covered_right": share(good, covered),
            "covered_right_or_offered": share(good + self.covered["offered"], covered),
            "covered_accepted": share(self.covered["accepted"], covered),
            "silent_per_10000_covered": share(self.covered["silent"] * 10000, covered),
            "verdicts": {verdict.value: self.cells[verdict.value] for verdict in CellOutcome},
            "covered_verdicts": {verdict.value: self.covered[verdict.value] for verdict in CellOutcome},
            "by_basis": {
                f"{group}/{basis}": {"wrong": wrong, "cells": cells, "wilson_95": wilson(wrong, cells)}
                for (group, basis), (wrong, cells) in sorted(self.by_basis.items())
            },
            "slips": dict(self.slips),
            "milliseconds": {
                "median": median(times) if times else None,
                "p95": times[int(len(times) * 0.95)] if times else None,
                "max": times[-1] if times else None,
            },
            "failures": self.failures,
        }


def share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def percent(value: object, digits: int = 2) -> str:
    return f"{value * 100:.{digits}f}" if isinstance(value, float) else "n/a"


def number(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else "n/a"


HEADER = (
    "docs right% covRt% +offd% accpt% sil/1e4 | rightFl offered wrongFl SILENT missing | "
    "  ms p50   p95    max fail"
)


def line(label: str, tally: Tally) -> str:
    figures = tally.figures()
    times = figures["milliseconds"]
    assert isinstance(times, dict)
    shares = (
        figures[key] for key in ("right", "covered_right", "covered_right_or_offered", "covered_accepted")
    )
    columns = [f"{label:<20} {tally.documents:>4}", *(f"{percent(value):>6}" for value in shares)]
    columns.append(f"{number(figures['silent_per_10000_covered']):>7} |")
    verdicts = ("right_flagged", "offered", "wrong_flagged", "silent", "missing")
    widths = (7, 7, 7, 6, 7)
    columns += [f"{tally.cells[verdict]:>{width}}" for verdict, width in zip(verdicts, widths, strict=True)]
    columns.append(f"| {number(times['median']):>8} {number(times['p95']):>5} {number(times['max']):>6}")
    return " ".join((*columns, f"{tally.failures:>4}"))


def basis_lines(tally: Tally) -> list[str]:
    lines = []
    for (group, basis), (wrong, cells) in sorted(tally.by_basis.items()):
        low, high = wilson(wrong, cells) or (0.0, 1.0)
        lines.append(
            f"    {group:<9} {basis:<9} {wrong:>6} wrong of {cells:>8}  "
            f"{percent(wrong / cells, 3):>7} %  [{percent(low, 3)}, {percent(high, 3)}]"
        )
    return lines


def slip_line(tally: Tally) -> str:
    slips = tally.slips
    return (
        f"    slips planted {slips['planted']}, changed {slips['changed']}; break a sum {slips['breaking']}, "
        f"reported {slips['reported']}, own cell named {slips['named']}"
    )


def causes(outcomes: Sequence[Outcome], most: int) -> list[str]:
    """The commonest kinds of failure, each with its layouts and one document that shows it."""
    layouts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    example: dict[tuple[str, ...], str] = {}
    for outcome in outcomes:
        for cell in outcome.bad:
            kind = (cell.outcome.value, cell.key[0], cell.item.basis, "+".join(cell.damage) or "undamaged")
            layouts[kind][outcome.layout] += 1
            example.setdefault(kind, outcome.name)
    ordered = sorted(layouts, key=lambda kind: -layouts[kind].total())
    return [
        f"    {layouts[kind].total():>6}  {' / '.join(kind):<58} --explain {example[kind]:<36} "
        + ", ".join(f"{layout} {count}" for layout, count in layouts[kind].most_common(3))
        for kind in ordered[:most]
    ]


def cell_line(name: str, cell: ScoredCell) -> str:
    return (
        f"    {name:<34} {'/'.join(cell.key):<44} {cell.outcome.value} {cell.item.basis} raw={cell.raw!r} "
        f"expected={cell.item.gold} got={cell.item.predicted} damage={','.join(cell.damage) or '-'}"
    )


def print_level(level: str, outcomes: Sequence[Outcome], most: int) -> dict[str, object]:
    print(f"\n== {level}: {LEVELS[level].title}\n{'':<20} {HEADER}")
    every = Tally()
    layouts: dict[str, Tally] = defaultdict(Tally)
    tables = {name: Tally() for name in TABLES}
    for outcome in outcomes:
        every.add(outcome, tables)
        layouts[outcome.layout].add(outcome, tables)
        for name, tally in tables.items():
            tally.add(outcome, (name,))
    print(line("all", every))
    for name, tally in (*sorted(layouts.items()), *tables.items()):
        print(line(f"  {name}", tally))
    print("  error rate by basis, 95 % interval", *basis_lines(every), sep="\n")
    if every.slips["planted"]:
        print(slip_line(every))
    print_failures(outcomes, most)
    named = {**{f"layout/{key}": tally for key, tally in layouts.items()}, **tables}
    return {"all": every.figures(), **{key: tally.figures() for key, tally in named.items()}}


def print_failures(outcomes: Sequence[Outcome], most: int) -> None:
    failed = [outcome for outcome in outcomes if outcome.failure]
    for outcome in failed[:most]:
        print(f"  FAILED {outcome.name}: {outcome.failure}")
    silent = [(o.name, cell) for o in outcomes for cell in o.bad if cell.outcome is CellOutcome.SILENT]
    # A swapped digit in 表二 cannot be noticed by anyone: such errors come last.
    silent.sort(key=lambda found: found[1].key[0] not in COVERED)
    if silent:
        print(f"  silent errors, first {min(most, len(silent))} of {len(silent)}")
        print(*(cell_line(name, cell) for name, cell in silent[:most]), sep="\n")
    kinds = causes(outcomes, most)
    if kinds:
        print("  commonest failures: verdict / table / basis / damage", *kinds, sep="\n")
    changed = [(o.name, slip) for o in outcomes for slip in o.slips if slip.changed or unreported(slip)]
    for name, slip in changed[:most]:
        state = "changed" if slip.changed else "not reported"
        print(f"  slip {state}: {name} {'/'.join(slip.key)}")


def unreported(slip: ScoredSlip) -> bool:
    return slip.breaks_identity and not slip.reported


def explain(name: str) -> None:
    score, elapsed = read_and_score(document_named(name))
    print(f"{name}: {elapsed:.1f} ms, {len(score.cells)} cells")
    for cell in score.cells:
        if cell.outcome is not CellOutcome.RIGHT:
            print(cell_line("", cell))
    print(*score.slips, sep="\n")


def names_of(level: str, arguments: argparse.Namespace) -> list[str]:
    wanted = arguments.layouts or layouts_of(LEVELS[level])
    return [d.name for d in generate_documents(arguments.count, arguments.seed, level, wanted)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=120, help="documents a level")
    parser.add_argument(
        "--levels", nargs="+", default=list(TARGET_LEVELS), choices=[*LEVELS], metavar="LEVEL"
    )
    parser.add_argument("--layouts", nargs="+", metavar="LAYOUT", help="only these layouts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2, choices=(1, 2))
    parser.add_argument("--most", type=int, default=10, help="how many failures to list")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all figures as JSON")
    parser.add_argument("--show", metavar="NAME", help="print the text of one document")
    parser.add_argument(
        "--explain", metavar="NAME", help="print the cells of one document that are not right"
    )
    arguments = parser.parse_args()
    try:
        return _run(arguments)
    except ExtractorError as error:
        print(error, file=sys.stderr)
        return 2


def _run(arguments: argparse.Namespace) -> int:
    if arguments.show:
        sys.stdout.write(document_named(arguments.show).text)
        return 0
    if arguments.explain:
        explain(arguments.explain)
        return 0
    figures = {}
    with ProcessPoolExecutor(arguments.processes) as pool:
        for level in arguments.levels:
            names = names_of(level, arguments)
            outcomes = list(pool.map(run_one, names, chunksize=8))
            figures[level] = print_level(level, outcomes, arguments.most)
            sys.stdout.flush()
    if arguments.json:
        settings = {"count": arguments.count, "seed": arguments.seed, "levels": figures}
        arguments.json.write_text(json.dumps(settings, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
