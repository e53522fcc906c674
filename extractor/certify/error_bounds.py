"""All bounds of a certificate from the counts of its strata; pure, and what the simulations test.

Families, each of which holds as a whole with the stated confidence:

- the whole, values that few others have, and every variable: one event, that the whole has at most U wrong
  values. A part of the whole has at most U less the wrong ones found outside of it.
- variables that have strata of their own: half of the error probability goes to the event above, half to
  their own samples (Bonferroni), and the lower of the two counts.
- strata: each at the level that makes all hold together (Šidák, since they are drawn independently).
- places of the completeness sample: likewise.
"""

from collections.abc import Mapping
from typing import NamedTuple

from extractor.certify.bounds import Drawn, grouped_upper, pooled_upper, sidak
from extractor.certify.sample_planning import Wish, groups_of
from extractor.certify.sequential import Prefix, sequential_upper
from extractor.certify.strata import StratumKey

WEAK_READER = 0.9
"""The bound is also given for readers who find only this share of the wrong values."""


class KnownPart(NamedTuple):
    """What is known of some values of the whole, such as those of a variable."""

    size: int
    right: int
    """Looked at and found right."""
    wrong: int


class WrongLimits(NamedTuple):
    """Largest numbers of wrong values that the samples do not refute."""

    whole: int
    without_shared: int
    weak_reader: int | None
    """For readers who find 90 % of the wrong values; None where the plan is sequential."""
    strata: Mapping[StratumKey, int]
    strata_alone: Mapping[StratumKey, int]
    """Each for itself: true of one stratum that was chosen before anybody looked."""
    variables: Mapping[str, int]
    places: Mapping[StratumKey, int]
    places_whole: int


def limits(drawn: Mapping[StratumKey, Drawn], variables: Mapping[str, KnownPart], wish: Wish) -> WrongLimits:
    """Every bound that is printed."""
    values = {key: each for key, each in drawn.items() if not key.is_place}
    places = {key: each for key, each in drawn.items() if key.is_place}
    if wish.method == "sequential":
        return _sequential(values, places, variables, wish)
    alpha = wish.alpha
    whole = grouped_upper(groups_of(values, alpha, together=wish.together, find=wish.find), wish.find)
    weak = min(WEAK_READER, wish.find)
    if wish.find < 1.0:  # what was found right may be wrong: no part is bounded by it
        variables = {name: part._replace(right=0) for name, part in variables.items()}
    joint, joint_places = sidak(alpha, len(values)), sidak(alpha, len(places))
    return WrongLimits(
        whole=whole,
        without_shared=_without_shared(values, whole, wish),
        weak_reader=grouped_upper(groups_of(values, alpha, together=wish.together, find=weak), weak),
        strata={key: pooled_upper([each], joint, wish.find) for key, each in values.items()},
        strata_alone={key: pooled_upper([each], alpha, wish.find) for key, each in values.items()},
        variables=_variables(values, variables, whole, wish),
        places={key: pooled_upper([each], joint_places, wish.find) for key, each in places.items()},
        places_whole=pooled_upper(list(places.values()), alpha, wish.find) if places else 0,
    )


def of_part(part: KnownPart, whole_upper: int, whole_wrong: int) -> int:
    """The most wrong values of a part, where the whole has at most ``whole_upper``.

    A reader's false alarm raises the whole's bound by one at least, so that it may be taken off here.
    """
    elsewhere = whole_wrong - part.wrong
    return max(part.wrong, min(part.size - part.right, whole_upper - elsewhere))


def _without_shared(values: Mapping[StratumKey, Drawn], whole: int, wish: Wish) -> int:
    rare = [each for key, each in values.items() if key.shared is None]
    part = KnownPart(
        sum(x.size for x in rare),
        sum(x.sampled - x.wrong for x in rare) if wish.find >= 1.0 else 0,
        sum(x.wrong for x in rare),
    )
    return of_part(part, whole, sum(each.wrong for each in values.values()))


def _variables(
    values: Mapping[StratumKey, Drawn], variables: Mapping[str, KnownPart], whole: int, wish: Wish
) -> dict[str, int]:
    named = {key.variable for key in values if key.variable is not None}
    if named:
        groups = groups_of(values, wish.alpha / 2, together=wish.together, find=wish.find)
        whole = grouped_upper(groups, wish.find)
    found = sum(each.wrong for each in values.values())
    upper = {name: of_part(part, whole, found) for name, part in variables.items()}
    for name in named:
        own = [each for key, each in values.items() if key.variable == name]
        if name in upper:
            upper[name] = min(upper[name], pooled_upper(own, wish.alpha / 2 / len(named), wish.find))
    return upper


def _sequential(
    values: Mapping[StratumKey, Drawn],
    places: Mapping[StratumKey, Drawn],
    variables: Mapping[str, KnownPart],
    wish: Wish,
) -> WrongLimits:
    """All from one joint confidence set, so that no multiplicity is left; places have a set of their own."""
    keys = list(values)
    prefixes = [Prefix(values[key], key.prior) for key in keys]

    def upper(chosen: list[bool]) -> int:
        return sequential_upper(prefixes, chosen, wish.alpha)

    whole = upper([True] * len(keys))
    alone = {key: upper([other == key for other in keys]) for key in keys}
    bounds = {name: of_part(part, whole, part.wrong) for name, part in variables.items()}
    for name in {key.variable for key in keys if key.variable is not None} & set(bounds):
        bounds[name] = min(bounds[name], upper([key.variable == name for key in keys]))
    rooms = [Prefix(each, key.prior) for key, each in places.items()]
    return WrongLimits(
        whole=whole,
        without_shared=upper([key.shared is None for key in keys]),
        weak_reader=None,
        strata=alone,
        strata_alone=alone,
        variables=bounds,
        places={
            key: sequential_upper(rooms, [other == key for other in places], wish.alpha) for key in places
        },
        places_whole=sequential_upper(rooms, [True] * len(rooms), wish.alpha) if rooms else 0,
    )
