"""The comparison itself: a perfect Report passes, and each kind of error is named."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from gold_compare import differences
from labelled import FIXTURES
from perfect_report import perfect_report

from extractor.evaluation.gold import Gold, load_gold
from extractor.records import CellBasis, Finding, Report, Severity, Suspect

LABELS = sorted(FIXTURES.glob("*.expected.json"))


def fixture(stem: str) -> tuple[Gold, str]:
    return load_gold(FIXTURES / f"{stem}.expected.json", (FIXTURES / f"{stem}.txt").read_bytes())


def with_cell(report: Report, table: str, row: str, column: str, **change: Any) -> Report:
    cells = {key: dict(value) if value else value for key, value in getattr(report.tables, table).items()}
    cells[row][column] = cells[row][column].model_copy(update=change)
    return report.model_copy(update={"tables": report.tables.model_copy(update={table: cells})})


def with_facts(report: Report, **change: Any) -> Report:
    return report.model_copy(update={"narrative": report.narrative.model_copy(update=change)})


@pytest.mark.parametrize("labels", LABELS, ids=lambda path: path.name.removesuffix(".expected.json"))
def test_no_differences_when_the_report_says_what_the_labels_say(labels: Path):
    gold, text = load_gold(
        labels, labels.with_name(labels.name.replace(".expected.json", ".txt")).read_bytes()
    )

    assert differences(perfect_report(gold, text), gold, text) == []


def test_silent_error_is_named_when_a_wrong_value_is_called_proved():
    gold, text = fixture("yunxiu-2020")
    report = with_cell(perfect_report(gold, text), "applications", "granted", "natural", value=Decimal(31))

    (line,) = differences(report, gold, text)

    assert line.startswith("applications.granted.natural: expected 13, got 31")
    assert line.endswith("SILENT")


@pytest.mark.parametrize(
    ("pointers", "silent"),
    [
        pytest.param(1, False, id="one cell"),
        pytest.param(40, True, id="a finding that covers everything"),
    ],
)
def test_wrong_value_is_silent_unless_a_finding_points_at_it_when_it_is_wrong(pointers: int, silent: bool):
    gold, text = fixture("yunxiu-2020")
    report = with_cell(perfect_report(gold, text), "applications", "granted", "natural", value=Decimal(31))
    where = (
        "/tables/applications/granted/natural",
        *(f"/tables/applications/{i}" for i in range(pointers - 1)),
    )
    finding = Finding(check="x", severity=Severity.WARNING, message="", where=where, suspect=Suspect.READING)

    (line,) = differences(report.model_copy(update={"findings": (finding,)}), gold, text)

    assert line.endswith("SILENT") is silent


def test_blank_is_no_zero_when_nothing_is_printed():
    gold, text = fixture("bailiao-2019")
    report = with_cell(
        perfect_report(gold, text),
        "applications",
        "carried_in",
        "natural",
        value=Decimal(0),
        basis=CellBasis.INFERRED,
    )

    (line,) = differences(report, gold, text)

    assert "expected blank, got 0" in line


def test_conflict_without_the_alternative_is_named_when_one_digit_was_misread():
    gold, text = fixture("jishan-2021")
    report = with_cell(
        perfect_report(gold, text), "applications", "denied_enforcement", "natural", alternatives=()
    )

    assert any("alternatives ['3'] not named" in line for line in differences(report, gold, text))


def test_missing_finding_is_named_when_the_issuer_contradicts_himself():
    gold, text = fixture("shuangzhan-2020")
    report = perfect_report(gold, text).model_copy(update={"findings": ()})

    lines = differences(report, gold, text)

    assert "finding missing: identity about disputes.reconsideration.total" in lines
    assert "finding missing: date about period.end" in lines


def test_false_alarm_is_named_when_a_clean_report_is_accused():
    gold, text = fixture("yunxiu-2020")
    accusation = Finding(
        check="prose.x", severity=Severity.ERROR, message="no", where=("/x",), suspect=Suspect.ISSUER
    )
    report = perfect_report(gold, text).model_copy(update={"findings": (accusation,)})

    assert differences(report, gold, text) == ["false alarm (*): prose.x at /x: no"]


def test_each_count_is_needed_once_and_no_other_when_counts_are_compared():
    gold, text = fixture("yunxiu-2020")
    report = perfect_report(gold, text)
    first, second, *rest = report.narrative.counts
    wrong = second.model_copy(update={"value": Decimal(7)})

    lines = differences(with_facts(report, counts=(first, first, wrong, *rest)), gold, text)

    assert sum("counts: nothing labelled" in line for line in lines) == 2
    assert sum("counts: missed" in line for line in lines) == 1


def test_two_sessions_are_two_trainings_when_one_sentence_names_both_dates():
    gold, text = fixture("yunxiu-2020")
    report = perfect_report(gold, text)

    (line,) = differences(with_facts(report, trainings=report.narrative.trainings[:1]), gold, text)

    assert line.startswith("trainings: missed")


def test_pairing_is_named_when_a_remedy_addresses_the_wrong_issue():
    gold, text = fixture("yunxiu-2020")
    report = perfect_report(gold, text)
    first, *rest = report.narrative.remedies
    wrong = first.model_copy(update={"addresses": (2,)})

    (line,) = differences(with_facts(report, remedies=(wrong, *rest)), gold, text)

    assert line == "remedies[0]: expected to address issues [0], got [2]"


def test_shifted_quote_is_named_when_a_span_does_not_say_what_the_text_says():
    gold, text = fixture("yunxiu-2020")
    report = perfect_report(gold, text)
    first, *rest = report.narrative.counts
    span = first.evidence.model_copy(
        update={"start": first.evidence.start + 1, "end": first.evidence.end + 1}
    )
    shifted = first.model_copy(update={"evidence": span})

    (line,) = differences(with_facts(report, counts=(shifted, *rest)), gold, text)

    assert line.startswith(f"span {span.start}:{span.end} quotes")


def test_table_of_zeros_is_named_when_the_tables_are_pictures():
    gold, text = fixture("lingmo-2020")
    clean_gold, clean_text = fixture("yunxiu-2020")
    tables = perfect_report(clean_gold, clean_text).tables

    lines = differences(perfect_report(gold, text).model_copy(update={"tables": tables}), gold, text)

    assert "applications: the table is not in the document, got a table" in lines
