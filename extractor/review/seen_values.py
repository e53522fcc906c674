"""The value of a place of a corrected Report, as events record it; pure."""

from typing import Any

from extractor.review.corrected import Corrected, cell_json
from extractor.review.editable_facts import fact_json
from extractor.review.pointers import cell_at, cell_place, header_fact, header_name


def seen_value(state: Corrected, pointer: str) -> Any:
    """The value of a place as events record it; None for what is no value."""
    place = cell_place(pointer)
    if place is not None:
        return cell_json(cell_at(state.report, place))
    name = header_name(pointer)
    if name is not None:
        fact = header_fact(state.report, name)
        return None if fact is None else fact.model_dump(mode="json")["value"]
    known = state.fact(pointer)
    return None if known is None else fact_json(known)
