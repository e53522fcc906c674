"""Header facts and sections against gold."""

from collections.abc import Iterator
from datetime import date

from extractor.evaluation.gold import Gold
from extractor.evaluation.scoring.items import ScoredItem, Stratum, Verdict
from extractor.evaluation.scoring.table_cells import ABSENT
from extractor.evaluation.scoring.text import folded
from extractor.evaluation.scoring.warnings import Flags
from extractor.records import Fact, Report

_FURNITURE = " \t\n\u3000\u00a0#*|"
_POINTERS = {
    "issuer": "/issuer",
    "title": "/title",
    "report_year": "/report_year",
    "period_start": "/period/start",
    "period_end": "/period/end",
    "published_on": "/published_on",
}


def score_header(report: Report, gold: Gold, text: str, flags: Flags) -> Iterator[ScoredItem]:
    """The form and, for a report of the form, the six header facts."""
    if gold.header is None:
        return
    form = report.form
    if "form" not in gold.header.unlabelled:
        verdict = Verdict.RIGHT if form == gold.header.form else Verdict.WRONG
        yield ScoredItem(
            "header.form", "form", Stratum.ITEM, verdict, "rule", flags.at("/form"), gold.header.form, form
        )
    if gold.header.form == "unknown":
        return
    facts = {
        "issuer": report.issuer,
        "title": report.title,
        "report_year": report.report_year,
        "period_start": report.period.start,
        "period_end": report.period.end,
        "published_on": report.published_on,
    }
    for name, accepted in accepted_header(gold, text).items():
        yield _fact(name, facts[name], accepted, flags.at(_POINTERS[name]))


def accepted_header(gold: Gold, text: str) -> dict[str, tuple[str | None, ...]]:
    """Right answers by fact, the first being the gold one; names folded, unlabelled facts left out."""
    header = gold.header
    if header is None or header.form == "unknown":
        return {}
    names = [header.issuer, *gold.may_be.get("header.issuer", ())]
    accepted: dict[str, tuple[str | None, ...]] = {
        "issuer": tuple(folded(name) if name else None for name in names),
        "report_year": (str(header.report_year) if header.report_year else None,),
        "period_start": (_day(header.period[0]),),
        "period_end": (_day(header.period[1]),),
        "published_on": (_day(header.published_on),),
    }
    spans = [header.title_span, *gold.may_be.get("header.title_span", ())]
    if header.title_span is not None:
        accepted["title"] = tuple(folded(text[span[0] : span[1]]) for span in spans if span)
    return {name: answers for name, answers in accepted.items() if name not in header.unlabelled}


def _fact(name: str, fact: Fact | None, accepted: tuple[str | None, ...], flagged: bool) -> ScoredItem:
    value = None if fact is None or fact.value is None else str(fact.value)
    compared = folded(value) if value is not None and name in ("issuer", "title") else value
    span = fact.evidence[0] if fact is not None and fact.evidence else None
    return ScoredItem(
        field=f"header.{name}",
        key=name,
        stratum=Stratum.ITEM if accepted[0] is not None else Stratum.BLANK,
        verdict=_verdict(compared, accepted),
        basis=fact.basis.value if fact is not None else ABSENT,
        flagged=flagged,
        # A title is the document's words: its place says enough.
        gold=None if name == "title" else accepted[0],
        predicted=None if name == "title" else value,
        start=span.start if span else None,
        end=span.end if span else None,
    )


def _verdict(value: str | None, accepted: tuple[str | None, ...]) -> Verdict:
    if value in accepted:
        return Verdict.RIGHT
    if value is None:
        return Verdict.OMITTED
    return Verdict.FABRICATED if accepted[0] is None else Verdict.WRONG


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def score_sections(report: Report, gold: Gold, text: str, flags: Flags) -> Iterator[ScoredItem]:
    """One item a section: it must begin and end at the labelled marks (white space and pipes aside).

    The last section may end later: a signature may be in or out.
    """
    if gold.sections is None:
        return
    got = {section.key.value: (index, section) for index, section in enumerate(report.sections)}
    labels = gold.sections
    last = max(labels, key=lambda key: labels[key][0]) if labels else None
    for key, (start, end) in labels.items():
        if key not in got:
            yield ScoredItem("sections", key, Stratum.ITEM, Verdict.OMITTED, ABSENT, False, f"{start}:{end}")
            continue
        index, section = got[key]
        begins, ends = section.heading.start, section.body.end
        right = _first_mark(text, begins) == _first_mark(text, start)
        marks = _last_mark(text, ends), _last_mark(text, end)
        right = right and (marks[0] == marks[1] or (key == last and marks[0] > marks[1]))
        verdict = Verdict.RIGHT if right else Verdict.WRONG
        flagged = flags.at(f"/sections/{index}")
        places = (f"{start}:{end}", f"{begins}:{ends}", start, end)
        yield ScoredItem("sections", key, Stratum.ITEM, verdict, "rule", flagged, *places)
    for key, (index, section) in got.items():
        if key not in labels:
            place = f"{section.heading.start}:{section.body.end}"
            flagged = flags.at(f"/sections/{index}")
            yield ScoredItem("sections", key, Stratum.ITEM, Verdict.FABRICATED, "rule", flagged, None, place)


def _first_mark(text: str, offset: int) -> int:
    while offset < len(text) and text[offset] in _FURNITURE:
        offset += 1
    return offset


def _last_mark(text: str, offset: int) -> int:
    return len(text[:offset].rstrip(_FURNITURE))
