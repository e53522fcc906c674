import json
import logging
import time
from decimal import Decimal
from typing import Literal

import pytest
from pydantic import SecretStr
from scripted_endpoint import (
    breaks_off,
    drips,
    fails,
    fails_midway,
    page,
    refuses,
    says,
    scripted,
    silent,
    unstreamed,
)

from extractor.errors import EndpointError, FailureKind, ModelError, RunBudgetError
from extractor.llm import Answer, Endpoint, Limits, Message, Mode, Price, Question
from extractor.llm.askers import DryRun
from extractor.llm.cache import ReplyCache
from extractor.llm.client import ModelClient
from extractor.llm.surroundings import ClientSurroundings

KEY = "sk-very-secret-0123456789"
GOOD = '{"word": "青梅"}'


class Fruit(Answer):
    word: Literal["青梅", "黄杏"]


def question(text: str = "选一个", max_tokens: int = 50, sentinels: tuple[str, ...] = ()) -> Question[Fruit]:
    return Question("fruit", "fruit/v1", "hash", (Message("user", text),), Fruit, max_tokens, sentinels)


_OPEN: list[ModelClient] = []


@pytest.fixture(autouse=True)
def _closed_doors():
    yield
    while _OPEN:
        _OPEN.pop().close()


def client(url: str, cache: ReplyCache | None = None, **settings) -> ModelClient:
    limits = {"timeout_s": 2, "first_wait_s": 0.01, "longest_wait_s": 2, **settings.pop("limits", {})}
    settings.setdefault("api_key", SecretStr(KEY))
    return opened(ModelClient(Endpoint(base_url=url, **{"model": "m", **settings}), Limits(**limits), cache))


def opened(it: ModelClient) -> ModelClient:
    _OPEN.append(it)
    return it


def outcome(it: ModelClient, asked: Question[Fruit] | None = None):
    """The answer to one question about a document of its own, or the failure."""
    try:
        return only(it.for_document().ask_all([asked or question()]))
    except ModelError as error:
        return error


def only(answers):
    assert len(answers) == 1
    return answers[0]


@pytest.mark.parametrize("mode", list(Mode))
def test_answer_comes_back_in_every_mode(mode):
    with scripted(says(GOOD if mode is not Mode.MD_JSON else f"```json\n{GOOD}\n```")) as endpoint:
        asker = client(endpoint.url, mode=mode).for_document()
        assert only(asker.ask_all([question()])) == Fruit(word="青梅")
        assert (asker.usage.calls, asker.usage.input_tokens, asker.usage.output_tokens) == (1, 100, 10)
        sent = endpoint.heard[0].request
    assert ("tools" in sent) == (mode is Mode.TOOLS)
    assert sent.get("response_format", {}).get("type") == {
        Mode.JSON_SCHEMA: "json_schema",
        Mode.JSON: "json_object",
    }.get(mode)


FAILURES = [
    pytest.param([says('{"word": "青', "length")], FailureKind.TRUNCATED, id="truncated"),
    pytest.param([says("", "content_filter")], FailureKind.REFUSED, id="filtered"),
    pytest.param([refuses()], FailureKind.REFUSED, id="refused"),
    pytest.param([says('{"word": "' + "青梅花" * 200)], FailureKind.LOOP, id="loop of words"),
    pytest.param([says('{"word":' + " " * 400)], FailureKind.LOOP, id="loop of white space"),
    pytest.param([says("")], FailureKind.EMPTY, id="empty"),
    pytest.param([says("我觉得是青梅")], FailureKind.NOT_JSON, id="not JSON"),
    pytest.param([says('{"word": "苹果"}')], FailureKind.SCHEMA_MISMATCH, id="wrong schema"),
    pytest.param([page()], FailureKind.NOT_AN_ENDPOINT, id="HTML page"),
    pytest.param([fails(401)], FailureKind.REJECTED, id="wrong key"),
    pytest.param([fails(404)], FailureKind.REJECTED, id="unknown model"),
    pytest.param([fails(429)], FailureKind.RATE_LIMITED, id="always too many"),
    pytest.param([fails(500)], FailureKind.SERVER, id="always broken"),
    pytest.param([breaks_off('{"word": ')], FailureKind.CONNECTION, id="always closed"),
]


