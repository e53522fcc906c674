"""Asking by the Batch API: questions of many documents handed in together, fetched within a day.

A document is read until its next unanswered questions are known; they are handed in with those of the
others, and when their replies are there it is read again, from the replies kept in the store. What is handed
in is in the journal first: after a kill the batch is found again and its replies fetched, not paid for twice.
"""

import secrets
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Literal

from extractor.batch.model_step import Asked, ModelStep, PipelineStep, failure_of
from extractor.batch.patient_service import PatientService
from extractor.batch.posted_questions import Post, PostedQuestions, parts_of
from extractor.errors import (
    PASSING,
    USELESS,
    EndpointError,
    ExtractorError,
    Failure,
    FailureKind,
    ModelError,
    RunBudgetError,
    RunStoppedError,
)
from extractor.records import Document
from extractor.store import HandedIn, batches_under_way, call_totals, note_batch, pack

if TYPE_CHECKING:
    from extractor.llm.batch_api import BatchState, Deferred, Results
    from extractor.llm.client import ModelClient

_MOST_DOCUMENTS = 2000
"""Held in memory at a time; the others wait in the store."""
_QUIET_S = 2.0
"""A batch waits for company until no document has come for so long."""
_TRIES = 3
"""Times that a request is handed in before it is given up."""


class BatchApiStep(PipelineStep):
    """A pipeline step whose questions go into batches."""

    client: "ModelClient"
    questions: PostedQuestions
    post: Post

    def pool(self) -> "AskingInBatches":
        """What asks."""
        return AskingInBatches(self, self.client, self.questions, self.post)


