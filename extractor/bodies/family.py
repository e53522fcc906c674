"""One government and the bodies below it in one year."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from extractor.bodies.covers import CoverStatement
from extractor.bodies.figures import CellFigure, CellKey, ReportVersion
from extractor.records import Body, PanelFinding


class FamilySum(NamedTuple):
    """One cell of a parent beside what its children add up to."""

    key: CellKey
    parent: CellFigure
    low: Decimal
    """The least that the children can add up to: doubtful cells and versions as low as they may be."""
    high: Decimal
    known: int
    """Children whose cell is known."""


def _has_number(one: FamilySum) -> bool:
    return bool(one.parent.high or one.high)


def _is_above(one: FamilySum) -> bool:
    return one.parent.low is not None and one.parent.low > one.high


def _is_below(one: FamilySum) -> bool:
    return one.parent.high is not None and one.parent.high < one.low


class Family(NamedTuple):
    """One government and the bodies right below it in one year."""

    parent: Body
    year: int
    version: ReportVersion | None
    """The parent's Report; None where it is not there."""
    statement: CoverStatement
    children: Mapping[str, tuple[ReportVersion, ...]]
    """By id of the child: its Reports of the year, the most complete first."""
    expected: tuple[Body, ...]
    """The bodies below that report in any year."""
    missing: tuple[Body, ...]
    """Those of them that do not in this one."""
    failed: tuple[str, ...]
    """Paths of files that seem to be of a missing one and could not be read."""
    unlisted_towns: tuple[str, ...]
    """Townships of the list of divisions that never report here; empty where none of the county does."""
    sums: tuple[FamilySum, ...]
    """Every cell that could be compared."""
    findings: tuple[PanelFinding, ...]

    @property
    def equal_cells(self) -> int:
        """Cells with a number in them of which the bodies below add up to what the parent prints."""
        return sum(_has_number(one) and not _is_above(one) and not _is_below(one) for one in self.sums)

    @property
    def above_cells(self) -> int:
        """Cells of which the parent prints more than the bodies below add up to."""
        return sum(map(_is_above, self.sums))

    def is_whole(self, table: str) -> bool:
        """Whether most numbers of a table are the sum of the bodies below: then one above it is strange."""
        of_table = self._replace(sums=tuple(one for one in self.sums if one.key[0] == table))
        return of_table.equal_cells >= of_table.above_cells

    @property
    def coverage(self) -> float:
        """Share of the expected bodies that report."""
        return 1 - len(self.missing) / len(self.expected) if self.expected else 1.0
