"""An audit from beginning to end: a shelf of Reports in, page, workbook and score sheets out."""

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from extractor.audit.aside import left_aside
from extractor.audit.audit_files import FINDINGS, PAGE, WORKBOOK, PageMaking, write_all
from extractor.audit.books import Book
from extractor.audit.document_pages import FOLDER as DOCUMENTS
from extractor.audit.document_pages import MOST_PAGES, DocumentPages
from extractor.audit.gathering import Failed, Gathering
from extractor.audit.indicating import IndicatorRows
from extractor.audit.kinds import kinds
from extractor.audit.points import POINTS, PointRows
from extractor.audit.rulebook import Rulebook
from extractor.audit.scoresheets import FOLDER, YearPoints
from extractor.audit.spool import Spool
from extractor.bodies import Registry, Shelf
from extractor.errors import UsageError
from extractor.indicators import Population
from extractor.records import Attribution, Body, Report


class Extras(NamedTuple):
    """What an audit may be given beside the reports."""

    population: Population = Population({})
    most_pages: int = MOST_PAGES
    """Pages of single documents that are written at most."""
    failed: Failed = MappingProxyType({})
    """Paths of files that could not be read, by the body and year that their names speak of."""
    unread: Mapping[str, str] = MappingProxyType({})
    """All files that could not be read, each with why."""
    no_reports: Sequence[Attribution] = ()
    """Documents of the shelf that are no reports: they are listed and count as nothing else."""


USUAL = Extras()


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
    said: PageMaking,
    extras: Extras = USUAL,
) -> Audited:
    """Audit all Reports of a shelf and write the folder ``out``.

    One pass over the bodies; memory holds the reports of one body at a time. Files appear under their names
    when all are complete. Raises UsageError where ``out`` cannot be written to or a library is missing.
    """
    registry = registry.without({one.report for one in extras.no_reports})
    aside = left_aside(shelf, extras.unread, extras.no_reports)
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".audit-", dir=out))
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror}; choose another folder") from error
    try:
        with Spool() as spool:
            pages = DocumentPages(registry, shelf, extras.most_pages)
            gathering = Gathering(shelf, registry, book, spool, extras.failed)
            workbook = Book(work / WORKBOOK)
            rates = _run(work, gathering, workbook, extras.population, pages)
            write_all(work, gathering, workbook, pages.link, said._replace(rates=rates, aside=aside))
            pages.write(work)
            findings = {group.id: spool.number(group.id) for group in kinds().groups}
        _put_in_place(work, out)
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror}; make room and audit again") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if is_new and not any(out.iterdir()):
            out.rmdir()
    return Audited(gathering.tally.documents, len(gathering.certain_bodies()), findings, out / PAGE)


def _run(
    work: Path, gathering: Gathering, workbook: Book, population: Population, pages: DocumentPages
) -> dict[int, list[float]]:
    """Judge all reports, writing points and indicators as they come; the shares that are drawn, by year."""
    indicators = IndicatorRows(workbook, population)
    with closing(PointRows(work, workbook, gathering.book)) as points, closing(indicators):

        def keep(body: Body, year: YearPoints, report: Report) -> None:
            points.add(body, year)
            indicators.add(body, year.attribution, report)

        gathering.run(work, keep, pages.from_sheet)
    return dict(indicators.rates)


def _put_in_place(work: Path, out: Path) -> None:
    for name in (FOLDER, DOCUMENTS):
        shutil.rmtree(out / name, ignore_errors=True)
    for name in (FOLDER, DOCUMENTS, FINDINGS, POINTS, WORKBOOK, PAGE):
        if (work / name).exists():
            os.replace(work / name, out / name)
