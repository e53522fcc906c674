"""All that an endpoint sends, byte by byte: held to a time and a size, and rid of the key."""

import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from extractor.errors import FailureKind, ModelError
from extractor.llm.endpoint import Endpoint, Limits
from extractor.llm.scrubbing import Scrubber

MOST_REPLY_BYTES = 32_000_000
"""Of one reply: 20,000 tokens streamed one by one, with all that servers write around each, take a fifth."""
MOST_FILE_BYTES = 512_000_000
"""Of a file of the Batch API."""
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})


class OverlongError(ModelError):
    """A reply that came and came and was not done in time; to try again would take as long."""


def watching(endpoint: Endpoint, limits: Limits) -> Callable[[Any], None]:
    """What a client's hook does with each response before its body is read."""

    def watch(response: Any) -> None:
        scrubber = Scrubber.of(endpoint)
        for name, value in list(response.headers.items()):
            clean = scrubber.text(value)
            if clean != value:
                response.headers[name] = clean
        response.stream = _watched(response, limits, scrubber)

    return watch


def punctual(library_client: type[Any], call_s: float) -> type[Any]:
    """The HTTP library's client, held to a time from the question to the last line of the headers.

    The library's own limit is the silence between two pieces, so that headers that trickle, or one 1xx after
    the other, would never end. What is late is left to a thread of its own, which ends with its connection.
    """

    class Punctual(library_client):  # type: ignore[misc]
        def send(self, request: Any, **how: Any) -> Any:
            if request.url.path.endswith("/files"):  # a file that is handed in takes its time
                return super().send(request, **how)
            return _within(call_s, lambda: super(Punctual, self).send(request, **how))

    return Punctual


def _within(call_s: float, send: Callable[[], Any]) -> Any:
    answers: list[Any] = []
    failures: list[BaseException] = []
    done, lock, late = threading.Event(), threading.Lock(), False

    def run() -> None:
        try:
            answer = send()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            failures.append(error)
        else:
            with lock:
                answers.append(answer)
                if late:
                    answer.close()
        done.set()

    threading.Thread(target=run, name="model-call", daemon=True).start()
    done.wait(call_s)
    with lock:
        late = not answers
    if failures:
        raise failures[0]
    if late:
        raise OverlongError(FailureKind.TIMEOUT, f"the endpoint did not begin to answer within {call_s:g} s")
    return answers[0]


def _watched(response: Any, limits: Limits, scrubber: Scrubber) -> Any:
    """The response's stream under watch, as a stream of the HTTP library that the SDK uses."""
    library = sys.modules[type(response).__module__.partition(".")[0]]
    source = response.stream
    most = MOST_FILE_BYTES if response.request.url.path.endswith("/content") else MOST_REPLY_BYTES
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed in _PACKED:
        del response.headers["content-encoding"]

    class Watched(library.SyncByteStream):  # type: ignore[misc, name-defined]
        def __iter__(self) -> Iterator[bytes]:
            chunks = _unpacked(source) if packed in _PACKED else iter(source)
            return scrubber.stream(_held(chunks, limits.call_s, most))

        def close(self) -> None:
            source.close()

    return Watched()


def _held(chunks: Iterator[bytes], call_s: float, most_bytes: int) -> Iterator[bytes]:
    """The chunks for as long as they keep to time and size; comments and blanks count like words."""
    began, size = time.monotonic(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > most_bytes:
            raise ModelError(
                FailureKind.NOT_AN_ENDPOINT,
                f"the endpoint's answer passed {most_bytes // 1_000_000} MB and was cut off"
                "; check EXTRACTOR_BASE_URL",
            )
        if time.monotonic() - began > call_s:
            raise OverlongError(FailureKind.TIMEOUT, f"the reply was not done after {call_s:g} s")
        yield chunk


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    opened = zlib.decompressobj(wbits=47)  # gzip or zlib, by its first bytes
    is_first = True
    for chunk in chunks:
        try:
            yield opened.decompress(chunk)
        except zlib.error as error:
            if not is_first:
                raise ModelError(_BROKEN, f"the answer cannot be unpacked ({error})") from error
            opened = zlib.decompressobj(wbits=-15)  # some servers call the bare form deflate
            try:
                yield opened.decompress(chunk)
            except zlib.error:
                raise ModelError(_BROKEN, f"the answer cannot be unpacked ({error})") from error
        is_first = False


_BROKEN = FailureKind.CONNECTION
