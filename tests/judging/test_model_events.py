"""What becomes of a model's word on an event or on an ambiguous cell; the model is a list of answers."""

from datetime import date
from decimal import Decimal

import pytest
from prose_samples import document_of, folded

from extractor.errors import FailureKind, ModelError
from extractor.judging.model_events import judge_sentences, read_events_by_model
from extractor.judging.model_tables import advise_on_cells
from extractor.narrative.view import ProseView
from extractor.records import Basis, Cell, CellBasis, EventKind, Section, SectionKey, Span, Tables

TEXT = "3月5日，在县委党校举办信息公开业务培训班，42人参加。6月召开政务公开工作推进会议。"
TRAINING = {
    "status": "已举办", "kind": "培训", "name": "信息公开业务培训班", "date": "3月5日",
    "people": "42人", "place": "县委党校",
}  # fmt: skip
MEETING = {
    "status": "已举办", "kind": "会议", "name": "政务公开工作推进会议", "date": "6月",
    "people": "无", "place": "无",
}  # fmt: skip


class Saying:
    """Gives these answers to the units of a question in order, and keeps what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def ask_all(self, questions):
        return [self.answer(question) for question in questions]

    def answer(self, question):
        self.asked.append(question.messages[-1].content)
        if isinstance(self.answers[0], ModelError):
            return self.answers[0]
        given = {name: self.answers.pop(0) for name in question.answer.model_fields}
        return question.answer.model_validate(given)


def view_of(text):
    return ProseView.of(document_of(text), folded(text), SectionKey.OVERVIEW)


def read(text, *answers):
    return read_events_by_model(view_of(text), 2021, Saying(*answers))


def test_what_the_model_copies_is_placed_and_code_reads_dates_and_people():
    (training, meeting), holes = read(TEXT, TRAINING, MEETING)
    assert (training.kind, training.name, training.place) == (
        EventKind.TRAINING, "信息公开业务培训班", "县委党校"
    )  # fmt: skip
    assert (training.start, training.end, training.date_text) == (date(2021, 3, 5), None, "3月5日")
    assert (training.participants, training.participants_approximate) == (42, False)
    assert (meeting.kind, meeting.participants, meeting.place) == (EventKind.MEETING, None, None)
    assert {training.basis, meeting.basis} == {Basis.MODEL}
    assert training.evidence.quote in TEXT
    assert holes == []


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        pytest.param({"status": "不是"}, 0, id="did-not-take-place"),
        pytest.param({"name": "廉政教育大会"}, 0, id="a-name-that-is-not-there"),
        pytest.param({"name": "无"}, 1, id="no-name-but-a-word-for-it"),
    ],
)
def test_an_event_is_delivered_only_with_words_of_its_sentence(change, kept):
    events, holes = read(TEXT, TRAINING | change, MEETING | {"status": "不是"})
    assert len(events) == kept
    assert len(holes) == (1 if change.get("name", "无") != "无" else 0)


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        pytest.param({"people": "50人"}, "participants", None, id="people-not-there"),
        pytest.param({"place": "市政府"}, "place", None, id="a-place-not-there"),
        pytest.param({"date": "5月1日"}, "start", None, id="a-date-not-there"),
        pytest.param({"date": "无"}, "start", None, id="no-date"),
    ],
)
def test_what_is_not_in_the_sentence_is_not_delivered(change, field, value):
    (event,), _ = read(TEXT, TRAINING | change, MEETING | {"status": "不是"})
    assert getattr(event, field) == value


def test_one_event_is_delivered_once_though_the_model_says_it_twice():
    text = "3月5日举办信息公开业务培训班。" * 2
    events, _ = read(text, *[TRAINING | {"people": "无", "place": "无"}] * 2)
    assert [event.name for event in events] == ["信息公开业务培训班"]


def test_a_meeting_that_the_model_calls_a_training_is_none():
    events, _ = read(TEXT, TRAINING, MEETING | {"kind": "培训"})
    assert [event.kind for event in events] == [EventKind.TRAINING, EventKind.OTHER]


def test_no_answer_leaves_a_hole_at_the_sentences_asked_about():
    events, (hole,) = read(TEXT, ModelError(FailureKind.TIMEOUT, "too late"))
    assert events == []
    assert (hole.task, len(hole.evidence)) == ("events", 2)


def test_the_model_says_of_each_sentence_whether_a_training_was_held():
    sentences = [sentence + "。" for sentence in TEXT.split("。") if sentence]
    assert judge_sentences(sentences, Saying("已举办", "无关")) == ["已举办", "无关"]


def ambiguous(start, *alternatives):
    numbers = tuple(map(Decimal, alternatives))
    span = Span(start=start, end=start + 1, quote="7")
    return Cell(value=None, raw="7", basis=CellBasis.AMBIGUOUS, evidence=span, alternatives=numbers)


@pytest.mark.parametrize(("said", "left"), [("0", None), ("1", 7), ("2", 1), ("3", None)])
def test_the_reading_that_a_model_would_choose_is_told_and_nothing_is_changed(said, left):
    text = "甲" * 500 + "7" + "乙" * 500
    cells = {"new": {"natural": ambiguous(500, 1, 7)}, "granted": {"natural": ambiguous(500, 1, 2, 3)}}
    tables = Tables(applications=cells)
    whole = Span.of(text, 0, len(text))
    section = Section(key=SectionKey.APPLICATIONS, heading=Span.of(text, 0, 0), body=whole)
    order = {"0": "0", "1": "2", "2": "1", "3": "3"}
    asker = Saying(order[said], "0")
    found = advise_on_cells(tables, [section], text, asker)
    assert [(f.where, f.left) for f in found] == (
        [] if left is None else [(("/tables/applications/new/natural",), left)]
    )
    (asked,) = asker.asked
    assert "甲" * 200 + "7" + "乙" * 399 in asked
    assert "甲" * 201 not in asked
    assert "乙" * 400 not in asked
