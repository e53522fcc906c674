import pytest

from extractor.evaluation.intervals import wilson
from extractor.evaluation.noise import generate_documents
from extractor.evaluation.noise_scoring import CellOutcome, score_reading
from extractor.records import Cell, CellBasis, Finding, Severity, Tables

GRANTED = ("applications", "granted", "natural")


def perfect(document, changes=None):
    """The tables as a faultless reader gives them, but for ``changes`` (key to Cell or None)."""
    tables = {
        table: {
            row: {
                column: Cell(
                    value=truth.value,
                    raw=truth.raw,
                    basis=CellBasis.INFERRED if truth.raw is None else CellBasis.PROVED,
                    evidence=None,
                )
                for column, truth in columns.items()
            }
            for row, columns in rows.items()
        }
        for table, rows in document.truth.items()
    }
    for (table, row, column), cell in (changes or {}).items():
        tables[table].setdefault(row, {})[column] = cell
    return Tables(**tables)


def cell_of(value, basis=CellBasis.PROVED, alternatives=()):
    return Cell(value=value, raw="?", basis=basis, evidence=None, alternatives=alternatives)


def verdicts(score):
    return {cell.key: cell.outcome for cell in score.cells}


def one(level="clean", seed=1, layout="pipes"):
    (document,) = generate_documents(1, seed, level, [layout])
    return document


def truth_of(document, key=GRANTED):
    return document.truth[key[0]][key[1]][key[2]]


def finding(*keys, severity=Severity.WARNING):
    return Finding(
        check="x", severity=severity, message="x", where=tuple("/tables/" + "/".join(k) for k in keys)
    )


def test_all_cells_are_right_and_accepted_when_the_reading_is_perfect():
    for document in generate_documents(24, 1, "swaps-3"):
        score = score_reading(document, perfect(document))
        assert {cell.outcome for cell in score.cells} == {CellOutcome.RIGHT}
        assert all(cell.accepted for cell in score.cells)
        assert len(score.cells) == sum(
            len(row) for table in document.truth.values() for row in table.values()
        )


@pytest.mark.parametrize(
    ("basis", "offered", "expected"),
    [
        *(
            pytest.param(CellBasis(basis), False, CellOutcome.SILENT, id=f"{basis}-is-silent")
            for basis in ("proved", "printed", "inferred", "repaired")
        ),
        pytest.param(CellBasis.CONFLICT, False, CellOutcome.WRONG_FLAGGED, id="conflict"),
        pytest.param(CellBasis.CONFLICT, True, CellOutcome.OFFERED, id="conflict-with-truth"),
        pytest.param(CellBasis.AMBIGUOUS, True, CellOutcome.OFFERED, id="ambiguous-with-truth"),
    ],
)
def test_verdict_of_a_planted_wrong_value_when_its_basis_is(basis, offered, expected):
    document = one()
    right = truth_of(document).value
    wrong = cell_of(right + 7, basis, (right,) if offered else ())
    score = score_reading(document, perfect(document, {GRANTED: wrong}))
    assert verdicts(score)[GRANTED] is expected
    assert sum(cell.outcome is not CellOutcome.RIGHT for cell in score.cells) == 1


@pytest.mark.parametrize(
    ("others", "severity", "expected"),
    [
        pytest.param(0, Severity.WARNING, CellOutcome.WRONG_FLAGGED, id="names-the-cell"),
        pytest.param(0, Severity.INFO, CellOutcome.SILENT, id="information-only"),
        pytest.param(40, Severity.ERROR, CellOutcome.SILENT, id="names-half-the-table"),
    ],
)
def test_a_finding_warns_of_a_wrong_value_only_when_it_is_specific(others, severity, expected):
    document = one()
    keys = [(t, r, c) for t in ("applications",) for r, cs in document.truth[t].items() for c in cs]
    named = {GRANTED, *[key for key in keys if key != GRANTED][:others]}
    tables = perfect(document, {GRANTED: cell_of(truth_of(document).value + 1)})
    score = score_reading(document, tables, [finding(*named, severity=severity)])
    assert verdicts(score)[GRANTED] is expected


