"""The definitions of the indicators: ``indicators.toml``."""

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

from extractor.records import Record

POPULATION = "population"


class Definition(Record):
    """One indicator: its formula over cells, its unit and where it is defined."""

    id: str
    chinese: str
    english: str
    unit: str
    source: str
    per: int = 1
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    is_share: bool = True
    """Whether the numerator is a part of the denominator: the value is 0 to ``per``."""
    measure: str = ""
    """What is measured instead of cells, e.g. days_late."""

    @property
    def formula(self) -> str:
        """The formula in the names of the cells."""
        if self.measure:
            return self.measure
        above, below = " + ".join(self.numerator), " + ".join(self.denominator)
        return f"{self.per} × ({above}) / ({below})" if below else above


@cache
def definitions() -> tuple[Definition, ...]:
    """All indicators in the order in which they are shown."""
    loaded = tomllib.loads((files("extractor.indicators") / "indicators.toml").read_text("utf-8"))
    sources = loaded["sources"]
    return tuple(
        Definition.model_validate(each | {"source": sources[each["source"]]}) for each in loaded["indicator"]
    )


def names_cell(pattern: str, table: str, row: str, column: str) -> bool:
    """Whether a pattern of a formula means a cell: ``applications.denied_*.total``."""
    return fnmatchcase(f"{table}.{row}.{column}", pattern)
