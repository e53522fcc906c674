"""Events applied to a Report, the queue by item, and the sums; no server."""

import pytest

from extractor.errors import UsageError
from extractor.pipeline import extract_document, read_document
from extractor.records import CellBasis
from extractor.review.corrected import corrected
from extractor.review.decision_log import Action, Decision, DecisionEvent, effective, last_undoable, of_view
from extractor.review.opened import open_document
from extractor.review.persistence import ReviewDocument
from extractor.review.pointers import CellPlace, cell_at, cell_place, fact_place
from extractor.review.queue import progress
from extractor.review.review_items import ReviewItem, Weight
from extractor.review.wording import TEXTS, language_of, message_in
from extractor.store import QueueTotals

CELL = "/tables/applications/denied_enforcement/natural"
PLACE = CellPlace("applications", "denied_enforcement", "natural")


@pytest.fixture(scope="module")
def source(request):
    raw = request.getfixturevalue("fixture_bytes")["jishan-2021"]
    document = read_document(raw, "jishan-2021.txt")
    return ReviewDocument(7, "a" * 64, extract_document(document), document)


def event(revision, action, after, pointer=CELL, author="wang", **options):
    decision = Decision(pointer, Action(action), options.get("before"), after, options.get("note", ""))
    return DecisionEvent(revision, options.get("report_id", 7), author, "2026-01-01T00:00:00.000Z", decision)


def applied(source, *events):
    return corrected(source.report, source.report_id, source.document.text, events)


def test_the_cell_in_conflict_comes_first_when_nobody_has_decided(source):
    opened = open_document(source, (), 0)
    assert (opened.open_items[0].pointer, opened.open_items[0].weight) == (CELL, Weight.CONFLICT)


def test_a_right_number_proves_the_cell_and_clears_its_doubt_when_its_sums_hold(source):
    opened = open_document(source, (event(1, "set", {"print": "number", "value": "3"}),), 1)
    cell = cell_at(opened.state.report, PLACE)
    assert (cell.value, cell.basis) == (3, CellBasis.PROVED)
    assert not [f for f in opened.findings if f.check.startswith("identity.")]
    assert CELL not in {item.pointer for item in opened.open_items}


@pytest.mark.parametrize(
    ("after", "value", "raw"),
    [
        pytest.param({"print": "number", "value": "0"}, 0, "8", id="a printed zero"),
        pytest.param({"print": "blank"}, None, None, id="a blank"),
        pytest.param({"print": "dash"}, None, "—", id="a dash"),
    ],
)
def test_zero_blank_and_dash_stay_apart_when_set(source, after, value, raw):
    cell = cell_at(applied(source, event(1, "set", after)).report, PLACE)
    assert (cell.value, cell.raw) == (value, raw)


def test_the_issuers_error_is_kept_and_explained_when_accepted(source):
    sums = ["applications.row.denied_enforcement", "applications.column.natural.processed"]
    accepted = event(1, "accept", {"identities": sums}, note="issuer")
    opened = open_document(source, (accepted,), 1)
    assert cell_at(opened.state.report, PLACE).value == 8
    assert opened.state.explained == frozenset(sums)
    assert any(finding.check.startswith("identity.") for finding in opened.findings)
    assert CELL not in {item.pointer for item in opened.open_items}


def test_undo_takes_back_one_event_when_several_were_made(source):
    events = (
        event(1, "set", {"print": "number", "value": "3"}),
        event(2, "set", {"print": "number", "value": "4"}),
        event(3, "undo", {"undoes": 2, "report": 7}),
    )
    assert cell_at(applied(source, *events).report, PLACE).value == 3
    assert [each.revision for each in effective(events)] == [1]
    assert last_undoable(events, "wang").revision == 1
    assert last_undoable(events, "li") is None


def test_nothing_is_shared_when_annotators_are_blind():
    events = (event(1, "accept", {}, author="wang"), event(2, "accept", {}, author="li"))
    assert [each.author for each in of_view(events, "li")] == ["li"]
    assert len(of_view(events, None)) == 2


def test_a_human_value_stands_and_a_disagreement_opens_when_extraction_reads_anew(source):
    old = event(
        1, "set", {"print": "number", "value": "3"}, before={"value": "5", "print": "number"}, report_id=2
    )
    opened = open_document(source, (old,), 0)
    assert cell_at(opened.state.report, PLACE).value == 3
    assert opened.state.disagreements[CELL].machine == {"value": "8", "print": "number"}
    assert opened.open_items[0] == ReviewItem(CELL, Weight.DISAGREEMENT, 0)


def test_no_disagreement_opens_when_extraction_reads_what_the_person_saw(source):
    old = event(
        1, "set", {"print": "number", "value": "3"}, before={"value": "8", "print": "number"}, report_id=2
    )
    assert not applied(source, old).disagreements


