"""Which failures of the wire are tried again, when, and how errors of the SDK are named."""

import email.utils
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from extractor.errors import FailureKind, ModelError
from extractor.llm.endpoint import Endpoint, Limits

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")

_AGAIN = frozenset(
    {FailureKind.RATE_LIMITED, FailureKind.SERVER, FailureKind.CONNECTION, FailureKind.TIMEOUT}
)
_RETRIED_STATUS = frozenset({408, 409, 429})


class WireError(ModelError):
    """A failure of one attempt, with the wait that the endpoint asked for."""

    def __init__(self, kind: FailureKind, message: str, wait_s: float | None = None) -> None:
        super().__init__(kind, message)
        self.wait_s = wait_s


def named(error: Exception, endpoint: Endpoint) -> ModelError:
    """The ModelError that an error of the SDK stands for; its message never holds the key."""
    import openai

    if isinstance(error, ModelError):
        return error
    if isinstance(error, openai.APITimeoutError):
        return WireError(FailureKind.TIMEOUT, "the endpoint did not answer in time")
    if isinstance(error, openai.APIStatusError):
        status = error.status_code
        said = endpoint.scrubbed(" ".join(str(error).split()))[:300]
        message = f"the endpoint answered {status}: {said}"
        wait_s = _retry_after(error.response.headers.get("retry-after"))
        if status == 429:
            return WireError(FailureKind.RATE_LIMITED, message, wait_s)
        if status in _RETRIED_STATUS or status >= 500:
            return WireError(FailureKind.SERVER, message, wait_s)
        return ModelError(FailureKind.REJECTED, f"{message}; check base_url, model and key")
    if isinstance(error, openai.APIConnectionError):
        return WireError(FailureKind.CONNECTION, f"the endpoint at {endpoint.base_url} cannot be reached")
    if type(error) is openai.APIError:
        said = endpoint.scrubbed(" ".join(str(error).split()))[:200]
        return WireError(FailureKind.SERVER, f"the endpoint failed in the middle of a reply: {said}")
    if type(error).__module__.partition(".")[0].startswith("http"):
        # the SDK passes errors in the middle of a stream through as those of its HTTP library
        kind = FailureKind.TIMEOUT if "Timeout" in type(error).__name__ else FailureKind.CONNECTION
        return WireError(kind, f"the connection broke in the middle of a reply ({type(error).__name__})")
    if isinstance(error, openai.OpenAIError | ValueError):
        what = endpoint.scrubbed(" ".join(str(error).split()))[:200]
        return ModelError(FailureKind.NOT_AN_ENDPOINT, f"the endpoint's answer cannot be read: {what}")
    raise error


def _retry_after(header: str | None) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or a date."""
    if not header:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        date = email.utils.parsedate_to_datetime(header) if "," in header else None
        return max(0.0, date.timestamp() - time.time()) if date else None


def is_retried(error: BaseException) -> bool:
    """Whether a failure may pass by itself."""
    return isinstance(error, ModelError) and error.kind in _AGAIN


def with_retries(attempt: Callable[[], T], limits: Limits, may_retry: Callable[[], bool]) -> T:
    """Run ``attempt`` until it succeeds, fails for good, or a limit is reached; the last failure is raised.

    Waits grow exponentially with full jitter; a Retry-After is honoured, up to the longest wait.
    """
    from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

    backoff = wait_random_exponential(multiplier=limits.first_wait_s, max=limits.longest_wait_s)

    def wait(state: "RetryCallState") -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait_s if isinstance(error, WireError) else None
        if asked is None:
            return backoff(state)
        return min(asked, limits.longest_wait_s) + backoff(state) * 0.1

    retrying = Retrying(
        stop=stop_after_attempt(limits.attempts_per_call),
        retry=retry_if_exception(lambda error: is_retried(error) and may_retry()),
        wait=wait,
        reraise=True,
    )
    return retrying(attempt)
