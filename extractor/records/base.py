"""What all records have in common."""

from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def unchecked(cls, **values: Any) -> Self:
        """The record of ``values``: every field, in order, each of its type already; nothing is checked.

        For what is made by the hundred for each document from parts that are right by construction.
        """
        made = cls.__new__(cls)
        object.__setattr__(made, "__dict__", values)
        object.__setattr__(made, "__pydantic_fields_set__", set(values))
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


class Basis(StrEnum):
    """What a fact outside the tables rests on."""

    RULE = "rule"
    LEARNED = "learned"
    """Only the second reader says so."""
    MODEL = "model"
    BOTH = "both"
    """At least two of rules, second reader and model."""
    HUMAN = "human"
    NOT_STATED = "not_stated"
    """The document was read and does not say; the value is null."""
