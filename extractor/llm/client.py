"""The client: questions in, answers or named failures out."""

import secrets
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from extractor.errors import PASSING, USELESS, EndpointError, FailureKind, ModelError, RunStoppedError
from extractor.llm.askers import DocumentAsker
from extractor.llm.asking import A, Question
from extractor.llm.batch_api import Deferred
from extractor.llm.breaker import Breaker
from extractor.llm.cache import RawReply, Replies, content_key
from extractor.llm.concurrency import ConcurrencyLimit
from extractor.llm.endpoint import Endpoint, Limits, Mode
from extractor.llm.flights import Flights
from extractor.llm.learning import Learned, OtherModeError
from extractor.llm.manners import Manners
from extractor.llm.meter import Bill, Meter
from extractor.llm.retrying import (
    RefusalError,
    WaitNotes,
    Waits,
    WireError,
    is_past_patience,
    named,
    with_retries,
)
from extractor.llm.scrubbing import Scrubber
from extractor.llm.structured import Conversation, ask_in_shape
from extractor.llm.surroundings import Call, ClientSurroundings
from extractor.llm.token_estimate import estimate_question, with_estimates
from extractor.llm.wire import BrokenReplyError, Watch, check_end, open_client, put, send, was_all_thought

if TYPE_CHECKING:
    from openai import OpenAI

_NOT_CACHED = ("model",)  # already in the key
_CONCURRENCY = 8
_SHAPELESS = frozenset({FailureKind.NOT_JSON, FailureKind.EMPTY, FailureKind.SCHEMA_MISMATCH})
"""What comes where a schema is taken and not kept to."""
_HEARD = frozenset({FailureKind.TIMEOUT, FailureKind.NOT_JSON})
"""After which a call may well be billed although no reply of it is here."""
_PLAUSIBLE, _OVERHEAD = 20, 20_000
"""A count of so many times the estimate, and so many more, is no matter of tokenizers."""
_TOKENS_A_CHARACTER = 0.6
"""Of a reply that is still growing."""


