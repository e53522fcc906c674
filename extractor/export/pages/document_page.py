"""The page of one document: what to look at, its tables, its prose, its text with all evidence."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.export.applied_corrections import by_pointer, pointer_of
from extractor.export.column_labels import legend
from extractor.export.decision_words import ACTIONS, PRINTS, STANDINGS, reason_words
from extractor.export.item import ExportItem, Picture
from extractor.export.pages.linked_tables import DecidedValues, named, tables
from extractor.export.pages.markup import (
    TextMark,
    element,
    highlighted,
    mark_of,
    page,
    shown,
    value_id,
    words_id,
)
from extractor.records import NARRATIVE_LISTS, Count, Event, Place, Report, Span, Statement
from extractor.tidy import ValueRow, as_text, rows_of

_LISTS = {
    "counts": "数量 Counts",
    "trainings": "培训 Trainings",
    "events": "其他活动 Other events",
    "issues": "存在问题 Issues",
    "remedies": "改进措施 Remedies",
    "past_rectifications": "上年整改 Past rectifications",
}
_PROSE_BASES = {
    "rule": "规则所读 by rule",
    "learned": "第二读者 second reader",
    "model": "模型 model",
    "both": "两者一致 two readers",
}


_ALWAYS = ("title", "issuer", "report_year")
"""Facts whose absence is said."""
_FACTS = ("/title", "/issuer", "/report_year", "/period", "/form")
"""What the head of the page always shows."""


class Neighbours(NamedTuple):
    """Where the links at the head of the page lead; nothing for a page that stands alone."""

    listing: str = ""
    body: str = ""


def document_page(item: ExportItem, neighbours: Neighbours = Neighbours()) -> str:  # noqa: B008 - frozen
    """The whole page."""
    report = item.report
    title = f"{report.issuer.value or item.document} {report.report_year.value or ''}".strip()
    text = item.text_of()
    return page(title, _parts(item, title, text, neighbours))


def _parts(item: ExportItem, title: str, text: str | None, neighbours: Neighbours) -> Iterator[str]:
    report = item.report
    decided = DecidedValues(by_pointer(item.corrections))
    yield _links(neighbours)
    yield element("h1", shown(title))
    yield _facts(item)
    yield _legend()
    yield element("h2", f"核对发现 Findings（{len(report.findings)}）")
    yield _findings(report)
    if item.corrections:
        yield element("h2", f"人工改定 Corrections（{len(item.corrections)}）")
        yield _corrections(item)
    yield element("h2", "官方表格 Official tables")
    yield from tables(report, decided)
    yield element("h2", "正文所述 What the prose says")
    yield from _narrative(report)
    pictures = item.pictures_of()
    if pictures:
        yield element("h2", "原件页面 Pages of the original")
        yield from _pages(report, pictures)
    elif report.places:
        yield element(
            "p", "原件不在手边，未附页面图。 The original is not at hand: no page pictures.", class_="soft"
        )
    yield element("h2", "全文与出处 The text with its evidence", id="text")
    if text is None:
        yield element("p", "原文不在手边。 The text is not at hand.", class_="soft")
    else:
        yield element("div", highlighted(text, list(_marks(report))), class_="text")


def _links(neighbours: Neighbours) -> str:
    links = [
        ("#text", "全文 text"),
        (neighbours.listing, "目录 index"),
        (neighbours.body, "该机关各年 this body"),
    ]
    return element("nav", "".join(element("a", name, href=href) for href, name in links if href))


def _facts(item: ExportItem) -> str:
    report = item.report
    period = " 至 ".join(
        str(fact.value) for fact in (report.period.start, report.period.end) if fact.value is not None
    )
    published = report.published_on
    facts = (
        ("标题 title", "title", report.title.value, _first(report.title.evidence)),
        ("发布机关 issuer", "issuer", report.issuer.value, _first(report.issuer.evidence)),
        ("报告年度 year", "report_year", report.report_year.value, _first(report.report_year.evidence)),
        ("统计期间 period", "period", period or None, _first(report.period.start.evidence)),
        ("发布日期 published", "published_on", published.value, _first(published.evidence))
        if published
        else ("", "", None, None),
        ("表式 form", "form", report.form, None),
        ("文件 file", "", item.path or item.document, None),
        ("由此件代表 stands for it", "", item.duplicate_of, None),
        ("指纹 SHA-256", "", report.source.sha256, None),
        ("读取 read by", "", f"extractor {report.run.extractor_version}, {report.run.engine}", None),
    )
    rows = []
    for name, pointer, value, span in facts:
        if value is not None or pointer in _ALWAYS:
            words = shown("未找到 not found" if value is None else value)
            if span is not None:
                words = element("a", words, href="#" + words_id(span.start, span.end))
            anchor = value_id(f"/{pointer}") if pointer else ""
            rows.append(element("dt", name) + element("dd", words, id=anchor))
    return element("dl", "".join(rows), class_="facts")


def _first(evidence: Sequence[Span]) -> Span | None:
    return next((span for span in evidence if span.end > span.start), None)


def _legend() -> str:
    cells = (
        element("span", shown(f"{name}{entry.mark} {entry.chinese}"), class_=name)
        for name, entry in legend().items()
        if name != "blank"
    )
    prose = (element("span", shown(words), class_=name) for name, words in _PROSE_BASES.items())
    return element("p", " ".join([*cells, *prose]), class_="legend soft")


def _findings(report: Report) -> str:
    if not report.findings:
        return element("p", "没有发现。 Nothing found.", class_="soft")
    lines = []
    for number, finding in enumerate(report.findings):
        words = [
            element("a", f"“{shown(span.quote[:30])}”", href="#" + words_id(span.start, span.end))
            for span in finding.evidence[:6]
            if span.end > span.start
        ]
        values = [_link_to(report, pointer) for pointer in finding.where[:6]]
        places = " · ".join([*words, *values])
        message = shown(finding.message) + (f"<br><small>{places}</small>" if places else "")
        lines.append(element("li", message, class_=str(finding.severity), id=f"f{number}"))
    return element("ul", "".join(lines), class_="findings")


def _link_to(report: Report, pointer: str) -> str:
    """A link to the value under a pointer, where this page shows it."""
    name, place = named(report, pointer), _place_of(report, pointer)
    return shown(name) if place is None else element("a", shown(name), href="#" + value_id(place))


def _place_of(report: Report, pointer: str) -> str | None:
    """Pointer of what this page shows of it: the value, else the row, fact, list or table that it is in."""
    parts = pointer.removesuffix("/value").split("/")
    if parts[1:2] == ["period"]:
        return "/period"
    if parts[1:2] == ["tables"] and len(parts) > 2:
        table = report.tables.get(parts[2])
        depth = 3 + (len(parts) > 3 and parts[3] in (table or {}))
        cells = table.get(parts[3]) if table and depth > 3 else None
        return "/".join(parts[: depth + (len(parts) > 4 and parts[4] in (cells or {}))])
    if parts[1:2] == ["narrative"] and len(parts) > 2:
        facts = getattr(report.narrative, parts[2], ())
        is_there = len(parts) > 3 and parts[3].isdigit() and int(parts[3]) < len(facts)
        return "/".join(parts[: 4 if is_there else 3]) if facts else None
    return "/".join(parts) if "/".join(parts) in _FACTS else None


def _corrections(item: ExportItem) -> str:
    heads = "".join(
        element("th", head)
        for head in ("值 value", "机器所读", "人工所定", "何人", "何时", "何故", "结果 standing")
    )
    lines = "".join(
        element(
            "tr",
            element("td", _link_to(item.report, one.pointer))
            + "".join(
                element("td", shown("" if each is None else each))
                for each in (
                    one.machine,
                    one.human or PRINTS.get(one.printed) or ACTIONS.get(one.action),
                    one.author,
                    one.at,
                    reason_words(one.reason),
                    STANDINGS[one.standing],
                )
            ),
        )
        for one in item.corrections
    )
    return element("div", element("table", element("thead", element("tr", heads)) + lines), class_="wide")


def _narrative(report: Report) -> Iterator[str]:
    for name in NARRATIVE_LISTS:
        facts = getattr(report.narrative, name)
        if facts:
            yield element("h3", f"{_LISTS[name]}（{len(facts)}）", id=value_id(f"/narrative/{name}"))
            lines = (_fact(name, index, fact) for index, fact in enumerate(facts))
            yield element("ol", "".join(lines), class_="items", start="0")


def _fact(name: str, index: int, fact: Count | Event | Statement) -> str:
    span = fact.evidence
    words = element(
        "a",
        shown(span.quote if len(span.quote) <= 160 else span.quote[:160] + "…"),
        href="#" + words_id(span.start, span.end),
        class_=f"b {fact.basis}",
    )
    return element(
        "li", words + f" <small>{shown(_told(fact))}</small>", id=value_id(f"/narrative/{name}/{index}")
    )


def _told(fact: Count | Event | Statement) -> str:
    """What was read from the words, on one line."""
    if isinstance(fact, Count):
        about = "约" if fact.approximate else ""
        scope = f"，{fact.scope}" if fact.scope else ""
        return f"{fact.label} {about}{as_text(fact.value)}{fact.unit}（{fact.topic}，{fact.period}{scope}）"
    if isinstance(fact, Event):
        days = " 至 ".join(str(day) for day in (fact.start, fact.end) if day is not None)
        people = f"{fact.participants} 人" if fact.participants is not None else ""
        return "，".join(
            part for part in (fact.name, days or fact.date_text or "", people, fact.place) if part
        )
    return "对应问题 " + "、".join(map(str, fact.addresses)) if fact.addresses else ""


def _marks(report: Report) -> Iterator[TextMark]:
    for row in rows_of(report):
        if row.span is not None:
            yield mark_of(row.span, str(row.basis), _said(row), _target(row))
    for number, finding in enumerate(report.findings):
        for span in finding.evidence:
            yield mark_of(span, "finding", finding.message.split(" / ")[0], f"f{number}")
    for span in report.coverage.unexplained:
        yield mark_of(span, "unexplained", "未解释的数字")


def _said(row: ValueRow) -> str:
    return f"{row.table} {row.row} {row.column} = {as_text(row.value) or ''}（{row.basis}）"


def _target(row: ValueRow) -> str:
    return "" if row.table == "header" else value_id(pointer_of(row))


_IN_TABLE = "数值在此表内，扫描件上未逐格定位 · values of this table; the scan does not place each cell"


def _pages(report: Report, pictures: Iterable[Picture]) -> Iterator[str]:
    framed = _framed(report)
    for picture in pictures:
        boxes = (
            _box(place, picture, framed[place.start, place.end])
            for place in report.places
            if place.page == picture.page and (place.start, place.end) in framed
        )
        encoded = base64.b64encode(picture.content).decode("ascii")
        image = f'<img alt="第 {picture.page} 页" src="data:{picture.media_type};base64,{encoded}">'
        caption = element("figcaption", f"第 {picture.page} 页", class_="soft")
        yield element("figure", element("div", image + "".join(boxes), class_="sheet") + caption)


def _framed(report: Report) -> dict[tuple[int, int], TextMark]:
    """What is framed on the pictures: values, and what a finding points at; not whole sections."""
    found: dict[tuple[int, int], TextMark] = {}
    for mark in _marks(report):
        found.setdefault((mark.start, mark.end), mark)
    return found | _around(report, found)


def _around(report: Report, framed: dict[tuple[int, int], TextMark]) -> dict[tuple[int, int], TextMark]:
    """Frames around tables of which only the whole has a place on the page, as on a scan."""
    known = {(place.start, place.end) for place in report.places}
    found: dict[tuple[int, int], TextMark] = {}
    for mark in framed.values():
        if (mark.start, mark.end) in known:
            continue
        holding = [p for p in known if p[0] <= mark.start and mark.end <= p[1]]
        if holding:
            start, end = min(holding, key=lambda place: place[1] - place[0])
            found.setdefault((start, end), TextMark(start, end, mark.look, _IN_TABLE, mark.target))
    return found


def _box(place: Place, picture: Picture, mark: TextMark) -> str:
    left, top, right, bottom = place.box
    style = (
        f"left:{100 * left / picture.width:.3f}%;top:{100 * top / picture.height:.3f}%;"
        f"width:{100 * (right - left) / picture.width:.3f}%;"
        f"height:{100 * (bottom - top) / picture.height:.3f}%"
    )
    href = "#" + (mark.target or words_id(place.start, place.end))
    return element("a", "", class_=f"box {mark.look}", style=style, href=href, title=mark.title)
