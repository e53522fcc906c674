"""What a browser sends is not believed: every decision is checked before it becomes an event.

A decision names a place that the document has, holds just the fields of its action, each of its field's own
type, length and range, and quotes that stand in the text. What only the server knows (broken sums, words of
removed facts) is never taken from outside.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.errors import UsageError
from extractor.export.columns import cell_columns
from extractor.forms import Quantity, form_of, panel_editions
from extractor.review.accepted import HEADER_FIELDS, FieldPlace, number_of, refused, same_words
from extractor.review.accepted_facts import MAX_VALUE, SentFact, accepted_fact, checked_bounds
from extractor.review.corrected import Corrected, plain
from extractor.review.decision_log import Action, Decision
from extractor.review.pointers import (
    CellPlace,
    canonical,
    cell_at,
    cell_place,
    fact_place,
    header_fact,
    header_name,
)
from extractor.review.review_items import finding_pointers, unread_spans
from extractor.review.sound_text import MAX_TEXT, check_texts

MAX_FACTS = 50
"""Facts that one decision adds or removes."""
_FIELDS: Mapping[Action, frozenset[str]] = {
    Action.ACCEPT: frozenset(),
    Action.NOT_STATED: frozenset(),
    Action.FLAG: frozenset({"on"}),
    Action.GROUND: frozenset({"start", "end"}),
    Action.REWRITE: frozenset({"removes", "adds"}),
}
_NOTES = ("/findings/", "/coverage/unexplained/")


def checked(state: Corrected, text: str, decision: Decision) -> Decision:
    """The decision as it is recorded, without what the server says itself; UsageError for nonsense.

    What comes out is no input again: a page names issues by their place, the log as they were read.
    """
    check_texts((decision.pointer, decision.note), "the note")
    if decision.pointer.startswith(_NOTES):
        return _checked_note(state, decision)
    _check_place(state, decision)
    if decision.action is Action.SET:
        return decision._replace(after=_accepted_value(state, text, decision))
    _check_fields(decision.after, _FIELDS[decision.action], decision.action)
    if decision.action is Action.GROUND:
        most = MAX_TEXT if fact_place(decision.pointer) else MAX_VALUE
        checked_bounds(text, decision.after.get("start"), decision.after.get("end"), most)
    if decision.action is Action.REWRITE:
        return decision._replace(after=_accepted_rewrite(state, text, decision))
    if decision.action is Action.FLAG and not isinstance(decision.after.get("on", True), bool):
        raise UsageError("标记只有开或关 / a flag is on or off: send true or false")
    return decision


def _checked_note(state: Corrected, decision: Decision) -> Decision:
    """Findings and leftover digits can be accepted or flagged, nothing else."""
    if decision.action not in (Action.ACCEPT, Action.FLAG):
        raise UsageError(
            f"{decision.pointer}：只能确认或标记 / "
            f"{decision.pointer}: it can be accepted or flagged, not changed"
        )
    known = {pointer for finding in state.report.findings for pointer in finding_pointers(state, finding)}
    known |= {f"/coverage/unexplained/{start}" for start, _ in unread_spans(state.report)}
    if decision.pointer not in known:
        raise UsageError(
            f"{decision.pointer}：已不在，请重新载入 / "
            f"{decision.pointer}: it is not there any more; load the document again"
        )
    _check_fields(decision.after, _FIELDS[decision.action], decision.action)
    return decision


def _check_place(state: Corrected, decision: Decision) -> None:
    cell, fact = cell_place(decision.pointer), fact_place(decision.pointer)
    if cell is not None:
        is_there = cell_at(state.report, cell) is not None or tuple(cell) in _form_places()
    elif fact is not None:
        is_new = decision.action is Action.REWRITE and fact.key == "new"
        is_there = is_new or state.fact(fact.pointer) is not None
    else:
        is_there = header_name(decision.pointer) is not None
    if decision.pointer != (own := canonical(decision.pointer)):
        raise UsageError(
            f"每个位置只有一个写法，请发送 {own} / "
            f"{decision.pointer}: a place is decided as a whole and under its own name; send {own}"
        )
    if not is_there:
        raise UsageError(
            f"{decision.pointer}：没有这个位置，请重新载入 / "
            f"{decision.pointer}: no place that can be decided; load the document again"
        )
    if decision.action is Action.REWRITE and fact is None:
        raise UsageError(
            "只有正文事实可以增删拆并 / only facts of the prose are added, removed, split or merged"
        )


def _form_places() -> frozenset[tuple[str, str, str]]:
    return frozenset((cell.table, cell.row, cell.key) for cell in cell_columns())


def _accepted_value(state: Corrected, text: str, decision: Decision) -> dict[str, Any]:
    after = decision.after
    cell, fact, header = (
        cell_place(decision.pointer),
        fact_place(decision.pointer),
        header_name(decision.pointer),
    )
    if cell is not None:
        return _accepted_cell(state, cell, after)
    if header is not None:
        _check_fields(after, frozenset({"value"}), decision.action, needs=("value",))
        return {"value": _accepted_header(state, header, after["value"], text)}
    known = state.fact(decision.pointer)
    assert fact is not None
    assert known is not None
    return accepted_fact(SentFact(fact.list, (known,), state, text), after)


def _accepted_cell(state: Corrected, place: CellPlace, after: Mapping[str, Any]) -> dict[str, Any]:
    _check_fields(after, frozenset({"print", "value"}), Action.SET, needs=("print",))
    if after["print"] not in ("number", "blank", "dash"):
        raise UsageError("单元格只能是数字、空白或短横 / a cell is printed as number, blank or dash")
    if after["print"] == "number":
        return {"print": "number", "value": plain(_cell_number(state, place, after.get("value")))}
    if after.get("value") is not None:
        raise UsageError("空白或短横没有数值 / a blank or a dash has no value")
    return dict(after)


def _cell_number(state: Corrected, place: CellPlace, value: Any) -> Decimal:
    """A number of the kind that the column holds, or the one that stands in the evidence all the same."""
    found, quantity = number_of(value, "value"), _quantity_of(state, place)
    is_kind = found == int(found) or quantity is Quantity.AMOUNT
    if is_kind and (found >= 0 or quantity is Quantity.SIGNED):
        return found
    cell = cell_at(state.report, place)
    raw = "" if cell is None or cell.raw is None else same_words(cell.raw).replace("−", "-")
    if (plain(found) or "") in raw.replace(",", ""):
        return found
    raise refused(
        "value",
        value,
        "此列应为 0 或正整数；若原文确实如此印，请先选中原文（g）再输入"
        if quantity is Quantity.COUNT
        else "此列不会有这样的数；若原文确实如此印，请先选中原文（g）再输入",
        "the column holds no such number; if it is printed so, select the words as evidence (g) first",
    )


def _quantity_of(state: Corrected, place: CellPlace) -> Quantity:
    tables = [] if state.report.tables.get(place.table) is None else [form_of(state.report, place.table)]
    for edition in panel_editions():
        tables.extend(table for table in edition.tables if table.key == place.table)
    columns = (table.column_of.get((place.row, place.column)) for table in tables)
    return next((column.quantity for column in columns if column is not None), Quantity.COUNT)


def _accepted_header(state: Corrected, name: str, value: Any, text: str) -> Any:
    known = header_fact(state.report, name)
    if value is None or value == "" or (known is not None and value == str(known.value)):
        return value
    found = HEADER_FIELDS[name](value, FieldPlace(name, text))
    if name.startswith("period/"):
        days = {"period/start": state.report.period.start.value, "period/end": state.report.period.end.value}
        start, end = ({**days, name: date.fromisoformat(found)}[key] for key in days)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            raise refused(
                name,
                value,
                f"期间会在 {start} 开始而在 {end} 结束，请先改另一个日期",
                f"the period would begin on {start} and end on {end}: correct the other day first",
            )
    return found


def _accepted_rewrite(state: Corrected, text: str, decision: Decision) -> dict[str, Any]:
    place, after = fact_place(decision.pointer), decision.after
    removes, adds = after.get("removes"), after.get("adds")
    if place is None or not isinstance(removes, list) or not isinstance(adds, list):
        raise UsageError(
            "缺少 removes 或 adds，请重新发送 / rewrite: removes, adds missing; send the decision again"
        )
    if (not removes and not adds) or max(len(removes), len(adds)) > MAX_FACTS:
        raise UsageError(
            f"一次可增删 1 至 {MAX_FACTS} 条事实 / "
            f"between one and {MAX_FACTS} facts are removed or added at a time"
        )
    if place.key != "new" and place.key not in removes:
        raise UsageError(
            f"请在要改动的事实或 new 处增删 / {decision.pointer}: facts are rewritten at new, "
            "or at one of those that are removed; send the decision again"
        )
    replaced = []
    for at, key in enumerate(removes):
        is_key = isinstance(key, str) and key in state.keys[place.list]
        known = state.fact(f"/narrative/{place.list}/{key}") if is_key else None
        if known is None or key in removes[:at]:
            raise UsageError(
                "要删除的事实已不在或重复，请重新载入 / a fact that is to be removed is not there any more, "
                "or named twice; load the document again"
            )
        replaced.append(known)
    added = [accepted_fact(SentFact(place.list, replaced, state, text), fields) for fields in adds]
    if any(each in added[:at] for at, each in enumerate(added)):
        raise UsageError("同一事实添加了两次 / the same fact is added twice; send each once")
    return {"removes": removes, "adds": added}


def _check_fields(
    after: Mapping[str, Any], known: frozenset[str], action: Action, needs: Iterable[str] = ()
) -> None:
    if unknown := sorted(set(after) - known):
        named = ", ".join(unknown)[:80]
        raise UsageError(
            f"{action}：没有这样的字段 {named}，请重新载入 / "
            f"{action}: {named} is not known here; load the page again"
        )
    if missing := [key for key in needs if key not in after]:
        named = ", ".join(missing)
        raise UsageError(
            f"{action}：缺少 {named}，请重新发送 / {action}: {named} missing; send the decision again"
        )