class ModelClient:
    """One endpoint, for one run; thread-safe. ``for_document`` gives each document an asker of its own."""

    def __init__(
        self,
        endpoint: Endpoint,
        limits: Limits | None = None,
        cache: Replies | None = None,
        *,
        offline: bool = False,
        around: ClientSurroundings | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.limits = limits or Limits()
        self.meter = Meter(self.limits)
        self._cache = cache
        self._offline = offline
        self._around = around or ClientSurroundings()
        self.learned = Learned(manners=endpoint.manners, mode=endpoint.mode)
        self._is_shape_known = False
        self._learning = threading.Lock()
        self._opening = threading.Lock()
        self._opened: OpenAI | None = None
        self._unjudged: set[str] = set()
        """Keys of replies of this run that nobody has looked at: what was kept before says nothing now."""
        self._has_odd_count = False
        self._breaker = Breaker(self.limits.equal_failures, self.limits.useless_replies)
        self._wait_notes = WaitNotes(self._around.say)
        self._flights: Flights[RawReply] = Flights()
        most = self.limits.concurrency or (1 if endpoint.is_local else _CONCURRENCY)
        self._concurrency = ConcurrencyLimit(most, first=1 if endpoint.is_local else 2)

    def for_document(self) -> DocumentAsker:
        """An asker that counts what one document costs."""
        return DocumentAsker(self, Meter(self.limits, self.meter), lambda: self._concurrency.most)

    @property
    def has_answered(self) -> bool:
        """Whether the endpoint has given any reply in this run."""
        return self._breaker.has_answered

    def heard_later(self, key: str, reply: RawReply, needed: int, meter: Meter) -> bool:
        """Take a reply that came another way into the cache; False where it has to be asked for again."""
        reply = self._counted(reply, needed)
        bill = Bill.of(reply, self.endpoint.price)
        meter.called(bill)
        if was_all_thought(reply) and self._learn(self.learned.with_more_thinking(self.learned.manners)):
            self._waste(key, bill)
            return False
        if self._cache is not None:
            self._cache.put(key, reply)
        self._unjudged.add(key)
        return True

    def lost_later(self, key: str, needed: int, meter: Meter) -> None:
        """Count a question that another way may have answered, with an answer that nobody can read."""
        bill = Bill.of_lost(needed, self.endpoint.price)
        meter.called(bill)
        self._waste(key, bill)

    def has_been_heard(self) -> None:
        """The endpoint has answered this run before, in another process."""
        self._breaker.heard()

    def refused_later(self, refusal: RefusalError) -> bool:
        """Learn from a refusal that came another way; False where every further request would end alike."""
        asked, mode = self.learned.manners, self.learned.mode
        try:
            return self._learn(self.learned.after(refusal, asked))
        except OtherModeError:
            self._step_down(mode, refusal)
            return True

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
        self._breaker.check()
        if self._around.start is None:
            return self.endpoint
        try:
            return self.endpoint.model_copy(update={"base_url": self._around.start()})
        except ModelError as error:
            raise self._breaker.stop(error) from error

    def ask(self, question: Question[A], meter: Meter) -> A:
        """The answer to one question; raises ModelError where there is none that can be used."""
        while True:
            mode = self.learned.mode
            try:
                answer = self._ask_in(mode, question, meter, self.limits.re_asks)
            except OtherModeError as refused:
                self._step_down(mode, refused.refusal)
            except RunStoppedError:
                raise
            except ModelError as failure:
                return self._in_looser_mode(failure, question, meter)
            else:
                self._is_shape_known = True
                return answer

    def _in_looser_mode(self, failure: ModelError, question: Question[A], meter: Meter) -> A:
        """An answer where a schema was taken and the model goes by none, or where the endpoint broke on it.

        Tried for the first question only; where no looser way helps, it is the model that cannot do it.
        """
        may_be_broken = isinstance(failure, WireError) and failure.may_be_of_the_request
        is_fitting = failure.kind in _SHAPELESS or (may_be_broken and not self._breaker.has_answered)
        is_open = is_fitting and not (self._is_shape_known or self._offline)
        if not is_open or self._around.keeps_mode:
            raise failure
        self._is_shape_known = True
        trial: Learned | None = self.learned
        while trial := trial and trial.in_next_mode():
            try:
                answer = self._ask_in(trial.mode, question, meter, None)
            except RunStoppedError:
                raise
            except ModelError:
                continue
            self._learn(trial)
            return answer
        raise failure

    def _ask_in(self, mode: Mode, question: Question[A], meter: Meter, re_asks: int | None) -> A:
        """The answer in one mode; ``re_asks`` None: a trial of that mode, of which a failure is expected."""
        keys: list[str] = []
        ask = partial(self.complete, is_trial=True) if re_asks is None else self.complete
        is_judged = re_asks is not None and not self._offline

        def complete(request: dict[str, Any]) -> RawReply:
            if keys:
                meter.re_asked()
            keys.append(self._key(request))
            return ask(request, question, meter)

        def judge(kind: FailureKind) -> None:
            is_new = keys[-1] in self._unjudged
            self._unjudged.discard(keys[-1])
            if is_judged and is_new and kind in USELESS:
                self._breaker.useless(kind)

        talk = Conversation(question, mode, complete, judge)
        try:
            answer = ask_in_shape(question, self.endpoint, mode, re_asks or 0, talk)
            if keys[-1] in self._unjudged:
                self._breaker.useful()
            return answer
        except ModelError as error:
            is_useless = not (self._offline or error.kind is FailureKind.NOT_ASKED)
            if self._cache is not None and is_useless and not isinstance(error, OtherModeError):
                for key in keys:  # of no use: who asks again wants another answer
                    self._cache.forget(key)
            raise
        finally:
            self._unjudged.difference_update(keys)

    def _key(self, request: dict[str, Any]) -> str:
        return content_key({k: v for k, v in request.items() if k not in _NOT_CACHED}, self.endpoint)

    def complete(
        self, request: dict[str, Any], question: Question[Any], meter: Meter, *, is_trial: bool = False
    ) -> RawReply:
        """One reply, kept or over the wire, checked for its end but not for its shape."""
        key = self._key(request)
        reply, is_own = self._flights.once(
            key, lambda: self._fetch(key, request, question, meter, is_trial=is_trial)
        )
        if not is_own:
            meter.was_cached(reply.input_tokens, reply.output_tokens)
        check_end(reply)
        return reply

    def _fetch(
        self, key: str, request: dict[str, Any], question: Question[Any], meter: Meter, *, is_trial: bool
    ) -> RawReply:
        kept = self._cache.get(key) if self._cache else None
        if kept is not None:
            meter.was_cached(kept.input_tokens, kept.output_tokens)
            return kept
        if self._offline:
            raise ModelError(FailureKind.NOT_ASKED, f"no recorded reply for this question of {question.task}")
        self._breaker.check()
        needed = estimate_question(question)
        if needed + question.max_tokens > self.endpoint.context:
            raise ModelError(
                FailureKind.CONTEXT_TOO_LONG,
                f"about {needed} + {question.max_tokens} tokens pass {self.endpoint.context}; not sent",
            )
        if self._around.defer is not None and self._breaker.has_answered:
            manners = self.learned.manners.model_copy(update={"stream": False})
            body = put(request, self.endpoint, manners)
            raise self._around.defer(Deferred(key, body, needed, manners.longest(question.max_tokens)))
        self._unjudged.add(key)
        call = Call(key, self._once_key(key), request, needed, question.max_tokens, meter, is_trial)
        reply = self._sent(call)
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

    def _sent(self, call: Call) -> RawReply:
        """The reply over the wire, asked for in other words where the endpoint wants others."""
        while True:
            manners = self.learned.manners
            try:
                reply = self._tried(call, manners)
            except RefusalError as refusal:
                if not self._learn(self.learned.after(refusal, manners)):
                    raise self._given_up(refusal) from refusal
                continue
            except ModelError as failure:
                if is_past_patience(failure, self.limits):
                    raise self._breaker.stop(failure, "; it asks for a long wait, try later") from failure
                if not call.is_trial:
                    self._breaker.failed(failure)
                raise
            if was_all_thought(reply) and self._learn(self.learned.with_more_thinking(manners)):
                self._waste(call.key, Bill.of(reply, self.endpoint.price))
                continue
            try:
                check_end(reply)
            except ModelError:
                self._waste(call.key, Bill.of(reply, self.endpoint.price))
                raise
            return reply

    def _tried(self, call: Call, manners: Manners) -> RawReply:
        """The reply to a request put with these manners, after as many tries as are allowed."""
        longest = manners.longest(call.max_tokens)
        body = put(call.request, self.endpoint, manners)
        # What is no reply ends a run that has just begun; later it may be a proxy's mood.
        odd = {FailureKind.NOT_AN_ENDPOINT} if self._breaker.has_answered else set()
        waits = Waits(call.meter.may_retry, self._wait_notes, PASSING | odd)
        limits = self.limits.model_copy(update={"attempts_per_call": 1}) if call.is_trial else self.limits
        return with_retries(lambda: self._attempt(call, body, longest), limits, waits)

    def _attempt(self, call: Call, body: dict[str, Any], longest: int) -> RawReply:
        """One try over the wire; what was sent is counted whether or not the reply is of use.

        The budget is asked once the call may be sent: by then those before it have told what they cost.
        """
        with (
            self._concurrency.passing(),
            call.meter.reserving(call.needed, longest, self.endpoint.price) as grow,
        ):
            self._breaker.check()
            watch = Watch(
                self.limits,
                lambda length: grow(int(length * _TOKENS_A_CHARACTER)),
                longest,
                Scrubber.of(self.endpoint).text,
            )
            try:
                reply = send(self._client, body, watch, call.once)
            except Exception as error:
                failure = named(error, self.endpoint)
                if failure.kind is FailureKind.RATE_LIMITED:
                    self._concurrency.was_refused()
                if isinstance(error, BrokenReplyError) and error.is_lost:
                    came = Bill.of(with_estimates(error.came, call.needed), self.endpoint.price)
                    call.meter.called(came)
                    self._waste(call.key, came)
                elif failure.kind in _HEARD:
                    call.meter.called(Bill.of_lost(call.needed, self.endpoint.price))
                raise failure from error
            reply = self._counted(reply, call.needed)
            call.meter.called(Bill.of(reply, self.endpoint.price), expected=call.needed + longest)
        self._check_whole(call, reply)
        self._concurrency.went_well()
        self._breaker.answered()
        return reply

    def _check_whole(self, call: Call, reply: RawReply) -> None:
        """Raise ModelError where a reply ended as a broken connection or a broken server does."""
        self._breaker.heard()
        try:
            check_end(reply)
        except ModelError as failure:
            if failure.kind in PASSING:
                self._waste(call.key, Bill.of(reply, self.endpoint.price))
                raise

    def _counted(self, reply: RawReply, needed: int) -> RawReply:
        """A reply with its tokens: as the endpoint counts them, however oddly (said once), else estimated."""
        if reply.input_tokens > _PLAUSIBLE * needed + _OVERHEAD and not self._has_odd_count:
            self._has_odd_count = True
            self._around.say(
                f"the endpoint counts {reply.input_tokens:,} tokens for a question of about {needed:,}; "
                "what is shown as cost goes by its count"
            )
        return with_estimates(reply, needed)

    def _waste(self, key: str, bill: Bill) -> None:
        if self._cache is not None:
            self._cache.wasted(key, bill)

    def _learn(self, lesson: "Learned | None") -> bool:
        """Take over what a refusal taught; False where it taught nothing."""
        if lesson is None:
            return False
        with self._learning:
            if lesson != self.learned:
                self.learned = lesson
                self._around.remember(lesson)
        return True

    def _step_down(self, mode: Mode, refusal: RefusalError) -> None:
        """Hold answers to their shape in the next way; EndpointError where there is none left."""
        with self._learning:
            if self.learned.mode is not mode:
                return  # somebody else was refused the same meanwhile
            lower = None if self._around.keeps_mode else self.learned.in_next_mode()
            if lower is None:
                why = "" if self._around.keeps_mode else "; no way to hold an answer to its shape is left"
                raise self._breaker.stop(refusal, why)
            self.learned = lower
            self._around.remember(lower)

    def _given_up(self, refusal: RefusalError) -> ModelError:
        """A refusal that teaches nothing: it ends the run, or where others were answered, this call."""
        if refusal.is_final or not self._breaker.has_answered:
            stopped = self._breaker.stop(refusal)
            stopped.refuses_asker = refusal.is_final
            return stopped
        try:
            self._breaker.failed(refusal)
        except EndpointError as stopped:
            return stopped
        return refusal
