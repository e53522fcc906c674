"""The page of one body: its reports, what does not fit between them, and its figures year by year."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.export.column_labels import sheet_label
from extractor.export.columns import label_of_pointer
from extractor.export.pages.markup import element, page, shown, value_id
from extractor.export.pages.years_of_body import YearOfBody

_TOTAL = "total"


def body_page(name: str, years: Sequence[YearOfBody], index: str) -> str:
    """The whole page; ``years`` in the order of their years."""
    return page(name, _parts(name, years, index))


def _parts(name: str, years: Sequence[YearOfBody], index: str) -> Iterator[str]:
    yield element("nav", element("a", "目录 index", href=index) if index else "")
    yield element("h1", shown(name))
    reports = [one for one in years if one.is_report]
    printed = [one.year for one in reports if one.year is not None]
    told = "–".join(map(str, sorted({min(printed), max(printed)}))) if printed else "年度不明"
    yield element("p", f"{len(reports)} 份报告 reports，{told}", class_="soft")
    yield element("h2", "各年报告 Reports")
    yield element("div", _reports(years), class_="wide")
    yield element("h2", "断点与年际发现 Breaks and findings across the years")
    yield _breaks(years)
    yield element("h2", "逐年数值 Figures by year")
    shown_years = [one for one in years if one.counts]
    for table in dict.fromkeys(key.split("/")[0] for one in shown_years for key in one.figures):
        yield from _table(table, _with_gaps(shown_years))


_HEADS = ("年度", "文件", "印出的机关名", "表式", "错误", "提醒", "数量", "培训", "问题", "措施")


def _reports(years: Sequence[YearOfBody]) -> str:
    notes = [_note(one) for one in years]
    heads = (*_HEADS, "备注") if any(notes) else _HEADS
    lines = []
    for one, note in zip(years, notes, strict=True):
        figures = (
            one.errors,
            one.warnings,
            *(one.prose[k] for k in ("counts", "trainings", "issues", "remedies")),
        )
        lines.append(
            element(
                "tr",
                element("th", shown(one.year or "不明"))
                + element("td", element("a", shown(one.path), href=one.href))
                + element("td", shown(one.name))
                + element("td", shown(one.form))
                + "".join(
                    element("td", "" if figure is None else str(figure), class_="n") for figure in figures
                )
                + (element("td", shown(note)) if any(notes) else ""),
            )
        )
    head = element("thead", element("tr", "".join(element("th", each) for each in heads)))
    return element("table", head + "".join(lines))


def _note(one: YearOfBody) -> str:
    if not one.is_report:
        return "不是年度报告 no report"
    return f"由 {one.duplicate_of} 代表" if one.duplicate_of else ""


def _breaks(years: Sequence[YearOfBody]) -> str:
    lines = [*_changes(years)]
    for one in years:
        for severity, message, pointers in one.across:
            links = " · ".join(
                element("a", shown(label_of_pointer(pointer)), href=f"{one.href}#{value_id(pointer)}")
                for pointer in pointers[:4]
            )
            text = f"<b>{shown(one.year)}</b> {shown(message)}" + (
                f"<br><small>{links}</small>" if links else ""
            )
            lines.append(element("li", text, class_=severity))
    if not lines:
        return element("p", "没有发现。 Nothing found.", class_="soft")
    return element("ul", "".join(lines), class_="findings")


def _changes(years: Sequence[YearOfBody]) -> Iterator[str]:
    """Another form, another printed name: what makes years less alike than they look."""
    kept = [one for one in years if one.counts]
    for before, after in pairwise(kept):
        span = f"<b>{shown(before.year)} → {shown(after.year)}</b> "
        if before.form != after.form:
            text = f"表式由 {before.form} 改为 {after.form}，行列不尽可比 / another form: not all compares"
            yield element("li", span + shown(text), class_="info")
        if before.name != after.name:
            text = f"机关名由“{before.name}”改为“{after.name}” / the printed name changed"
            yield element("li", span + shown(text), class_="info")


def _with_gaps(years: Sequence[YearOfBody]) -> list[YearOfBody | int]:
    """The years in a row; a number stands for a year without a report."""
    found: list[YearOfBody | int] = []
    last: int | None = None
    for one in years:
        if last is not None and one.year is not None:
            found.extend(range(last + 1, one.year))
        found.append(one)
        last = one.year if one.year is not None else last
    return found


def _table(table: str, years: Sequence[YearOfBody | int]) -> Iterator[str]:
    labels: dict[str, str] = {}
    for one in reversed(years):
        if isinstance(one, YearOfBody):
            for key, (_, _, label) in one.figures.items():
                if key.startswith(f"{table}/"):
                    labels.setdefault(key, label)
    totals = {key for key in labels if key.endswith(f"/{_TOTAL}")}
    rows_with_total = {key.rsplit("/", 1)[0] for key in totals}
    first = [key for key in labels if key in totals or key.rsplit("/", 1)[0] not in rows_with_total]
    others = [key for key in labels if key not in first]
    yield element("h3", shown(sheet_label(table)))
    yield element("div", _grid(first, labels, years), class_="wide")
    if others:
        summary = element("summary", f"其余各列 The other columns（{len(others)}）")
        yield element("details", summary + element("div", _grid(others, labels, years), class_="wide"))


def _grid(keys: Sequence[str], labels: dict[str, str], years: Sequence[YearOfBody | int]) -> str:
    heads = element("th", "") + "".join(_head(one) for one in years)
    lines = [
        element("tr", element("th", shown(labels[key])) + "".join(_cell(key, one) for one in years))
        for key in keys
    ]
    return element("table", element("thead", element("tr", heads)) + "".join(lines))


def _head(one: YearOfBody | int) -> str:
    if isinstance(one, int):
        return element("th", f"{one}<br><small>缺 missing</small>")
    return element("th", element("a", shown(one.year or "不明"), href=one.href))


def _cell(key: str, one: YearOfBody | int) -> str:
    if isinstance(one, int):
        return element("td", "", class_="absent")
    figure = one.figures.get(key)
    if figure is None:
        return element("td", "", class_="absent", title="本年无此格 no such cell")
    value, basis, label = figure
    pointer = f"/tables/{key}"
    broken = [
        message for _, message, where in one.across if pointer in {p.removesuffix("/value") for p in where}
    ]
    look = "finding" if broken else "" if basis in ("proved", "printed", "blank") else basis
    link = element("a", shown(value or "—"), href=f"{one.href}#{value_id(pointer)}")
    return element("td", link, class_=f"n {look}".rstrip(), title=" ".join([label, *broken]))
