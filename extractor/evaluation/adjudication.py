"""Decisions between two labellings of the same document.

Both labellings stay as they were made. The first one is the base; a decision adds to it what the second
reader saw, drops what it should not hold, or makes a label optional where careful readers differ.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from extractor.evaluation.gold import Gold, GoldCount, GoldError, GoldEvent, GoldStatement
from extractor.records import Record

ListName = Literal["counts", "trainings", "events", "issues", "remedies", "past_rectifications", "cells"]
_RECORDS: dict[str, type[Record]] = {
    "counts": GoldCount,
    "trainings": GoldEvent,
    "events": GoldEvent,
    "issues": GoldStatement,
    "remedies": GoldStatement,
    "past_rectifications": GoldStatement,
}


class LabelDecision(Record):
    """One decision on one label, which ``start`` and ``end`` name; decisions on cells only keep."""

    document: str
    list: ListName
    start: int
    end: int
    ruling: Literal["keep", "add", "drop", "optional", "change"]
    """keep: the first reader is right; change: the first reader's label with ``label`` written over it."""
    why: str
    label: dict[str, Any] = Field(default_factory=dict)
    """For add: the whole label; for change: the keys that change."""


_DECISIONS = TypeAdapter(tuple[LabelDecision, ...])


def adjudicated(gold: Gold, path: Path, document: str) -> Gold:
    """``gold`` of the first reader with the decisions for ``document`` applied; GoldError names a bad one."""
    for decision in read_decisions(path):
        if decision.document == document:
            gold = _applied(gold, decision)
    return gold


@cache
def read_decisions(path: Path) -> tuple[LabelDecision, ...]:
    """All decisions of a file; none where there is no file."""
    try:
        return _DECISIONS.validate_json(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValidationError) as error:
        raise GoldError(f"{path}: {error}") from error


def _applied(gold: Gold, decision: LabelDecision) -> Gold:
    if decision.ruling == "keep":
        return gold
    labels: Sequence[Any] = getattr(gold, decision.list, None) or ()
    place = (decision.start, decision.end)
    at = [index for index, label in enumerate(labels) if label.interval == place]
    if decision.ruling == "add":
        whole = {"start": decision.start, "end": decision.end, **decision.label}
        added = _made(decision, whole)
        changed = sorted((*labels, added), key=lambda label: label.interval)
    elif not at:
        raise GoldError(f"{decision.document}: a decision names no label at {decision.list} {place}")
    elif decision.ruling == "drop":
        changed = [label for index, label in enumerate(labels) if index not in at]
    else:
        keys = {"optional": True} if decision.ruling == "optional" else decision.label
        changed = [
            _made(decision, {**json.loads(label.model_dump_json()), **keys}) if index in at else label
            for index, label in enumerate(labels)
        ]
    return gold.model_copy(update={decision.list: tuple(changed)})


def _made(decision: LabelDecision, label: dict[str, Any]) -> Record:
    try:
        return _RECORDS[decision.list].model_validate(label)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise GoldError(
            f"{decision.document}: decision on {decision.list}: {where}: {first['msg']}"
        ) from error
