"""``extractor certify``: how wrong a data set is, said with an interval."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import RESULTS, AsJson
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

certify_app = typer.Typer(
    name="certify",
    no_args_is_help=True,
    help="Certify a data set: plan, blind audit, certificate.\n\n核查数据：定方案、盲审、出证书。",
    context_settings={"help_option_names": ["-h", "--help"]},
)

Db = Annotated[str, RESULTS]
PlanId = Annotated[str | None, typer.Option("--plan", metavar="ID", help="Plan; default: the newest.")]
DEFAULT_DB = "results.sqlite"


@certify_app.command()
def plan(  # noqa: PLR0913 - typer wants one parameter per flag
    db: Db = DEFAULT_DB,
    tolerance: Annotated[
        str, typer.Option(metavar="SHARE", help="Wrong values that are bearable, e.g. 0.5%.")
    ] = "0.5%",
    confidence: Annotated[str, typer.Option(metavar="SHARE", help="How sure, e.g. 95%.")] = "95%",
    minutes: Annotated[
        float | None, typer.Option(metavar="N", help="Time of one reader; the bound is what it buys.", min=1)
    ] = None,
    auditors: Annotated[int, typer.Option(metavar="1|2", help="Readers of each value.", min=1, max=2)] = 1,
    variable: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Column of the panel that is a stratum of its own, for a tight bound; repeatable.",
        ),
    ] = None,
    find: Annotated[
        str, typer.Option(metavar="SHARE", help="Wrong values that a reader is taken to find at least.")
    ] = "100%",
    sequential: Annotated[
        bool, typer.Option("--sequential", help="Readers may stop at any time; the bound is wider.")
    ] = False,
    seed: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Seed of the draw. Default: a new one.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
) -> None:
    """Say what to look at, draw the sample and store it before anybody looks.

    制定方案：分层、抽样，并在任何人查看之前存库。

    Try: extractor certify plan --db results.sqlite --tolerance 0.5% --minutes 60
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.certify import PlanFlags, make

        wanted = PlanFlags(
            tolerance, confidence, minutes, auditors, tuple(variable or ()), find, sequential, seed, json
        )
        make(db, wanted, terminal)


@certify_app.command()
def run(  # noqa: PLR0913 - typer wants one parameter per flag
    db: Db = DEFAULT_DB,
    plan_id: PlanId = None,
    port: Port = DEFAULT_PORT,
    host: Host = DEFAULT_HOST,
    name: Names = None,
    team: Annotated[
        bool, typer.Option("--team", help="Named readers with passwords; two readers of a value need it.")
    ] = False,
    tls: BehindTls = False,
    proxy: TrustedProxies = None,
) -> None:
    """Open the blind audit in the correction page: one place, one key, the next place.

    打开盲审页面：只看原文作答，一键一项。

    Try: extractor certify run --db results.sqlite
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.certify import ready_to_run
        from extractor.cli.review_serving import Where, serve

        there = ready_to_run(db, plan_id, terminal)
        where = Where(host, port, tuple(name or ()), team, False, tls, tuple(proxy or ()), there=there)
        serve(db, where, terminal)


@certify_app.command()
def report(
    db: Db = DEFAULT_DB,
    plan_id: PlanId = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for certificate.json and .html.")] = Path(
        "."
    ),
) -> None:
    """Compute the certificate and write it as JSON and as one HTML page.

    计算并写出证书（JSON 与网页各一）。

    Try: extractor certify report --db results.sqlite --out certificate
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.certify import write_report

        write_report(db, plan_id, out, terminal)


@certify_app.command()
def verify(
    certificate: Annotated[Path, typer.Argument(metavar="CERTIFICATE.json", help="What report wrote.")],
    db: Db = DEFAULT_DB,
    as_json: AsJson = False,
) -> None:
    """Compute everything again from the store and say what does not match (exit code 1).

    按库中数据重新计算证书，指出不符之处。

    Try: extractor certify verify certificate/certificate.json --db results.sqlite
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.certify import check

        raise typer.Exit(1 if check(db, certificate, terminal, as_json=as_json) else 0)
