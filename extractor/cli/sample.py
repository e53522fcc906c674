"""``extractor sample``: invented reports to try the product on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.terminal import Terminal, exit_with


def write_samples(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write them into.")],
    city: Annotated[
        bool,
        typer.Option("--city", help="A city with its districts and townships over five years, to audit."),
    ] = False,
) -> None:
    """Write invented reports to try the product on, in several encodings and states of damage.

    写出若干份虚构的年度报告，供试用。

    Try: extractor sample reports/

    Or: extractor sample city/ --city
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.whole_files import make_folder, write_bytes
        from extractor.errors import UsageError

        found = _city() if city else _samples()
        for name, content in found.items():
            there = folder / name
            if there.exists() and (not there.is_file() or there.read_bytes() != content):
                raise UsageError(f"{there} is there already, with other content; choose another folder")
        for name, content in found.items():
            make_folder((folder / name).parent)
            write_bytes(folder / name, content)
        terminal.note(
            f"{len(found)} invented reports are in {folder}; next: extractor extract {folder} --out out"
        )


def _samples() -> Mapping[str, bytes]:
    from extractor.resources import samples

    return samples()


def _city() -> Mapping[str, bytes]:
    """An invented city with a trouble of every kind that an audit names."""
    from extractor.evaluation.city import Trouble, make_city

    return {each.path: each.text.encode() for each in make_city(0, tuple(Trouble)).documents}
