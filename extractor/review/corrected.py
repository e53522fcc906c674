"""A Report with people's decisions applied to it; pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from extractor.errors import UsageError
from extractor.records import NARRATIVE_LISTS, Basis, Cell, CellBasis, Fact, Narrative, Report, Span
from extractor.review.decision_log import DECIDES, Action, DecisionEvent, effective
from extractor.review.editable_facts import FACT_TYPES, AnyFact, fact_of, fact_start, grounded
from extractor.review.identity_sums import sums_of
from extractor.review.pointers import (
    CellPlace,
    cell_at,
    cell_place,
    cells_of,
    fact_place,
    header_fact,
    header_name,
)
from extractor.review.sound_text import check_texts, index_in, strings_in

DASH = "—"
_BROKEN = frozenset({CellBasis.CONFLICT, CellBasis.AMBIGUOUS})


class Disagreement(NamedTuple):
    """A later extraction reads something else than the person who decided."""

    pointer: str
    human: Any
    machine: Any
    author: str


class Corrected(NamedTuple):
    """The Report as people left it, and what they did to get there."""

    report: Report
    """Findings are those of the extraction: whoever needs them current runs the checks on it again."""
    keys: Mapping[str, tuple[str, ...]]
    """For each list of the narrative, the stable keys of its facts in their order."""
    decided: Mapping[str, DecisionEvent]
    """Stable pointer to the event that decided it."""
    flagged: frozenset[str]
    explained: frozenset[str]
    """Ids of sums that a person accepted as the issuer's own error."""
    disagreements: Mapping[str, Disagreement]
    removed: Mapping[str, DecisionEvent]
    """Stable pointers of facts of the prose that a person took out, to the event that did."""
    added: Mapping[str, DecisionEvent]
    """Stable pointers of facts of the prose that a person wrote, to the event that did."""
    unreadable: tuple[DecisionEvent, ...] = ()
    """Events that an earlier version recorded and nobody can apply: they can be undone."""

    def stable(self, pointer: str) -> str:
        """The stable pointer of a pointer into ``report``."""
        place = fact_place(pointer)
        index = index_in(place.key) if place else None
        if place is None or index is None:
            return pointer.removesuffix("/value")
        keys = self.keys[place.list]
        return place._replace(key=keys[index]).pointer if index < len(keys) else pointer

    def in_report(self, pointer: str) -> str | None:
        """The pointer into ``report`` of a stable one; None where the fact is not there."""
        place = fact_place(pointer)
        if place is None:
            return pointer
        keys = self.keys[place.list]
        return place._replace(key=str(keys.index(place.key))).pointer if place.key in keys else None

    def fact(self, pointer: str) -> AnyFact | None:
        """The fact of the prose under a stable pointer."""
        place = fact_place(pointer)
        if place is None or place.key not in self.keys[place.list]:
            return None
        found: AnyFact = getattr(self.report.narrative, place.list)[self.keys[place.list].index(place.key)]
        return found


class _Correcting:
    """What is being put together while events are applied one after the other."""

    def __init__(self, base: Report, report_id: int, text: str) -> None:
        self.base, self.report_id, self.text = base, report_id, text
        self.cells: dict[CellPlace, Cell] = dict(cells_of(base))
        self.header: dict[str, Fact | None] = {}
        self.facts: dict[str, dict[str, AnyFact]] = {
            name: {str(index): fact for index, fact in enumerate(getattr(base.narrative, name))}
            for name in NARRATIVE_LISTS
        }
        self.decided: dict[str, DecisionEvent] = {}
        self.flags: dict[str, bool] = {}
        self.explained: dict[str, frozenset[str]] = {}
        self.disagreements: dict[str, Disagreement] = {}
        self.removed: dict[str, DecisionEvent] = {}
        self.added: dict[str, DecisionEvent] = {}
        self.unreadable: list[DecisionEvent] = []


