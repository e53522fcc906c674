"""Asking a model about documents: in threads, and never paying twice for the same call."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from extractor.errors import (
    PASSING,
    EndpointError,
    ExtractorError,
    Failure,
    FailureKind,
    ModelError,
    RunStoppedError,
)
from extractor.records import Document, Report
from extractor.store import (
    CallIntent,
    PackedReport,
    PaidReply,
    Store,
    begin_call,
    finish_call,
    forget_reply,
    pack,
    recorded_reply,
    waste_call,
)

if TYPE_CHECKING:
    from extractor.judging.engines import Engine
    from extractor.llm.cache import RawReply
    from extractor.llm.meter import Bill

_PAUSES_S = (1.0, 5.0, 15.0, 60.0)
"""Before each further try while the endpoint is away."""


class ModelStep(Protocol):
    """What asks a model about one document. Called from several threads."""

    @property
    def name(self) -> str:
        """Name of the engine."""
        ...

    def identity(self) -> Mapping[str, object]:
        """All that the answers depend on beside the document: model, prompts, what it may decide."""
        ...

    def tokens(self, size_bytes: int) -> int:
        """Estimate of the tokens that a document of this size costs."""
        ...

    def read(self, document: Document) -> Report:
        """The Report; raises ModelError of a kind in PASSING where the endpoint is away."""
        ...


class CallLedger:
    """Replies that were paid for, in the store: a ModelClient's cache (``get`` and ``put``) over a batch.

    ``get`` records the call before it is made, ``put`` its reply, each in a transaction of its own. A call
    whose reply is recorded is never made again, by any run; one that was under way when the process was
    killed is made again, since nobody can know how it ended.
    """

    asks_anew: bool = False
    """For the ModelClient: what is asked again is the same call, not a new one."""

    def __init__(self, store: Store, run_id: str, model: str, price: Callable[["RawReply"], float]) -> None:
        self.run_id = run_id
        self._store, self._model, self._price = store, model, price
        self._place = threading.local()

    def now_for(self, sha256: str) -> None:
        """Calls of this thread are for this document."""
        self._place.sha256 = sha256

    def get(self, key: str) -> "RawReply | None":
        """The recorded reply; None, and the intent is recorded, where there is none."""
        paid = self._store.read(lambda connection: recorded_reply(connection, key))
        if paid is not None:
            from extractor.llm.cache import RawReply

            return RawReply.model_validate_json(paid.content)
        self._store.write(lambda connection: begin_call(connection, self._intent(key)))
        return None

    def put(self, key: str, reply: "RawReply") -> None:
        """Record a reply and what it cost."""
        cost = self._price(reply)
        paid = PaidReply(reply.model_dump_json(), reply.input_tokens, reply.output_tokens, cost)
        self._store.write(lambda connection: finish_call(connection, self._intent(key), paid))

    def forget(self, key: str) -> None:
        """A reply that was of no use: what it cost stays, and who tries again asks again."""
        self._store.write(lambda connection: forget_reply(connection, key))

    def wasted(self, key: str, bill: "Bill") -> None:
        """Record what a call cost that gave no reply to keep."""
        spent = PaidReply("", bill.input_tokens, bill.output_tokens, float(bill.cost))
        self._store.write(lambda connection: waste_call(connection, self._intent(key), spent))

    def _intent(self, key: str) -> CallIntent:
        # A call made in a thread that asks for another has no place of its own.
        return CallIntent(key, self.run_id, getattr(self._place, "sha256", ""), self._model, "")


class PipelineStep:
    """The pipeline's own engines (hybrid, model) as a step of a batch."""

    def __init__(
        self,
        engine: "Engine",
        identity: Mapping[str, object],
        tokens_a_byte: float,
        ledger: CallLedger | None = None,
    ) -> None:
        self._engine = replace(engine, must_answer=True)
        self._identity = {"engine": engine.name, "model": engine.model, **identity}
        self._tokens_a_byte = tokens_a_byte
        self._ledger = ledger

    @property
    def name(self) -> str:
        """The engine: hybrid or model."""
        return self._engine.name

    def identity(self) -> Mapping[str, object]:
        """All that the answers depend on beside the document."""
        return self._identity

    def tokens(self, size_bytes: int) -> int:
        """Estimate of the tokens that a document of this size costs."""
        return round(size_bytes * self._tokens_a_byte)

    def read(self, document: Document) -> Report:
        """The Report as the engine leaves it.

        Raises ModelError where replies were of no use: those that were stay recorded, and who reads the
        document again asks for the others alone.
        """
        from extractor.pipeline import extract_document  # a run by rules alone reads in its workers only

        if self._ledger is not None:
            self._ledger.now_for(document.source.sha256)
        report = extract_document(document, engine=self._engine)
        if report.run.is_incomplete:
            kind = FailureKind(max(report.run.unanswered, key=lambda name: report.run.unanswered[name]))
            raise ModelError(kind, f"{report.run.open_words}; resume and retry ask for them again")
        return report


