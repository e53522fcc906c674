"""A whole invented city: all reports of all bodies, clean or with a trouble of each kind."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from extractor.evaluation.city.city_sentences import Wording, wording
from extractor.evaluation.city.invented_figures import Figures, added
from extractor.evaluation.city.invented_text import InventedReport, draft_of, text_of, year_of
from extractor.evaluation.city.plants import (
    IN_DRAFTS,
    IN_FIGURES,
    Planted,
    Trouble,
    carried_out,
    second_version,
)
from extractor.evaluation.city.tree import (
    CityShape,
    InventedBody,
    InventedLevel,
    bodies_of,
    children_of,
    figures_of,
)

_WHOLE = (InventedLevel.CITY, InventedLevel.COUNTY)
_LEAF = (InventedLevel.TOWNSHIP, InventedLevel.DEPARTMENT)
_WHERE = {
    Trouble.FAMILY: (InventedLevel.CITY,),
    Trouble.LATE_LOCAL: (InventedLevel.COUNTY,),
    Trouble.LATE_DEPARTMENT: (InventedLevel.DEPARTMENT,),
    Trouble.OUTLIER: (InventedLevel.DEPARTMENT,),
    Trouble.FINISHED: (InventedLevel.DEPARTMENT,),
    Trouble.MISSING: (InventedLevel.TOWNSHIP,),
    Trouble.VERSIONS: (InventedLevel.TOWNSHIP,),
}
"""Levels on which a trouble is planted; others on any leaf."""
_FIRST_YEARS = {Trouble.CARRY: 1, Trouble.COPIED: 1, Trouble.MISSING: 1}
"""Index of the first year in which it can show; others in any year."""


class CityDocument(NamedTuple):
    """One file of the city."""

    path: str
    """Below the folder of the city."""
    body: str
    year: int
    text: str


USUAL_SHAPE = CityShape()


class City(NamedTuple):
    """An invented city with what was planted in it."""

    bodies: tuple[InventedBody, ...]
    documents: tuple[CityDocument, ...]
    planted: tuple[Planted, ...]

    def write(self, folder: Path) -> None:
        """Write the reports into the folder."""
        for document in self.documents:
            path = folder / document.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(document.text, encoding="utf-8")


class _Target(NamedTuple):
    trouble: Trouble
    body: InventedBody
    at: int
    """Index of the year."""


def make_city(seed: int, troubles: tuple[Trouble, ...] = (), shape: CityShape = USUAL_SHAPE) -> City:
    """The city of this seed; each of ``troubles`` is planted once, each in a report of its own."""
    rng = Random(f"city {seed}")
    words = wording()
    bodies = bodies_of(shape, words, seed)
    targets = _targets(bodies, shape, troubles, rng)
    unchanged = frozenset(each.body.name for each in targets if each.trouble is Trouble.UNCHANGED)
    figures = figures_of(bodies, shape.years, rng, unchanged)
    targets = [_fitting(target, figures[target.body.name], _torn(targets, target)) for target in targets]
    planted = list(_in_figures(targets, bodies, figures, rng))
    drafts = {
        (body.name, index): draft_of(body, year_of(index), figures[body.name][index], words)
        for body in bodies
        for index in range(shape.years)
    }
    extra: list[InventedReport] = []
    for target in targets:
        planted += _in_draft(target, drafts, extra, words, rng)
    documents = tuple(_document(draft, words) for draft in (*drafts.values(), *extra))
    return City(bodies, documents, tuple(planted))


def _targets(
    bodies: tuple[InventedBody, ...], shape: CityShape, troubles: tuple[Trouble, ...], rng: Random
) -> list[_Target]:
    """Where each trouble goes: never two in one body, but for bodies that have others below them."""
    free = {
        level: rng.sample(of, len(of))
        for level in InventedLevel
        if (of := [b for b in bodies if b.level is level])
    }
    found = []
    # The choosy ones first, so that they find a body of their level.
    for trouble in sorted(troubles, key=lambda each: each not in _WHERE):
        levels = [level for level in _WHERE.get(trouble, _LEAF) if free.get(level)]
        if not levels:
            raise ValueError(f"a city of this shape has no body left for {trouble}")
        level = max(levels, key=lambda each: len(free[each]))
        body = free[level][0] if level in _WHOLE else free[level].pop()
        last = shape.years - (2 if trouble is Trouble.MISSING else 1)
        # What is in force is carried on: only in the last year it contradicts one year alone.
        first = last if trouble is Trouble.IN_FORCE else _FIRST_YEARS.get(trouble, 0)
        found.append(_Target(trouble, body, rng.randint(first, last)))
    return found


_TEARS = (Trouble.MISSING, Trouble.VERSIONS, Trouble.PICTURE)
"""With one of these in a child nobody can say what the children add up to."""


def _torn(targets: list[_Target], of: _Target) -> set[int]:
    """Years of the target's body in which the sum of the bodies right below it cannot be told."""
    return {each.at for each in targets if each.trouble in _TEARS and each.body.parent == of.body.name}


def _fitting(target: _Target, figures: list[Figures], torn: set[int]) -> _Target:
    """The target in a year that bears it."""
    if target.trouble is Trouble.FINISHED and not carried_out(figures[target.at]):
        # Nothing can be called finished where nothing is carried over.
        return target._replace(at=max(range(len(figures)), key=lambda at: carried_out(figures[at])))
    if target.trouble is Trouble.FAMILY and target.at in torn:
        return target._replace(at=next(at for at in range(len(figures)) if at not in torn))
    return target


def _in_figures(
    targets: list[_Target],
    bodies: tuple[InventedBody, ...],
    figures: dict[str, list[Figures]],
    rng: Random,
) -> Iterator[Planted]:
    """Change figures of leaves, add up again what is above them."""
    above = {body.name: body.parent for body in bodies}
    below = children_of(bodies)
    for trouble, body, index in targets:
        echoes = tuple(_above(body.name, above))
        if trouble is Trouble.UNCHANGED:
            yield Planted(trouble, body.name, year_of(0), "各年数字完全相同")
        if trouble in IN_FIGURES:
            detail = IN_FIGURES[trouble](figures[body.name][index], rng)
            for name in echoes:
                figures[name][index] = added(figures[child][index] for child in below[name])
            yield Planted(trouble, body.name, year_of(index), detail, echoes)


def _in_draft(
    target: _Target,
    drafts: dict[tuple[str, int], InventedReport],
    extra: list[InventedReport],
    words: Wording,
    rng: Random,
) -> Iterator[Planted]:
    trouble, body, index = target
    place = body.name, index
    if trouble is Trouble.MISSING:
        del drafts[place]
        yield Planted(trouble, body.name, year_of(index), "该年报告缺失")
    elif trouble is Trouble.VERSIONS:
        changed, detail = second_version(drafts[place], rng)
        extra.append(changed)
        yield Planted(trouble, body.name, year_of(index), detail)
    elif trouble in IN_DRAFTS:
        yield Planted(trouble, body.name, year_of(index), IN_DRAFTS[trouble](drafts[place], words, rng))


def _above(name: str, above: dict[str, str | None]) -> Iterator[str]:
    while (parent := above[name]) is not None:
        yield parent
        name = parent


def _document(draft: InventedReport, words: Wording) -> CityDocument:
    text = text_of(draft, words)
    suffix = f"-{hashlib.sha256(text.encode()).hexdigest()[:4]}" if draft.version > 1 else ""
    path = f"{draft.year}/{draft.issuer}{draft.year}{suffix}.txt"
    return CityDocument(path, draft.body.name, draft.year, text)
