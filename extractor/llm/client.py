"""The client: questions in, answers or named failures out."""

import json
import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from extractor.errors import FailureKind, ModelError, RunBudgetError
from extractor.llm.asking import A, Question
from extractor.llm.cache import RawReply, ReplyCache, content_key
from extractor.llm.concurrency import ConcurrencyLimit
from extractor.llm.endpoint import Endpoint, Limits
from extractor.llm.meter import Meter
from extractor.llm.retrying import named, with_retries
from extractor.llm.token_estimate import estimate_question
from extractor.llm.wire import check_end, open_client, send
from extractor.records import Usage

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.chat import ChatCompletion

_NOT_CACHED = ("model",)  # already in the key


class ModelClient:
    """One endpoint, for one run; thread-safe. ``for_document`` gives each document an asker of its own."""

    def __init__(
        self,
        endpoint: Endpoint,
        limits: Limits | None = None,
        cache: ReplyCache | None = None,
        *,
        offline: bool = False,
        start: Callable[[], str] | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.limits = limits or Limits()
        self.meter = Meter(self.limits)
        self._cache = cache
        self._offline = offline
        self._start = start
        self._not_started: ModelError | None = None
        self._opening = threading.Lock()
        self._opened: OpenAI | None = None
        self._concurrency = ConcurrencyLimit(
            self.limits.concurrency, first=1 if endpoint.family == "loopback" else 2
        )

    def for_document(self) -> "DocumentAsker":
        """An asker that counts what one document costs."""
        return DocumentAsker(self)

    def close(self) -> None:
        """Close the connections; a closed client opens new ones when it is asked again."""
        with self._opening:
            client, self._opened = self._opened, None
        if client is not None:
            client.close()

    def __enter__(self) -> "ModelClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _client(self) -> "OpenAI":
        with self._opening:
            if self._opened is None:
                self._opened = open_client(self._located(), self.limits)
            return self._opened

    def _located(self) -> Endpoint:
        """The endpoint with its address; a local server is started once, and its failure remembered."""
        if self._start is None:
            return self.endpoint
        if self._not_started is None:
            try:
                return self.endpoint.model_copy(update={"base_url": self._start()})
            except ModelError as error:
                self._not_started = ModelError(FailureKind.REJECTED, str(error), error.raw)
        raise self._not_started

    def ask(self, question: Question[A], meter: Meter) -> A:
        """The answer to one question; raises ModelError where there is none that can be used."""
        from instructor import Mode as SdkMode
        from instructor import patch

        # The SDK's wrapper logs whole requests at ERROR; failures are named and reported here instead.
        logging.getLogger("instructor").setLevel(logging.CRITICAL)
        create = _Attempts(self, question, meter)
        ask = patch(create=create, mode=SdkMode[self.endpoint.mode.name])
        try:
            answer = ask(
                response_model=question.answer,
                max_retries=self.limits.re_asks,
                messages=[message._asdict() for message in question.messages],
                model=self.endpoint.model,
                max_tokens=question.max_tokens,
                temperature=0,
                seed=self.endpoint.seed,
            )
        except RunBudgetError:
            raise
        except Exception as error:
            raise _cause(error, create.last, self.endpoint) from error
        _check_sentinels(question, create.last)
        return question.answer.model_validate(answer.model_dump())

    def complete(self, request: dict[str, Any], question: Question[Any], meter: Meter) -> RawReply:
        """One reply, from the cache or over the wire, checked for its end but not for its shape."""
        key = content_key({k: v for k, v in request.items() if k not in _NOT_CACHED}, self.endpoint)
        kept = self._cache.get(key) if self._cache else None
        if kept is not None:
            meter.was_cached()
            return kept
        if self._offline:
            raise ModelError(FailureKind.NOT_ASKED, f"no recorded reply for this question of {question.task}")
        needed = estimate_question(question)
        if needed + question.max_tokens > self.endpoint.context:
            raise ModelError(
                FailureKind.CONTEXT_TOO_LONG,
                f"about {needed} + {question.max_tokens} tokens pass {self.endpoint.context}; not sent",
            )
        once = self._once_key(key)
        with meter.reserving(needed, question.max_tokens, self.endpoint.price):
            reply = with_retries(
                lambda: self._attempt(request, once, needed, meter), self.limits, meter.may_retry
            )
        check_end(reply)
        if self._cache is not None:
            self._cache.put(key, reply)
        return reply

    def _once_key(self, key: str) -> str:
        """By what an endpoint knows a question that it answered and billed before.

        The same at every try and after a crash. Where replies are not kept, or are to be asked anew, each
        question is one of its own: the user wants another answer, not the old one again.
        """
        is_kept = self._cache is not None and not self._cache.asks_anew
        return key if is_kept else f"{key}-{secrets.token_hex(8)}"

    def _attempt(self, request: dict[str, Any], once: str, needed: int, meter: Meter) -> RawReply:
        """One try over the wire; what was sent is counted whether or not the reply is of use."""
        with self._concurrency.passing():
            try:
                reply = send(self._client, request, self.limits, once)
            except Exception as error:
                failure = named(error, self.endpoint)
                if failure.kind is FailureKind.RATE_LIMITED:
                    self._concurrency.was_refused()
                if failure.raw:  # words came: they are paid for
                    meter.called(needed, len(failure.raw), self.endpoint.price)
                raise failure from error
        self._concurrency.went_well()
        # An endpoint that reports no usage is priced by estimate rather than at nothing.
        meter.called(
            reply.input_tokens or needed, reply.output_tokens or len(reply.content), self.endpoint.price
        )
        return reply


class _Attempts:
    """What the structured-output wrapper calls for each ask and re-ask; keeps the last raw reply."""

    def __init__(self, client: ModelClient, question: Question[Any], meter: Meter) -> None:
        self.__name__ = self.__qualname__ = "create"
        self._client, self._question, self._meter = client, question, meter
        self._asked = 0
        self.last = ""

    def __call__(self, **request: Any) -> "ChatCompletion":
        if self._asked:
            self._meter.re_asked()
        self._asked += 1
        reply = self._client.complete(request, self._question, self._meter)
        self.last = reply.content
        return _as_completion(reply, request)


def _as_completion(reply: RawReply, request: dict[str, Any]) -> "ChatCompletion":
    from openai.types.chat import ChatCompletion

    message: dict[str, Any] = {"role": "assistant", "content": reply.content}
    if request.get("tools"):
        name = request["tools"][0]["function"]["name"]
        call = {"id": "1", "type": "function", "function": {"name": name, "arguments": reply.content}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    total = reply.input_tokens + reply.output_tokens
    return ChatCompletion.model_validate(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": str(request.get("model", "")),
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {
                "prompt_tokens": reply.input_tokens,
                "completion_tokens": reply.output_tokens,
                "total_tokens": total,
            },
        }
    )


def _cause(error: BaseException, raw: str, endpoint: Endpoint) -> ModelError:
    """The named failure inside what the wrapper raised."""
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, ModelError):
            return inner
        if isinstance(inner, ValidationError):
            kind = FailureKind.NOT_JSON if not _is_json(raw) else FailureKind.SCHEMA_MISMATCH
            return ModelError(kind, "the answer has the wrong shape, after asking again", raw)
        inner = inner.__cause__
    kind = FailureKind.NOT_JSON if raw and not _is_json(raw) else FailureKind.SCHEMA_MISMATCH
    what = endpoint.scrubbed(" ".join(str(error).split()))[:200]
    return ModelError(kind, f"the answer cannot be read ({type(error).__name__}: {what})", raw)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _check_sentinels(question: Question[Any], raw: str) -> None:
    asked = question.messages[-1].content
    for word in question.sentinels:
        if word in raw and word not in asked:
            raise ModelError(
                FailureKind.SENTINEL, f"the answer copies {word!r} from the prompt's example", raw
            )


