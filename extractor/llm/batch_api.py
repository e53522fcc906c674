"""The Batch API of OpenAI-compatible services: requests handed in as a file, replies fetched within a day."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from extractor.errors import FailureKind, ModelError
from extractor.llm.asking import Message
from extractor.llm.cache import RawReply
from extractor.llm.endpoint import Endpoint, Limits
from extractor.llm.no_reply import UpstreamError, web_page
from extractor.llm.retrying import named, of_status
from extractor.llm.scrubbing import Scrubber
from extractor.llm.token_estimate import estimate_messages
from extractor.llm.wire import open_client, reply_of

if TYPE_CHECKING:
    from openai import OpenAI

T = TypeVar("T")

MOST_REQUESTS = 50_000
MOST_BYTES = 100_000_000
"""What a service takes in one batch."""
_MARK = "extractor"
_OVER = (
    "complet",
    "succe",
    "expir",
    "cancel",
    "fail",
    "error",
    "done",
    "finish",
    "end",
    "reject",
    "abort",
    *("失败", "完成", "成功", "取消", "过期", "结束", "终止", "错误", "拒绝"),
)
_UNDER_WAY = (
    "queue",
    "creat",
    "submit",
    "prepar",
    "start",
    "valid",
    "progress",
    "process",
    *("进行", "处理", "排队", "等待", "运行", "验证", "未完成", "未结束"),
)
"""What words for the status of a batch begin with or hold; one that ends in -ing is under way in any case."""
_FAILED = ("fail", "error", "reject", "unsucc", "失败", "错误", "拒绝")
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
    asked_file: str
    """Id of the file of requests."""
    said: str
    """Why it failed, in the service's words."""

    @property
    def is_over(self) -> bool:
        """Nothing more comes of it."""
        return _is_over(self.status) or (not self.is_known and self.is_done)

    @property
    def is_known(self) -> bool:
        """Whether its status is a word that says how far it is."""
        return _is_over(self.status) or _is_under_way(self.status)

    @property
    def is_done(self) -> bool:
        """Whether, whatever its status is called, all is there."""
        return bool(self.files) and (not self.total or self.completed >= self.total)

    @property
    def has_failed(self) -> bool:
        """Whether the service refused it as a whole."""
        return any(stem in _plain(self.status) for stem in _FAILED)


class Results(NamedTuple):
    """The files of a batch, read."""

    replies: Mapping[str, RawReply | ModelError]
    """By id, lower case; one that is missing was not done, or its line cannot be read."""
    unreadable: int
    """Lines that hold nothing of their kind."""

    def of(self, key: str) -> RawReply | ModelError | None:
        """The reply to a request; some services write its id otherwise."""
        return self.replies.get(_known_as(key))

    def strange(self, keys: Sequence[str]) -> int:
        """Lines of which nobody can tell which of these requests they answer."""
        return self.unreadable + len(set(self.replies) - {_known_as(key) for key in keys})


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
        file_id = self._told(
            lambda api: _id(api.files.create(file=("requests.jsonl", body), purpose="batch"))
        )
        return self._told(
            lambda api: _id(
                api.batches.create(
                    input_file_id=file_id,
                    endpoint=where,
                    completion_window="24h",
                    metadata={_MARK: intent},
                    extra_headers={"Idempotency-Key": intent},
                )
            )
        )

    def find(self, intent: str) -> str | None:
        """The batch that was handed in under this intent, where its id was never heard."""
        newest = self._told(lambda api: list(api.batches.list(limit=100).data))
        return next((one.id for one in newest if (one.metadata or {}).get(_MARK) == intent), None)

    def state(self, batch_id: str) -> BatchState:
        """How far a batch is."""
        return self._told(lambda api: _state(batch_id, api.batches.retrieve(batch_id)))

    def results(self, state: BatchState) -> Results:
        """Each request's key with its reply or why there is none.

        Raises ModelError (not_an_endpoint) where what came in place of the files is none of their kind: the
        replies may well be there, and nothing is known of them.
        """
        texts = [self._content(file_id) for file_id in state.files]
        lines = [line for text in texts for line in text.splitlines() if line.strip()]
        read = [found for line in lines if (found := _result(line, self.endpoint)) is not None]
        if not read and (lines or _plain(state.status).startswith(("complet", "succe"))):
            came = (
                next((web_page(text) for text in texts if web_page(text)), "") or "nothing that can be read"
            )
            raise ModelError(
                FailureKind.NOT_AN_ENDPOINT,
                f"the service sent {came} in place of the replies of batch {state.batch_id}",
            )
        return Results(dict(read), len(lines) - len(read))

    def asked_tokens(self, state: BatchState) -> Mapping[str, int]:
        """Estimated tokens of each request of a batch, by its id, out of the file that was handed in.

        None of those that the service keeps no longer.
        """
        try:
            text = self._content(state.asked_file) if state.asked_file else ""
        except ModelError:
            return {}
        found: dict[str, int] = {}
        for line in text.splitlines():
            with suppress(ValueError, KeyError, TypeError, RecursionError):
                entry = json.loads(line)
                turns = entry["body"].get("messages") or entry["body"]["input"]
                told = [Message("user", str(turn["content"])) for turn in turns]
                found[_known_as(entry["custom_id"])] = estimate_messages(told)
        return found

    def _content(self, file_id: str) -> str:
        return self._told(lambda api: str(api.files.content(file_id).text))

    def _told(self, call: "Callable[[OpenAI], T]") -> T:
        """What the service says. Raises ModelError; an answer of another kind is not_an_endpoint."""
        try:
            return call(self._client)
        except (AttributeError, TypeError, KeyError) as error:  # the SDK hands on whatever came
            raise ModelError(
                FailureKind.NOT_AN_ENDPOINT,
                "the service answered 200 with something else than the Batch API says; "
                "check EXTRACTOR_BASE_URL",
            ) from error
        except Exception as error:
            raise named(error, self.endpoint) from error

    def lost(self, why: str, strange: int) -> ModelError:
        """The failure of a request of which the service gave no account that can be read.

        Where there are lines that cannot be read or have other ids (``strange``) it may be among them,
        answered and paid for.
        """
        if strange:
            said = (
                f"its line may be one of the {strange} of the results that cannot be read or have other ids"
            )
            return ModelError(FailureKind.NOT_JSON, said)
        return of_status(_AGAIN_STATUS, why, self.endpoint)


