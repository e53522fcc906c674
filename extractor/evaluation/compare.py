"""Is the new run better: paired differences, flips, and the variance over repeats beside them."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from statistics import stdev
from typing import Literal

from extractor.errors import UsageError
from extractor.evaluation.evaluation_runs import EvalRun
from extractor.evaluation.intervals import (
    FEW_DOCUMENTS,
    clustered,
    difference_of_shares,
    resamples,
    swap_test,
)
from extractor.evaluation.metrics import DISPUTES, Ratio, figures_of, parse, ratios_of
from extractor.evaluation.scoring import FIELDS, ScoredDocument, ScoredItem
from extractor.records import Record

COMPARED = (
    "documents.exact",
    "documents.tables_exact",
    "cells.nonzero.f1",
    "cells.zero.accuracy",
    "cells.blank.accuracy",
    "header.f1",
    "narrative.micro.f1",
    "silent",
    "flagged",
    "grounding",
    *DISPUTES,
)
"""Headline figures that are compared; the fields follow them."""


LEVEL = 0.05
LEAST_DOCUMENTS = FEW_DOCUMENTS
"""Fewer documents that have the item have no interval: drawing three anew shows nothing."""


class FigureChange(Record):
    """One figure in both runs."""

    name: str
    before: float | None
    after: float | None
    low: float | None
    high: float | None
    """Ends of the 95 % interval of the difference, from a bootstrap paired by document; None for too few."""
    p: float = 1.0
    """Of the paired randomisation of documents, and never below that of the bootstrap of the interval."""
    n: int = 0
    """Items behind the figure in the second run."""
    spread_before: float | None
    spread_after: float | None
    """Standard deviation over repeats; None for a single one."""

    @property
    def difference(self) -> float | None:
        """After minus before."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def certain(self) -> bool:
        """Whether interval and test agree that there is a difference."""
        leaves_0_out = self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)
        return leaves_0_out and self.p < LEVEL


class Flip(Record):
    """One item that came out otherwise."""

    kind: Literal["fixed", "broken", "still wrong, otherwise"]
    document: str
    before: ScoredItem | None
    """None: the item was right."""
    after: ScoredItem | None


class FieldFlips(Record):
    """Flips of one field with the chance that they are luck."""

    field: str
    fixed: int
    broken: int
    changed: int
    still: int
    """Wrong in the same way in both runs."""
    p: float
    """Of the field's figure, by the paired randomisation of documents."""


class Comparison(Record):
    """Two runs over the same suite."""

    before: str
    after: str
    documents: int
    changes: tuple[FigureChange, ...]
    fields: tuple[FieldFlips, ...]
    flips: tuple[Flip, ...]


def compare_runs(before: EvalRun, after: EvalRun) -> Comparison:
    """What changed from ``before`` to ``after`` on the documents that both have scored.

    UsageError where there are none with the same bytes and the same labels.
    """
    common = shared_documents((before, after))
    if before.info.suite != after.info.suite or not common:
        raise UsageError(
            f"{before.title} and {after.title} did not score the same documents and labels; "
            "run both again on the suite as it is now"
        )
    before, after = restricted(before, common), restricted(after, common)
    flips = tuple(_flips(before.repeat(0), after.repeat(0)))
    changes = tuple(changes_of(before, after))
    return Comparison(
        before=f"{before.title} · {before.info.started}",
        after=f"{after.title} · {after.info.started}",
        documents=len(before.repeat(0)),
        changes=changes,
        fields=tuple(_by_field(flips, before.repeat(0), after.repeat(0), changes)),
        flips=flips,
    )


def shared_documents(runs: Sequence[EvalRun]) -> set[str]:
    """Names of the documents that all runs have scored, with the same bytes and labels."""
    hashes = [{(each.name, each.sha256) for each in run.documents} for run in runs]
    return {name for name, _ in set.intersection(*hashes)} if hashes else set()


def restricted(run: EvalRun, names: set[str]) -> EvalRun:
    """The run with these documents alone, in one order, so that they can be paired."""
    documents = sorted((each for each in run.documents if each.name in names), key=lambda each: each.name)
    return run.model_copy(update={"documents": tuple(documents)})


def spread_of(run: EvalRun) -> dict[str, float]:
    """Standard deviation of every figure over the repeats; empty for a single one."""
    if run.info.repeats < 2:
        return {}
    each = [figures_of(run.repeat(index)) for index in range(run.info.repeats)]
    spreads = {}
    for name in each[0]:
        values = [figures[name].value for figures in each if name in figures]
        known = [value for value in values if value is not None]
        if len(known) == run.info.repeats:
            spreads[name] = stdev(known)
    return spreads


