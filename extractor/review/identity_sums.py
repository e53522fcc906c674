"""The printed sums over the corrected values, as the page shows them."""

from collections.abc import Iterator
from typing import NamedTuple

from extractor.forms import Arithmetic, State, SumOutcome, form_of
from extractor.records import Report
from extractor.review.pointers import CellPlace


class IdentitySum(NamedTuple):
    """One identity of a table with what its two sides come to."""

    table: str
    outcome: SumOutcome

    @property
    def id(self) -> str:
        """Id of the identity."""
        return self.outcome.identity.id

    @property
    def holds(self) -> bool:
        """Both sides known and as they must be."""
        return self.outcome.state is State.HOLDS

    @property
    def fails(self) -> bool:
        """No value of a blank could make it right."""
        return self.outcome.state is State.FAILS

    @property
    def pointers(self) -> tuple[str, ...]:
        """Pointers of all its cells."""
        return tuple(CellPlace(self.table, *ref).pointer for ref in self.outcome.identity.cells)


def sums_of(report: Report) -> Iterator[IdentitySum]:
    """All sums of the tables that are there, rows that are not printed left out."""
    for name, table in report.tables.items():
        for outcome in Arithmetic(form_of(report, name), table).outcomes():
            yield IdentitySum(name, outcome)
