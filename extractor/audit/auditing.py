"""An audit from beginning to end: a shelf of Reports in, page, workbook and score sheets out."""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from extractor.audit.books import Book
from extractor.audit.gathering import Gathering
from extractor.audit.kinds import kinds
from extractor.audit.points import POINTS, PointRows
from extractor.audit.rulebook import Rulebook
from extractor.audit.scoresheets import FOLDER
from extractor.audit.spool import Spool
from extractor.audit.writing import FINDINGS, PAGE, WORKBOOK, Said, write_all
from extractor.bodies import Registry, Shelf
from extractor.errors import UsageError


class Audited(NamedTuple):
    """What an audit found and wrote."""

    documents: int
    bodies: int
    findings: dict[str, int]
    """By group."""
    page: Path


def audit(
    shelf: Shelf,
    registry: Registry,
    book: Rulebook,
    out: Path,
    said: Said,
    link: Callable[[str, str], str | None] = lambda report, pointer: None,
) -> Audited:
    """Audit all Reports of a shelf and write the folder ``out``; ``link``: page of a report and pointer.

    One pass over the bodies; memory holds the reports of one body at a time. Files appear under their names
    when all are complete. Raises UsageError where ``out`` cannot be written to or a library is missing.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".audit-", dir=out))
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror}; choose another folder") from error
    try:
        with Spool() as spool:
            gathering = Gathering(shelf, registry, book, spool)
            workbook = Book(work / WORKBOOK)
            with closing(PointRows(work, workbook, book)) as points:
                gathering.run(work, points.add, lambda report: _from_scores(link(report, "")))
            write_all(work, gathering, workbook, link, said)
            findings = {group.id: spool.number(group.id) for group in kinds().groups}
        _put_in_place(work, out)
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror}; make room and audit again") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Audited(gathering.tally.documents, len(gathering.tally.years), findings, out / PAGE)


def _from_scores(address: str | None) -> str | None:
    """The address as it is from a page in the folder of score sheets."""
    return f"../{address}" if address and "://" not in address else address


def _put_in_place(work: Path, out: Path) -> None:
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    for name in (FOLDER, FINDINGS, POINTS, WORKBOOK, PAGE):
        if (work / name).exists():
            os.replace(work / name, out / name)
