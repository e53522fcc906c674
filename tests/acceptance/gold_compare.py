"""What a Report says differently from the gold labels of its document, one line per difference."""

import codecs
from collections.abc import Iterable
from typing import Any

import opencc
from cjkfold import fold
from gold_cells import table_differences
from gold_facts import narrative_differences
from pydantic import BaseModel

from extractor.evaluation.gold import Gold, GoldFinding, Interval
from extractor.records import Finding, Report, Severity, Span, Suspect

_FURNITURE = " \t\n\u3000\u00a0#*|"
_FAMILIES = (
    {"gb2312", "gbk", "gb18030"},
    {"utf-8", "utf-8-sig"},
    {"utf-16", "utf-16-le", "utf-16-be"},
)
_MOST_POINTERS = 12
"""A finding that points at more than these places warns of none of them."""
_SIMPLIFIED = opencc.OpenCC("t2s")


def differences(report: Report, gold: Gold, text: str) -> list[str]:
    """All differences, readable, in the order of the Report."""
    found = [*_source(report, gold, text), *_quotes(report, text)]
    if report.form != gold.header.form:
        found.append(f"form: expected {gold.header.form}, got {report.form}")
    if gold.header.form != "unknown":
        found += _header(report, gold, text)
    if gold.sections is not None:
        found += _sections(report, gold.sections, text)
    found += table_differences(report, gold)
    found += narrative_differences(report, gold, text)
    return found + _findings(report, gold)


def _source(report: Report, gold: Gold, text: str) -> list[str]:
    found = []
    if report.source.characters != len(text):
        found.append(f"source.characters: expected {len(text)}, got {report.source.characters}")
    if report.source.sha256 != gold.sha256:
        found.append("source.sha256 is not the hash of the file")
    expected, got = codecs.lookup(gold.encoding).name, codecs.lookup(report.source.encoding or "ascii").name
    family = next((names for names in _FAMILIES if expected in names), {expected})
    if got not in family:
        found.append(f"source.encoding: expected {expected}, got {report.source.encoding}")
    return found


def spans_of(value: Any) -> Iterable[Span]:
    """Every Span inside a record, at any depth."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from spans_of(getattr(value, name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from spans_of(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from spans_of(item)


def _quotes(report: Report, text: str) -> list[str]:
    pairs = ((span, text[span.start : span.end]) for span in spans_of(report))
    return [
        f"span {span.start}:{span.end} quotes {span.quote[:30]!r}, the text has {words[:30]!r}"
        for span, words in pairs
        if words != span.quote
    ]


def folded(words: str) -> str:
    """Words without white space, radicals and traditional forms, for comparing names."""
    return _SIMPLIFIED.convert(fold("".join(words.split())))


def _header(report: Report, gold: Gold, text: str) -> list[str]:
    header = gold.header
    names = [name for name in (header.issuer, *gold.may_be.get("header.issuer", ())) if name]
    found = []
    if folded(str(report.issuer.value)) not in {folded(name) for name in names}:
        found.append(f"issuer: expected {' or '.join(names)}, got {report.issuer.value}")
    titles = [header.title_span, *gold.may_be.get("header.title_span", ())]
    words = {folded(text[span[0] : span[1]]) for span in titles if span}
    if words and folded(str(report.title.value)) not in words:
        found.append(f"title: expected {' or '.join(sorted(words))}, got {report.title.value}")
    published = report.published_on.value if report.published_on else None
    pairs = {
        "report_year": (header.report_year, report.report_year.value),
        "period.start": (header.period[0], report.period.start.value),
        "period.end": (header.period[1], report.period.end.value),
        "published_on": (header.published_on, published),
    }
    for name, (expected, got) in pairs.items():
        if _plain(expected) != _plain(got):
            found.append(f"{name}: expected {expected}, got {got}")
    return found


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _sections(report: Report, expected: dict[str, Interval], text: str) -> list[str]:
    got = {section.key.value: section for section in report.sections}
    last = max(expected, key=lambda key: expected[key][0])
    found = [f"section {key}: found, but the report has none" for key in got if key not in expected]
    if len(got) != len(report.sections):
        found.append("sections: a key stands twice")
    for key, (start, end) in expected.items():
        if key not in got:
            found.append(f"section {key}: not found")
            continue
        section = got[key]
        begins = _first_mark(text, section.heading.start)
        if begins != _first_mark(text, start):
            found.append(f"section {key}: expected to begin at {start}, got {section.heading.start}")
        ends, expected_end = _last_mark(text, section.body.end), _last_mark(text, end)
        if ends < expected_end or (ends > expected_end and key != last):
            found.append(f"section {key}: expected to end at {expected_end}, got {ends}")
    return found


def _first_mark(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in _FURNITURE:
        offset += 1
    return offset


def _last_mark(text: str, offset: int) -> int:
    return len(text[:offset].rstrip(_FURNITURE))


def pointer(about: str) -> str:
    """JSON pointer of a dotted gold pointer."""
    table = about.split(".")[0] in ("proactive", "applications", "disputes")
    return ("/tables/" if table else "/") + about.replace(".", "/")


def _points_at(finding: Finding, label: GoldFinding, report: Report) -> bool:
    place = pointer(label.about)
    if len(finding.where) <= _MOST_POINTERS and any(_within(where, place) for where in finding.where):
        return True
    if label.start is None or label.end is None:
        return False
    spans = [*finding.evidence, *(_counts_at(finding, report))]
    return any(span.start < label.end and label.start < span.end for span in spans)


def _within(where: str, place: str) -> bool:
    return where == place or where.startswith(place + "/")


def _counts_at(finding: Finding, report: Report) -> list[Span]:
    """Evidence of the counts that a finding points at."""
    found = []
    for where in finding.where:
        parts = where.split("/")
        if parts[1:3] == ["narrative", "counts"] and len(parts) > 3 and parts[3].isdigit():
            index = int(parts[3])
            found += [report.narrative.counts[index].evidence] if index < len(report.narrative.counts) else []
    return found


def _findings(report: Report, gold: Gold) -> list[str]:
    serious = [finding for finding in report.findings if finding.severity is not Severity.INFO]
    found = [
        f"finding missing: {label.kind} about {label.about}"
        for label in gold.findings
        if not label.optional and not any(_points_at(finding, label, report) for finding in serious)
    ]
    for forbidden in gold.must_not_find:
        for finding in serious:
            if any(_points_at(finding, label, report) for label in gold.findings):
                continue
            if _forbidden(finding, forbidden):
                places = ", ".join(finding.where[:3])
                found.append(f"false alarm ({forbidden}): {finding.check} at {places}: {finding.message}")
    return found


def _forbidden(finding: Finding, about: str) -> bool:
    if about == "*":
        return finding.suspect is Suspect.ISSUER
    return any(_within(where, pointer(about)) for where in finding.where)
