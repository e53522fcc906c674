"""The model as judge: asked only where readers differ, over real HTTP, by judges of stated accuracy."""

import json
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from prose_samples import document_of, folded
from scripted_endpoint import Endpoint as Scripted
from scripted_endpoint import fails, says, scripted

from extractor.errors import UsageError
from extractor.judging.answer_shapes import Hole
from extractor.judging.qualifying import load_suite, measure
from extractor.judging.reconcile import May, reconcile
from extractor.judging.splitting import places_of_parts
from extractor.judging.witnesses import with_witnesses
from extractor.lexicon.topic_table import topic_table
from extractor.llm import Endpoint
from extractor.llm.client import ModelClient
from extractor.llm.profile import Grade
from extractor.narrative import read_narrative, views_of
from extractor.records import Basis, Narrative, SectionKey, Topic

SPOKEN = {entry.key: entry.model for entry in topic_table()}
DECIDES = May(decide_counts=True, decide_trainings=True, decide_statements=True)
SENTENCES = {
    "全年收到政府信息公开申请{}件。": Topic.REQUESTS,
    "全年主动公开政府信息{}条。": Topic.DISCLOSED_ITEMS,
    "举办新闻发布会{}场。": Topic.MEETINGS,
    "办理人大代表建议{}件。": Topic.PROPOSALS,
    "编印政府公报{}期。": Topic.GAZETTE,
    "制作政策图解{}个。": Topic.INTERPRETATIONS,
    "设立政务公开专区{}个。": Topic.SERVICE_POINTS,
    "因信息公开发生行政复议{}件。": Topic.DISPUTES,
}


def judge(choose: Callable[[str, list[str]], str]) -> Callable[..., None]:
    """An endpoint that answers each question by ``choose(question, choices)``."""

    def play(handler, request: Mapping) -> None:
        text = request["messages"][-1]["content"]
        offered = re.search(r"选项：(.*)", text)
        choices = offered[1].split("、") if offered else []
        says(json.dumps({"answer": choose(text, choices)}, ensure_ascii=False))(handler, request)

    return play


def truth(question: str, choices: list[str]) -> str:
    told = next(
        topic for words, topic in SENTENCES.items() if all(part in question for part in words.split("{}")[:1])
    )
    return SPOKEN[told] if SPOKEN[told] in choices else "不能确定"


def disputed() -> tuple[Narrative, dict, list[Topic]]:
    """Counts of which the rules have every second topic wrong, with the second reader's word.

    Wrong as published items, or instead of them: there the rules are delivered, however sure it is.
    """
    text = "\n".join(words.format(at + 3) for at, words in enumerate(SENTENCES))
    document, prose = document_of(text), {SectionKey.OVERVIEW: folded(text)}
    views = views_of(document, prose)
    rules = read_narrative(document, prose, 2022)
    right = list(SENTENCES.values())
    assert [count.topic for count in rules.counts] == right
    planted = (Topic.DISCLOSED_ITEMS, Topic.FEES)
    wrong = [
        count.model_copy(update={"topic": next(t for t in planted if t is not count.topic)})
        if at % 2
        else count
        for at, count in enumerate(rules.counts)
    ]
    return with_witnesses(Narrative(counts=tuple(wrong)), views, 2022), views, right


def settled(
    choose: Callable[[str, list[str]], str], may: May = DECIDES
) -> tuple[Narrative, Narrative, list[Topic], Scripted]:
    narrative, views, right = disputed()
    with (
        scripted(judge(choose)) as endpoint,
        ModelClient(Endpoint(base_url=endpoint.url, model="m")) as client,
    ):
        asker = client.for_document()
        after, _, holes = reconcile(narrative, views, asker, may)
    assert not holes
    return narrative, after, right, endpoint


def wrong_of(narrative: Narrative, right: list[Topic]) -> int:
    return sum(count.topic is not topic for count, topic in zip(narrative.counts, right, strict=True))


def test_every_dispute_is_settled_right_when_the_judge_is_perfect() -> None:
    before, after, right, endpoint = settled(truth)
    assert (wrong_of(before, right), wrong_of(after, right)) == (4, 0)
    assert len(endpoint.heard) == 4  # nothing is asked that both agree on
    changed = [count.topic is not was.topic for count, was in zip(after.counts, before.counts, strict=True)]
    assert [count.basis for count in after.counts] == [Basis.MODEL if c else Basis.BOTH for c in changed]
    assert [w.says for w in after.counts[1].witnesses if w.reader == "model"] == [Topic.DISCLOSED_ITEMS]
    assert "fees" in [w.says for w in after.counts[1].witnesses]  # who dissented stays on the fact


def test_word_of_the_model_is_only_a_witness_when_it_may_not_decide() -> None:
    before, after, right, _ = settled(truth, May())
    assert [count.topic for count in after.counts] == [count.topic for count in before.counts]
    assert [w.reader for w in after.counts[1].witnesses] == ["rule", "learned", "model"]
    assert wrong_of(after, right) == 4


