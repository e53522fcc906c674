from decimal import Decimal

import pytest
from official_forms import DISPUTES
from report_builder import applications, balanced, cell, disputes, proactive, report, row, table

from extractor.records import CellBasis, Place, Severity, Span, Suspect
from extractor.validate import check_report

ZERO = (0, 0, 0, 0, 0, 0, 0)
BLANK = (None,) * 7


def findings(check, **options):
    made, text = report(**options)
    return [each for each in check_report(made, text) if each.check == check]


def all_ids(**options):
    made, text = report(**options)
    return {each.check for each in check_report(made, text)}


def with_rows(**rows):
    """A balanced table of 40 granted applications, with rows put in its place."""
    base = {"new": row(40), "granted": row(40), "processed": row(40)}
    return applications(base | rows)


def test_nothing_is_found_when_report_is_sound():
    assert all_ids() == set()


@pytest.mark.parametrize(
    ("check", "filled", "left", "right"),
    [
        pytest.param(
            "identity.applications.row", with_rows(refused_petition=row(0, 4)), 0, 4, id="total of a row"
        ),
        pytest.param(
            "identity.applications.column", with_rows(processed=row(39)), 40, 39, id="total of a column"
        ),
        pytest.param("identity.applications.column", with_rows(carried_out=row(1)), 40, 41, id="balance"),
    ],
)
def test_identity_is_reported_when_sum_fails(check, filled, left, right):
    found = findings(check, applications=filled)
    assert (found[0].left, found[0].right) == (left, right)
    assert all(each.severity is Severity.ERROR for each in found)


@pytest.mark.parametrize(
    "filled",
    [
        pytest.param(balanced(), id="all sums hold"),
        pytest.param(with_rows(carried_in=BLANK, carried_out=BLANK), id="rows without any number"),
        pytest.param(with_rows(processed=BLANK), id="total row blank"),
        pytest.param(
            with_rows(granted=(40, None, None, None, None, None, 40)), id="blanks in a printed row are 0"
        ),
        pytest.param(with_rows(new=(40, 0, 0, 0, 0, 0, None)), id="total blank"),
        pytest.param(
            applications({"new": row(3), "other": row(3), "processed": row(3)}, one_other=True), id="one 其他"
        ),
    ],
)
def test_identity_is_silent_when_sum_holds_or_is_open(filled):
    assert not {"identity.applications.row", "identity.applications.column"} & all_ids(applications=filled)


def test_identity_fails_when_a_blank_could_only_make_it_worse():
    filled = with_rows(granted=BLANK, denied_law=row(50))
    found = findings("identity.applications.column", applications=filled)
    assert {each.left for each in found} == {Decimal(50)}


def test_identity_is_silent_when_a_cell_is_ambiguous():
    cells = {("granted", "natural"): cell(None, CellBasis.AMBIGUOUS, alternatives=(1, 40))}
    filled = applications({"new": row(40), "granted": row(40), "processed": row(40)}, cells)
    assert not {"identity.applications.row", "identity.applications.column"} & all_ids(applications=filled)


def test_blank_column_is_one_finding_when_its_totals_are_inferred():
    rows = ("new", "granted", "processed")
    cells = {(key, "total"): cell(40, CellBasis.INFERRED) for key in rows}
    filled = applications({key: row(40) for key in rows}, cells)
    found = findings("table.inferred", applications=filled)
    assert [len(each.where) for each in found] == [3]


def test_identity_names_conflict_cells_and_what_would_satisfy_it():
    cells = {("refused_petition", "total"): cell(4, CellBasis.CONFLICT, raw="04", alternatives=(0,))}
    found = findings("identity.applications.row", applications=applications({"new": ZERO}, cells))
    assert found[0].where == ("/tables/applications/refused_petition/total",)
    assert "refused_petition/total = 0" in found[0].message
    assert found[0].suspect is Suspect.READING


@pytest.mark.parametrize(
    ("media_type", "raw", "suspect"),
    [
        pytest.param("text/html", "4", Suspect.ISSUER, id="typed"),
        pytest.param("text/plain", "4", Suspect.EITHER, id="text, perhaps from OCR"),
        pytest.param("text/html", "04", Suspect.READING, id="odd print"),
    ],
)
def test_identity_says_which_side_is_suspect(media_type, raw, suspect):
    cells = {("reconsideration", "total"): cell(4, CellBasis.CONFLICT, raw=raw)}
    made, text = report(disputes=disputes(cells=cells))
    made = made.model_copy(update={"source": made.source.model_copy(update={"media_type": media_type})})
    found = [each for each in check_report(made, text) if each.check == "identity.disputes.block"]
    assert [each.suspect for each in found] == [suspect]


def test_conflict_is_reported_once_when_a_failing_sum_names_it():
    cells = {("refused_petition", "total"): cell(4, CellBasis.CONFLICT)}
    assert "table.conflict" not in all_ids(applications=applications(None, cells))


