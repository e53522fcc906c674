"""Equal questions that are under way at the same time: asked once, answered to all."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Flights(Generic[T]):
    """One call at a time for each key; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[str, Future[T]] = {}

    def once(self, key: str, fetch: Callable[[], T]) -> tuple[T, bool]:
        """What ``fetch`` gives, and whether it was this caller's own; a failure is everybody's."""
        with self._lock:
            flight = self._under_way.get(key)
            leads = flight is None
            if flight is None:
                flight = self._under_way[key] = Future()
        if not leads:
            return flight.result(), False
        try:
            flight.set_result(fetch())
        except BaseException as error:
            flight.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._under_way[key]
        return flight.result(), True