@pytest.mark.parametrize("seed", range(3))
def test_only_disputed_facts_change_when_the_judge_answers_at_random(seed: int) -> None:
    chance = random.Random(seed)
    before, after, right, _ = settled(lambda _, choices: chance.choice(choices))
    assert wrong_of(after, right) <= wrong_of(before, right)  # candidates are those of the two readers
    assert [count.topic for count in after.counts[::2]] == right[::2]


def test_nothing_gets_worse_when_the_judge_is_adversarial() -> None:
    def opposite(question: str, choices: list[str]) -> str:
        return next(word for word in choices if word != truth(question, choices))

    before, after, right, _ = settled(opposite)
    assert wrong_of(after, right) == wrong_of(before, right)
    assert all(
        count.basis is not Basis.BOTH
        for count, was in zip(after.counts, before.counts, strict=True)
        if count.topic is not was.topic
    )
    assert [(c.value, c.evidence) for c in after.counts] == [(c.value, c.evidence) for c in before.counts]


def test_whole_list_is_offered_when_the_judge_cannot_tell_and_a_third_word_changes_nothing() -> None:
    def third(_: str, choices: list[str]) -> str:
        return "不能确定" if len(choices) <= 3 else SPOKEN[Topic.OVERSIGHT]

    before, after, _, endpoint = settled(third)
    assert len(endpoint.heard) == 8
    assert [count.topic for count in after.counts] == [count.topic for count in before.counts]
    assert after.counts[1].witnesses[-1].says == Topic.OVERSIGHT


@pytest.mark.parametrize(
    ("parts", "kept"),
    [
        (["解读形式单一", "栏目更新缓慢"], ["解读形式单一", "栏目更新缓慢"]),
        (["解读形式单一", "栏目更新很慢"], []),
        (["解读形式单一、栏目", "栏目更新缓慢"], []),
        (["编造的一条问题"], []),
    ],
)
def test_parts_are_verbatim_and_disjoint_or_none_when_a_sentence_is_split(parts, kept) -> None:
    text = "短板在于解读形式单一、栏目更新缓慢等问题"
    assert [text[slice(*place)] for place in places_of_parts(text, (0, len(text)), parts)] == kept


def test_suite_of_disputes_holds_a_hundred_of_each_kind() -> None:
    suite = load_suite()
    for entries in (suite.topics, suite.roles, suite.trainings):
        assert len(entries) >= 100
        assert all(entry.answer in entry.candidates for entry in entries)


DISPUTE = {"text": "全年办理申请21件。", "candidates": ["requests", "other"], "answer": "requests"}
ROLE = {"text": "栏目更新慢。", "candidates": ["issue", "remedy"], "answer": "leads issue"}


@pytest.mark.parametrize(
    ("kind", "changed", "named"),
    [
        ("topics", {"candidates": ["requests", "aplications"]}, "'aplications' is no topic"),
        ("topics", {"answer": "申请"}, "'申请' is no topic"),
        ("roles", {"answer": "problem"}, "'problem' is no role"),
    ],
)
def test_file_of_disputes_with_an_unknown_name_is_refused(
    tmp_path: Path, kind: str, changed: dict[str, object], named: str
) -> None:
    file = tmp_path / "mine.json"
    suite: dict[str, list[dict[str, object]]] = {"topics": [DISPUTE], "roles": [ROLE], "trainings": []}
    file.write_text(json.dumps(suite), encoding="utf-8")
    load_suite(file)
    suite[kind][0] = {**suite[kind][0], **changed}
    file.write_text(json.dumps(suite), encoding="utf-8")
    with pytest.raises(UsageError, match=named):
        load_suite(file)


@pytest.mark.parametrize(("share", "grade"), [(1.0, Grade.DECIDE), (0.6, Grade.ADVISE)])
def test_model_is_graded_by_the_disputes_that_it_settles_right(share: float, grade: Grade) -> None:
    suite, chance = load_suite(), random.Random(5)
    suite = suite.model_copy(update={"trainings": (), "roles": ()})
    answers = {entry.text: entry.answer for entry in suite.topics}

    def choose(question: str, choices: list[str]) -> str:
        text = re.search(r"句子：(.*)", question)[1]  # type: ignore[index]
        right = SPOKEN.get(answers.get(text, ""), "不是计数")
        wrong = [word for word in choices if word not in (right, "不能确定")]
        return right if right in choices and chance.random() < share else chance.choice(wrong)

    with (
        scripted(judge(choose)) as endpoint,
        ModelClient(Endpoint(base_url=endpoint.url, model="m")) as client,
    ):
        score = measure(suite, client.for_document())["counts"]
    assert score.total == len(suite.topics)
    assert score.grade is grade


SCOPES = "全市通过青溪政务网公开政府信息184条。全县工作有序,县教育局主动作为,公开文件40件。我局受理申请7件。"


