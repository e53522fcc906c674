"""How many calls may run at a time: raised slowly while all goes well, halved when the endpoint says 429."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class ConcurrencyLimit:
    """Additive increase, multiplicative decrease; thread-safe."""

    def __init__(self, most: int, first: float = 2) -> None:
        self.most = most
        self.limit = min(float(most), first)
        self._running = 0
        self._changed = threading.Condition()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Wait for a free place and keep it for the duration of the block."""
        with self._changed:
            self._changed.wait_for(lambda: self._running < max(1, int(self.limit)))
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def went_well(self) -> None:
        """A call came back: a whole round of good calls opens one more place."""
        with self._changed:
            self.limit = min(float(self.most), self.limit + 1 / self.limit)
            self._changed.notify_all()

    def was_refused(self) -> None:
        """The endpoint had too much: half as many from now on."""
        with self._changed:
            self.limit = max(1.0, self.limit / 2)
