"""Runs on the terminal, side by side, and as a page."""

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from extractor.cli.terminal import Terminal, printable
from extractor.evaluation.compare import Comparison, Flip, compare_runs
from extractor.evaluation.metrics import interval, percent
from extractor.evaluation.runs import EvalRun, drifted, load_run

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


def show_comparison(before: Path, after: Path, recompute: bool, terminal: Terminal) -> int:
    """Print the comparison; the number of figures that could not be recomputed."""
    (one, other), drift = load_runs((before, after), recompute, terminal)
    comparison = compare_runs(one, other)
    console = terminal.console()
    console.print(Text(printable(f"before: {comparison.before}\nafter:  {comparison.after}\n")))
    console.print(_changes_table(comparison))
    console.print(_fields_table(comparison))
    for flip in comparison.flips[:_FLIPS_SHOWN]:
        console.print(Text(printable(flip_line(flip))))
    if len(comparison.flips) > _FLIPS_SHOWN:
        console.print(Text(f"… and {len(comparison.flips) - _FLIPS_SHOWN} more"))
    return drift


def flip_line(flip: Flip) -> str:
    """One flip on one line."""
    item = flip.before or flip.after
    place = f"{item.field} {item.key}" if item else ""
    was = f"{flip.before.verdict} {flip.before.predicted}" if flip.before else "right"
    now = f"{flip.after.verdict} {flip.after.predicted}" if flip.after else "right"
    return f"{flip.kind}: {flip.document} {place}: {was} → {now} (gold {item.gold if item else None})"


def _changes_table(comparison: Comparison) -> Table:
    table = Table(box=None)
    for name in ("figure", "before", "after", "difference", "95 % of the difference", "spread", ""):
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
            else "",
            "/".join(f"{100 * spread:.2f}" for spread in spreads),
            "certain" if change.certain else "",
        )
    return table


def _fields_table(comparison: Comparison) -> Table:
    table = Table(box=None)
    for name in ("field", "fixed", "broken", "otherwise wrong", "still wrong", "McNemar p"):
        table.add_column(name, justify="left" if name == "field" else "right")
    for field in comparison.fields:
        numbers = (field.fixed, field.broken, field.changed, field.still)
        table.add_row(field.field, *map(str, numbers), f"{field.p:.3f}")
    return table


def show_report(
    paths: Sequence[Path],
    out: Path | None,
    recompute: bool,
    folders: tuple[Path, Path | None],
    terminal: Terminal,
) -> int:
    """Write the page, or print the summaries; the number of figures that could not be recomputed."""
    runs, drift = load_runs(paths, recompute, terminal)
    if out is None:
        for run in runs:
            print_run(run, terminal)
        return drift
    from extractor.evaluation.page import write_page
    from extractor.evaluation.suites import Folders

    write_page(runs, out, Folders(*folders))
    terminal.note(f"written: {out}")
    return drift
