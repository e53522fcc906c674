"""How far ``extract`` is, on a terminal: a bar, the file under way, and the time that is likely left."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from extractor.cli.terminal import Terminal, printable

SLOW_S = 2.0
"""A file that takes longer is named while it is read."""
_LEAST_DONE, _LEAST_S = 5, 3.0
"""Before so many files and seconds nothing is said of the time left: it would be a guess."""

Step = Callable[[str], None]
"""Called with the name of the file whose turn it is."""


class Pace:
    """The time left, from what the files before took; nothing where there is too little to go by."""

    def __init__(self, files: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._files, self._clock = files, clock
        self._began = self._since = clock()
        self.done = -1

    def next(self) -> None:
        """The next file begins."""
        self.done += 1
        self._since = self._clock()

    def under_way(self) -> float:
        """Seconds that the present file has taken."""
        return self._clock() - self._since

    def left(self) -> float | None:
        """Seconds left, the slow file under way included; None while nobody can tell."""
        passed = self._clock() - self._began
        if self.done < _LEAST_DONE or passed < _LEAST_S:
            return None
        each = (self._since - self._began) / self.done
        return each * (self._files - self.done - 1) + max(each - self.under_way(), 0.0)


@contextmanager
def shown_progress(names: Sequence[str], terminal: Terminal) -> Iterator[Step]:
    """A bar on stderr where that is a terminal and there is more than one file; else nothing at all."""
    if terminal.quiet or len(names) < 2 or not sys.stderr.isatty():
        yield lambda _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task
    from rich.text import Text

    pace = Pace(len(names))

    class Told(ProgressColumn):
        """Names a slow file and says how long the rest will take."""

        def render(self, task: Task) -> Text:
            return Text(told(pace, task.description))

    console = Console(stderr=True, highlight=False, markup=False)
    columns = (BarColumn(bar_width=30), MofNCompleteColumn(), Told())
    with Progress(*columns, console=console, transient=True, refresh_per_second=4) as bar:
        task = bar.add_task("", total=len(names))

        def step(name: str) -> None:
            pace.next()
            bar.update(task, completed=pace.done, description=printable(name))

        yield step


def told(pace: Pace, name: str) -> str:
    """``about 40 s left · report.pdf for 6 s``: only what is known, only a file that is slow."""
    left, under_way = pace.left(), pace.under_way()
    parts = [] if left is None else [f"about {_duration(left)} left"]
    if under_way >= SLOW_S:
        parts.append(f"{name} for {under_way:.0f} s")
    return " · ".join(parts)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
