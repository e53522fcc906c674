"""What a person should look at, worst first; pure."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from extractor.records import NARRATIVE_LISTS, Basis, CellBasis, Finding, FormName, Report, Severity
from extractor.review.corrected import Corrected
from extractor.review.identity_sums import sums_of
from extractor.review.pointers import cell_place, cells_of


class Weight(IntEnum):
    """How much an item matters; the queue is in falling order."""

    DISAGREEMENT = 100
    """A later extraction reads something else than a person said."""
    DISPUTED = 92
    """The readers differ on a fact of the prose, and the finding names both readings."""
    CONFLICT = 90
    AMBIGUOUS = 80
    ERROR = 70
    """A finding of severity error points here."""
    FLAGGED = 60
    WARNING = 50
    TOLERANCE = 45
    """Somebody must see the value so that the data set's bound falls to the tolerance that was asked for."""
    ENGINE = 40
    """Only the model found the fact: rule and model disagree."""
    UNREAD = 20
    """A number of the text that no fact uses."""


class ReviewItem(NamedTuple):
    """One place that a person should look at."""

    pointer: str
    """Stable pointer; of a finding that names no value ``/findings/<check>``, of an unread number
    ``/coverage/unexplained/<start>``."""
    weight: Weight
    order: int
    """Place in the document, for items of one weight."""


class MustSee(NamedTuple):
    """The values that the page is about when a tolerance is asked for, and nothing else."""

    tag: str
    """The same for the same values."""
    items: Mapping[int, tuple[ReviewItem, ...]]
    """By Report, the most rewarding first."""
    note: tuple[str, str]
    """What they are for, in Chinese and English."""


_PER_RANK = 1_000_000


def rank_order(rank: int, number: int) -> int:
    """The order of a value of the stratum with this rank, 0 the most rewarding."""
    return rank * _PER_RANK + number


def rank_of(item: ReviewItem) -> int:
    """The rank again."""
    return item.order // _PER_RANK


_CELL_WEIGHTS = {CellBasis.CONFLICT: Weight.CONFLICT, CellBasis.AMBIGUOUS: Weight.AMBIGUOUS}
CHECK_WEIGHTS = {"narrative.witnesses": Weight.DISPUTED}
"""Checks whose findings weigh more than their severity says."""
_FINDING_WEIGHTS = {Severity.ERROR: Weight.ERROR, Severity.WARNING: Weight.WARNING}


def review_items_of(state: Corrected, findings: Sequence[Finding]) -> tuple[ReviewItem, ...]:
    """Open items of a document, worst first; ``findings`` are those of the corrected Report."""
    found: dict[str, ReviewItem] = {}
    for item in (*_disagreements(state), *_cells(state), *_flags(state), *_facts(state)):
        _keep(found, item)
    for item in (*_findings(state, findings, found), *_unread(state)):
        _keep(found, item)
    return in_order(found.values())


def in_order(items: Iterable[ReviewItem]) -> tuple[ReviewItem, ...]:
    """Worst first, then as printed."""
    return tuple(sorted(items, key=lambda item: (-item.weight, item.order, item.pointer)))


def _keep(found: dict[str, ReviewItem], item: ReviewItem) -> None:
    known = found.get(item.pointer)
    if known is None or known.weight < item.weight:
        found[item.pointer] = item


def _disagreements(state: Corrected) -> Iterator[ReviewItem]:
    for pointer in state.disagreements:
        yield ReviewItem(pointer, Weight.DISAGREEMENT, 0)


def _cells(state: Corrected) -> Iterator[ReviewItem]:
    """Cells in conflict or ambiguous that nobody decided.

    A cell whose failing sums were all accepted as the issuer's own error is no longer in doubt.
    """
    open_sums: set[str] = set()
    for each in sums_of(state.report):
        if each.fails and each.id not in state.explained:
            open_sums.update(each.pointers)
    for order, (place, cell) in enumerate(cells_of(state.report)):
        weight = _CELL_WEIGHTS.get(cell.basis)
        if weight is None or place.pointer in state.decided:
            continue
        if weight is Weight.CONFLICT and place.pointer not in open_sums and state.explained:
            continue
        yield ReviewItem(place.pointer, weight, order - (1000 if _is_named(cell.alternatives) else 0))


