"""``extractor audit``: one report over a folder or a store of Reports."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.bodies_app import All, Bodies, Db, Folder, Places, Run
from extractor.cli.options import Quiet
from extractor.cli.terminal import Terminal, exit_with


def audit_reports(  # noqa: PLR0913 - typer wants one parameter per flag
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for page, workbook and score sheets.")],
    folder: Folder = None,
    db: Db = None,
    run: Run = None,
    everything: All = False,
    rules: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Rules of your own (TOML, docs/evaluator.md). Default: the usual ones."
        ),
    ] = None,
    bodies: Bodies = None,
    places: Places = None,
    machine: Annotated[bool, typer.Option("--machine", help="Without the corrections of people.")] = False,
    quiet: Quiet = False,
) -> None:
    """Audit many reports: contradictions, slips, copied text, late ones, outliers, scores by rules.

    审计多份报告：上下级与前后年的矛盾、自身差错、沿用上年文字、迟发、离群数字，并按规则评分。

    Writes DIR/audit.html (one page that stands alone and prints), audit.xlsx, findings.csv and a score sheet
    for each body in DIR/scores. What is found does not change the exit code.

    Try: extractor audit out/ --out audit/

    Or: extractor audit --db sqlite:///reports.db --rules city.toml --out audit/
    """
    terminal = Terminal(quiet=quiet)
    with exit_with(terminal):
        from extractor.cli.audit import Chosen
        from extractor.cli.audit import run as audit
        from extractor.cli.shelves import ShelfSource
        from extractor.settings import load

        settings = load({"bodies": bodies, "places": places})
        audit(Chosen(ShelfSource(folder, db, run, everything, machine), rules), out, settings, terminal)
