"""One request over the wire: put as the endpoint wants it, streamed, watched to its end."""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.errors import FailureKind, ModelError
from extractor.llm.cache import RawReply
from extractor.llm.endpoint import Endpoint, Limits
from extractor.llm.growing import Growing
from extractor.llm.incoming import OverlongError, punctual, watching
from extractor.llm.loops import LoopWatch, repeats
from extractor.llm.manners import Manners
from extractor.llm.no_reply import CHECK, INSTEAD, UpstreamError, no_reply, raise_told, web_page
from extractor.llm.reply_marks import without_thinking
from extractor.llm.reply_reading import ending, holds_json, is_json, protocol_of
from extractor.llm.responses import as_response_request, read_event, read_whole

if TYPE_CHECKING:
    from openai import OpenAI

_NO_KEY = "none"
"""The SDK wants a key even where the endpoint does not."""
_PATIENCE = 3
"""A reply this many times longer than asked for comes from an endpoint that knows no limit; it is cut."""

_OF_A_REPLY = frozenset({"choices", "output", "error", "type", "usage"})
"""Keys one of which every chunk has."""

MayGoOn = Callable[[int], None]
"""Called with the characters that have come; raises where the budget allows no more."""


class Watch(NamedTuple):
    """What a reply is held to while it comes in."""

    limits: Limits
    may_go_on: MayGoOn = lambda _length: None
    longest_tokens: int | None = None
    scrub: Callable[[str], str] = str
    """Takes the key out of words that came in pieces."""


class BrokenReplyError(Exception):
    """A reply that did not come to its end, with what came and why; never leaves the client."""

    def __init__(self, cause: Exception, came: RawReply) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.came = came

    @property
    def is_lost(self) -> bool:
        """A reply began and what became of it is not known: it may well be billed."""
        from openai import APIError

        is_told = isinstance(self.cause, ModelError | UpstreamError | APIError)
        return bool(self.came.content or self.came.reasoning or self.came.output_tokens) or not is_told


def open_client(endpoint: Endpoint, limits: Limits) -> "OpenAI":
    """The SDK's client with its own retries off; all that comes in is watched and rid of the key.

    It follows no redirect, since nobody chose that address.
    """
    from openai import DefaultHttpxClient, OpenAI

    key = endpoint.api_key.get_secret_value() if endpoint.api_key else _NO_KEY
    return OpenAI(
        base_url=endpoint.base_url,
        api_key=key,
        max_retries=0,
        timeout=limits.timeout_s,
        http_client=punctual(DefaultHttpxClient, limits.call_s)(
            follow_redirects=False, event_hooks={"response": [watching(endpoint, limits)]}
        ),
    )


def put(request: Mapping[str, Any], endpoint: Endpoint, manners: Manners) -> dict[str, Any]:
    """A request, as the client asks it, in the words that this endpoint takes."""
    body = dict(request)
    body[manners.limit_name] = manners.longest(body.pop("max_tokens"))
    if not manners.temperature:
        body.pop("temperature", None)
    if not manners.seed:
        body.pop("seed", None)
    if not manners.system:
        body["messages"] = _without_system(body["messages"])
    if manners.strict:
        _ask_strictly(body)
    if manners.stream:
        body["stream"] = True
        if manners.stream_options:
            body["stream_options"] = {"include_usage": True}
    if manners.effort and endpoint.reasoning_effort:
        body["reasoning_effort"] = endpoint.reasoning_effort
    if manners.api == "responses":
        body = as_response_request(body)
    return {**body, **endpoint.extra_body}


