"""``extractor batch``: the flags of its commands; what they do is in ``batch_run`` and ``batch_export``."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.limit_options import MEMORY_MB, SECONDS, MemoryMb, Seconds
from extractor.cli.options import Quiet, WithText
from extractor.cli.terminal import Terminal, exit_with

app = typer.Typer(
    name="batch",
    no_args_is_help=True,
    help="Many documents: resumable, from a store.\n\n批量处理：可随时中断、继续，结果存入数据库。",
)

Db = Annotated[
    str,
    typer.Option(
        "--db", metavar="URL", help="The store: a SQLite file, or postgresql://user@host/name. Made if new."
    ),
]
RunId = Annotated[str | None, typer.Option("--run", metavar="ID", help="Which run. Default: the newest.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every document that failed.")]
Log = Annotated[
    str, typer.Option("--log", metavar="auto|plain|json", help="How progress is shown on stderr.")
]
MetricsPort = Annotated[
    int | None,
    typer.Option("--metrics-port", metavar="PORT", help="Prometheus text on 127.0.0.1:PORT/metrics; 0: any."),
]


@app.command("run")
def run_(  # noqa: PLR0913 - typer wants one parameter per flag
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER", help="Folders to walk, or files. Each content is read once."),
    ],
    db: Db,
    engine: Annotated[
        str | None, typer.Option(metavar="rules|hybrid|model", help="What reads the prose.")
    ] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", help="Processes. Default: one a core.")] = None,
    threads: Annotated[int, typer.Option(metavar="N", help="Documents asked about at a time.")] = 4,
    batch_api: Annotated[
        bool,
        typer.Option("--batch-api", help="Ask by the service's Batch API: half the price, within a day."),
    ] = False,
    limit: Annotated[int | None, typer.Option(metavar="N", help="Only the first N documents.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    seconds: Seconds = SECONDS,
    memory_mb: MemoryMb = MEMORY_MB,
    max_bytes: Annotated[int | None, typer.Option(metavar="N", help="Refuse larger files.")] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Read on a dask cluster: tcp://scheduler:8786, or local:2."),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", metavar="DIR", help="Then write all formats: account, workbook, tables, pages."
        ),
    ] = None,
    log: Log = "auto",
    metrics_port: MetricsPort = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read many documents into a store.

    把许多年度报告读入数据库，可随时中断、继续。

    Try: extractor batch run reports/ --db results.sqlite --export data/

    Ctrl-C finishes what is under way; a second one stops at once. Either way, and after a crash:
    extractor batch resume --db results.sqlite
    """
    terminal = Terminal(quiet=quiet, verbose=verbose)
    with exit_with(terminal):
        from extractor.cli.batch_run import Show, options_from, start
        from extractor.cli.forms import known_forms
        from extractor.settings import load

        settings = load({"engine": engine, "max_bytes": max_bytes, "batch_api": batch_api or None})
        known_forms(settings.forms)
        options = options_from(
            settings,
            terminal,
            workers=workers,
            threads=threads,
            seconds=seconds,
            memory_mb=memory_mb,
            cluster=cluster,
        )
        show = Show(terminal, log, metrics_port)
        code = start(folders, db, (settings, options), (limit, dry_run), show)
        if export is not None and not dry_run:
            from extractor.cli.export import ExportChoice
            from extractor.cli.export import run as export_chosen

            chosen = ExportChoice(None, db, None, False, "all", False)
            code = export_chosen(chosen, export, terminal) or code
        raise typer.Exit(code)