def corrected(
    base: Report, report_id: int, text: str, events: Iterable[DecisionEvent], *, strict: bool = False
) -> Corrected:
    """Apply ``events`` (all of one document, in order) to the Report ``report_id`` with its text.

    Events on an older Report of the document are applied too: a human value is never overwritten by
    extracting again; where the machine now reads something new, that is a disagreement. An event that cannot
    be applied is set aside, unless ``strict``: then UsageError or what applying it raises.
    """
    draft = _Correcting(base, report_id, text)
    for event in effective(events):
        try:
            check_texts(strings_in(event.decision.after), "a recorded decision")
            _apply(draft, event)
        except _UNREADABLE:
            if strict:
                raise
            draft.unreadable.append(event)
    narrative, keys = _narrative(draft)
    report = with_cells(_with_header(base, draft), draft.cells).model_copy(update={"narrative": narrative})
    report = _rebased(report, frozenset(draft.decided))
    return Corrected(
        report,
        keys,
        draft.decided,
        frozenset(pointer for pointer, on in draft.flags.items() if on),
        frozenset().union(*draft.explained.values()),
        draft.disagreements,
        draft.removed,
        draft.added,
        tuple(draft.unreadable),
    )


_UNREADABLE = (UsageError, ArithmeticError, AssertionError, LookupError, TypeError, ValueError)


def _apply(draft: _Correcting, event: DecisionEvent) -> None:
    decision = event.decision
    if decision.action is Action.UNREADABLE:
        raise UsageError("what was recorded of this decision cannot be read; take it back, decide again")
    if decision.action is Action.FLAG:
        draft.flags[decision.pointer] = bool(decision.after.get("on", True))
        return
    if decision.action not in DECIDES:
        return
    draft.explained[decision.pointer] = frozenset(decision.after.get("identities", ()))
    cell, fact = cell_place(decision.pointer), fact_place(decision.pointer)
    if cell is not None:
        _apply_to_cell(draft, event, cell)
    elif fact is not None:
        decided = _apply_to_facts(draft, event)
        if decided is not None:
            draft.decided[decided] = event
        return
    elif (name := header_name(decision.pointer)) is not None:
        draft.header[name] = _header_after(draft, event, name)
    draft.decided[decision.pointer] = event


def _apply_to_cell(draft: _Correcting, event: DecisionEvent, place: CellPlace) -> None:
    machine = cell_at(draft.base, place)
    before = draft.cells.get(place)
    if event.report_id != draft.report_id and machine is not None:
        _compare(draft, event, _cell_key(event, before), cell_json(machine))
    else:
        draft.disagreements.pop(place.pointer, None)
    if before is None:
        before = Cell(value=None, raw=None, basis=CellBasis.BLANK, evidence=None)
    draft.cells[place] = _cell_after(draft, event, before)


def _cell_key(event: DecisionEvent, before: Cell | None) -> Any:
    action, after = event.decision.action, event.decision.after
    if action is Action.SET:
        return {"value": after.get("value"), "print": after["print"]}
    if action is Action.NOT_STATED:
        return {"value": None, "print": "blank"}
    return event.decision.before if before is not None else None


def _compare(draft: _Correcting, event: DecisionEvent, human: Any, machine: Any) -> None:
    """A newer extraction that reads neither what the person saw nor what the person said disagrees."""
    if machine in (human, event.decision.before):
        draft.disagreements.pop(event.decision.pointer, None)
        return
    pointer = event.decision.pointer
    draft.disagreements[pointer] = Disagreement(pointer, human, machine, event.author)


def cell_json(cell: Cell | None) -> dict[str, Any] | None:
    """What a person sees of a cell, as events record it: the exact value and what is printed."""
    if cell is None:
        return None
    return {"value": plain(cell.value), "print": print_of(cell)}


def plain(value: Decimal | None) -> str | None:
    """A decimal as exact text without exponent or closing zeros."""
    if value is None:
        return None
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def print_of(cell: Cell) -> str:
    """``number``, ``blank`` or ``dash``."""
    if cell.raw is None and cell.value is None:
        return "blank"
    if cell.value is None and cell.raw is not None and cell.raw.strip() and not _has_number(cell.raw):
        return "dash"
    return "number"


def _has_number(raw: str) -> bool:
    return any(character.isdigit() for character in raw)


