"""A Report as a notebook shows it: tables with the basis of each cell, facts with the words they rest on."""

from collections.abc import Iterable
from html import escape

from extractor.errors import FormError
from extractor.forms import TableForm, form_of
from extractor.records import STATEMENT_LISTS, Cell, Count, Event, Finding, Report, Severity, Table
from extractor.tidy import Value, as_text

_MOST = 40
"""Facts and findings shown of each kind; the rest is counted."""
# Colour and a mark: a print in grey, or a reader who sees no colours, still tells them apart.
_MARKS = {
    "proved": ("✓", "#e3f2e3"),
    "printed": ("", "#ffffff"),
    "human": ("✎", "#e3f2e3"),
    "inferred": ("≈", "#eef0fb"),
    "repaired": ("⚒", "#fdf0d5"),
    "blank": ("", "#f4f4f4"),
    "conflict": ("✗", "#fbdcdc"),
    "ambiguous": ("?", "#fbdcdc"),
}
_LEGEND = " · ".join(
    (
        "✓ 合计验证 proved",
        "≈ 合计推得 inferred",
        "⚒ 修复 repaired",
        "? 存疑 ambiguous",
        "✗ 矛盾 conflict",
        "✎ 人工 human",
    )
)
_STATEMENTS = {
    "issues": "问题 issues",
    "remedies": "改进 remedies",
    "past_rectifications": "上年整改 done since",
}


def html_of(report: Report) -> str:
    """One self-contained piece of HTML; everything from the document is escaped."""
    parts = [
        _heading(report),
        *(_table(_form(report, key), key, table) for key, table in report.tables.items()),
        f"<small>{_LEGEND}</small>",
        _list("计数 counts", map(_count, report.narrative.counts)),
        _list("培训 trainings", map(_event, report.narrative.trainings)),
        *(
            _list(_STATEMENTS.get(name, name), (_mark(each.text) for each in getattr(report.narrative, name)))
            for name in STATEMENT_LISTS
        ),
        _list("发现 findings", map(_finding, report.findings)),
    ]
    return f'<div style="max-width:64em;line-height:1.5">{"".join(parts)}</div>'


def told(report: Report) -> str:
    """One line that says what a Report holds."""
    who, year = as_text(report.issuer.value) or "?", as_text(report.report_year.value) or "?"
    narrative, levels = report.narrative, [finding.severity for finding in report.findings]
    tables = sum(1 for _ in report.tables.items())
    errors, warnings = levels.count(Severity.ERROR), levels.count(Severity.WARNING)
    return (
        f"<Report {who} {year}, form {report.form}: {tables} tables, {len(narrative.counts)} counts, "
        f"{len(narrative.trainings)} trainings, {len(narrative.issues)} issues; "
        f"{errors} errors, {warnings} warnings>"
    )


def _heading(report: Report) -> str:
    issuer, year, title = (_shown(fact.value) for fact in (report.issuer, report.report_year, report.title))
    period = f"{_shown(report.period.start.value)} – {_shown(report.period.end.value)}"
    source = f"{escape(report.source.name)} · {escape(report.form)} · {period}"
    return f"<h4>{issuer} {year}</h4><p>{title}<br>{source}</p>"


def _shown(value: Value) -> str:
    return "?" if value is None else escape(as_text(value) or "")


def _form(report: Report, key: str) -> TableForm | None:
    try:
        return form_of(report, key)
    except FormError:  # a form of somebody's own, whose file is not at hand: its keys are shown
        return None


def _table(form: TableForm | None, key: str, table: Table) -> str:
    labels = {column.key: column.prints for row in form.rows for column in row.columns} if form else {}
    names = {row.key: row.name for row in form.rows} if form else {}
    used = list(dict.fromkeys(column for cells in table.values() for column in cells or ()))
    head = "".join(f"<th>{escape(labels.get(column, column))}</th>" for column in used)
    body = "".join(
        f'<tr><th style="text-align:left">{escape(names.get(row, row))}</th>'
        f"{''.join(_cell((cells or {}).get(column)) for column in used)}</tr>"
        for row, cells in table.items()
    )
    caption = f"<caption>{escape(f'{form.name} {form.english}' if form else key)}</caption>"
    rows = f"<thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody>"
    return f"<table>{caption}{rows}</table>"


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return "<td></td>"
    mark, ground = _MARKS.get(cell.basis, ("", "#ffffff"))
    others = "".join(f"; {_shown(value)}" for value in cell.alternatives)
    title = escape(f"{cell.basis}: {cell.raw or ''}{others}", quote=True)
    style = f"text-align:right;background:{ground};color:#111"
    value = "" if cell.value is None else _shown(cell.value)
    return f'<td title="{title}" style="{style}">{value} {mark}</td>'


def _count(count: Count) -> str:
    number = f"<b>{_shown(count.value)}</b> {escape(count.unit)}"
    return f"{escape(count.topic)}: {number} {_mark(count.evidence.quote)}"


def _event(event: Event) -> str:
    facts = (event.date_text, event.participants and f"{event.participants} 人", event.place)
    said = ", ".join(escape(fact) for fact in facts if fact)
    return f"{escape(event.name)} ({said or '?'}) {_mark(event.evidence.quote)}"


def _finding(finding: Finding) -> str:
    return f"<b>{escape(finding.severity)}</b> <code>{escape(finding.check)}</code> {escape(finding.message)}"


def _mark(words: str) -> str:
    return f'<mark style="background:#fff3b0;color:#111">{escape(words)}</mark>'


def _list(title: str, items: Iterable[str]) -> str:
    every = list(items)
    if not every:
        return ""
    more = f"<li>… {len(every) - _MOST} more</li>" if len(every) > _MOST else ""
    shown = "".join(f"<li>{item}</li>" for item in every[:_MOST])
    return f"<details open><summary>{title} ({len(every)})</summary><ol>{shown}{more}</ol></details>"
