"""How many values a person must read for a bound, by plan against a plain random sample of the whole.

The data sets are made up: 54,213 values in strata as the demo batch has them in small, with the error rates
that the stated priors expect, and with priors that are wrong in several ways. Each is drawn 200 times; a
plain sample is made as large as it must be to reach the tolerance as often. What is found is put right in
both.
"""

import argparse
from collections.abc import Mapping
from statistics import mean
from typing import Any

import numpy as np

from extractor.certify.bounds import Drawn, hypergeometric_upper
from extractor.certify.sample_planning import Allocation, Wish, allocate, whole_upper
from extractor.certify.strata import StratumKey, known_strata

SIZES = {
    StratumKey(kind="cell", rests_on="proved", shared="0"): 26_000,
    StratumKey(kind="cell", rests_on="proved"): 9_000,
    StratumKey(kind="cell", rests_on="printed", shared="0"): 3_000,
    StratumKey(kind="cell", rests_on="printed"): 3_500,
    StratumKey(kind="cell", rests_on="blank"): 4_000,
    StratumKey(kind="cell", rests_on="inferred", shared="0"): 1_500,
    StratumKey(kind="cell", rests_on="repaired"): 400,
    StratumKey(kind="number", rests_on="agreed"): 2_400,
    StratumKey(kind="topic", rests_on="agreed"): 2_400,
    StratumKey(kind="topic", rests_on="disputed"): 313,
    StratumKey(kind="header", rests_on="stated"): 1_700,
}


def plain_size(rng: Any, wrong: Mapping[StratumKey, int], tolerance: float, share: float) -> int:
    """The least plain sample whose bound is within the tolerance in ``share`` of the draws."""
    total, bad = sum(SIZES.values()), sum(wrong.values())
    low, high = 1, total
    while low < high:
        middle = (low + high) // 2
        found = rng.hypergeometric(bad, total - bad, middle, 200) if bad else np.zeros(200, int)
        upper = (hypergeometric_upper(Drawn(total, middle, int(k)), 0.05) - int(k) for k in found)
        good = mean(each <= tolerance * total for each in upper)
        low, high = (low, middle) if good >= share else (middle + 1, high)
    return low


def reached(rng: Any, wrong: Mapping[StratumKey, int], plan: Allocation, wish: Wish) -> float:
    """In which share of the draws the plan's bound is within the tolerance."""
    total, hits = sum(SIZES.values()), 0
    chosen = wish._replace(together=plan.together)
    for _ in range(200):
        drawn = {}
        for key, size in SIZES.items():
            found = int(rng.hypergeometric(wrong[key], size - wrong[key], plan.numbers[key]))
            drawn[key] = Drawn(size, plan.numbers[key], found)
        found = sum(each.wrong for each in drawn.values())
        hits += whole_upper(drawn, chosen) - found <= wish.tolerance * total
    return hits / 200


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    rng = np.random.default_rng(parser.parse_args().seed)
    classes = known_strata().classes
    worlds = {
        "as the priors say": {key: round(classes[key.rests_on].rate * n) for key, n in SIZES.items()},
        "half as often": {key: round(classes[key.rests_on].rate * n / 2) for key, n in SIZES.items()},
        "no doubt where it was expected": {
            key: round((0.0 if key.group == "intensive" else classes[key.rests_on].rate) * n)
            for key, n in SIZES.items()
        },
        "wrong where nobody expected it": {
            key: round((0.004 if key.rests_on == "proved" and key.shared is None else 0.0005) * n)
            for key, n in SIZES.items()
        },
    }
    total = sum(SIZES.values())
    for tolerance in (0.01, 0.005, 0.003):
        for method in ("fixed", "sequential"):
            wish = Wish(tolerance, 0.95, None, method)
            plan = allocate(SIZES, wish)
            number = sum(plan.numbers.values())
            wanted = f"tolerance {100 * tolerance:g} %, {method}"
            print(f"{wanted}: {number} of {total:,} values, {plan.seconds / 60:.0f} min")
            for name, wrong in worlds.items():
                share = reached(rng, wrong, plan, wish)
                plain = plain_size(rng, wrong, tolerance, max(share, 0.5))
                rate = 100 * sum(wrong.values()) / total
                often = f"reached in {100 * share:.0f} % of 200"
                print(f"  {name} ({rate:.2f} % wrong): {often}; a plain sample needs {plain}")


if __name__ == "__main__":
    main()