@pytest.mark.parametrize("basis", [CellBasis.CONFLICT, CellBasis.AMBIGUOUS, CellBasis.REPAIRED])
def test_doubtful_cell_is_named_when_all_sums_hold(basis):
    cells = {("new", "natural"): cell(40, basis, raw="4O"), ("granted", "total"): cell(40)}
    filled = applications({"new": row(40), "granted": row(40), "processed": row(40)}, cells)
    found = findings(f"table.{basis}", applications=filled)
    assert [each.where for each in found] == [("/tables/applications/new/natural",)]


def test_inferred_cell_is_named_only_when_it_is_not_zero():
    blank = {("processed", key): cell(0, CellBasis.INFERRED) for key in ("business", "research")}
    blank |= {("processed", key): cell(40, CellBasis.INFERRED) for key in ("natural", "total")}
    filled = applications({"new": row(40), "granted": row(40), "processed": row(40)}, blank)
    found = findings("table.inferred", applications=filled)
    assert [each.where for each in found] == [
        ("/tables/applications/processed/natural", "/tables/applications/processed/total")
    ]


def test_disputes_block_is_reported_when_total_is_zero_beside_parts():
    found = findings("identity.disputes.block", disputes=disputes(reconsideration=(10, 1, 0, 0, 0)))
    assert [(each.left, each.right) for each in found] == [(11, 0)]


def test_total_blank_is_reported_only_when_parts_are_not_zero():
    assert findings("table.total_blank", disputes=disputes((4, None, 1, None, None)))
    assert not findings("table.total_blank", disputes=disputes((0, None, 0, None, None)))


def test_table_is_unreliable_when_most_sums_fail():
    shifted = applications({key: (0, 5, 0, 0, 0, 0, 1) for key in applications() if key != "other"})
    assert findings("table.unreliable", applications=shifted)
    assert not findings("table.unreliable", applications=with_rows(processed=row(39)))


def test_table_is_reported_when_absent_or_empty():
    assert [each.where for each in findings("table.absent", disputes=None)] == [("/tables/disputes",)]
    nothing = disputes(*[(None,) * 5] * 3)
    assert [each.where for each in findings("table.empty", disputes=nothing)] == [("/tables/disputes",)]


def test_absent_tables_are_not_reported_when_document_is_no_report():
    ids = all_ids(form="unknown", sections=False, proactive=None, applications=None, disputes=None)
    assert not {"table.absent", "document.no_sections"} & ids


def test_missing_sections_are_an_error_when_form_is_known():
    assert findings("document.no_sections", sections=False)[0].severity is Severity.ERROR
    assert not findings("document.no_sections")


def test_header_is_reported_when_issuer_is_unknown():
    assert [each.where for each in findings("header.missing", issuer="")] == [("/issuer",)]
    assert not findings("header.missing")


def test_form_is_reported_when_it_is_that_of_other_years():
    assert findings("form.year", year=2021, form="2019", proactive=proactive(year=2019))
    assert not findings("form.year", year=2020)


@pytest.mark.parametrize(("value", "fires"), [(-3, True), ("2.5", True), (3, False)])
def test_quantity_is_reported_when_no_count(value, fires):
    filled = disputes(cells={("reconsideration", "upheld"): cell(value)})
    assert bool(findings("cell.quantity", disputes=filled)) is fires


@pytest.mark.parametrize(
    ("raw", "value", "fires"),
    [
        pytest.param("251000元", "25.1", False, id="yuan read right"),
        pytest.param("251000元", "251000", True, id="yuan taken for 万元"),
        pytest.param("2.14亿元", "21400", False, id="亿元 read right"),
        pytest.param("2140000000", "2140000000", True, id="bare number far too large"),
        pytest.param("96171.6", "96171.6", False, id="bare number"),
        pytest.param("20万元(其中5万元)", "20", False, id="two numbers"),
    ],
)
def test_unit_is_reported_when_amount_does_not_fit(raw, value, fires):
    filled = proactive(
        {"procurement": (1, 0)},
        {("procurement", "amount"): cell(value, CellBasis.PRINTED, raw=raw)},
        year=2020,
    )
    assert bool(findings("unit.implausible", year=2020, proactive=filled)) is fires


@pytest.mark.parametrize(
    ("check", "year", "rows", "fires"),
    [
        ("proactive.documents", 2020, {"normative_documents": (14, 14, 2)}, True),
        ("proactive.documents", 2020, {"normative_documents": (9, 9, 125)}, False),
        ("proactive.documents", 2020, {"normative_documents": (9, 9, 0)}, False),
        ("proactive.documents", 2021, {"normative_documents": (7, 23, 6)}, True),
        ("proactive.documents", 2021, {"normative_documents": (7, 23, 26)}, False),
        ("proactive.change", 2020, {"licensing": (12, -15, 0)}, True),
        ("proactive.change", 2020, {"licensing": (640, -7, 129062)}, False),
        ("proactive.change", 2020, {"licensing": (4020, None, 0)}, False),
        ("proactive.procurement", 2020, {"procurement": (0, 120)}, True),
        ("proactive.procurement", 2020, {"procurement": (105, 21400)}, False),
    ],
)
def test_proactive_table_is_reported_when_implausible(check, year, rows, fires):
    assert bool(findings(check, year=year, proactive=proactive(rows, year=year))) is fires


