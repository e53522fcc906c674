"""The only file that knows the order of the rooms.

ingest → normalise → segment → (tables | narrative) → judging, if asked → coverage → validate → Report
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from extractor import __version__
from extractor.bodies import registry_of, why_no_report
from extractor.coverage import digit_coverage
from extractor.errors import DocumentError
from extractor.header import names_another, of_another_paper, read_header
from extractor.ingest import DEFAULT_MAX_BYTES, read_bytes, read_text, reread_places
from extractor.judging.engines import Engine, Refined, RuleReading
from extractor.judging.unknown_headings import unknown_headings
from extractor.judging.unread_statements import unread
from extractor.judging.witnesses import with_witnesses
from extractor.narrative import (
    Role,
    injection_findings,
    injections,
    read_narrative,
    role_of_section,
    views_of,
    without_injections,
)
from extractor.normalise import fold_characters, fold_prose
from extractor.opening import read_file
from extractor.records import (
    Document,
    Finding,
    Folded,
    Header,
    Narrative,
    Place,
    Report,
    Run,
    Section,
    SectionKey,
    Severity,
    Suspect,
    Usage,
    places_of,
)
from extractor.segment import (
    DocumentKind,
    DocumentType,
    classify,
    find_legacy_sections,
    find_sections,
    may_hold_several,
    report_starts,
    segment_findings,
)
from extractor.tables import Known, SecondLook, look_again, read_tables
from extractor.validate import Series, check_pair, check_report, check_years, findings_across

Clock = Callable[[str], None]
"""Called with a room's name when the room is done; `make bench` measures with it."""

_PROSE = (SectionKey.OVERVIEW, SectionKey.PROBLEMS, SectionKey.OTHER)


def read_document(raw: bytes, name: str, max_bytes: int = DEFAULT_MAX_BYTES) -> Document:
    """Bytes of one file to a Document; raises DocumentError where that cannot be done."""
    return read_bytes(raw, name, max_bytes)


def second_look(document: Document, raw: bytes) -> SecondLook | None:
    """A way to have places of a recognised document read once more; None where nothing was recognised."""
    if not any(page.recognised for page in document.pages):
        return None

    def look(places: Sequence[Place]) -> Sequence[str]:
        try:
            return reread_places(document, raw, places)
        except DocumentError:  # it was read once; without a second reading the doubts stay
            return [""] * len(places)

    return look


def _notes(document: Document) -> list[Finding]:
    return [
        Finding(check="ingest.note", severity=Severity.WARNING, message=note, suspect=Suspect.READING)
        for note in document.notes
    ]


def _prose(
    kind: DocumentKind, sections: Sequence[Section], whole: Folded, *, has_orders: bool
) -> dict[SectionKey, Folded]:
    """The prose to read, by section: of reports on 2008 to 2018 every section but the annexed table.

    Where problems and plans have sections of their own, their headings are read with them: they say which.
    ``has_orders``: somewhere in the document a sentence gives orders to machines, which are left out.
    """
    legacy = kind.type is DocumentType.LEGACY_REPORT
    found: dict[SectionKey, Folded] = {}
    for section in sections:
        if section.key in _PROSE or (legacy and section.key is not SectionKey.ANNEX):
            start = section.heading.start if legacy and _says_which(section, sections) else section.body.start
            body = whole.slice(start, section.body.end)
            body = without_injections(body) if has_orders else body
            found[section.key] = _joined(found[section.key], body) if section.key in found else body
    return found


def _says_which(section: Section, sections: Sequence[Section]) -> bool:
    """Whether the heading tells of a section that it holds problems alone, or plans alone."""
    if section.key is not SectionKey.PROBLEMS:
        return False
    role = role_of_section(section.heading.quote)
    several = sum(each.key is SectionKey.PROBLEMS for each in sections) > 1
    return role is Role.REMEDY or (several and role is Role.ISSUE)


def _joined(first: Folded, second: Folded) -> Folded:
    """Two bodies of one key as one, with a line end between them that stands for the second one's heading."""
    if not first.text or not second.text:
        return first if first.text else second
    between = second.offsets[0] - 1
    return Folded.model_construct(
        text=f"{first.text}\n{second.text}", offsets=(*first.offsets, between, *second.offsets)
    )


