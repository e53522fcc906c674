"""Figures of a run: pooled before dividing, with n and interval, undefined ones n/a.

Every figure but the macro F1, the seconds and the curve is a ratio of two sums over documents, so that a
bootstrap over documents only adds up what was counted once.
"""

from collections.abc import Callable, Iterable, Sequence
from statistics import median
from typing import Literal, NamedTuple

from extractor.evaluation.intervals import FEW_DOCUMENTS, Interval95, bootstrap, clustered, resamples
from extractor.evaluation.scoring.document_score import ScoredDocument
from extractor.evaluation.scoring.items import (
    FIELDS,
    HEADER,
    ItemTally,
    Stratum,
    Verdict,
    fields_of,
    is_cells,
)
from extractor.evaluation.scoring.witness_scores import KINDS, WHO, tally_place
from extractor.records import NARRATIVE_LISTS, Record

TRUSTED = ("proved", "printed", "inferred", "repaired", "rule", "learned", "model", "both")
"""Bases under which a wrong value without a finding is a silent error."""
_WRONG = (Verdict.WRONG, Verdict.FABRICATED)


DISPUTES = tuple(f"disputed.{kind}.{who}" for kind in KINDS for who in WHO)
"""Figures of the facts on which the readers differ: what is delivered there, and what each reader says."""


class Figure(Record):
    """One number of the evaluation."""

    value: float | None
    """None: undefined, since nothing was counted."""
    n: int
    """What the number rests on: items that were counted, documents, values or quotes."""
    low: float | None = None
    high: float | None = None
    """Ends of the 95 % interval."""
    method: Literal["bootstrap", "wilson", "none"] = "none"


class CountedDocument(NamedTuple):
    """One document's bins, parsed."""

    name: str
    bins: tuple[tuple[ItemTally, int], ...]
    document: ScoredDocument


class Ratio(NamedTuple):
    """One figure as sums over documents."""

    name: str
    above: tuple[int, ...]
    below: tuple[int, ...]
    method: Literal["bootstrap", "wilson"]
    n: int | None = None
    """Items behind the ratio, where that is not the sum of ``below``."""


Picks = Callable[[ItemTally], int]
"""How often a bin counts."""


def parse(documents: Sequence[ScoredDocument]) -> tuple[CountedDocument, ...]:
    """Documents with their bins, ready to be summed."""
    return tuple(
        CountedDocument(each.name, tuple((ItemTally.of(key), n) for key, n in each.tallies.items()), each)
        for each in documents
    )


def figures_of(documents: Sequence[ScoredDocument]) -> dict[str, Figure]:
    """All figures by name, in the order in which they are shown."""
    counted = parse(documents)
    samples = resamples(len(counted)) if len(counted) > 1 else []
    figures = {ratio.name: _figure(ratio, samples) for ratio in ratios_of(counted)}
    figures["narrative.macro_f1"] = macro_f1(figures)
    seconds = [each.seconds for each in documents if each.failure is None]
    figures["seconds.median"] = Figure(value=median(seconds) if seconds else None, n=len(seconds))
    for name in ("calls", "input_tokens", "output_tokens", "cost"):
        total = sum(float(getattr(each.usage, name)) for each in documents)
        figures[f"usage.{name}_per_document"] = Figure(
            value=total / len(documents) if documents else None, n=len(documents)
        )
    # What an answer takes, kept or paid for now: a run from kept replies is no cheaper model.
    for name, parts in _WORK.items():
        total = sum(getattr(each.usage, part) for each in documents for part in parts)
        figures[f"work.{name}_per_document"] = Figure(
            value=total / len(documents) if documents else None, n=len(documents)
        )
    return figures


_WORK = {
    "calls": ("calls", "cached_calls"),
    "input_tokens": ("input_tokens", "cached_input_tokens"),
    "output_tokens": ("output_tokens", "cached_output_tokens"),
}