def test_a_right_cell_is_not_accepted_when_it_is_flagged():
    document = one()
    score = score_reading(document, perfect(document), [finding(GRANTED)])
    (cell,) = [cell for cell in score.cells if cell.key == GRANTED]
    assert (cell.outcome, cell.accepted) == (CellOutcome.RIGHT_FLAGGED, False)


@pytest.mark.parametrize(
    ("value", "basis", "expected"),
    [
        pytest.param(None, CellBasis.BLANK, CellOutcome.RIGHT, id="null"),
        pytest.param(0, CellBasis.INFERRED, CellOutcome.RIGHT, id="inferred-zero"),
        pytest.param(3, CellBasis.INFERRED, CellOutcome.SILENT, id="invented"),
        pytest.param(None, CellBasis.AMBIGUOUS, CellOutcome.RIGHT_FLAGGED, id="in-doubt"),
    ],
)
def test_verdict_of_a_blank_zero_when_read_as(value, basis, expected):
    document = one("blanks-dropped", layout="row_lines")
    key = next(
        ("applications", row, column)
        for row, columns in document.truth["applications"].items()
        for column, cell in columns.items()
        if cell.raw is None
    )
    assert verdicts(score_reading(document, perfect(document, {key: cell_of(value, basis)})))[key] is expected


def test_a_printed_zero_is_missing_when_read_as_nothing():
    document = one()
    key = next(
        ("applications", row, column)
        for row, columns in document.truth["applications"].items()
        for column, cell in columns.items()
        if cell.value == 0
    )
    tables = perfect(document, {key: cell_of(None, CellBasis.BLANK)})
    assert verdicts(score_reading(document, tables))[key] is CellOutcome.MISSING


def test_all_cells_are_missing_when_the_table_was_not_found():
    document = one()
    tables = perfect(document).model_copy(update={"applications": None})
    found = {cell.outcome for cell in score_reading(document, tables).cells if cell.key[0] == "applications"}
    assert found == {CellOutcome.MISSING}


def test_a_value_is_silent_when_its_row_is_not_in_the_document():
    document = next(d for d in generate_documents(40, 1) if "other" in d.truth["applications"])
    key = ("applications", "other_misc", "total")
    score = score_reading(document, perfect(document, {key: cell_of(4)}))
    assert verdicts(score)[key] is CellOutcome.SILENT


def slipped():
    """A document with one slip that breaks a sum, and the slip's key."""
    for document in generate_documents(60, 1, "slips", ["pipes"]):
        score = score_reading(document, perfect(document))
        if len(score.slips) == 1 and score.slips[0].breaks_identity:
            return document, score.slips[0].key
    raise AssertionError("no document with one slip that breaks a sum")


def test_a_slip_is_unreported_when_it_is_delivered_without_a_word():
    document, _ = slipped()
    (slip,) = score_reading(document, perfect(document)).slips
    assert (slip.changed, slip.reported, slip.named) == (False, False, False)


def test_a_slip_is_changed_and_silent_when_it_is_repaired():
    document, key = slipped()
    repaired = cell_of(truth_of(document, key).value + 1, CellBasis.REPAIRED)
    score = score_reading(document, perfect(document, {key: repaired}))
    assert score.slips[0].changed
    assert verdicts(score)[key] is CellOutcome.SILENT


def test_a_slip_is_reported_when_its_cell_is_in_conflict():
    document, key = slipped()
    conflict = cell_of(truth_of(document, key).value, CellBasis.CONFLICT)
    (slip,) = score_reading(document, perfect(document, {key: conflict})).slips
    assert (slip.changed, slip.reported, slip.named) == (False, True, True)


def test_wilson_interval_when_counts_are_known():
    # Wilson 1927 for 10 of 100, as in the usual tables: 5.5 % to 17.4 %.
    low, high = wilson(10, 100)
    assert (round(low, 3), round(high, 3)) == (0.055, 0.174)
    assert wilson(0, 0) is None
