"""``extractor review``: the correction page, its users, and what comes out of it."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import RESULTS
from extractor.cli.serving_options import (
    DEFAULT_HOST,
    DEFAULT_PORT,
    BehindTls,
    Host,
    Names,
    Port,
    TrustedProxies,
)
from extractor.cli.terminal import Terminal, exit_with

review_app = typer.Typer(
    name="review",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Db = Annotated[str | None, RESULTS]
DEFAULT_DB = "results.sqlite"


@review_app.callback()
def review(  # noqa: PLR0913 - typer wants one parameter per flag
    context: typer.Context,
    db: Db = None,
    port: Port = DEFAULT_PORT,
    host: Host = DEFAULT_HOST,
    name: Names = None,
    team: Annotated[
        bool, typer.Option("--team", help="Named users with passwords instead of the one-time address.")
    ] = False,
    blind: Annotated[
        bool, typer.Option("--blind", help="Annotators do not see each other; adjudicators settle.")
    ] = False,
    tls: BehindTls = False,
    proxy: TrustedProxies = None,
    tolerance: Annotated[
        str | None,
        typer.Option(
            metavar="SHARE",
            help="Wrong values that are bearable, e.g. 0.1%: says which values a person must see, and puts "
            "them first.",
        ),
    ] = None,
) -> None:
    """Open the correction page: doubtful values first, one key a decision.

    打开校对页面：存疑的数值排在最前，一键一个决定。

    Try: extractor review --db results.sqlite
    """
    if context.invoked_subcommand is not None:
        context.obj = db
        return
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.certify import share
        from extractor.cli.review_serving import Where, serve

        bearable = None if tolerance is None else share(tolerance, "--tolerance")
        proxies = tuple(proxy or ())
        where = Where(host, port, tuple(name or ()), team, blind, tls, proxies, tolerance=bearable)
        serve(db or DEFAULT_DB, where, terminal)


@review_app.command()
def user(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the user.")],
    role: Annotated[
        str, typer.Option(metavar="reader|reviewer|adjudicator|admin", help="What the user may do.")
    ] = "reviewer",
    password: Annotated[str, typer.Option(metavar="WORDS", help="Asked for if not given.")] = "",
    db: Db = None,
) -> None:
    """Add a user for --team, or change role and password.

    添加或修改团队用户。

    Try: extractor review user wang --role adjudicator
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.review_serving import save_user

        def ask() -> str:
            return password or typer.prompt("Password", hide_input=True, confirmation_prompt=True)

        save_user(db or context.obj or DEFAULT_DB, name, role, ask)
        terminal.note(f"{name}: saved as {role}")


@review_app.command("remove-user")
def remove_user_command(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the user.")],
    db: Db = None,
) -> None:
    """Remove a user of --team; sessions end at once, what the user decided stays.

    删除团队用户；其校对记录保留。

    Try: extractor review remove-user wang
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.review_serving import remove_user

        remove_user(db or context.obj or DEFAULT_DB, name)
        terminal.note(f"{name}: removed")


@review_app.command()
def export(  # noqa: PLR0913 - typer wants one parameter per flag
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to; made if it is not there.")],
    gold: Annotated[
        bool, typer.Option("--gold", help="Gold documents of the evaluation format, one JSON file each.")
    ] = False,
    label_studio: Annotated[
        bool, typer.Option("--label-studio", help="One tasks.json for Label Studio.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also documents with values still in doubt or without any decision.")
    ] = False,
    blind: Annotated[
        bool,
        typer.Option("--blind", help="Of blind annotation: what annotators agree on or was adjudicated."),
    ] = False,
    db: Db = None,
) -> None:
    """Write corrected documents as gold for extractor eval, or for Label Studio.

    把校对结果导出为评测用的标准答案。

    Try: extractor review export --gold gold/
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.review_serving import ExportFlags, export_documents

        wanted = ExportFlags(gold, label_studio, everything, blind)
        written = export_documents(db or context.obj or DEFAULT_DB, out, wanted, terminal.note)
        terminal.note(f"{written} documents written to {out}")


@review_app.command("import")
def import_label_studio(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export of Label Studio (JSON).")],
    author: Annotated[str, typer.Option(metavar="NAME", help="Whose decisions these are.")] = "label-studio",
    db: Db = None,
) -> None:
    """Read facts of the prose that were labelled in Label Studio, as events of the log.

    导入 Label Studio 的标注。

    Try: extractor review import project-1.json
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.review_serving import import_tasks

        done = import_tasks(db or context.obj or DEFAULT_DB, file, author)
        terminal.note(f"{done} documents changed")
