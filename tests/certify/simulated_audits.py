"""Data sets whose truth is known, audited again and again: do the printed bounds hold as often as they say?

Run as a program for the long form: ``python tests/certify/simulated_audits.py --sets 20000``.
"""

import argparse
import sys
from collections import Counter
from typing import NamedTuple

import numpy as np

from extractor.certify.bounds import Drawn
from extractor.certify.dial import dial_of
from extractor.certify.error_bounds import KnownPart, limits
from extractor.certify.sample_planning import Wish, allocate, whole_upper
from extractor.certify.strata import StratumKey

KEYS = (
    StratumKey(kind="cell", rests_on="proved", shared="0"),
    StratumKey(kind="cell", rests_on="proved"),
    StratumKey(kind="cell", rests_on="printed"),
    StratumKey(kind="number", rests_on="agreed"),
    StratumKey(kind="topic", rests_on="single"),
    StratumKey(kind="topic", rests_on="disputed"),
    StratumKey(kind="cell", rests_on="proved", variable="applications_new_total"),
    StratumKey(kind="digits", rests_on="unused"),
    StratumKey(kind="sentence", rests_on="unused"),
)
SHARES = (0.55, 0.2, 0.08, 0.06, 0.06, 0.02, 0.03)
VARIABLES = 12


class World(NamedTuple):
    """A data set with its truth."""

    stratum: np.ndarray
    variable: np.ndarray
    wrong: np.ndarray


class Reader(NamedTuple):
    """How a reader errs."""

    misses: float = 0.0
    false_alarms: float = 0.0
    cannot_tell: float = 0.0


CAREFUL = Reader()


