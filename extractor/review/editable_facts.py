"""Facts of the prose as people edit them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from extractor.errors import UsageError
from extractor.grammar import Numeral, find_numbers
from extractor.records import Basis, Count, Event, Fact, Span, Statement

AnyFact = Count | Event | Statement
FACT_TYPES: Mapping[str, type[AnyFact]] = {
    "counts": Count,
    "trainings": Event,
    "events": Event,
    "issues": Statement,
    "remedies": Statement,
    "past_rectifications": Statement,
}


def fact_of(list_name: str, fields: Mapping[str, Any], header: str = "") -> Any:
    """The fact that a person wrote, basis ``human``; UsageError that names the first wrong field."""
    try:
        if list_name == "header":
            return Fact(value=_header_value(header, fields["value"]), basis=Basis.HUMAN)
        return FACT_TYPES[list_name].model_validate({**fields, "basis": Basis.HUMAN})
    except (ValidationError, ValueError) as error:
        if isinstance(error, ValidationError):
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"]))
            raise UsageError(f"{where}: {first['msg']}") from error
        raise UsageError(str(error)) from error


def _header_value(name: str, text: Any) -> date | int | str | None:
    if text is None or text == "":
        return None
    if name == "report_year":
        return int(text)
    if name.startswith("period/") or name == "published_on":
        return date.fromisoformat(str(text))
    return str(text)


def fact_start(fact: AnyFact) -> tuple[int, int]:
    """Where the fact stands in the text, for ordering."""
    return fact.evidence.start, fact.evidence.end


def grounded(fact: AnyFact, span: Span) -> AnyFact:
    """The fact with other words as its evidence; a statement's text follows its words."""
    update: dict[str, Any] = {"evidence": span, "basis": Basis.HUMAN}
    if isinstance(fact, Statement):
        update["text"] = "".join(span.quote.split("\n"))
    return fact.model_copy(update=update)


def fact_json(fact: AnyFact) -> dict[str, Any]:
    """The fact as events record it."""
    return fact.model_dump(mode="json")


def split_fact(fact: AnyFact, text: str, at: int) -> tuple[AnyFact, AnyFact]:
    """Two facts from one, cut at the offset ``at`` of the text; UsageError where that is outside."""
    span = fact.evidence
    if not span.start < at < span.end:
        raise UsageError(
            "请在本条文字之内选中第二部分的开头 / "
            "select where the second part begins, inside the words of this fact"
        )
    return grounded(fact, Span.of(text, span.start, at)), grounded(fact, Span.of(text, at, span.end))


def merged_fact(first: AnyFact, second: AnyFact, text: str) -> AnyFact:
    """One fact over the words of both and what stands between them; values are those of the first."""
    start = min(first.evidence.start, second.evidence.start)
    end = max(first.evidence.end, second.evidence.end)
    return grounded(first, Span.of(text, start, end))


def new_fact(name: str, span: Span) -> dict[str, Any]:
    """Fields of a fact over selected words, as complete as the words themselves make it."""
    evidence = span.model_dump()
    if name == "counts":
        number = _first_number(span.quote)
        return {
            "topic": "other",
            "label": span.quote[:40],
            "value": str(number.value) if number else "0",
            "unit": "",
            "approximate": False,
            "scope": None,
            "period": "year",
            "evidence": evidence,
        }
    if name in ("trainings", "events"):
        return {
            "kind": "training" if name == "trainings" else "other",
            "name": span.quote[:80],
            "start": None,
            "end": None,
            "date_text": None,
            "participants": None,
            "participants_approximate": False,
            "place": None,
            "evidence": evidence,
        }
    return {"text": "".join(span.quote.split("\n")), "evidence": evidence, "addresses": []}


def _first_number(quote: str) -> Numeral | None:
    return next(iter(find_numbers(quote)), None)
