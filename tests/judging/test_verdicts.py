"""What a judge changes: two of three decide, and what goes against the delivered reader has a warning."""

import pytest
from prose_samples import document_of, folded

from extractor.judging import splitting
from extractor.judging.merged import Merged
from extractor.judging.verdicts import added, count_after, scope_after, statement_after, training_after
from extractor.learned.weights import LearnedVerdict
from extractor.narrative import views_of
from extractor.records import (
    Aspect,
    Basis,
    Count,
    CountPeriod,
    Event,
    EventKind,
    Reader,
    SectionKey,
    Span,
    Statement,
    Topic,
    Witness,
)

WORDS = Span(start=0, end=4, quote="办理九件")


def witness(aspect: Aspect, says: str, sure: float | None = None) -> Witness:
    """The rules' word, or, with a chance, the second reader's."""
    reader = Reader.RULE if sure is None else Reader.LEARNED
    return Witness(reader=reader, aspect=aspect, says=says, sure=sure)


def count(topic: str, basis: Basis, learned: str, sure: float) -> Count:
    """A count that the rules take for requests, and the second reader for something else."""
    said = (witness(Aspect.TOPIC, "requests"), witness(Aspect.TOPIC, learned, sure))
    return Count(
        topic=Topic(topic),
        label="办理",
        value=9,
        unit="件",
        approximate=False,
        scope=None,
        period=CountPeriod.YEAR,
        evidence=WORDS,
        basis=basis,
        witnesses=said,
    )


RULES, SECOND = Basis.RULE, Basis.LEARNED


@pytest.mark.parametrize(
    ("before", "verdict", "after"),
    [
        (("requests", RULES, "proposals", 0.9), "requests", ("requests", Basis.BOTH)),
        (("requests", RULES, "proposals", 0.9), "proposals", ("proposals", Basis.MODEL)),
        (("requests", RULES, "proposals", 0.5), "proposals", ("requests", RULES)),
        (("requests", RULES, "proposals", 0.9), "fees", ("requests", RULES)),
        (("requests", RULES, "none", 0.9), "none", ("requests", RULES)),
        (("proposals", SECOND, "proposals", 0.99), "requests", ("proposals", SECOND)),
        (("proposals", SECOND, "proposals", 0.99), "proposals", ("proposals", Basis.BOTH)),
    ],
)
def test_topic_changes_with_a_warning_only_where_a_sure_reader_says_so_too(before, verdict, after) -> None:
    judged = count_after(count(*before), verdict, decides=True)
    assert (str(judged.topic), judged.basis) == after
    assert judged.witnesses[-1] == Witness(reader=Reader.MODEL, aspect=Aspect.TOPIC, says=verdict)
    advised = count_after(count(*before), verdict, decides=False)
    assert (str(advised.topic), advised.basis) == before[:2]


def test_scope_stays_when_the_model_says_another() -> None:
    told = count("requests", RULES, "requests", 0.9).model_copy(update={"scope": "全县"})
    assert scope_after(told, "青溪政务网").scope == "全县"


def test_count_that_the_model_adds_names_who_saw_it() -> None:
    told = count("requests", Basis.MODEL, "none", 0.9).model_copy(update={"witnesses": ()})
    seen = LearnedVerdict("oversight", 0.7, "fees", {"oversight": 0.7})
    said = [(str(w.reader), w.says, w.sure) for w in added(told, seen).witnesses]
    assert said == [("rule", "none", None), ("learned", "oversight", 0.7), ("model", "requests", None)]


def statement(*said: Witness) -> Statement:
    return Statement(text="办理九件", evidence=WORDS, basis=Basis.LEARNED, witnesses=said)


RULE_ISSUE = witness(Aspect.ROLE, "issue")


