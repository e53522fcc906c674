"""All that an endpoint sends, byte by byte: held to a time and a size, and rid of the key."""

import sys
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
