"""What a form was filled with comes back exactly from any layout, and planted slips are never changed."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.evaluation.noise import LAYOUTS, LEVELS, document_named, generate_documents, layouts_of
from extractor.evaluation.noise_scoring import CellOutcome, score_reading
from extractor.pipeline import extract
from extractor.records import CellBasis

RIGHT = (CellOutcome.RIGHT, CellOutcome.RIGHT_FLAGGED)


@cache
def report_on(name):
    return extract(document_named(name).text)


def wrong_cells(name):
    report = report_on(name)
    score = score_reading(document_named(name), report.tables, report.findings)
    return [cell for cell in score.cells if cell.outcome not in RIGHT], score


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(deadline=None, max_examples=6, derandomize=True)
@given(seed=st.integers(0, 10**6))
def test_filled_form_comes_back_exactly_when_rendered_without_noise(layout, seed):
    (document,) = generate_documents(1, seed, "clean", [layout])
    bad, score = wrong_cells(document.name)
    assert bad == []
    repaired = {"repaired", "ambiguous"} if LAYOUTS[layout].doubles else set()
    assert {cell.item.basis for cell in score.cells} <= {"proved", "printed", *repaired}


@pytest.mark.parametrize("layout", layouts_of(LEVELS["text"]))
def test_filled_form_comes_back_exactly_when_the_noise_is_harmless(layout):
    for document in generate_documents(3, 11, "text", [layout]):
        assert wrong_cells(document.name)[0] == [], document.name


@pytest.mark.parametrize("level", ["clean", "marked", "swaps-3", "blanks", "broken"])
def test_reading_twice_gives_the_same(level):
    for document in generate_documents(4, 5, level):
        assert extract(document.text).tables == extract(document.text).tables


@pytest.mark.parametrize("layout", layouts_of(LEVELS["slips"]))
def test_planted_slip_keeps_its_value_and_is_reported_when_it_breaks_a_sum(layout):
    for document in generate_documents(4, 7, "slips", [layout]):
        _, score = wrong_cells(document.name)
        assert score.slips
        for slip in score.slips:
            assert not slip.changed, (document.name, slip)
            assert slip.reported or not slip.breaks_identity, (document.name, slip)


@pytest.mark.parametrize("level", ["marked", "swaps-1", "swaps-3", "broken", "blanks"])
def test_nothing_covered_is_silently_wrong_in_a_small_sample(level):
    for document in generate_documents(len(layouts_of(LEVELS[level])), 23, level):
        bad, _ = wrong_cells(document.name)
        silent = [cell for cell in bad if cell.outcome is CellOutcome.SILENT and cell.key[0] != "proactive"]
        assert silent == [], document.name


@settings(deadline=None, max_examples=40, derandomize=True)
@given(st.sampled_from(list(LEVELS)), st.integers(0, 10**6))
def test_every_verdict_can_show_its_ground_whatever_the_noise(level, seed):
    (document,) = generate_documents(1, seed, level)
    report = report_on(document.name)
    for table in (report.tables.proactive, report.tables.applications, report.tables.disputes):
        for row in (table or {}).values():
            for cell in (row or {}).values():
                assert_grounded(cell, document.text)


def assert_grounded(cell, text):
    """What CellBasis promises of each basis."""
    if cell.evidence is not None:
        assert text[cell.evidence.start : cell.evidence.end] == cell.evidence.quote == cell.raw
    if cell.basis in (CellBasis.PROVED, CellBasis.REPAIRED, CellBasis.CONFLICT):
        assert cell.identities
    if cell.basis in (CellBasis.PROVED, CellBasis.PRINTED, CellBasis.REPAIRED, CellBasis.INFERRED):
        assert cell.value is not None
    if cell.basis in (CellBasis.PROVED, CellBasis.PRINTED, CellBasis.REPAIRED, CellBasis.CONFLICT):
        assert cell.raw
    if cell.basis is CellBasis.BLANK:
        assert cell.value is None
    if cell.basis is CellBasis.AMBIGUOUS:
        assert cell.value is None or cell.alternatives
    if cell.basis in (CellBasis.INFERRED, CellBasis.REPAIRED):
        assert cell.reason