def placed(text, values):
    """A disputes table whose cells stand in ``text`` in order; None is a blank cell."""
    cells, position = {}, 0
    refs = [(each.key, column.key) for each in DISPUTES.rows for column in each.columns]
    for ref, value in zip(refs, values, strict=True):
        if value is None:
            cells[ref] = cell(None)
            continue
        position = text.index(value, position)
        span = Span.of(text, position, position + len(value))
        position = span.end
        cells[ref] = cell(int(value)).model_copy(update={"evidence": span})
    return table(DISPUTES, None, cells)


@pytest.mark.parametrize(
    ("layout", "fires"),
    [
        pytest.param("\n\n".join("0000000202000"), True, id="thirteen numbers, no gap"),
        pytest.param("\t".join("0000000202000") + "\t\t\n", False, id="tabs keep the blanks"),
        pytest.param(" ".join("0000000202000"), False, id="layout without marks"),
        pytest.param("\n\n".join("0000000202000") + "\n\n\n\n", False, id="a single line for each blank"),
    ],
)
def test_dropped_blanks_are_reported_when_layout_hides_them(layout, fires):
    text = "总计\n" + layout + "\n五、"
    made, _ = report(disputes=placed(text, [*"0000000202000", None, None]))
    found = [each for each in check_report(made, text) if each.check == "table.dropped_blanks"]
    assert bool(found) is fires
    if fires:
        assert (found[0].left, found[0].right) == (13, 15)
        assert found[0].where == (
            "/tables/disputes/litigation_after_review/pending",
            "/tables/disputes/litigation_after_review/total",
        )


@pytest.mark.parametrize("at", [1, 7, 13, 14])
def test_one_blank_that_left_no_trace_is_named_wherever_it_stood(at):
    values = [*"00000002020001"]
    values.insert(at, None)
    text = "总计\n" + "\n\n".join("00000002020001") + "\n五、"
    made, _ = report(disputes=placed(text, values))
    (found,) = [each for each in check_report(made, text) if each.check == "table.dropped_blanks"]
    refs = [(each.key, column.key) for each in DISPUTES.rows for column in each.columns]
    assert found.where == (f"/tables/disputes/{'/'.join(refs[at])}",)


def test_dropped_blanks_are_silent_when_every_cell_is_printed():
    text = "\n\n".join("0" * 15)
    made, _ = report(disputes=placed(text, ["0"] * 15))
    assert "table.dropped_blanks" not in {each.check for each in check_report(made, text)}


@pytest.mark.parametrize(
    ("strays", "fires"),
    [
        pytest.param(["77"], True, id="between two cells"),
        pytest.param(["88"], False, id="after the table"),
        pytest.param([], False, id="none"),
    ],
)
def test_unread_numbers_are_reported_when_they_stand_inside_a_table(strays, fires):
    text = "1 0 77 0 0 1\n" + "0 " * 10 + "\n以下为正文: 88 条"
    prints = ["1", "0", "0", "0", "1", *"0" * 10]
    made, _ = report(disputes=placed(text, prints), sections=False)
    spans = [Span.of(text, text.index(words), text.index(words) + len(words)) for words in strays]
    coverage = made.coverage.model_copy(update={"unexplained": tuple(spans)})
    found = [
        each
        for each in check_report(made.model_copy(update={"coverage": coverage}), text)
        if each.check == "table.unread_numbers"
    ]
    assert [each.where for each in found] == ([("/tables/disputes/reconsideration",)] if fires else [])
    assert [span.quote for each in found for span in each.evidence] == (["77"] if fires else [])


@pytest.mark.parametrize(
    ("basis", "score", "named"),
    [(CellBasis.PRINTED, 0.71, 1), (CellBasis.PRINTED, 0.99, 0), (CellBasis.PROVED, 0.71, 0)],
    ids=["doubted", "sure", "covered-by-a-sum"],
)
def test_recognised_figure_is_named_when_it_is_doubted_and_no_sum_covers_it(basis, score, named):
    span = Span(start=0, end=2, quote="87")
    doubtful = cell(87, basis, raw="87").model_copy(update={"evidence": span})
    made, text = report("87件", proactive=proactive(cells={("penalties", "decisions"): doubtful}))
    place = Place(start=0, end=2, page=1, box=(0, 0, 9, 9), confidence=score)
    found = check_report(made.model_copy(update={"places": (place,)}), text)
    doubted = [each for each in found if each.check == "table.recognised_in_doubt"]
    assert [each.where for each in doubted] == [("/tables/proactive/penalties/decisions",)] * named
