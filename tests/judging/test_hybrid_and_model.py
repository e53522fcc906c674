import pytest
from engine_doubles import (
    ADVICE,
    EVERYTHING,
    REPORTS,
    LyingClient,
    read,
    recorded_engine,
    report_of,
    values,
)
from scripted_endpoint import fails, says, scripted

from extractor.errors import EndpointError, FailureKind, ModelError
from extractor.judging.engines import Engine
from extractor.llm import Answer, Endpoint, Limits, Message, Question
from extractor.llm.client import ModelClient
from extractor.records import Span

FIXTURES = sorted(REPORTS.glob("*.txt"))
by_name = pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)


def first(options: list[str]) -> str:
    return options[0]


def last(options: list[str]) -> str:
    return options[-1]


def spans(node: object) -> list[Span]:
    if isinstance(node, Span):
        return [node]
    if isinstance(node, dict):
        return [span for value in node.values() for span in spans(value)]
    if isinstance(node, list | tuple):
        return [span for value in node for span in spans(value)]
    if hasattr(node, "__pydantic_fields__"):
        return [span for name in type(node).model_fields for span in spans(getattr(node, name))]
    return []


@pytest.mark.parametrize("name", ["anzhu-2022", "songwu-2022"])
def test_model_alone_delivers_no_wrong_number_when_the_local_model_was_recorded(name):
    document = read(REPORTS / f"{name}.txt")
    engine, cache = recorded_engine("model")
    report, rules = report_of(document, engine), report_of(document)
    assert cache.misses == 0, "run `make record-replies` after a change of prompts or of what is asked"
    assert {count.value for count in report.narrative.counts} == {c.value for c in rules.narrative.counts}
    assert len(report.narrative.trainings) == len(rules.narrative.trainings) == 1
    right = 0
    for table, by_rule in rules.tables:
        for row, columns in by_rule.items():
            for column, cell in (columns or {}).items():
                value = getattr(report.tables, table)[row][column].value
                assert value in (None, cell.value), f"{table}.{row}.{column}"
                right += value is not None
    assert right > 80


@by_name
@pytest.mark.parametrize("choose", [first, last])
def test_hybrid_keeps_every_fact_of_the_rules_when_the_model_lies(path, choose):
    document = read(path)
    rules = values(report_of(document))
    engine = Engine("hybrid", "liar", LyingClient(choose, "编造的词语"), ADVICE)
    assert values(report_of(document, engine)) == rules


@by_name
def test_hybrid_only_adds_when_a_model_may_decide_and_lies(path):
    document = read(path)
    rules = report_of(document).narrative
    engine = Engine("hybrid", "liar", LyingClient(first, "编造的词语"), EVERYTHING)
    narrative = report_of(document, engine).narrative
    kept = {(count.evidence.start, count.value) for count in narrative.counts}
    assert {(count.evidence.start, count.value) for count in rules.counts} <= kept
    assert [event.name for event in narrative.trainings] == [event.name for event in rules.trainings]
    assert [issue.text for issue in narrative.issues] == [issue.text for issue in rules.issues]


@by_name
@pytest.mark.parametrize("name", ["hybrid", "model"])
@pytest.mark.parametrize("choose", [first, last])
def test_every_span_is_in_the_text_when_the_model_lies(path, name, choose):
    document = read(path)
    report = report_of(document, Engine(name, "liar", LyingClient(choose, "编造的词语"), EVERYTHING))
    for span in spans(report):
        assert document.text[span.start : span.end] == span.quote


@by_name
@pytest.mark.parametrize("name", ["hybrid", "model"])
def test_nothing_invented_is_delivered_when_the_model_invents_words(path, name):
    document = read(path)
    report = report_of(document, Engine(name, "liar", LyingClient(first, "编造的词语"), EVERYTHING))
    assert "编造" not in report.model_dump_json(exclude={"findings", "run"})


def test_miss_is_a_finding_when_the_model_invents_words():
    engine = Engine("model", "liar", LyingClient(first, "编造的词语"), ADVICE)
    report = report_of(read(REPORTS / "songwu-2022.txt"), engine)
    misses = [finding for finding in report.findings if finding.check == "model.ungrounded"]
    assert misses
    assert all("编造" not in span.quote for finding in misses for span in finding.evidence)


@pytest.mark.parametrize("name", ["hybrid", "model"])
@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(fails(500), id="always broken"),
        pytest.param(says("", "content_filter"), id="refused"),
    ],
)
def test_document_is_read_by_rule_only_and_says_so_when_no_question_is_answered(name, behaviour):
    limits = Limits(first_wait_s=0, longest_wait_s=0.01, attempts_per_call=2)
    with (
        scripted(behaviour) as endpoint,
        ModelClient(Endpoint(base_url=endpoint.url, model="m"), limits) as client,
    ):
        report = report_of(read(REPORTS / "dongliao-2023.txt"), Engine(name, "m", client, ADVICE))
    assert [finding.check for finding in report.findings].count("model.step_failed") == 1
    assert report.run.by_rule_only
    assert sum(report.run.unanswered.values()) == report.run.asked > 0
    assert values(report) == values(report_of(read(REPORTS / "dongliao-2023.txt")))


def test_hole_has_a_finding_and_is_counted_when_one_question_is_not_answered():
    choose = LyingClient(first, "词")
    broken = []

    def complete(request, question, meter):
        if not broken:
            broken.append(question)
            raise ModelError(FailureKind.TRUNCATED, "cut off")
        return LyingClient.complete(choose, request, question, meter)

    choose.complete = complete
    report = report_of(read(REPORTS / "songwu-2022.txt"), Engine("model", "liar", choose, ADVICE))
    assert [finding.check for finding in report.findings].count("model.failed") == 1
    assert (report.run.unanswered, report.run.by_rule_only) == ({"truncated": 1}, False)


@pytest.mark.parametrize("name", ["hybrid", "model"])
def test_run_ends_when_the_key_is_refused(name):
    with scripted(fails(401)) as endpoint, ModelClient(Endpoint(base_url=endpoint.url, model="m")) as client:
        with pytest.raises(EndpointError, match="API_KEY"):
            report_of(read(REPORTS / "dongliao-2023.txt"), Engine(name, "m", client, ADVICE))
        assert len(endpoint.heard) == 1


def test_model_says_nothing_of_a_document_that_is_no_report():
    client = LyingClient(first, "词")
    report = report_of(read(REPORTS / "list-page.txt"), Engine("model", "liar", client, EVERYTHING))
    assert client.asked == []
    assert report.run.usage.calls == 0


def test_failure_is_named_when_nothing_was_recorded():
    asker = recorded_engine("hybrid")[0].askers.for_document()
    failure = asker.ask_all([Question("t", "t/v1", "h", (Message("user", "问"),), Answer, 5)])[0]
    assert isinstance(failure, ModelError)
    assert failure.kind is FailureKind.NOT_ASKED


@pytest.mark.parametrize("choose", [first, last])
def test_header_that_the_model_chose_otherwise_is_a_finding(choose):
    document = read(REPORTS / "songwu-2022.txt")
    rules = report_of(document)
    report = report_of(document, Engine("model", "liar", LyingClient(choose, "编造的词语"), ADVICE))
    warned = {
        where for finding in report.findings if finding.check == "model.disagrees" for where in finding.where
    }
    for name in ("issuer", "title", "report_year", "published_on"):
        said, told = (getattr(one, name) and getattr(one, name).value for one in (report, rules))
        assert (said != told) == (f"/{name}" in warned)
    assert bool(warned & {"/issuer", "/title", "/report_year", "/published_on"}) == (choose is first)
