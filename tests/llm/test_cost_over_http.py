"""What calls cost: all that were billed, no more than the budget, nothing twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from scripted_endpoint import says, scripted
from test_client_over_http import GOOD, Fruit, client, only, question

from extractor.errors import FailureKind, RunBudgetError
from extractor.llm import Endpoint, Price
from extractor.llm.cache import ReplyCache


def with_usage(content, usage):
    def play(handler, _):
        choice = {"index": 0, "finish_reason": "stop", "message": {"content": content}}
        handler.whole(200, {"choices": [choice], "usage": usage})

    return play


@pytest.mark.parametrize(
    ("usage", "discounted"),
    [
        pytest.param(
            {"prompt_tokens": 1000, "completion_tokens": 10, "prompt_tokens_details": {"cached_tokens": 600}},
            600,
            id="OpenAI",
        ),
        pytest.param(
            {"prompt_tokens": 1000, "completion_tokens": 10, "prompt_cache_hit_tokens": 600},
            600,
            id="DeepSeek",
        ),
        pytest.param({"prompt_tokens": 1000, "completion_tokens": 10, "cached_tokens": 600}, 600, id="Kimi"),
        pytest.param(
            {"input_tokens": 400, "output_tokens": 10, "cache_read_input_tokens": 600}, 600, id="Anthropic"
        ),
        pytest.param(
            {
                "prompt_tokens": 1000,
                "completion_tokens": 10,
                "cache_read_input_tokens": 600,
                "total_tokens": 1010,
            },
            600,
            id="gateways",
        ),
        pytest.param({"promptTokens": "1000", "completionTokens": "10"}, 0, id="other writing"),
        pytest.param({"prompt_tokens": 1000, "completion_tokens": 10}, 0, id="without"),
    ],
)
def test_tokens_of_the_prompt_cache_have_a_price_of_their_own(usage, discounted):
    price = Price(input=Decimal(1000), output=Decimal(2000), cached_input=Decimal(100))
    with scripted(with_usage(GOOD, usage)) as endpoint:
        asker = client(endpoint.url, price=price).for_document()
        only(asker.ask_all([question()]))
    assert asker.usage.discounted_tokens == discounted
    assert asker.usage.cost == (1000 * (1000 - discounted) + 100 * discounted + 2000 * 10) / Decimal(
        1_000_000
    )


def test_budget_holds_where_calls_cost_far_more_than_their_answers_could():
    """Twenty at a time, each billed thinking that nobody sees: those that wait learn from the first bills."""
    usage = {"prompt_tokens": 300, "completion_tokens": 5000}
    limit = Decimal("0.1")
    price = Price(input=Decimal(1), output=Decimal(2))
    with scripted(with_usage(GOOD, usage)) as endpoint:
        one = client(endpoint.url, limits={"cost_per_run": limit, "concurrency": 20}, price=price)

        def ask(number):
            try:
                one.for_document().ask_all([question(f"第{number}题")])
            except RunBudgetError:
                return 0
            return 1

        with ThreadPoolExecutor(20) as pool:
            answered = sum(pool.map(ask, range(40)))
    assert one.meter.usage.cost <= limit
    assert answered >= 7, "and it is used"


def test_stream_is_cut_at_the_budget_when_the_endpoint_goes_on():
    price = Price(input=Decimal(0), output=Decimal(1000))
    sent = []

    def talks_on(handler, _):
        handler.begin_stream()
        for number in range(2000):
            try:
                handler.event({"content": f"第{number}件事,"})
            except OSError:
                return
            sent.append(number)

    limits = {"cost_per_run": Decimal("0.3")}
    with scripted(talks_on) as endpoint:
        it = client(endpoint.url, price=price, limits=limits)
        with pytest.raises(RunBudgetError, match="budget"):
            it.for_document().ask_all([question(max_tokens=250)])
    assert Decimal("0.2") < it.meter.usage.cost <= Decimal("0.35")
    assert it.meter.usage.calls == 1


def test_equal_questions_under_way_are_asked_once(tmp_path):
    gate = threading.Event()

    def slow(handler, request):
        gate.wait(5)
        says(GOOD)(handler, request)

    with scripted(slow) as endpoint:
        it = client(endpoint.url, ReplyCache(tmp_path), limits={"concurrency": 16, "timeout_s": 10})
        with ThreadPoolExecutor(16) as pool:
            texts = ["一", "二"] * 8
            answers = [pool.submit(it.for_document().ask_all, [question(text)]) for text in texts]
            while len(endpoint.heard) < 1:
                pass
            gate.set()
            assert all(only(answer.result()) == Fruit(word="青梅") for answer in answers)
        assert len(endpoint.heard) == 2
    assert (it.meter.usage.calls, it.meter.usage.cached_calls) == (2, 14)


def test_tokens_of_kept_replies_are_told_apart_from_what_is_paid(tmp_path):
    with scripted(says(GOOD, tokens=(123, 45))) as endpoint:
        client(endpoint.url, ReplyCache(tmp_path)).for_document().ask_all([question()])
    asker = client("http://127.0.0.1:1/v1", ReplyCache(tmp_path)).for_document()
    asker.ask_all([question()])
    usage = asker.usage
    assert (usage.calls, usage.input_tokens, usage.cost) == (0, 0, 0)
    assert (usage.cached_calls, usage.cached_input_tokens, usage.cached_output_tokens) == (1, 123, 45)


def test_answer_that_was_of_no_use_is_paid_for_and_not_kept(tmp_path):
    with scripted(says('{"word": "苹果"}')) as endpoint:
        first = client(endpoint.url, ReplyCache(tmp_path)).for_document()
        assert only(first.ask_all([question()])).kind is FailureKind.SCHEMA_MISMATCH
    assert first.usage.calls == 3 + 3, "three in its mode, one in each looser mode"
    with scripted(says(GOOD)) as endpoint:
        again = client(endpoint.url, ReplyCache(tmp_path)).for_document()
        assert only(again.ask_all([question()])) == Fruit(word="青梅")


def test_what_a_request_holds_beside_the_question_is_part_of_its_key(tmp_path):
    with scripted(says(GOOD)) as endpoint:
        for more in ({}, {"reasoning_effort": "low"}, {"extra_body": {"top_k": 1}}):
            client(endpoint.url, ReplyCache(tmp_path), **more).for_document().ask_all([question()])
        sent = [one.request for one in endpoint.heard]
    assert [(one.get("reasoning_effort"), one.get("top_k")) for one in sent] == [
        (None, None),
        ("low", None),
        (None, 1),
    ]


def test_price_is_known_by_host_and_port_not_by_spelling():
    places = {
        Endpoint(base_url=url, model="m").place
        for url in ("https://api.example/v1", "https://API.example:443/v1/", "http://api.example/other")
    }
    assert places == {"api.example"}
    assert Endpoint(base_url="http://localhost:8080/v1", model="m").place == "loopback:8080"
