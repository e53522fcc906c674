"""Which failures of the wire are tried again, when, and how errors of the SDK are named."""

import re
import threading
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

from extractor.errors import PASSING, FailureKind, ModelError
from extractor.llm.endpoint import Endpoint, Limits
from extractor.llm.incoming import OverlongError
from extractor.llm.manners import read_rejection
from extractor.llm.no_reply import UpstreamError, web_page
from extractor.llm.waits import wait_asked
from extractor.llm.wire import BrokenReplyError

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")

_ADVICE = {
    "key": "check EXTRACTOR_API_KEY",
    "model": "check EXTRACTOR_MODEL ({model})",
    "credit": "the account behind the key has nothing left to spend",
    "access": "this key may not ask this model from here",
}
ASK_PROBE = "run extractor model probe"
_RETRIED_STATUS = frozenset({408, 409, 425})
_FINAL_STATUS = frozenset({401, 402, 403, 404, 405})
_NOT_ABLE = frozenset({500, 501})
"""What some servers answer to a parameter that they do not know."""


class WireError(ModelError):
    """A failure of one attempt, with the wait that the endpoint asked for."""

    def __init__(self, kind: FailureKind, message: str, wait_s: float | None = None, status: int = 0) -> None:
        super().__init__(kind, message)
        self.wait_s = wait_s
        self.status = status

    @property
    def may_be_of_the_request(self) -> bool:
        """Some servers break on what they do not know, and say no more than that."""
        return self.status in _NOT_ABLE


class RefusalError(ModelError):
    """The endpoint refused a request for what it holds, or for who sent it."""

    def __init__(self, message: str, change: str | None, words: str, *, is_final: bool) -> None:
        super().__init__(FailureKind.REJECTED, message)
        self.change = change
        self.words = words
        self.is_final = is_final
        """Every further call would end alike, whatever it asks."""


def named(error: Exception, endpoint: Endpoint) -> ModelError:
    """The ModelError that an error of the SDK stands for; its words never hold the key."""
    failure = _named(error, endpoint)
    failure.args = tuple(endpoint.scrubbed(str(word)) for word in failure.args)
    failure.raw = endpoint.scrubbed(failure.raw)
    return failure


def _named(error: Exception, endpoint: Endpoint) -> ModelError:
    import openai

    if isinstance(error, openai.APIConnectionError) and isinstance(error.__cause__, ModelError):
        return error.__cause__  # what watches the bytes that come in has had enough
    if isinstance(error, BrokenReplyError):
        failure = _named(error.cause, endpoint)
        failure.raw = failure.raw or error.came.content or error.came.reasoning
        return failure
    if isinstance(error, ModelError):
        return error
    if isinstance(error, UpstreamError):
        return _told(error, endpoint)
    if isinstance(error, openai.APITimeoutError):
        return WireError(FailureKind.TIMEOUT, "the endpoint did not answer in time")
    if isinstance(error, openai.APIStatusError) and 300 <= error.status_code < 400:
        return _redirected(error, endpoint)
    if isinstance(error, openai.APIStatusError):
        words = _words(error)
        told = f"{words} {str(error.body)[:4000]}"  # a wait may stand in details of it (Google's RetryInfo)
        return _refused(error.status_code, words, endpoint, wait_asked(error.response.headers, told))
    if isinstance(error, openai.APIConnectionError):
        why = f" ({_root(error)})" if _root(error) else ""
        return WireError(
            FailureKind.CONNECTION, f"the endpoint at {endpoint.shown_address} cannot be reached{why}"
        )
    if type(error) is openai.APIError:
        return WireError(
            FailureKind.SERVER, f"the endpoint failed in the middle of a reply: {_in_short(error, endpoint)}"
        )
    if type(error).__module__.partition(".")[0].startswith("http"):
        # the SDK passes errors in the middle of a stream through as those of its HTTP library
        kind = FailureKind.TIMEOUT if "Timeout" in type(error).__name__ else FailureKind.CONNECTION
        return WireError(kind, f"the connection broke in the middle of a reply ({type(error).__name__})")
    what = _in_short(error, endpoint)
    if isinstance(error, openai.OpenAIError | ValueError | RecursionError):
        return ModelError(FailureKind.NOT_AN_ENDPOINT, f"the endpoint's answer cannot be read: {what}")
    # The SDK hands on whatever came; what it stumbles over is a reply that nobody can read.
    return ModelError(FailureKind.NOT_JSON, f"the reply cannot be read ({type(error).__name__}: {what})")


def _told(error: UpstreamError, endpoint: Endpoint) -> ModelError:
    """An error in place of a reply: where it names no status, its words say whether it will pass."""
    known = None if error.is_numbered else read_rejection(error.status, str(error))
    lasts = known is not None and known.means in {*_ADVICE, "refused", "too_long"}
    status = 400 if lasts else error.status
    return _refused(status, str(error), endpoint, wait_asked({}, f"{error} {str(error.body)[:4000]}"))


def _in_short(error: Exception, endpoint: Endpoint) -> str:
    return endpoint.scrubbed(" ".join(str(error).split()))[:200]


