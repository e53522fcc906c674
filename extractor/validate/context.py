"""What a check looks at: one Report, its text where there is one, and what is derived from both once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extractor.forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    PROACTIVE_2019,
    PROACTIVE_2021,
    CellRef,
    Row,
    TableForm,
)
from extractor.records import Cell, CellBasis, FormName, Report, Section, SectionKey, Table
from extractor.validate.mentions import Mention, mentions_of

_UNSURE = frozenset({CellBasis.CONFLICT, CellBasis.AMBIGUOUS})


@dataclass(frozen=True)
class FilledTable:
    """A table of a Report beside the form that it fills."""

    form: TableForm
    cells: Table

    def cell(self, ref: CellRef) -> Cell | None:
        """The cell at (row, column); None where the report does not print the row."""
        row = self.cells.get(ref[0])
        return None if row is None else row.get(ref[1])

    def value(self, row: str, column: str) -> Decimal | None:
        """The value of a cell; None where there is none."""
        cell = self.cell((row, column))
        return None if cell is None or cell.value is None else Decimal(cell.value)

    def sure(self, row: str, column: str) -> Decimal | None:
        """The value of a cell that is neither in conflict nor ambiguous; a blank cell is None."""
        cell = self.cell((row, column))
        return None if cell is None or cell.basis in _UNSURE else self.value(row, column)

    def pointer(self, ref: CellRef) -> str:
        """JSON pointer of the cell inside the Report."""
        return f"/tables/{self.form.key}/{ref[0]}/{ref[1]}"

    def walk(self) -> Iterator[tuple[CellRef, Cell]]:
        """All cells in the form's order, those of unprinted rows left out."""
        for row in self.form.rows:
            for column in row.columns:
                cell = self.cell((row.key, column.key))
                if cell is not None:
                    yield (row.key, column.key), cell

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """Rows of the form by key."""
        return {row.key: row for row in self.form.rows}

    def name(self, ref: CellRef) -> str:
        """Chinese name of a cell, ``row·column``, as the form prints its labels."""
        row = self.rows[ref[0]]
        label = next(column.labels[0] for column in row.columns if column.key == ref[1])
        return f"{row.labels[0]}·{label}"


@dataclass(frozen=True)
class Context:
    """One Report under examination; ``text`` is its canonical text or None."""

    report: Report
    text: str | None = None

    @cached_property
    def applications(self) -> FilledTable | None:
        """The applications table beside its form (one or three rows 其他处理), if there is one."""
        table = self.report.tables.applications
        if table is None:
            return None
        one = table.get("other") is not None
        return FilledTable(APPLICATIONS_ONE_OTHER if one else APPLICATIONS_THREE_OTHER, table)

    @cached_property
    def disputes(self) -> FilledTable | None:
        """The disputes table beside its form, if there is one."""
        table = self.report.tables.disputes
        return None if table is None else FilledTable(DISPUTES, table)

    @cached_property
    def proactive(self) -> FilledTable | None:
        """The proactive table beside the form of its year, if there is one."""
        table = self.report.tables.proactive
        if table is None:
            return None
        by_rows = "procurement" in table or self.report.form is FormName.FORM_2019
        return FilledTable(PROACTIVE_2019 if by_rows else PROACTIVE_2021, table)

    @property
    def tables(self) -> tuple[FilledTable, ...]:
        """The tables that are there."""
        found = (self.proactive, self.applications, self.disputes)
        return tuple(table for table in found if table is not None)

    @property
    def year(self) -> int | None:
        """The report year, if it was read."""
        value = self.report.report_year.value
        return value if isinstance(value, int) else None

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The counts of the prose with the words around their numbers; empty without a text."""
        return () if self.text is None else mentions_of(self.report, self.text)

    def section(self, key: SectionKey) -> Section | None:
        """The section of this key, if the document has it."""
        return next((section for section in self.report.sections if section.key is key), None)
