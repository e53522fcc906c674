"""What each field of a decision accepts: the server keeps its own, words stand in the text."""

import hashlib
import re

import pytest
from review_samples import CELL

from extractor.errors import UsageError
from extractor.pipeline import extract_document, read_document
from extractor.records import Attribute
from extractor.review.accepted import number_of, stands_in
from extractor.review.checking import checked
from extractor.review.decision_log import Action, Decision, DecisionEvent
from extractor.review.editable_facts import fact_json
from extractor.review.opened import open_document
from extractor.review.persistence import ConflictError, ReviewDocument
from extractor.review.pointers import canonical
from extractor.review.service import ReviewService, Viewer
from extractor.store import Correction, append_correction

ODD_NAMES = ("某\u202e县", "某\u200b县", " \u3000", "\u200b", "a\nb", "甲" * 201, 5, ["x"])
ODD_YEARS = (2021.0, "２０２１", "21", "2021 ", 99, [2, 0, 2, 1], "1889", True)
ODD_DAYS = (
    "2021-W01-1", "2021-02-30", "2021-01-01T00:00:00", "2021-1-1", "20210101", "２０２１-01-01", "2021-001",
    20210101, "0001-01-01",
)  # fmt: skip
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def source(fixture_bytes):
    raw = fixture_bytes["jishan-2021"]
    document = read_document(raw, "jishan-2021.txt")
    return ReviewDocument(1, hashlib.sha256(raw).hexdigest(), extract_document(document), document)


@pytest.fixture
def opened(source):
    return open_document(source, (), 0)


def decided(opened, pointer, action, **after):
    decision = Decision(pointer, Action(action), None, after)
    return checked(opened.state, opened.text, decision).after


def refusal(opened, pointer, action, **after):
    with pytest.raises(UsageError) as caught:
        decided(opened, pointer, action, **after)
    said = str(caught.value)
    assert HAN.search(said.partition(" / ")[0]), "Chinese first"
    assert said.partition(" / ")[2], "then English"
    assert "\n" not in said
    return said


def fact(opened, pointer, **changes):
    return fact_json(opened.state.fact(pointer)) | changes


@pytest.mark.parametrize(
    "value",
    ["1_000", "٣", "๕", "２.5", "2.5", "-5", -5, 2.5, "1E3", "0x10", "", " ", "²", "㉓", "12 3", "1,2", "--1",
     "+", "9" * 13, 10**30, True, None, [], {}, float("nan"), float("inf"), 1e308, "1\n2", "一"],
)  # fmt: skip
def test_a_count_of_a_table_is_a_whole_number_in_digits(opened, value):
    refusal(opened, CELL, "set", print="number", value=value)


@pytest.mark.parametrize(
    ("value", "kept"),
    [("8", "8"), (8, "8"), ("１２", "12"), (" 5 ", "5"), ("0", "0"), ("-0", "0"), (7.0, "7"), ("007", "7")],
)
def test_what_people_type_for_a_count_is_kept_in_plain_digits(opened, value, kept):
    assert decided(opened, CELL, "set", print="number", value=value) == {"print": "number", "value": kept}


def test_a_number_of_another_kind_is_accepted_where_it_is_printed_so(opened, source):
    start = opened.text.index("8")
    there = Decision(CELL, Action.GROUND, None, {"start": start, "end": start + 1})
    grounded = DecisionEvent(1, 1, "li", "", there)
    again = open_document(source, (grounded,), 1)
    assert again.state.report.tables.applications["denied_enforcement"]["natural"].raw == "8"
    refusal(again, CELL, "set", print="number", value="-8")
    cell = again.state.report.tables.applications["denied_enforcement"]["natural"]
    rows = dict(again.state.report.tables.applications)
    rows["denied_enforcement"] = rows["denied_enforcement"] | {
        "natural": cell.model_copy(update={"raw": "－8"})
    }
    tables = again.state.report.tables.model_copy(update={"applications": rows})
    printed = again.state._replace(report=again.state.report.model_copy(update={"tables": tables}))
    decision = Decision(CELL, Action.SET, None, {"print": "number", "value": "-8"})
    assert checked(printed, again.text, decision).after["value"] == "-8"


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        *(("/issuer", value) for value in ODD_NAMES),
        *(("/title", value) for value in ("甲" * 301, "\u2066x", "\ufffe", "\ue000", True)),
        *(("/report_year", value) for value in ODD_YEARS),
        *(("/period/start", value) for value in (*ODD_DAYS, "2022-12-31")),
        ("/period/end", "2001-12-31"),
        ("/published_on", "2022-W03-1"),
    ],
)  # fmt: skip
def test_a_fact_of_the_header_is_of_its_own_type(opened, pointer, value):
    refusal(opened, pointer, "set", value=value)


