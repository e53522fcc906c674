"""How far two annotators of the same documents agree; pure."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from extractor.evaluation.agreement import cohen_kappa
from extractor.review.counted_decisions import AnnotatorSide, key_of_value


class AnnotatorAgreement(NamedTuple):
    """How far two annotators agree on the places that both decided."""

    pair: tuple[str, str]
    both: int
    same: int
    kappa: float | None
    """Cohen's kappa with the values as categories; None where chance alone would agree on everything."""

    @property
    def share(self) -> float | None:
        """Of the places that both decided; None without any."""
        return self.same / self.both if self.both else None


def agreements(
    per_document: Iterable[Mapping[str, Sequence[AnnotatorSide]]],
) -> tuple[AnnotatorAgreement, ...]:
    """Figures for every pair of annotators over all documents, pooled before dividing."""
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for places in per_document:
        for sides in places.values():
            for one, other in combinations(sorted(sides, key=lambda side: side.author), 2):
                judged = pairs.setdefault((one.author, other.author), [])
                judged.append((key_of_value(one.value), key_of_value(other.value)))
    return tuple(_agreement(pair, judged) for pair, judged in sorted(pairs.items()))


def _agreement(pair: tuple[str, str], judged: Sequence[tuple[str, str]]) -> AnnotatorAgreement:
    same = sum(one == other for one, other in judged)
    return AnnotatorAgreement(pair, len(judged), same, cohen_kappa(judged))
