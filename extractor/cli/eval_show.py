"""Runs on the terminal, side by side, and as a page."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.table import Table
from rich.text import Text

from extractor.cli.terminal import Terminal, printable
from extractor.errors import UsageError
from extractor.evaluation.accuracy import witness_lines
from extractor.evaluation.choice_csv import as_csv
from extractor.evaluation.compare import Comparison, Flip, compare_runs
from extractor.evaluation.evaluation_runs import EvalRun, drifted, load_run
from extractor.evaluation.metrics import interval, percent
from extractor.evaluation.side_by_side import ComparedFigure, SuiteComparison, choices_of, money
from extractor.evaluation.suites import Folders

HEADLINE = (
    ("documents.exact", "documents without any error"),
    ("documents.tables_exact", "documents whose tables are all right"),
    ("cells.nonzero.f1", "non-zero cells, F1"),
    ("cells.zero.accuracy", "zero cells, right"),
    ("cells.blank.accuracy", "blank cells, right"),
    ("header.f1", "header facts, F1"),
    ("narrative.micro.f1", "facts of the prose, micro F1"),
    ("narrative.macro_f1", "facts of the prose, macro F1"),
    ("silent", "silent errors"),
    ("flagged", "values flagged for a person"),
    ("grounding", "quotes that stand in the text"),
)
_FLIPS_SHOWN = 40


def print_run(run: EvalRun, terminal: Terminal) -> None:
    """Headline figures of one run."""
    table = Table(title=Text(printable(run.title)), title_justify="left", box=None)
    for name, justify in (("", "left"), ("value", "right"), ("95 %", "right"), ("n", "right")):
        table.add_column(name, justify="right" if justify == "right" else "left")
    for name, title in HEADLINE:
        figure = run.figures[name]
        table.add_row(title, percent(figure.value), interval(figure), str(figure.n))
    terminal.console().print(table)
    console = terminal.console()
    for line in witness_lines(run):
        console.print(Text(printable(line)))
    failed = sum(each.failure is not None for each in run.documents)
    console.print(Text(f"{len(run.documents)} readings in {run.info.seconds} s, {failed} failed\n"))


def load_runs(paths: Sequence[Path], recompute: bool, terminal: Terminal) -> tuple[list[EvalRun], int]:
    """The runs, and how many stored figures come out otherwise when they are computed again."""
    runs = [load_run(path) for path in paths]
    found = 0
    if recompute:
        for path, run in zip(paths, runs, strict=True):
            names = drifted(run)
            found += len(names)
            for name in names:
                terminal.failure(f"{path}: {name} is stored otherwise than it is computed")
            if not names:
                terminal.note(f"{path}: all {len(run.figures)} figures computed again, the same")
    return runs, found


class ChoiceFiles(NamedTuple):
    """Where all of a comparison goes, beside the terminal."""

    csv: Path | None = None
    json: Path | None = None


def show_choices(
    paths: Sequence[Path], recompute: bool, files: ChoiceFiles, fields: str | None, terminal: Terminal
) -> int:
    """Print runs side by side, two of them in detail; the number of figures that could not be recomputed."""
    runs, drift = load_runs(paths, recompute, terminal)
    if len(runs) < 2:
        raise UsageError("a comparison needs two runs or more")
    for number, run in enumerate(runs):
        if run in runs[:number]:
            terminal.note(
                f"{paths[number]} is the same run as {paths[runs.index(run)]}: no difference can show"
            )
    choices = choices_of(runs)
    alone = [choice.suite for choice in choices if len(choice.contenders) < 2]
    if len(alone) == len(choices):
        raise UsageError(f"nothing to compare: each of these suites has one run alone: {', '.join(alone)}")
    for suite in alone:
        terminal.note(f"suite {suite} has one run alone: nothing there is compared")
    console = terminal.console()
    for choice in choices:
        console.print(Text(printable(f"suite {choice.suite}: {_documents_line(choice)}")))
        console.print(_contenders_table(choice))
        console.print(_choice_table(choice, fields))
    console.print(
        Text(
            "* and bold: interval and paired test by document agree (p < 0.05); "
            "reference: the first run that has the figure"
        )
    )
    if files.csv is not None:
        files.csv.write_text(as_csv(choices), encoding="utf-8")
    if files.json is not None:
        body = [choice.model_dump(mode="json") for choice in choices]
        files.json.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if len(runs) == 2 and len(choices) == 1:
        _show_details(compare_runs(*runs), terminal)
    return drift


def _documents_line(choice: SuiteComparison) -> str:
    splits = ", ".join(f"{n} {split}" for split, n in choice.splits.items())
    left_out = f"; {choice.left_out} that not all have scored are left out" if choice.left_out else ""
    return f"{choice.documents} documents ({splits}){left_out}"


def _contenders_table(choice: SuiteComparison) -> Table:
    table = Table(box=None)
    for number, name in enumerate(
        ("", "run", "documents", "calls", "tokens in", "out", "cost", "seconds", "not answered")
    ):
        table.add_column(name, justify="left" if number < 2 else "right")
    for number, one in enumerate(choice.contenders, start=1):
        holes = sum(one.unanswered.values())
        answered = f"{holes} of {one.asked}" if one.asked else "–"
        if one.asked_nothing:
            answered = "no question arose: figures of the rules"
        by_rule = f", {one.by_rule_only} by rule" if one.by_rule_only else ""
        kept = " kept" if one.kept_calls else ""
        table.add_row(
            str(number),
            printable(one.title),
            str(one.documents),
            f"{_number(one.calls_per_document)}{kept}",
            _number(one.tokens_in_per_document),
            _number(one.tokens_out_per_document),
            money(one.cost_per_document) if one.price_is_known else "no price",
            _number(one.seconds_per_document, 2),
            f"{answered}{by_rule}",
        )
    table.caption = "per document; kept: answered by replies of an earlier run, so without cost and seconds"
    table.caption_justify = "left"
    return table


def _number(value: float | None, digits: int = 1) -> str:
    return "n/a" if value is None else f"{value:,.{digits}f}"


def _choice_table(choice: SuiteComparison, fields: str | None) -> Table:
    table = Table(box=None)
    table.add_column("figure")
    for number in range(1, len(choice.contenders) + 1):
        table.add_column(f"{number}", justify="right")
    for row in choice.rows:
        if fields is not None and fields not in row.name:
            continue
        shown = [_cell_text(cell) for cell in row.cells]
        table.add_row(row.name, *shown)
    return table


def _cell_text(cell: ComparedFigure) -> Text:
    figure = cell.figure
    ends = (
        f" [{100 * figure.low:.1f}–{100 * figure.high:.1f}]"
        if figure.low is not None and figure.high is not None
        else ""
    )
    gap = "" if cell.difference is None else f" {100 * cell.difference:+.2f}{'*' if cell.verdict else ''}"
    return Text(f"{percent(figure.value)}{ends} n {figure.n}{gap}", style="bold" if cell.verdict else "")


def _show_details(comparison: Comparison, terminal: Terminal) -> None:
    console = terminal.console()
    console.print(Text(printable(f"\nbefore: {comparison.before}\nafter:  {comparison.after}\n")))
    console.print(_changes_table(comparison))
    console.print(_fields_table(comparison))
    for flip in comparison.flips[:_FLIPS_SHOWN]:
        console.print(Text(printable(flip_line(flip))))
    if len(comparison.flips) > _FLIPS_SHOWN:
        console.print(Text(f"… and {len(comparison.flips) - _FLIPS_SHOWN} more"))


def flip_line(flip: Flip) -> str:
    """One flip on one line."""
    item = flip.before or flip.after
    place = f"{item.field} {item.key}" if item else ""
    was = f"{flip.before.verdict} {flip.before.predicted}" if flip.before else "right"
    now = f"{flip.after.verdict} {flip.after.predicted}" if flip.after else "right"
    return f"{flip.kind}: {flip.document} {place}: {was} → {now} (gold {item.gold if item else None})"


def _changes_table(comparison: Comparison) -> Table:
    table = Table(box=None)
    for name in ("figure", "before", "after", "difference", "95 % of the difference", "p", "spread", ""):
        table.add_column(name, justify="left" if name == "figure" else "right")
    for change in comparison.changes:
        if change.before == change.after and not change.name.startswith(("documents", "silent", "narrative")):
            continue
        spreads = [spread for spread in (change.spread_before, change.spread_after) if spread is not None]
        table.add_row(
            change.name,
            percent(change.before),
            percent(change.after),
            f"{100 * change.difference:+.2f}" if change.difference is not None else "n/a",
            f"{100 * change.low:+.2f} … {100 * change.high:+.2f}"
            if change.low is not None and change.high is not None
            else "too few",
            f"{change.p:.3f}",
            "/".join(f"{100 * spread:.2f}" for spread in spreads),
            "differs" if change.certain else "",
        )
    return table


def _fields_table(comparison: Comparison) -> Table:
    table = Table(box=None)
    for name in ("field", "fixed", "broken", "otherwise wrong", "still wrong", "p by document"):
        table.add_column(name, justify="left" if name == "field" else "right")
    for field in comparison.fields:
        numbers = (field.fixed, field.broken, field.changed, field.still)
        table.add_row(field.field, *map(str, numbers), f"{field.p:.3f}")
    return table


def show_report(
    paths: Sequence[Path],
    out: Path | None,
    recompute: bool,
    folders: Folders,
    terminal: Terminal,
) -> int:
    """Write the page, or print the summaries; the number of figures that could not be recomputed."""
    runs, drift = load_runs(paths, recompute, terminal)
    if out is None:
        for run in runs:
            print_run(run, terminal)
        return drift
    from extractor.evaluation.page import write_page

    write_page(runs, out, folders)
    terminal.note(f"written: {out}")
    return drift
