"""``extractor bodies``: which report is of which body, and how a person puts it right."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import AsJson, Quiet
from extractor.cli.terminal import Terminal, exit_with

bodies_app = typer.Typer(
    no_args_is_help=True,
    help="Which report is of which body: names, places, levels, one id through all years.\n\n"
    "报告属于哪个机关：名称、区划、层级与历年不变的编号。",
)

Folder = Annotated[
    Path | None,
    typer.Argument(metavar="[FOLDER]", help="Folder that extract --out wrote.", show_default=False),
]
Db = Annotated[str | None, typer.Option(metavar="URL", help="Store instead of a folder.")]
Run = Annotated[str | None, typer.Option(metavar="ID", help="Run of the store. Default: the newest.")]
All = Annotated[bool, typer.Option("--all", help="Newest report of each document, over all runs.")]
Bodies = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="What people said. Default: bodies.csv in the folder, or beside the store."
    ),
]
Places = Annotated[
    Path | None, typer.Option(metavar="FILE", help="CSV of places that the list lacks: code, name, parent.")
]


@bodies_app.command("list")
def list_bodies(  # noqa: PLR0913 - typer wants one parameter per flag
    folder: Folder = None,
    db: Db = None,
    run: Run = None,
    everything: All = False,
    bodies: Bodies = None,
    places: Places = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write. Default: the file of --bodies.")
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Write bodies.csv: each report with its body, the rule and the evidence; what is unsure is printed.

    写出 bodies.csv：每份报告属于哪个机关、依据什么；拿不准的逐条列出。

    Change body_id in the file where it is wrong: what a person wrote is kept and wins ever after.

    Try: extractor bodies list out/
    """
    terminal = Terminal(quiet=quiet)
    with exit_with(terminal):
        from extractor.cli.body_commands import write_list
        from extractor.cli.shelves import ShelfSource
        from extractor.settings import load

        settings = load({"bodies": bodies, "places": places})
        write_list(ShelfSource(folder, db, run, everything), settings, out, terminal, as_json=as_json)


@bodies_app.command("panel")
def write_tables(  # noqa: PLR0913 - typer wants one parameter per flag
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the CSV files.")],
    folder: Folder = None,
    db: Db = None,
    run: Run = None,
    everything: All = False,
    bodies: Bodies = None,
    places: Places = None,
    quiet: Quiet = False,
) -> None:
    """Write the years and families of all bodies: changes, copied text, sums of children, findings.

    写出各机关历年变化、与上年重复的文字、上下级合计及跨报告的核对发现。

    years.csv, changes.csv, copied.csv, families.csv, sums.csv, panel_findings.csv; docs/bodies.md says what
    their columns mean. extractor audit makes a report of the same.

    Try: extractor bodies panel out/ --out panel/
    """
    terminal = Terminal(quiet=quiet)
    with exit_with(terminal):
        from extractor.cli.bodies_panel import write_panel
        from extractor.cli.shelves import ShelfSource
        from extractor.settings import load

        settings = load({"bodies": bodies, "places": places})
        write_panel(ShelfSource(folder, db, run, everything), settings, out, terminal)


@bodies_app.command("link")
def link_name(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names as printed.")],
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Year of the report.")] = None,
    places: Places = None,
    as_json: AsJson = False,
) -> None:
    """Say which body a name stands for, by which rule, or between which it cannot tell.

    说明一个名称指哪个机关、依据哪条规则，或者在哪几个之间不能确定。

    Try: extractor bodies link 淮安市洪泽区人民政府办公室 洪泽县水利局 --year 2015
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.body_commands import explain
        from extractor.settings import load

        explain(names, year, load({"places": places}).places, terminal, as_json=as_json)


@bodies_app.command()
def correct(
    report: Annotated[
        str, typer.Argument(metavar="REPORT", help="Key, path or file name of a report; or a printed name.")
    ],
    body_id: Annotated[str, typer.Argument(metavar="BODY_ID", help="The body that it is of.")],
    bodies: Annotated[Path, typer.Option(metavar="FILE", help="The file to put it into.")] = Path(
        "bodies.csv"
    ),
) -> None:
    """Put one report, or every report that prints a name, under another body in bodies.csv.

    在 bodies.csv 中改正一份报告（或某一名称的全部报告）所属的机关。

    Try: extractor bodies correct 鼓楼区人民政府 320302-gov --bodies out/bodies.csv
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.body_commands import put_right
        from extractor.settings import load

        put_right(report, body_id, bodies, load({}).places, terminal)
