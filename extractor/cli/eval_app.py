"""``extractor eval``: scores engines and models on the gold suites.

Only typer is imported here; what a command needs is imported inside it.
"""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import AsJson, OwnForms, Quiet
from extractor.cli.terminal import Terminal, exit_with

eval_app = typer.Typer(
    name="eval",
    no_args_is_help=True,
    help="Score engines and models on the gold suites; compare runs; write the report.",
)
gold_app = typer.Typer(name="gold", no_args_is_help=True, help="Make and check gold files.")
eval_app.add_typer(gold_app)

Project = Annotated[
    Path,
    typer.Option(metavar="DIR", help="The checkout that holds eval/ and fixtures/."),
]
Real = Annotated[
    Path | None,
    typer.Option(
        "--real",
        metavar="DIR",
        envvar="EXTRACTOR_REAL_REPORTS",
        help="Folder of the real reports. Default: ../shared/seeds beside the project.",
    ),
]
Prose = Annotated[
    Path | None,
    typer.Option(
        "--prose",
        metavar="DIR",
        envvar="EXTRACTOR_PROSE",
        help="Folder of the labelled prose. Default: ../shared/prose beside the project.",
    ),
]
Recompute = Annotated[
    bool,
    typer.Option("--recompute", help="Compute every stored figure again first; exit 1 if one differs."),
]


@eval_app.command()
def run(  # noqa: PLR0913 - typer wants one parameter per flag
    suite: Annotated[
        list[str] | None,
        typer.Option("--suite", "-s", metavar="NAME", help="Suites to score; all of them by default."),
    ] = None,
    engine: Annotated[str, typer.Option(metavar="rules|hybrid|model", help="What reads.")] = "rules",
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Model, as the endpoint knows it.")
    ] = None,
    split: Annotated[str | None, typer.Option(metavar="NAME", help="One split of the suites.")] = None,
    repeat: Annotated[int, typer.Option(min=1, metavar="N", help="Read everything N times.")] = 1,
    check: Annotated[
        bool,
        typer.Option("--check", help="Exit 1 where a figure passes its limit or falls behind its baseline."),
    ] = False,
    baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Keep the runs as the committed baselines.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="At most N documents of each suite.")
    ] = None,
    if_possible: Annotated[
        bool, typer.Option("--if-possible", help="Say so and succeed where the engine cannot run here.")
    ] = False,
    replies: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Ask no model: replay the replies recorded in this folder."),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where runs are stored.")] = Path("out/eval"),
    project: Project = Path("."),
    real: Real = None,
    prose: Prose = None,
    form: OwnForms = None,
    quiet: Quiet = False,
) -> None:
    """Read the suites with one engine, score it against gold and store the runs.

    用标注集评测一个引擎。

    Try: extractor eval run --suite fixtures --engine rules --check
    """
    terminal = Terminal(quiet=quiet)
    with exit_with(terminal):
        from extractor.cli.eval_run import EvalOptions, run_suites
        from extractor.cli.forms import known_forms
        from extractor.evaluation.suites import Folders
        from extractor.settings import load

        known_forms([*load().forms, *(form or ())])
        options = EvalOptions(
            tuple(suite or ()),
            engine,
            model,
            split,
            repeat,
            check,
            baseline,
            out,
            limit,
            if_possible,
            replies,
        )
        failed = run_suites(options, Folders(project, real, prose), terminal)
        raise typer.Exit(1 if failed else 0)


@eval_app.command()
def compare(
    runs: Annotated[
        list[Path],
        typer.Argument(metavar="RUN...", help="Two runs or more; the first is what the others differ from."),
    ],
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write all figures as CSV as well.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write all figures as JSON as well.")
    ] = None,
    field: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Only figures whose name holds these words.")
    ] = None,
    recompute: Recompute = False,
) -> None:
    """Put runs side by side, fields by models: value, interval, n, paired difference, cost, seconds, calls.

    并列比较多次评测，用于选择模型。

    Runs of several suites are compared suite by suite. Of two runs of one suite every item that was fixed or
    broken is listed.

    Try: extractor eval compare eval/baselines/fixtures-rules.json out/eval/fixtures-rules.json
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.eval_show import ChoiceFiles, show_choices

        drift = show_choices(runs, recompute, ChoiceFiles(csv, json), field, terminal)
        raise typer.Exit(1 if drift else 0)


@eval_app.command()
def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN", help="Runs to show.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write one HTML page. Without it, a summary is printed."),
    ] = None,
    recompute: Recompute = False,
    project: Project = Path("."),
    real: Real = None,
    prose: Prose = None,
) -> None:
    """Write one self-contained page with figures, errors in context and differences between the runs.

    生成评测报告（单个网页）。

    Try: extractor eval report out/eval/*.json --out report.html
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.eval_show import show_report
        from extractor.evaluation.suites import Folders

        raise typer.Exit(
            1 if show_report(runs, out, recompute, Folders(project, real, prose), terminal) else 0
        )


@gold_app.command("new")
def gold_new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The document to label.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Default: NAME.gold.json beside the document.")
    ] = None,
    annotator: Annotated[str, typer.Option(metavar="NAME", help="Who reads.")] = "reader",
    form: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|ID",
            help="The form that it follows: a file of your own, or an id (2019, 2021, legacy, unknown …). "
            "Default: by its wording, or by the first year that it names.",
        ),
    ] = None,
    zeros: Annotated[bool, typer.Option("--zeros", help="Fill the tables with 0 instead of null.")] = False,
    predictions: Annotated[
        str | None,
        typer.Option(metavar="rules|hybrid|model", help="Fill in what this engine says. Biases the reader."),
    ] = None,
) -> None:
    """Write a gold file to fill in, blank unless predictions are asked for.

    生成待填写的标注文件。

    Try: extractor eval gold new report.txt --annotator me
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.eval_gold import NewOptions, new_gold

        new_gold(file, NewOptions(out, annotator, form, zeros, predictions), terminal)


@gold_app.command("check")
def gold_check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE", help="Gold files, each beside its document. Default: all suites."),
    ] = None,
    project: Project = Path("."),
    real: Real = None,
    prose: Prose = None,
    form: OwnForms = None,
    as_json: AsJson = False,
) -> None:
    """Check gold files: schema, hash, quotes, sums, splits; say how far two readers agree.

    检查标注文件。

    Try: extractor eval gold check
    """
    terminal = Terminal()
    with exit_with(terminal):
        from extractor.cli.eval_gold import check_gold
        from extractor.cli.forms import known_forms
        from extractor.evaluation.suites import Folders
        from extractor.settings import load

        known_forms([*load().forms, *(form or ())])
        folders = Folders(project, real, prose)
        raise typer.Exit(1 if check_gold(files or (), folders, terminal, as_json=as_json) else 0)
