"""A problem of the rules in which the second reader sees several, cut by the model."""

import re
from collections.abc import Sequence

from extractor.errors import ModelError
from extractor.ideographs import HAN
from extractor.judging.answer_shapes import failed
from extractor.judging.folded_places import place_of
from extractor.judging.merged import Merged
from extractor.judging.questions import ask_parts
from extractor.judging.tolerances import TOLERANCES
from extractor.learned.section_units import StatementRead, read_section
from extractor.llm import Asker
from extractor.narrative import signed_from
from extractor.narrative.view import ProseView
from extractor.records import Aspect, Basis, Reader, Statement, Witness

_PARTS = re.compile(rf"[{HAN}]{{3}}[、,;][^、,;]{{4}}")
_NUMBERED = re.compile(r".*(?:[)）、.．]|是)\s*$", re.DOTALL)


def split_problems(merged: Merged, view: ProseView, asker: Asker) -> None:
    """Have unnumbered sentences in which the second reader sees several problems cut into their parts.

    Verbatim and disjoint; the cut stands where each of the second reader's problems has one part. The parts
    keep a warning: the rules had one problem there.
    """
    read = read_section(view.text[: signed_from(view.text)], None).statements
    seen = [entry for entry in read if entry.role == "issue"]
    long = [
        (entry, place, inside)
        for entry in merged.statements["issues"]
        if (place := place_of(view, entry.evidence)) is not None and _PARTS.search(view.text, *place)
        if not _NUMBERED.match(view.text, max(0, place[0] - 4), place[0])
        if len(inside := [part for part in seen if place[0] <= _middle(part) < place[1]]) > 1
    ][: TOLERANCES.sentences_split]
    said = ask_parts([view.text[slice(*place)] for _, place, _ in long], asker) if long else []
    for (entry, place, inside), parts in zip(long, said, strict=True):
        if isinstance(parts, ModelError):
            merged.holes += failed("split", parts, entry.evidence)
            continue
        places = places_of_parts(view.text, place, parts)
        if [_part_at(places, part) for part in inside] == list(range(len(places))):
            cut = zip(places, inside, strict=True)
            merged.split(entry, [_part(view, entry, where, by) for where, by in cut])


def _middle(part: StatementRead) -> float:
    return (part.start + part.end) / 2


def _part_at(places: Sequence[tuple[int, int]], part: StatementRead) -> int | None:
    """The index of the place that holds the middle of a part."""
    middle = _middle(part)
    return next((index for index, (start, end) in enumerate(places) if start <= middle < end), None)


def places_of_parts(text: str, within: tuple[int, int], parts: Sequence[str]) -> list[tuple[int, int]]:
    """Where copied parts stand, in order; none at all where one is not verbatim or two overlap."""
    at, places = within[0], []
    for part in parts:
        start = text.find(part.strip(" ,;。、"), at, within[1])
        if start < 0 or len(part.strip(" ,;。、")) < TOLERANCES.part_least:
            return []
        at = start + len(part.strip(" ,;。、"))
        places.append((start, at))
    return places


def _part(view: ProseView, whole: Statement, place: tuple[int, int], seen: StatementRead) -> Statement:
    """A part as the second reader and the model see it; no rule took it."""
    learned, model = (
        Witness(reader=reader, aspect=Aspect.ROLE, says="issue", sure=sure)
        for reader, sure in ((Reader.LEARNED, round(seen.sure, 3)), (Reader.MODEL, None))
    )
    update: dict[str, object] = {"text": view.words(*place), "evidence": view.span(*place)}
    update |= {"basis": Basis.LEARNED, "witnesses": (learned, model)}
    return whole.model_copy(update=update)
