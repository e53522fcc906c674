"""Questions that wait for the next batch of the Batch API, and what they are handed in with."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from extractor.batch.model_step import CallLedger
from extractor.errors import FailureKind, ModelError
from extractor.store import Store

if TYPE_CHECKING:
    from extractor.llm.batch_api import BatchApi, Deferred


class Post(NamedTuple):
    """What a batch is handed in with."""

    api: "BatchApi"
    ledger: CallLedger
    store: Store
    poll_s: float
    say: Callable[[str], None]


class PostedQuestions:
    """Requests that wait for the next batch, and what became of those that were handed in."""

    def __init__(self) -> None:
        self.waiting: dict[str, Deferred] = {}
        self.failed: dict[str, ModelError] = {}
        self.tries: Counter[str] = Counter()
        self.deferred = 0

    def defer(self, request: "Deferred") -> ModelError:
        """Keep a request for the next batch; why there is no answer now."""
        if request.key in self.failed:
            return self.failed[request.key]
        self.waiting[request.key] = request
        self.deferred += 1
        return ModelError(FailureKind.NOT_ASKED, "handed in with the next batch")


def parts_of(requests: Sequence["Deferred"]) -> Iterator[list["Deferred"]]:
    """Requests in batches of a size that a service takes, chat and responses apart."""
    from extractor.llm.batch_api import MOST_BYTES, MOST_REQUESTS

    part: list[Deferred] = []
    size = 0
    for request in requests:
        length = len(request.line())
        other = part and ("input" in part[0].body) != ("input" in request.body)
        if part and (other or len(part) >= MOST_REQUESTS or size + length > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(request)
        size += length
    if part:
        yield part
