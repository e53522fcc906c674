"""The Batch API of OpenAI-compatible services: requests handed in as a file, replies fetched within a day."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.errors import FailureKind, ModelError
from extractor.llm.cache import RawReply
from extractor.llm.endpoint import Endpoint, Limits
from extractor.llm.retrying import named, of_status
from extractor.llm.scrubbing import Scrubber
from extractor.llm.wire import open_client, reply_of

if TYPE_CHECKING:
    from openai import OpenAI

MOST_REQUESTS = 50_000
MOST_BYTES = 100_000_000
"""What a service takes in one batch."""
_MARK = "extractor"
_ENDED = frozenset({"completed", "expired", "cancelled", "failed"})
_AGAIN_STATUS = 503
"""For a request of which the service says nothing (expired, cancelled, lost)."""


class Deferred(NamedTuple):
    """A request that waits to be handed in."""

    key: str
    body: Mapping[str, Any]
    input_tokens: int
    output_tokens: int

    def line(self) -> bytes:
        """Its line of the file; ``custom_id`` is what the reply is known by."""
        where = "/v1/responses" if "input" in self.body else "/v1/chat/completions"
        entry = {"custom_id": self.key, "method": "POST", "url": where, "body": dict(self.body)}
        return json.dumps(entry, ensure_ascii=False).encode() + b"\n"


class BatchState(NamedTuple):
    """How far a batch is."""

    batch_id: str
    status: str
    completed: int
    total: int
    files: tuple[str, ...]
    """Ids of the files of replies and of errors."""
    said: str
    """Why it failed, in the service's words."""

    @property
    def is_over(self) -> bool:
        """Nothing more comes of it."""
        return self.status in _ENDED


class BatchApi:
    """One service; each call may raise ModelError."""

    def __init__(self, endpoint: Endpoint, limits: Limits) -> None:
        self.endpoint = endpoint
        self._limits = limits
        self._opened: OpenAI | None = None

    @property
    def _client(self) -> "OpenAI":
        if self._opened is None:
            self._opened = open_client(self.endpoint, self._limits)
        return self._opened

    def __enter__(self) -> "BatchApi":
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            self._opened.close()

    def submit(self, requests: Sequence[Deferred], intent: str) -> str:
        """Hand requests in; the id of the batch. ``intent`` finds it again where that was never heard."""
        body = b"".join(request.line() for request in requests)
        where: Any = json.loads(requests[0].line())["url"]
        try:
            file = self._client.files.create(file=("requests.jsonl", body), purpose="batch")
            batch = self._client.batches.create(
                input_file_id=file.id,
                endpoint=where,
                completion_window="24h",
                metadata={_MARK: intent},
                extra_headers={"Idempotency-Key": intent},
            )
        except Exception as error:
            raise named(error, self.endpoint) from error
        return batch.id

    def find(self, intent: str) -> str | None:
        """The batch that was handed in under this intent, where its id was never heard."""
        try:
            newest = self._client.batches.list(limit=100).data
        except Exception as error:
            raise named(error, self.endpoint) from error
        return next((one.id for one in newest if (one.metadata or {}).get(_MARK) == intent), None)

    def state(self, batch_id: str) -> BatchState:
        """How far a batch is."""
        try:
            batch = self._client.batches.retrieve(batch_id)
        except Exception as error:
            raise named(error, self.endpoint) from error
        counts = batch.request_counts
        errors = (batch.errors.data or []) if batch.errors else []
        said = "; ".join(str(error.message) for error in errors[:3])
        files = tuple(one for one in (batch.output_file_id, batch.error_file_id) if one)
        done = (counts.completed + counts.failed, counts.total) if counts else (0, 0)
        return BatchState(batch_id, str(batch.status), *done, files, self.endpoint.scrubbed(said)[:300])

    def results(self, state: BatchState) -> Iterator[tuple[str, RawReply | ModelError]]:
        """Each request's key with its reply or why there is none; what is missing was not done."""
        for file_id in state.files:
            try:
                text = self._client.files.content(file_id).text
            except Exception as error:
                raise named(error, self.endpoint) from error
            for line in text.splitlines():
                result = _result(line, self.endpoint)
                if result is not None:
                    yield result

    def lost(self, why: str) -> ModelError:
        """The failure of a request of which the service gave no account."""
        return of_status(_AGAIN_STATUS, why, self.endpoint)


def _result(line: str, endpoint: Endpoint) -> tuple[str, RawReply | ModelError] | None:
    try:
        entry = json.loads(line)
        key = str(entry["custom_id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    response, error = entry.get("response"), entry.get("error")
    if not isinstance(response, Mapping):
        said = error.get("message") if isinstance(error, Mapping) else error
        return key, of_status(_AGAIN_STATUS, str(said or "no reply"), endpoint)
    status, body = int(response.get("status_code") or 200), response.get("body")
    if status >= 400 or not isinstance(body, Mapping) or body.get("error"):
        inner = body.get("error") if isinstance(body, Mapping) else body
        said = inner.get("message") if isinstance(inner, Mapping) else inner
        return key, of_status(
            status if status >= 400 else _AGAIN_STATUS, str(said or error or "no"), endpoint
        )
    try:
        return key, reply_of(body, Scrubber.of(endpoint).text)
    except ModelError as failure:
        return key, failure
    except Exception as failure:  # noqa: BLE001 - a reply nobody can read is one hole, not the end of a batch
        return key, ModelError(FailureKind.NOT_JSON, f"the reply cannot be read: {type(failure).__name__}")