def _cell_after(draft: _Correcting, event: DecisionEvent, before: Cell) -> Cell:
    decision = event.decision
    if decision.action is Action.GROUND:
        span = _span(draft.text, decision.after)
        return before.model_copy(update={"evidence": span, "raw": span.quote})
    if decision.action is Action.NOT_STATED:
        return Cell(value=None, raw=None, basis=CellBasis.BLANK, evidence=None)
    if decision.action is Action.ACCEPT:
        if event.report_id != draft.report_id and decision.before is not None:
            return _cell_of(before, decision.before)
        basis = CellBasis.BLANK if before.value is None else CellBasis.PRINTED
        if before.basis not in _BROKEN:
            basis = before.basis
        return before.model_copy(update={"basis": basis, "alternatives": (), "reason": None})
    return _cell_of(before, decision.after)


def _cell_of(before: Cell, said: Mapping[str, Any]) -> Cell:
    kind = said["print"]
    if kind == "number":
        value = number(said["value"])
        raw = before.raw if before.raw and _has_number(before.raw) else plain(value)
        return Cell(value=value, raw=raw, basis=CellBasis.PRINTED, evidence=before.evidence)
    raw = DASH if kind == "dash" else None
    return Cell(value=None, raw=raw, basis=CellBasis.BLANK, evidence=before.evidence)


def number(text: str | int | float | None) -> Decimal:
    """The exact number of a decision; UsageError where it is none."""
    try:
        value = Decimal(str(text))
    except ArithmeticError as error:
        raise UsageError(f"{text!r} is no number; type digits, with a point or a sign if need be") from error
    exponent = value.as_tuple().exponent
    is_short = isinstance(exponent, int) and -20 < exponent < 20
    if not value.is_finite() or not is_short or abs(value) >= Decimal(10) ** 15:
        raise UsageError(f"{text!r} is no number that a report could print; check the digits")
    return value


def _span(text: str, after: Mapping[str, Any]) -> Span:
    start, end = int(after["start"]), int(after["end"])
    if not 0 <= start < end <= len(text):
        raise UsageError(f"{start}–{end} is no stretch of the text; select words of the document")
    return Span.of(text, start, end)


def _header_after(draft: _Correcting, event: DecisionEvent, name: str) -> Fact:
    decision = event.decision
    now = draft.header.get(name) or header_fact(draft.base, name)
    evidence = now.evidence if now else ()
    value = now.value if now else None
    if decision.action is Action.SET:
        value = fact_of("header", {"value": decision.after["value"]}, name).value
    elif decision.action is Action.NOT_STATED:
        return Fact(value=None, basis=Basis.NOT_STATED)
    elif decision.action is Action.GROUND:
        evidence = (_span(draft.text, decision.after),)
    return Fact(value=value, basis=Basis.HUMAN, evidence=evidence)


def _apply_to_facts(draft: _Correcting, event: DecisionEvent) -> str | None:
    """Apply an event about facts of the prose; the stable pointer that it decides, None for none.

    Keys of an older Report name other facts here: they are found again by the words they stand in. A fact
    that a person confirmed or changed and that the new extraction lacks is kept as the person's own.
    """
    decision, place = event.decision, fact_place(event.decision.pointer)
    assert place is not None
    facts = draft.facts[place.list]
    if decision.action is Action.REWRITE:
        for key in _keys_here(draft, event, facts):
            if facts.pop(key, None) is not None:
                draft.removed[place._replace(key=key).pointer] = event
        for index, added in enumerate(decision.after.get("adds", ())):
            key = added_key(event, index)
            facts[key] = fact_of(place.list, added)
            draft.added[place._replace(key=key).pointer] = event
        return decision.pointer if event.report_id == draft.report_id else None
    known = _key_here(draft, event, facts, place.key, decision.before)
    key = known or added_key(event, 0)
    if known is None or key not in facts:
        if decision.action is Action.NOT_STATED or event.report_id == draft.report_id:
            return None
        facts[key] = fact_of(place.list, decision.before)
    if decision.action is Action.NOT_STATED:
        del facts[key]
        draft.removed[place._replace(key=key).pointer] = event
    elif decision.action is Action.GROUND:
        facts[key] = grounded(facts[key], _span(draft.text, decision.after))
    elif decision.action is Action.SET:
        facts[key] = fact_of(place.list, decision.after)
    else:
        facts[key] = facts[key].model_copy(update={"basis": Basis.HUMAN})
    return place._replace(key=key).pointer


