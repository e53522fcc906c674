"""Shape of a form's file: which keys stand where and of what kind; docs/forms.md says what each means."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from extractor.forms.form_parts import Layout, Quantity, Relation
from extractor.records import Record

ID = r"^[a-z0-9][a-z0-9_-]*$"
KEY = r"^[a-z][a-z0-9_]*$"
LIGHTEST, HEAVIEST = 0.1, 10.0
"""Weights of cells; a change of a cell of the least weight costs about what sets explanations apart."""


class ColumnFile(Record):
    """One column of a set."""

    labels: tuple[str, ...] = Field(min_length=1)
    prints: str | None = None
    en: str = ""
    kind: Quantity = Quantity.COUNT
    unit: str = ""
    under: str = ""
    share: float | None = Field(default=None, gt=0)
    most: int | None = Field(default=None, gt=0)


class RowFile(Record):
    """One row of a table."""

    key: str = Field(pattern=KEY)
    labels: tuple[str, ...] = Field(min_length=1)
    columns: str
    prints: str | None = None
    group: str = ""
    en: str = ""
    name: str | None = None
    block: str = ""
    bracket: str = ""
    code: str = ""
    share: float | None = Field(default=None, gt=0)


class GroupFile(Record):
    """Rows under a common label."""

    key: str = Field(pattern=KEY)
    label: str
    prints: str | None = None
    en: str = ""


class SumFile(Record):
    """One sum as it is declared."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_.]*$")
    each: Literal["row", "column", "cell"] = "cell"
    left: str
    right: str
    relation: Relation = Relation.EQUAL
    says: str = ""
    check: str = ""
    only: str = "*"


class VariantFile(Record):
    """Rows that another print of the table has in place of others."""

    unless: tuple[str, ...] = ()
    replace: tuple[str, ...] = Field(min_length=1)
    by: RowFile


class TableFile(Record):
    """One table."""

    name: str
    title: str | None = None
    en: str = ""
    layout: Layout = Layout.ROWS
    rows: tuple[RowFile, ...] = Field(min_length=1)
    headers: tuple[str, ...] = ()
    groups: tuple[GroupFile, ...] = ()
    corner: str = ""
    over: str = ""
    cues: tuple[str, ...] = ()
    line_name: str = ""
    optional: bool = False
    outcomes: Mapping[str, str] = Field(default_factory=dict)
    sums: tuple[SumFile, ...] = ()
    weights: Mapping[str, Annotated[float, Field(ge=LIGHTEST, le=HEAVIEST)]] = Field(default_factory=dict)
    variants: Mapping[str, VariantFile] = Field(default_factory=dict)


class EditionFile(Record):
    """The whole file."""

    edition: str = Field(pattern=ID)
    name: str
    report_years: tuple[int, int] | None = None
    annex: bool = False
    marks: tuple[str, ...] = ()
    columns: Mapping[str, Annotated[Mapping[str, ColumnFile], Field(min_length=1)]] = Field(min_length=1)
    tables: Mapping[str, TableFile] = Field(min_length=1)
