"""What the correction page says and takes in, without a browser: places, words, typed facts, pictures."""

from datetime import date
from decimal import Decimal

import pytest
from prose_samples import document_of

from extractor.errors import UsageError
from extractor.records import Basis, Document, Page, Span, Word
from extractor.review.counted_decisions import AnnotatorDifference, AnnotatorSide
from extractor.review.decision_log import Action, Decision, DecisionEvent
from extractor.review.editable_facts import (
    FACT_TYPES,
    fact_json,
    fact_of,
    fact_start,
    grounded,
    merged_fact,
    new_fact,
    split_fact,
)
from extractor.review.facsimile import facsimile, has_boxes
from extractor.review.open_differences import sides_in_words
from extractor.review.pointers import CellPlace, FactPlace, cell_place, fact_place, header_name
from extractor.review.sound_text import holds_broken, index_in, strings_in


@pytest.mark.parametrize(
    ("pointer", "cell", "fact", "header"),
    [
        ("/tables/disputes/x/y", CellPlace("disputes", "x", "y"), None, None),
        ("/tables/nothing/x/y", None, None, None),
        ("/other/disputes/x/y", None, None, None),
        ("tables/disputes/x/y", None, None, None),
        ("/tables/disputes/x", None, None, None),
        ("/tables/disputes/x/y/z", None, None, None),
        ("/narrative/counts/c1", None, FactPlace("counts", "c1"), None),
        ("/narrative/counts/c1/value", None, FactPlace("counts", "c1"), None),
        ("/narrative/counts/", None, None, None),
        ("/narrative/counts", None, None, None),
        ("/narrative/nothing/c1", None, None, None),
        ("/other/counts/c1", None, None, None),
        ("x/narrative/counts/c1", None, None, None),
        ("/issuer", None, None, "issuer"),
        ("/period/start/value", None, None, "period/start"),
        ("/period", None, None, None),
        ("/form", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_pointer_names_one_kind_of_place_or_none(pointer, cell, fact, header):
    assert (cell_place(pointer), fact_place(pointer), header_name(pointer)) == (cell, fact, header)


@pytest.mark.parametrize("place", [CellPlace("disputes", "x", "y"), FactPlace("issues", "i3")])
def test_a_place_comes_back_from_its_pointer(place):
    assert (cell_place(place.pointer) or fact_place(place.pointer)) == place


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0", 0), ("17", 17), ("9" * 9, 999_999_999)),
        *((text, None) for text in ("9" * 10, "", "-1", "1.5", "²", "７", "一", "1a", " 1")),
    ],
)
def test_an_index_is_a_short_run_of_ascii_digits(text, number):
    assert index_in(text) == number


def test_every_text_of_a_value_is_looked_at():
    assert sorted(strings_in({"a": ["b", {"c": "d"}], "e": 1, "f": None})) == list("abcdef")
    assert [holds_broken(text) for text in ("条\n\t", "\ud800", "\x07", "\x85", "")] == [
        False,
        True,
        True,
        True,
        False,
    ]


def difference(*values, action=Action.SET):
    sides = [
        AnnotatorSide(name, value, DecisionEvent(1, 1, name, "", Decision("/x", action, None, {})))
        for name, value in zip(("li", "wang"), values, strict=False)
    ]
    return AnnotatorDifference("/x", tuple(sides))


@pytest.mark.parametrize(
    ("one", "other", "english"),
    [
        pytest.param(
            {"print": "number", "value": "3"}, {"print": "blank", "value": None}, ["3", "blank"], id="cell"
        ),
        pytest.param({"print": "dash", "value": None}, "removed", ["dash", "removed"], id="dash, removed"),
        pytest.param({"value": 3, "unit": "件"}, {"value": 4, "unit": "件"}, ["3", "4"], id="one field"),
        pytest.param(
            {"value": 3, "unit": "件"},
            {"value": 4, "unit": "条"},
            ["value: 3; unit: 件", "value: 4; unit: 条"],
            id="two",
        ),
        pytest.param(
            {"name": "会", "place": None}, {"name": "会", "place": "县"}, ["会", "县"], id="empty field"
        ),
        pytest.param(
            {"name": "会", "participants": 0}, {"name": "会", "participants": 5}, ["0", "5"], id="nought"
        ),
        pytest.param({"value": 3, "unit": "件"}, "removed", ["3件", "removed"], id="a fact and none"),
        pytest.param({"text": "不足"}, "removed", ["不足", "removed"], id="a statement and none"),
        pytest.param("某县", "某局", ["某县", "某局"], id="header"),
    ],
)
def test_what_annotators_say_is_told_by_what_differs(one, other, english):
    assert [words for _, words in sides_in_words(difference(one, other))] == english


def test_a_blank_that_nobody_states_is_called_so_in_both_languages():
    blank = {"print": "blank", "value": None}
    assert sides_in_words(difference(blank, action=Action.NOT_STATED)) == (("未说明", "not stated"),)
    assert sides_in_words(difference(blank)) == (("空白", "blank"),)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("report_year", "2021", 2021),
        ("report_year", "", None),
        ("issuer", None, None),
        ("issuer", "青禾县", "青禾县"),
        ("published_on", "2022-01-31", date(2022, 1, 31)),
        ("period/start", "2021-01-01", date(2021, 1, 1)),
        ("period/end", "2021-12-31", date(2021, 12, 31)),
    ],
)
def test_a_typed_header_fact_has_the_type_of_its_field(name, typed, value):
    made = fact_of("header", {"value": typed}, name)
    assert (made.value, type(made.value), made.basis) == (value, type(value), Basis.HUMAN)


