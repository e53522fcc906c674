"""What people decided, beside the values that they decided."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from extractor.records import Narrative
from extractor.tidy import ValueRow


class Standing(StrEnum):
    """What became of a decision in the data."""

    APPLIED = "applied"
    """The value is the person's."""
    OPEN = "open"
    """Annotators differ and nobody settled it: the value is still the machine's."""
    OVERRULED = "overruled"
    """Annotators differed and somebody settled it: see the line that is applied."""
    NOTED = "noted"
    """About a finding, a number that nothing uses, or a flag for a second reader: it changes no value."""


class AppliedCorrection(NamedTuple):
    """One decision of a person, about one place."""

    pointer: str
    """JSON pointer into the exported Report, to the field where one alone was changed; into the machine's
    where the person took the value out."""
    action: str
    """What was done: accept, set, not_stated, ground, added, removed, flag."""
    machine: str | None
    """What the machine reads; nothing where it reads nothing."""
    human: str | None
    """What the person says; nothing where the document does not say, or the value was taken out."""
    author: str
    at: str
    """UTC, ISO 8601."""
    reason: str
    printed: str = ""
    """Of a cell what the person says is printed: number, blank, dash or not_stated."""
    standing: Standing = Standing.APPLIED
    machine_fields: Mapping[str, str | None] | None = None
    """Of a fact: what the machine reads by column of the table of values; under "" where it has one value."""

    @property
    def value_pointer(self) -> str:
        """JSON pointer of the cell, header fact or fact of the prose that the decision is about."""
        parts = self.pointer.split("/")
        return "/".join(parts[:4]) if parts[1:2] == ["narrative"] else self.pointer

    def machine_of(self, column: str) -> str | None:
        """What the machine reads in one column of the fact."""
        known = self.machine_fields
        return self.machine if known is None else known.get(column, known.get(""))


_PERIOD = {"period_start": "/period/start", "period_end": "/period/end"}


def pointer_of(row: ValueRow) -> str:
    """JSON pointer of the value that a tidy row shows."""
    if row.table == "header":
        return _PERIOD.get(row.column, f"/{row.column}")
    if row.table in Narrative.model_fields:
        return f"/narrative/{row.table}/{row.row}"
    return f"/tables/{row.table}/{row.row}/{row.column}"


def by_pointer(corrections: Iterable[AppliedCorrection]) -> Mapping[str, AppliedCorrection]:
    """The decision that counts about each value; the last one where there are several."""
    return {one.value_pointer: one for one in that_count(corrections) if one.action != "removed"}


def that_count(corrections: Iterable[AppliedCorrection]) -> tuple[AppliedCorrection, ...]:
    """The decisions that changed or confirmed a value."""
    return tuple(one for one in corrections if one.standing is Standing.APPLIED)
