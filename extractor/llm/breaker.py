"""When to stop asking: an endpoint that fails alike again and again is not asked for every document."""

import threading
from collections import Counter

from extractor.errors import EndpointError, FailureKind, ModelError

_ENDPOINTS = frozenset(
    {
        FailureKind.CONNECTION,
        FailureKind.TIMEOUT,
        FailureKind.RATE_LIMITED,
        FailureKind.SERVER,
        FailureKind.REJECTED,
        FailureKind.NOT_AN_ENDPOINT,
    }
)
"""Failures that say something about the endpoint; a bad answer says something about the question."""


class Breaker:
    """Counts equal failures in a row, and replies of no use in a row; thread-safe."""

    def __init__(self, equal_failures: int, useless_replies: int) -> None:
        self._most, self._most_useless = equal_failures, useless_replies
        self._useless: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._row: tuple[FailureKind | None, int] = (None, 0)
        self._stopped: EndpointError | None = None
        self.has_answered = False
        """The endpoint has given a reply in this run, of whatever worth."""

    def check(self) -> None:
        """Raise EndpointError where nothing more is to be asked."""
        if self._stopped is not None:
            raise self._stopped

    def heard(self) -> None:
        """Something came that is a reply, though it had no good end."""
        self.has_answered = True

    def answered(self) -> None:
        """A reply came to its end."""
        with self._lock:
            self.has_answered = True
            self._row = (None, 0)

    def useful(self) -> None:
        """A reply held a usable answer."""
        with self._lock:
            self._useless.clear()

    def useless(self, kind: FailureKind) -> None:
        """A reply came and is of no use. Raises EndpointError where too many have followed each other."""
        with self._lock:
            self._useless[kind] += 1
            row = Counter(self._useless)
        if row.total() >= self._most_useless:
            kinds = ", ".join(f"{name} {number}" for name, number in row.most_common())
            said = f"{row.total()} replies in a row were of no use ({kinds})"
            raise self.stop(ModelError(kind, f"{said}; try another model, or extractor model probe"))

    def stop(self, failure: ModelError, why: str = "") -> EndpointError:
        """Ask nothing more; the error that every further question meets."""
        with self._lock:
            if self._stopped is None:
                self._stopped = EndpointError(failure.kind, f"{failure}{why}", failure.raw)
            return self._stopped

    def failed(self, failure: ModelError) -> None:
        """One call failed for good. Raises EndpointError where it is not worth asking any more."""
        if failure.kind not in _ENDPOINTS:
            return
        with self._lock:
            kind, times = self._row
            times = times + 1 if kind is failure.kind else 1
            self._row = (failure.kind, times)
        unheard = not self.has_answered and failure.kind in (FailureKind.CONNECTION, FailureKind.REJECTED)
        if unheard or failure.kind is FailureKind.NOT_AN_ENDPOINT:
            raise self.stop(failure)
        if times >= self._most:
            raise self.stop(failure, f"; {times} calls in a row failed so")