def test_new_ideographs_and_words_that_the_document_prints_so_are_accepted(opened):
    assert decided(opened, "/issuer", "set", value="\U00031350县𬬭局") == {"value": "\U00031350县𬬭局"}
    printed = opened._replace(source=opened.source._replace(document=None))
    decision = Decision("/issuer", Action.SET, None, {"value": "某\u200b县"})
    assert checked(printed.state, "某\u200b县政府", decision).after == {"value": "某\u200b县"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("value", "-3"), ("value", 10**14), ("value", "1_0"), ("value", float("nan")), ("value", True),
        ("label", ""), ("label", " "), ("label", "\u200b"), ("label", "甲" * 201), ("label", None),
        ("unit", "件" * 1999), ("unit", None), ("scope", "x\u202e"), ("scope", 5), ("period", "zz"),
        ("topic", "zz"), ("topic", None), ("approximate", "yes"), ("approximate", 1),
        ("attributes", {"colour": "red"}), ("attributes", {Attribute.CHANNEL.value: ""}), ("attributes", []),
        ("zzz", 1),
        ("evidence", None), ("evidence", {"start": 0, "end": 1}),
    ],
)  # fmt: skip
def test_a_count_of_the_prose_is_narrow(opened, name, value):
    refusal(opened, "/narrative/counts/0", "set", **fact(opened, "/narrative/counts/0", **{name: value}))


@pytest.mark.parametrize("change", [{"start": "5"}, {"start": 5.0}, {"end": True}, {"x": 1}, {"start": -1}])
def test_evidence_is_in_whole_numbers_and_stands_there(opened, change):
    wrong = fact(opened, "/narrative/counts/0")
    wrong["evidence"] = wrong["evidence"] | change
    refusal(opened, "/narrative/counts/0", "set", **wrong)


def event_pointer(opened):
    narrative = opened.state.report.narrative
    return "/narrative/trainings/0" if narrative.trainings else "/narrative/events/0"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("participants", True), ("participants", -1), ("participants", "12"), ("participants", 12.0),
        ("participants", 10**30), ("start", 0), ("start", "2021-W01-1"), ("start", "2021-05-01T00:00:00"),
        ("start", "0001-01-01"), ("end", "2021-02-30"), ("kind", "zz"), ("kind", None),
        ("place", "a" * 2000), ("name", ""), ("date_text", "甲" * 101), ("participants_approximate", 0),
    ],
)  # fmt: skip
def test_an_event_is_narrow(opened, name, value):
    pointer = event_pointer(opened)
    refusal(opened, pointer, "set", **fact(opened, pointer, **{name: value}))


def test_an_event_does_not_end_before_it_begins_and_stays_in_its_list(opened):
    pointer = event_pointer(opened)
    reversed_days = fact(opened, pointer, start="2021-12-01", end="2021-01-01")
    refusal(opened, pointer, "set", **reversed_days)
    other = "meeting" if "trainings" in pointer else "training"
    refusal(opened, pointer, "set", **fact(opened, pointer, kind=other))
    kept = decided(opened, pointer, "set", **fact(opened, pointer, start="2021-01-01", end="2021-12-01"))
    assert (kept["start"], kept["end"]) == ("2021-01-01", "2021-12-01")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "完全不在原文里的话"), ("text", ""), ("text", "\u3000"), ("addresses", ["0"]),
        ("addresses", [10**30]), ("addresses", [-1]), ("addresses", [True]), ("addresses", [0, 0]),
        ("addresses", [999]), ("addresses", 5), ("addresses", [0.0]),
    ],
)  # fmt: skip
def test_the_words_of_a_statement_stand_in_its_quote(opened, name, value):
    for pointer in ("/narrative/issues/0", "/narrative/remedies/0"):
        refusal(opened, pointer, "set", **fact(opened, pointer, **{name: value}))


def test_a_part_of_the_quoted_words_is_accepted_as_a_statement(opened):
    whole = fact(opened, "/narrative/issues/0")
    part = whole["evidence"]["quote"].replace("\n", "")[1:-1].strip()
    assert decided(opened, "/narrative/issues/0", "set", **whole | {"text": part})["text"] == part


@pytest.mark.parametrize(
    ("words", "quote", "stands"),
    [
        ("公开不够及时", "（一）公开不够\n及时。", True),
        ("公开不够及时", "公开不够\n- 3 -\n及时", True),
        ("公开（含转载）不够", "公开(含转载)不够", True),
        ("公开及时", "公开不够及时", False),
        ("公开不够及时", "公开不够\n很不\n及时", False),
        ("", "公开", True),
    ],
)
def test_words_stand_in_a_quote_but_for_breaks_and_numbers_of_pages(words, quote, stands):
    assert stands_in(words, quote) is stands


@pytest.mark.parametrize(
    "forged", ["junk", [{"reader": "model", "aspect": "topic", "says": "forged"}] * 300, None]
)
def test_witnesses_are_the_servers_own_whatever_is_sent(opened, forged):
    pointer = next(
        f"/narrative/counts/{index}"
        for index, count in enumerate(opened.state.report.narrative.counts)
        if count.witnesses
    )
    true = fact(opened, pointer)
    kept = decided(opened, pointer, "set", **true | {"witnesses": forged, "basis": "both", "unit": "件"})
    assert kept["witnesses"] == true["witnesses"]
    assert kept["basis"] == "human"
    added = decided(
        opened, "/narrative/counts/new", "rewrite", removes=[], adds=[true | {"witnesses": forged}]
    )
    assert added["adds"][0]["witnesses"] == []