class DocumentAsker:
    """Answers the questions about one document and counts what they cost."""

    def __init__(self, client: ModelClient) -> None:
        self.client = client
        self.meter = Meter(client.limits, client.meter)
        self.prompts: dict[str, str] = {}

    @property
    def usage(self) -> Usage:
        """What this document has cost so far."""
        return self.meter.usage

    def ask_all(self, questions: Sequence[Question[A]]) -> list[A | ModelError]:
        """Answers in order; failures are values. Raises RunBudgetError where the run may ask no more."""
        self.prompts.update({question.prompt: question.prompt_hash for question in questions})
        if self.client.endpoint.family == "loopback" or len(questions) < 2:
            return [self._ask(question) for question in questions]
        with ThreadPoolExecutor(min(len(questions), self.client.limits.concurrency)) as pool:
            return list(pool.map(self._ask, questions))

    def _ask(self, question: Question[A]) -> A | ModelError:
        try:
            return self.client.ask(question, self.meter)
        except RunBudgetError:
            raise
        except ModelError as error:
            return error


class DryRun:
    """Answers nothing and notes what would have been asked; stands where a ModelClient would."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.calls = 0
        self.input_tokens = 0
        self.output_tokens = 0
        self.prompts: dict[str, str] = {}

    def for_document(self) -> "DryRun":
        """One asker for all documents: only the sum is of interest."""
        return self

    def close(self) -> None:
        """Nothing was opened."""

    @property
    def usage(self) -> Usage:
        """Nothing was spent."""
        return Usage()

    @property
    def estimate(self) -> Usage:
        """What a run would cost, answers at half the length they may have."""
        cost = self.endpoint.price.cost(self.input_tokens, self.output_tokens)
        return Usage(
            calls=self.calls, input_tokens=self.input_tokens, output_tokens=self.output_tokens, cost=cost
        )

    def ask_all(self, questions: Sequence[Question[A]]) -> list[A | ModelError]:
        """Count the questions; every answer is the failure ``not_asked``."""
        for question in questions:
            self.calls += 1
            self.input_tokens += estimate_question(question)
            self.output_tokens += question.max_tokens // 2
        return [ModelError(FailureKind.NOT_ASKED, "a dry run asks nothing") for _ in questions]


def reply_cache(folder: Path, *, use: bool = True, refresh: bool = False) -> ReplyCache | None:
    """The cache below the product's cache folder; None where it is switched off."""
    return ReplyCache(folder / "replies", refresh=refresh) if use else None
