"""Slowing down those who guess: attempts are counted before they are tried, by person, address and both."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

WINDOW_S = 300
TRIES = 5
"""Attempts of one address at one name within the window; then this pair is not asked any more."""
TRIES_OF_ADDRESS = 20
"""Attempts of one address at any name."""
TRIES_OF_NAME = 50
"""Attempts at one name from any address: higher, so that a stranger cannot easily lock somebody out."""
_MOST_KEYS = 100_000
"""A flood of names and addresses must not fill the memory; the oldest are forgotten."""
AT_A_TIME = 2
"""Passwords that are checked at a time: each takes 64 MB and a core for a while."""
WAITING = 16
"""Log-ins that may wait for one of these places; they hold a thread of the server meanwhile."""


class AttemptLimit(NamedTuple):
    """A key and how many attempts it may make within the window."""

    key: str
    tries: int


class BrakeVerdict(Enum):
    """What becomes of an attempt."""

    TRY = "try"
    BRAKED = "braked"
    STILL_BRAKED = "still braked"
    """As the attempt before: nothing new for the audit log."""


def limits_of(name: str, address: str) -> tuple[AttemptLimit, ...]:
    """The limits of an attempt to log in as ``name`` from ``address``."""
    network = network_of(address)
    return (
        AttemptLimit(f"pair {network} {name}", TRIES),
        AttemptLimit(f"address {network}", TRIES_OF_ADDRESS),
        AttemptLimit(f"name {name}", TRIES_OF_NAME),
    )


def network_of(address: str) -> str:
    """The address, or of IPv6 the network of 64 bits, of which one browser may use any address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped) if found.ipv4_mapped else f"{IPv6Address(int(found) >> 64 << 64)}/64"
    return str(found)


@dataclass
class Brake:
    """Counts attempts by key; an attempt that succeeds is taken back."""

    clock: Callable[[], float] = time.monotonic
    _attempts: "OrderedDict[str, list[float]]" = field(default_factory=OrderedDict)
    _braked: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self, limits: tuple[AttemptLimit, ...]) -> BrakeVerdict:
        """Count an attempt under each key and say whether it may be tried; one step for parallel attempts.

        One that is refused counts nowhere: an address that is braked does not use up, or hold up, what the
        name may be tried from elsewhere.
        """
        with self._lock:
            over = [limit.key for limit in limits if len(self._recent(limit.key)) >= limit.tries]
            if not over:
                for limit in limits:
                    self._count(limit)
                self._braked.difference_update(limit.key for limit in limits)
                return BrakeVerdict.TRY
            known = self._braked.issuperset(over)
            self._braked.update(over)
            return BrakeVerdict.STILL_BRAKED if known else BrakeVerdict.BRAKED

    def succeeded(self, limits: tuple[AttemptLimit, ...]) -> None:
        """Forget the first key, the pair; take this one attempt back from the others.

        Whoever has an account does not clear the address by logging in between guesses at another.
        """
        with self._lock:
            for limit in limits[1:]:
                if recent := self._recent(limit.key):
                    self._attempts[limit.key] = recent[:-1]
            self._attempts.pop(limits[0].key, None)

    def _count(self, limit: AttemptLimit) -> None:
        self._attempts[limit.key] = [*self._recent(limit.key), self.clock()][-limit.tries :]
        self._attempts.move_to_end(limit.key)
        while len(self._attempts) > _MOST_KEYS:
            key, _ = self._attempts.popitem(last=False)
            self._braked.discard(key)

    def _recent(self, key: str) -> list[float]:
        since = self.clock() - WINDOW_S
        return [at for at in self._attempts.get(key, ()) if at > since]


class CostlyPlaces:
    """A few places for costly work; who finds the queue full is sent away at once."""

    def __init__(self, at_a_time: int = AT_A_TIME, waiting: int = WAITING) -> None:
        self._free = threading.Semaphore(at_a_time)
        self._room = threading.Semaphore(at_a_time + waiting)

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Whether there was room; if so, a place is held inside."""
        if not self._room.acquire(blocking=False):
            yield False
            return
        try:
            with self._free:
                yield True
        finally:
            self._room.release()
