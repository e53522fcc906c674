"""What is still right when something was cut out of a true text; ``make bench-cutting`` runs this.

python bench/cutting.py --count 10000              all kinds of cuts in all layouts
python bench/cutting.py --kinds exchanged          one kind
python bench/cutting.py --show lines/tabs/s1.n0    what remains of one text, and what was read wrongly
"""

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from extractor.evaluation.intervals import wilson
from extractor.evaluation.noise.cutting import CUTS, trial_named, trials
from extractor.evaluation.noise_scoring import CellOutcome, ScoredCell, score_reading

HELD = (CellOutcome.RIGHT, CellOutcome.RIGHT_FLAGGED)


class Outcome(NamedTuple):
    """What came of one trial: (verdict, basis) to cells, and the cells that are silently wrong."""

    name: str
    counts: Counter[tuple[str, str]]
    silent: tuple[ScoredCell, ...]
    failure: str | None


def run_one(name: str) -> Outcome:
    from extractor.pipeline import extract

    trial = trial_named(name)
    try:
        report = extract(trial.document.text)
    except Exception as error:  # noqa: BLE001 (a crash is a figure of the bench, not its end)
        return Outcome(name, Counter(), (), f"{type(error).__name__}: {error}")
    cells = score_reading(trial.document, report.tables, report.findings).cells
    counts = Counter((cell.outcome.value, cell.item.basis) for cell in cells)
    return Outcome(name, counts, tuple(c for c in cells if c.outcome is CellOutcome.SILENT), None)


def line(label: str, outcomes: list[Outcome], basis: str | None = None) -> str:
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        for (verdict, own), count in outcome.counts.items():
            if basis in (None, own):
                counts[verdict] += count
    silent, right = counts["silent"], counts["right"]
    low, high = wilson(silent, silent + right) or (0.0, 1.0)
    share = 10_000 * silent / max(1, silent + right)
    return (
        f"{label:<22} {len(outcomes):>6} {right:>9} {counts['right_flagged']:>9} {counts['missing']:>8} "
        f"{silent:>6} {share:>8.2f}  [{10_000 * low:.2f}, {10_000 * high:.2f}]"
    )


def show(name: str) -> None:
    print(trial_named(name).document.text)
    for cell in run_one(name).silent:
        print(cell)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", default=list(CUTS), choices=list(CUTS))
    parser.add_argument("--processes", type=int, default=2, choices=(1, 2))
    parser.add_argument("--most", type=int, default=15, help="how many silent errors to list")
    parser.add_argument("--show", metavar="NAME")
    arguments = parser.parse_args()
    if arguments.show:
        show(arguments.show)
        return 0
    names = [t.name for t in trials(arguments.count, arguments.seed, tuple(arguments.kinds))]
    with ProcessPoolExecutor(arguments.processes) as pool:
        outcomes = list(pool.map(run_one, names, chunksize=16))
    print(f"{'':<22} trials     right   flagged  missing silent  in 10,000 accepted, 95 % interval")
    print(line("all", outcomes))
    for kind in arguments.kinds:
        print(line(f"  {kind}", [o for o in outcomes if o.name.startswith(f"{kind}/")]))
    for layout in sorted({o.name.split("/")[1] for o in outcomes}):
        print(line(f"  {layout}", [o for o in outcomes if o.name.split("/")[1] == layout]))
    for basis in ("proved", "printed", "inferred", "repaired"):
        print(line(f"  {basis}", outcomes, basis))
    for outcome in [o for o in outcomes if o.failure][: arguments.most]:
        print(f"  FAILED {outcome.name}: {outcome.failure}")
    for outcome in [o for o in outcomes if o.silent][: arguments.most]:
        cell = outcome.silent[0]
        print(
            f"  {outcome.name:<44} {len(outcome.silent):>3} silent, first {'/'.join(cell.key)} "
            f"{cell.item.basis} expected {cell.item.gold} got {cell.item.predicted}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
