"""Suites: named sets of documents with their gold, and the fixed splits within them."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, ValidationError

from extractor.errors import UsageError
from extractor.evaluation.adjudication import adjudicated
from extractor.evaluation.gold import Gold, GoldError, load_gold
from extractor.evaluation.noise import LEVELS
from extractor.evaluation.noise_gold import noise_cases
from extractor.records import Record

FILE_NAME = "suites.toml"
_PROSE = "prose:"
"""Before the name of a folder of the prose that is not part of the project."""


class Suite(Record):
    """One suite as ``eval/suites.toml`` describes it; folders are relative to the project."""

    name: str
    about: str
    documents: str | None = Field(default=None, description="Folder of the documents; null: generated")
    labels: str | None = None
    suffix: str = Field(default=".json", description="Ending of a label file after the document's stem")
    second: str | None = Field(default=None, description="Folder of the second labelling")
    adjudication: str | None = Field(default=None, description="File of decisions between the two")
    only: tuple[str, ...] = Field(default=(), description="Stems, where the suite is part of a folder")
    splits: Mapping[str, tuple[str, ...]] = Field(default_factory=dict, description="Split to document stems")
    seeds: Mapping[str, int] = Field(default_factory=dict, description="Generated: split to seed")
    per_level: int = 0
    levels: tuple[str, ...] = Field(default=(), description="Generated: kinds of damage; none named: all")
    form: str | None = Field(default=None, description="Generated: id of a form of your own; null: yearly")


class Case(NamedTuple):
    """One document with what a careful reader finds in it."""

    name: str
    split: str
    file_name: str
    content: bytes
    text: str
    gold: Gold

    @property
    def sha256(self) -> str:
        """Hash of the document's bytes and of its labels."""
        digest = hashlib.sha256(hashlib.sha256(self.content).digest())
        digest.update(_as_first_hashed(self.gold).encode())
        return digest.hexdigest()


def _as_first_hashed(gold: Gold) -> str:
    """The labels as JSON without keys that came later and say nothing: old runs stay comparable."""
    body = gold.model_dump(mode="json")
    if body["header"] is not None and not body["header"]["unlabelled"]:
        del body["header"]["unlabelled"]
    for event in (*(body["trainings"] or ()), *(body["events"] or ())):
        if event["details"]:
            del event["details"]
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


class LoadedSuite(NamedTuple):
    """The cases of a suite that are at hand."""

    suite: Suite
    cases: tuple[Case, ...]
    skipped: tuple[str, ...]
    """One line for each document that is not at hand, with the reason."""
    sha256: str
    """Hash of all documents and labels, in order."""
    split: str | None
    limit: int | None


class Folders(NamedTuple):
    """Where things are."""

    project: Path
    """Holds ``eval/`` and ``fixtures/``."""
    real: Path | None = None
    """The real reports, which are not part of the project; None: ``../shared/seeds``."""
    prose: Path | None = None
    """Real and free prose, which is not part of the project either; None: ``../shared/prose``."""

    def documents(self, suite: Suite) -> Path:
        """Folder of the suite's documents."""
        if suite.documents == "real":
            return self.real or self.project.resolve().parent / "shared" / "seeds"
        if suite.documents is not None and suite.documents.startswith(_PROSE):
            prose = self.prose or self.project.resolve().parent / "shared" / "prose"
            return prose / suite.documents.removeprefix(_PROSE)
        return self.project / (suite.documents or "")


def describe_suites(project: Path) -> dict[str, Suite]:
    """All suites by name, in the order of the file; UsageError where it is missing or wrong."""
    path = project / "eval" / FILE_NAME
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: Suite.model_validate({"name": name, **table}) for name, table in tables.items()}
    except FileNotFoundError as error:
        raise UsageError(
            f"{path} is missing; run from a checkout of the project, or give --project"
        ) from error
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise UsageError(f"{path}: {error}; mend that line") from error


def load_suite(
    name: str, folders: Folders, split: str | None = None, limit: int | None = None
) -> LoadedSuite:
    """The suite called ``name``, or one split of it, or ``limit`` documents spread over it.

    Documents that are not at hand, or not the ones that were labelled, are skipped with a reason; labels
    that do not fit their document raise GoldError.
    """
    suites = describe_suites(folders.project)
    if name not in suites:
        raise UsageError(f"unknown suite {name!r}; known: {', '.join(suites)}")
    suite = suites[name]
    known = suite.splits or suite.seeds
    if split is not None and split not in known:
        raise UsageError(f"suite {name} has no split {split!r}; known: {', '.join(known)}")
    skipped: list[str] = []
    cases = tuple(case for case in _cases(suite, folders, skipped) if split is None or case.split == split)
    if limit is not None and limit < len(cases):
        cases = tuple(cases[index * len(cases) // limit] for index in range(limit))
    return LoadedSuite(suite, cases, tuple(skipped), _hash(cases), split, limit)


def label_paths(suite: Suite, project: Path) -> Iterator[tuple[str, Path]]:
    """Stem and label file of every labelled document of a suite, sorted."""
    if suite.labels is None:
        return
    for path in sorted((project / suite.labels).glob(f"*{suite.suffix}")):
        stem = path.name.removesuffix(suite.suffix)
        if not suite.only or stem in suite.only:
            yield stem, path


def load_case(stem: str, labels: Path, suite: Suite, folders: Folders) -> Case | str:
    """The case, or the reason why it cannot be scored here."""
    folder = folders.documents(suite)
    try:
        file_name = json.loads(labels.read_text(encoding="utf-8"))["document"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(f"{labels}: no gold file ({error}); see docs/gold-guide.md") from error
    path = folder / file_name
    if not path.is_file():
        outside = {"real": "EXTRACTOR_REAL_REPORTS", _PROSE: "EXTRACTOR_PROSE"}
        variable = outside.get((suite.documents or "")[: len(_PROSE)], outside.get(suite.documents or ""))
        hint = f"; name its folder in {variable}" if variable else ""
        return f"{file_name} is not in {folder}{hint}"
    content = path.read_bytes()
    gold, text = load_gold(labels, content)
    split = next((split for split, stems in suite.splits.items() if stem in stems), "unassigned")
    return Case(stem, split, path.name, content, text, gold)


def _cases(suite: Suite, folders: Folders, skipped: list[str]) -> Iterator[Case]:
    if suite.seeds:
        for split, seed in suite.seeds.items():
            for made in noise_cases(suite.levels or tuple(LEVELS), suite.per_level, seed, suite.form):
                yield Case(made.name, split, f"{made.name}.txt", made.text.encode(), made.text, made.gold)
        return
    decisions = folders.project / suite.adjudication if suite.adjudication else None
    for stem, path in label_paths(suite, folders.project):
        case = load_case(stem, path, suite, folders)
        if isinstance(case, str):
            skipped.append(case)
            continue
        yield case._replace(gold=adjudicated(case.gold, decisions, stem)) if decisions else case


def _hash(cases: tuple[Case, ...]) -> str:
    digest = hashlib.sha256()
    for case in cases:
        digest.update(case.name.encode())
        digest.update(case.sha256.encode())
    return digest.hexdigest()