@app.command()
def resume(  # noqa: PLR0913 - typer wants one parameter per flag
    db: Db,
    run: RunId = None,
    join: Annotated[
        bool, typer.Option("--join", help="Work beside other coordinators on the run (PostgreSQL).")
    ] = False,
    log: Log = "auto",
    metrics_port: MetricsPort = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Go on with a run that was interrupted or killed.

    继续被中断的批次：已完成的不再重做。
    """
    terminal = Terminal(quiet=quiet, verbose=verbose)
    with exit_with(terminal):
        from extractor.cli.batch_run import Show, go_on

        raise typer.Exit(go_on(db, run, Show(terminal, log, metrics_port), joins=join))


@app.command()
def status(
    db: Db,
    run: RunId = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Redraw until the run is at rest.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="List the failed documents and why.")] = False,
) -> None:
    """Say how far a run is.

    显示批次进度。
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.batch_run import show_status

        show_status(db, run, (as_json, watch, failed), terminal)


@app.command()
def retry(
    db: Db,
    run: RunId = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="The failed documents; nothing else is retried.")
    ] = False,
    log: Log = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Try the failed documents of a run again.

    重试失败的文档。

    Try: extractor batch retry --failed --db results.sqlite
    """
    terminal = Terminal(quiet=quiet, verbose=verbose)
    with exit_with(terminal):
        from extractor.cli.batch_run import Show, retry_run
        from extractor.errors import UsageError

        if not failed:
            raise UsageError("say what to retry: --failed")
        raise typer.Exit(retry_run(db, run, Show(terminal, log, None)))


@app.command()
def cancel(db: Db, run: RunId = None) -> None:
    """Cancel a run: what is done stays, what waits is given up.

    取消批次：已完成的保留。
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.batch_run import cancel_named

        cancel_named(db, run, terminal)


@app.command()
def gc(
    db: Db,
    keep_runs: Annotated[int, typer.Option(metavar="N", help="Keep the newest N runs that are over.")] = 10,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would go, and remove nothing.")
    ] = False,
) -> None:
    """Remove old runs, and Reports that newer ones replaced and nothing refers to.

    清理旧批次和被取代的结果；模型调用与人工更正保留。
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.batch_run import collect_garbage

        collect_garbage(db, keep_runs, dry_run, terminal)


Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the files go; made if new.")]
Formats = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="LIST",
        help="Of jsonl, csv, panel, parquet, xlsx, html, sqlite, with commas; or all.",
    ),
]
Bom = Annotated[
    bool,
    typer.Option("--bom", "--excel", help="CSV for Excel: with a BOM."),
]
Raw = Annotated[
    bool,
    typer.Option("--raw", help="CSV as it is: text that looks like a formula is not marked."),
]
Machine = Annotated[bool, typer.Option("--machine", help="Without the corrections of people.")]
Everything = Annotated[
    bool,
    typer.Option("--everything", help="The newest Report of every document in the store, not of one run."),
]
DEFAULT_FORMATS = "jsonl,csv,panel"


@app.command("export")
def export_batch(  # noqa: PLR0913 - typer wants one parameter per flag
    db: Db,
    out: Out,
    run: RunId = None,
    everything: Everything = False,
    formats: Formats = DEFAULT_FORMATS,
    bom: Bom = False,
    raw: Raw = False,
    machine: Machine = False,
    with_text: WithText = False,
) -> None:
    """Write the Reports of a run as JSON lines, CSV, Parquet or Excel, with a codebook.

    导出为 JSONL、CSV、Parquet、Excel，附字段说明。

    Try: extractor batch export --db results.sqlite --out export/ --format all
    """
    export_reports(out, None, db, run, everything, formats, bom, raw, machine, with_text)


def export_reports(  # noqa: PLR0913 - typer wants one parameter per flag
    out: Out,
    reports: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Folder of Reports that extract --out wrote.")
    ] = None,
    db: Annotated[
        str | None, typer.Option("--db", metavar="URL", help="A store instead of a folder.")
    ] = None,
    run: RunId = None,
    everything: Everything = False,
    formats: Formats = DEFAULT_FORMATS,
    bom: Bom = False,
    raw: Raw = False,
    machine: Machine = False,
    with_text: WithText = False,
    form: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File of a form of your own that Reports follow.")
    ] = None,
    bodies: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="What people said. Default: bodies.csv in the folder, or beside the store."
        ),
    ] = None,
    places: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV of places that the list lacks: code, name, parent."),
    ] = None,
    population: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV of inhabitants: code, population, year.")
    ] = None,
) -> None:
    """Write Reports as JSON lines, CSV, Parquet or Excel, with a codebook.

    把提取结果导出为 JSONL、CSV、Parquet、Excel，附字段说明。

    Try: extractor export out/ --out tables/ --format all
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.export import ExportChoice
        from extractor.cli.export import run as export_chosen
        from extractor.cli.forms import known_forms

        known_forms([form] if form else [])
        flags = {"bodies": bodies, "places": places, "population": population}
        chosen = ExportChoice(reports, db, run, everything, formats, bom, raw, machine, flags, with_text)
        raise typer.Exit(export_chosen(chosen, out, terminal))
