"""Issues, remedies and past rectifications in the lists of their roles, and what remedies address in them."""

from collections.abc import Iterable, Mapping, Sequence

from extractor.records import Span, Statement

ROLE_LISTS = {"issue": "issues", "remedy": "remedies", "past": "past_rectifications"}


def in_order(
    lists: Mapping[str, Iterable[Statement]], before: Sequence[Span]
) -> dict[str, tuple[Statement, ...]]:
    """The statements by place; remedies address the issues that they addressed before.

    ``before``: where the issues stand to which the remedies' indexes still refer; one that is no issue any
    more is addressed no more.
    """
    ordered = {
        name: sorted(entries, key=lambda entry: entry.evidence.start) for name, entries in lists.items()
    }
    places = {entry.evidence: index for index, entry in enumerate(ordered["issues"])}
    moved = [places.get(span) for span in before]
    return {name: tuple(_readdressed(entry, moved) for entry in entries) for name, entries in ordered.items()}


def _readdressed(entry: Statement, moved: Sequence[int | None]) -> Statement:
    """A remedy with the numbers that its issues have after ``moved``; None: that issue is gone."""
    if not entry.addresses:
        return entry
    found = (moved[index] for index in entry.addresses)
    return entry.model_copy(update={"addresses": tuple(index for index in found if index is not None)})
