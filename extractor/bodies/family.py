"""One government and the bodies below it in one year."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from extractor.bodies.covers import Statement
from extractor.bodies.figures import CellKey, Figure, Version
from extractor.records import Body, PanelFinding


class Sum(NamedTuple):
    """One cell of a parent beside what its children add up to."""

    key: CellKey
    parent: Figure
    low: Decimal
    """The least that the children can add up to: doubtful cells and versions as low as they may be."""
    high: Decimal
    known: int
    """Children whose cell is known."""


class Family(NamedTuple):
    """One government and the bodies right below it in one year."""

    parent: Body
    year: int
    version: Version | None
    """The parent's Report; None where it is not there."""
    statement: Statement
    children: Mapping[str, tuple[Version, ...]]
    """By id of the child: its Reports of the year, the most complete first."""
    expected: tuple[Body, ...]
    """The bodies below that report in any year."""
    missing: tuple[Body, ...]
    """Those of them that do not in this one."""
    failed: tuple[str, ...]
    """Paths of files that seem to be of a missing one and could not be read."""
    unlisted_towns: tuple[str, ...]
    """Townships of the list of divisions that never report here; empty where none of the county does."""
    sums: tuple[Sum, ...]
    """Every cell that could be compared."""
    findings: tuple[PanelFinding, ...]

    @property
    def coverage(self) -> float:
        """Share of the expected bodies that report."""
        return 1 - len(self.missing) / len(self.expected) if self.expected else 1.0
