"""Bodies in the order of their families: each government, then its departments, then what is below it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from extractor.records import Body, BodyLevel

_RANK = {level: -1 if level is BodyLevel.DEPARTMENT else rank for rank, level in enumerate(BodyLevel)}


class PlacedBody(NamedTuple):
    """A body and how deep it stands below the first one of its family."""

    body: Body
    depth: int


def in_families(bodies: Iterable[Body]) -> Iterator[PlacedBody]:
    """Every body once; one whose parent is not among them begins a family of its own."""
    known = {body.body_id: body for body in bodies}
    below: dict[str, list[Body]] = defaultdict(list)
    tops = []
    for body in known.values():
        if body.parent_id in known and body.parent_id != body.body_id:
            below[body.parent_id].append(body)
        else:
            tops.append(body)
    seen: set[str] = set()
    for top in sorted(tops, key=_key):
        yield from _walk(top, below, seen)
    # Bodies that a hand-written list put in a circle stand in nobody's family.
    yield from (PlacedBody(body, 0) for body in known.values() if body.body_id not in seen)


def _walk(top: Body, below: dict[str, list[Body]], seen: set[str]) -> Iterator[PlacedBody]:
    waiting = [PlacedBody(top, 0)]
    while waiting:
        placed = waiting.pop()
        if placed.body.body_id in seen:
            continue
        seen.add(placed.body.body_id)
        yield placed
        children = sorted(below[placed.body.body_id], key=_key, reverse=True)
        waiting += [PlacedBody(child, placed.depth + 1) for child in children]


def _key(body: Body) -> tuple[int, str, str]:
    return _RANK[body.level], body.division_code or "", body.name