def scopes_after(answer: str, may: May = DECIDES) -> tuple[list[str | None], list[str], Narrative]:
    """The scopes as delivered, the questions that were put, and the narrative."""
    document, prose = document_of(SCOPES), {SectionKey.OVERVIEW: folded(SCOPES)}
    rules = read_narrative(document, prose, 2022)
    with (
        scripted(judge(lambda _, choices: answer if answer in choices else choices[-1])) as endpoint,
        ModelClient(Endpoint(base_url=endpoint.url, model="m")) as client,
    ):
        after, _, holes = reconcile(rules, views_of(document, prose), client.for_document(), may)
    assert not holes
    asked = [heard.request["messages"][-1]["content"] for heard in endpoint.heard]
    return [count.scope for count in after.counts], asked, after


def test_scope_is_asked_only_where_the_words_allow_several() -> None:
    scopes, asked, _ = scopes_after("不能确定")
    assert scopes == ["青溪政务网", "全县", None]  # as the rules deliver them
    assert ["184条" in asked[0], "40件" in asked[1], len(asked)] == [True, True, 2]
    assert [words.rsplit("选项:", 1)[-1].rsplit("选项：", 1)[-1].strip() for words in asked] == [
        "青溪政务网、全市、无、不能确定",
        "全县、无、不能确定",
    ]


@pytest.mark.parametrize(
    ("answer", "may", "scopes", "said"),
    [
        ("全市", DECIDES, ["青溪政务网", "全县", None], "全市"),
        ("全市", May(), ["青溪政务网", "全县", None], "全市"),
        ("无", DECIDES, ["青溪政务网", "全县", None], "none"),
    ],
)
def test_scope_stays_and_the_word_of_the_model_is_kept_when_no_suite_measured_it(
    answer: str, may: May, scopes: list[str | None], said: str
) -> None:
    delivered, _, after = scopes_after(answer, may)
    words = [w.says for count in after.counts for w in count.witnesses if w.reader == "model"]
    assert said in words
    assert delivered == scopes


def test_issuer_is_suggested_and_not_delivered_when_no_rule_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine_doubles import ADVICE, REPORTS, LyingClient, read, report_of

    from extractor import pipeline
    from extractor.judging.engines import Engine
    from extractor.records import Fact

    told = pipeline.read_header

    def without_issuer(*arguments, **more):
        header, *rest = told(*arguments, **more)
        return (header.model_copy(update={"issuer": Fact(value=None, basis=Basis.NOT_STATED)}), *rest)

    monkeypatch.setattr(pipeline, "read_header", without_issuer)
    engine = Engine("hybrid", "m", LyingClient(lambda options: options[-1], "无"), ADVICE)
    report = report_of(read(REPORTS / "songwu-2022.txt"), engine)
    (finding,) = [f for f in report.findings if f.check == "model.suggests"]
    assert (finding.where, report.issuer.value) == (("/issuer",), None)
    assert (finding.left, len(finding.evidence[0].quote)) == ("松坞市人民政府", 7)


def with_a_late_topic(dispute: Callable[..., None]) -> tuple[Narrative, list[Hole], Scripted]:
    """A count that the model labels, and what comes of the question whether a later topic fits better."""
    text = "接受来电咨询约120。"
    document, prose = document_of(text), {SectionKey.OVERVIEW: folded(text)}
    label = {"label": "来电咨询", "topic": "公众参与", "scope": "无", "period": "本年"}

    def play(handler, request: Mapping) -> None:
        asks_for_choice = "选项：" in request["messages"][-1]["content"]
        answer = dispute if asks_for_choice else says(json.dumps({"1": label}, ensure_ascii=False))
        answer(handler, request)

    with scripted(play) as endpoint, ModelClient(Endpoint(base_url=endpoint.url, model="m")) as client:
        after, _, holes = reconcile(Narrative(), views_of(document, prose), client.for_document(), DECIDES)
    return after, holes, endpoint


@pytest.mark.parametrize(
    ("chosen", "topic"),
    [("咨询", Topic.CONSULTATIONS), ("公众参与", Topic.PARTICIPATION), ("不能确定", Topic.PARTICIPATION)],
)
def test_topic_that_the_question_of_counts_does_not_offer_is_put_beside_the_models(
    chosen: str, topic: Topic
) -> None:
    after, holes, endpoint = with_a_late_topic(says(json.dumps({"answer": chosen}, ensure_ascii=False)))
    assert not holes
    assert [(count.value, count.topic) for count in after.counts] == [(120, topic)]
    first = [request for request in endpoint.heard if "【120】" in str(request)]
    assert first
    assert all(word in str(first[0]) for word in ("公众参与", SPOKEN[Topic.CONSULTATIONS]))


def test_late_topic_that_is_not_put_beside_the_models_for_want_of_an_answer_is_a_hole() -> None:
    after, holes, _ = with_a_late_topic(fails(400, "data_inspection_failed"))
    assert [(count.value, count.topic) for count in after.counts] == [(120, Topic.PARTICIPATION)]
    assert [(hole.task, hole.evidence[0].quote) for hole in holes] == [("topic_dispute", "120")]