@pytest.mark.parametrize(("script", "kind"), FAILURES)
def test_failure_has_a_name_when_the_endpoint_misbehaves(script, kind):
    with scripted(*script) as endpoint:
        failure = outcome(client(endpoint.url))
    assert isinstance(failure, ModelError)
    assert failure.kind is kind, failure


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(fails(429, headers={"retry-after": "0"}), id="429"),
        pytest.param(fails(500), id="500"),
        pytest.param(fails(503), id="503"),
        pytest.param(fails(408), id="408"),
        pytest.param(fails(409), id="409"),
        pytest.param(breaks_off("{"), id="closed in the middle"),
        pytest.param(fails_midway("{"), id="error in the middle"),
        pytest.param(silent(2.5), id="time-out"),
    ],
)
def test_call_is_tried_again_when_trouble_may_pass(trouble):
    with scripted(trouble, says(GOOD)) as endpoint:
        asker = client(endpoint.url, limits={"timeout_s": 1}).for_document()
        assert only(asker.ask_all([question()])) == Fruit(word="青梅")
        assert len(endpoint.heard) == 2


def test_retry_after_is_honoured():
    with scripted(fails(429, headers={"retry-after": "0.7"}), says(GOOD)) as endpoint:
        only(client(endpoint.url).for_document().ask_all([question()]))
        first, second = endpoint.heard
    assert second.at - first.at >= 0.7


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
def test_call_is_not_tried_again_when_the_request_is_at_fault(status):
    with scripted(fails(status)) as endpoint:
        outcome(client(endpoint.url))
        assert len(endpoint.heard) == 1


def test_attempts_stop_at_the_limit_of_the_call():
    with scripted(fails(502)) as endpoint:
        outcome(client(endpoint.url, limits={"attempts_per_call": 3}))
        assert len(endpoint.heard) == 3


def test_retries_stop_at_the_limit_of_the_document_and_the_next_one_has_its_own():
    with scripted(fails(502)) as endpoint:
        it = client(endpoint.url, limits={"retries_per_document": 1})
        asker = it.for_document()
        for text in "ab":
            with pytest.raises(ModelError):
                asker.ask_all([question(text)])
        assert len(endpoint.heard) == 3
        outcome(it, question("c"))
        assert len(endpoint.heard) == 5


def test_retries_stop_at_the_limit_of_the_run():
    with scripted(fails(502)) as endpoint:
        it = client(endpoint.url, limits={"retries_per_run": 1})
        for _ in range(3):
            outcome(it)
        assert len(endpoint.heard) == 4


def test_slow_stream_is_cut_off_when_it_takes_too_long():
    with scripted(drips("青", 0.1, 600)) as endpoint:
        began = time.monotonic()
        limits = {"call_s": 0.5, "attempts_per_call": 1}
        failure = outcome(client(endpoint.url, limits=limits))
    assert failure.kind is FailureKind.TIMEOUT
    assert time.monotonic() - began < 30


def test_loop_is_cut_off_long_before_its_end_and_paid_for():
    with scripted(drips("重复" * 20, 0.01, 6000)) as endpoint:
        began = time.monotonic()
        asker = client(endpoint.url).for_document()
        failure = only(asker.ask_all([question()]))
    assert failure.kind is FailureKind.LOOP
    assert time.monotonic() - began < 30
    assert failure.raw.startswith("重复")
    assert asker.usage.calls == 1
    assert asker.usage.output_tokens > 0


def test_wrong_shape_is_asked_again_counted_and_priced():
    price = Price(input=Decimal(1000), output=Decimal(10000))
    with scripted(says("不是"), says('{"word": "苹果"}'), says(GOOD)) as endpoint:
        asker = client(endpoint.url, price=price).for_document()
        assert only(asker.ask_all([question()])) == Fruit(word="青梅")
        assert len(endpoint.heard) == 3
        assert asker.meter.re_asks == 2
        assert asker.usage.cost == 3 * (Decimal("0.1") + Decimal("0.1"))


def test_wrong_shape_is_asked_again_twice_at_most():
    with scripted(says(GOOD), says('{"word": "苹果"}')) as endpoint:
        _, failure = client(endpoint.url).for_document().ask_all([question(), question("再选一个")])
        assert len(endpoint.heard) == 4
    assert failure.raw == '{"word": "苹果"}', "the raw reply is kept"


def test_reply_in_one_piece_is_read_when_the_endpoint_does_not_stream():
    with scripted(unstreamed(GOOD)) as endpoint:
        asker = client(endpoint.url).for_document()
        assert only(asker.ask_all([question()])) == Fruit(word="青梅")
        assert asker.usage.input_tokens == 7


def test_question_is_not_sent_when_it_would_not_fit():
    with scripted(says(GOOD)) as endpoint:
        asker = client(endpoint.url, context=300).for_document()
        failure = only(asker.ask_all([question("长" * 400)]))
        assert endpoint.heard == []
    assert failure.kind is FailureKind.CONTEXT_TOO_LONG


def test_sentinel_in_an_answer_is_a_failure():
    with scripted(says(GOOD)) as endpoint:
        asker = client(endpoint.url).for_document()
        failure = only(asker.ask_all([question(sentinels=("青梅",))]))
        assert failure.kind is FailureKind.SENTINEL
        assert only(asker.ask_all([question("青梅或黄杏", sentinels=("青梅",))])) == Fruit(word="青梅")


