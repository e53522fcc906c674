"""Numbers as a model labels them: what it sees of each, and what becomes of an answer of no use."""

from typing import get_args

import pytest
from prose_samples import document_of, folded

from extractor.errors import FailureKind, ModelError
from extractor.judging.model_counts import (
    PROMPT,
    TOPICS,
    _Label,
    candidates,
    read_counts_by_model,
    shown,
)
from extractor.llm import load_prompt
from extractor.narrative.view import ProseView
from extractor.records import SectionKey

TEXT = "全年公开信息120条，其中图解8篇、视频6个，举办培训3期，办理提案15件。"
LABEL = {"label": "无", "topic": "其他", "scope": "无", "period": "本年"}


def view_of(text):
    return ProseView.of(document_of(text), folded(text), SectionKey.OVERVIEW)


class Failing:
    """Gives no usable answer to a question about several numbers, and answers one about a single number."""

    def __init__(self, kind):
        self.kind = kind
        self.sizes = []

    def ask_all(self, questions):
        return [self.answer(question) for question in questions]

    def answer(self, question):
        fields = question.answer.model_fields
        self.sizes.append(len(fields))
        if len(fields) > 1:
            return ModelError(self.kind, "of no use")
        return question.answer.model_validate(dict.fromkeys(fields, LABEL))


def test_numbers_are_asked_about_alone_when_the_answer_about_several_was_of_no_use():
    asker = Failing(FailureKind.SENTINEL)
    counts, holes = read_counts_by_model(view_of(TEXT), asker)
    assert [int(count.value) for count in counts] == [120, 8, 6, 3, 15]
    assert asker.sizes == [4, 1, 1, 1, 1, 1]
    assert holes == []


@pytest.mark.parametrize("kind", [FailureKind.CONNECTION, FailureKind.OUT_OF_BUDGET, FailureKind.TIMEOUT])
def test_nothing_is_asked_again_when_the_endpoint_or_the_budget_failed(kind):
    asker = Failing(kind)
    counts, holes = read_counts_by_model(view_of(TEXT), asker)
    assert asker.sizes == [4, 1]
    assert [int(count.value) for count in counts] == [15]
    assert [hole.task for hole in holes] == ["counts"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("全年公开信息120条，其中政策图解8篇。", "8篇：其中政策图解8篇", id="own clause"),
        pytest.param("办理代表建议15件，办结率100%。", "100%：办理代表建议15件,办结率100%", id="too short"),
        pytest.param("召开常务会议12次，24次专题学习会议。", "24次：24次专题学习会议", id="words behind it"),
    ],
)
def test_a_number_is_shown_with_its_own_clause(text, wanted):
    view = view_of(text)
    assert wanted in [shown(view, candidate) for candidate in candidates(view)]


def test_words_that_the_model_may_answer_are_those_of_the_table_of_topics():
    offered = set(get_args(_Label.model_fields["topic"].annotation))
    assert offered - set(TOPICS) == {"不是计数"}


def test_every_topic_that_the_model_may_answer_is_explained_by_the_prompt_in_use():
    told = load_prompt(PROMPT).turns[0].content
    assert [word for word in get_args(_Label.model_fields["topic"].annotation) if word not in told] == []
