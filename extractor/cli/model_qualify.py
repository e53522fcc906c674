"""What a model may decide, measured: of disputes between readers, how many it settles right."""

from contextlib import closing
from pathlib import Path

from extractor.cli.engine import build_engine
from extractor.cli.terminal import Terminal
from extractor.errors import FailureKind, ModelError
from extractor.judging.qualifying import load_suite, measure
from extractor.llm import Endpoint
from extractor.llm.profile import Grade, Profile, save_profile
from extractor.settings import Settings


def qualify(
    path: Path | None, endpoint: Endpoint, settings: Settings, terminal: Terminal
) -> tuple[Profile, Path]:
    """Ask the model the disputes that come with the product, or those of a file, and grade each task."""
    suite = load_suite(path)
    engine = build_engine("hybrid", endpoint, settings)
    asker = engine.askers.for_document()
    with closing(engine.askers):
        scores = measure(suite, asker)
    for task, score in scores.items():
        terminal.note(
            f"{task}: {score.right} right, {score.wrong} wrong, {score.cannot_tell} cannot tell, "
            f"{score.failed} unanswered of {score.total}: {score.grade}"
        )
    if all(score.failed == score.total for score in scores.values()):
        why = asker.last_failure
        raise ModelError(
            why.kind if why else FailureKind.EMPTY,
            f"{endpoint.model} answered none of the disputes; nothing is kept{f' ({why})' if why else ''}",
        )
    counts = ", ".join(f"{task} {score.right} of {score.total}" for task, score in scores.items())
    profile = Profile(
        model=endpoint.model,
        tasks={
            **{task: score.grade for task, score in scores.items()},
            "pairing": Grade.OFF,
            "cells": Grade.OFF,
        },
        scores={task: score.precision for task, score in scores.items() if score.precision is not None},
        measured_on=f"{path.name if path else 'disputes of the product'}: settled right: {counts}",
    )
    return profile, save_profile(settings.cache_dir, endpoint, profile)