def test_run_stops_when_its_budget_would_be_passed():
    price = Price(input=Decimal(10_000), output=Decimal(0))
    with scripted(says(GOOD)) as endpoint:
        it = client(endpoint.url, price=price, limits={"cost_per_run": Decimal("1.05")})
        asker = it.for_document()
        only(asker.ask_all([question()]))
        with pytest.raises(RunBudgetError, match="budget"):
            it.for_document().ask_all([question("另一个")])
        assert len(endpoint.heard) == 1
    assert it.meter.usage.cost == 1


def test_budget_holds_when_many_calls_run_at_a_time():
    price = Price(input=Decimal(10_000), output=Decimal(0))
    with scripted(says(GOOD)) as endpoint:
        it = client(endpoint.url, price=price, limits={"cost_per_run": Decimal("3.5")})
        meter = it.for_document().meter
        held = [meter.reserving(100, 0, price) for _ in range(4)]
        for one in held[:3]:
            one.__enter__()
        with pytest.raises(RunBudgetError):
            held[3].__enter__()
        for one in held[:3]:
            one.__exit__(None, None, None)
        only(it.for_document().ask_all([question()]))


def test_run_stops_when_its_tokens_are_used_up():
    with scripted(says(GOOD, tokens=(900, 90))) as endpoint:
        it = client(endpoint.url, limits={"tokens_per_run": 1000})
        it.for_document().ask_all([question()])
        with pytest.raises(RunBudgetError, match="tokens"):
            it.for_document().ask_all([question("另一个")])


def test_document_gets_a_hole_when_its_own_limit_is_used_up():
    with scripted(says(GOOD)) as endpoint:
        it = client(endpoint.url, limits={"calls_per_document": 1})
        first, second = it.for_document().ask_all([question("a"), question("b")])
    assert first == Fruit(word="青梅")
    assert second.kind is FailureKind.OUT_OF_BUDGET


def test_second_run_is_free_when_replies_are_kept(tmp_path):
    cache = ReplyCache(tmp_path)
    with scripted(says(GOOD)) as endpoint:
        client(endpoint.url, cache).for_document().ask_all([question()])
    asker = client("http://127.0.0.1:1/v1", cache).for_document()
    assert only(asker.ask_all([question()])) == Fruit(word="青梅"), "the port is no part of the family"
    assert (asker.usage.calls, asker.usage.cached_calls) == (0, 1)


def test_local_server_is_started_by_the_first_question_that_needs_it(tmp_path):
    started = []
    with scripted(says(GOOD)) as endpoint:

        def start() -> str:
            started.append(endpoint.url)
            return endpoint.url

        it = Endpoint(base_url="http://127.0.0.1:1/v1", model="m")
        for _ in range(2):
            waiting = opened(
                ModelClient(it, Limits(), ReplyCache(tmp_path), around=ClientSurroundings(start))
            )
            assert started == [endpoint.url] * bool(started)
            assert only(waiting.for_document().ask_all([question()])) == Fruit(word="青梅")
    assert started == [endpoint.url], "the second run is answered by kept replies"


def test_failure_to_start_is_remembered():
    tries = []

    def start() -> str:
        tries.append(1)
        raise ModelError(FailureKind.CONNECTION, "the local model did not start")

    it = opened(
        ModelClient(
            Endpoint(base_url="http://127.0.0.1:1/v1", model="m"), Limits(), around=ClientSurroundings(start)
        )
    )
    for text in "ab":
        assert isinstance(outcome(it, question(text)), EndpointError)
    assert len(tries) == 1


