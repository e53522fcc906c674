"""The official tables as tables, each figure linked to its words, with the sums that they stand in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from extractor.export.applied_corrections import AppliedCorrection
from extractor.export.column_labels import legend
from extractor.export.pages.markup import element, shown, value_id, words_id
from extractor.forms import Arithmetic, Column, State, SumOutcome, TableForm, form_of
from extractor.records import Cell, Report, Table
from extractor.tidy import as_text

_STATES = {State.HOLDS: "成立 holds", State.FAILS: "不成立 fails", State.OPEN: "待定 open"}


class DecidedValues(NamedTuple):
    """What people decided, by the pointer of the value."""

    by_pointer: Mapping[str, AppliedCorrection]

    def of(self, pointer: str) -> AppliedCorrection | None:
        """The decision about a value."""
        return self.by_pointer.get(pointer)


def tables(report: Report, decided: DecidedValues) -> Iterator[str]:
    """Every table of the form with its sums; one that the document lacks is said to be missing."""
    for name, table in report.tables.all():
        form = form_of(report, name)
        yield element("h3", shown(f"{form.title}"), id=value_id(f"/tables/{name}"))
        if table is None:
            yield element("p", "文件中没有这张表。 This table is not in the document.", class_="soft")
            continue
        yield element("div", _table(form, name, table, decided), class_="wide")
        yield from _sums(form, table)


def _table(form: TableForm, name: str, table: Table, decided: DecidedValues) -> str:
    rows = {row.key: row for row in form.rows}
    keys = list(dict.fromkeys(column.key for row in form.rows for column in row.columns))
    labels = {cell: column.labels[0] for cell, column in form.column_of.items()}
    parted = _is_parted(form)
    first = rows.get(next(iter(table), ""))
    columns = first.columns if parted and first else tuple(form.column_of.values())
    heads = _heads(keys, columns)
    corner = element("th", shown(form.corner))
    lines = []
    for row, cells in table.items():
        known = rows.get(row)
        if parted and known and known.columns != columns:
            columns = known.columns
            lines.append(element("tr", corner + _heads(keys, columns)))
        label = known.labels[0] if known else row
        group = f"<small>{shown(known.group[0])}</small><br>" if known and known.group else ""
        if cells is None:
            figures = element("td", "本件未印此行 not printed", class_="absent", colspan=str(len(keys)))
        else:
            figures = "".join(
                _figure(
                    cells.get(key), f"/tables/{name}/{row}/{key}", decided, label, labels.get((row, key), key)
                )
                for key in keys
            )
        is_total = bool(known) and label.endswith(("总计", "合计"))
        head = element("th", group + shown(label), id=value_id(f"/tables/{name}/{row}"))
        lines.append(element("tr", head + figures, class_="total" if is_total else ""))
    return element(
        "table", element("thead", element("tr", corner + heads)) + element("tbody", "".join(lines))
    )


def _is_parted(form: TableForm) -> bool:
    """Whether rows have other words or another unit above the column of one key than rows before them."""
    heads = {(key, column.labels[0], column.unit) for (_, key), column in form.column_of.items()}
    return len(heads) > len({key for key, _, _ in heads})


def _heads(keys: Iterable[str], columns: Iterable[Column]) -> str:
    """The heads of the columns, each with its unit; empty above those that these rows do not have."""
    known = {column.key: column for column in columns}
    return "".join(element("th", _head(known[key]) if key in known else "") for key in keys)


def _head(column: Column) -> str:
    unit = f"<br><small>{shown(column.unit)}</small>" if column.unit else ""
    return shown(column.labels[0]) + unit


def _figure(cell: Cell | None, pointer: str, decided: DecidedValues, row: str, column: str) -> str:
    if cell is None:
        return element("td", "", class_="absent")
    basis = str(cell.basis)
    known = legend()[basis]
    value = as_text(cell.value) if cell.value is not None else ""
    words = f"{value}{known.mark}" or "—"
    if cell.evidence is not None and cell.evidence.end > cell.evidence.start:
        at = words_id(cell.evidence.start, cell.evidence.end)
        words = element("a", shown(words), href=f"#{at}")
    else:
        words = shown(words)
    title = f"{row} · {column}：{known.chinese}"
    if cell.raw is not None and cell.raw != value:
        title += f"；印作 {cell.raw}"
    if cell.alternatives:
        title += "；另可作 " + "、".join(as_text(other) or "" for other in cell.alternatives)
    decision = decided.of(pointer)
    if decision is not None:
        title += f"；{decision.author} 改定，机器读作 {decision.machine or '空'}"
        words += f"<br><small>原读 {shown(decision.machine or '空')}</small>"
    look = "" if basis in ("blank", "proved", "printed") else basis
    return element("td", words, class_=f"n {look}".rstrip(), id=value_id(pointer), title=title)


def _sums(form: TableForm, table: Table) -> Iterator[str]:
    outcomes = list(Arithmetic(form, table).outcomes())
    if not outcomes:
        return
    counted = {state: sum(one.state is state for one in outcomes) for state in _STATES}
    told = "，".join(f"{label} {counted[state]}" for state, label in _STATES.items())
    yield element("p", f"勾稽关系 {len(outcomes)} 条 Sums: {told}", class_="soft")
    failing = [one for one in outcomes if one.state is State.FAILS]
    if failing:
        yield _sum_table(form, failing)
    if len(failing) < len(outcomes):
        others = (one for one in outcomes if one.state is not State.FAILS)
        summary = element("summary", "其余各条 The others")
        yield element("details", summary + _sum_table(form, others))


def _sum_table(form: TableForm, outcomes: Iterable[SumOutcome]) -> str:
    heads = "".join(element("th", head) for head in ("关系", "一方", "", "另一方", "结果"))
    lines = "".join(
        element(
            "tr",
            element("td", shown(_name(form, one)))
            + element("td", shown(as_text(one.left)), class_="n")
            + element("td", shown(one.identity.relation.value))
            + element("td", shown(as_text(one.right)), class_="n")
            + element("td", _STATES[one.state], class_="conflict" if one.state is State.FAILS else ""),
        )
        for one in outcomes
    )
    return element("div", element("table", element("thead", element("tr", heads)) + lines), class_="wide")


def _name(form: TableForm, one: SumOutcome) -> str:
    """Which row or column the sum stands in, and what it compares."""
    rows = {row.key: row.labels[0] for row in form.rows}
    columns = {key: column.labels[0] for (_, key), column in form.column_of.items()}
    where = rows.get(one.identity.row or "") or columns.get(one.identity.column or "") or ""
    return f"{where} {one.identity.says}".strip() or one.identity.id


def named(report: Report, pointer: str) -> str:
    """What people call the value under a pointer: 予以公开 · 总计 of a cell, the pointer itself of others."""
    parts = pointer.removesuffix("/value").split("/")
    if len(parts) == 5 and parts[1] == "tables" and report.tables.get(parts[2]) is not None:
        form = form_of(report, parts[2])
        rows = {row.key: row.labels[0] for row in form.rows}
        column = form.column_of.get((parts[3], parts[4]))
        return f"{rows.get(parts[3], parts[3])} · {column.labels[0] if column else parts[4]}"
    if len(parts) == 3 and parts[1] == "tables":
        return form_of(report, parts[2]).title if report.tables.get(parts[2]) is not None else pointer
    return pointer
