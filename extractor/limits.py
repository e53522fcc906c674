"""What the reading of one document may cost, wherever it is read in a process of its own."""

import os
from collections.abc import Callable

SECONDS = 120.0
"""Time for one try of a document."""
PAGE_SHARE = 0.25
"""What each page that is read from its picture adds, as a share of that time: 30 s of 120. On the
two-core machine of docs/formats.md such a page takes 4 s, three times as long where it lies on its side;
a machine under load, or one without vector instructions, takes a multiple."""
MEMORY_MB = 2048
"""On top of what an idle process holds."""


def machine_mb() -> int | None:
    """Memory of this machine; None where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
    except (AttributeError, OSError, ValueError):
        return None


def workers_that_fit(cores: int, memory_mb: int = MEMORY_MB) -> int:
    """One worker a core, but no more than may use their limits together within this machine's memory."""
    machine = machine_mb()
    return cores if machine is None else max(1, min(cores, machine // max(1, memory_mb)))


def allowed_seconds(seconds: float, pages: int) -> float:
    """Time for a document of which so many pages were begun that are read from their pictures."""
    return seconds * (1 + PAGE_SHARE * pages)


def told_seconds(seconds: float, pages: int) -> str:
    """The time that was allowed and where it comes from, for every line that says it was used up."""
    if not pages:
        return f"{seconds:g} s"
    each, whole = seconds * PAGE_SHARE, allowed_seconds(seconds, pages)
    return f"{whole:g} s ({seconds:g} s and {each:g} s for each of {pages} page(s) read from pictures)"


_LISTENERS: list[Callable[[], None]] = []


def listen_to_pages(listener: Callable[[], None]) -> None:
    """Have ``listener`` told of each page that is begun; for the process that reads for another one.

    Whoever listens keeps the clock of the document: no process below it stops the reading by itself.
    """
    _LISTENERS[:] = [listener]


def is_listened_to() -> bool:
    """Whether another process keeps the clock."""
    return bool(_LISTENERS)


def page_begins() -> None:
    """A page is about to be read from its picture, which takes seconds and gives its document more time."""
    for listener in _LISTENERS:
        listener()
