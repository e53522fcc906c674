"""A file with several reports: each further one is a document of its own, known by file and number."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from extractor.store.packing import PackedReport
from extractor.store.reports import StageKey, save_document, save_report
from extractor.store.schema import run_items, runs

_PART = re.compile(r"!#(\d+)$")


class ReportPart(NamedTuple):
    """One further report of a file."""

    number: int
    """Place of the report in the file, from 2."""
    packed: PackedReport


def part_key(sha256: str, number: int) -> str:
    """Key of a report of a file in the place of the hash of its bytes; the first has the file's own."""
    return sha256 if number == 1 else hashlib.sha256(f"{sha256}#{number}".encode()).hexdigest()


def part_path(path: str, number: int) -> str:
    """Path of a report of a file: ``…/report.txt!#2`` of the second."""
    return f"{path}!#{number}"


def split_path(path: str) -> tuple[str, int]:
    """Path of the file and number of the report in it."""
    found = _PART.search(path)
    return (path[: found.start()], int(found[1])) if found else (path, 1)


def save_part(
    connection: Connection, run_id: str, whole: StageKey, part: ReportPart, *, is_last_step: bool
) -> None:
    """Save a further report of a file beside the first and give it a place in the run."""
    key = whole._replace(sha256=part_key(whole.sha256, part.number))
    key = key._replace(input_hash=key.sha256)
    path = _path_in_run(connection, run_id, whole.sha256)
    save_document(connection, key.sha256, _name(path, part.number), 0)
    report_id = save_report(connection, key, part.packed)
    add_part(
        connection, run_id, (key.sha256, part_path(path, part.number)), report_id if is_last_step else None
    )


def add_part(
    connection: Connection, run_id: str, part: tuple[str, str], report_id: int | None, *, reused: bool = False
) -> None:
    """Give a report (key, path) its place in a run: done with its Report, else waiting for its next step."""
    sha256, path = part
    state = "pending" if report_id is None else "done"
    there = (run_items.c.run_id == run_id, run_items.c.sha256 == sha256)
    if connection.scalar(select(run_items.c.position).where(*there)) is not None:
        changes = {"state": state, "report_id": report_id}
        connection.execute(update(run_items).where(*there).values(**changes))
        return
    # Several coordinators may work on one run: the row of the run is what they wait for.
    connection.execute(select(runs.c.run_id).where(runs.c.run_id == run_id).with_for_update())
    last = connection.scalar(select(func.max(run_items.c.position)).where(run_items.c.run_id == run_id))
    row = {
        "run_id": run_id,
        "position": (-1 if last is None else last) + 1,
        "sha256": sha256,
        "path": path,
        "same_content": "[]",
        "state": state,
        "reused": reused,
        "tries": 0,
        "report_id": report_id,
    }
    connection.execute(insert(run_items), row)


def _path_in_run(connection: Connection, run_id: str, sha256: str) -> str:
    mine = (run_items.c.run_id == run_id, run_items.c.sha256 == sha256)
    return connection.scalar(select(run_items.c.path).where(*mine)) or ""


def _name(path: str, number: int) -> str:
    return f"{PurePosixPath(path).name}#{number}"


def keys_of_parts(hashes: Sequence[str], number: int) -> dict[str, str]:
    """Key of the report of this number in each file, to the hash of the file."""
    return {part_key(sha256, number): sha256 for sha256 in hashes}
