"""``bodies.csv``: which Report is of which body, to be corrected by hand; what a person wrote wins."""

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from extractor.bodies.body_registry import Registry
from extractor.bodies.gazetteer import gazetteer
from extractor.bodies.typed_ids import body_of_id, doubt_of
from extractor.errors import UsageError
from extractor.formulas import bare, guarded
from extractor.records import Attribution, Body, BodyLevel, Naming

COLUMNS = (
    "report",
    "path",
    "printed_name",
    "year",
    "body_id",
    "name",
    "level",
    "division_code",
    "division",
    "parent_id",
    "kind",
    "rule",
    "evidence",
    "alternatives",
    "unsure",
    "machine_id",
)
"""Columns of ``bodies.csv``. A person changes ``body_id`` (and what follows, for a body of their own); a row
whose ``body_id`` is not its ``machine_id`` is a person's."""
_DESCRIBING = ("name", "level", "division_code", "division", "parent_id", "kind")
EVERY = "*"
"""In ``report``: every Report that prints the name."""


class Decisions(NamedTuple):
    """What people said, by key of the Report, and by printed name for all of a name."""

    by_report: Mapping[str, Mapping[str, str]]
    by_name: Mapping[str, Mapping[str, str]]
    known: Mapping[str, Mapping[str, str]]
    """A row of each body that the file names."""
    parentless: frozenset[str] = frozenset()
    """Ids of bodies with nothing in ``parent_id``: emptying it takes a body out of its family."""
    doubts: tuple[str, ...] = ()
    """What of the ids that people typed is likely a mistake, a line each."""

    def decide(self, naming: Naming) -> Body | None:
        """The body that a person named for a Report; None where nobody did."""
        row = self.by_report.get(naming.report) or self.by_name.get(naming.name or "")
        if row is None:
            return None
        known = self.known.get(row["body_id"])
        return _body(known if known is not None else row, row)


NOTHING = Decisions({}, {}, {})


def read_decisions(path: Path | None, own_places: Path | None = None) -> Decisions:
    """What people wrote into ``bodies.csv``; nothing where there is no such file.

    Raises UsageError for a file that is no such list, or a level that there is not.
    """
    if path is None or not path.exists():
        return NOTHING
    rows = _rows(path)
    human = [row for row in rows if row["body_id"] and row["body_id"] != row["machine_id"]]
    for row in human:
        if row["level"] and row["level"] not in set(BodyLevel):
            raise UsageError(f"{path}: level {row['level']!r}; known are {', '.join(BodyLevel)}")
    described = [_described(row, own_places) for row in human]
    return Decisions(
        {row["report"]: row for row in described if row["report"] != EVERY},
        {row["printed_name"]: row for row in described if row["report"] == EVERY},
        {row["body_id"]: row for row in rows if row["body_id"] == row["machine_id"]},
        frozenset(
            row["body_id"] for row in rows if row["body_id"] == row["machine_id"] and not row["parent_id"]
        ),
        tuple(dict.fromkeys(f"{path}: {doubt}" for doubt in _doubts(human, rows, own_places))),
    )


def _described(row: Mapping[str, str], own_places: Path | None) -> Mapping[str, str]:
    """The row with what its id says: its cells are of the body that it was of before.

    A row that has the body's name and level was described already; what else it says is a person's.
    """
    body = body_of_id(row["body_id"], gazetteer(own_places))
    if body is None or (row["name"], row["level"]) == (body.name, body.level):
        return row
    return {**row, **_cells(body)}


def _doubts(
    human: Sequence[Mapping[str, str]], rows: Sequence[Mapping[str, str]], own_places: Path | None
) -> Iterator[str]:
    """Ids that people typed and that are no body's; one that a row describes is a body of their own."""
    if not human:
        return
    known = {one for row in rows for one in (row["machine_id"], *row["alternatives"].split())}
    known |= {row["body_id"] for row in rows if row["name"] and row["level"]}
    for row in human:
        if doubt := doubt_of(row["body_id"], known, gazetteer(own_places)):
            yield f"{doubt}; for a body of your own fill in its name and level"


def write_bodies(path: Path, registry: Registry, kept: Decisions) -> int:
    """Write ``bodies.csv``, with all that people wrote into it before; the number of rows."""
    human = list(kept.by_name.values())
    unsure = _unsure(registry)
    rows = [
        _row(one, registry.bodies[one.body_id]) | {"unsure": unsure.get(one.body_id, "")}
        for one in registry.attributions.values()
    ]
    seen = registry.attributions.keys()
    gone = [row for key, row in kept.by_report.items() if key not in seen]
    rows.sort(key=lambda row: (row["body_id"], row["year"], row["path"], row["report"]))
    _write(path, [*human, *rows, *gone])
    return len(human) + len(rows) + len(gone)