def _is_named(alternatives: Sequence[object]) -> bool:
    """A cell for which the sums name one other number is the likeliest to be wrong: it comes first."""
    return len(alternatives) == 1


def _flags(state: Corrected) -> Iterator[ReviewItem]:
    for pointer in state.flagged:
        yield ReviewItem(pointer, Weight.FLAGGED, 0)


def _facts(state: Corrected) -> Iterator[ReviewItem]:
    for name in NARRATIVE_LISTS:
        for key, fact in zip(state.keys[name], getattr(state.report.narrative, name), strict=True):
            pointer = f"/narrative/{name}/{key}"
            if fact.basis is Basis.MODEL and pointer not in state.decided:
                yield ReviewItem(pointer, Weight.ENGINE, fact.evidence.start)


def finding_pointers(state: Corrected, finding: Finding) -> tuple[str, ...]:
    """Stable pointers of the values that a finding names; its own pointer where it names none.

    Of several findings of one check about one place each has a pointer of its own, by what it says: who
    accepts one has not looked at the others.
    """
    stable = tuple(dict.fromkeys(state.stable(pointer) for pointer in finding.where))
    values = tuple(pointer for pointer in stable if _is_value(pointer, state))
    if values:
        return values
    own = f"/findings/{finding.check}" + (stable[0] if stable else "")
    alike = {each.message for each in state.report.findings if _is_about_the_same(each, finding)}
    return (f"{own}/{zlib.crc32(finding.message.encode()):08x}" if len(alike) > 1 else own,)


def _is_about_the_same(one: Finding, other: Finding) -> bool:
    return one.check == other.check and one.where[:1] == other.where[:1]


def _is_value(pointer: str, state: Corrected) -> bool:
    if cell_place(pointer) is not None:
        return True
    return state.fact(pointer) is not None or pointer.removeprefix("/") in (
        "issuer",
        "title",
        "report_year",
        "published_on",
        "period/start",
        "period/end",
    )


def _findings(
    state: Corrected, findings: Sequence[Finding], found: dict[str, ReviewItem]
) -> Iterator[ReviewItem]:
    """One item for a finding, at the first value that it names, unless one of them is known or decided."""
    for finding in findings:
        weight = CHECK_WEIGHTS.get(finding.check) or _FINDING_WEIGHTS.get(finding.severity)
        if weight is None or _is_explained(state, finding):
            continue
        pointers = finding_pointers(state, finding)
        if not any(pointer in found or pointer in state.decided for pointer in pointers):
            order = min((span.start for span in finding.evidence), default=0)
            found[pointers[0]] = ReviewItem(pointers[0], weight, order)
            yield found[pointers[0]]


def _is_explained(state: Corrected, finding: Finding) -> bool:
    """A failing sum that somebody called the issuer's error stays a finding, not a item."""
    return finding.check.startswith("identity.") and any(
        each.id in finding.message and each.id in state.explained
        for each in sums_of(state.report)
        if each.fails
    )


def _unread(state: Corrected) -> Iterator[ReviewItem]:
    """Numbers that nothing uses; in a document that is no report of the forms they say nothing."""
    if state.report.form in (FormName.LEGACY, FormName.UNKNOWN):
        return
    for span in unread_spans(state.report):
        pointer = f"/coverage/unexplained/{span[0]}"
        if pointer not in state.decided and not _is_used(state, span):
            yield ReviewItem(pointer, Weight.UNREAD, span[0])


def unread_spans(report: Report) -> tuple[tuple[int, int], ...]:
    """Offsets of the numbers that no fact uses."""
    return tuple((span.start, span.end) for span in report.coverage.unexplained)


def _is_used(state: Corrected, span: tuple[int, int]) -> bool:
    """Whether a fact that a person added covers the number by now."""
    narrative = state.report.narrative
    return any(
        fact.evidence.start <= span[0] and span[1] <= fact.evidence.end
        for name in NARRATIVE_LISTS
        for fact in getattr(narrative, name)
        if fact.basis is Basis.HUMAN
    )
