"""The files of an audit: the page, the workbook, findings.csv."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from extractor.audit import charts
from extractor.audit.aside import Aside
from extractor.audit.audit_contents import MOST_BODIES, FindingView, Views
from extractor.audit.books import Book, BookColumn
from extractor.audit.cellnames import with_cell_names
from extractor.audit.gathering import Gathering
from extractor.audit.kinds import kind_of, kinds, weight_of
from extractor.audit.outliers import FAR
from extractor.audit.points import safe
from extractor.audit.rendering import template
from extractor.audit.rule_verdicts import RuleVerdict
from extractor.audit.rulebook import PublishedRule, Rulebook
from extractor.records import LinkRule, PanelFinding

PAGE, WORKBOOK, FINDINGS = "audit.html", "audit.xlsx", "findings.csv"
_MOST_UNSURE = 100
_FINDING_COLUMNS = (
    BookColumn("分量 weight", 9),
    BookColumn("类别 kind", 24),
    BookColumn("机关 body", 34),
    BookColumn("年度 year", 8),
    BookColumn("说明", 60),
    BookColumn("message", 50),
    BookColumn("左 left", 12),
    BookColumn("右 right", 12),
    BookColumn("文件 documents", 40),
    BookColumn("原文 words", 50),
)
CSV_COLUMNS = (
    "check",
    "group",
    "weight",
    "severity",
    "body_id",
    "body",
    "level",
    "year",
    "left",
    "right",
    "difference",
    "message_zh",
    "message_en",
    "reports",
    "pointers",
)


class PageMaking(NamedTuple):
    """What the page says of its making."""

    source: str
    made: str
    version: str
    rates: Mapping[int, Sequence[float]] = MappingProxyType({})
    """Year to the shares of applications granted, for the chart."""
    aside: Sequence[Aside] = ()
    """Files that count as no report."""


def write_all(out: Path, gathering: Gathering, workbook: Book, link: "Link", said: PageMaking) -> None:
    """Write page, workbook and findings.csv."""
    views = Views(gathering, link)
    _write_findings(out / FINDINGS, gathering)
    # The page first: the documents that it leads to are the ones that get pages of their own.
    page = template("audit.html").render(page=_page(gathering, views, said))
    (out / PAGE).write_text(page, encoding="utf-8")
    _fill(workbook, gathering, views, said.aside)


Link = Callable[[str, str], str | None]


def _write_findings(path: Path, gathering: Gathering) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(CSV_COLUMNS)
        for finding in gathering.spool.heaviest():
            writer.writerow(safe(_csv_row(finding, gathering)))


def _csv_row(finding: PanelFinding, gathering: Gathering) -> Iterator[object]:
    kind = kind_of(finding.check)
    body = gathering.registry.bodies.get(finding.body_id)
    chinese, _, english = with_cell_names(finding.message).partition(" / ")
    reports = dict.fromkeys(one.report for one in finding.witnesses)
    pointers = dict.fromkeys(one.pointer for one in finding.witnesses if one.pointer)
    yield from (finding.check, kind.group if kind else "", round(weight_of(finding), 2), finding.severity)
    yield from (finding.body_id, body.name if body else "", body.level if body else "", finding.year)
    yield from (finding.left, finding.right, finding.difference, chinese, english)
    yield from (" ".join(reports), " ".join(pointers))


def _fill(workbook: Book, gathering: Gathering, views: Views, aside: Sequence[Aside]) -> None:
    findings = workbook.sheet("发现 findings", _FINDING_COLUMNS)
    for each in gathering.spool.heaviest():
        findings.add(_finding_row(views.finding(each)))
    findings.close()
    years = views.years()
    heads = [
        BookColumn("机关 body", 36),
        BookColumn("层级 level", 14),
        *(BookColumn(f"{year}", 8) for year in years),
    ]
    coverage = workbook.sheet("覆盖 coverage", heads)
    for row in views.rows():
        coverage.add([f"{'　' * row.depth}{row.name}", row.level, *(cell.text for cell in row.cells)])
    coverage.close()
    rank_columns = (
        ("名次 place", 8),
        ("机关 body", 36),
        ("层级 level", 14),
        ("份数 reports", 8),
        ("得分率 share", 9),
    )
    more = ("得分 score", 16), ("符合 met", 9), ("不符合 not met", 9), ("无法判断 cannot tell", 9)
    ranking = workbook.sheet("排名 ranking", [BookColumn(*each) for each in (*rank_columns, *more)])
    for rank in views.ranking():
        share = None if rank.share is None else round(rank.share, 4)
        head = (rank.place, rank.name, rank.level, rank.reports, share, rank.range)
        ranking.add((*head, rank.met, rank.not_met, rank.cannot_tell))
    ranking.close()
    if aside:
        heads = [
            BookColumn("文件 file", 60),
            BookColumn("类别 kind", 24),
            BookColumn("原因", 60),
            BookColumn("why", 60),
        ]
        left = workbook.sheet("未计入 apart", heads)
        for one in aside:
            left.add((one.path, f"{one.kind} {one.kind_english}", one.chinese, one.english))
        left.close()
    workbook.close()


def _finding_row(view: FindingView) -> list[str | int | float | None]:
    documents = " ".join(dict.fromkeys(source.name for source in view.sources))
    said = (f"{source.values} {source.quote}".strip() for source in view.sources)
    words = " ／ ".join(words for words in said if words)
    row: list[str | int | float | None] = [
        round(view.weight, 2),
        f"{view.kind} {view.kind_english}",
        view.body,
    ]
    return [*row, view.year, view.chinese, view.english, view.left, view.right, documents, words]


def _page(gathering: Gathering, views: Views, said: PageMaking) -> dict[str, Any]:
    registry, tally = gathering.registry, gathering.tally
    apart = [one for one in registry.attributions.values() if one.rule is LinkRule.APART]
    pairs = [f"{pair.first} · {pair.second}: {pair.reason}" for pair in registry.unsure]
    unsure = [*(f"{one.path}: {one.printed_name or '—'} ({one.evidence})" for one in apart), *pairs]
    ranking = list(islice(views.ranking(), MOST_BODIES))
    groups = list(views.groups())
    return {
        "source": said.source,
        "made": said.made,
        "version": said.version,
        "cards": _cards(gathering, groups, len(said.aside)),
        "plots": _plots(gathering.book, views, said.rates),
        "years": views.years(),
        "rows": list(islice(views.rows(), MOST_BODIES)),
        "bodies_left_out": max(0, len(tally.years) - MOST_BODIES),
        "groups": groups,
        "rules": gathering.book,
        "ranking": ranking,
        "ranking_left_out": max(0, len(tally.bodies) - MOST_BODIES),
        "rule_rows": _rule_rows(gathering),
        "far": f"{FAR:g}",
        "aside": said.aside[:_MOST_UNSURE],
        "aside_number": len(said.aside),
        "unsure": unsure[:_MOST_UNSURE],
        "unsure_number": len(unsure),
    }


def _cards(gathering: Gathering, groups: list[Any], aside: int) -> list[dict[str, object]]:
    tally = gathering.tally
    cards = [
        {"title": "报告", "english": "reports", "value": tally.documents, "anchor": "coverage"},
        {
            "title": "机关",
            "english": "bodies",
            "value": len(gathering.certain_bodies()),
            "anchor": "coverage",
        },
    ]
    if apart := sum(not one.is_certain for one in gathering.registry.attributions.values()):
        card = {"title": "归属不明的报告", "english": "reports of a body that cannot be told", "value": apart}
        cards.append({**card, "anchor": "notes"})
    if aside:
        card = {"title": "未计入的文件", "english": "files left apart", "value": aside}
        cards.append({**card, "anchor": "apart"})
    for view in groups:
        card = {"title": view.group.title, "english": view.group.english, "value": view.number}
        cards.append({**card, "anchor": view.group.id if view.number else "notes"})
    return cards


def _plots(book: Rulebook, views: Views, rates: Mapping[int, Sequence[float]]) -> list[dict[str, str]]:
    names = {group.id: f"{group.title} {group.english}" for group in kinds().groups}
    last = max(views.years(), default=None)
    timely = [rule for rule in book.rules if isinstance(rule, PublishedRule) and rule.applies_to(None, last)]
    deadlines = {level: days for rule in timely for level, days in _days(rule)}
    n = len(views.tally.bodies)
    drawn = [
        (
            charts.findings_by_year(views.counts_by_year(), names),
            "各年发现条数，按类别",
            "Findings by year and kind",
        ),
        (
            charts.publication_days(views.tally.days, deadlines),
            "发布日距年终的天数，按层级；每点一份报告",
            "Days from the year's end to publication by level; one mark a report",
        ),
        (
            charts.shares_by_level(views.shares(), "得分率 share of points, %"),
            f"得分率，按层级（n = {n}；箱为四分位，须为 5% 与 95%）",
            f"Share of points by level (n = {n}; boxes are quartiles, whiskers 5 % and 95 %)",
        ),
        (
            charts.share_over_years(rates, "%"),
            "公开率（含部分公开）的中位数与四分位，逐年；每份报告一个值",
            "Applications granted in full or in part, of all answered: median and quartiles by year",
        ),
    ]
    return [
        {"svg": _labelled(svg, f"{title} {english}"), "title": title, "english": english}
        for svg, title, english in drawn
        if svg
    ]


def _labelled(svg: str, label: str) -> str:
    """The chart with what it shows for those who do not see it."""
    return svg.replace('role="img"', f'role="img" aria-label="{escape(label)}"', 1)


def _days(rule: PublishedRule) -> Iterator[tuple[str, int]]:
    """The last day allowed of each level that has one, in days after the year's end; none of 01-31/03-31."""
    from datetime import date

    for level, text in rule.latest.items():
        if "/" not in text:
            yield level, (date.fromisoformat(f"2023-{text}") - date(2022, 12, 31)).days


def _rule_rows(gathering: Gathering) -> list[dict[str, object]]:
    rows = []
    for rule in gathering.book.rules:
        if rule.id not in gathering.tally.rules:
            continue
        counts = gathering.tally.rules[rule.id]
        names = {"title": rule.title, "english": rule.english or rule.title, "source": rule.source}
        rows.append({**names, **{str(verdict): counts[verdict] for verdict in RuleVerdict}})
    return sorted(rows, key=lambda row: -int(str(row["not_met"])))