def _redirected(error: Any, endpoint: Endpoint) -> ModelError:
    """A redirect, which is not followed: the user sets where questions and key are sent to."""
    message = f"the endpoint answered {error.status_code}"
    header = error.response.headers.get("location", "")
    try:
        target = urlsplit(urljoin(str(error.response.url), header))
    except ValueError:
        target = urlsplit("")
    if not (header and target.hostname):
        return RefusalError(f"{message}; check EXTRACTOR_BASE_URL", None, "", is_final=True)
    place = target.netloc.rpartition("@")[2]
    address = endpoint.scrubbed(urlunsplit((target.scheme, place, target.path, "", "")))
    base = re.sub(r"/(chat/completions|responses|models|files|batches)(/.*)?$", "", address)
    where = f"it redirects to {address[:200]}, which is not followed"
    return RefusalError(
        f"{message}: {where}; if that is where it answers, set EXTRACTOR_BASE_URL to {base[:200]}",
        None,
        "",
        is_final=True,
    )


def of_status(status: int, words: str, endpoint: Endpoint) -> ModelError:
    """The failure that a status with these words stands for, however it was told."""
    return _refused(status, words, endpoint, None)


def _root(error: BaseException) -> str:
    inner: BaseException | None = error
    while inner is not None and (inner.__cause__ or inner.__context__):
        inner = inner.__cause__ or inner.__context__
    return " ".join(str(inner).split())[:120] if inner is not error else ""


def _words(error: Any) -> str:
    """What the endpoint said, with code and parameter where it names them."""
    body = error.body if isinstance(error.body, Mapping) else {}
    parts = [body.get("message"), body.get("detail"), body.get("code"), body.get("param"), body.get("type")]
    said = [part for part in dict.fromkeys(map(str, filter(None, parts))) if part != str(error.status_code)]
    words = " · ".join(said) if said else web_page(str(error)) or str(error)
    return " ".join(words.split())


def _refused(status: int, words: str, endpoint: Endpoint, wait_s: float | None) -> ModelError:
    known = read_rejection(status, words)
    means = known.means if known else None
    message = f"the endpoint answered {status}: {endpoint.scrubbed(words)[:300]}"
    if known and known.change and (400 <= status < 500 or status in _NOT_ABLE) and status != 429:
        return RefusalError(f"{message}; {ASK_PROBE}", known.change, words, is_final=False)
    if status == 429 and means != "credit":
        return WireError(FailureKind.RATE_LIMITED, message, wait_s)
    if status >= 500 or status in _RETRIED_STATUS or means == "busy":
        return WireError(FailureKind.SERVER, message, wait_s, status)
    if means == "refused":
        return ModelError(FailureKind.REFUSED, message)
    if means == "too_long":
        return ModelError(FailureKind.CONTEXT_TOO_LONG, message)
    other = (
        f"check EXTRACTOR_BASE_URL ({endpoint.shown_address}) and EXTRACTOR_MODEL ({{model}})"
        if status in _FINAL_STATUS
        else ASK_PROBE
    )
    advice = _ADVICE.get(means or "", other).format(model=endpoint.model)
    is_final = means in _ADVICE or status in _FINAL_STATUS
    return RefusalError(f"{message}; {advice}", None, words, is_final=is_final)


def is_retried(error: BaseException, limits: Limits, passing: Collection[FailureKind] = PASSING) -> bool:
    """Whether a failure may pass by itself, within the time that one is ready to wait."""
    if not isinstance(error, ModelError) or isinstance(error, OverlongError) or error.kind not in passing:
        return False
    return not is_past_patience(error, limits)


def is_past_patience(error: ModelError, limits: Limits) -> bool:
    """Whether the endpoint asks for a longer wait than a run stands still for."""
    return isinstance(error, WireError) and (error.wait_s or 0) > limits.patience_s


_WORTH_A_WORD_S = 5.0


class WaitNotes:
    """Tells a user of waits: of a long one at once, of short ones as they add up; thread-safe."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._lock = threading.Lock()
        self._unsaid_s = 0.0

    def begins(self, seconds: float, error: BaseException) -> None:
        """A wait begins."""
        who = "as the endpoint asks" if _is_asked_for(error) else "then trying again"
        with self._lock:
            self._unsaid_s += seconds
            waited, is_short = self._unsaid_s, seconds < _WORTH_A_WORD_S
            if waited < _WORTH_A_WORD_S:
                return
            self._unsaid_s = 0.0
        how = f"short waits, {waited:.0f} s together" if is_short else f"waiting {seconds:.0f} s"
        self._say(f"{how}, {who}: {error}")


class Waits(NamedTuple):
    """Who is asked before a wait, and who is told of it."""

    may_retry: Callable[[], bool]
    notes: WaitNotes
    passing: Collection[FailureKind] = PASSING


def _is_asked_for(error: BaseException) -> bool:
    """Whether the endpoint names the wait: its time bounds it, not the tries that a document has."""
    return isinstance(error, WireError) and error.wait_s is not None


def with_retries(attempt: Callable[[], T], limits: Limits, waits: Waits) -> T:
    """Run ``attempt`` until it succeeds, fails for good, or a limit is reached; the last failure is raised.

    Waits grow exponentially with full jitter; a Retry-After is honoured in full or not waited for at all.
    """
    from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

    backoff = wait_random_exponential(multiplier=limits.first_wait_s, max=limits.longest_wait_s)

    def wait(state: "RetryCallState") -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait_s if isinstance(error, WireError) else None
        seconds = backoff(state) if asked is None else asked + backoff(state) * 0.1
        if error is not None:
            waits.notes.begins(seconds, error)
        return seconds

    retrying = Retrying(
        stop=stop_after_attempt(limits.attempts_per_call),
        retry=retry_if_exception(
            lambda error: (
                is_retried(error, limits, waits.passing) and (_is_asked_for(error) or waits.may_retry())
            )
        ),
        wait=wait,
        reraise=True,
    )
    return retrying(attempt)
