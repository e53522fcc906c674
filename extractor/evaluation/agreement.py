"""How far two readers agree who labelled the same documents apart."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from extractor.evaluation.assignment import Pairing
from extractor.evaluation.gold import Gold, GoldSpan, labelled_cells
from extractor.evaluation.scoring.fact_score import pair_counts, pair_events, pair_statements
from extractor.records import NARRATIVE_LISTS, Record


class Share(Record):
    """``agreed`` of ``n``, 0 of 0 where nothing was labelled twice."""

    agreed: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, None where nothing was labelled twice."""
        return self.agreed / self.n if self.n else None


class ListAgreement(Record):
    """Items of one list that both, or only one, labelled; optional ones count like the others."""

    both: int
    first_only: int
    second_only: int

    @property
    def f1(self) -> float | None:
        """F1 of the second reader against the first, the same the other way round."""
        total = 2 * self.both + self.first_only + self.second_only
        return 2 * self.both / total if total else None


class Agreement(Record):
    """Agreement over the documents of a suite that two readers labelled."""

    documents: int
    cells: Share
    nonzero_cells: Share
    header: Share
    lists: dict[str, ListAgreement]
    topic_kappa: float | None
    """Cohen's kappa of the topics of counts that both labelled."""
    topic_n: int


class Difference(NamedTuple):
    """One place where the readers differ."""

    document: str
    field: str
    place: tuple[int, int]
    first: str
    second: str


def agreement(pairs: Sequence[tuple[Gold, Gold]]) -> Agreement:
    """Pooled over ``pairs`` of a first and a second labelling; what only one of them labelled is left out."""
    cells = [pair for first, second in pairs for pair in _cells(first, second)]
    nonzero = [(a, b) for a, b, _ in cells if a or b]
    topics = [pair for first, second in pairs for pair in _topics(first, second)]
    header = [pair for first, second in pairs for pair in _header(first, second)]
    return Agreement(
        documents=len(pairs),
        cells=Share(agreed=sum(same for *_, same in cells), n=len(cells)),
        nonzero_cells=Share(agreed=sum(same for a, b, same in cells if a or b), n=len(nonzero)),
        header=Share(agreed=sum(a == b for a, b in header), n=len(header)),
        lists={name: _pooled(pairs, name) for name in NARRATIVE_LISTS},
        topic_kappa=cohen_kappa(topics),
        topic_n=len(topics),
    )


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Agreement beyond chance (Cohen, 1960); None where chance alone explains everything."""
    if not pairs:
        return None
    n = len(pairs)
    seen = sum(a == b for a, b in pairs) / n
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[topic] * second[topic] for topic in first) / n**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def differences(document: str, first: Gold, second: Gold) -> Iterator[Difference]:
    """Every fact of the prose that only one reader labelled, or that the two labelled otherwise."""
    for name in NARRATIVE_LISTS:
        ones, others = getattr(first, name), getattr(second, name)
        if ones is None or others is None:
            continue
        pairing = _pair(name, ones, others)
        for i in pairing.left_over:
            yield Difference(document, name, ones[i].interval, _brief(ones[i]), "—")
        for j in pairing.right_over:
            yield Difference(document, name, others[j].interval, "—", _brief(others[j]))
        for i, j in pairing.pairs.items():
            if _brief(ones[i]) != _brief(others[j]):
                yield Difference(document, name, ones[i].interval, _brief(ones[i]), _brief(others[j]))


def _pair(name: str, ones: Sequence[Any], others: Sequence[Any]) -> Pairing:
    if name == "counts":
        return pair_counts(ones, others)
    return (pair_events if name in ("trainings", "events") else pair_statements)(ones, others)


def _brief(label: GoldSpan) -> str:
    """What of a label two readers may differ in, without the words of the document."""
    parts = ["optional"] if label.optional else []
    for key in (
        "value",
        "unit",
        "approximate",
        "topic",
        "period",
        "start_date",
        "end_date",
        "participants",
        "kind",
    ):
        value = getattr(label, key, None)
        if key == "end_date" and value == getattr(label, "start_date", None):
            continue
        if key == "unit" and value is not None:
            value = "|".join(sorted(value.split("|")))
        if value is not None and value is not False:
            parts.append(f"{key} {value}" if value is True else str(value))
    return " ".join(parts) or "yes"


def _cells(first: Gold, second: Gold) -> Iterator[tuple[Decimal | None, Decimal | None, bool]]:
    """Values of both readers; the same where one accepts what the other chose."""
    if first.tables is None or second.tables is None:
        return
    for table in dict.fromkeys((*first.tables, *second.tables)):
        ones = {cell.pointer: cell for cell in labelled_cells(first, table)}
        others = {cell.pointer: cell for cell in labelled_cells(second, table)}
        for pointer in {**ones, **others}:
            one, other = ones.get(pointer), others.get(pointer)
            if one is None or other is None:
                yield (one or other).value, None, False  # type: ignore[union-attr]  # one of the two is there
                continue
            same = one.value in other.accepted or other.value in one.accepted
            yield one.value, other.value, same


def _header(first: Gold, second: Gold) -> Iterator[tuple[object, object]]:
    if first.header is None or second.header is None:
        return
    for key in ("issuer", "report_year", "form", "period", "published_on"):
        yield getattr(first.header, key), getattr(second.header, key)


def _topics(first: Gold, second: Gold) -> Iterator[tuple[str, str]]:
    if first.counts is None or second.counts is None:
        return
    for i, j in pair_counts(first.counts, second.counts).pairs.items():
        yield first.counts[i].topic, second.counts[j].topic


def _pooled(pairs: Sequence[tuple[Gold, Gold]], name: str) -> ListAgreement:
    both = first_only = second_only = 0
    for first, second in pairs:
        ones, others = getattr(first, name), getattr(second, name)
        if ones is None or others is None:
            continue
        pairing = _pair(name, ones, others)
        both += len(pairing.pairs)
        first_only += len(pairing.left_over)
        second_only += len(pairing.right_over)
    return ListAgreement(both=both, first_only=first_only, second_only=second_only)
