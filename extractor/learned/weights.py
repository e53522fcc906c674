"""The weights of the second reader: one data file, read once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any, NamedTuple

FILE = "weights.json"
_FIRST = ord("a")
_ZERO = ord("P")
MOST_STEPS = 44
"""A weight is written as one character of ASCII: how far it lies from P is the weight in steps."""


class Verdict(NamedTuple):
    """What the second reader takes something for, and how sure it is (0 to 1)."""

    label: str
    sure: float
    second: str
    chances: Mapping[str, float]


@dataclass(frozen=True)
class Linear:
    """One task: its labels, the biases, and for each feature the labels it speaks for or against."""

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    step: float
    words: Mapping[str, str]
    _read: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict, repr=False)

    def judge(self, features: Iterable[str], prior: Mapping[str, float] | None = None) -> Verdict:
        """The most likely label; ``prior`` adds to the score of labels."""
        # Whole steps are summed: their order, which a set does not keep, makes no difference then.
        steps = [0] * len(self.bias)
        read, words = self._read, self.words
        for name in features:
            pairs = read.get(name)
            if pairs is None:
                packed = words.get(name)
                if packed is None:
                    continue
                pairs = read[name] = self._unpacked(packed)
            for label, weight in pairs:
                steps[label] += weight
        scores = [bias + self.step * number for bias, number in zip(self.bias, steps, strict=True)]
        for name, more in (prior or {}).items():
            scores[self.labels.index(name)] += more
        top = max(scores)
        shares = [exp(score - top) for score in scores]
        total = sum(shares)
        order = sorted(range(len(scores)), key=lambda index: -scores[index])
        chances = {label: share / total for label, share in zip(self.labels, shares, strict=True)}
        best, second = self.labels[order[0]], self.labels[order[1]]
        return Verdict(best, chances[best], second, chances)

    @staticmethod
    def _unpacked(packed: str) -> tuple[tuple[int, int], ...]:
        pairs = zip(packed[::2], packed[1::2], strict=True)
        return tuple((ord(label) - _FIRST, ord(weight) - _ZERO) for label, weight in pairs)


def packed(weights: Mapping[int, int]) -> str:
    """Weights in steps, by number of the label, as the data file writes them."""
    return "".join(chr(_FIRST + label) + chr(_ZERO + steps) for label, steps in sorted(weights.items()))


@cache
def task(name: str) -> Linear:
    """The weights of one task: topic, period, unit, heading or event."""
    entry = _file()[name]
    return Linear(tuple(entry["labels"]), tuple(entry["bias"]), entry["step"], entry["words"])


@cache
def _file() -> dict[str, dict[str, Any]]:
    text = (files("extractor.learned") / FILE).read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = json.loads(text)
    return loaded
