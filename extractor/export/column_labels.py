"""What people call columns, sheets and bases; the words are in ``labels.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from extractor.forms import panel_editions


class BasisLegend(NamedTuple):
    """How a basis is shown and what it means."""

    mark: str
    """Behind the number; nothing where there is no doubt."""
    chinese: str
    english: str


@cache
def _labels() -> Mapping[str, Any]:
    return tomllib.loads(files("extractor.export").joinpath("labels.toml").read_text("utf-8"))


def column_label(name: str) -> str:
    """The Chinese name of a column; nothing where it has none."""
    label: str = _labels()["columns"].get(name, "")
    return label


def sheet_label(name: str) -> str:
    """The Chinese name of a sheet; the title of a statutory table as its form prints it."""
    label: str | None = _labels()["sheets"].get(name)
    if label is not None:
        return label
    titles = (table.title for edition in panel_editions() for table in edition.tables if table.key == name)
    return next(titles, name)


@cache
def legend() -> Mapping[str, BasisLegend]:
    """Every basis of a cell, in the order in which they are explained."""
    return {name: BasisLegend(**entry) for name, entry in _labels()["bases"].items()}