@pytest.mark.parametrize(
    ("said", "verdict", "role", "basis"),
    [
        ((RULE_ISSUE, witness(Aspect.ROLE, "remedy", 0.9)), "issue", "issue", Basis.BOTH),
        ((RULE_ISSUE, witness(Aspect.ROLE, "remedy", 0.9)), "remedy", "remedy", Basis.MODEL),
        ((RULE_ISSUE, witness(Aspect.ROLE, "remedy", 0.5)), "remedy", "issue", Basis.LEARNED),
        ((RULE_ISSUE, witness(Aspect.ROLE, "remedy", 0.9)), "past", "issue", Basis.LEARNED),
        ((RULE_ISSUE, witness(Aspect.ROLE, "none", 0.9)), "none", None, Basis.LEARNED),
        ((RULE_ISSUE, witness(Aspect.ROLE, "none", 0.5)), "none", "issue", Basis.LEARNED),
        ((RULE_ISSUE, witness(Aspect.ROLE, "remedy", 0.9)), "none", "issue", Basis.LEARNED),
        ((witness(Aspect.ROLE, "issue", 0.9),), "none", None, Basis.LEARNED),
        ((witness(Aspect.ROLE, "issue", 0.9),), "past", "issue", Basis.LEARNED),
        ((witness(Aspect.ROLE, "issue", 0.4),), "past", "past", Basis.MODEL),
    ],
)
def test_role_changes_with_a_warning_only_where_a_sure_reader_says_so_or_none_is_sure(
    said, verdict, role, basis
) -> None:
    told, judged = statement_after(statement(*said), "issue", verdict, decides=True)
    assert (told, judged.basis) == (role, basis)


@pytest.mark.parametrize(("sure", "stays"), [(0.9, False), (0.5, True)])
def test_training_of_the_rules_is_dropped_only_when_the_second_reader_is_sure(
    sure: float, stays: bool
) -> None:
    event = Event(
        kind=EventKind.TRAINING,
        name="培训",
        start=None,
        end=None,
        date_text=None,
        participants=None,
        participants_approximate=False,
        place=None,
        evidence=WORDS,
        basis=Basis.RULE,
        witnesses=(witness(Aspect.KIND, "training"), witness(Aspect.KIND, "planned", sure)),
    )
    assert (training_after(event, False, decides=True) is not None) is stays
    held = training_after(event, True, decides=True)
    assert held is not None
    assert held.basis is Basis.BOTH


LISTED = "存在的不足：政策解读形式单一，缺少图表；公开栏目更新缓慢，有的空白。"


@pytest.mark.parametrize(
    ("parts", "cut"),
    [
        (["政策解读形式单一，缺少图表", "公开栏目更新缓慢，有的空白"], 2),
        (["政策解读形式单一", "缺少图表", "公开栏目更新缓慢", "有的空白"], 1),
        (["政策解读形式单一，缺少图表；公开栏目更新缓慢，有的空白"], 1),
    ],
)
def test_problem_is_cut_only_as_the_second_reader_sees_it_and_its_parts_keep_a_warning(
    monkeypatch: pytest.MonkeyPatch, parts: list[str], cut: int
) -> None:
    document, prose = document_of(LISTED), {SectionKey.PROBLEMS: folded(LISTED, lists=True)}
    view = views_of(document, prose)[SectionKey.PROBLEMS]
    start, end = LISTED.index("政"), len(LISTED) - 1
    whole = Statement(text=LISTED[start:end], evidence=view.span(start, end), basis=Basis.RULE)
    merged = Merged([], [], {"issues": [whole], "remedies": [], "past_rectifications": []}, (whole,))
    copied = [folded(part).text for part in parts]
    monkeypatch.setattr(splitting, "ask_parts", lambda asked, asker: [copied] * len(asked))
    splitting.split_problems(merged, view, asker=None)  # type: ignore[arg-type]
    found = merged.lists()["issues"]
    assert len(found) == cut
    assert {entry.basis for entry in found} == {Basis.LEARNED if cut > 1 else Basis.RULE}
