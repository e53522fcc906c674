"""``extractor form``: make, check and explain a user's own form."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import AsJson
from extractor.cli.terminal import Terminal, exit_with

form_app = typer.Typer(
    name="form",
    no_args_is_help=True,
    help="Your own statutory form as a file: docs/forms.md is the tutorial.\n\n"
    "自定义表式：用一个文件描述自己的表。",
)

_File = Annotated[Path, typer.Argument(metavar="FILE", help="The form's TOML file.")]


@form_app.command()
def new(file: _File) -> None:
    """Write a commented template to start from.

    写出带注释的模板。

    Try: extractor form new my_form.toml
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.forms import write_new

        write_new(file)
        terminal.note(f"written: {file}; change it, then: extractor form check {file}")


@form_app.command()
def check(file: _File, as_json: AsJson = False) -> None:
    """Say what the file describes, or file, line and key of the first mistake.

    检查表式文件，指出错误所在的行。
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.forms import check as run

        run(file, terminal, as_json=as_json)


@form_app.command()
def explain(
    form: Annotated[Path, typer.Argument(metavar="FILE|ID", help="A form's file, or the id of a known one.")],
    as_json: AsJson = False,
) -> None:
    """Rows, sums, cells that no sum covers, and what one misprint in each cell would do.

    说明各行、勾稽关系、未覆盖的单元格，以及一处误印会怎样。

    Try: extractor form explain 2021
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.forms import explain as run

        run(form, terminal, as_json=as_json)
