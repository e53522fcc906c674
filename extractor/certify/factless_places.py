"""Places of the text where no fact was found: what the completeness sample is drawn from."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from extractor.certify.claims import Claim, Delivered
from extractor.coverage import digit_runs, uses_of
from extractor.ideographs import HAN
from extractor.records import NARRATIVE_LISTS, FormName, Header, SectionKey

NONE = "none"
"""What the data set says of such a place: there is no fact."""
_PROSE = (SectionKey.OVERVIEW, SectionKey.PROBLEMS, SectionKey.OTHER)
_SENTENCE = re.compile(r"[^。；！？\n]*(?:\n(?!\s*\n)[^。；！？\n]*)*[。；！？]?")
_LEAST = 8
"""Chinese characters below which a stretch is a heading or a scrap."""
_HAN = re.compile(rf"[{HAN}]")


def places_of(one: Delivered) -> Iterator[Claim]:
    """Digits and sentences that no fact uses; none in a document that is no report of a form."""
    report = one.report
    if report.form in (FormName.LEGACY, FormName.UNKNOWN):
        return
    header = Header(
        issuer=report.issuer,
        title=report.title,
        report_year=report.report_year,
        period=report.period,
        published_on=report.published_on,
    )
    unexplained = {span.start for span in report.coverage.unexplained}
    used = _merged(uses_of(header, report.tables, report.narrative))
    for run in digit_runs(one.text):
        if not _touches(used, run.start, run.end):
            rests_on = "unused" if run.start in unexplained else "set_aside"
            yield _place("digits", rests_on, run.start, run.end)
    narrative = (fact for name in NARRATIVE_LISTS for fact in getattr(report.narrative, name))
    facts = _merged((fact.evidence.start, fact.evidence.end) for fact in narrative)
    for section in report.sections:
        if section.key in _PROSE:
            yield from _sentences(one.text, section.body.start, section.body.end, facts)


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        elif end > start:
            found.append((start, end))
    return found


def _touches(merged: list[tuple[int, int]], start: int, end: int) -> bool:
    before = bisect_right(merged, (end - 1, end)) - 1
    return before >= 0 and merged[before][1] > start


def _sentences(text: str, start: int, end: int, facts: list[tuple[int, int]]) -> Iterator[Claim]:
    at = start
    while at < end:
        found = _SENTENCE.match(text, at, end)
        stop = found.end() if found is not None and found.end() > at else at + 1
        low = at + len(text[at:stop]) - len(text[at:stop].lstrip())
        if not _touches(facts, low, stop) and len(_HAN.findall(text, low, stop)) >= _LEAST:
            yield _place("sentence", "unused", low, stop)
        at = stop


def _place(kind: str, rests_on: str, start: int, end: int) -> Claim:
    return Claim(f"/text/{start}-{end}", kind, rests_on, f"places.{kind}", NONE)
