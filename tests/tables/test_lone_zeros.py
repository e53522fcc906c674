"""A lone 0 whose column nothing shows: its place is in doubt, whatever the sums say."""

import extractor
from extractor.evaluation.noise import generate_documents
from extractor.records import CellBasis


def test_the_column_of_a_lone_zero_is_never_proved_when_nothing_shows_it():
    lone = 0
    for document in generate_documents(2, 7, "blanks-dropped", ("pdf_flow", "glued")):
        report = extractor.extract(document.text)
        named = {where for finding in report.findings for where in finding.where}
        for row, cells in (report.tables.applications or {}).items():
            printed = {column: cell for column, cell in (cells or {}).items() if cell.evidence is not None}
            if len(printed) == 1 and {cell.raw for cell in printed.values()} == {"0"}:
                lone += 1
                ((column, cell),) = printed.items()
                assert cell.basis is not CellBasis.PROVED, row
                assert {f"/tables/applications/{row}", f"/tables/applications/{row}/{column}"} & named, row
    assert lone > 3
