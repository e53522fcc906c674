"""The official tables, cell by cell."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import ConfigDict, Field, model_serializer

from extractor.records.base import Record
from extractor.records.facts import Number
from extractor.records.span import Span


class CellBasis(StrEnum):
    """What the value of a cell rests on."""

    PROVED = "proved"
    """Printed, and an identity it stands in holds."""
    PRINTED = "printed"
    """Printed, and no identity could be checked."""
    INFERRED = "inferred"
    """Nothing printed; the identities leave exactly one number."""
    REPAIRED = "repaired"
    """The print is a marked reading artefact and the identities leave exactly one reading."""
    CONFLICT = "conflict"
    """Printed, and part of a smallest explanation of an identity that fails."""
    AMBIGUOUS = "ambiguous"
    """Several readings fit."""
    BLANK = "blank"
    """Nothing printed and nothing implied; the value is null."""
    HUMAN = "human"
    """Decided by a person on the correction page; only in data with corrections applied."""


class Cell(Record):
    """One cell of an official table. Amounts are in 万元 (10,000 yuan)."""

    value: Number | None = Field(description="The number; null where none is known")
    raw: str | None = Field(description="What is printed; null where nothing is")
    basis: CellBasis = Field(description="What the value rests on")
    evidence: Span | None = Field(description="Where it is printed; null where it is not")
    alternatives: tuple[Number, ...] = Field(default=(), description="Other values that would fit")
    identities: tuple[str, ...] = Field(default=(), description="Ids of the sums that the verdict rests on")
    reason: str | None = Field(default=None, description="Why the value differs from the print, if it does")


Table = Mapping[str, Mapping[str, Cell] | None]
"""Row (or block) key to column key to Cell; a row that this report does not print is null."""


class Tables(Record):
    """The official tables by key; a table that is not in the document is null, never zeros.

    A yearly report has exactly the three that are named here, one on 2008 to 2018 also an ``annex`` where
    that was read; a report of another form has those of its own.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Table | None]

    proactive: Table | None = None
    applications: Table | None = None
    disputes: Table | None = None

    def get(self, key: str) -> Table | None:
        """The table of this key; None where the document has none."""
        return dict(self.all()).get(key)

    def all(self) -> Iterator[tuple[str, Table | None]]:
        """Key and table of every table of the form, printed or not."""
        own = self.__pydantic_extra__ or {}
        if not own or self.model_fields_set & type(self).model_fields.keys():
            yield from ((key, getattr(self, key)) for key in type(self).model_fields)
        yield from own.items()

    def items(self) -> Iterator[tuple[str, Table]]:
        """Key and table of the tables that are in the document."""
        return ((key, table) for key, table in self.all() if table is not None)

    def values(self) -> Iterator[Table]:
        """The tables that are in the document."""
        return (table for _, table in self.items())

    def cells(self) -> Iterator[tuple[str, str, str, Cell]]:
        """Table key, row key, column key and cell of every cell, in printed order."""
        for key, table in self.items():
            for row, cells in table.items():
                for column, cell in (cells or {}).items():
                    yield key, row, column, cell

    @model_serializer(mode="plain")
    def _written(self) -> dict[str, Table | None]:
        return dict(self.all())


class TableReading(Record):
    """How a table was read: which readings were tried and what each satisfied."""

    table: str = Field(description="Key of the table")
    reading: str = Field(description="The reading that was kept")
    tried: Mapping[str, tuple[int, int]] = Field(
        default_factory=dict, description="Reading to (identities that hold, identities that can be checked)"
    )
    notes: tuple[str, ...] = Field(default=(), description="What the reading noticed")
    others: tuple[Span, ...] = Field(
        default=(), description="Where further tables of this kind stand that were not taken"
    )
