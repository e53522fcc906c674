"""What people decided, beside the values that they decided."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractor.records import Narrative
from extractor.tidy import ValueRow


class Correction(NamedTuple):
    """One decision of a person that counts, about one value."""

    pointer: str
    """JSON pointer into the exported Report; into the machine's where the person took the value out."""
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


_PERIOD = {"period_start": "/period/start", "period_end": "/period/end"}


def pointer_of(row: ValueRow) -> str:
    """JSON pointer of the value that a tidy row shows."""
    if row.table == "header":
        return _PERIOD.get(row.column, f"/{row.column}")
    if row.table in Narrative.model_fields:
        return f"/narrative/{row.table}/{row.row}"
    return f"/tables/{row.table}/{row.row}/{row.column}"


def by_pointer(corrections: Iterable[Correction]) -> Mapping[str, Correction]:
    """The decision about each value; the last one where there are several."""
    return {one.pointer: one for one in corrections if one.action != "removed"}