def world(rng, values, rate, clustered):
    """Documents err as a whole: a few hold most of the wrong values; or strata err against their priors."""
    documents = max(5, values // 120)
    document = rng.integers(0, documents, values)
    stratum = rng.choice(len(SHARES), values, p=SHARES)
    variable = np.where(stratum == 6, 0, rng.integers(1, VARIABLES, values))
    own = rng.beta(0.08, 0.6, documents) if clustered else np.ones(documents)
    by_stratum = rng.permutation(
        [0.02, 0.3, 1.0, 1.0, 3.0, 10.0, 0.5]
    )  # doubt is often where no prior saw it
    weight = own[document] * by_stratum[stratum]
    chance = np.minimum(1.0, weight * rate / max(weight.mean(), 1e-9))
    places = rng.integers(100, 400)
    stratum = np.concatenate([stratum, 7 + rng.integers(0, 2, places)])
    variable = np.concatenate([variable, np.full(places, -1)])
    wrong = np.concatenate([rng.random(values) < chance, rng.random(places) < rate * 2])
    return World(stratum, variable, wrong)


def drawn_sample(rng, of, numbers):
    """Indexes of a plain random sample in each stratum, in random order."""
    order = rng.permutation(len(of.stratum))
    stratum = of.stratum[order]
    return [order[stratum == index][: numbers.get(key, 0)] for index, key in enumerate(KEYS)]


def seen_as_wrong(rng, of, taken, reader):
    """What the reader says of the drawn ones."""
    found = []
    for indexes in taken:
        truly = of.wrong[indexes]
        said = truly & (rng.random(len(indexes)) >= reader.misses)
        said |= ~truly & (rng.random(len(indexes)) < reader.false_alarms)
        said |= rng.random(len(indexes)) < reader.cannot_tell
        found.append(said)
    return found


def audited(of, taken, said):
    drawn, parts = {}, {}
    for index, key in enumerate(KEYS):
        size = int((of.stratum == index).sum())
        if size:
            drawn[key] = Drawn(size, len(taken[index]), int(said[index].sum()))
    everything, verdict = np.concatenate(taken), np.concatenate(said)
    for number in range(VARIABLES):
        mine = of.variable[everything] == number
        name = "applications_new_total" if number == 0 else f"v{number}"
        size = int((of.variable == number).sum())
        if size:
            parts[name] = KnownPart(size, int((mine & ~verdict).sum()), int((mine & verdict).sum()))
    return drawn, parts


def broken(of, drawn, parts, wish):
    """Names of the families of bounds that are below the truth."""
    bound = limits(drawn, parts, wish)
    true = {key: int(of.wrong[of.stratum == index].sum()) for index, key in enumerate(KEYS)}
    values = {key: number for key, number in true.items() if not key.is_place}
    by_variable = {
        "applications_new_total" if number == 0 else f"v{number}": int(of.wrong[of.variable == number].sum())
        for number in range(VARIABLES)
    }
    failed = set()
    if bound.whole < sum(values.values()):
        failed.add("whole")
    if bound.without_shared < sum(number for key, number in values.items() if key.shared is None):
        failed.add("without shared")
    if any(bound.strata[key] < true[key] for key in bound.strata):
        failed.add("strata, all")
    failed |= {f"stratum {key.id}" for key in bound.strata_alone if bound.strata_alone[key] < true[key]}
    if any(bound.variables[name] < by_variable[name] for name in parts):
        failed.add("variables, all")
    failed |= {f"variable {name}" for name in parts if bound.variables[name] < by_variable[name]}
    if any(bound.places[key] < true[key] for key in bound.places):
        failed.add("places, all")
    if bound.places_whole < sum(true[key] for key in bound.places):
        failed.add("places")
    if bound.weak_reader is not None and bound.weak_reader < sum(values.values()):
        failed.add("weak reader")
    return failed


def left_wrong(of, drawn, wish):
    """Tolerances at which more is left wrong than the dial says once a person has seen what it names."""
    values = {key: each for key, each in drawn.items() if not key.is_place}
    failed = set()
    for tolerance in (0.002, 0.01, 0.03):
        dial = dial_of(values, {}, wish, tolerance)
        rest = [key for key in values if key not in dial.strata]
        left = sum(int(of.wrong[of.stratum == KEYS.index(key)].sum()) for key in rest)
        if left > tolerance * dial.size:
            failed.add(f"dial at {tolerance}")
    return failed


def simulate(sets, seed, wish, reader=CAREFUL, values=(1500, 9000)):
    """How often each family failed in ``sets`` data sets."""
    rng = np.random.default_rng(seed)
    failures = Counter()
    planned = {}
    for number in range(sets):
        size = int(rng.integers(*values))
        of = world(rng, size, float(rng.choice([0, 0.0005, 0.002, 0.005, 0.01, 0.03, 0.05])), number % 4 > 0)
        sizes = {key: int((of.stratum == index).sum()) for index, key in enumerate(KEYS)}
        sizes = {key: count for key, count in sizes.items() if count}
        if size // 1500 not in planned:
            allocation = allocate(sizes, wish)
            shares = {key: count / sizes[key] for key, count in allocation.numbers.items()}
            planned[size // 1500] = shares, wish._replace(together=allocation.together)
        share, chosen = planned[size // 1500]
        numbers = {key: max(1, round(share.get(key, 0.1) * count)) for key, count in sizes.items()}
        taken = drawn_sample(rng, of, numbers)
        said = seen_as_wrong(rng, of, taken, reader)
        if wish.method == "sequential":
            taken, said = stopped_early(rng, of, taken, said, chosen)
        drawn, parts = audited(of, taken, said)
        failures.update(broken(of, drawn, parts, chosen))
        failures.update(left_wrong(of, drawn, chosen))
    return failures


def stopped_early(rng, of, taken, said, wish):
    """Stop at the look at which the bound is lowest: nobody could stop in a worse way."""
    best, kept = None, None
    for look in (0.3, 0.6, 1.0):
        some = [indexes[: int(np.ceil(look * len(indexes)))] for indexes in taken]
        heard = [each[: len(indexes)] for each, indexes in zip(said, some, strict=True)]
        drawn, _ = audited(of, some, heard)
        upper = whole_upper({key: each for key, each in drawn.items() if not key.is_place}, wish)
        if best is None or upper < best:
            best, kept = upper, (some, heard)
    return kept


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for name, wish, reader in (
        ("fixed, careful readers", Wish(0.01, 0.95, None), Reader()),
        ("fixed, readers who slip and give up", Wish(0.01, 0.95, None), Reader(0, 0.01, 0.02)),
        ("fixed, readers who miss a tenth", Wish(0.01, 0.95, None), Reader(0.1)),
        ("the same, planned for such readers", Wish(0.01, 0.95, None, find=0.9), Reader(0.1)),
        ("sequential, stopped when it looks best", Wish(0.01, 0.95, None, "sequential"), Reader()),
    ):
        failures = simulate(asked.sets, asked.seed, wish, reader)
        print(f"{name}: {asked.sets} data sets, nominal 95 %")
        for family, number in sorted(failures.items()):
            print(f"  {family}: held in {100 * (1 - number / asked.sets):.2f} %")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
