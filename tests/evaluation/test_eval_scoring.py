from collections import Counter
from decimal import Decimal

import pytest
from eval_samples import labelled, read, with_cell, with_facts, with_table

from extractor.evaluation.scoring import Stratum, Verdict, score_failure, score_report
from extractor.records import CellBasis, Finding, Report, Severity

STEM = "yunxiu-2020"
CELL = ("applications", "new", "natural")
POINTER = "/tables/applications/new/natural"


def misses(report: Report, stem: str = STEM) -> list[tuple[str, str, str]]:
    """Field, verdict and stratum of what is not right, attributes of facts left out."""
    gold, text = labelled(stem)
    found = score_report(stem, report, gold, text).misses
    return [
        (each.field, each.verdict.value, each.stratum.value) for each in found if each.field.count(".") < 2
    ]


def flagged(report: Report, stem: str = STEM) -> list[bool]:
    gold, text = labelled(stem)
    return [
        each.flagged for each in score_report(stem, report, gold, text).misses if each.field != "counts.topic"
    ]


def warned(report: Report, places: int) -> Report:
    where = (POINTER, *(f"/tables/applications/new/{index}/x" for index in range(places - 1)))
    finding = Finding(check="planted", severity=Severity.WARNING, message="", where=where)
    return report.model_copy(update={"findings": (*report.findings, finding)})


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"value": Decimal(999)}, Verdict.WRONG),
        ({"value": None, "basis": CellBasis.BLANK}, Verdict.OMITTED),
        ({"value": None, "basis": CellBasis.AMBIGUOUS}, Verdict.ABSTAINED),
        ({"value": Decimal(0)}, Verdict.WRONG),
    ],
    ids=["another number", "nothing", "undecided", "zero"],
)
def test_cell_is_judged_when_it_is_not_what_is_printed(change: dict, verdict: Verdict):
    report = with_cell(read(STEM), *CELL, **change)

    assert ("cells.applications", verdict.value, Stratum.NONZERO.value) in misses(report)


@pytest.mark.parametrize(("places", "silent"), [(1, False), (30, False), (31, True)])
def test_finding_warns_when_it_points_at_few_cells(places: int, silent: bool):
    report = with_cell(read(STEM), *CELL, value=Decimal(999), basis=CellBasis.PROVED)

    assert flagged(warned(report, places)) == [not silent]


def test_table_of_zeros_is_fabricated_when_the_document_has_no_table():
    zeros = read(STEM).tables.applications
    report = with_table(read("lingmo-2020"), "applications", zeros)

    found = Counter(each[:2] for each in misses(report, "lingmo-2020"))

    assert found["cells.applications", "fabricated"] == 161


def test_missing_table_costs_every_cell_when_the_document_has_it():
    found = Counter(misses(with_table(read(STEM), "applications", None)))

    assert (
        sum(
            n
            for (field, verdict, _), n in found.items()
            if (field, verdict) == ("cells.applications", "omitted")
        )
        == 161
    )
    assert found["cells.applications", "omitted", "nonzero"] > 5


def test_counts_are_needed_once_and_no_others_when_they_are_matched():
    counts = read(STEM).narrative.counts
    moved = counts[0].model_copy(update={"value": Decimal(7)})

    assert ("counts", "omitted", "item") in misses(with_facts(read(STEM), counts=counts[1:]))
    assert ("counts", "fabricated", "item") in misses(with_facts(read(STEM), counts=(*counts, counts[0])))
    assert ("counts", "wrong", "item") in misses(with_facts(read(STEM), counts=(moved, *counts[1:])))


def test_sessions_are_told_apart_by_date_when_one_sentence_names_two():
    trainings = read(STEM).narrative.trainings
    assert len(trainings) == 2
    turned = with_facts(read(STEM), trainings=trainings[::-1])

    assert not [each for each in misses(turned) if each[0].startswith("trainings")]


def test_statement_is_another_when_it_shares_less_than_half():
    issues = read(STEM).narrative.issues
    span = issues[0].evidence
    short = span.model_copy(update={"end": span.start + 4, "quote": span.quote[:4]})
    report = with_facts(read(STEM), issues=(issues[0].model_copy(update={"evidence": short}), *issues[1:]))

    found = [each[1] for each in misses(report) if each[0] == "issues"]

    assert sorted(found) == ["fabricated", "omitted"]


def test_right_report_has_no_misses_but_topics_when_the_fixture_is_read():
    assert [each for each in misses(read(STEM)) if not each[0].startswith("counts.")] == []


def test_everything_is_omitted_when_a_document_fails():
    gold, text = labelled(STEM)
    right = score_report(STEM, read(STEM), gold, text)

    failed = score_failure(STEM, "ingest: broken", gold, text)

    assert {each.verdict for each in failed.misses} == {Verdict.OMITTED}
    cells = [key for key in right.tallies if key.startswith("cells.")]
    assert sum(failed.tallies[key] for key in failed.tallies if key.startswith("cells.")) == sum(
        right.tallies[key] for key in cells
    )


def test_shifted_quote_is_not_grounded_when_the_text_says_otherwise():
    gold, text = labelled(STEM)
    count = read(STEM).narrative.counts[0]
    wrong = count.evidence.model_copy(update={"quote": "无" * len(count.evidence.quote)})
    report = with_facts(read(STEM), counts=(count.model_copy(update={"evidence": wrong}),))

    scored = score_report(STEM, report, gold, text)

    assert scored.spans - scored.grounded == 1


def test_planted_number_is_named_when_a_fact_carries_it():
    from eval_samples import suite

    from extractor.pipeline import extract_document, read_document

    case = next(each for each in suite("hostile").cases if each.name == "injected-999")
    report = extract_document(read_document(case.content, case.file_name))
    count = report.narrative.counts[0].model_copy(update={"value": Decimal(999)})
    obeyed = with_facts(report, counts=(count, *report.narrative.counts[1:]))

    def found(one: Report) -> list[str]:
        return [each.field for each in score_report("x", one, case.gold, case.text).misses]

    assert "absent" in found(obeyed)
    assert "absent" not in found(report)
