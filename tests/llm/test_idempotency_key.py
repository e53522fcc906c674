"""An endpoint that honours Idempotency-Key bills a question once, however often it has to be asked."""

import pytest
from scripted_endpoint import breaks_off, fails, says, scripted
from test_client_over_http import GOOD, client, question

from extractor.errors import EndpointError
from extractor.llm.cache import ReplyCache


def keys(endpoint):
    return [
        {name.lower(): value for name, value in one.headers.items()}["idempotency-key"]
        for one in endpoint.heard
    ]


@pytest.fixture
def cache(tmp_path):
    return ReplyCache(tmp_path)


def test_a_question_keeps_its_key_over_all_tries(cache):
    with (
        scripted(breaks_off('{"word"'), fails(503), says(GOOD)) as endpoint,
        client(endpoint.url, cache) as it,
    ):
        it.for_document().ask_all([question()])
        sent = keys(endpoint)
    assert len(sent) == 3
    assert len(set(sent)) == 1


def test_a_question_keeps_its_key_in_the_next_process_and_no_other_question_has_it(cache):
    with scripted(fails(400)) as endpoint:
        for text in ("选一个", "选一个", "再选一个"):
            with client(endpoint.url, cache) as it, pytest.raises(EndpointError):
                it.for_document().ask_all([question(text)])
        first, again, other = keys(endpoint)
    assert first == again != other


def test_the_question_that_follows_a_useless_answer_is_another_one(cache):
    with scripted(says('{"word": "苹果"}'), says(GOOD)) as endpoint, client(endpoint.url, cache) as it:
        it.for_document().ask_all([question()])
        first, again = keys(endpoint)
    assert first != again


@pytest.mark.parametrize("keeps", [True, False], ids=["refresh", "no-cache"])
def test_who_wants_a_new_answer_does_not_get_the_old_one_replayed(tmp_path, keeps):
    cache = ReplyCache(tmp_path, refresh=True) if keeps else None
    with scripted(fails(503), says(GOOD), says(GOOD)) as endpoint:
        for _ in range(2):
            with client(endpoint.url, cache) as it:
                it.for_document().ask_all([question()])
        first, tried_again, anew = keys(endpoint)
    assert first == tried_again != anew