def ratios_of(counted: Sequence[CountedDocument]) -> list[Ratio]:
    """Every figure that is a ratio of sums."""
    present = {bin_.field for each in counted for bin_, _ in each.bins}
    cells = tuple(filter(is_cells, present))
    ratios = [
        *_document_ratios(counted),
        *_scores(counted, "cells.nonzero", cells, nonzero=True),
        _accuracy(counted, "cells.zero.accuracy", cells, Stratum.ZERO),
        _accuracy(counted, "cells.blank.accuracy", cells, Stratum.BLANK),
        *_scores(counted, "header", HEADER),
        *_scores(counted, "narrative.micro", NARRATIVE_LISTS),
        *_safety(counted),
        *_dispute_ratios(counted),
    ]
    for field in fields_of(present):
        if field not in present:
            continue
        if is_cells(field):
            ratios += _scores(counted, f"{field}.nonzero", (field,), nonzero=True)
            ratios.append(_accuracy(counted, f"{field}.zero.accuracy", (field,), Stratum.ZERO))
            ratios.append(_accuracy(counted, f"{field}.blank.accuracy", (field,), Stratum.BLANK))
        elif FIELDS[field].attribute:
            ratios.append(_accuracy(counted, f"{field}.accuracy", (field,), None))
        elif field == "absent":
            ratios.append(_accuracy(counted, "absent.accuracy", (field,), None))
        else:
            ratios += _scores(counted, field, (field,))
    return ratios


def macro_f1(figures: dict[str, Figure]) -> Figure:
    """Mean F1 of the lists of the prose that have any item; no interval, since it is no ratio of sums."""
    values = [
        value
        for field in NARRATIVE_LISTS
        if f"{field}.f1" in figures and (value := figures[f"{field}.f1"].value) is not None
    ]
    return Figure(value=sum(values) / len(values) if values else None, n=len(values))


def _figure(ratio: Ratio, samples: Sequence[Sequence[int]]) -> Figure:
    above, below = sum(ratio.above), sum(ratio.below)
    if not below:
        return Figure(value=None, n=0)
    value, n = above / below, below if ratio.n is None else ratio.n
    documents = sum(bool(each) for each in ratio.below)
    alone = clustered(value, documents, n)
    if ratio.method == "wilson" or above in (0, below):
        # Where no document errs, drawing documents anew shows no spread, and there is some all the same.
        return Figure(value=value, n=n, low=alone and alone.low, high=alone and alone.high, method="wilson")

    def statistic(sample: Sequence[int]) -> float | None:
        bottom = sum(map(ratio.below.__getitem__, sample))
        return sum(map(ratio.above.__getitem__, sample)) / bottom if bottom else None

    drawn = bootstrap(samples, statistic) if samples else None
    if drawn is None or alone is None:
        return Figure(value=value, n=n, low=alone and alone.low, high=alone and alone.high, method="wilson")
    if documents < FEW_DOCUMENTS or drawn.low == drawn.high:
        # A few documents drawn anew, or documents that all err alike, show hardly any spread.
        drawn = Interval95(min(drawn.low, alone.low), max(drawn.high, alone.high))
    return Figure(value=value, n=n, low=drawn.low, high=drawn.high, method="bootstrap")


def _summed(counted: Sequence[CountedDocument], picks: Picks) -> tuple[int, ...]:
    return tuple(sum(n * picks(bin_) for bin_, n in each.bins) for each in counted)


def _scores(
    counted: Sequence[CountedDocument], name: str, fields: Sequence[str], *, nonzero: bool = False
) -> Iterable[Ratio]:
    """Precision, recall and F1; a value where the document has nothing costs precision.

    With ``nonzero`` only cells that print a number other than 0 can be hits or be missed; a wrong number
    in any other cell still costs precision.
    """
    wanted = (Stratum.NONZERO,) if nonzero else (Stratum.ITEM, Stratum.NONZERO, Stratum.ZERO)

    def hit(bin_: ItemTally) -> int:
        return int(bin_.field in fields and bin_.stratum in wanted and bin_.verdict is Verdict.RIGHT)

    def false(bin_: ItemTally) -> int:
        counts = not nonzero or bin_.stratum is not Stratum.BLANK_AS_ZERO
        return int(counts and bin_.field in fields and bin_.verdict in _WRONG)

    def missed(bin_: ItemTally) -> int:
        absent = bin_.verdict in (Verdict.RIGHT, Verdict.FABRICATED)
        return int(bin_.field in fields and bin_.stratum in wanted and not absent)

    hits, wrong, lost = (_summed(counted, picks) for picks in (hit, false, missed))
    rows = list(zip(hits, wrong, lost, strict=True))
    yield Ratio(f"{name}.precision", hits, tuple(h + w for h, w, _ in rows), "bootstrap")
    yield Ratio(f"{name}.recall", hits, tuple(h + m for h, _, m in rows), "bootstrap")
    yield Ratio(
        f"{name}.f1",
        tuple(2 * h for h, *_ in rows),
        tuple(2 * h + w + m for h, w, m in rows),
        "bootstrap",
        n=sum(h + w + m for h, w, m in rows),
    )


