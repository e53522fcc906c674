"""The weights of the second reader: one data file, read once."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from math import exp, inf
from struct import Struct
from typing import Any, NamedTuple

FILE = "weights.json"
_FIRST = ord("a")
_ZERO = ord("P")
MOST_STEPS = 44
"""A weight is written as one character of ASCII: how far it lies from P is the weight in steps."""


class LearnedVerdict(NamedTuple):
    """What the second reader takes something for, and how sure it is (0 to 1)."""

    label: str
    sure: float
    second: str
    chances: Mapping[str, float]


_LANE = 32
"""Bits of a label's sum in the one number that all labels are summed in: room for 20 million features."""


class _Lanes(dict[str, int]):
    """Each feature's weights as one number, a lane a label, unpacked when the feature is first seen.

    A weight is written MOST_STEPS higher than it is, so that no lane borrows from its neighbour.
    """

    def __init__(self, words: Mapping[str, str], labels: int) -> None:
        super().__init__()
        self._words = words
        self._none = sum(MOST_STEPS << (_LANE * label) for label in range(labels))

    def __missing__(self, name: str) -> int:
        packed = self._words[name]
        lanes = self._none
        for label, weight in zip(packed[::2], packed[1::2], strict=True):
            lanes += (ord(weight) - _ZERO) << (_LANE * (ord(label) - _FIRST))
        self[name] = lanes
        return lanes


class Linear:
    """One task: its labels, the biases, and for each feature the labels it speaks for or against."""

    def __init__(
        self, labels: tuple[str, ...], bias: tuple[float, ...], step: float, words: Mapping[str, str]
    ) -> None:
        self.labels, self.bias, self.step = labels, bias, step
        self._words = words.keys()
        self._lanes = _Lanes(words, len(labels))
        self._sums = Struct(f"<{len(labels)}I")

    def judge(self, features: Iterable[str]) -> LearnedVerdict:
        """The most likely label."""
        scores = self.scores(features)
        top = max(scores)
        shares = [exp(score - top) for score in scores]
        total = sum(shares)
        chances = dict(zip(self.labels, [share / total for share in shares], strict=True))
        best = scores.index(top)
        scores[best] = -inf
        second = scores.index(max(scores))
        return LearnedVerdict(self.labels[best], shares[best] / total, self.labels[second], chances)

    def scores(self, features: Iterable[str]) -> list[float]:
        """What the features speak for, by label, in the order of the labels."""
        # Whole steps are summed, all labels in one number: the order, which a set does not keep, makes no
        # difference then, and the sum is one of the interpreter's own.
        known = self._words & features
        lanes, offset = sum(map(self._lanes.__getitem__, known)), MOST_STEPS * len(known)
        sums = self._sums.unpack(lanes.to_bytes(self._sums.size, "little"))
        return [bias + self.step * (steps - offset) for bias, steps in zip(self.bias, sums, strict=True)]


def packed(weights: Mapping[int, int]) -> str:
    """Weights in steps, by number of the label, as the data file writes them."""
    return "".join(chr(_FIRST + label) + chr(_ZERO + steps) for label, steps in sorted(weights.items()))


@cache
def task(name: str) -> Linear:
    """The weights of one task: topic, period, unit, heading, event or section."""
    entry = _file()[name]
    return Linear(tuple(entry["labels"]), tuple(entry["bias"]), entry["step"], entry["words"])


@cache
def _file() -> dict[str, dict[str, Any]]:
    text = (files("extractor.learned") / FILE).read_text(encoding="utf-8")
    loaded: dict[str, dict[str, Any]] = json.loads(text)
    return loaded