class AskingInBatches:
    """Stands where ModelThreads would; one thread of its own hands in, waits and reads."""

    def __init__(
        self, step: ModelStep, client: "ModelClient", questions: PostedQuestions, post: Post
    ) -> None:
        self._step, self._client, self._questions, self._post = step, client, questions, post
        self._came: SimpleQueue[tuple[str, Document]] = SimpleQueue()
        self._done: SimpleQueue[Asked] = SimpleQueue()
        self._held: dict[str, Document] = {}
        self._ended: ExtractorError | None = None
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._service = PatientService(post, self._stop)
        self._thread = threading.Thread(target=self._work, name="batches", daemon=True)
        self._thread.start()

    def room(self) -> int:
        """How many more documents it takes now."""
        return max(0, _MOST_DOCUMENTS - len(self._held))

    def under_way(self) -> int:
        """Documents that were submitted and not yet collected."""
        return len(self._held)

    def holds(self) -> set[str]:
        """Hashes of the documents that were submitted and not yet collected."""
        with self._lock:
            return set(self._held)

    def submit(self, sha256: str, document: Document) -> None:
        """Ask about a document."""
        with self._lock:
            self._held[sha256] = document
            if self._ended is not None:
                self._done.put(_unasked(sha256, self._ended))
                return
        self._came.put((sha256, document))

    def collect(self, timeout_s: float) -> list[Asked]:
        """What is there, after waiting for the first up to ``timeout_s``."""
        found: list[Asked] = []
        try:
            found.append(self._done.get(timeout=timeout_s))
            while True:
                found.append(self._done.get_nowait())
        except Empty:
            pass
        with self._lock:
            for asked in found:
                self._held.pop(asked.sha256, None)
        return found

    def withdraw(self) -> list[str]:
        """Give back all documents: their batch goes on at the service, and ``resume`` fetches it."""
        self._stop.set()
        with self._lock:
            back = list(self._held)
            self._held.clear()
        return back

    def close(self) -> None:
        """Hand in and fetch nothing more."""
        self._stop.set()
        self._thread.join(5)

    def _work(self) -> None:
        try:
            self._fetch_left_over()
            while not self._stop.is_set():
                documents = self._gathered()
                while documents and not self._stop.is_set():
                    documents = self._round(documents)
        except ExtractorError as error:
            self._give_up(error)
        except Exception as error:  # noqa: BLE001 - nothing may leave the coordinator waiting for ever
            self._give_up(ExtractorError(f"{type(error).__name__}: {error}"))

    def _give_up(self, error: ExtractorError) -> None:
        """Tell so of all documents, those still to come included: nobody asks about them any more."""
        with self._lock:
            self._ended = error
            for sha256 in self._held:
                self._done.put(_unasked(sha256, error))

    def _gathered(self) -> dict[str, Document]:
        """Documents that have come, once no more come for a while."""
        documents: dict[str, Document] = {}
        while len(documents) < _MOST_DOCUMENTS and not self._stop.is_set():
            try:
                sha256, document = self._came.get(timeout=_QUIET_S if documents else 0.2)
            except Empty:
                if documents:
                    break
                continue
            documents[sha256] = document
        return documents

    def _round(self, documents: dict[str, Document]) -> dict[str, Document]:
        """Read all as far as replies are there, hand in what is asked; the documents that wait for it."""
        self._questions.waiting.clear()
        waiting: dict[str, Document] = {}
        for sha256, document in documents.items():
            if self._stop.is_set():
                return {}
            if not self._read(sha256, document):
                waiting[sha256] = document
        requests = list(self._questions.waiting.values())
        for part in parts_of(requests):
            self._hand_in(part)
        return waiting

    def _read(self, sha256: str, document: Document) -> bool:
        """Whether the document is done with; False where it waits for replies."""
        began, before = time.perf_counter(), self._questions.deferred
        failure: Failure | None = None
        packed = None
        try:
            report = self._step.read(document)
            packed = pack(document, report)
        except RunStoppedError:
            raise
        except ExtractorError as error:
            failure = failure_of(error)
        if self._questions.deferred > before:
            return False
        self._done.put(Asked(sha256, packed, failure, time.perf_counter() - began))
        return True

    def _hand_in(self, requests: Sequence["Deferred"]) -> None:
        with ExitStack() as held:
            admitted = self._admitted(requests, held)
            intent = secrets.token_hex(16)
            tokens = tuple(request.input_tokens for request in admitted)
            batch = HandedIn(intent, None, tuple(request.key for request in admitted), tokens)
            self._note(batch, "intended")
            batch_id = self._service.submit(admitted, intent)
            if batch_id is None:
                return
            batch = batch._replace(batch_id=batch_id)
            self._note(batch, "handed")
            self._post.say(f"batch {batch_id}: {len(admitted)} questions handed in")
            self._await(batch)

    def _admitted(self, requests: Sequence["Deferred"], held: ExitStack) -> list["Deferred"]:
        """As many requests as the budget holds, which is kept for them until they are fetched."""
        admitted: list[Deferred] = []
        price = self._client.endpoint.price
        try:
            for request in requests:
                tokens = (request.input_tokens, request.output_tokens)
                held.enter_context(self._client.meter.reserving(*tokens, price))
                admitted.append(request)
        except RunBudgetError:
            if not admitted:
                raise
        return admitted

    def _await(self, batch: HandedIn) -> None:
        """Wait until the batch is over, then take its replies; nothing where it is stopped meanwhile."""
        state = self._service.ended(batch.batch_id or "")
        if state is not None:
            self._take(batch, state)

    def _take(self, batch: HandedIn, state: "BatchState") -> None:
        results = self._service.results(state)
        if results is None:
            return
        if state.has_failed and not results.replies:
            self._note(batch, "fetched")
            raise EndpointError(FailureKind.REJECTED, f"the service refused the batch: {state.said}")
        refusals: list[ModelError] = []
        answered, strange = 0, results.strange(batch.keys)
        tokens = self._tokens(batch, state)
        for key in batch.keys:
            needed = tokens.get(key, 0)
            result = results.of(key) or self._post.api.lost(f"batch {state.status}", strange)
            if isinstance(result, ModelError):
                if result.kind in USELESS:  # it may have been answered: paid for, and not asked again
                    self._client.lost_later(key, needed, self._client.meter)
                self._failed(key, result, refusals)
                continue
            answered += 1
            if not self._client.heard_later(key, result, needed, self._client.meter):
                self._questions.tries[key] += 1
        self._note(batch, "fetched")
        said = f"{answered} of {len(batch.keys)} answered{_passed_over(batch, results)}"
        self._post.say(f"batch {state.batch_id}: {said}")
        self._learn(refusals, is_answered=bool(answered))

    def _tokens(self, batch: HandedIn, state: "BatchState") -> dict[str, int]:
        """Estimated tokens of each question; of a batch that an earlier version noted without, read again."""
        if len(batch.tokens) == len(batch.keys):
            return dict(zip(batch.keys, batch.tokens, strict=True))
        asked = self._post.api.asked_tokens(state)
        found = {key: asked[key.lower()] for key in batch.keys if key.lower() in asked}
        missing = len(batch.keys) - len(found)
        if missing:
            self._post.say(
                f"batch {batch.batch_id}: of {missing} questions nobody knows how long they were; "
                "where the service does not count them, the cost shown is too low"
            )
        return found

    def _failed(self, key: str, failure: ModelError, refusals: list[ModelError]) -> None:
        self._questions.tries[key] += 1
        if failure.kind is FailureKind.REJECTED:
            refusals.append(failure)
        if (
            failure.kind not in PASSING and failure.kind is not FailureKind.REJECTED
        ) or self._questions.tries[key] >= _TRIES:
            self._questions.failed[key] = failure

    def _learn(self, refusals: Sequence[ModelError], *, is_answered: bool) -> None:
        """Put requests otherwise from now on. Raises EndpointError where that does not help.

        A key, a model or an account that is refused for some requests ends the run, as in chat: what was
        answered is kept, and ``resume`` asks for the others.
        """
        from extractor.llm.retrying import RefusalError

        final = [one for one in refusals if isinstance(one, RefusalError) and one.is_final]
        if final:
            stopped = EndpointError(final[0].kind, f"{final[0]} ({len(final)} questions)", final[0].raw)
            stopped.refuses_asker = True
            raise stopped
        if is_answered or not refusals:
            return
        failure = refusals[0]
        if not isinstance(failure, RefusalError) or not self._client.refused_later(failure):
            raise EndpointError(failure.kind, str(failure), failure.raw)

    def _fetch_left_over(self) -> None:
        """Batches of a run that was stopped or killed: their replies are paid for."""
        run_id = self._post.ledger.run_id
        if self._post.store.read(lambda connection: call_totals(connection, run_id)).paid:
            self._client.has_been_heard()  # one question was asked at once when the run began: not again
        for batch in self._post.store.read(lambda connection: batches_under_way(connection, run_id)):
            found: str | None = batch.batch_id
            if found is None:
                found = self._service.find(batch.intent)
            if self._stop.is_set():
                return  # whether it arrived is not known yet
            if found is None:
                self._note(batch, "fetched")  # it never arrived
                continue
            self._post.say(f"batch {found}: going on with {len(batch.keys)} questions")
            self._await(batch._replace(batch_id=found))

    def _note(self, batch: HandedIn, event: Literal["intended", "handed", "fetched"]) -> None:
        run_id = self._post.ledger.run_id
        self._post.store.write(lambda connection: note_batch(connection, run_id, batch, event))


def _unasked(sha256: str, error: ExtractorError) -> Asked:
    is_refused = isinstance(error, EndpointError)
    return Asked(sha256, None, failure_of(error), 0.0, is_over=True, is_refused=is_refused)


def _passed_over(batch: HandedIn, results: "Results") -> str:
    """What of the files is of no request of this batch, in brackets; empty where there is nothing."""
    strange = results.strange(batch.keys) - results.unreadable
    parts = [f"{strange} replies of unknown ids"] if strange else []
    parts += [f"{results.unreadable} lines that cannot be read"] if results.unreadable else []
    return f" ({', '.join(parts)} passed over)" if parts else ""
