"""One large file over HTTP, in as many goes as the line needs."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from extractor.errors import UsageError

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""
BLOCK = 1 << 22
_GOES = 5
"""Goes in a row that may bring nothing before it is given up."""
_PAUSE_S = 1.0
_SILENCE_S = 60


class Wanted(NamedTuple):
    """A file at an address, of a known length."""

    address: str
    bytes: int


def download(wanted: Wanted, part: Path, progress: Progress, pause_s: float = _PAUSE_S) -> None:
    """Bring the whole file into ``part``, from where an earlier go stopped.

    Raises UsageError where the hub does not have it or brings nothing several times in a row; what came is
    kept. A file longer than expected is left for the caller to judge.
    """
    in_vain = 0
    why = ""
    while _length(part) < wanted.bytes:
        before = _length(part)
        try:
            _go_on(wanted, part, before, progress)
            why = "the line dropped"
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 416 and before:  # what is there is not the beginning of that file
                part.unlink()
                continue
            why = f"HTTP {error.code}"
            if error.code < 500:
                raise UsageError(f"{wanted.address}: {why}; check the hub's address") from error
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as error:
            why = str(error) or type(error).__name__
        in_vain = in_vain + 1 if _length(part) <= before else 0
        if in_vain >= _GOES:
            raise UsageError(f"{wanted.address}: {why}; what was loaded is kept, start again to go on")
        if _length(part) < wanted.bytes:
            time.sleep(pause_s)


def _go_on(wanted: Wanted, part: Path, there: int, progress: Progress) -> None:
    headers = {"Range": f"bytes={there}-"} if there else {}
    request = urllib.request.Request(wanted.address, headers=headers)
    with urllib.request.urlopen(request, timeout=_SILENCE_S) as answer:
        resumed = there > 0 and answer.status == 206
        size = there if resumed else 0
        with part.open("ab" if resumed else "wb") as out:
            while block := answer.read(BLOCK):
                out.write(block)
                size += len(block)
                progress(min(size, wanted.bytes), wanted.bytes)


def _length(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
