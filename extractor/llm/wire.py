"""One request over the wire: streamed, watched, its end read before its words."""

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from extractor.errors import FailureKind, ModelError
from extractor.llm.cache import RawReply
from extractor.llm.endpoint import Endpoint, Limits
from extractor.llm.loops import LoopWatch, repeats

if TYPE_CHECKING:
    from openai import OpenAI

_NO_KEY = "none"
"""The SDK wants a key even where the endpoint does not."""


def open_client(endpoint: Endpoint, limits: Limits) -> "OpenAI":
    """The SDK's client with its own retries off."""
    from openai import OpenAI

    key = endpoint.api_key.get_secret_value() if endpoint.api_key else _NO_KEY
    return OpenAI(base_url=endpoint.base_url, api_key=key, max_retries=0, timeout=limits.timeout_s)


class _Growing:
    """A reply as it comes in."""

    def __init__(self) -> None:
        self.content: list[str] = []
        self.arguments: list[str] = []
        self.reasoning: list[str] = []
        self.refusal: list[str] = []
        self.finish = ""
        self.input_tokens = 0
        self.output_tokens = 0
        self.length = 0

    def add(self, chunk: Any) -> None:
        usage = getattr(chunk, "usage", None)
        if usage is not None:
            self.input_tokens = usage.prompt_tokens or 0
            self.output_tokens = usage.completion_tokens or 0
        for choice in (getattr(chunk, "choices", None) or [])[:1]:
            part = getattr(choice, "delta", None) or getattr(choice, "message", None)
            self.finish = choice.finish_reason or self.finish
            if part is not None:
                self._add_part(part)

    def _add_part(self, part: Any) -> None:
        self.content.append(getattr(part, "content", None) or "")
        self.length += len(self.content[-1])
        self.refusal.append(getattr(part, "refusal", None) or "")
        self.reasoning.append(getattr(part, "reasoning_content", None) or "")
        self.length += len(self.reasoning[-1])
        for call in getattr(part, "tool_calls", None) or []:
            self.arguments.append((call.function.arguments or "") if call.function else "")
            self.length += len(self.arguments[-1])

    @property
    def words(self) -> str:
        return "".join(self.arguments) or "".join(self.content)

    def reply(self) -> RawReply:
        return RawReply(
            content=self.words,
            finish=self.finish,
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            reasoning="".join(self.reasoning),
            refusal="".join(self.refusal),
        )


def send(client: "OpenAI", request: Mapping[str, Any], limits: Limits, once: str | None = None) -> RawReply:
    """Send one request and read the reply to its end.

    ``once`` goes along as ``Idempotency-Key``: an endpoint that knows it bills no second time.
    Raises ModelError for a loop, a reply that takes too long, and an answer in another protocol; errors
    of the SDK pass through.
    """
    raw = client.chat.completions.with_raw_response.create(
        **request,
        stream=True,
        stream_options={"include_usage": True},
        extra_headers={"Idempotency-Key": once} if once else None,
    )
    media = raw.headers.get("content-type", "").partition(";")[0].strip().lower()
    growing = _Growing()
    if media != "text/event-stream":
        raw.http_response.read()  # a stream is left unread until it is asked for
    if media == "application/json":  # an endpoint that does not stream
        from openai.types.chat import ChatCompletion

        growing.add(ChatCompletion.model_validate_json(raw.text))
        return growing.reply()
    if media != "text/event-stream":
        raise ModelError(
            FailureKind.NOT_AN_ENDPOINT,
            f"the endpoint answered with {media or 'no media type'} instead of a reply; check base_url",
            raw.text[:2000] if media.startswith("text/") else "",
        )
    stream: Any = raw.parse()
    try:
        _collect(stream, growing, limits)
    finally:
        stream.close()
    return growing.reply()


def _collect(stream: Iterator[Any], growing: _Growing, limits: Limits) -> None:
    watch, began = LoopWatch(), time.monotonic()
    for chunk in stream:
        growing.add(chunk)
        if watch.is_due(growing.length) and repeats(growing.words or "".join(growing.reasoning)):
            raise ModelError(FailureKind.LOOP, "the reply repeated itself and was cut off", growing.words)
        if time.monotonic() - began > limits.call_s:
            raise ModelError(
                FailureKind.TIMEOUT, f"the reply was not done after {limits.call_s:g} s", growing.words
            )


def check_end(reply: RawReply) -> None:
    """Raise ModelError where the reply did not end as a reply should; its words are not looked at."""
    if reply.finish == "length":
        raise ModelError(FailureKind.TRUNCATED, "the reply was cut off at its length limit", reply.content)
    if reply.finish == "content_filter" or reply.refusal:
        raise ModelError(
            FailureKind.REFUSED, "the endpoint refused to answer", reply.refusal or reply.content
        )
    if not reply.content.strip():
        raise ModelError(FailureKind.EMPTY, "the reply is empty", reply.reasoning)
    if not reply.finish:
        raise ModelError(FailureKind.CONNECTION, "the reply broke off before its end", reply.content)
