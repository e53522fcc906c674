"""``extractor sample``: invented reports to try the product on."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.terminal import Terminal, exit_with


def write_samples(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write them into.")],
) -> None:
    """Write invented reports to try the product on, in several encodings and states of damage.

    写出若干份虚构的年度报告，供试用。

    Try: extractor sample reports/
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.writing import make_folder, write_bytes
        from extractor.errors import UsageError
        from extractor.resources import samples

        found = samples()
        for name, content in found.items():
            there = folder / name
            if there.exists() and (not there.is_file() or there.read_bytes() != content):
                raise UsageError(f"{there} is there already, with other content; choose another folder")
        make_folder(folder)
        for name, content in found.items():
            write_bytes(folder / name, content)
        terminal.note(
            f"{len(found)} invented reports are in {folder}; next: extractor extract {folder} --out out"
        )