@pytest.mark.parametrize(
    ("removes", "adds"),
    [
        ([], []),
        (["0", "0"], []),
        (["00"], []),
        ([0], []),
        (["-1"], []),
        (["../issues/0"], []),
        ({}, []),
        ([], 2),
    ],
)
def test_a_rewrite_names_each_fact_once_and_does_something(opened, removes, adds):
    refusal(opened, "/narrative/counts/new", "rewrite", removes=removes, adds=adds)


def test_the_same_fact_is_not_added_twice_nor_one_of_another_list(opened):
    count, issue = fact(opened, "/narrative/counts/0"), fact(opened, "/narrative/issues/0")
    refusal(opened, "/narrative/counts/new", "rewrite", removes=[], adds=[count, count])
    refusal(opened, "/narrative/counts/new", "rewrite", removes=[], adds=[issue])


@pytest.mark.parametrize("pointer", [CELL, "/issuer"])
def test_the_whole_document_is_no_evidence(opened, pointer):
    refusal(opened, pointer, "ground", start=0, end=len(opened.text))
    blank = opened.text.index("\n")
    refusal(opened, pointer, "ground", start=blank, end=blank + 1)


def test_issues_are_named_as_they_stand_on_the_page(source, opened):
    issues = opened.state.report.narrative.issues
    assert len(issues) > 1
    gone = DecisionEvent(1, 1, "li", "", Decision("/narrative/issues/0", Action.NOT_STATED, None, {}))
    again = open_document(source, (gone,), 1)
    after = decided(
        again, "/narrative/remedies/0", "set", **fact(again, "/narrative/remedies/0", addresses=[0])
    )
    assert after["addresses"] == [1], "the first issue on the page is the second that was read"
    said = DecisionEvent(2, 1, "li", "", Decision("/narrative/remedies/0", Action.SET, None, after))
    shown = open_document(source, (gone, said), 2).state.fact("/narrative/remedies/0")
    assert shown.addresses == (0,)


def test_numbers_keep_every_digit():
    assert str(number_of("999999999999.999999", "value")) == "999999999999.999999"
    assert str(number_of(0.1, "value")) == "0.1"
    assert str(number_of(1e-6, "value")) == "0.000001"


ALIASES = [
    "issuer", "/issuer/value", "issuer/value", "title", "/report_year/value", "period/start",
    "/period/start/value",
    "/period/end/value", "published_on/value", "/narrative/counts/0/value", "/narrative/counts/0/",
    "/narrative/issues/0/evidence/start", "/narrative/counts/new/value",
]  # fmt: skip


@pytest.mark.parametrize("alias", ALIASES)
@pytest.mark.parametrize("action", ["accept", "set", "not_stated", "flag", "ground", "rewrite"])
def test_a_place_is_decided_under_its_own_name_alone(opened, alias, action):
    own = canonical(alias)
    assert own != alias
    assert own in refusal(opened, alias, action, value="某县")
    if action == "accept" and not own.endswith("/new"):
        assert decided(opened, own, action) == {}


@pytest.mark.parametrize("alias", [f"{CELL}/value", CELL.removeprefix("/"), f"{CELL}/", f"/{CELL}"])
def test_a_cell_has_no_second_name(opened, alias):
    refusal(opened, alias, "accept")


@pytest.mark.parametrize(
    "key", ["0/value", "0/", "00", "/0", "0/evidence", "٠", " 0", "new", "", 0, None, ["0"]]
)
def test_what_is_removed_is_a_fact_under_its_own_key(opened, key):
    refusal(opened, "/narrative/counts/new", "rewrite", removes=[key], adds=[])
    assert decided(opened, "/narrative/counts/new", "rewrite", removes=["0"], adds=[])["removes"] == ["0"]


def test_facts_are_rewritten_where_one_of_them_stands_or_at_new(opened):
    refusal(opened, "/narrative/counts/1", "rewrite", removes=["0"], adds=[])
    assert decided(opened, "/narrative/counts/1", "rewrite", removes=["0", "1"], adds=[])


@pytest.mark.parametrize("alias", ["issuer", "/issuer/value", "issuer/value"])
def test_what_an_earlier_version_recorded_under_a_second_name_is_of_the_same_place(store, add, alias):
    report_id = add("jishan-2021")
    old = Correction(report_id, alias, "set", None, {"value": "某县教育局"}, "wang")
    store.store.write(lambda connection: append_correction(connection, old, 0, lambda _: False))
    service, li = ReviewService(store), Viewer("li")
    document = service.open(report_id, li)
    assert document.state.report.issuer.value == "某县教育局"
    assert set(document.state.decided) == {"/issuer"}
    with pytest.raises(ConflictError):
        service.decide(document, li, Decision("/issuer", Action.SET, None, {"value": "某县"}), 0)
