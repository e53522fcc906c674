"""Whether gold files are fit to be scored against."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.evaluation.adjudication import adjudicated, read_decisions
from extractor.evaluation.agreement import Agreement, agreement
from extractor.evaluation.gold import Gold, GoldError, labelled_cells, load_gold, table_form
from extractor.evaluation.gold_schema import mistakes_of
from extractor.evaluation.suites import Folders, Suite, describe_suites, label_paths, load_case


class CheckedSuite(NamedTuple):
    """What came of checking one suite."""

    suite: str
    files: int
    mistakes: tuple[str, ...]
    notes: tuple[str, ...]
    """Documents that are not at hand, splits that are missing."""
    agreed: Agreement | None
    """Between the two readers, where there are two."""


def check_suites(folders: Folders) -> Iterator[CheckedSuite]:
    """Every suite that has labels."""
    for suite in describe_suites(folders.project).values():
        if suite.labels is not None:
            yield check_suite(suite, folders)


def check_suite(suite: Suite, folders: Folders) -> CheckedSuite:
    """Schema, hash, quotes, row lengths, identities, splits and the second labelling of one suite."""
    mistakes: list[str] = []
    notes: list[str] = []
    pairs: list[tuple[Gold, Gold]] = []
    stems = []
    for stem, path in label_paths(suite, folders.project):
        stems.append(stem)
        mistakes += check_file(path)
        try:
            case = load_case(stem, path, suite, folders)
            if isinstance(case, str):
                notes.append(case)
                continue
            mistakes += [f"{path.name}: {line}" for line in broken_identities(case.gold)]
            if case.split == "unassigned":
                mistakes.append(f"{path.name}: in no split of eval/suites.toml; add it to one")
            second = folders.project / suite.second / f"{stem}.json" if suite.second else None
            if second is not None and second.is_file():
                mistakes += check_file(second)
                pairs.append((case.gold, load_gold(second, case.content)[0]))
            if suite.adjudication:
                adjudicated(case.gold, folders.project / suite.adjudication, stem)
        except GoldError as error:
            mistakes.append(str(error))
    if suite.adjudication:
        decided = {each.document for each in read_decisions(folders.project / suite.adjudication)}
        mistakes += [
            f"{suite.adjudication}: unknown document {name}" for name in sorted(decided - set(stems))
        ]
    agreed = agreement(pairs) if pairs else None
    return CheckedSuite(suite.name, len(stems), tuple(mistakes), tuple(notes), agreed)


def check_file(path: Path) -> list[str]:
    """Mistakes of one file against the schema."""
    try:
        labels = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [f"{path.name}: no JSON ({error})"]
    return [f"{path.name}: {mistake}" for mistake in mistakes_of(labels)]


def broken_identities(gold: Gold) -> Iterator[str]:
    """Sums that the labelled figures break though no cell of theirs is labelled as doubtful.

    Either a label is wrong, or the issuer made a slip: then say so in ``basis``. A blank counts as 0.
    """
    for table in gold.tables or ():
        cells = list(labelled_cells(gold, table))
        if not cells:
            continue
        values = {tuple(cell.pointer.split(".")[1:]): cell.value or 0 for cell in cells}
        for identity in table_form(gold, table).sums:
            if not set(identity.cells) <= set(values):
                continue
            left, right = (sum(values[cell] for cell in side) for side in (identity.left, identity.right))
            if left != right and not any(_doubtful(gold, table, *cell) for cell in identity.cells):
                yield f"{table}: {identity.id} is {left} on one side and {right} on the other"


def _doubtful(gold: Gold, table: str, row: str, column: str) -> bool:
    expected = gold.basis.get(f"{table}.{row}.{column}", "").split("|")
    return bool({"conflict", "ambiguous"} & set(expected))