def _accuracy(
    counted: Sequence[CountedDocument], name: str, fields: Sequence[str], stratum: Stratum | None
) -> Ratio:
    def counts(bin_: ItemTally) -> int:
        return int(bin_.field in fields and stratum in (None, plain(bin_.stratum)))

    def right(bin_: ItemTally) -> int:
        return counts(bin_) * (bin_.verdict is Verdict.RIGHT)

    return Ratio(name, _summed(counted, right), _summed(counted, counts), "bootstrap")


def plain(stratum: Stratum) -> Stratum:
    """The stratum by the truth alone."""
    return Stratum.BLANK if stratum is Stratum.BLANK_AS_ZERO else stratum


def _document_ratios(counted: Sequence[CountedDocument]) -> Iterable[Ratio]:
    ones = tuple(1 for _ in counted)
    exact = tuple(int(is_exact(each)) for each in counted)
    tables = tuple(int(is_exact(each, tables=True)) for each in counted)
    failed = tuple(int(each.document.failure is not None) for each in counted)
    yield Ratio("documents.exact", exact, ones, "wilson")
    yield Ratio("documents.tables_exact", tables, ones, "wilson")
    yield Ratio("documents.failed", failed, ones, "wilson")
    spans = tuple(each.document.spans for each in counted)
    yield Ratio("grounding", tuple(each.document.grounded for each in counted), spans, "wilson")


def _dispute_ratios(counted: Sequence[CountedDocument]) -> Iterable[Ratio]:
    """How often what is delivered, and each reader by itself, is right where the readers differ."""
    told = [each.document.witnesses for each in counted]
    for name in DISPUTES:
        _, kind, who = name.split(".")
        place = f"{tally_place(kind, 'disputed')}/{who}"
        right = tuple(one.get(f"{place}/right", 0) for one in told)
        below = tuple(of + one.get(f"{place}/wrong", 0) for of, one in zip(right, told, strict=True))
        if sum(below):
            yield Ratio(name, right, below, "bootstrap")


def is_exact(counted: CountedDocument, *, tables: bool = False) -> bool:
    """Whether every item (with ``tables`` every cell) is right but for attributes; what failed is not."""
    if counted.document.failure is not None:
        return False
    return all(
        bin_.verdict is Verdict.RIGHT
        for bin_, _ in counted.bins
        if not FIELDS[bin_.field].attribute and (not tables or is_cells(bin_.field))
    )


def _safety(counted: Sequence[CountedDocument]) -> Iterable[Ratio]:
    """Silent errors, over all and per basis, and how much is flagged."""
    bases = sorted({bin_.basis for each in counted for bin_, _ in each.bins if bin_.basis in TRUSTED})

    def delivered(basis: str | None) -> Picks:
        return lambda bin_: int(
            is_value(bin_) and (bin_.basis == basis if basis is not None else bin_.basis in TRUSTED)
        )

    def silent(basis: str | None) -> Picks:
        picks = delivered(basis)
        return lambda bin_: picks(bin_) * is_silent(bin_)

    yield Ratio("silent", _summed(counted, silent(None)), _summed(counted, delivered(None)), "wilson")
    for basis in bases:
        yield Ratio(
            f"silent.{basis}", _summed(counted, silent(basis)), _summed(counted, delivered(basis)), "wilson"
        )
    flagged = _summed(counted, lambda bin_: is_value(bin_) * bin_.flagged)
    yield Ratio("flagged", flagged, _summed(counted, lambda bin_: int(is_value(bin_))), "wilson")


def is_value(bin_: ItemTally) -> bool:
    """A value that the Report delivers; attributes, alarms and blanks that are right are none."""
    if FIELDS[bin_.field].attribute or bin_.field in ("findings", "absent"):
        return False
    return bin_.verdict in _WRONG or (bin_.verdict is Verdict.RIGHT and bin_.stratum is not Stratum.BLANK)


def is_silent(bin_: ItemTally) -> bool:
    """A wrong value that nothing warns of."""
    return bin_.verdict in _WRONG and not bin_.flagged and bin_.basis in TRUSTED


def percent(value: float | None) -> str:
    """A share with two decimals; what is not quite everything or nothing is not rounded to it."""
    if value is None:
        return "n/a"
    if 1 - 1e-9 > value > 0.99995:
        return ">99.99 %"
    if 1e-9 < value < 0.00005:
        return "<0.01 %"
    return f"{100 * value:.2f} %"


def interval(figure: Figure) -> str:
    """Ends of the 95 % interval."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{percent(figure.low)} – {percent(figure.high)}"