def _without_system(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    told = [message["content"] for message in messages if message["role"] == "system"]
    others = [dict(message) for message in messages if message["role"] != "system"]
    if told and others:
        others[0]["content"] = "\n\n".join([*told, str(others[0]["content"])])
    return others


def _ask_strictly(body: dict[str, Any]) -> None:
    wanted = body.get("response_format", {})
    if wanted.get("type") == "json_schema":
        body["response_format"] = {**wanted, "json_schema": {**wanted["json_schema"], "strict": True}}
    if "tools" in body:
        body["tools"] = [{**tool, "function": {**tool["function"], "strict": True}} for tool in body["tools"]]


def send(client: "OpenAI", body: Mapping[str, Any], watch: Watch, once: str | None = None) -> RawReply:
    """Send one request and read the reply to its end.

    ``once`` goes along as ``Idempotency-Key``: an endpoint that knows it bills no second time. Raises
    BrokenReplyError where a reply began and has no good end; errors of the SDK before that pass through.
    """
    raw = _begin(client, body, once)
    growing = Growing()
    media = raw.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if media == "text/event-stream" and body.get("stream"):
            stream = raw.parse()
            try:
                _collect(_chunks(stream), growing, watch)
            finally:
                stream.close()
        else:
            raw.http_response.read()  # a stream is left unread until it is asked for
            _collect(_whole(raw.text, media), growing, watch)
        if growing.is_empty:
            raise ModelError(FailureKind.NOT_AN_ENDPOINT, f"{INSTEAD} a reply with nothing in it{CHECK}")
    except Exception as error:
        if not (growing.finish and is_json(growing.words) and _is_of_the_line(error)):
            raise BrokenReplyError(error, growing.reply(watch.scrub)) from error
    return growing.reply(watch.scrub)


def _chunks(stream: Iterable[Any]) -> Iterable[Mapping[str, Any]]:
    """The events of a stream; what is no object (null, a word, a number, a list) says nothing."""
    return (chunk.to_dict(warnings=False) for chunk in stream if hasattr(chunk, "to_dict"))


def _is_of_the_line(error: Exception) -> bool:
    """Whether the line was cut or held open: behind the end of a reply that says nothing about it."""
    return isinstance(error, OverlongError) or type(error).__module__.partition(".")[0].startswith("http")


def reply_of(body: Mapping[str, Any], scrub: Callable[[str], str]) -> RawReply:
    """The reply in a body that came some other way. Raises ModelError where it holds none."""
    growing = Growing()
    _add(body, growing)
    return growing.reply(scrub)


def _begin(client: "OpenAI", body: Mapping[str, Any], once: str | None) -> Any:
    headers = {"Idempotency-Key": once} if once else None
    # All of the body goes through extra_body: what a parameter may hold is the endpoint's business.
    rest = {key: value for key, value in body.items() if key != "stream"}
    create: Any = client.chat.completions.with_raw_response.create
    more: dict[str, Any] = {"messages": [], "model": ""}
    if "input" in body:
        create, more = client.responses.with_raw_response.create, {}
    if body.get("stream"):
        more["stream"] = True
    return create(**more, extra_body=rest, extra_headers=headers)


def _whole(text: str, media: str) -> Iterable[Mapping[str, Any]]:
    """The chunks of a reply that did not come as a declared stream."""
    body = text.strip()
    if not body:
        raise ModelError(FailureKind.NOT_AN_ENDPOINT, f"{INSTEAD} an empty body{CHECK}")
    if body.startswith(("data:", "event:", ":")):
        lines = (line[5:].strip() for line in body.splitlines() if line.startswith("data:"))
        read = [json.loads(line) for line in lines if line and line != "[DONE]"]
        chunks = [chunk for chunk in read if isinstance(chunk, dict)]
    else:
        try:
            chunks = [json.loads(body)]
        except (ValueError, RecursionError) as error:
            raise ModelError(
                FailureKind.NOT_AN_ENDPOINT,
                f"{INSTEAD} {web_page(body) or media or 'no media type'} instead of a reply{CHECK}",
                text[:2000] if media.startswith("text/") else "",
            ) from error
    for chunk in chunks:
        if isinstance(chunk, dict) and not chunk.get("error"):
            has_reply = chunk.get("choices") or chunk.get("output")
            raise_told({} if has_reply and chunk.get("success") is not False else chunk)
        is_one = isinstance(chunk, dict) and not _OF_A_REPLY.isdisjoint(chunk)
        if not is_one or (not chunk.get("choices") and protocol_of(chunk)):
            raise no_reply(chunk, body)
    return chunks


def _collect(chunks: Iterable[Mapping[str, Any]], growing: Growing, watch: Watch) -> None:
    loops, began, limits = LoopWatch(), time.monotonic(), watch.limits
    for chunk in chunks:
        _add(chunk, growing)
        if growing.is_complete and is_json(growing.words):
            return  # some servers hold the line open behind it
        if time.monotonic() - began > limits.call_s:
            raise OverlongError(
                FailureKind.TIMEOUT, f"the reply was not done after {limits.call_s:g} s", growing.words
            )
        if not loops.is_due(growing.length):
            continue
        watch.may_go_on(growing.length)
        if repeats(growing.words or growing.thought):
            raise ModelError(FailureKind.LOOP, "the reply repeated itself and was cut off", growing.words)
        if watch.longest_tokens is not None and growing.length > _PATIENCE * watch.longest_tokens * 4:
            raise ModelError(
                FailureKind.TRUNCATED,
                f"the reply went on far past the {watch.longest_tokens} tokens asked for and was cut off",
                growing.words,
            )


def _add(chunk: Mapping[str, Any], growing: Growing) -> None:
    if chunk.get("error"):
        raise UpstreamError(chunk["error"])
    if not (chunk.get("choices") or chunk.get("output")) or chunk.get("success") is False:
        raise_told(chunk)
    kind = chunk.get("type")
    if isinstance(kind, str) and kind.startswith(("response.", "error")):
        read_event(chunk, growing)
    elif isinstance(chunk.get("output"), list):
        read_whole(chunk, growing)
    else:
        growing.add(chunk)


def check_end(reply: RawReply) -> None:
    """Raise ModelError where the reply did not end as a reply should; its shape is not looked at."""
    words, how = without_thinking(reply.content), ending(reply.finish)
    if how == "filtered" or reply.refusal:
        raise ModelError(
            FailureKind.REFUSED, "the endpoint refused to answer", reply.refusal or reply.content
        )
    if how == "cut" and not is_json(words):
        raise ModelError(FailureKind.TRUNCATED, "the reply was cut off at its length limit", reply.content)
    if how == "unfit":
        raise ModelError(FailureKind.NOT_JSON, f"the reply ended with {reply.finish!r}", reply.content)
    if how == "broken":
        raise ModelError(FailureKind.SERVER, f"the reply ended with {reply.finish!r}", reply.content)
    if not words.strip():
        raise ModelError(FailureKind.EMPTY, "the reply is empty", reply.reasoning)
    if not reply.finish and not is_json(words):
        raise ModelError(FailureKind.CONNECTION, "the reply broke off before its end", reply.content)
    if not (how or holds_json(words)):
        said = f"the reply ended with {reply.finish!r} before its answer was whole"
        raise ModelError(FailureKind.CONNECTION, said, reply.content)


def was_all_thought(reply: RawReply) -> bool:
    """Whether a reply was cut off before it said anything: the model has thought all the while."""
    return ending(reply.finish) == "cut" and not without_thinking(reply.content).strip()
