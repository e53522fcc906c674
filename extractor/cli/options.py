"""Options that many commands have."""

from pathlib import Path
from typing import Annotated

import typer

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr but failures.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value on stdout.")]
WithText = Annotated[
    bool,
    typer.Option("--with-text", help="JSON lines: with the text that offsets refer to, under the key text."),
]
OwnForms = Annotated[
    list[Path] | None,
    typer.Option(
        "--form",
        metavar="FILE",
        help="A form of your own that documents follow; may be given several times. Settings name more.",
    ),
]
RESULTS = typer.Option(
    metavar="URL", help="Store: a SQLite file or postgresql://host/name. Default: results.sqlite."
)
"""The store that holds what was read; a command says what it takes where none is named."""
