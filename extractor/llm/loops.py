"""A reply that repeats itself: cut off instead of paid for."""

_LONGEST_PERIOD = 120
_LEAST_LENGTH = 160
_LEAST_REPEATS = 6
_WHITE = 160
_STEP = 48


def repeats(text: str) -> bool:
    """Whether ``text`` ends in white space without end, or in one stretch said six times or more."""
    tail = text[-_LONGEST_PERIOD * _LEAST_REPEATS :]
    if len(tail) >= _WHITE and not tail[-_WHITE:].strip():
        return True
    for period in range(1, _LONGEST_PERIOD + 1):
        length = max(_LEAST_LENGTH, period * _LEAST_REPEATS)
        if length > len(tail):
            continue
        part = tail[-length:]
        if part[period:] == part[:-period]:
            return True
    return False


class LoopWatch:
    """Says when to look at a growing reply: every few dozen characters."""

    def __init__(self) -> None:
        self._looked = 0

    def is_due(self, length: int) -> bool:
        """Whether the reply has grown enough since the last look."""
        if length - self._looked < _STEP:
            return False
        self._looked = length
        return True
