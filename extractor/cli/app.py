"""The ``extractor`` command and its sub-commands.

Only typer is imported here; what a command needs is imported inside it, so that ``extractor --help``
answers at once.
"""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer
import typer.main

from extractor import __version__
from extractor.cli.audit_app import audit_reports
from extractor.cli.batch import app as batch_app
from extractor.cli.batch import export_reports
from extractor.cli.bodies_app import bodies_app
from extractor.cli.certify_app import certify_app
from extractor.cli.eval_app import eval_app
from extractor.cli.form_app import form_app
from extractor.cli.languages import language_of, shell_language, translate
from extractor.cli.limit_options import MEMORY_MB, SECONDS, MemoryMb, Seconds
from extractor.cli.model_app import model_app
from extractor.cli.options import Quiet, WithText
from extractor.cli.review import review_app
from extractor.cli.sample import write_samples
from extractor.cli.terminal import Terminal, exit_with
from extractor.errors import UsageError

app = typer.Typer(
    name="extractor",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all done, 1 some documents failed, 2 wrong usage or settings.",
)

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what is read, skipped and written.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from extractor.extensions import versions

        extended = "".join(f"\nwith {each}" for each in versions())
        typer.echo(f"extractor {__version__}{extended}")
        raise typer.Exit


@app.callback()
def extractor(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    lang: Annotated[
        str, typer.Option(metavar="zh|en", help="Language of the help: zh or en. Default: as LANG says.")
    ] = "",
) -> None:
    """Turn Chinese government disclosure reports into data that can be trusted.

    从政府信息公开工作年度报告中提取可核对的数据。

    Start with: extractor extract FILE
    """


@app.command()
def extract(  # noqa: PLR0913 - typer wants one parameter per flag
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT",
            help="Text, HTML, Word, PDF, pictures; folders and ZIP archives of them; - for stdin.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write NAME.json (the Report) and NAME.txt (the text its offsets refer to) for each input, "
            "or NAME.error.json. Without it, a readable summary is printed.",
        ),
    ] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write all Reports into one file, one a line; - for stdout."),
    ] = None,
    with_text: WithText = False,
    engine: Annotated[
        str | None,
        typer.Option(
            metavar="rules|hybrid|model",
            help="What reads: rules need no model, hybrid asks one for what rules leave open, model asks it "
            "for everything. Default: hybrid where an endpoint is configured, else rules.",
        ),
    ] = None,
    form: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE|ID",
            help="The form that the documents follow: a file of your own (extractor form new) or a known id. "
            "Default: the wording of each document says which.",
        ),
    ] = None,
    max_bytes: Annotated[
        int | None, typer.Option(metavar="N", help="Refuse larger files. Default: 20000000.")
    ] = None,
    seconds: Seconds = SECONDS,
    memory_mb: MemoryMb = MEMORY_MB,
    max_cost: Annotated[
        float | None, typer.Option(metavar="N", help="Stop asking the model when this much is spent.")
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Do not use or keep the model's replies.")
    ] = False,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask the model again, keep the new replies.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say how much the model would be asked; ask nothing.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read documents into Reports: every number with its place in the text.

    读取年度报告，输出带原文出处的数据。

    Try: extractor extract report.txt

    Or: extractor extract reports/ --out out/
    """
    terminal = Terminal(quiet=quiet, verbose=verbose)
    with exit_with(terminal):
        from extractor.cli.extract import Destination, run
        from extractor.cli.forms import known_forms
        from extractor.cli.limited_reading import How
        from extractor.settings import load
        from extractor.workers import WorkerLimits

        flags = {"engine": engine, "max_bytes": max_bytes, "max_cost": max_cost}
        asking = {
            "use_cache": False if no_cache else None,
            "refresh": refresh or None,
            "dry_run": dry_run or None,
        }
        settings = load({**flags, **asking})
        known_forms(settings.forms)
        forced = known_forms([form] if form else [])
        # Somebody waits for it: what took too long once is not tried again.
        how = How(settings, WorkerLimits(seconds, memory_mb, max_tries=1), forced)
        failed = run(inputs, Destination(out, jsonl, with_text), how, terminal)
        raise typer.Exit(1 if failed else 0)


@app.command()
def validate(
    reports: Annotated[
        list[Path],
        typer.Argument(metavar="REPORT.json", help="Reports to check."),
    ],
    text: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Canonical text of the one report given. Default: NAME.txt beside each NAME.json, if there.",
        ),
    ] = None,
    form: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File of a form of your own that Reports follow.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object instead: files, findings, bodies.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check Reports against the schema and run all checks again.

    按模式校验报告，并重新核对勾稽关系。

    Several reports of one body are also checked against each other across the years. Findings do not
    change the exit code; a file that is no valid Report does (1).

    Try: extractor validate out/*.json
    """
    terminal = Terminal(quiet=quiet, verbose=verbose)
    with exit_with(terminal):
        from extractor.cli.forms import known_forms
        from extractor.cli.validate import run
        from extractor.settings import load

        known_forms([*load().forms, *([form] if form else [])])
        failed = run(reports, text, terminal, as_json=as_json)
        raise typer.Exit(1 if failed else 0)


@app.command()
def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="report, gold, or another schema by its name.")],
) -> None:
    """Print a JSON Schema of the product, for programs that check or make its files.

    打印产品文件的 JSON 模式，供其他程序校验或生成。

    Try: extractor schema report > report.schema.json
    """
    with exit_with(Terminal()):
        from extractor.errors import UsageError
        from extractor.resources import schema_names, schema_text

        if name not in schema_names():
            raise UsageError(f"{name}: no such schema; known are {', '.join(schema_names())}")
        typer.echo(schema_text(name), nl=False)


@app.command()
def page(
    report: Annotated[
        Path, typer.Argument(metavar="REPORT.json", help="A Report; its text is looked for beside it.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write. Default: REPORT.html; - for stdout."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The original, for pictures of its pages. Default: where inputs.csv says that it lay.",
        ),
    ] = None,
    form: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File of a form of your own that the Report follows.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Make one page of one Report: tables with sums, findings, the text with every evidence marked.

    生成一份报告的单页网页：表格、勾稽关系、核对发现、标出全部出处的原文。

    The page is whole in one file, needs no server and no network, and prints.

    Try: extractor page out/report.json
    """
    terminal = Terminal(quiet=quiet)
    with exit_with(terminal):
        from extractor.cli.forms import known_forms
        from extractor.cli.page_command import run
        from extractor.settings import load

        known_forms([*load().forms, *([form] if form else [])])
        run(report, out, source, terminal)


app.command("export")(export_reports)
app.command("audit")(audit_reports)
app.command("sample")(write_samples)
app.add_typer(batch_app, name="batch")
app.add_typer(model_app, name="model")
app.add_typer(eval_app, name="eval")
app.add_typer(review_app, name="review")
app.add_typer(certify_app, name="certify")
app.add_typer(form_app, name="form")
app.add_typer(bodies_app, name="bodies")


def main() -> None:
    """Entry point of the ``extractor`` script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no Chinese gets question marks
    try:
        language, arguments = language_of(sys.argv[1:], shell_language())
    except UsageError as error:
        sys.stderr.write(f"extractor: {error}\n")
        raise SystemExit(2) from error
    command = typer.main.get_command(app)
    translate(command, language)
    command(arguments, prog_name="extractor")
