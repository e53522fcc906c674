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
from extractor.records import Span
from extractor.review.corrected import Corrected, number
from extractor.review.decision_log import Action, Decision
from extractor.review.editable_facts import fact_of
from extractor.review.pointers import cell_at, cell_place, fact_place, header_name
from extractor.review.review_items import finding_pointers, unread_spans
from extractor.review.sound_text import check_texts, index_in, strings_in

MAX_DECIMALS = 6
MAX_FACTS = 50
"""Facts that one decision adds or removes."""
_YEARS = range(1990, 2100)
_SERVER = frozenset({"identities", "places"})
_FIELDS: Mapping[Action, frozenset[str]] = {
    Action.ACCEPT: frozenset(),
    Action.NOT_STATED: frozenset(),
    Action.FLAG: frozenset({"on"}),
    Action.GROUND: frozenset({"start", "end"}),
    Action.REWRITE: frozenset({"removes", "adds"}),
}
_NOTES = ("/findings/", "/coverage/unexplained/")


def checked(state: Corrected, text: str, decision: Decision) -> Decision:
    """The decision with what the server must say itself left out; UsageError where it makes no sense."""
    after = dict(decision.after)
    decision = decision._replace(after={key: value for key, value in after.items() if key not in _SERVER})
    check_texts((decision.pointer, decision.note), "the note")
    if decision.pointer.startswith(_NOTES):
        return _checked_note(state, decision)
    _check_place(state, decision)
    if decision.action is Action.SET:
        _check_value(text, decision)
    else:
        _check_fields(decision.after, _FIELDS[decision.action], decision.action)
    if decision.action is Action.GROUND:
        _check_stretch(text, decision.after)
    if decision.action is Action.REWRITE:
        _check_rewrite(state, text, decision)
    if decision.action is Action.FLAG and not isinstance(decision.after.get("on", True), bool):
        raise UsageError("a flag is on or off: send true or false")
    return decision


def _checked_note(state: Corrected, decision: Decision) -> Decision:
    """Findings and leftover digits can be accepted or flagged, nothing else."""
    if decision.action not in (Action.ACCEPT, Action.FLAG):
        raise UsageError(f"{decision.pointer}: it can be accepted or flagged, not changed")
    known = {pointer for finding in state.report.findings for pointer in finding_pointers(state, finding)}
    known |= {f"/coverage/unexplained/{start}" for start, _ in unread_spans(state.report)}
    if decision.pointer not in known:
        raise UsageError(f"{decision.pointer}: it is not there any more; load the document again")
    _check_fields(decision.after, _FIELDS[decision.action], decision.action)
    return decision


def _check_place(state: Corrected, decision: Decision) -> None:
    cell, fact = cell_place(decision.pointer), fact_place(decision.pointer)
    if cell is not None:
        is_there = cell_at(state.report, cell) is not None or tuple(cell) in _form_places()
    elif fact is not None:
        is_new = decision.action is Action.REWRITE and fact.key == "new"
        is_there = is_new or state.fact(fact.pointer) is not None
        if decision.pointer != fact.pointer:
            raise UsageError(f"{decision.pointer}: a fact is decided as a whole; send {fact.pointer}")
    else:
        is_there = header_name(decision.pointer) is not None
    if not is_there:
        raise UsageError(f"{decision.pointer}: no place that can be decided; load the document again")
    if decision.action is Action.REWRITE and fact is None:
        raise UsageError("only facts of the prose are added, removed, split or merged")


def _form_places() -> frozenset[tuple[str, str, str]]:
    return frozenset((cell.table, cell.row, cell.key) for cell in cell_columns())


def _check_value(text: str, decision: Decision) -> None:
    cell, fact, header = (
        cell_place(decision.pointer),
        fact_place(decision.pointer),
        header_name(decision.pointer),
    )
    if cell is not None:
        _check_cell(decision.after)
    elif header is not None:
        _check_fields(decision.after, frozenset({"value"}), decision.action, needs=("value",))
        _check_header(header, decision.after["value"])
    elif fact is not None:
        _check_fact(fact.list, decision.after, text)


def _check_cell(after: Mapping[str, Any]) -> None:
    _check_fields(after, frozenset({"print", "value"}), Action.SET, needs=("print",))
    if after["print"] not in ("number", "blank", "dash"):
        raise UsageError("a cell is printed as number, blank or dash")
    if after["print"] == "number":
        _check_number(after.get("value"))
    elif after.get("value") is not None:
        raise UsageError("a blank or a dash has no value")


def _check_number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > 30:
        raise UsageError("type the number in digits, with a point or a sign if need be")
    found = number(value)
    exponent = found.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MAX_DECIMALS:
        raise UsageError(f"{value}: a report prints at most {MAX_DECIMALS} decimals; check the digits")
    return found


def _check_header(name: str, value: Any) -> None:
    if value is None or value == "":
        return
    if name == "report_year":
        digits = "" if isinstance(value, bool) else str(value)
        if not (len(digits) == 4 and index_in(digits) in _YEARS):
            raise UsageError(f"{value}: no year of such a report; check the digits")
    elif name.startswith("period/") or name == "published_on":
        try:
            day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
        except ValueError:
            day = None
        if day is None or day.year not in _YEARS:
            raise UsageError(f"{value}: type the day as YYYY-MM-DD")
    elif not isinstance(value, str):
        raise UsageError("type the words of the document")
    else:
        check_texts((value,), name)


def _check_fact(list_name: str, fields: Any, text: str) -> None:
    """One fact as a person wrote it: known fields, sound texts, a quote that stands in the text."""
    if not isinstance(fields, Mapping):
        raise UsageError("a fact is an object with its fields; load the document again")
    check_texts(strings_in(fields), "the fact")
    if "value" in fields:
        _check_number(fields["value"])
    participants = fields.get("participants")
    if participants is not None and (not isinstance(participants, int) or not 0 <= participants < 10**8):
        raise UsageError("participants: type the number of people in digits")
    fact = fact_of(list_name, {key: value for key, value in fields.items() if key != "witnesses"})
    span: Span = fact.evidence
    if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.quote:
        raise UsageError("the quoted words do not stand there in the text; select them again")


def _check_rewrite(state: Corrected, text: str, decision: Decision) -> None:
    place, after = fact_place(decision.pointer), decision.after
    removes, adds = after.get("removes"), after.get("adds")
    if place is None or not isinstance(removes, list) or not isinstance(adds, list):
        raise UsageError("rewrite: removes, adds missing; send the decision again")
    if len(removes) > MAX_FACTS or len(adds) > MAX_FACTS:
        raise UsageError(f"at most {MAX_FACTS} facts at a time")
    for key in removes:
        if not isinstance(key, str) or state.fact(f"/narrative/{place.list}/{key}") is None:
            raise UsageError("a fact that is to be removed is not there any more; load the document again")
    for fields in adds:
        _check_fact(place.list, fields, text)


def _check_stretch(text: str, after: Mapping[str, Any]) -> None:
    start, end = after.get("start"), after.get("end")
    if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
        raise UsageError(f"{start}–{end} is no stretch of the text; select words of the document")


def _check_fields(
    after: Mapping[str, Any], known: frozenset[str], action: Action, needs: Iterable[str] = ()
) -> None:
    if unknown := sorted(set(after) - known):
        raise UsageError(f"{action}: {', '.join(unknown)[:80]} is not known here; load the page again")
    if missing := [key for key in needs if key not in after]:
        raise UsageError(f"{action}: {', '.join(missing)} missing; send the decision again")