def _unsure(registry: Registry) -> dict[str, str]:
    """The bodies that a body may be, with the reason, by its id."""
    found: dict[str, list[str]] = {}
    for pair in registry.unsure:
        found.setdefault(pair.first, []).append(f"{pair.second} ({pair.reason})")
        found.setdefault(pair.second, []).append(f"{pair.first} ({pair.reason})")
    return {body_id: "; ".join(each) for body_id, each in found.items()}


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    is_whole = path.is_file() or not path.exists()  # a device or pipe is written to, never replaced
    work = path.with_name(f".{path.name}.part") if is_whole else path
    try:
        with work.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
            writer.writerows({key: guarded(value) for key, value in row.items()} for row in rows)
        if is_whole:
            os.replace(work, path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); choose another place") from error


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: cannot be read as bodies.csv ({error}); save it as UTF-8 CSV") from error
    if rows and not {"report", "body_id", "machine_id", "printed_name"} <= rows[0].keys():
        raise UsageError(f"{path}: lacks columns of bodies.csv; write it with `extractor bodies list`")
    return [{name: bare((row.get(name) or "").strip()) for name in COLUMNS} for row in rows]


def _row(one: Attribution, body: Body) -> dict[str, str]:
    return {
        "report": one.report,
        "path": one.path,
        "printed_name": one.printed_name or "",
        "year": "" if one.year is None else str(one.year),
        "body_id": one.body_id,
        **_cells(body),
        "rule": one.rule,
        "evidence": one.evidence,
        "alternatives": " ".join(one.alternatives),
        "machine_id": one.machine_id,
    }


def _cells(body: Body) -> dict[str, str]:
    """What describes a body."""
    return {
        "name": body.name,
        "level": body.level,
        "division_code": body.division_code or "",
        "division": "/".join(body.division),
        "parent_id": body.parent_id or "",
        "kind": body.kind,
    }


def _body(told: Mapping[str, str], row: Mapping[str, str]) -> Body:
    """A body as the file describes it; of one's own, what it does not say is unknown, never guessed."""
    level = told.get("level") or BodyLevel.OTHER
    division = tuple(each for each in (told.get("division") or "").split("/") if each)
    return Body(
        body_id=row["body_id"],
        name=told.get("name") or row["printed_name"],
        level=BodyLevel(level),
        division_code=told.get("division_code") or None,
        division=division,
        parent_id=told.get("parent_id") or None,
        kind=told.get("kind") or "unknown",
    )


def correct_bodies(path: Path, report: str, body_id: str, own_places: Path | None = None) -> str:
    """Put a Report (its key, path or file name), or all that print a name, under another body; what was done.

    An id that is likely a mistake is taken as it is typed, and said on a line of its own.
    Raises UsageError where the file has no such Report and no such name.
    """
    rows = _rows(path) if path.exists() else []
    described = _description(body_id, rows, own_places)
    found = [row for row in rows if report in (row["report"], row["path"], Path(row["path"]).name)]
    named = [row for row in rows if row["printed_name"] == report and row["report"] != EVERY]
    if len(found) > 1:
        raise UsageError(f"{report}: {len(found)} reports of {path} are so called; give the key of one")
    if found:
        rows = [_decided_row(row, body_id, described) if row is found[0] else row for row in rows]
        told = f"{report} is of {body_id} now"
    elif named:
        kept = [row for row in rows if row["report"] != EVERY or row["printed_name"] != report]
        told_once = _decided_row({**named[0], "report": EVERY, "path": "", "year": ""}, body_id, described)
        rows = [told_once, *kept]
        told = f"every report of {report} is of {body_id} now ({len(named)} here)"
    else:
        raise UsageError(f"{report}: no such report or printed name in {path}; write the list first")
    _write(path, rows)
    typed = [row for row in rows if row["body_id"] == body_id and row["machine_id"] != body_id]
    return "\n".join((told, *dict.fromkeys(_doubts(typed, rows, own_places))))


def _description(
    body_id: str, rows: Sequence[Mapping[str, str]], own_places: Path | None
) -> Mapping[str, str]:
    """The body as the machine's rows of it say, else as its id says, else as any row of it."""
    own = [row for row in rows if row["body_id"] == body_id]
    machine = next((row for row in own if row["machine_id"] == body_id), None)
    if machine is None and (body := body_of_id(body_id, gazetteer(own_places))) is not None:
        return _cells(body)
    return machine or next(iter(own), {})


def _decided_row(row: dict[str, str], body_id: str, described: Mapping[str, str]) -> dict[str, str]:
    """The row with another body, described."""
    told = {name: described.get(name, "") for name in _DESCRIBING}
    machine = row["machine_id"] if row["machine_id"] != body_id else ""
    return {**row, **told, "body_id": body_id, "rule": "human", "machine_id": machine}