class Asked(NamedTuple):
    """What came of asking about one document."""

    sha256: str
    packed: PackedReport | None
    failure: Failure | None
    seconds: float
    is_over: bool = False
    """The endpoint is away or the budget of the whole run used up: there is no use in going on."""
    is_refused: bool = False
    """The endpoint refuses whatever is asked: not the day but the settings are wrong."""


class AskingPool(Protocol):
    """Asks about documents that are handed to it, some time."""

    def room(self) -> int:
        """How many more documents it takes now."""
        ...

    def under_way(self) -> int:
        """Documents that were submitted and not yet collected."""
        ...

    def submit(self, sha256: str, document: Document) -> None:
        """Ask about a document."""
        ...

    def collect(self, timeout_s: float) -> list[Asked]:
        """What is there, after waiting for the first up to ``timeout_s``."""
        ...

    def withdraw(self) -> list[str]:
        """Take back what was not begun; the hashes."""
        ...

    def holds(self) -> set[str]:
        """Hashes of the documents that were submitted and not yet collected."""
        ...

    def close(self) -> None:
        """Begin nothing more."""
        ...


class ModelThreads:
    """Asks about several documents at a time; takes no more than it can soon begin."""

    def __init__(
        self,
        step: ModelStep,
        threads: int,
        pauses_s: Sequence[float] = _PAUSES_S,
    ) -> None:
        self._step, self._pauses_s = step, pauses_s
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="ask")
        self._most = 2 * threads
        self._futures: dict[Future[Asked], str] = {}
        self._stop = threading.Event()

    def room(self) -> int:
        """How many more documents it takes now."""
        return max(0, self._most - len(self._futures))

    def under_way(self) -> int:
        """Documents that were submitted and not yet collected."""
        return len(self._futures)

    def submit(self, sha256: str, document: Document) -> None:
        """Ask about a document."""
        self._futures[self._pool.submit(self._ask, sha256, document)] = sha256

    def collect(self, timeout_s: float) -> list[Asked]:
        """What is there, after waiting for the first up to ``timeout_s``."""
        done, _ = wait(self._futures, timeout=timeout_s, return_when=FIRST_COMPLETED)
        for future in done:
            del self._futures[future]
        return [future.result() for future in done]

    def withdraw(self) -> list[str]:
        """Take back what was not begun, and wait for no endpoint any more; the hashes."""
        self._stop.set()
        taken_back = [future for future in self._futures if future.cancel()]
        return [self._futures.pop(future) for future in taken_back]

    def holds(self) -> set[str]:
        """Hashes of the documents that were submitted and not yet collected."""
        return set(self._futures.values())

    def close(self) -> None:
        """Begin nothing more; what is under way may still record its reply."""
        self._stop.set()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ask(self, sha256: str, document: Document) -> Asked:
        began = perf_counter()
        for pause_s in (*self._pauses_s, None):
            try:
                packed = pack(document, self._step.read(document))
                return Asked(sha256, packed, None, perf_counter() - began)
            except RunStoppedError as error:
                seconds, is_refused = perf_counter() - began, isinstance(error, EndpointError)
                return Asked(sha256, None, failure_of(error), seconds, is_over=True, is_refused=is_refused)
            except ModelError as error:
                if error.kind in PASSING and pause_s is not None and not self._stop.wait(pause_s):
                    continue  # replies that came are recorded: only the missing ones are asked again
                is_over = error.kind in PASSING  # not the document's fault: stop instead of failing them all
                return Asked(sha256, None, failure_of(error), perf_counter() - began, is_over)
            except ExtractorError as error:
                return Asked(sha256, None, failure_of(error), perf_counter() - began)
            except Exception as error:  # noqa: BLE001 - a fault in one document must not stop the others
                failure = Failure("model", type(error).__name__, " ".join(str(error).split())[:300])
                return Asked(sha256, None, failure, perf_counter() - began)
        raise AssertionError("the last try returns")


def failure_of(error: ExtractorError) -> Failure:
    """The failure of a document, by the name of its error."""
    kind = f":{error.kind}" if isinstance(error, ModelError) else ""
    return Failure(error.stage, type(error).__name__ + kind, str(error))
