"""Small Reports for the tests of the checks: a text with planted counts, and tables by exception.

In the prose, ⟦…⟧ plants a count: the marks are taken out, what stands between them is the evidence,
its first number (in digits, if there is one) the value and the characters after it the unit (⟦收到申请40件⟧).
"""

import re
from datetime import date
from decimal import Decimal

from official_forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    PROACTIVE_2019,
    PROACTIVE_2021,
)

from extractor.grammar import find_numbers
from extractor.records import (
    Basis,
    Cell,
    CellBasis,
    Count,
    CountPeriod,
    Coverage,
    Event,
    EventKind,
    Fact,
    Narrative,
    Period,
    Report,
    Run,
    Section,
    SectionKey,
    Source,
    Span,
    Tables,
    Topic,
)

ISSUER = "青禾县人民政府"
_PLANTED = re.compile("⟦(.*?)⟧", re.DOTALL)
_VALUE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万元|元|%|[一-鿿]{0,1})")


def fact(value, *spans):
    return Fact(value=value, basis=Basis.RULE, evidence=spans)


def _value(words):
    """The first number in digits with the character after it, else the first in characters."""
    if printed := _VALUE.search(words):
        return Decimal(printed[1].replace(",", "")), printed[2]
    number = find_numbers(words)[0]
    return number.value, "%" if number.percent else words[number.end : number.end + 1]


def plant(marked, offset=0, **options):
    """(text without marks, counts) of a marked prose that starts at ``offset``."""
    text, counts = "", []
    position = 0
    for match in _PLANTED.finditer(marked):
        text += marked[position : match.start()]
        start, words = offset + len(text), match[1]
        text += words
        position = match.end()
        value, unit = _value(words)
        counts.append(
            Count(
                topic=Topic.OTHER,
                label="",
                value=value,
                unit=unit,
                approximate=bool(re.search("余|多|约", words)),
                scope=options.get("scope"),
                period=options.get("period", CountPeriod.YEAR),
                evidence=Span(start=start, end=start + len(words), quote=words),
                basis=Basis.RULE,
            )
        )
    return text + marked[position:], counts


def cell(value, basis=None, raw="", **more):
    """A cell; ``raw`` defaults to the value as printed, blank and inferred cells print nothing."""
    if basis is None:
        basis = CellBasis.BLANK if value is None else CellBasis.PROVED
    unprinted = basis in (CellBasis.BLANK, CellBasis.INFERRED)
    printed = raw or (None if unprinted or value is None else str(value))
    number = None if value is None else Decimal(str(value))
    return Cell(value=number, raw=printed, basis=basis, evidence=None, **more)


def table(form, rows=None, cells=None):
    """A table of zeros but for whole ``rows`` (tuples) and single ``cells`` ((row, column) to Cell)."""
    filled = {}
    for row in form.rows:
        values = (rows or {}).get(row.key, (0,) * len(row.columns))
        filled[row.key] = {
            column.key: (cells or {}).get((row.key, column.key), cell(value))
            for column, value in zip(row.columns, values, strict=True)
        }
    return filled


def applications(rows=None, cells=None, one_other=False):
    form = APPLICATIONS_ONE_OTHER if one_other else APPLICATIONS_THREE_OTHER
    filled = table(form, rows, cells)
    absent = ("other_no_correction", "other_no_fee", "other_misc") if one_other else ("other",)
    return filled | dict.fromkeys(absent)


def row(natural, total=None):
    """A row of applications in which only natural persons apply."""
    return (natural, 0, 0, 0, 0, 0, natural if total is None else total)


def balanced(new=40, granted=40, carried_in=0, carried_out=0, **outcomes):
    """An applications table in which every identity holds."""
    outcomes = {"granted": granted, **outcomes}
    done = sum(outcomes.values())
    rows = {key: row(value) for key, value in outcomes.items()}
    rows |= {"new": row(new), "carried_in": row(carried_in), "processed": row(done)}
    return applications(rows | {"carried_out": row(carried_out)})


def disputes(reconsideration=(0, 0, 0, 0, 0), direct=(0, 0, 0, 0, 0), after=(0, 0, 0, 0, 0), cells=None):
    rows = {"reconsideration": reconsideration, "litigation_direct": direct, "litigation_after_review": after}
    return table(DISPUTES, rows, cells)


def proactive(rows=None, cells=None, year=2021):
    return table(PROACTIVE_2021 if year >= 2021 else PROACTIVE_2019, rows, cells)


def event(name, start, end=None, date_text=None):
    return Event(
        kind=EventKind.TRAINING,
        name=name,
        start=start,
        end=end,
        date_text=date_text,
        participants=None,
        participants_approximate=False,
        place=None,
        evidence=Span(start=0, end=len(name), quote=name),
        basis=Basis.RULE,
    )


def report(overview="", other="", preamble="", **options):
    """(Report, text) of a report on ``year`` (2021) of ``issuer`` with planted prose and given tables.

    Options: year, issuer, form, applications, disputes, proactive (None: absent), scope, period (of the
    counts), trainings, published_on, period_year, headings {key: heading}, sections (False: none).
    """
    year, issuer = options.get("year", 2021), options.get("issuer", ISSUER)
    headings = {
        SectionKey.OVERVIEW: "一、总体情况",
        SectionKey.PROACTIVE: "二、主动公开政府信息情况",
        SectionKey.APPLICATIONS: "三、收到和处理政府信息公开申请情况",
        SectionKey.DISPUTES: "四、政府信息公开行政复议、行政诉讼情况",
        SectionKey.PROBLEMS: "五、存在的主要问题及改进情况",
        SectionKey.OTHER: "六、其他需要报告的事项",
    } | options.get("headings", {})
    text = f"{issuer}{year}年政府信息公开工作年度报告\n{preamble}\n"
    sections, counts = [], []
    for key, heading in headings.items():
        start = len(text)
        text += heading
        body_start = len(text)
        told = {SectionKey.OVERVIEW: overview or "工作正常。", SectionKey.PROBLEMS: "人手不足。"}
        told[SectionKey.OTHER] = other or "无。"
        marked = told.get(key, "")
        prose, found = plant(f"\n{marked}\n", body_start, **options)
        text, counts = text + prose, counts + found
        sections.append((key, start, body_start, len(text)))
    period_year = options.get("period_year", year)
    printed = Span(start=0, end=len(issuer), quote=issuer)
    tables = Tables(
        proactive=options.get("proactive", proactive(year=year)),
        applications=options.get("applications", balanced()),
        disputes=options.get("disputes", disputes()),
    )
    made = Report(
        source=Source(
            name="test.txt", sha256="0", media_type="text/plain", encoding="utf-8", characters=len(text)
        ),
        issuer=fact(issuer),
        title=fact("年度报告"),
        report_year=fact(year),
        form=options.get("form", "2021" if year >= 2021 else "2019"),
        period=Period(start=fact(date(period_year, 1, 1), printed), end=fact(date(year, 12, 31), printed)),
        published_on=options.get("published_on"),
        sections=tuple(
            Section(key=key, heading=Span.of(text, a, b), body=Span.of(text, b, c))
            for key, a, b, c in (sections if options.get("sections", True) else ())
        ),
        tables=tables,
        narrative=Narrative(counts=tuple(counts), trainings=tuple(options.get("trainings", ()))),
        coverage=Coverage(digits_total=0, digits_used=0),
        run=Run(extractor_version="test", engine="rules", seconds=0),
    )
    return made, text
