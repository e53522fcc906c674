"""``extractor form``: a user's own statutory form as a file; and the forms that a command is to know."""

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from extractor.cli.terminal import Terminal
from extractor.cli.whole_files import print_json, write_text
from extractor.errors import FormError, UsageError
from extractor.forms import (
    Edition,
    Identity,
    TableForm,
    add_form,
    check_form,
    edition_named,
    is_known,
    load_edition,
)
from extractor.forms.analysis import Analysis, Fate, analyse, rows_alike

_SHOWN = 12
_FATES = {
    Fate.LOCATED: "可定位 · noticed, and the cell is known",
    Fate.FOUND: "可发现 · noticed, but several cells could be the one",
    Fate.SILENT: "不会发现 · not noticed: no sum goes over the cell",
}


def known_forms(paths: Iterable[Path]) -> str | None:
    """Make the forms of files known; the id of the last one. A word that is no file may be a known id."""
    name = None
    for path in paths:
        name = str(path) if not path.exists() and is_known(str(path)) else add_form(path).id
    return name


def write_new(path: Path) -> None:
    """Write a commented template; UsageError where the file is there already."""
    if path.exists():
        raise UsageError(f"{path} is there already; choose another name")
    write_text(path, files("extractor.forms").joinpath("new_form.txt").read_text(encoding="utf-8"))


def check(path: Path, terminal: Terminal, *, as_json: bool = False) -> None:
    """Say what the file describes; FormError names what is wrong with it."""
    edition = check_form(path)
    if as_json:
        print_json(_as_data(edition))
        return
    terminal.console().print(_title(edition), highlight=False)
    for form in edition.tables:
        uncovered = len(analyse(form).uncovered)
        terminal.console().print(
            f"  {form.key}: {len(form.rows)} 行 rows, {form.cell_count} 格 cells, "
            f"{len(form.identities)} 条勾稽 sums, {uncovered} 格无勾稽 cells under no sum",
            highlight=False,
        )
        for line in _not_told_apart(form):
            terminal.console().print(line, highlight=False, markup=False, soft_wrap=True)


def explain(name: Path, terminal: Terminal, *, as_json: bool = False) -> None:
    """What the sums of each table cover, what follows from what, and what one misprint would do."""
    edition = load_edition(name) if name.exists() else _known(name)
    if as_json:
        print_json(_as_data(edition))
        return
    terminal.console().print(_title(edition), highlight=False)
    for form in edition.tables:
        for line in _explained(analyse(form)):
            terminal.console().print(line, highlight=False, markup=False, soft_wrap=True)


def _as_data(edition: Edition) -> dict[str, Any]:
    """What ``check`` and ``explain`` say, by the keys of the form; a cell is ``row.column``."""
    return {
        "id": edition.id,
        "name": edition.name,
        "years": None if edition.years is None else list(edition.years),
        "tables": [_table_data(analyse(form)) for form in edition.tables],
    }


def _table_data(analysis: Analysis) -> dict[str, Any]:
    form, fates = analysis.form, analysis.fates.items()
    return {
        "key": form.key,
        "name": form.name,
        "cells": form.cell_count,
        "rows": {row.key: [column.key for column in row.columns] for row in form.rows},
        "sums": [
            {
                "id": each.id,
                "left": [".".join(cell) for cell in each.left],
                "relation": str(each.relation),
                "right": [".".join(cell) for cell in each.right],
            }
            for each in form.identities
        ],
        "uncovered": [".".join(cell) for cell in analysis.uncovered],
        "only_checked": [each.id for each in form.checks],
        "not_told_apart": [list(pair) for pair in rows_alike(form)],
        "redundant": [each.id for each in analysis.redundant],
        "always_zero": [".".join(cell) for cell in analysis.always_zero],
        "weights": {".".join(cell): weight for cell, weight in form.weights},
        "misprints": {
            fate.name.lower(): [".".join(cell) for cell, own in fates if own is fate] for fate in Fate
        },
    }


def _known(name: Path) -> Edition:
    if not is_known(str(name)):
        raise FormError(f"{name}: no such file, and no form of this id is known; check the path")
    return edition_named(str(name))


def _title(edition: Edition) -> str:
    years = "" if edition.years is None else f", {edition.years[0]}–{edition.years[1]}"
    return f"{edition.id}: {edition.name}{years}"


def _explained(analysis: Analysis) -> Iterable[str]:
    form = analysis.form
    yield f"\n{form.key} {form.name}: {len(form.rows)} 行 rows, {form.cell_count} 格 cells"
    for row in form.rows:
        columns = ", ".join(f"{column.key} {column.labels[0]}" for column in row.columns)
        yield f"  {row.key} {row.labels[0]}: {columns}"
    relations = len(form.identities) - len(form.sums) - len(form.checks)
    yield f"勾稽 sums: {len(form.sums)} 等式 equations, {relations} 不等式 relations"
    if form.checks:
        yield f"仅核对 only checked, they prove nothing (money, changes): {_ids(form.checks)}"
    for identity in form.identities:
        left, right = (" + ".join(map(".".join, side)) for side in (identity.left, identity.right))
        yield f"  {identity.id}: {left} {identity.relation} {right}"
    if analysis.redundant:
        yield f"可由其他各条推出 follow from the others: {_ids(analysis.redundant)}"
    if analysis.always_zero:
        yield f"互相矛盾 contradictory: only 0 satisfies the sums in {_named(form, analysis.always_zero)}"
    yield from (f"  权重 weight: {row}.{column} {weight:g}" for (row, column), weight in form.weights)
    yield from _not_told_apart(form)
    yield "一处误印的后果 what one misprint would do:"
    for fate, words in _FATES.items():
        cells = [cell for cell, own in analysis.fates.items() if own is fate]
        if cells:
            yield f"  {words}: {len(cells)} ({_named(form, cells)})"
    if analysis.suspects:
        yield (
            "  按权重先疑 blamed first by weight, though others could be the one: "
            f"{len(analysis.suspects)} ({_named(form, analysis.suspects)})"
        )


def _ids(identities: Iterable[Identity]) -> str:
    return ", ".join(identity.id for identity in identities)


def _not_told_apart(form: TableForm) -> Iterator[str]:
    """A warning for rows that only their order tells apart."""
    for first, second in rows_alike(form):
        yield (
            f"  注意 warning: {form.key}: 两行标签相同，仅凭先后区分，漏印一行时会认错；"
            "请写明 group、bracket 或更完整的标签 / "
            f"rows {first} and {second} share a label and are told apart by their order alone: where one is "
            "not printed the other is taken for it; give each its group, its bracket or a fuller label"
        )


def _named(form: TableForm, cells: Iterable[tuple[str, str]]) -> str:
    """Cells by row where whole rows are meant; the first dozen."""
    found = list(cells)
    rows = dict.fromkeys(row for row, _ in found)
    names = []
    for row in rows:
        own = [column for key, column in found if key == row]
        whole = len(own) == len(form.row_of[row].columns)
        names += [row] if whole else [f"{row}.{column}" for column in own]
    return ", ".join(names[:_SHOWN]) + (f", … {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
