"""An endpoint that echoes the key finds it nowhere: not in messages, not in replies, not in what is kept."""

import base64
import gzip
import json
from typing import Literal
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from scripted_endpoint import fails, scripted

from extractor.errors import ModelError
from extractor.llm import Answer, Endpoint, Limits, Message, Question
from extractor.llm.cache import ReplyCache
from extractor.llm.client import ModelClient
from extractor.llm.probe import probe_endpoint
from extractor.llm.scrubbing import Scrubber, forms, secrets_in, without_secrets

KEY = "sk-Very/Secret+0123456789"
GOOD = '{"word": "青梅"}'
CODED = base64.b64encode(f"Bearer {KEY}".encode()).decode()


class Fruit(Answer):
    word: Literal["青梅", "黄杏"]


def page(title):
    return lambda handler, _: handler.whole(200, f"<html><head><title>{title}</title></head></html>")


def reply(content, headers=None, **more):
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    return lambda handler, _: handler.whole(200, {"choices": [choice], **more}, headers)


def letter_by_letter(text):
    """Pieces of a stream, none of which holds the key as a whole."""

    def play(handler, _):
        handler.begin_stream()
        for letter in text:
            handler.event({"content": letter})
        handler.event({}, "stop")
        handler.usage(10, 10)

    return play


def packed(text):
    def play(handler, _):
        body = gzip.compress(text.encode())
        handler.send_response(200)
        handler.send_header("content-type", "text/html")
        handler.send_header("content-encoding", "gzip")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return play


ECHOES = {
    "title of a page": page(f"Bearer {KEY}"),
    "title of a packed page": packed(f"<html><title>Bearer {KEY}</title></html>"),
    "behind the JSON": reply(f"{GOOD} debug: authorization: Bearer {KEY}"),
    "letter by letter": letter_by_letter(f"{GOOD} {KEY} {CODED}"),
    "thinking": reply(GOOD, reasoning=KEY),
    "finish reason": lambda handler, _: handler.whole(
        200, {"choices": [{"finish_reason": KEY, "message": {"content": GOOD}}]}
    ),
    "words of a refusal": fails(401, f"wrong key {KEY}"),
    "coded": fails(401, f"wrong header {CODED}"),
    "coded in a reply": reply(f"{GOOD} {CODED}"),
    "hexadecimal": fails(400, f"wrong key {KEY.encode().hex()}"),
    "address of a redirect": lambda handler, _: handler.whole(
        302, "", {"location": f"/login/{quote(KEY, safe='')}"}
    ),
    "error in a reply": lambda handler, _: handler.whole(200, {"error": {"message": KEY, "code": KEY}}),
    "escaped": fails(400, json.dumps(KEY).replace("/", "\\/")),
}


def no_key_in(text):
    """Neither the key nor nine characters in a row of it, plain, in hexadecimal or coded."""
    for whole in (KEY, KEY.replace("/", "\\/"), quote(KEY, safe=""), KEY.encode().hex(), CODED[10:-4]):
        pieces = [whole[at : at + 12] for at in range(len(whole) - 11)]
        assert not [piece for piece in pieces if piece in text], text


