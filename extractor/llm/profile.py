"""Which tasks a model may decide, set by measured scores and not by its name."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import Field, ValidationError

from extractor.llm.endpoint import Endpoint
from extractor.records import Record

TASKS = ("counts", "trainings", "statements", "pairing", "cells")
"""What hybrid may ask."""
DECIDE_AT = 0.95
"""Least precision on the gold suites of what a model adds before its word is delivered."""


class Grade(StrEnum):
    """What a model's word counts for."""

    DECIDE = "decide"
    """Where the rules abstain, the model's answer is delivered."""
    ADVISE = "advise"
    """Agreement is noted, everything else goes to review."""
    OFF = "off"
    """Not asked."""


class Profile(Record):
    """One model's grades and the scores that they rest on."""

    model: str
    tasks: Mapping[str, Grade] = Field(default_factory=dict)
    scores: Mapping[str, float] = Field(default_factory=dict, description="Measured by model qualify")
    measured_on: str = Field(default="", description="What it was measured on, with the number of documents")

    def grade(self, task: str) -> Grade:
        """The grade of one task; a task that was never measured may advise."""
        return self.tasks.get(
            task, Grade.ADVISE if task in ("counts", "trainings", "statements") else Grade.OFF
        )


def profile_path(folder: Path, endpoint: Endpoint) -> Path:
    """Where the profile of this model at this endpoint is kept below the product's cache folder."""
    name = hashlib.sha256(f"{endpoint.family}\n{endpoint.model}".encode()).hexdigest()[:20]
    return folder / "profiles" / f"{name}.json"


def load_profile(folder: Path, endpoint: Endpoint) -> Profile:
    """The kept profile; one without grades where the model was never qualified."""
    try:
        text = profile_path(folder, endpoint).read_text(encoding="utf-8")
        return Profile.model_validate_json(text)
    except (OSError, ValidationError):
        return Profile(model=endpoint.model)


def save_profile(folder: Path, endpoint: Endpoint, profile: Profile) -> Path:
    """Keep a profile; where it is."""
    path = profile_path(folder, endpoint)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(profile.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return path
