"""What readers say side by side: every fact, every bound at and beside it, one case an operand."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prose_samples import document_of, folded

from extractor.errors import FailureKind, ModelError
from extractor.judging.learned_facts import _name, statement_of
from extractor.judging.model_counts import Labelled, candidates, count_of, read_counts_by_model
from extractor.judging.model_header import header_disagreements
from extractor.judging.model_statements import (
    REMEDY,
    ClassifiedStatement,
    StatementUnit,
    _coarsest_remedies,
)
from extractor.judging.section_reading import _by_second, _Placed, _same
from extractor.learned.second_reader import EventRead
from extractor.learned.section_units import SectionRead, StatementRead
from extractor.narrative.view import ProseView
from extractor.records import (
    Basis,
    CountPeriod,
    Fact,
    Header,
    Period,
    SectionKey,
    Span,
    Statement,
    Topic,
)

HEADER_FACTS = ("issuer", "title", "report_year", "published_on")


def fact(value: object) -> Fact:
    return Fact(value=value, basis=Basis.RULE, evidence=())


def header(values: dict[str, object]) -> Header:
    unknown = Period(start=fact(None), end=fact(None))
    return Header(period=unknown, **{name: fact(value) for name, value in values.items()})


@pytest.mark.parametrize("size", range(5))
def test_each_header_fact_that_reads_otherwise_is_named_with_both_readings(size):
    by_rule = {"issuer": "青禾县", "title": "年度报告", "report_year": 2021, "published_on": "2022-01-20"}
    for changed in combinations(HEADER_FACTS, size):
        by_model = by_rule | {name: 2020 if name == "report_year" else "另一读法" for name in changed}
        found = header_disagreements(header(by_rule), header(by_model))
        assert [(each.where, each.left, each.right) for each in found] == [
            ((f"/{name}",), str(by_model[name]), str(by_rule[name]))
            for name in HEADER_FACTS
            if name in changed
        ]


TEXT = "更新不够及时,人员配备较少,培训开展较少,解读形式单一。"


def view_of(text: str, key: SectionKey = SectionKey.PROBLEMS) -> ProseView:
    return ProseView.of(document_of(text), folded(text), key)


def placed(start: int, end: int, role: str = "issue") -> _Placed:
    words = TEXT[start:end]
    span = Span(start=start, end=end, quote=words)
    return _Placed(start, end, role, Statement(text=words, evidence=span, basis=Basis.RULE))


places = st.tuples(st.integers(0, 20), st.integers(1, 7)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(places, places)
def test_two_statements_are_one_from_half_of_their_characters(one, other):
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    every = max(one[1], other[1]) - min(one[0], other[0])
    found = _same(StatementRead(*one, "issue", 0.9), [placed(*other)])
    assert (found == 0) is (2 * shared >= every)


@pytest.mark.parametrize(
    ("rule", "read", "kept"),
    [
        ((0, 6), (0, 6), [(0, 6, True)]),
        ((0, 6), (0, 5), [(0, 6, True)]),
        ((0, 6), (7, 13), [(7, 13, False), (0, 6, True)]),
        ((0, 6), (0, 13), [(0, 13, False)]),
    ],
    ids=["the same", "the same to a character", "another", "a longer one"],
)
def test_statement_that_both_have_is_cut_as_the_rules_cut_it(rule, read, kept):
    section = SectionRead((), (), (), (StatementRead(*read, "issue", 0.9),))
    found = [entry for _, entry in _by_second(view_of(TEXT), section, [placed(*rule)])]
    assert [(e.evidence.start, e.evidence.end, e.basis is Basis.RULE) for e in found] == kept


@pytest.mark.parametrize("parent", [-1, 0, 1, 2])
@pytest.mark.parametrize("kinds", [(REMEDY, REMEDY), (REMEDY, "issue"), ("issue", "issue")])
def test_measures_of_one_item_are_one_measure(parent, kinds):
    units = [StatementUnit(10 * at, 10 * at + 5, "", parent) for at in (1, 2)]
    said = list(zip(units, kinds, strict=True))
    apart = [ClassifiedStatement(unit.start, unit.end, kind) for unit, kind in said]
    whole = [ClassifiedStatement(10, 25, REMEDY)]
    assert _coarsest_remedies(said) == (whole if set(kinds) == {REMEDY} and parent > 0 else apart)


def test_measures_of_two_items_stay_two():
    said = [(StatementUnit(10 * at, 10 * at + 5, "", at), REMEDY) for at in (1, 2, 3)]
    assert [each.start for each in _coarsest_remedies(said)] == [10, 20, 30]


@pytest.mark.parametrize("before", range(36, 44))
def test_name_of_a_training_is_at_most_forty_characters(before):
    text = "甲" * before + "培训"
    start, end = _name(text, EventRead(0, len(text), None))
    assert (start, end) == (max(0, before + 2 - 40), before + 2)
    other = "甲" * before
    assert _name(other, EventRead(0, before, None)) == (0, min(before, 40))


LABEL = {"label": "无", "topic": "其他", "scope": "无", "period": "本年"}


class FailingAtSeveral:
    """Gives no usable answer about several numbers."""

    def ask_all(self, questions: list[Any]) -> list[Any]:
        return [
            ModelError(FailureKind.SENTINEL, "of no use")
            if len(question.answer.model_fields) > 1
            else question.answer.model_validate(dict.fromkeys(question.answer.model_fields, LABEL))
            for question in questions
        ]


@pytest.mark.parametrize("number", range(1, 7))
def test_every_number_gets_its_answer_alone_however_many_were_asked_together(number):
    text = "".join(f"办理第{'甲乙丙丁戊己'[at]}类事项{at + 11}件。" for at in range(number))
    counts, holes = read_counts_by_model(view_of(text, SectionKey.OVERVIEW), FailingAtSeveral())
    assert [int(count.value) for count in counts] == list(range(11, 11 + number))
    assert holes == []


@pytest.mark.parametrize("mark", ["，", "。", "；", "、", "："])
def test_attributes_of_a_number_are_those_of_its_own_clause_from_its_first_character(mark):
    view = view_of(f"收到信函申请30件{mark}网络申请12件。", SectionKey.OVERVIEW)
    channels = [
        count_of(view, Labelled(each, Topic.REQUESTS, "", "", CountPeriod.YEAR)).attributes
        for each in candidates(view)
    ]
    assert len(channels) == 2
    assert channels[0] != channels[1]
    assert "网络" in str(channels[1])


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("乡镇公开人手配备不足", "乡镇公开人手配备不足"),
        ("栏目建设方面不足", "栏目建设方面不足"),
        ("更新慢、查找难等不足", "更新慢、查找难"),
        ("更新慢、查找难两方面不足", "更新慢、查找难"),
        ("栏目更新不及时的情况", "栏目更新不及时"),
        ("栏目更新不及时等问题", "栏目更新不及时"),
    ],
)
def test_words_that_sum_up_a_list_go_and_words_that_tell_the_problem_stay(printed, text) -> None:
    read = StatementRead(0, len(printed), "issue", 0.9)
    assert statement_of(view_of(printed), read).text == text