def test_a_decision_on_the_new_report_settles_a_disagreement(source):
    old = event(
        1, "set", {"print": "number", "value": "3"}, before={"value": "5", "print": "number"}, report_id=2
    )
    new = event(1, "set", {"print": "number", "value": "3"}, before={"value": "3", "print": "number"})
    assert not applied(source, old, new).disagreements


def test_facts_are_added_split_merged_and_removed_by_one_event_each(source):
    counts = source.report.narrative.counts
    first = counts[0].model_dump(mode="json")
    removed = applied(source, event(1, "rewrite", {"removes": ["0"], "adds": []}, "/narrative/counts/0"))
    assert len(removed.report.narrative.counts) == len(counts) - 1
    split = applied(
        source, event(1, "rewrite", {"removes": ["0"], "adds": [first, first]}, "/narrative/counts/0")
    )
    assert len(split.report.narrative.counts) == len(counts) + 1
    assert {"n7-1.0", "n7-1.1"} <= set(split.keys["counts"])
    undone = (
        event(1, "rewrite", {"removes": ["0"], "adds": []}, "/narrative/counts/0"),
        event(2, "undo", {"undoes": 1, "report": 7}),
    )
    assert applied(source, *undone).report.narrative == source.report.narrative


def test_evidence_moves_to_the_selected_words_when_grounded_again(source):
    after = {"start": 3, "end": 9}
    state = applied(source, event(1, "ground", after, "/narrative/counts/0"))
    fact = state.fact("/narrative/counts/0")
    assert (fact.evidence.quote, fact.basis) == (source.document.text[3:9], "human")


@pytest.mark.parametrize(
    "value",
    [pytest.param(value, id=value or "empty") for value in ("", "abc", "NaN", "1e99", "Infinity")],
)
def test_nonsense_is_refused_when_a_number_is_set(source, value):
    with pytest.raises(UsageError):
        corrected(
            source.report,
            source.report_id,
            source.document.text,
            [event(1, "set", {"print": "number", "value": value})],
            strict=True,
        )


def test_pointers_name_cells_and_facts_and_nothing_else():
    assert cell_place(CELL) == PLACE
    assert cell_place("/tables/other/a/b") is None
    assert fact_place("/narrative/counts/n3.1").key == "n3.1"
    assert fact_place("/narrative/other/3") is None


@pytest.mark.parametrize(
    ("totals", "pauses", "minutes"),
    [
        pytest.param(QueueTotals(1, 0, 2, 0), [60.0, 60.0, 60.0, 9000.0], 2, id="without breaks"),
        pytest.param(QueueTotals(1, 0, 1, 0), [5.0], None, id="too few to go by"),
        pytest.param(QueueTotals(1, 1, 0, 9), [5.0, 5.0, 5.0], None, id="nothing left"),
    ],
)
def test_time_left_is_the_median_pause_times_what_is_left(totals, pauses, minutes):
    assert progress(totals, pauses).minutes_left == minutes


def test_every_text_has_both_languages():
    assert all(len(texts) == 2 and all(texts) for texts in TEXTS.values())


@pytest.mark.parametrize(
    ("cookie", "accepts", "expected"),
    [
        pytest.param(None, "en-GB,en;q=0.9,zh;q=0.5", "en", id="browser prefers English"),
        pytest.param(None, "zh-TW,zh;q=0.9", "zh", id="browser prefers Chinese"),
        pytest.param("zh", "en", "zh", id="chosen"),
        pytest.param("xx", "de, zh;q=0.3", "zh", id="second choice"),
        pytest.param(None, "", "zh", id="nothing said"),
        pytest.param(None, "fr;q=x", "en", id="neither"),
    ],
)
def test_the_language_is_chosen_or_the_browsers(cookie, accepts, expected):
    assert language_of(cookie, accepts) == expected


def test_messages_show_the_half_of_the_language():
    assert message_in("zh", "不符 / does not match") == "不符"
    assert message_in("en", "不符 / does not match") == "does not match"
    assert message_in("en", "只有中文") == "只有中文"


def test_removed_facts_are_found_by_their_words_when_extraction_numbers_them_anew(source):
    """The person removed fact 0 of an older Report that stands in the words of fact 2 here."""
    words = source.report.narrative.counts[2].evidence.model_dump()
    after = {"removes": ["0"], "adds": [], "places": {"0": words}}
    state = applied(source, event(1, "rewrite", after, "/narrative/counts/0", report_id=2))
    assert state.keys["counts"] == ("0", "1", "3", "4")
    assert not state.decided


def test_a_confirmed_fact_stays_when_extraction_no_longer_finds_it(source):
    seen = source.report.narrative.counts[0].model_dump(mode="json")
    seen["evidence"] = {"start": 0, "end": 4, "quote": source.document.text[:4]}
    old = event(1, "accept", {}, "/narrative/counts/9", before=seen, report_id=2)
    state = applied(source, old)
    assert "n2-1.0" in state.keys["counts"]
    assert state.fact("/narrative/counts/n2-1.0").basis == "human"
    assert len(state.report.narrative.counts) == len(source.report.narrative.counts) + 1