@pytest.mark.parametrize(
    ("name", "fields", "header", "says"),
    [
        ("header", {"value": "20x1"}, "report_year", "20x1"),
        ("header", {"value": "31.1.2022"}, "published_on", "31.1.2022"),
        ("issues", {"text": "a"}, "", "evidence"),
        ("counts", {}, "", "topic"),
    ],
)
def test_a_wrong_field_is_named(name, fields, header, says):
    with pytest.raises(UsageError, match=says):
        fact_of(name, fields, header)


TEXT = "前言。全年举办培训3期，\n参训120人。"
SPAN = Span.of(TEXT, 3, len(TEXT))


@pytest.mark.parametrize("name", FACT_TYPES)
def test_a_fact_over_selected_words_is_one_that_can_be_kept(name):
    made = fact_of(name, new_fact(name, SPAN))
    assert isinstance(made, FACT_TYPES[name])
    assert (made.evidence, made.basis, fact_start(made)) == (SPAN, Basis.HUMAN, (3, len(TEXT)))
    assert fact_of(name, fact_json(made)) == made
    words = {"counts": "label", "trainings": "name", "events": "name"}.get(name, "text")
    shown = SPAN.quote if name in ("counts", "trainings", "events") else SPAN.quote.replace("\n", "")
    assert getattr(made, words) == shown
    if name == "counts":
        assert made.value == Decimal(3)
    if words == "name":
        assert made.kind == ("training" if name == "trainings" else "other")


def test_a_count_over_words_without_a_number_is_nought():
    assert fact_of("counts", new_fact("counts", Span.of(TEXT, 0, 2))).value == 0


@pytest.mark.parametrize("name", FACT_TYPES)
@pytest.mark.parametrize("at", [4, 10, len(TEXT) - 1])
def test_a_fact_cut_in_two_is_whole_again_when_merged(name, at):
    made = fact_of(name, new_fact(name, SPAN))
    first, second = split_fact(made, TEXT, at)
    assert (first.evidence.quote, second.evidence.quote) == (TEXT[3:at], TEXT[at:])
    assert merged_fact(second, first, TEXT).evidence == merged_fact(first, second, TEXT).evidence == SPAN
    assert grounded(first, SPAN) == made


@pytest.mark.parametrize("at", [0, 3, len(TEXT), len(TEXT) + 1])
def test_a_fact_is_cut_inside_of_its_words_only(at):
    with pytest.raises(UsageError, match="inside"):
        split_fact(fact_of("issues", new_fact("issues", SPAN)), TEXT, at)


def paged(*boxes, size=(100.0, 200.0)):
    text = "甲乙丙"
    words = tuple(Word(start=n, end=n + 1, box=box) for n, box in enumerate(boxes))
    page = Page(number=1, start=0, end=3, width=size[0], height=size[1], words=words)
    return Document(source=document_of(text).source, text=text, pages=(page,))


def test_words_are_drawn_where_they_stand_and_as_wide_as_they_are():
    drawn = facsimile(paged((10, 20, 30, 40), (30, 20, 30, 40)), 0, 1)
    assert 'viewBox="0 0 100 200"' in drawn
    assert 'textLength="20" lengthAdjust="spacingAndGlyphs">甲' in drawn
    assert drawn.count("textLength") == 1  # a box without a width has nothing to fill
    assert '<rect x="8" y="18" width="24" height="24"' in drawn
    assert 'x="30" y="37" font-size="17" >乙' in drawn


def test_a_page_of_unknown_size_holds_its_words():
    assert 'viewBox="0 0 50 60"' in facsimile(paged((10, 20, 30, 40), size=(None, None)), 0, 1)


def test_nothing_is_framed_where_readers_must_not_know():
    document = paged((10, 20, 30, 40))
    assert facsimile(document, 0, 1).count("<rect") == 2
    assert facsimile(document, 0, 1, framed=False).count("<rect") == 1


def test_a_document_without_boxes_has_an_empty_picture():
    assert not has_boxes(document_of("甲"))
    assert has_boxes(paged((1, 1, 2, 2)))
    assert facsimile(document_of("甲"), 0, 1) == '<svg xmlns="http://www.w3.org/2000/svg"/>'
