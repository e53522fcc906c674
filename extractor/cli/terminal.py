"""What goes to the terminal: results to stdout, everything else to stderr."""

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from extractor.errors import EXTRAS, ExtractorError, UsageError, install_line

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 120
"""Columns of a result that is not printed to a terminal, unless COLUMNS says otherwise."""

_CONTROL = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), "�")
_CONTROL.update(dict.fromkeys(map(ord, "\t\n\r"), " "))
# Bidirectional marks can make a line read otherwise than it is.
_CONTROL.update(dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�"))


def printable(text: str) -> str:
    """``text`` on one line and without anything that a terminal would obey.

    Documents come from strangers: an escape sequence in one must not reach the terminal.
    """
    return text.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")


class Terminal:
    """How much is said, and where."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose

    def console(self) -> "Console":
        """A rich console for results on stdout; plain where stdout is no terminal or NO_COLOR is set."""
        from rich.console import Console

        if isinstance(sys.stdout, io.TextIOWrapper):
            # A terminal that knows no Chinese gets question marks instead of a crash.
            sys.stdout.reconfigure(errors="replace")
        width = shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
        return Console(highlight=False, markup=False, emoji=False, width=width)

    def failure(self, message: str) -> None:
        """One line on stderr, always."""
        sys.stderr.write(printable(message) + "\n")

    def note(self, message: str) -> None:
        """One line on stderr, unless --quiet."""
        if not self.quiet:
            self.failure(message)

    def detail(self, message: str) -> None:
        """One line on stderr with --verbose."""
        if self.verbose:
            self.failure(message)


@contextmanager
def exit_with(terminal: Terminal) -> Iterator[None]:
    """Turn an ExtractorError into one line on stderr and an exit code: 2 for wrong usage, else 1."""
    try:
        if terminal.quiet and terminal.verbose:
            raise UsageError("--quiet and --verbose exclude each other; give one of them")
        yield
    except UsageError as error:
        terminal.failure(f"extractor: {error}")
        raise typer.Exit(2) from error
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        what = f"extractor: this needs {error.name}, which is not installed"
        terminal.failure(f"{what}: {install_line(extra)}; in a checkout: make install")
        raise typer.Exit(2) from error
    except ExtractorError as error:
        terminal.failure(f"extractor: {error}")
        raise typer.Exit(1) from error
