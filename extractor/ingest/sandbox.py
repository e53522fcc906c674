"""The parent's side of the child process that reads untrusted binaries.

One child serves many files of one process, since starting it costs more than most files. When it dies
or falls silent it is replaced, and only the file that it was reading fails.
"""

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from extractor.errors import ParserDiedError
from extractor.ingest.formats import DocumentLimits, Format, FormatReader, Parsed
from extractor.ingest.parser_child import PAGE, error_of, receive, send
from extractor.limits import PAGE_SHARE, is_listened_to, page_begins, told_seconds
from extractor.records import Document, Place

_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from extractor.ingest.parser_child import main; main()"
_FILES_PER_CHILD = 200
"""A fresh child now and then: what parsers leak goes with the old one."""


class _Clock:
    """Stops the reading of one file when its time is over, unless the process above keeps the clock."""

    def __init__(self, seconds: float, stop: Callable[[], None]) -> None:
        self._seconds, self._stop, self._pages = seconds, stop, 0
        self._until = time.monotonic() + seconds
        self._timer: threading.Timer | None = None
        self.is_over = False
        self._wind()

    def page(self) -> None:
        """A page is read from its picture: more time, here and for whoever keeps the clock."""
        page_begins()
        self._pages += 1
        self._until += self._seconds * PAGE_SHARE
        self._wind()

    def stop(self) -> None:
        """The file is read."""
        if self._timer is not None:
            self._timer.cancel()

    def _wind(self) -> None:
        self.stop()
        if not is_listened_to():
            self._timer = threading.Timer(max(0.0, self._until - time.monotonic()), self._end)
            self._timer.start()

    def _end(self) -> None:
        self.is_over = True
        self._stop()

    def __str__(self) -> str:
        """The time that was allowed."""
        return told_seconds(self._seconds, self._pages)


class Child:
    """One child process and the pipes to it; not for several threads at once."""

    def __init__(self) -> None:
        package = Path(__file__).parents[2]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _CODE, str(package)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._owner = os.getpid()
        self._is_for_office: bool | None = None
        """What its first file made of it: only one for LibreOffice has sockets of the machine itself."""
        self.served = 0

    def reads(self, kind: Format) -> bool:
        """Whether it lives, is young, is of this process (not of one this was forked from), and may."""
        is_fit = self._is_for_office in (None, kind is Format.DOC)
        lives = self._process.poll() is None and self._owner == os.getpid()
        return is_fit and lives and self.served < _FILES_PER_CHILD

    def ask(
        self,
        kind: Format,
        raw: bytes,
        name: str,
        limits: DocumentLimits,
        wanted: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Have one file read, or what is ``wanted`` of it instead; ParserDiedError where no answer comes."""
        self.served += 1
        self._is_for_office = kind is Format.DOC
        clock = _Clock(limits.seconds, self._process.kill)
        request = {"kind": kind.value, "name": name, "limits": limits._asdict(), **(wanted or {})}
        try:
            send(_open(self._process.stdin), json.dumps(request).encode(), raw)  # type: ignore[arg-type]
            while (reply := receive(_open(self._process.stdout))) == PAGE:  # type: ignore[arg-type]
                clock.page()
        except OSError:
            reply = None
        finally:
            clock.stop()
        if reply is None:
            self.close()
            why = f"it took more than {clock}" if clock.is_over else "it crashed or ran out of memory"
            raise ParserDiedError(f"{name}: reading it was given up ({why}); leave it out or give it as text")
        answer: dict[str, Any] = json.loads(reply)
        if "error" in answer:
            raise error_of(answer["error"], answer["message"])
        return answer

    def close(self) -> None:
        """End the child; without effect on one that was inherited by a fork."""
        if self._owner != os.getpid():
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError("the pipe to the child process is closed")
    return pipe


class _Keeper:
    """Keeps at most one child for the whole process."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._lock = threading.Lock()

    def ask(
        self,
        kind: Format,
        raw: bytes,
        name: str,
        limits: DocumentLimits,
        wanted: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        with self._lock:
            if self._child is None or not self._child.reads(kind):
                self.close()
                self._child = Child()
            return self._child.ask(kind, raw, name, limits, wanted)

    def close(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None


_KEEPER = _Keeper()
atexit.register(_KEEPER.close)


def reader_in_child(kind: Format) -> FormatReader:
    """The reader of a binary format, in the child process."""

    def read(raw: bytes, name: str, limits: DocumentLimits) -> Parsed:
        document = Document.model_validate_json(_KEEPER.ask(kind, raw, name, limits)["document"])
        return Parsed(document.text, document.source.encoding, document.pages, document.grids, document.notes)

    return read


def reread_in_child(
    kind: Format, raw: bytes, name: str, limits: DocumentLimits, places: Sequence[Place]
) -> tuple[str, ...]:
    """What the recogniser sees in places of a file that it has read before, in the child process."""
    wanted = {"places": [place.model_dump() for place in places]}
    return tuple(_KEEPER.ask(kind, raw, name, limits, wanted)["texts"])


def draw_in_child(
    kind: Format, raw: bytes, name: str, limits: DocumentLimits, pages: Sequence[int]
) -> list[dict[str, Any]]:
    """Pictures of pages of a file, in the child process; see ``page_pictures.drawn``."""
    drawn: list[dict[str, Any]] = _KEEPER.ask(kind, raw, name, limits, {"drawn": list(pages)})["drawn"]
    return drawn
