"""Where annotators differ and nobody settled it: the machine's value stays, and says so; pure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from extractor.records import CellBasis, Finding, Severity
from extractor.review.corrected import Corrected, number, with_cells
from extractor.review.counted_decisions import AnnotatorDifference, AnnotatorSide
from extractor.review.pointers import cell_at, cell_place, header_fact, header_name
from extractor.review.wording import TEXTS

CHECK = "review.annotators_differ"
UNREADABLE = "review.unreadable"
_NO_NUMBER = ("blank", "dash", "not_stated", "removed")
"""What a side may say instead of a value; ``wording`` has the words."""


def with_differences(state: Corrected, differences: Sequence[AnnotatorDifference]) -> Corrected:
    """The cells on which annotators differ are in doubt: they have several readings."""
    cells = {}
    for each in differences:
        place = cell_place(each.pointer)
        cell = cell_at(state.report, place) if place else None
        if place is not None and cell is not None:
            others = (_number_of(side) for side in each.sides)
            changes = {
                "basis": CellBasis.AMBIGUOUS,
                "alternatives": tuple(dict.fromkeys(x for x in others if x not in (None, cell.value))),
                "reason": message_of(each),
            }
            cells[place] = cell.model_copy(update=changes)
    return state._replace(report=with_cells(state.report, cells)) if cells else state


def difference_findings(state: Corrected, differences: Sequence[AnnotatorDifference]) -> Iterator[Finding]:
    """One warning for each place, with what every annotator says."""
    for each in differences:
        says = [english for _, english in sides_in_words(each)]
        yield Finding(
            check=CHECK,
            severity=Severity.WARNING,
            message=message_of(each),
            where=tuple(filter(None, [state.in_report(each.pointer)])),
            left=says[0],
            right=says[1],
            evidence=_evidence(state, each.pointer),
        )


def unreadable_findings(state: Corrected) -> Iterator[Finding]:
    """One warning for each recorded decision that nobody can apply; beside no place, for others decide it."""
    for event in state.unreadable:
        yield Finding(
            check=UNREADABLE,
            severity=Severity.WARNING,
            message=(
                f"{event.author} 的第 {event.revision} 号决定无法读出，未计入，请撤销后重新决定 / "
                f"decision {event.revision} of {event.author} cannot be read and does not count: "
                "take it back and decide again"
            ),
        )


def message_of(difference: AnnotatorDifference) -> str:
    """What every annotator says, in both languages."""
    said = list(zip(difference.sides, sides_in_words(difference), strict=True))
    chinese = "、".join(f"{words[0]}（{side.author}）" for side, words in said)
    english = ", ".join(f"{words[1]} ({side.author})" for side, words in said)
    return (
        f"标注者意见不一：{chinese}；仍用机器读数 / annotators differ: {english}; the machine's value stands"
    )


def sides_in_words(difference: AnnotatorDifference) -> tuple[tuple[str, str], ...]:
    """What every annotator says, in a few words: Chinese and English."""
    facts = [side.value for side in difference.sides if _is_fact(side.value)]
    keys = [key for key in (facts[0] if facts else ()) if any(f.get(key) != facts[0][key] for f in facts)]
    return tuple(_words(side, keys) for side in difference.sides)


def _is_fact(value: Any) -> bool:
    return isinstance(value, dict) and "print" not in value


def _words(side: AnnotatorSide, differing: Sequence[str]) -> tuple[str, str]:
    value: Any = side.value
    if isinstance(value, dict) and "print" in value:
        value = value["value"] if value["print"] == "number" else value["print"]
    if side.event.decision.action == "not_stated" and value == "blank":
        value = "not_stated"
    if _is_fact(value):
        named = {key: "" if value.get(key) is None else str(value[key]) for key in differing}
        alone = len(named) == 1 or not named
        value = "; ".join(named.values() if alone else (f"{key}: {text}" for key, text in named.items()))
        value = value or _name_of(side.value)
    return TEXTS[value] if value in _NO_NUMBER else (str(value), str(value))


def _name_of(fact: Any) -> str:
    return str(fact.get("value", fact.get("name", fact.get("text", "")))) + str(fact.get("unit") or "")


def _number_of(side: AnnotatorSide) -> Decimal | None:
    value = side.value
    if not isinstance(value, dict) or value.get("print") != "number":
        return None
    return number(value["value"])


def _evidence(state: Corrected, pointer: str) -> tuple[Any, ...]:
    place, name = cell_place(pointer), header_name(pointer)
    if place is not None:
        cell = cell_at(state.report, place)
        return (cell.evidence,) if cell is not None and cell.evidence else ()
    if name is not None:
        fact = header_fact(state.report, name)
        return fact.evidence if fact else ()
    known = state.fact(pointer)
    return (known.evidence,) if known is not None else ()
