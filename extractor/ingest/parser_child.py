"""The child process: reads one untrusted file after another and answers on its standard output.

Messages are frames: four bytes of length, then JSON; a request is followed by a second frame with the
file. It gives itself a memory limit, leaves the network, and ends when its input ends.
"""

import ctypes
import json
import os
import sys
from typing import Any, BinaryIO

from extractor import errors
from extractor.errors import DocumentError, UnreadableError
from extractor.ingest.formats import DocumentLimits, Format, FormatReader, Parsed
from extractor.limits import listen_to_pages
from extractor.offline import give_up_network
from extractor.records import Document, Place, Source

PAGE = b"page"
"""The frame, no JSON, that says that a page is begun."""

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
"""CLONE_NEWNET and CLONE_NEWUSER of Linux."""


def send(stream: BinaryIO, *frames: bytes) -> None:
    """Write frames, each with its length before it."""
    for frame in frames:
        stream.write(len(frame).to_bytes(4, "big"))
        stream.write(frame)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next frame; None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    length = int.from_bytes(head, "big")
    body = stream.read(length)
    return body if len(body) == length else None


def reader_of(kind: Format) -> FormatReader:
    """The reader of a binary format; imported here, so that the parent never loads it."""
    if kind is Format.DOCX:
        from extractor.ingest.docx import read_docx

        return read_docx
    if kind is Format.DOC:
        from extractor.ingest.word97 import read_doc

        return read_doc
    if kind is Format.XLSX:
        from extractor.ingest.xlsx import read_xlsx

        return read_xlsx
    if kind in (Format.XLS, Format.ODS):
        from extractor.ingest.old_sheets import read_old_sheets

        return read_old_sheets
    if kind is Format.PDF:
        from extractor.ingest.pdf import read_pdf

        return read_pdf
    from extractor.ingest.pictures import read_picture

    return read_picture


def answer_to(request: dict[str, Any], raw: bytes) -> dict[str, Any]:
    """What reading one file gives: a document, or the name and the words of an error.

    A request with ``places`` asks for a second reading of these places only; it gives their texts. One with
    ``drawn`` asks for pictures of these pages.
    """
    name, kind, limits = request["name"], Format(request["kind"]), DocumentLimits(**request["limits"])
    try:
        if "places" in request:
            from extractor.ingest.rereading import reread

            places = [Place.model_validate(place) for place in request["places"]]
            return {"texts": reread(kind, raw, name, limits, places)}
        if "drawn" in request:
            from extractor.ingest.page_pictures import drawn

            return {"drawn": drawn(kind, raw, name, limits, request["drawn"])}
        parsed = reader_of(kind)(raw, name, limits)
    except DocumentError as error:
        return {"error": type(error).__name__, "message": str(error)}
    except MemoryError:
        return {"error": "ParserDiedError", "message": f"{name}: reading it needs more memory than allowed"}
    except Exception as error:  # noqa: BLE001 - a parser may fail in any way on hostile bytes
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return {"error": "DamagedFileError", "message": f"{name}: it cannot be read ({what}); fetch it again"}
    return {"document": as_document(parsed).model_dump_json()}


def as_document(parsed: Parsed) -> Document:
    """Parsed in the shape that goes through the pipe."""
    source = Source(name="", sha256="", media_type="", encoding=parsed.encoding, characters=0)
    return Document(
        source=source, text=parsed.text, pages=parsed.pages, grids=parsed.grids, notes=parsed.notes
    )


def error_of(name: str, message: str) -> DocumentError:
    """The exception behind an answer."""
    kind = getattr(errors, name, UnreadableError)
    return kind(message) if issubclass(kind, DocumentError) else UnreadableError(message)


def _limit_memory(size: int) -> None:
    """Limit the address space, never above what the process was started with: a batch limits its workers."""
    try:
        import resource
    except ImportError:  # no such limits on this system; time and pages are still limited
        return
    inherited = resource.getrlimit(resource.RLIMIT_AS)
    size = min([size, *(limit for limit in inherited if limit != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def leave_network() -> bool:
    """Go where there is no network: a namespace of its own; false where the system has or allows none.

    What the process starts (LibreOffice) is there too. Only before any thread is started.
    """
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):
        return False
    return any(unshare(flags) == 0 for flags in (_NEW_NETWORK, _NEW_USER | _NEW_NETWORK))


def main() -> None:
    """Answer requests until the input ends."""
    own = os.dup(1)
    os.dup2(2, 1)  # what a parser prints must not mix with the answers
    # onnxruntime of some versions reports home unless this is set before its import
    os.putenv("ORT_DISABLE_TELEMETRY", "1")
    leave_network()
    is_limited = False
    with os.fdopen(own, "wb") as out:
        listen_to_pages(lambda: send(out, PAGE))
        while (head := receive(sys.stdin.buffer)) is not None:
            raw = receive(sys.stdin.buffer)
            if raw is None:
                return
            request = json.loads(head)
            if not is_limited:
                give_up_network(keeps_local=Format(request["kind"]) is Format.DOC)
                _limit_memory(DocumentLimits(**request["limits"]).memory_bytes)
                is_limited = True
            send(out, json.dumps(answer_to(request, raw)).encode())
