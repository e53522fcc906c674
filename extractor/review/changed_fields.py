"""Which fields of a fact of the prose a person changed, as the table of values shows them."""

from collections.abc import Mapping
from typing import NamedTuple

from extractor.review.corrected import plain
from extractor.review.editable_facts import AnyFact
from extractor.tidy import as_text, fact_rows

_BESIDE = ("unit", "topic", "scope", "period", "approximate", "participants_approximate", "kind", "addresses")
"""Fields that say how a value is meant; they have no row of their own."""
_WIDE = frozenset({"trainings", "events"})
"""Lists whose facts have a row a field."""


class Changed(NamedTuple):
    """What differs between a fact of the machine and the person's."""

    only: str = ""
    """The field, where it is one alone."""
    told: tuple[str | None, str | None] | None = None
    """What the machine reads and what the person says in those fields; None where no field differs."""
    machine: Mapping[str, str | None] | None = None
    """What the machine reads by column of the table of values; under "" where there is one value alone."""


def changed_fields(name: str, machine: AnyFact | None, human: AnyFact) -> Changed:
    """What the person changed in a fact of the list ``name``; nothing where the machine has no such fact."""
    if machine is None:
        return Changed()
    before, after = _columns(name, machine), _columns(name, human)
    is_wide = name in _WIDE
    shown = before if is_wide else {"": before["value"]}
    old, new = before | _beside(machine), after | _beside(human)
    fields = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    if not fields or fields == ["value"]:
        return Changed(machine=shown)
    if len(fields) == 1:
        return Changed(fields[0], (old.get(fields[0]), new.get(fields[0])), shown)
    return Changed("", (_told(fields, old), _told(fields, new)), shown)


def _columns(name: str, fact: AnyFact) -> dict[str, str | None]:
    return {row.column if name in _WIDE else "value": as_text(row.value) for row in fact_rows(name, fact)}


def _beside(fact: AnyFact) -> dict[str, str | None]:
    fields = fact.model_dump(mode="json")
    return {key: None if fields[key] is None else str(fields[key]) for key in _BESIDE if key in fields}


def _told(fields: list[str], values: Mapping[str, str | None]) -> str:
    return "; ".join(f"{key}: {values.get(key) or ''}" for key in fields)


def fact_in_words(fact: AnyFact | None) -> str | None:
    """What a person would call the fact: the number with its unit, the name, or the words."""
    if fact is None:
        return None
    value = getattr(fact, "value", None)
    if value is not None:
        return f"{plain(value)}{getattr(fact, 'unit', None) or ''}"
    return str(getattr(fact, "name", None) or getattr(fact, "text", ""))
