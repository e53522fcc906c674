"""The official tables, cell by cell."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

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

    value: Number | None
    raw: str | None = Field(description="What is printed; null where nothing is")
    basis: CellBasis
    evidence: Span | None
    alternatives: tuple[Number, ...] = Field(default=(), description="Other values that would fit")
    identities: tuple[str, ...] = Field(default=(), description="Ids of the sums that the verdict rests on")
    reason: str | None = Field(default=None, description="Why the value differs from the print, if it does")


Table = Mapping[str, Mapping[str, Cell] | None]
"""Row (or block) key to column key to Cell; a row that this report does not print is null."""


class Tables(Record):
    """The three official tables; a table that is not in the document is null, never zeros."""

    proactive: Table | None = None
    applications: Table | None = None
    disputes: Table | None = None


class TableReading(Record):
    """How a table was read: which readings were tried and what each satisfied."""

    table: str
    reading: str = Field(description="The reading that was kept")
    tried: Mapping[str, tuple[int, int]] = Field(
        default_factory=dict, description="Reading to (identities that hold, identities that can be checked)"
    )
    notes: tuple[str, ...] = ()
