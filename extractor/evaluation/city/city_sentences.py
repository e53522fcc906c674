"""The sentences of invented reports, from ``prose.toml``: never the same in two consecutive years."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Wording(NamedTuple):
    """The lists of ``prose.toml``."""

    names: Mapping[str, list[str]]
    sections: Mapping[str, Mapping[str, list[str]]]

    def sentence(self, section: str, key: str, turn: int) -> str:
        """The sentence of this turn."""
        lines = self.sections[section][key]
        return lines[turn % len(lines)]

    def two(self, section: str, key: str, turn: int) -> list[str]:
        """Two neighbouring sentences; those of two consecutive turns are four different ones."""
        lines = self.sections[section][key]
        at = 2 * turn % len(lines)
        return [lines[at], lines[(at + 1) % len(lines)]]


@cache
def wording() -> Wording:
    """The wording that the project brings along."""
    text = (files("extractor.evaluation.city") / "prose.toml").read_text(encoding="utf-8")
    loaded = tomllib.loads(text)
    names = loaded.pop("names")
    return Wording(names, loaded)
