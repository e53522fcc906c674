"""What all records have in common."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Basis(StrEnum):
    """What a fact outside the tables rests on."""

    RULE = "rule"
    MODEL = "model"
    BOTH = "both"
    HUMAN = "human"
    NOT_STATED = "not_stated"
    """The document was read and does not say; the value is null."""
