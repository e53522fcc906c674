"""The only file that knows the order of the rooms.

ingest → normalise → segment → (tables | narrative) → judging, if asked → coverage → validate → Report
"""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from extractor import __version__
from extractor.coverage import digit_coverage
from extractor.errors import DocumentError, UnreadableError
from extractor.header import read_header
from extractor.ingest import DEFAULT_MAX_BYTES, read_bytes, read_text, reread_places
from extractor.judging.engines import Engine, Refined, RuleReading
from extractor.narrative import injection_findings, read_narrative, without_injections
from extractor.normalise import fold_characters, fold_prose
from extractor.records import (
    Document,
    Finding,
    FormName,
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
from extractor.segment import DocumentKind, DocumentType, classify, find_sections
from extractor.tables import SecondLook, look_again, read_tables
from extractor.validate import check_report, check_years

Clock = Callable[[str], None]
"""Called with a room's name when the room is done; `make bench` measures with it."""

_PROSE = (SectionKey.OVERVIEW, SectionKey.PROBLEMS, SectionKey.OTHER)

_KINDS = {
    DocumentType.LEGACY_REPORT: ("这是2019年以前旧格式的年度报告", "a yearly report of the form before 2019"),
    DocumentType.NOTICE: ("这是通知而不是年度报告", "a notice, not a yearly report"),
    DocumentType.LIST_PAGE: ("这是列表页而不是年度报告", "a list page, not a yearly report"),
    DocumentType.SHELL: ("页面没有正文", "a page without a text of its own"),
    DocumentType.OTHER: ("不是政府信息公开工作年度报告", "not a yearly disclosure report"),
}


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


def _kind_findings(document: Document, kind: DocumentKind, sections: Sequence[Section]) -> list[Finding]:
    found = [
        Finding(check="ingest.note", severity=Severity.WARNING, message=note, suspect=Suspect.READING)
        for note in document.notes
    ]
    if kind.type in _KINDS:
        chinese, english = _KINDS[kind.type]
        message = f"{chinese},未按表格提取 / This is {english}; it was not forced into the form"
        found.append(Finding(check="document.kind", severity=Severity.WARNING, message=message))
    for index, section in enumerate(sections):
        if section.heading.start == section.heading.end:
            message = f"缺少“{section.key}”部分的标题 / The heading of section {section.key} is lost"
            found.append(
                Finding(
                    check="section.heading_lost",
                    severity=Severity.INFO,
                    message=message,
                    where=(f"/sections/{index}/heading",),
                )
            )
    return found


def extract_document(
    document: Document,
    clock: Clock | None = None,
    engine: Engine | None = None,
    look: SecondLook | None = None,
) -> Report:
    """Read one Document: by rule, pure but for the seconds that it took, unless an engine asks a model.

    ``look`` reads cells in doubt once more from the picture of their page.
    """
    began = time.perf_counter()
    tick = clock or (lambda _room: None)
    text = document.text
    characters = fold_characters(text)
    whole = fold_prose(text, characters=characters)
    tick("normalise")
    sections = find_sections(text, characters)
    header, doubts = read_header(document, whole, sections)
    stated = header.report_year.value if isinstance(header.report_year.value, int) else None
    kind = classify(characters, sections, stated)
    is_report = kind.type is DocumentType.REPORT
    sections = sections if is_report else ()
    tick("segment")
    reading = read_tables(document, characters, sections, kind.form)
    if look is not None and (second := look_again(document, reading.tables, look)):
        reading = read_tables(document, characters, sections, kind.form, second)
    tick("tables")
    year = stated if stated is not None else kind.year
    prose = {
        s.key: without_injections(whole.slice(s.body.start, s.body.end)) for s in sections if s.key in _PROSE
    }
    narrative = read_narrative(document, prose, year) if is_report else Narrative()
    tick("narrative")
    draft = RuleReading(
        document, characters, whole, sections, kind.form, year, prose, header, reading, narrative
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
        form=kind.form if is_report else _form_of_other(kind),
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
    told = injection_findings(document, whole) if sections else []
    found = _kind_findings(document, kind, sections)
    findings = (*found, *doubts, *told, *refined.findings, *check_report(report, text))
    tick("validate")
    run = report.run.model_copy(update={"seconds": round(time.perf_counter() - began, 4)})
    report = report.model_copy(update={"findings": findings, "run": run})
    return report.model_copy(update={"places": places_of(document, report)}) if document.pages else report


def _form_of_other(kind: DocumentKind) -> FormName:
    return FormName.LEGACY if kind.type is DocumentType.LEGACY_REPORT else FormName.UNKNOWN


def extract(source: str | os.PathLike[str], max_bytes: int = DEFAULT_MAX_BYTES) -> Report:
    """Read one report by rule: a path, or the text itself where it is no path of a file.

    Raises DocumentError where the file cannot be read as a Chinese text.
    """
    if isinstance(source, os.PathLike) or _names_a_file(source):
        path = Path(source)
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise UnreadableError(f"{path}: cannot be read ({error.strerror}); check the path") from error
        document = read_document(raw, path.name, max_bytes)
        return extract_document(document, look=second_look(document, raw))
    return extract_document(read_text(source))


def _names_a_file(source: str) -> bool:
    """A short single line is meant as a path, so that a mistyped one is an error and not a tiny text."""
    return "\n" not in source and len(source) < 1000 and (os.path.exists(source) or len(source) < 100)


def validate_report(report: Report, text: str | None = None) -> tuple[Finding, ...]:
    """Run the checks again on a Report; those that need the canonical text only where it is given."""
    return check_report(report, text)


def check_across_years(reports: Sequence[Report]) -> dict[int, tuple[Finding, ...]]:
    """Findings across the years of one body, by index of the report."""
    return check_years(reports)
