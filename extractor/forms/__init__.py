"""The statutory forms as data: rows, columns, printed labels and identities."""

from extractor.forms.identities import CellRef, Identity, identities_of
from extractor.forms.model import Column, Row, TableForm
from extractor.forms.tables import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    OUTCOME_GROUPS,
    PROACTIVE_2019,
    PROACTIVE_2021,
    outcome_rows,
)

__all__ = [
    "APPLICATIONS_ONE_OTHER",
    "APPLICATIONS_THREE_OTHER",
    "DISPUTES",
    "OUTCOME_GROUPS",
    "PROACTIVE_2019",
    "PROACTIVE_2021",
    "CellRef",
    "Column",
    "Identity",
    "Row",
    "TableForm",
    "identities_of",
    "outcome_rows",
]