def _known_as(key: object) -> str:
    return str(key).strip().lower()


def _id(thing: Any) -> str:
    """The id of what the service has made; an error that came with 200 is raised in its words."""
    if isinstance(thing.id, str) and thing.id:
        return thing.id
    raise UpstreamError((thing.model_extra or {}).get("error") or "no id")


def _state(batch_id: str, batch: Any) -> BatchState:
    if not isinstance(batch.status, str):
        raise UpstreamError((batch.model_extra or {}).get("error") or "no status")
    counts = batch.request_counts
    errors = (batch.errors.data or []) if batch.errors else []
    said = "; ".join(str(error.message) for error in errors[:3])
    files = tuple(one for one in (batch.output_file_id, batch.error_file_id) if one)
    done, total = (counts.completed + counts.failed, counts.total) if counts else (0, 0)
    asked = batch.input_file_id if isinstance(batch.input_file_id, str) else ""
    return BatchState(batch_id, batch.status, done, total, files, asked, said[:300])


def _plain(status: str) -> str:
    return re.sub(r"[\W_]+", "", status).lower()


def _is_under_way(status: str) -> bool:
    word = _plain(status)
    return word.endswith("ing") or any(stem in word for stem in _UNDER_WAY)


def _is_over(status: str) -> bool:
    word = _plain(status)
    is_open = word.endswith("ing") or "未" in word
    return not is_open and any(stem in word for stem in _OVER)


def _result(line: str, endpoint: Endpoint) -> tuple[str, RawReply | ModelError] | None:
    try:
        entry = json.loads(line)
        key = _known_as(entry["custom_id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    try:
        return key, _answer(entry, endpoint)
    except ModelError as failure:
        return key, failure
    except UpstreamError as failure:
        return key, named(failure, endpoint)
    except Exception as failure:  # noqa: BLE001 - a reply nobody can read is one hole, not the end of a batch
        return key, ModelError(FailureKind.NOT_JSON, f"the reply cannot be read: {type(failure).__name__}")


def _answer(entry: Mapping[str, Any], endpoint: Endpoint) -> RawReply | ModelError:
    """The reply of a line, or why there is none.

    What is no failure told in so many words may have been answered: it is a reply that cannot be read, and
    is not handed in again.
    """
    response, error = _opened(entry.get("response")), entry.get("error")
    if not isinstance(response, Mapping):
        if error and not response:
            return of_status(_AGAIN_STATUS, _in_words(error), endpoint)
        return _unreadable("no reply and no error in its line")
    status, body = _status(response.get("status_code")), _opened(response.get("body"))
    inner = body.get("error") if isinstance(body, Mapping) else None
    if status >= 400:
        return of_status(status, _in_words(inner or body or error or "no"), endpoint)
    has_reply = isinstance(body, Mapping) and (body.get("choices") or body.get("output"))
    if inner and not has_reply:
        return of_status(_AGAIN_STATUS, _in_words(inner), endpoint)
    if inner or not isinstance(body, Mapping):
        return _unreadable(f"a reply with {'an error' if inner else 'something else in place of its body'}")
    return reply_of(body, Scrubber.of(endpoint).text)


def _opened(value: object) -> Any:
    """JSON that came as a text in JSON."""
    if isinstance(value, str):
        with suppress(ValueError, RecursionError):
            return json.loads(value)
    return value


def _in_words(error: object) -> str:
    return str((error.get("message") if isinstance(error, Mapping) else error) or error)


def _unreadable(what: str) -> ModelError:
    return ModelError(FailureKind.NOT_JSON, f"the service gave {what}")


def _status(code: object) -> int:
    """The status of a line; one in words says nothing, then the body tells."""
    number = str(code).strip()
    return int(number) if number.isdecimal() and len(number) == 3 else 200
