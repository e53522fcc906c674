"""The records that rooms speak: spans, folded texts, tables, numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

import extractor.records as records
from extractor.records import Cell, CellBasis, Fact, Folded, Record, Span

texts = st.text(min_size=1)


def is_record(name):
    exported = getattr(records, name)
    return isinstance(exported, type) and issubclass(exported, BaseModel)


@st.composite
def stretches(draw):
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    return text, start, draw(st.integers(start, len(text)))


@given(stretches())
def test_span_quotes_its_stretch_exactly(stretch):
    text, start, end = stretch
    span = Span.of(text, start, end)
    assert text[span.start : span.end] == span.quote
    assert Span.model_validate(span.model_dump()) == span


def test_span_counts_code_points_when_characters_lie_outside_the_basic_plane():
    assert Span.of("𠮷一二", 1, 2).quote == "一"


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4)], ids=["negative", "reversed", "beyond"])
def test_span_is_refused_when_outside_the_text(start, end):
    with pytest.raises(ValueError, match="not inside a text of 3 characters"):
        Span.of("一二三", start, end)


def test_span_is_refused_when_its_length_is_not_that_of_its_quote():
    with pytest.raises(ValidationError, match="does not have the length of its quote"):
        Span(start=0, end=3, quote="一二")


@pytest.mark.parametrize(
    ("one", "two", "share"),
    [((0, 2), (1, 3), True), ((0, 2), (2, 3), False), ((0, 3), (1, 2), True), ((1, 1), (0, 3), False)],
    ids=["crossing", "touching", "inside", "empty"],
)
def test_spans_overlap_when_they_share_a_character(one, two, share):
    first, second = Span.of("一二三", *one), Span.of("一二三", *two)
    assert first.overlaps(second) is share


def test_folded_text_leads_back_when_characters_were_dropped():
    folded = Folded(text="申请三件", offsets=(0, 2, 3, 6))
    assert folded.canonical(1, 3) == (2, 4)
    assert folded.span("申 请三  件", 0, 2) == Span(start=0, end=3, quote="申 请")
    assert folded.slice(2, 7) == Folded(text="请三件", offsets=(2, 3, 6))
    assert folded.slice(4, 6).text == ""


@pytest.mark.parametrize("name", [name for name in records.__all__ if is_record(name)])
def test_record_is_frozen_and_refuses_unknown_keys(name):
    model = getattr(records, name)
    assert issubclass(model, Record)
    assert model.model_config["frozen"]
    # the tables of a user's form have keys of their own
    assert model.model_config["extra"] == ("allow" if model is records.Tables else "forbid")


def test_every_field_of_a_cell_survives_json():
    cell = Cell(
        value=Decimal("25.1"),
        raw="251000元",
        basis=CellBasis.PRINTED,
        evidence=Span(start=3, end=10, quote="251000元"),
        alternatives=(Decimal(3),),
    )
    written = cell.model_dump_json()
    assert '"value":25.1' in written
    assert '"alternatives":[3]' in written
    assert Cell.model_validate_json(written) == cell


@pytest.mark.parametrize(
    ("value", "written"), [(Decimal("21400.0000"), "21400"), (Decimal("0.5"), "0.5"), (None, "null")]
)
def test_number_is_written_as_a_json_number(value, written):
    cell = Cell(value=value, raw=None, basis=CellBasis.BLANK, evidence=None)
    assert f'"value":{written},' in cell.model_dump_json()


def test_fact_tells_a_year_from_a_date_and_a_text():
    assert Fact.model_validate_json('{"value": 2021, "basis": "rule"}').value == 2021
    assert str(Fact.model_validate_json('{"value": "2021-03-04", "basis": "rule"}').value) == "2021-03-04"
    assert Fact.model_validate_json('{"value": "柳塘镇", "basis": "rule"}').value == "柳塘镇"
