"""One case for each part of a request, and for each reply that must not be kept."""

import pytest
from scripted_endpoint import says, scripted
from test_client_over_http import GOOD, client, question

from extractor.errors import FailureKind, ModelError
from extractor.llm import Endpoint
from extractor.llm.cache import ReplyCache
from extractor.llm.manners import Manners
from extractor.llm.no_reply import UpstreamError
from extractor.llm.wire import put

REQUEST = {
    "messages": [{"role": "system", "content": "甲"}, {"role": "user", "content": "乙"}],
    "model": "m",
    "max_tokens": 50,
    "temperature": 0,
    "seed": 7,
}


def body(endpoint=None, **manners):
    return put(REQUEST, endpoint or Endpoint(base_url="http://x/v1", model="m"), Manners(**manners))


@pytest.mark.parametrize("effort", [None, "low"])
@pytest.mark.parametrize("takes", [True, False])
def test_reasoning_effort_is_sent_where_it_is_set_and_taken(effort, takes):
    endpoint = Endpoint(base_url="http://x/v1", model="m", reasoning_effort=effort)
    assert body(endpoint, effort=takes).get("reasoning_effort") == (effort if takes else None)


@pytest.mark.parametrize("name", ["temperature", "seed"])
def test_what_an_endpoint_does_not_take_is_not_sent(name):
    assert body()[name] == REQUEST[name]
    assert name not in body(**{name: False})


def test_the_systems_words_go_to_the_first_turn_where_an_endpoint_has_no_such_role():
    assert body()["messages"] == REQUEST["messages"]
    assert body(system=False)["messages"] == [{"role": "user", "content": "甲\n\n乙"}]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        pytest.param(says('{"word": "青', "length"), FailureKind.TRUNCATED, id="cut-off"),
        pytest.param(says(""), FailureKind.EMPTY, id="empty"),
        pytest.param(says("不能回答", "content_filter"), FailureKind.REFUSED, id="filtered"),
    ],
)
def test_a_reply_without_a_good_end_is_not_kept(reply, kind, tmp_path):
    with scripted(reply) as endpoint:
        answer = client(endpoint.url, ReplyCache(tmp_path)).for_document().ask_all([question()])[0]
        assert isinstance(answer, ModelError)
        assert answer.kind is kind
    with scripted(says(GOOD)) as endpoint:
        answer = client(endpoint.url, ReplyCache(tmp_path)).for_document().ask_all([question()])[0]
        assert answer.word == "青梅"
        assert len(endpoint.heard) == 1


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        pytest.param({"code": 429, "message": "too  many\nrequests"}, 429, "too many requests", id="code"),
        pytest.param({"code": "503", "message": "busy"}, 503, "busy", id="code-as-text"),
        pytest.param(
            {"code": "insufficient_quota", "message": "pay"}, 500, "pay · insufficient_quota", id="a-word"
        ),
        pytest.param({"code": 99, "message": "x"}, 500, "x", id="below-any-status"),
        pytest.param({"code": 100, "message": "x"}, 100, "x", id="least-status"),
        pytest.param({"code": 599, "message": "x"}, 599, "x", id="greatest-status"),
        pytest.param({"code": 600, "message": "x"}, 500, "x", id="above-any-status"),
        pytest.param("overloaded", 500, "overloaded", id="only-words"),
    ],
)
def test_an_error_in_place_of_a_reply_keeps_its_status_and_words(error, status, words):
    told = UpstreamError(error)
    assert (told.status, str(told), told.body) == (status, words, error)