@pytest.mark.parametrize("name", ECHOES)
def test_key_is_nowhere_when_it_is_echoed_as(name, tmp_path):
    limits = Limits(timeout_s=1, first_wait_s=0.01, longest_wait_s=0.01, attempts_per_call=1, re_asks=0)
    with scripted(ECHOES[name]) as endpoint:
        it = Endpoint(base_url=endpoint.url, model="m", api_key=SecretStr(KEY))
        said = []
        with ModelClient(it, limits, ReplyCache(tmp_path)) as client:
            asked = Question("fruit", "fruit/v1", "h", (Message("user", "选一个"),), Fruit, 50)
            try:
                said += client.for_document().ask_all([asked])
            except ModelError as failure:
                said.append(failure)
        try:
            said.append(probe_endpoint(it).model_dump_json())
        except ModelError as failure:
            said.append(failure)
    kept = "\n".join(file.read_text() for file in tmp_path.rglob("*.json"))
    for one in said:
        no_key_in(f"{one} {getattr(one, 'raw', '')}")
    no_key_in(kept)
    if name == "thinking":
        assert said[0] == Fruit(word="青梅")
        assert "青梅" in kept
    if name in ("behind the JSON", "letter by letter", "coded in a reply"):
        assert said[0] == Fruit(word="青梅")
        assert "[key]" in kept


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://h/sk-SECRETKEY99887766554433/v1", "http://h/[key]/v1"),
        ("http://h/token/zzyyxxww/v1", "http://h/token/[key]/v1"),
        ("http://h/v1#token=SECRETKEYzz", "http://h/v1#[key]"),
        ("http://h/v1?api-key=abcd1234&x=1", "http://h/v1?api-key=[key]&x=1"),
        ("http://h/v1?code=abcdEFGH==", "http://h/v1?code=[key]"),
        ("http://h/v1?user=bob&pw=hunter2horse", "http://h/v1?user=bob&pw=[key]"),
        ("http://h/v1?ak=LTAI5tQ&sk=u8Hq", "http://h/v1?ak=[key]&sk=[key]"),
        ("http://h/v1?Zx81kQp0Lm2nVb7TyW", "http://h/v1?[key]"),
        (
            "http://h/openai/deployments/gpt-4o-2024-08-06/v1",
            "http://h/openai/deployments/gpt-4o-2024-08-06/v1",
        ),
        ("http://h/compatible-mode/v1", "http://h/compatible-mode/v1"),
    ],
)
def test_address_is_shown_without_its_secrets_wherever_they_stand(address, shown):
    assert without_secrets(address) == shown
    secret = [word for word in secrets_in(address) if len(word) >= 6]
    assert bool(secret) == (shown != address)
    assert not any(word in shown for word in secret)


@given(st.binary(max_size=60), st.binary(max_size=60), st.sampled_from(forms(KEY)), st.integers(1, 30))
def test_key_is_taken_out_wherever_a_stream_is_cut(before, after, form, size):
    text = before + form.encode() + after
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    clean = b"".join(Scrubber((KEY,)).stream(chunks))
    assert form.encode() not in clean
    assert clean.startswith(before[:-1] if before else b"")


@given(st.binary(max_size=2), st.binary(max_size=2))
def test_coded_key_is_found_whatever_stands_around_it(before, after):
    coded = base64.b64encode(b"Bearer " + before + KEY.encode() + after).decode()
    clean = Scrubber((KEY,)).text(coded)
    assert "[key]" in clean
    assert len(clean) < len(coded) - 25


@given(st.text(max_size=80))
def test_placeholders_for_keys_leave_replies_as_they_are(text):
    short = Scrubber.of(Endpoint(base_url="http://x/v1", model="m", api_key=SecretStr("none")))
    assert short.text(text) == text
    assert b"".join(short.stream([text.encode()])) == text.encode()


SECRET = "pw-Very@Secret9"


@pytest.mark.parametrize(
    "dressed",
    [
        lambda url: url.replace("http://", f"http://somebody:{quote(SECRET, safe='')}@"),
        lambda url: url.replace("http://", f"http://{quote(SECRET, safe='')}@"),
        lambda url: f"{url}?api_key={quote(SECRET, safe='')}",
    ],
    ids=["password", "name alone", "parameter"],
)
@pytest.mark.parametrize("is_there", [True, False])
def test_secret_in_the_address_is_nowhere(dressed, is_there, tmp_path):
    limits = Limits(timeout_s=1, attempts_per_call=1, re_asks=0)
    with scripted(fails(401, f"who is {SECRET}, {base64.b64encode(SECRET.encode()).decode()}")) as endpoint:
        url = dressed(endpoint.url if is_there else "http://127.0.0.1:9/v1")
        it = Endpoint(base_url=url, model="m", api_key=SecretStr(KEY))
        with ModelClient(it, limits, ReplyCache(tmp_path)) as client:
            asked = Question("fruit", "fruit/v1", "h", (Message("user", "选一个"),), Fruit, 50)
            with pytest.raises(ModelError) as failure:
                client.for_document().ask_all([asked])
        with pytest.raises(ModelError) as probed:
            probe_endpoint(it, limits)
    for one in (failure.value, probed.value):
        said = f"{one} {one.raw}"
        assert SECRET not in said
        assert quote(SECRET, safe="") not in said
        assert base64.b64encode(SECRET.encode()).decode() not in said
        assert is_there or "127.0.0.1:9" in said


def test_plain_parts_of_an_address_are_shown():
    it = Endpoint(base_url="https://host.example/openai?api-version=2026-01-01", model="m")
    assert (it.shown_address, it.secrets) == (it.base_url, ())
