"""Selectors of style sheets: compound selectors with the four combinators, parted into their conditions."""

import re
from typing import NamedTuple

_COMPOUND = re.compile(r"(?P<tag>[\w-]+|\*)?(?P<rest>(?:[.#][\w-]+|\[[^\[\]]*\]|:[\w-]+(?:\([^()]*\))?)*)")
_PART = re.compile(
    r"([.#])([\w-]+)|\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*[\"']?([^\"'\]]*)[\"']?\s*)?\]|:([\w-]+)(?:\(([^()]*)\))?"
)
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")
_LONGEST_SELECTOR = 300
"""Characters; a longer one is not understood."""


class Condition(NamedTuple):
    """One condition of a compound selector."""

    kind: str
    name: str = ""
    value: str = ""
    inner: tuple["Condition", ...] = ()
    """What must not hold."""


class Compound(NamedTuple):
    """What one element has to be."""

    combinator: str
    """How it stands to the compound on its left: space, >, + or ~."""
    conditions: tuple[Condition, ...]


Specificity = tuple[int, int, int]
"""Ids, then classes and the like, then names of elements."""


def compounds_of(selector: str) -> tuple[Compound, ...]:
    """The parts of a selector from the left; none where it is not understood."""
    if len(selector) > _LONGEST_SELECTOR:
        return ()
    found: list[Compound] = []
    place, combinator = 0, " "
    while place < len(selector):
        match = _COMPOUND.match(selector, place)
        conditions = _conditions(match[0]) if match and match[0] else None
        if match is None or conditions is None:
            return ()
        found.append(Compound(combinator, conditions))
        place = match.end()
        if place < len(selector):
            joint = _COMBINATOR.match(selector, place)
            if joint is None:
                return ()
            combinator, place = joint[1] or " ", joint.end()
    return tuple(found)


def _conditions(compound: str) -> tuple[Condition, ...] | None:
    match = _COMPOUND.fullmatch(compound.strip())
    if match is None:
        return None
    conditions = [Condition("tag", match["tag"].lower())] if match["tag"] else []
    for mark, name, attribute, operator, value, pseudo, inner in _PART.findall(match["rest"]):
        if mark:
            conditions.append(Condition(mark, name))
        elif attribute:
            conditions.append(Condition(operator or "has", attribute.lower(), value))
        elif pseudo == "not":
            conditions.append(Condition("not", inner=_conditions(inner) or ()))
        elif pseudo in ("root", "first-child", "last-child"):
            conditions.append(Condition("place", pseudo))
        elif pseudo == "nth-child" and inner.strip().isdecimal() and int(inner) > 0:
            conditions.append(Condition("place", pseudo, inner.strip()))
        else:  # a state (:hover) or a made-up element (::before): nothing that stands on the page
            return None
    return tuple(conditions)


def specificity_of(compounds: tuple[Compound, ...]) -> Specificity:
    """Which of two selectors wins: the higher."""
    kinds = [condition for compound in compounds for condition in compound.conditions]
    ids = sum(condition.kind == "#" for condition in kinds)
    tags = sum(condition.kind == "tag" and condition.name != "*" for condition in kinds)
    stars = sum(condition.kind == "tag" and condition.name == "*" for condition in kinds)
    return ids, len(kinds) - ids - tags - stars, tags


def key_of(compound: Compound) -> str:
    """Where the rule is looked up: by an id, a class or the name of the element."""
    for wanted in ("#", "."):
        for condition in compound.conditions:
            if condition.kind == wanted:
                return f"{wanted}{condition.name}"
    return next((condition.name for condition in compound.conditions if condition.kind == "tag"), "*")


def compares(found: str | None, kind: str, value: str) -> bool:
    """Whether an attribute is as the sign between its name and a value says."""
    if found is None or kind == "has":
        return found is not None
    if kind == "=":
        return found == value
    if kind == "~=":
        return value in found.split()
    if not value:
        return False
    if kind == "^=":
        return found.startswith(value)
    if kind == "$=":
        return found.endswith(value)
    return value in found if kind == "*=" else found == value or found.startswith(f"{value}-")
