"""What people decided, beside the values that they decided."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractor.records import Narrative
from extractor.tidy import ValueRow


class AppliedCorrection(NamedTuple):
    """One decision of a person that counts, about one value."""

    pointer: str
    """JSON pointer into the exported Report, to the field where one alone was changed; into the machine's
    where the person took the value out."""
    action: str
    """What was done: accept, set, not_stated, ground, added, removed."""
    machine: str | None
    """What the machine reads; nothing where it reads nothing."""
    human: str | None
    """What the person says; nothing where the document does not say, or the value was taken out."""
    author: str
    at: str
    """UTC, ISO 8601."""
    reason: str
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
    """The decision about each value; the last one where there are several."""
    return {one.value_pointer: one for one in corrections if one.action != "removed"}