def documents_in(document: Document) -> tuple[Document, ...]:
    """One Document for each yearly report of a file; the first keeps what stands before its title."""
    several = may_hold_several(document.text)
    starts = report_starts(fold_characters(document.text)) if several else ()
    if not starts:
        return (document,)
    cuts = (0, *starts, len(document.text))
    return tuple(document.part(low, high) for low, high in pairwise(cuts))


def extract_every(
    document: Document,
    engine: Engine | None = None,
    look: SecondLook | None = None,
    form: str | None = None,
) -> Iterator[tuple[Document, Report]]:
    """Every report of a file with the Document that its offsets refer to; the first refers to the whole."""
    parts = documents_in(document)
    for index, part in enumerate(parts):
        report = _extract_one(part, None, engine, look, form)
        yield (part if index else document), _told_of_others(report, index, len(parts))


def extract_document(
    document: Document,
    clock: Clock | None = None,
    engine: Engine | None = None,
    look: SecondLook | None = None,
    form: str | None = None,
) -> Report:
    """Read one Document: by rule, pure but for the seconds that it took, unless an engine asks a model.

    ``look`` reads cells in doubt once more from the picture of their page. ``form`` is the id of the form
    that the document is known to follow; by default its wording and its year say which. Of a file that holds
    several reports the first one is read, and that is said; ``extract_every`` reads all of them.
    """
    parts = documents_in(document)
    return _told_of_others(_extract_one(parts[0], clock, engine, look, form), 0, len(parts))


def _told_of_others(report: Report, index: int, count: int) -> Report:
    if count == 1:
        return report
    finding = Finding(
        check="document.several",
        severity=Severity.WARNING,
        message=(
            f"文件含 {count} 份年度报告，这是第 {index + 1} 份，其余另行读取 / "
            f"the file holds {count} reports; this is number {index + 1}, the others are read apart"
        ),
        where=("/title",),
        evidence=report.title.evidence,
    )
    return report.model_copy(update={"findings": (finding, *report.findings)})


def _extract_one(
    document: Document,
    clock: Clock | None,
    engine: Engine | None,
    look: SecondLook | None,
    form: str | None,
) -> Report:
    """Read a Document that holds one report."""
    began = time.perf_counter()
    tick = clock or (lambda _room: None)
    text = document.text
    characters = fold_characters(text)
    tick("normalise")
    sections = find_sections(text, characters)
    whole = fold_prose(text, characters=characters, lists=_problems(sections))
    header, doubts = read_header(document, whole, sections)
    stated = header.report_year.value if isinstance(header.report_year.value, int) else None
    find_legacy = cache(lambda: find_legacy_sections(text, characters))
    kind = classify(characters, sections, find_legacy, _covered_year(header) or stated, form)
    is_report = kind.type in (DocumentType.REPORT, DocumentType.LEGACY_REPORT)
    header = header if is_report or kind.type is DocumentType.FORM else of_another_paper(header)
    sections = find_legacy() if kind.type is DocumentType.LEGACY_REPORT else sections if is_report else ()
    tick("segment")
    year = stated if stated is not None else kind.year
    known = Known(year=year, names_another=names_another(header.issuer.value))
    reading = read_tables(document, characters, sections, kind.form, known)
    if look is not None and (second := look_again(document, reading.tables, look)):
        reading = read_tables(document, characters, sections, kind.form, known._replace(second=second))
    tick("tables")
    orders = injections(whole.text)
    prose = _prose(kind, sections, whole, has_orders=bool(orders))
    narrative = read_narrative(document, prose, year) if is_report else Narrative()
    tick("narrative")
    views = views_of(document, prose) if is_report else {}
    narrative = with_witnesses(narrative, views, year, is_older=kind.type is DocumentType.LEGACY_REPORT)
    tick("learned")
    doubted = frozenset(pointer for doubt in doubts for pointer in doubt.where)
    draft = RuleReading(
        document, characters, whole, sections, kind.form, year, prose, header, reading, narrative, doubted
    )
    refined = engine.refine(draft) if engine else Refined(header, reading, narrative, (), Usage(), {})
    header, reading, narrative = refined[:3]
    if engine:
        tick("model")
    report = Report(
        source=document.source,
        issuer=header.issuer,
        title=header.title,
        report_year=header.report_year,
        form=str(kind.form),
        period=header.period,
        published_on=header.published_on,
        sections=sections,
        tables=reading.tables,
        narrative=narrative,
        coverage=digit_coverage(header, sections, reading.tables, narrative, text, whole),
        run=Run(
            extractor_version=__version__,
            engine=engine.name if engine else "rules",
            model=engine.model if engine else None,
            prompts=refined.prompts,
            usage=refined.usage,
            asked=refined.asked,
            unanswered=refined.unanswered,
            by_rule_only=refined.by_rule_only,
            seconds=0,
            readings=reading.readings,
        ),
    )
    tick("coverage")
    told = injection_findings(document, whole, orders) if sections else []
    found = (*_notes(document), *segment_findings(kind, sections))
    if any(page.recognised for page in document.pages):  # a check asks for the recogniser's scores
        report = report.model_copy(update={"places": places_of(document, report)})
    problems = views.get(SectionKey.PROBLEMS)
    headings = unknown_headings(problems, narrative, year) if problems else ()
    missed = unread(views, narrative, year)
    findings = (*found, *doubts, *headings, *missed, *told, *refined.findings, *check_report(report, text))
    tick("validate")
    run = report.run.model_copy(update={"seconds": round(time.perf_counter() - began, 4)})
    report = report.model_copy(update={"findings": findings, "run": run})
    return report.model_copy(update={"places": places_of(document, report)}) if document.pages else report