def changes_of(
    before: EvalRun, after: EvalRun, wanted: Collection[str] | None = None
) -> Iterator[FigureChange]:
    """Headline figures and those of the fields (or the ``wanted``), of two runs over the same documents."""
    ones = {ratio.name: ratio for ratio in ratios_of(parse(before.repeat(0)))}
    others = {ratio.name: ratio for ratio in ratios_of(parse(after.repeat(0)))}
    spread_before, spread_after = spread_of(before), spread_of(after)
    samples = resamples(len(before.repeat(0)))
    fields = [
        name
        for name in {**ones, **others}
        if name.rpartition(".")[0] in FIELDS and name.endswith((".f1", ".accuracy"))
    ]
    cells = [name for name in ones if name.startswith("cells.") and name.endswith(".nonzero.f1")]
    for name in dict.fromkeys((*COMPARED, *cells, *fields)):
        one, other = ones.get(name), others.get(name)
        if one is None or other is None or (wanted is not None and name not in wanted):
            continue
        ends, p = _paired(one, other, samples)
        yield FigureChange(
            name=name,
            before=_value(one),
            after=_value(other),
            low=ends and ends[0],
            high=ends and ends[1],
            spread_before=spread_before.get(name),
            spread_after=spread_after.get(name),
            p=p,
            n=other.n if other.n is not None else sum(other.below),
        )


def _value(ratio: Ratio) -> float | None:
    below = sum(ratio.below)
    return sum(ratio.above) / below if below else None


def _paired(
    one: Ratio, other: Ratio, samples: Sequence[Sequence[int]]
) -> tuple[tuple[float, float] | None, float]:
    """Interval and p-value of a difference, which say the same.

    Swapping documents also finds that one run delivers more values than the other, where the shares of wrong
    ones hardly differ (3 of 538, 4 of 509): the p-value is never below the one that goes with the interval.
    """
    swapped = swap_test(
        tuple(zip(one.above, one.below, strict=True)), tuple(zip(other.above, other.below, strict=True))
    )
    differences = []
    for sample in samples:
        below = [sum(map(ratio.below.__getitem__, sample)) for ratio in (one, other)]
        if all(below):
            above = [sum(map(ratio.above.__getitem__, sample)) for ratio in (one, other)]
            differences.append(above[1] / below[1] - above[0] / below[0])
    documents = sum(bool(here or there) for here, there in zip(one.below, other.below, strict=True))
    if 2 * len(differences) <= len(samples) or documents < LEAST_DOCUMENTS:
        return None, swapped
    differences.sort()
    last = len(differences) - 1
    ends = differences[round(0.025 * last)], differences[round(0.975 * last)]
    if (
        ends[0] == ends[1]
    ):  # every document differs alike, or none does: no spread is shown, and there is some
        return _of_shares(one, other, documents), swapped
    tails = (sum(each <= 0 for each in differences), sum(each >= 0 for each in differences))
    return ends, max(swapped, min(1.0, 2 * min(tails) / len(differences)))


def _of_shares(one: Ratio, other: Ratio, documents: int) -> tuple[float, float] | None:
    shares = [(_value(ratio), ratio.n or sum(ratio.below)) for ratio in (one, other)]
    found = [(share or 0.0, clustered(share or 0.0, documents, n)) for share, n in shares]
    return difference_of_shares(*found)


def _misses(documents: Sequence[ScoredDocument]) -> dict[tuple[str, str, str, int], ScoredItem]:
    """Items that are not right by document, field and key; several of one key are numbered."""
    found: dict[tuple[str, str, str, int], ScoredItem] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    for document in documents:
        for item in document.misses:
            name = (document.name, item.field, item.key)
            found[(*name, seen[name])] = item
            seen[name] += 1
    return found


def _flips(before: Sequence[ScoredDocument], after: Sequence[ScoredDocument]) -> Iterator[Flip]:
    ones, others = _misses(before), _misses(after)
    for key in sorted({**ones, **others}):
        one, other = ones.get(key), others.get(key)
        if one is not None and other is not None and _same(one, other):
            continue
        if one is None:
            yield Flip(kind="broken", document=key[0], before=None, after=other)
        elif other is None:
            yield Flip(kind="fixed", document=key[0], before=one, after=None)
        else:
            yield Flip(kind="still wrong, otherwise", document=key[0], before=one, after=other)


def _same(one: ScoredItem, other: ScoredItem) -> bool:
    return (one.verdict, one.predicted, one.flagged) == (other.verdict, other.predicted, other.flagged)


def _by_field(
    flips: Sequence[Flip],
    before: Sequence[ScoredDocument],
    after: Sequence[ScoredDocument],
    changes: Sequence[FigureChange],
) -> Iterator[FieldFlips]:
    counted = Counter((_field(flip), flip.kind) for flip in flips)
    ones, others = _misses(before), _misses(after)
    still = Counter(key[1] for key in ones if key in others and _same(ones[key], others[key]))
    tests = {change.name: change.p for change in changes}
    for field in FIELDS:
        names = (f"{field}.nonzero.f1", f"{field}.f1", f"{field}.accuracy")
        fixed, broken = counted[field, "fixed"], counted[field, "broken"]
        changed = counted[field, "still wrong, otherwise"]
        if fixed or broken or changed or still[field]:
            yield FieldFlips(
                field=field,
                fixed=fixed,
                broken=broken,
                changed=changed,
                still=still[field],
                p=next((tests[name] for name in names if name in tests), 1.0),
            )


def _field(flip: Flip) -> str:
    item = flip.before or flip.after
    return item.field if item else ""
