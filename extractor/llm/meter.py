"""What was asked and what it cost, per document and per run, and the budgets that stop it."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import FailureKind, ModelError, RunBudgetError
from extractor.llm.endpoint import Limits, Price
from extractor.records import Usage

if TYPE_CHECKING:
    from extractor.llm.cache import RawReply

_REMEMBERED = 8
"""Calls by whose bills the next ones are judged: some endpoints count thinking that nobody sees."""
_HELD_AHEAD = 200
"""Tokens that a reply longer than expected takes at a time."""


class Bill(NamedTuple):
    """What one call costs, whatever its reply is worth."""

    input_tokens: int
    output_tokens: int
    cost: Decimal
    discounted_tokens: int = 0
    reasoning_tokens: int = 0

    @classmethod
    def of(cls, reply: "RawReply", price: Price) -> "Bill":
        """For a reply that came."""
        tokens_in, tokens_out, discounted = reply.input_tokens, reply.output_tokens, reply.discounted_tokens
        cost = price.cost(tokens_in, tokens_out, discounted)
        return cls(tokens_in, tokens_out, cost, discounted, reply.reasoning_tokens)

    @classmethod
    def of_lost(cls, needed: int, price: Price) -> "Bill":
        """For a question (its tokens, estimated) that may have been answered, though no reply is here."""
        return cls(needed, 0, price.cost(needed, 0))


class Meter:
    """Counts calls, tokens, money and retries; thread-safe. A document's meter also counts for its run."""

    def __init__(self, limits: Limits, run: "Meter | None" = None) -> None:
        self.limits = limits
        self._run = run
        self._lock = threading.Lock()
        self.calls = 0
        self.cached_calls = 0
        self.input_tokens = 0
        self.output_tokens = 0
        self.cost = Decimal(0)
        self.discounted_tokens = 0
        self.reasoning_tokens = 0
        self.cached_input_tokens = 0
        self.cached_output_tokens = 0
        self.retries = 0
        self.re_asks = 0
        self._held_tokens = 0
        self._held_cost = Decimal(0)
        self._dearness: deque[Decimal] = deque(maxlen=_REMEMBERED)
        """How many times what was expected the newest calls have cost."""

    @property
    def usage(self) -> Usage:
        """The totals so far."""
        return Usage(
            calls=self.calls,
            cached_calls=self.cached_calls,
            input_tokens=self.input_tokens,
            output_tokens=self.output_tokens,
            cost=self.cost,
            discounted_tokens=self.discounted_tokens,
            reasoning_tokens=self.reasoning_tokens,
            cached_input_tokens=self.cached_input_tokens,
            cached_output_tokens=self.cached_output_tokens,
        )

    @contextmanager
    def reserving(
        self, input_tokens: int, output_tokens: int, price: Price
    ) -> Iterator[Callable[[int], None]]:
        """Hold what a call may cost for as long as it runs, so that calls at a time cannot pass a budget.

        Yields what a growing reply is to be shown to (tokens so far): past what was held it takes more, and
        raises RunBudgetError where there is no more. Raises before the call RunBudgetError for the run's
        budget, ModelError for the document's.
        """
        run = self._run or self
        if self._run is not None:
            self._check_document()
        with run._lock:
            tokens = int((input_tokens + output_tokens) * max(run._dearness, default=Decimal(1)))
            cost = price.cost(input_tokens, tokens - input_tokens)
            run._check_run(tokens, cost)
            run._held_tokens += tokens
            run._held_cost += cost
        held_tokens, held_cost = tokens, cost

        def grow(came: int) -> None:
            nonlocal held_tokens, held_cost
            more = input_tokens + came - held_tokens
            if more <= 0:
                return
            more += _HELD_AHEAD
            with run._lock:
                run._check_run(more, price.cost(0, more))
                run._held_tokens += more
                run._held_cost += price.cost(0, more)
                held_tokens += more
                held_cost += price.cost(0, more)

        try:
            yield grow
        finally:
            with run._lock:
                run._held_tokens -= held_tokens
                run._held_cost -= held_cost

    def _check_document(self) -> None:
        most = self.limits.calls_per_document
        if most is not None and self.calls >= most:
            raise ModelError(FailureKind.OUT_OF_BUDGET, f"this document's limit of {most} calls is used up")

    def _check_run(self, tokens: int, cost: Decimal) -> None:
        limits = self.limits
        used = self.input_tokens + self.output_tokens + self._held_tokens
        if limits.tokens_per_run is not None and used + tokens > limits.tokens_per_run:
            raise RunBudgetError(
                FailureKind.OUT_OF_BUDGET,
                f"the run's limit of {limits.tokens_per_run} tokens would be passed ({used} used)",
            )
        spent = self.cost + self._held_cost
        if limits.cost_per_run is not None and spent + cost > limits.cost_per_run:
            raise RunBudgetError(
                FailureKind.OUT_OF_BUDGET,
                f"the run's budget of {limits.cost_per_run} would be passed ({spent} spent)",
            )

    def called(self, bill: Bill, expected: int = 0) -> None:
        """Count one call that was sent; ``expected``: the tokens that it was thought to take at most."""
        with self._lock:
            if expected:
                took = bill.input_tokens + bill.output_tokens
                self._dearness.append(max(Decimal(1), Decimal(took) / expected))
            self.calls += 1
            self.input_tokens += bill.input_tokens
            self.output_tokens += bill.output_tokens
            self.discounted_tokens += bill.discounted_tokens
            self.reasoning_tokens += bill.reasoning_tokens
            self.cost += bill.cost
        if self._run is not None:
            self._run.called(bill, expected)

    def was_cached(self, input_tokens: int, output_tokens: int) -> None:
        """Count one answer that costs nothing now, and what it cost once."""
        with self._lock:
            self.cached_calls += 1
            self.cached_input_tokens += input_tokens
            self.cached_output_tokens += output_tokens
        if self._run is not None:
            self._run.was_cached(input_tokens, output_tokens)

    def re_asked(self) -> None:
        """Count one question put again because the answer had the wrong shape."""
        with self._lock:
            self.re_asks += 1
        if self._run is not None:
            self._run.re_asked()

    def may_retry(self) -> bool:
        """Count one retry if document and run still allow it."""
        if self._run is not None and not self._run.may_retry():
            return False
        most = self.limits.retries_per_run if self._run is None else self.limits.retries_per_document
        with self._lock:
            if self.retries >= most:
                return False
            self.retries += 1
            return True