def _problems(sections: Sequence[Section]) -> tuple[int, int]:
    """Where section five stands, the one that lists what it says; nowhere if it is not there."""
    body = next((each.body for each in sections if each.key is SectionKey.PROBLEMS), None)
    return (0, 0) if body is None else (body.start, body.end)


def _covered_year(header: Header) -> int | None:
    """The year that the figures cover, as the period states it."""
    day = header.period.end.value or header.period.start.value
    return day.year if isinstance(day, date) else None


def extract(
    source: str | os.PathLike[str], max_bytes: int = DEFAULT_MAX_BYTES, form: str | None = None
) -> Report:
    """Read one report by rule: a path, or the text itself where it is no path of a file.

    ``form``: see ``extract_document``.

    Raises DocumentError where the file cannot be read as a Chinese text.
    """
    if isinstance(source, os.PathLike) or _names_a_file(source):
        path = Path(source)
        raw = read_file(path, str(path), max_bytes)
        document = read_document(raw, path.name, max_bytes)
        return extract_document(document, look=second_look(document, raw), form=form)
    return extract_document(read_text(source), form=form)


def _names_a_file(source: str) -> bool:
    """A short single line is meant as a path, so that a mistyped one is an error and not a tiny text."""
    return "\n" not in source and len(source) < 1000 and (os.path.exists(source) or len(source) < 100)


def validate_report(report: Report, text: str | None = None) -> tuple[Finding, ...]:
    """Run the checks again on a Report; those that need the canonical text only where it is given."""
    return check_report(report, text)


def compare_years(before: Report, after: Report) -> tuple[Finding, ...]:
    """Findings of a report against that of the year before, of one body."""
    return check_pair(before, after)


def check_across_years(
    reports: Sequence[Report], texts: Sequence[str | None] = ()
) -> dict[int, tuple[Finding, ...]]:
    """Findings across the years of each body among the reports, by index of the report.

    ``texts``: their canonical texts, asked where a name alone does not say which body it is.
    """
    registry = registry_of(reports, texts)
    kept = [index for index, report in enumerate(reports) if why_no_report(report) is None]
    bodies = [registry.body(str(index)) for index in kept]
    found = check_years(
        [reports[index] for index in kept], [each.body_id if each else None for each in bodies]
    )
    return {kept[index]: findings for index, findings in found.items()}


def with_findings_across(index: int, series: Series, report_of: Callable[[int], Report]) -> Report:
    """The report at a place of a series with its findings across the years behind its own."""
    report = report_of(index)
    found = findings_across(series, index, report_of)
    return report.model_copy(update={"findings": (*report.findings, *found)}) if found else report
