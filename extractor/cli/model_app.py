"""The sub-commands of ``extractor model``, as typer sees them."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import AsJson, Quiet
from extractor.cli.terminal import Terminal, exit_with

model_app = typer.Typer(
    no_args_is_help=True,
    help="Probe an endpoint; fetch, serve and qualify local models.\n\n探测端点；获取、运行和评定本地模型。",
)

Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="A model of extractor model list.")]


@model_app.command()
def probe(quiet: Quiet = False) -> None:
    """Ask the configured endpoint once what it honours, and keep the answer.

    探测端点支持哪些结构化输出方式。
    """
    terminal = Terminal(quiet=quiet)
    with exit_with(terminal):
        from extractor.cli.model_commands import run_probe
        from extractor.settings import load

        run_probe(load(), terminal)


@model_app.command("list")
def list_models(as_json: AsJson = False) -> None:
    """List the models that can be fetched by name; * is the default.

    列出可获取的模型。
    """
    with exit_with(Terminal()):
        from extractor.cli.model_commands import run_list
        from extractor.settings import load

        run_list(load(), as_json=as_json)


@model_app.command("fetch")
def fetch_model(
    name: Name = None,
    hub: Annotated[
        str | None, typer.Option(metavar="URL", help="Take it from a model hub at this address instead.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Bring a model's weights into the cache folder: source and licence are said first, hashes are checked.

    获取模型权重（先说明来源和许可，并核对散列值）。
    """
    terminal = Terminal(quiet=quiet)
    with exit_with(terminal):
        from extractor.cli.model_commands import run_fetch
        from extractor.settings import load

        settings = load({"hub_url": hub})
        run_fetch(name, settings, terminal, hub=settings.hub_url)


@model_app.command()
def serve(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FILE.gguf]", help="A fetched model, or any GGUF by path.")
    ] = None,
    context: Annotated[
        int | None, typer.Option(metavar="N", help="Tokens of context. Default: 8192.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Serve a local model on loopback, OpenAI-compatible, until Ctrl+C.

    在本机回环地址上运行本地模型。
    """
    terminal = Terminal(quiet=quiet)
    with exit_with(terminal):
        from extractor.cli.model_commands import run_serve
        from extractor.settings import load

        run_serve(name, load(), terminal, context)


@model_app.command("qualify")
def qualify_model(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Disputes of your own, as JSON; else those shipped."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Measure a model on disputes between readers and write which tasks it may decide.

    用读者意见不一的题目评定模型可以决定哪些任务。
    """
    terminal = Terminal(quiet=quiet)
    with exit_with(terminal):
        from extractor.cli.model_commands import run_qualify
        from extractor.settings import load

        run_qualify(path, load(), terminal)
