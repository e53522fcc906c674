"""What workers made of documents, handed over in the order in which the documents were given."""

from collections.abc import Iterator, Sequence

from extractor.workers.pool import LocalPool
from extractor.workers.tasks import Outcome, Task

_PATIENCE_S = 1.0


def in_order(pool: LocalPool, tasks: Sequence[Task]) -> Iterator[Outcome]:
    """The outcomes of ``tasks``, those that are ready early held back until it is their turn."""
    ready: dict[str, Outcome] = {}
    given = 0
    for number, task in enumerate(tasks):
        while task.key not in ready:
            # What waits for a slow document counts too, so that it cannot pile up.
            while given < len(tasks) and given - number < pool.capacity and pool.room():
                pool.submit(tasks[given])
                given += 1
            ready.update((outcome.key, outcome) for outcome in pool.collect(_PATIENCE_S))
        yield ready.pop(task.key)
