"""``-`` among the inputs of ``extract``: one document on standard input."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import UsageError

DASH = Path("-")
NAME = "stdin"


@contextmanager
def with_standard_input(inputs: Sequence[Path], max_bytes: int) -> Iterator[tuple[list[Path], Path | None]]:
    """The inputs with ``-`` replaced by a file that holds what came in, and that file, gone afterwards."""
    if DASH not in inputs:
        yield list(inputs), None
        return
    if sys.stdin.isatty():
        raise UsageError(
            "-: nothing is piped in; give a file, or pipe one: cat report.html | extractor extract -"
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        # One byte more than allowed is kept, so that reading says what too large a file is told everywhere.
        path.write_bytes(sys.stdin.buffer.read(max_bytes + 1))
        yield [path if each == DASH else each for each in inputs], path
