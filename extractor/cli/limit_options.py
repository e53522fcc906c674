"""The limits of one document as options, the same for every command that reads."""

from typing import Annotated

import typer

from extractor.limits import MEMORY_MB, SECONDS

_SECONDS = "Time limit for one document; each page that is read from its picture adds a quarter of it."
Seconds = Annotated[float, typer.Option(metavar="S", min=0.001, help=_SECONDS)]
MemoryMb = Annotated[int, typer.Option(metavar="MB", min=64, help="Memory limit for one document.")]

__all__ = ["MEMORY_MB", "SECONDS", "MemoryMb", "Seconds"]
