"""The panel of the one place that is being decided."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from extractor.export import reason_words
from extractor.forms import Relation, form_of
from extractor.records import Cell, Span
from extractor.review.corrected import cell_json, plain
from extractor.review.decision_log import Action, DecisionEvent
from extractor.review.opened import OpenDocument
from extractor.review.pointers import (
    CellPlace,
    cell_at,
    cell_place,
    fact_place,
    header_fact,
    header_name,
)
from extractor.review.review_items import Weight, finding_pointers, unread_spans
from extractor.review.sound_text import index_in
from extractor.review.views import (
    SumView,
    cell_view,
    fact_name,
    fact_shown,
    gloss_in,
    marks_of,
    row_label,
    sum_views,
)
from extractor.review.wording import Language, message_in, say


class PanelView(NamedTuple):
    """Everything about the one place that is being decided."""

    pointer: str
    kind: str
    """cell, header, fact, finding or unread."""
    list: str
    name: str
    gloss: str
    shown: str
    raw: str | None
    basis: str
    start: int | None
    end: int | None
    context: tuple[str, str, str]
    """Words before, the evidence, words after."""
    alternatives: tuple[tuple[str, bool], ...]
    """(number, whether the sums hold with it)."""
    sums: tuple[SumView, ...]
    why: tuple[str, ...]
    history: tuple[tuple[str, str, str, str], ...]
    """(when, who, what, note), newest first."""
    fields: Any
    """The fact itself, for its form; None for cells."""
    is_flagged: bool
    is_decided: bool
    next_key: str
    """Key of the following fact of the list, to merge with; empty where there is none."""


AROUND = 60
"""Characters of the text shown before and after the evidence in the panel."""


def panel_of(opened: OpenDocument, pointer: str, language: Language) -> PanelView:
    """The panel of a place; one that does not exist (any more) is shown as empty."""
    state, report = opened.state, opened.state.report
    place = cell_place(pointer)
    if place is not None and (cell := cell_at(report, place)) is not None:
        return _cell_panel(opened, place, cell, language)
    name = header_name(pointer)
    if name is not None:
        fact = header_fact(report, name)
        span = fact.evidence[0] if fact and fact.evidence else None
        shown = "" if fact is None or fact.value is None else str(fact.value)
        basis = "not_stated" if fact is None else fact.basis.value
        base = _panel(opened, pointer, "header", span, language)
        return base._replace(name=say(language, name), shown=shown, basis=basis)
    known = state.fact(pointer)
    if known is not None:
        return _fact_panel(opened, pointer, known, language)
    if pointer.startswith("/coverage/unexplained/"):
        return _unread_panel(opened, pointer, language)
    return _finding_panel(opened, pointer, language)


def names_place(opened: OpenDocument, pointer: str) -> bool:
    """Whether a pointer names something of the document that a person may decide."""
    place = cell_place(pointer)
    if place is not None:
        return cell_at(opened.state.report, place) is not None
    if header_name(pointer) is not None or opened.state.fact(pointer) is not None:
        return True
    known = {each for finding in opened.findings for each in finding_pointers(opened.state, finding)}
    known |= {f"/coverage/unexplained/{start}" for start, _ in unread_spans(opened.state.report)}
    return pointer in known or pointer in {item.pointer for item in opened.open_items}


def _panel(opened: OpenDocument, pointer: str, kind: str, span: Span | None, language: Language) -> PanelView:
    context = ("", "", "")
    if span is not None:
        before, after = max(0, span.start - AROUND), min(len(opened.text), span.end + AROUND)
        context = (opened.text[before : span.start], span.quote, opened.text[span.end : after])
    return PanelView(
        pointer=pointer,
        kind=kind,
        list="",
        name="",
        gloss="",
        shown="",
        raw=None,
        basis="",
        start=span.start if span else None,
        end=span.end if span else None,
        context=context,
        alternatives=(),
        sums=(),
        why=_why(opened, pointer, language),
        history=_history(opened, pointer, language),
        fields=None,
        is_flagged=pointer in opened.state.flagged,
        is_decided=pointer in opened.state.decided,
        next_key="",
    )


def _cell_panel(opened: OpenDocument, place: CellPlace, cell: Cell, language: Language) -> PanelView:
    form = form_of(opened.state.report, place.table)
    row, column = form.row_of[place.row], form.column_of[place.row, place.column]
    sums = sum_views(opened, place.pointer, language)
    view = cell_view(place, cell, column, "", marks_of(opened))
    base = _panel(opened, place.pointer, "cell", cell.evidence, language)
    group = f"{row.group[0]} · " if row.group else ""
    return base._replace(
        name=f"{group}{row_label(row)} · {column.labels[0]}",
        gloss=gloss_in(f"{row.english or row.key} · {column.english or column.key}", language),
        list=place.table,
        shown=view.shown,
        raw=cell.raw,
        basis=cell.basis.value,
        alternatives=_alternatives(opened, place, cell, sums),
        sums=sums,
        fields=cell_json(cell),
    )


def _alternatives(
    opened: OpenDocument, place: CellPlace, cell: Cell, sums: Sequence[SumView]
) -> tuple[tuple[str, bool], ...]:
    machine = cell_at(opened.source.report, place)
    offered = [*cell.alternatives, *(machine.alternatives if machine else ())]
    if machine is not None and machine.value is not None:
        offered.append(machine.value)
    found: dict[str, bool] = {}
    for value in offered:
        if cell.value is None or Decimal(value) != cell.value:
            found[plain(value) or ""] = bool(sums) and all(
                _holds_with(each, place.pointer, Decimal(value)) for each in sums
            )
    return tuple(found.items())[:9]


def _holds_with(each: SumView, pointer: str, value: Decimal) -> bool:
    def total(terms: Sequence[tuple[str, str, str]]) -> Decimal:
        return sum((value if at == pointer else Decimal(known or 0) for at, _, known in terms), Decimal(0))

    left, right = total(each.left), total(each.right)
    return left <= right if each.relation == Relation.AT_MOST else left == right


def _fact_panel(opened: OpenDocument, pointer: str, fact: Any, language: Language) -> PanelView:
    place = fact_place(pointer)
    assert place is not None
    keys = opened.state.keys[place.list]
    index = keys.index(place.key)
    base = _panel(opened, pointer, "fact", fact.evidence, language)
    return base._replace(
        list=place.list,
        name=fact_name(fact),
        gloss=say(language, place.list),
        shown=fact_shown(fact),
        basis=fact.basis.value,
        fields=fact.model_dump(mode="json"),
        next_key=keys[index + 1] if index + 1 < len(keys) else "",
    )


def _unread_panel(opened: OpenDocument, pointer: str, language: Language) -> PanelView:
    number = pointer.rsplit("/", 1)[1]
    start = index_in(number)
    span = next((s for s in opened.state.report.coverage.unexplained if s.start == start), None)
    base = _panel(opened, pointer, "unread", span, language)
    return base._replace(name=say(language, "unread.name"), shown=span.quote if span else "")


def _finding_panel(opened: OpenDocument, pointer: str, language: Language) -> PanelView:
    found = [each for each in opened.findings if pointer in finding_pointers(opened.state, each)]
    span = next((span for finding in found for span in finding.evidence), None)
    base = _panel(opened, pointer, "finding", span, language)
    why = base.why or tuple(message_in(language, finding.message) for finding in found)
    return base._replace(name=say(language, "finding.name"), why=why)


def _why(opened: OpenDocument, pointer: str, language: Language) -> tuple[str, ...]:
    """Why somebody should look here, in words."""
    state, found = opened.state, []
    if (known := state.disagreements.get(pointer)) is not None:
        human, machine = brief_value(known.human), brief_value(known.machine)
        found.append(say(language, "disagreement", machine=machine, author=known.author, human=human))
    found.extend(
        message_in(language, finding.message)
        for finding in opened.findings
        if pointer in {state.stable(where) for where in finding.where}
    )
    weight = next((item.weight for item in opened.open_items if item.pointer == pointer), None)
    extra = {Weight.ENGINE: "model_only", Weight.UNREAD: "unread", Weight.FLAGGED: "flagged_why"}
    if weight in extra:
        found.append(say(language, extra[weight]))
    return tuple(dict.fromkeys(found))


def brief_value(value: Any) -> str:
    """A recorded value in a few characters."""
    if isinstance(value, dict):
        if "print" in value:
            return value.get("value") or {"blank": "␣", "dash": "—"}.get(value["print"], "")
        return str(value.get("value", value.get("name", value.get("text", ""))))[:40]
    return "" if value is None else str(value)


def _history(opened: OpenDocument, pointer: str, language: Language) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (
            event.at[:16].replace("T", " "),
            event.author,
            event_words(event, language),
            _note_in(language, event.decision.note),
        )
        for event in reversed(opened.events)
        if event.decision.pointer == pointer
    )


def _note_in(language: Language, note: str) -> str:
    return reason_words(note) if language == "zh" else note


def event_words(event: DecisionEvent, language: Language) -> str:
    """What an event did, in a few words."""
    decision = event.decision
    words = say(language, f"action.{decision.action}")
    if decision.action is Action.SET:
        return f"{words} {brief_value(dict(decision.after))} ({brief_value(decision.before)})"
    if decision.action is Action.ACCEPT and decision.before is not None:
        return f"{words} {brief_value(decision.before)}"
    return words
