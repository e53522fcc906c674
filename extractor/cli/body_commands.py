"""What the commands of ``extractor bodies`` do."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from extractor.bodies import Registry, attribute, correct_bodies, write_bodies
from extractor.cli.shelves import KnownShelf, ShelfSource, opened_shelf
from extractor.cli.terminal import Terminal, printable
from extractor.cli.whole_files import print_json
from extractor.records import Attribution, LinkRule, Naming
from extractor.settings import Settings

_PERHAPS = 8
_SHOWN = 20
"""Of what is unsure, so many lines are printed; all of it stands in the file."""


def write_list(
    source: ShelfSource, settings: Settings, out: Path | None, terminal: Terminal, *, as_json: bool = False
) -> None:
    """Write ``bodies.csv`` and print what is unsure."""
    with opened_shelf(source, settings) as known:
        path = out or known.bodies_csv
        rows = write_bodies(path, known.registry, known.decisions)
        if as_json:
            print_json(_listed(known.registry))
        else:
            _tell(known, terminal.console())
        for doubt in known.doubts():
            terminal.note(doubt)
        terminal.note(f"{rows} rows written to {path}")


def _listed(registry: Registry) -> dict[str, Any]:
    return {
        "reports": [one.model_dump(mode="json") for one in registry.attributions.values()],
        "unsure": [
            {"first": pair.first, "second": pair.second, "reason": pair.reason} for pair in registry.unsure
        ],
    }


def _tell(known: KnownShelf, console: Console) -> None:
    registry = known.registry
    rules = Counter(one.rule for one in registry.attributions.values())
    console.print(known.counted(), highlight=False)
    if known.no_reports:
        console.print(f"  and {len(known.no_reports)} documents that are no reports", highlight=False)
    console.print(
        "  " + ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items())), highlight=False
    )
    apart = [one for one in registry.attributions.values() if one.rule is LinkRule.APART]
    for one in apart[:_SHOWN]:
        console.print(
            printable(f"  apart: {one.path}  {one.printed_name or '—'}: {one.evidence}"), highlight=False
        )
    for pair in registry.unsure[:_SHOWN]:
        console.print(printable(f"  one body? {pair.first} · {pair.second}: {pair.reason}"), highlight=False)
    more = max(0, len(apart) - _SHOWN) + max(0, len(registry.unsure) - _SHOWN)
    if more:
        console.print(f"  … and {more} more", highlight=False)


def explain(
    names: Sequence[str], year: int | None, places: Path | None, terminal: Terminal, *, as_json: bool = False
) -> None:
    """Print which body each name stands for."""
    console, told = terminal.console(), []
    for index, name in enumerate(names):
        registry = attribute([Naming(report=str(index), name=name, year=year)], own_places=places)
        (one,) = registry.attributions.values()
        if as_json:
            body = registry.bodies[one.body_id].model_dump(mode="json") if one.is_certain else None
            told.append({**one.model_dump(mode="json"), "body": body})
            continue
        for line in _explained(one, registry):
            console.print(printable(line), highlight=False)
    if as_json:
        print_json(told)


def _explained(one: Attribution, registry: Registry) -> Iterator[str]:
    if not one.is_certain:
        yield f"{one.printed_name}: cannot be told ({one.evidence})"
        yield from (f"    perhaps {each}" for each in one.alternatives[:_PERHAPS])
        return
    body = registry.bodies[one.body_id]
    yield f"{one.printed_name}: {body.body_id}"
    yield f"    {body.name}, {body.level}, {body.division_code or 'no code'}, above {body.parent_id or '-'}"
    yield f"    rule {one.rule}: {one.evidence}"


def put_right(report: str, body_id: str, path: Path, places: Path | None, terminal: Terminal) -> None:
    """Change ``bodies.csv``."""
    changed = correct_bodies(path, report, body_id, places)
    terminal.note(f"{path}: {changed}")
