"""Whether a finding is held against the issuer, or against the reading."""

from extractor.records import CellBasis, Finding, Report, Suspect

_CELL = 3
"""Keys of a cell's pointer: table, row, column."""
_MADE_UP = (CellBasis.REPAIRED, CellBasis.INFERRED, CellBasis.AMBIGUOUS)


def is_of_issuer(finding: Finding, report: Report) -> bool:
    """Whether the issuer contradicts itself: not where the reading is in doubt, or made up what it says.

    Where the text alone cannot tell whose mistake it is, the print decides: a number printed so is the
    issuer's, one that was repaired or inferred is ours.
    """
    if finding.suspect is not Suspect.EITHER:
        return finding.suspect is Suspect.ISSUER
    return not any(_is_made_up(pointer, report) for pointer in finding.where)


def _is_made_up(pointer: str, report: Report) -> bool:
    kind, *keys = pointer.removeprefix("/").split("/")
    if kind != "tables" or len(keys) != _CELL:
        return False
    row = (report.tables.get(keys[0]) or {}).get(keys[1]) or {}
    cell = row.get(keys[2])
    return cell is not None and cell.basis in _MADE_UP
