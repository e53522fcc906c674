"""What two annotators agree on, and what people say of the header; pure, no server."""

from datetime import date

import pytest

from extractor.pipeline import extract_document, read_document
from extractor.records import Basis
from extractor.review.annotator_agreement import agreements
from extractor.review.corrected import corrected
from extractor.review.counted_decisions import counted, differences, sides_of
from extractor.review.decision_log import Action, Decision, DecisionEvent
from extractor.review.persistence import ReviewDocument
from extractor.review.pointers import HEADER, header_fact

NEW, CARRIED, GRANTED = (f"/tables/applications/{row}/natural" for row in ("new", "carried_in", "granted"))


@pytest.fixture(scope="module")
def source(request):
    raw = request.getfixturevalue("fixture_bytes")["jishan-2021"]
    document = read_document(raw, "jishan-2021.txt")
    return ReviewDocument(7, "a" * 64, extract_document(document), document)


def said(revision, author, pointer, value):
    decision = Decision(pointer, Action.SET, None, {"print": "number", "value": str(value)})
    return DecisionEvent(revision, 7, author, "2026-01-01T00:00:00.000Z", decision)


def settled(revision, pointer, value):
    after = {"action": "set", "after": {"print": "number", "value": str(value)}}
    decision = Decision(pointer, Action.ADJUDICATE, None, after, "wang")
    return DecisionEvent(revision, 7, "chief", "2026-01-02T00:00:00.000Z", decision)


def kept(source, *events):
    return [(each.decision.pointer, each.author) for each in counted(source, events, blind=True).events]


def test_what_annotators_agree_on_is_kept_and_what_they_differ_on_is_not(source):
    events = (
        said(1, "wang", NEW, 40), said(2, "li", NEW, 40),
        said(3, "wang", CARRIED, 1), said(4, "li", CARRIED, 2),
        said(5, "li", GRANTED, 9),
    )  # fmt: skip
    assert kept(source, *events) == [(NEW, "wang"), (NEW, "li"), (GRANTED, "li")]
    assert [each.pointer for each in differences(source, events)] == [CARRIED]
    by_author = {side.author: side.value["value"] for side in sides_of(source, events)[CARRIED]}
    assert by_author == {"wang": "1", "li": "2"}


def test_what_an_adjudicator_settled_is_kept_once_as_settled(source):
    events = (said(1, "wang", CARRIED, 1), said(2, "li", CARRIED, 2), settled(3, CARRIED, 2))
    assert kept(source, *events) == [(CARRIED, "chief")]
    assert differences(source, events) == ()
    state = corrected(source.report, 7, source.document.text, counted(source, events).events)
    assert state.report.tables.applications["carried_in"]["natural"].value == 2


@pytest.mark.parametrize(
    ("values", "both", "same", "kappa"),
    [
        pytest.param([(1, 1), (2, 2)], 2, 2, 1.0, id="all-agree"),
        pytest.param([(1, 2), (2, 1)], 2, 0, -1.0, id="none-agrees"),
        pytest.param([(1, 1), (1, 1)], 2, 2, None, id="one-value-only"),
        # observed 3/4, by chance (3·2 + 1·2)/16 = 1/2: kappa 1/2
        pytest.param([(1, 1), (1, 1), (1, 2), (2, 2)], 4, 3, 0.5, id="by-hand"),
    ],
)
def test_agreement_is_counted_over_places_that_both_decided(source, values, both, same, kappa):
    rows = ("new", "carried_in", "granted", "partial")
    events, revision = [said(99, "wang", "/tables/applications/carried_out/natural", 5)], 0
    for row, pair in zip(rows, values, strict=False):
        for author, value in zip(("li", "wang"), pair, strict=True):
            revision += 1
            events.append(said(revision, author, f"/tables/applications/{row}/natural", value))
    (figures,) = agreements([sides_of(source, events)])
    assert (figures.pair, figures.both, figures.same) == (("li", "wang"), both, same)
    assert figures.kappa == pytest.approx(kappa) if kappa is not None else figures.kappa is None
    assert figures.share == same / both


VALUES = {
    "issuer": ("他县", "他县"),
    "title": ("他的标题", "他的标题"),
    "report_year": (2030, 2030),
    "period/start": ("2030-01-02", date(2030, 1, 2)),
    "period/end": ("2030-11-30", date(2030, 11, 30)),
    "published_on": ("2031-02-03", date(2031, 2, 3)),
}


def of_header(name, action, **after):
    event = DecisionEvent(1, 7, "wang", "2026-01-01T00:00:00.000Z", Decision(f"/{name}", action, None, after))
    return lambda source: corrected(source.report, 7, source.document.text, (event,)).report


def header_of(report):
    return {name: header_fact(report, name) for name in HEADER}


@pytest.mark.parametrize("name", HEADER)
def test_a_header_fact_that_a_person_sets_is_in_the_report_and_no_other_changes(source, name):
    given, value = VALUES[name]
    report = of_header(name, Action.SET, value=given)(source)
    fact = header_fact(report, name)
    assert (fact.value, fact.basis) == (value, Basis.HUMAN)
    assert {**header_of(report), name: None} == {**header_of(source.report), name: None}


@pytest.mark.parametrize("name", HEADER)
def test_a_header_fact_that_is_not_stated_is_null(source, name):
    fact = header_fact(of_header(name, Action.NOT_STATED)(source), name)
    assert (fact.value, fact.basis, fact.evidence) == (None, Basis.NOT_STATED, ())


@pytest.mark.parametrize("name", HEADER)
def test_a_header_fact_that_is_accepted_keeps_its_value_and_is_a_persons(source, name):
    fact = header_fact(of_header(name, Action.ACCEPT)(source), name)
    assert (fact.value, fact.basis) == (header_fact(source.report, name).value, Basis.HUMAN)


@pytest.mark.parametrize("name", HEADER)
def test_a_header_fact_that_is_grounded_points_at_the_chosen_words(source, name):
    fact = header_fact(of_header(name, Action.GROUND, start=2, end=6)(source), name)
    assert [each.quote for each in fact.evidence] == [source.document.text[2:6]]
    assert fact.value == header_fact(source.report, name).value
