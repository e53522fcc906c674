"""What a model may decide, measured: of what it adds to the rules on labelled reports, how much is right."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor import pipeline
from extractor.cli.engine import build_engine
from extractor.cli.terminal import Terminal
from extractor.errors import UsageError
from extractor.llm import Endpoint
from extractor.llm.profile import DECIDE_AT, TASKS, Grade, Profile, save_profile
from extractor.records import Basis, Report
from extractor.settings import Settings

_LEAST_CASES = 10
"""Fewer cases say nothing about precision: the model may advise, not decide."""
_MEASURED = ("counts", "statements")


def qualify(folder: Path, endpoint: Endpoint, settings: Settings, terminal: Terminal) -> tuple[Profile, Path]:
    """Run hybrid with everything allowed on labelled reports and grade each task by its precision.

    UsageError where the folder holds no labels.
    """
    labels = sorted(folder.glob("*.expected.json"))
    if not labels:
        raise UsageError(f"{folder}: no NAME.expected.json beside reports; fixtures/reports has some")
    everything = Profile(model=endpoint.model, tasks=dict.fromkeys(TASKS, Grade.DECIDE))
    engine = build_engine("hybrid", endpoint, settings)
    engine = type(engine)(engine.name, engine.model, engine.askers, everything)
    right, total = dict.fromkeys(_MEASURED, 0), dict.fromkeys(_MEASURED, 0)
    documents = 0
    for path in labels:
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = path.with_name(path.name.replace(".expected.json", ".txt"))
        if not source.is_file() or not gold.get("counts"):
            continue
        document = pipeline.read_document(source.read_bytes(), source.name)
        report = pipeline.extract_document(document, engine=engine)
        documents += 1
        for task, correct in _added(report, gold):
            total[task] += 1
            right[task] += correct
        terminal.note(
            f"{source.name}: {report.run.usage.calls} calls, {report.run.usage.output_tokens} tokens out"
        )
    scores = {task: right[task] / total[task] for task in _MEASURED if total[task]}
    grades = {
        task: Grade.DECIDE
        if total[task] >= _LEAST_CASES and scores.get(task, 0) >= DECIDE_AT
        else Grade.ADVISE
        for task in _MEASURED
    }
    counts = ", ".join(f"{task} {right[task]} of {total[task]}" for task in _MEASURED)
    profile = Profile(
        model=endpoint.model,
        tasks={**grades, "trainings": Grade.ADVISE, "pairing": Grade.OFF, "cells": Grade.OFF},
        scores=scores,
        measured_on=f"{folder.name}, {documents} documents: right of what the model added: {counts}",
    )
    return profile, save_profile(settings.cache_dir, endpoint, profile)


def _added(report: Report, gold: dict[str, Any]) -> list[tuple[str, bool]]:
    """Each fact that rests on the model alone: its task, and whether the labels have it."""
    found = []
    for count in report.narrative.counts:
        if count.basis is Basis.MODEL:
            same = [
                label
                for label in gold["counts"]
                if Decimal(str(label["value"])) == count.value and label["topic"] == count.topic
            ]
            found.append(("counts", bool(same)))
    for name in ("issues", "remedies"):
        quotes = [item["quote"] if isinstance(item, dict) else item for item in gold.get(name) or []]
        for statement in getattr(report.narrative, name):
            if statement.basis is Basis.MODEL:
                words = statement.evidence.quote
                found.append(("statements", any(words in quote or quote in words for quote in quotes)))
    return found
