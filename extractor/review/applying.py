"""A Report with people's decisions in it, for whoever uses the data: basis ``human``, and what was before."""

from collections.abc import Iterator

from extractor.export import AppliedCorrection, reason_words
from extractor.records import Basis, CellBasis, Fact, Report
from extractor.review.changed_fields import Changed, changed_fields, fact_in_words
from extractor.review.corrected import Corrected, plain, print_of
from extractor.review.decision_log import Action, DecisionEvent
from extractor.review.decisions_beside import notes_told, sides_told
from extractor.review.editable_facts import AnyFact
from extractor.review.opened import OpenDocument
from extractor.review.pointers import (
    CellPlace,
    cell_at,
    cell_place,
    fact_place,
    header_fact,
    header_name,
)
from extractor.review.sound_text import index_in


def applied(opened: OpenDocument) -> tuple[Report, tuple[AppliedCorrection, ...]]:
    """The Report as people left it, every value that they decided of basis ``human``, and the decisions.

    Decisions on values in the order in which they were made, then facts that were written anew, then what
    was taken out; then what annotators said who differ or were overruled, and what is about no value.
    """
    state = opened.state
    written = {pointer: event for pointer, event in state.added.items() if pointer not in state.decided}
    decided = {**state.decided, **written}
    decisions = [_decision(opened, pointer, event) for pointer, event in decided.items()]
    taken_out = [*_taken_out(opened)]
    report = state.report
    for pointer, event in state.decided.items():
        if event.decision.action is not Action.GROUND:
            report = _human(report, state, pointer, event)
    counting = (*(one for one in decisions if one is not None), *taken_out)
    return report, (*counting, *sides_told(opened), *notes_told(opened))


def _decision(opened: OpenDocument, pointer: str, event: DecisionEvent) -> AppliedCorrection | None:
    state, base = opened.state, opened.source.report
    said = event.decision.action.value
    shown, changed = pointer, Changed()
    place, fact = cell_place(pointer), fact_place(pointer)
    if place is not None:
        machine, human = _cell(base, place), _cell(state.report, place)
    elif fact is not None:
        found = state.fact(pointer)
        if found is None:
            return None
        index = state.keys[fact.list].index(fact.key)
        shown = f"/narrative/{fact.list}/{index}"
        facts: tuple[AnyFact, ...] = getattr(base.narrative, fact.list)
        at = index_in(fact.key)
        known = facts[at] if at is not None and at < len(facts) else None
        changed = changed_fields(fact.list, known, found)
        machine, human = changed.told or (fact_in_words(known), fact_in_words(found))
        shown += f"/{changed.only}" if changed.only else ""
        said = "added" if known is None else said
    elif (name := header_name(pointer)) is not None:
        machine, human = _header(base, name), _header(state.report, name)
    else:
        return None
    return AppliedCorrection(
        pointer=shown,
        action=said,
        machine=machine,
        human=human,
        author=event.author,
        at=event.at,
        reason=event.decision.note,
        printed=_printed(state.report, place, event) if place else "",
        machine_fields=changed.machine,
    )


def _printed(report: Report, place: CellPlace, event: DecisionEvent) -> str:
    if event.decision.action is Action.NOT_STATED:
        return Action.NOT_STATED.value
    cell = cell_at(report, place)
    return "" if cell is None else print_of(cell)


def _taken_out(opened: OpenDocument) -> Iterator[AppliedCorrection]:
    """Facts of the prose that the machine reads and a person took out."""
    base, state = opened.source.report, opened.state
    for pointer, event in state.removed.items():
        place = fact_place(pointer)
        at = index_in(place.key) if place else None
        if place is None or at is None or place.key in state.keys[place.list]:
            continue
        facts: tuple[AnyFact, ...] = getattr(base.narrative, place.list)
        if at < len(facts):
            machine = fact_in_words(facts[at])
            yield AppliedCorrection(
                pointer, "removed", machine, None, event.author, event.at, event.decision.note
            )


def _human(report: Report, state: Corrected, pointer: str, event: DecisionEvent) -> Report:
    """The Report with the value under a stable pointer marked as a person's."""
    place, fact = cell_place(pointer), fact_place(pointer)
    if place is not None:
        return _human_cell(report, place, event)
    if fact is not None and fact.key in state.keys[fact.list]:
        facts = list(getattr(report.narrative, fact.list))
        index = state.keys[fact.list].index(fact.key)
        facts[index] = facts[index].model_copy(update={"basis": Basis.HUMAN})
        narrative = report.narrative.model_copy(update={fact.list: tuple(facts)})
        return report.model_copy(update={"narrative": narrative})
    return report


def _human_cell(report: Report, place: CellPlace, event: DecisionEvent) -> Report:
    cell = cell_at(report, place)
    if cell is None:
        return report
    rows = dict(report.tables.get(place.table) or {})
    decided = cell.model_copy(update={"basis": CellBasis.HUMAN, "reason": _reason(event)})
    rows[place.row] = {**(rows[place.row] or {}), place.column: decided}
    tables = report.tables.model_copy(update={place.table: rows})
    return report.model_copy(update={"tables": tables})


_DONE = {
    Action.ACCEPT: ("人工确认", "confirmed by a person"),
    Action.SET: ("人工改定", "set by a person"),
    Action.NOT_STATED: ("人工标为未说明", "marked not stated by a person"),
}


def _reason(event: DecisionEvent) -> str:
    """Who left a cell so and why, in both languages."""
    chinese, english = _DONE.get(event.decision.action, _DONE[Action.SET])
    note = event.decision.note
    why = (f"：{reason_words(note)}", f": {note}") if note else ("", "")
    return f"{chinese}（{event.author}）{why[0]} / {english} ({event.author}){why[1]}"


def _cell(report: Report, place: CellPlace) -> str | None:
    cell = cell_at(report, place)
    return None if cell is None or cell.value is None else plain(cell.value)


def _header(report: Report, name: str) -> str | None:
    fact: Fact | None = header_fact(report, name)
    return None if fact is None or fact.value is None else str(fact.value)
