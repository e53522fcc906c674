"""Gold of generated documents: the generator knows what it printed."""

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from extractor.evaluation.gold import (
    Gold,
    GoldCount,
    GoldHeader,
    GoldStatement,
    Row,
    columns_of,
)
from extractor.evaluation.noise import GeneratedDocument, TruthCell, generate_documents


class NoiseCase(NamedTuple):
    """One generated document."""

    name: str
    text: str
    gold: Gold


def noise_cases(
    levels: tuple[str, ...], per_level: int, seed: int, form: str | None = None
) -> Iterator[NoiseCase]:
    """``per_level`` documents of each level, always the same for a seed; ``form``: id of any known form."""
    for level in levels:
        for document in generate_documents(per_level, seed, level, form=form):
            yield NoiseCase(document.name, document.text, gold_of_generated(document))


def gold_of_generated(document: GeneratedDocument) -> Gold:
    """Everything that is known about the document; lists that it does not decide are None."""
    may_be: dict[str, tuple[Decimal | None, ...]] = {}
    form = document.form
    tables = {table: _table(document, table, form, may_be) for table in document.truth}
    facts = document.prose
    year = facts.year
    return Gold(
        document=f"{document.name}.txt",
        sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        annotator="generator",
        date=date(2026, 11, 21),
        header=GoldHeader(
            issuer=facts.issuer,
            title_span=None,
            report_year=year,
            form=form,
            period=(date(year, 1, 1), date(year, 12, 31)) if document.is_yearly else (None, None),
            published_on=facts.published_on,
        ),
        sections=None,
        tables=tables,
        may_be=may_be,
        counts=tuple(
            GoldCount(
                start=fact.start,
                end=fact.end,
                value=Decimal(fact.value),
                unit=fact.unit,
                approximate=False,
                topic=fact.topic,
                scope=None,
                period=None,
            )
            for fact in facts.counts
        ),
        trainings=(),
        events=(),
        issues=tuple(GoldStatement(start=start, end=end) for start, end in facts.issues),
        remedies=tuple(GoldStatement(start=start, end=end) for start, end in facts.remedies),
        past_rectifications=(),
    )


def _table(
    document: GeneratedDocument, table: str, form: str, may_be: dict[str, tuple[Decimal | None, ...]]
) -> dict[str, Row | None]:
    rows: dict[str, Row | None] = {}
    for row, cells in document.truth[table].items():
        columns = columns_of(table, row, form)
        rows[row] = tuple(Decimal(str(cells[column].value)) for column in columns)
        for column in columns:
            if _says_nothing(cells[column]):
                may_be[f"{table}.{row}.{column}"] = (None,)
    return rows


def _says_nothing(cell: TruthCell) -> bool:
    """Where nothing, or a sign for nothing, is printed for 0, null is as right as 0."""
    return cell.value == 0 and (cell.raw is None or "dash" in cell.damage)
