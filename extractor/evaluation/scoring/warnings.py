"""Which facts of a Report a person is asked to look at."""

from extractor.evaluation.noise.scoring import MOST_NAMED, CellKey, flagged_cells
from extractor.records import Report, Severity


class Flags:
    """Findings of a Report, asked by place. A finding that names half a table warns of nothing."""

    def __init__(self, report: Report) -> None:
        self._cells = flagged_cells(report.tables, report.findings)
        self._pointers = tuple(
            pointer
            for finding in report.findings
            if finding.severity is not Severity.INFO and len(finding.where) <= MOST_NAMED
            for pointer in finding.where
        )

    def cell(self, key: CellKey) -> bool:
        """Whether the cell is in doubt by its basis, or a finding points at it."""
        return key in self._cells

    def at(self, pointer: str) -> bool:
        """Whether a finding points at this place or into it."""
        return any(each == pointer or each.startswith(pointer + "/") for each in self._pointers)
