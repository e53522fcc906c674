"""The Batch API asked patiently: while the service is away, a call is made again until it is stopped."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from extractor.batch.posted_questions import Post
from extractor.errors import PASSING, EndpointError, FailureKind, ModelError

if TYPE_CHECKING:
    from extractor.llm.batch_api import BatchState, Deferred, Results

T = TypeVar("T")

_FETCHES = 3
"""Of replies of which some lines cannot be read: the line may have been a bad one."""
_LONGEST_S = 25 * 3600.0
"""A service takes a day at most; one that is not done an hour later will not be."""
_ODD_ANSWERS = 5
"""Answers of another kind than the Batch API's, until the run ends."""


class PatientService:
    """What a service says; None where ``stop`` is set meanwhile. Each call may raise EndpointError."""

    def __init__(self, post: Post, stop: threading.Event) -> None:
        self._api, self._poll_s, self._say, self._stop = post.api, post.poll_s, post.say, stop

    def submit(self, requests: Sequence["Deferred"], intent: str) -> str | None:
        """Hand in; where the answer to that was lost, look first whether it has arrived."""
        tried: list[bool] = []

        def submit() -> str:
            arrived = self._api.find(intent) if tried else None
            tried.append(True)
            return arrived or self._api.submit(requests, intent)

        return self._patiently(submit)

    def find(self, intent: str) -> str | None:
        """The batch that was handed in under this intent; None also where there is none."""
        return self._patiently(lambda: self._api.find(intent))

    def ended(self, batch_id: str) -> "BatchState | None":
        """How a batch has ended, looked at now and then until it has."""
        shown, began, told = -1, time.monotonic(), False
        while not self._stop.is_set():
            state = self._patiently(lambda: self._api.state(batch_id))
            if state is None:
                return None
            if state.completed != shown:
                self._say(f"batch {batch_id}: {state.status}, {state.completed} of {state.total}")
                shown = state.completed
            if state.is_over:
                return state
            if not (state.is_known or told):
                self._say(
                    f"batch {batch_id}: nobody knows the status {state.status!r}; waiting for its files"
                )
                told = True
            if time.monotonic() - began > _LONGEST_S:
                raise EndpointError(
                    FailureKind.TIMEOUT,
                    f"batch {batch_id} is still {state.status!r} after a day and an hour; resume looks again",
                )
            self._stop.wait(self._poll_s)
        return None

    def results(self, state: "BatchState") -> "Results | None":
        """The replies, fetched again where some of their lines cannot be read."""
        results = self._patiently(lambda: self._api.results(state))
        for _ in range(_FETCHES - 1):
            if results is None or not results.unreadable:
                break
            self._stop.wait(min(self._poll_s, 1.0))
            results = self._patiently(lambda: self._api.results(state))
        return results

    def _patiently(self, call: Callable[[], T]) -> T | None:
        """What a call gives, tried again while the service is away.

        An answer of another kind (the page of a login or a proxy) is tried again a few times; then the run
        ends, and what was handed in stays noted as under way.
        """
        pause_s = min(self._poll_s, 1.0)
        odd = 0
        while not self._stop.is_set():
            try:
                return call()
            except ModelError as error:
                odd += error.kind is FailureKind.NOT_AN_ENDPOINT
                may_pass = error.kind in PASSING or 0 < odd < _ODD_ANSWERS
                if not may_pass:
                    again = f"; tried {odd} times, resume tries again" if odd else ""
                    raise EndpointError(error.kind, f"{error}{again}", error.raw) from error
                self._say(f"the service is away ({error}); trying again")
            self._stop.wait(pause_s)
            pause_s = min(2 * pause_s, 60.0)
        return None
