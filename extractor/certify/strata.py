"""Kinds and classes of values, their stated priors, and how a stratum is named."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from extractor.certify.sequential import Believed
from extractor.records import Record

GroupName = Literal["base", "intensive", "named"]


class ValueKind(Record):
    """One kind of value: what is asked about it."""

    seconds: float
    answer: Literal["number", "text", "day", "pick"]
    zh: str
    en: str


class ValueClass(Record):
    """What values rest on, and how often they are taken to be wrong before anybody looks."""

    rate: float
    weight: float
    source: str
    intensive: bool = False
    zh: str
    en: str


class Rules(Record):
    """When a value is shared, and how the error probability is split over groups."""

    shared_share: float
    shared_least: int
    levels: Mapping[GroupName, float]


class Estimates(Record):
    """What is estimated by year."""

    variables: tuple[str, ...]


class StrataFile(Record):
    """The whole of ``strata.toml``."""

    rules: Rules
    kinds: Mapping[str, ValueKind]
    classes: Mapping[str, ValueClass]
    estimates: Estimates


@cache
def known_strata() -> StrataFile:
    """What ``strata.toml`` says."""
    text = (files("extractor.certify") / "strata.toml").read_text(encoding="utf-8")
    return StrataFile.model_validate(tomllib.loads(text))


PLACES = ("digits", "sentence")
"""Kinds of places of the completeness sample: where nothing was found."""


class StratumKey(Record):
    """What tells one stratum from another."""

    kind: str
    rests_on: str
    """A class of ``strata.toml``."""
    shared: str | None = None
    """The value that all of the stratum have; None: values that few others have."""
    variable: str | None = None
    """A column of the panel that the plan names."""

    @property
    def id(self) -> str:
        """Short and stable, e.g. ``cell.proved=0``."""
        name = f"{self.kind}.{self.rests_on}"
        name += "" if self.shared is None else f"={self.shared[:20]}"
        return f"{self.variable}:{name}" if self.variable else name

    @property
    def group(self) -> GroupName:
        """Which samples its own is counted with."""
        if self.variable is not None:
            return "named"
        return "intensive" if known_strata().classes[self.rests_on].intensive else "base"

    @property
    def is_place(self) -> bool:
        """Whether it holds places where nothing was found, for the completeness bound."""
        return self.kind in PLACES

    @property
    def prior(self) -> Believed:
        """The stated prior, of half a wrong value at most, so that a wrong one costs little."""
        known = known_strata().classes[self.rests_on]
        weight = min(known.weight, 0.5 / known.rate)
        return Believed(known.rate * weight, weight)

    def label(self, language: str) -> str:
        """What a reader of the certificate reads."""
        known = known_strata()
        kind, rests_on = known.kinds[self.kind], known.classes[self.rests_on]
        words = [kind.zh, rests_on.zh] if language == "zh" else [kind.en, rests_on.en]
        if self.variable:
            words.insert(0, self.variable)
        return " · ".join(words) + ("" if self.shared is None else f" = {self.shared}")