def test_refresh_asks_again_and_keeps_the_new_reply(tmp_path):
    with scripted(says(GOOD), says('{"word": "黄杏"}')) as endpoint:
        client(endpoint.url, ReplyCache(tmp_path)).for_document().ask_all([question()])
        client(endpoint.url, ReplyCache(tmp_path, refresh=True)).for_document().ask_all([question()])
        assert len(endpoint.heard) == 2
        kept = only(client(endpoint.url, ReplyCache(tmp_path)).for_document().ask_all([question()]))
        assert len(endpoint.heard) == 2
    assert kept == Fruit(word="黄杏")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"text": "另一个问题"}, id="prompt"),
        pytest.param({"max_tokens": 60}, id="sampling"),
        pytest.param({"model": "n"}, id="model"),
        pytest.param({"mode": Mode.JSON}, id="mode"),
    ],
)
def test_kept_reply_is_not_used_when_anything_that_matters_changes(tmp_path, change):
    cache = ReplyCache(tmp_path)
    with scripted(says(GOOD)) as endpoint:
        client(endpoint.url, cache).for_document().ask_all([question()])
        asked = question(change.pop("text", "选一个"), change.pop("max_tokens", 50))
        other = client(endpoint.url, cache, **change)
        other.for_document().ask_all([asked])
        assert len(endpoint.heard) == 2


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(fails(401, f"Incorrect API key provided: {KEY}"), id="echoed in a rejection"),
        pytest.param(fails(500, f"Bearer {KEY}"), id="echoed in a fault"),
        pytest.param(says(GOOD), id="all well"),
        pytest.param(says("x"), id="wrong shape"),
    ],
)
def test_key_is_nowhere_but_on_the_wire(script, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    # The SDK's own debug log may hold requests; headers with the key are redacted by it.
    with scripted(script) as endpoint:
        it = client(endpoint.url, ReplyCache(tmp_path))
        answer = outcome(it)
        assert KEY in endpoint.heard[0].headers["authorization"]
    files = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.json"))
    shown = (
        f"{answer} {answer!r} {getattr(answer, 'raw', '')} {it.endpoint!r} {it.endpoint.model_dump_json()}"
    )
    assert KEY not in shown + files
    ours = [record for record in caplog.records if record.name.startswith(("extractor", "instructor"))]
    assert KEY not in "".join(record.getMessage() for record in ours)


def test_concurrency_is_halved_when_the_endpoint_has_too_much_and_grows_again():
    with scripted(fails(429, headers={"retry-after": "0"}), says(GOOD)) as endpoint:
        it = client(endpoint.url, limits={"concurrency": 8})
        it._concurrency.limit = 8.0
        it.for_document().ask_all([question()])
        after_refusal = it._concurrency.limit
        for number in range(12):
            it.for_document().ask_all([question(str(number))])
    assert 4 <= after_refusal < 5
    assert it._concurrency.limit > after_refusal


def test_dry_run_counts_and_asks_nothing():
    price = Price(input=Decimal(1_000_000), output=Decimal(1_000_000))
    dry = DryRun(Endpoint(base_url="http://127.0.0.1:1/v1", model="m", price=price))
    failure = only(dry.for_document().ask_all([question("选" * 100)]))
    assert failure.kind is FailureKind.NOT_ASKED
    assert dry.estimate.calls == 1
    assert dry.estimate.cost == dry.input_tokens + dry.output_tokens > 0


def test_probe_says_what_the_endpoint_honours():
    from extractor.llm.probe import probe_endpoint

    def play(handler, request):
        kind = request.get("response_format", {}).get("type")
        fenced = not kind and "tools" not in request
        says(f"```json\n{GOOD}\n```" if fenced else GOOD)(handler, request)

    with scripted(play) as endpoint:
        it = Endpoint(base_url=endpoint.url, model="m")
        probe = probe_endpoint(it)
    assert probe.modes == dict.fromkeys(Mode, True)
    assert (probe.mode, probe.binds, probe.raw_chinese, probe.context) == (Mode.JSON_SCHEMA, True, True, 4096)


def test_probe_falls_back_when_schemas_are_ignored(tmp_path):
    from extractor.llm.probe import load_probe, probe_endpoint, save_probe

    def play(handler, request):
        kind = request.get("response_format", {}).get("type")
        if kind == "json_schema" or "tools" in request:
            fails(400, "unknown parameter")(handler, request)
        else:
            says(f"```json\n{GOOD}\n```" if kind is None else GOOD)(handler, request)

    with scripted(play) as endpoint:
        it = Endpoint(base_url=endpoint.url, model="m", api_key=SecretStr(KEY))
        probe = probe_endpoint(it)
        path = save_probe(tmp_path, it, probe)
    assert (probe.mode, probe.binds) == (Mode.JSON, False)
    assert load_probe(tmp_path, it) == probe
    assert probe.applied_to(it).mode is Mode.JSON
    assert KEY not in path.read_text(encoding="utf-8")
    json.loads(path.read_text(encoding="utf-8"))


def test_probe_fails_when_nothing_answers():
    from extractor.llm.probe import probe_endpoint

    with pytest.raises(ModelError) as caught:
        probe_endpoint(Endpoint(base_url="http://127.0.0.1:1/v1", model="m"))
    assert caught.value.kind is FailureKind.CONNECTION


def test_talker_that_gives_json_when_asked_for_nothing_else_ends_no_run():
    def play(handler, request):
        asked = json.dumps(request["messages"], ensure_ascii=False)
        is_told = "只输出一个JSON对象" in asked
        says(GOOD if is_told else '以下为草稿：{"word": "黄杏"}')(handler, request)

    with scripted(play) as endpoint:
        it = client(endpoint.url, limits={"useless_replies": 3})
        said = [it.ask(question(f"选第{n}个"), it.meter).word for n in range(12)]
        heard = len(endpoint.heard)
    assert said == ["青梅"] * 12
    assert heard == 24
