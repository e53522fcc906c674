"""The values that a certificate speaks of, counted by stratum in one pass, whatever their number."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractor.certify.claims import Claim, Delivered, claims_of, open_cells
from extractor.certify.factless_places import places_of
from extractor.certify.strata import StratumKey, known_strata

_SHORT = 3
"""Longer numbers are not kept one by one while counting: a tenth of all values is never one of them."""
Reading = Callable[[], Iterable[Delivered]]
"""Gives all Reports of the data set, always the same ones in the same order."""


class StrataChoice(NamedTuple):
    """Which variables are strata of their own, and which are estimated by year."""

    named: tuple[str, ...]
    estimated: tuple[str, ...]


class YearValue(NamedTuple):
    """One accepted number of an estimated variable."""

    pointer: str
    report_id: int
    year: int | None
    value: Decimal | None


class AcceptedValues(NamedTuple):
    """All accepted values, counted."""

    documents: int
    values: int
    open_cells: int
    """Left out: in conflict or ambiguous, nobody accepts them."""
    sha256: str
    """Over every claim and every place in order."""
    shared: Mapping[str, tuple[str, ...]]
    """By kind, the values that are strata of their own."""
    strata: Mapping[StratumKey, int]
    variables: Mapping[str, int]
    estimates: Mapping[str, tuple[YearValue, ...]]
    made_by: Mapping[tuple[str, str, str, str], int]
    """(version, engine, model, prompts) of the Reports and how many each made."""


class Strata(NamedTuple):
    """How a claim finds its stratum."""

    shared: Mapping[str, tuple[str, ...]]
    named: tuple[str, ...]

    def of(self, claim: Claim) -> StratumKey:
        """The stratum of a claim."""
        shared = claim.value if claim.value in self.shared.get(claim.kind, ()) else None
        variable = claim.variable if claim.variable in self.named else None
        return _key(claim.kind, claim.rests_on, shared, variable)


@cache
def _key(kind: str, rests_on: str, shared: str | None, variable: str | None) -> StratumKey:
    return StratumKey(kind=kind, rests_on=rests_on, shared=shared, variable=variable)


def census(reading: Reading, asked: StrataChoice) -> AcceptedValues:
    """Count all claims and places; UsageError is left to who finds the data set empty."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    digest = hashlib.sha256()
    documents = opened = 0
    estimates: dict[str, list[YearValue]] = {name: [] for name in asked.estimated}
    made_by: Counter[tuple[str, str, str, str]] = Counter()
    for one in reading():
        documents += 1
        opened += open_cells(one.report)
        made_by[_maker(one)] += 1
        for claim in everything(one):
            digest.update("\x1f".join((one.sha256, *claim, "\n")).encode("utf-8", "surrogatepass"))
            is_short = len(claim.value) <= _SHORT or claim.kind == "day"
            counts[claim.kind, claim.rests_on, claim.variable, claim.value if is_short else "…"] += 1
            if claim.variable in estimates and claim.kind == "cell":
                number = Decimal(claim.value) if claim.value else None
                estimates[claim.variable].append(YearValue(claim.pointer, one.report_id, one.year, number))
    shared = _shared(counts)
    strata: Counter[StratumKey] = Counter()
    variables: Counter[str] = Counter()
    finder = Strata(shared, asked.named)
    for (kind, rests_on, variable, value), many in counts.items():
        key = finder.of(Claim("", kind, rests_on, variable, value))
        strata[key] += many
        if not key.is_place:
            variables[variable] += many
    return AcceptedValues(
        documents=documents,
        values=sum(number for key, number in strata.items() if not key.is_place),
        open_cells=opened,
        sha256=digest.hexdigest(),
        shared=shared,
        strata=dict(sorted(strata.items(), key=lambda item: item[0].id)),
        variables=dict(sorted(variables.items())),
        estimates={name: tuple(values) for name, values in estimates.items()},
        made_by=dict(made_by),
    )


def everything(one: Delivered) -> Iterator[Claim]:
    """Claims, then places."""
    yield from claims_of(one)
    yield from places_of(one)


def _maker(one: Delivered) -> tuple[str, str, str, str]:
    run = one.report.run
    prompts = " ".join(f"{name}={value}" for name, value in sorted(run.prompts.items()))
    return run.extractor_version, run.engine, run.model or "", prompts


def _shared(counts: Mapping[tuple[str, str, str, str], int]) -> dict[str, tuple[str, ...]]:
    rules, kinds = known_strata().rules, known_strata().kinds
    by_kind: dict[str, Counter[str]] = {}
    for (kind, _, _, value), number in counts.items():
        if kinds[kind].answer == "number" or kind == "day":
            by_kind.setdefault(kind, Counter())[value] += number
    found: dict[str, tuple[str, ...]] = {}
    for kind, values in sorted(by_kind.items()):
        least = max(rules.shared_least, rules.shared_share * values.total())
        common = (v for v, n in values.items() if v not in ("", "…") and (n >= least or v == "0"))
        found[kind] = tuple(sorted(common))
    return found


class Picked(NamedTuple):
    """One drawn value."""

    key: StratumKey
    number: int
    """Its number within the stratum, in the order of the data set."""
    report_id: int
    claim: Claim


def pick(reading: Reading, finder: Strata, wanted: Mapping[StratumKey, frozenset[int]]) -> Iterator[Picked]:
    """The claims with the wanted numbers, in the order of the data set."""
    seen: Counter[StratumKey] = Counter()
    for one in reading():
        for claim in everything(one):
            key = finder.of(claim)
            index = seen[key]
            seen[key] += 1
            if index in wanted.get(key, ()):
                yield Picked(key, index, one.report_id, claim)
