"""The labels themselves: complete, consistent, and free of the real reports' sentences."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from labelled import FIXTURES, REAL_LABELS
from test_real_reports import real_report

from extractor.evaluation.gold import Gold, columns_of, load_gold, table_form
from extractor.forms import Identity

REAL = sorted(REAL_LABELS.glob("*.json"))
FIXTURE = sorted(FIXTURES.glob("*.expected.json"))
_LONGEST_LABEL = 20


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def _printed(table: dict) -> list[str]:
    return [row for row, values in table.items() if values is not None]


def broken(gold: Gold) -> Iterator[tuple[str, Identity]]:
    """Identities that the labelled values do not satisfy, a blank counted as 0."""
    for name, table in gold.tables.items():
        form = table_form(gold, name)
        if table is None:
            continue
        values = {
            (row, column): value or 0
            for row, cells in table.items()
            if cells is not None
            for column, value in zip(
                columns_of(name, row, gold.header.form, _printed(table)), cells, strict=True
            )
        }
        for identity in form.sums:
            if not set(identity.cells) <= values.keys():
                continue
            if sum(values[cell] for cell in identity.left) != sum(values[cell] for cell in identity.right):
                yield name, identity


def broken_without_doubt(gold: Gold) -> list[str]:
    """Broken identities of whose cells none is labelled as doubtful."""
    return [
        identity.id
        for name, identity in broken(gold)
        if not any(doubtful(gold, f"{name}.{row}.{column}") for row, column in identity.cells)
    ]


def doubtful(gold: Gold, place: str) -> bool:
    return bool({"conflict", "ambiguous"} & set(gold.basis.get(place, "").split("|")))


def fixture(labels: Path) -> tuple[Gold, str]:
    return load_gold(labels, labels.with_name(labels.name.replace(".expected.json", ".txt")).read_bytes())


@pytest.mark.parametrize("labels", REAL, ids=lambda path: path.stem)
def test_labels_hold_no_sentence_when_the_report_is_real(labels: Path):
    content = json.loads(labels.read_text(encoding="utf-8"))
    content.pop("sha256")

    assert [words for words in strings(content) if len(words) > _LONGEST_LABEL and not words.isascii()] == []


@pytest.mark.parametrize("labels", FIXTURE, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_identities_hold_when_no_conflict_is_planted_in_a_fixture(labels: Path):
    gold, _ = fixture(labels)

    assert broken_without_doubt(gold) == []


def test_identities_hold_when_the_reports_are_real():
    for labels in REAL:
        gold, _ = load_gold(labels, real_report(labels).read_bytes())

        assert broken_without_doubt(gold) == [], gold.document


def test_whole_form_is_labelled_when_a_table_is_there():
    for labels in FIXTURE:
        gold, _ = fixture(labels)
        if gold.tables["applications"] is None:
            continue
        rows = [row for row, values in gold.tables["applications"].items() if values is not None]
        assert tuple(rows) == table_form(gold, "applications").row_keys, gold.document


def test_every_trouble_is_covered_when_the_table_of_fixtures_is_read():
    rows = [line.split("|") for line in (FIXTURES / "README.md").read_text(encoding="utf-8").splitlines()]
    listed = {row[1].strip(" `"): row[4] for row in rows if len(row) > 5 and "`" in row[1]}
    troubles = {int(number) for numbers in listed.values() for number in numbers.split(",")}

    assert set(listed) == {labels.name.removesuffix(".expected.json") for labels in FIXTURE}
    assert troubles == set(range(1, 14))