def added_key(event: DecisionEvent, index: int) -> str:
    """Key of the fact that an event adds, the same whichever Report of the document is shown."""
    return f"n{event.report_id}-{event.revision}.{index}"


def _keys_here(draft: _Correcting, event: DecisionEvent, facts: Mapping[str, AnyFact]) -> list[str]:
    after = event.decision.after
    seen = after.get("places", {})
    found = []
    for key in after.get("removes", ()):
        words = {"evidence": seen[key]} if key in seen else None
        found.append(_key_here(draft, event, facts, key, words))
    return [key for key in found if key is not None]


def _key_here(
    draft: _Correcting, event: DecisionEvent, facts: Mapping[str, AnyFact], key: str, seen: Any
) -> str | None:
    """The key in this Report of a fact that an event names; None where nothing stands in its words."""
    if event.report_id == draft.report_id or index_in(key) is None:
        return key
    words = seen.get("evidence") if isinstance(seen, Mapping) else None
    if words is None:
        return None
    for here, fact in facts.items():
        if (fact.evidence.start, fact.evidence.end) == (words["start"], words["end"]):
            return here
    return None


def _narrative(draft: _Correcting) -> tuple[Narrative, dict[str, tuple[str, ...]]]:
    """The facts in the order of the text; ``addresses`` follow the issues that they name."""
    keys = {
        name: tuple(sorted(facts, key=lambda key, facts=facts: (fact_start(facts[key]), key)))  # type: ignore[misc]
        for name, facts in draft.facts.items()
    }
    lists: dict[str, Any] = {name: tuple(draft.facts[name][key] for key in keys[name]) for name in FACT_TYPES}
    place = {key: index for index, key in enumerate(keys["issues"])}
    remedies = tuple(
        fact.model_copy(update={"addresses": tuple(place[str(i)] for i in fact.addresses if str(i) in place)})
        for fact in lists["remedies"]
    )
    return Narrative(**{**lists, "remedies": remedies}), keys


def _with_header(report: Report, draft: _Correcting) -> Report:
    changes: dict[str, Any] = {}
    period = report.period
    for name, fact in draft.header.items():
        if name.startswith("period/"):
            period = period.model_copy(update={name.removeprefix("period/"): fact})
            changes["period"] = period
        else:
            changes[name] = fact
    return report.model_copy(update=changes) if changes else report


def with_cells(report: Report, cells: Mapping[CellPlace, Cell]) -> Report:
    """The Report with other cells in some places; all others stay."""
    tables: dict[str, dict[str, dict[str, Cell] | None]] = {}
    for name, table in report.tables.items():
        tables[name] = {row: None if columns is None else {} for row, columns in table.items()}
    for place, cell in (dict(cells_of(report)) | dict(cells)).items():
        rows = tables.setdefault(place.table, {})
        columns = rows.get(place.row)
        if columns is None:
            columns = rows[place.row] = {}
        columns[place.column] = cell
    return report.model_copy(update={"tables": report.tables.model_copy(update=tables)})


def _rebased(report: Report, decided: frozenset[str]) -> Report:
    """Cells whose sums hold now are proved; people's cells in no known sum stay printed."""
    held: set[str] = set()
    failing: set[str] = set()
    for each in sums_of(report):
        if each.holds:
            held.update(each.pointers)
        elif each.fails:
            failing.update(each.pointers)
    changed = {}
    for place, cell in cells_of(report):
        in_play = cell.basis is CellBasis.CONFLICT or place.pointer in decided
        if in_play and cell.value is not None and place.pointer in held - failing:
            changed[place] = cell.model_copy(update={"basis": CellBasis.PROVED, "alternatives": ()})
    return with_cells(report, changed) if changed else report
