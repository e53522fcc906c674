"""What stands on the correction page, against the Report it is made from; pure, no browser."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.forms import Column
from extractor.pipeline import extract_document, read_document
from extractor.records import (
    Basis,
    Cell,
    CellBasis,
    Count,
    Event,
    EventKind,
    Finding,
    Severity,
    Span,
    Statement,
)
from extractor.review.decision_log import Action, Decision, DecisionEvent
from extractor.review.decision_panel import panel_of
from extractor.review.identity_sums import sums_of
from extractor.review.opened import open_document
from extractor.review.persistence import ReviewDocument
from extractor.review.pointers import CellPlace, cell_at, cell_place, cells_of
from extractor.review.review_items import Weight
from extractor.review.views import (
    Marks,
    cell_view,
    fact_name,
    fact_shown,
    facts_of,
    header_of,
    lines_of,
    sum_views,
    tables_of,
)

CELL = "/tables/applications/denied_enforcement/natural"
NOBODY = Marks(frozenset(), frozenset(), frozenset())


@pytest.fixture(scope="module")
def source(request):
    raw = request.getfixturevalue("fixture_bytes")["jishan-2021"]
    document = read_document(raw, "jishan-2021.txt")
    return ReviewDocument(7, "a" * 64, extract_document(document), document)


def opened(source, *events, **changes):
    report = source.report.model_copy(update=changes)
    return open_document(source._replace(report=report), events, len(events))


def event(revision, action, after, pointer=CELL, note="", before=None, at="2026-01-01T10:20:30.000Z"):
    return DecisionEvent(revision, 7, "wang", at, Decision(pointer, Action(action), before, after, note))


def cells_on(page):
    return {
        cell.pointer: cell
        for table in page
        for grid in table.grids
        for row in grid.rows
        for cell in row.cells
    }


@pytest.mark.parametrize("name", ["jishan-2021", "bailiao-2019", "dongliao-2023", "taoxi-2021"])
def test_every_cell_of_the_report_is_on_the_page_with_its_number_and_place(fixture_bytes, name):
    document = read_document(fixture_bytes[name], name)
    source = ReviewDocument(7, "a" * 64, extract_document(document), document)
    page = open_document(source, (), 0)
    shown = cells_on(tables_of(page, "zh"))
    there = {place.pointer: cell for place, cell in cells_of(source.report)}
    assert shown.keys() == there.keys()
    doubted = {item.pointer for item in page.open_items}
    for pointer, cell in there.items():
        view = shown[pointer]
        assert (Decimal(view.value) if view.value else None) == cell.value
        assert view.basis == cell.basis
        place = (cell.evidence.start, cell.evidence.end) if cell.evidence else (None, None)
        assert (view.start, view.end) == place
        assert view.is_doubtful is (pointer in doubted)


@pytest.mark.parametrize(
    ("quantity", "value", "raw", "shown", "kind"),
    [
        pytest.param("count", 5, "5", "5", "number", id="number"),
        pytest.param("count", 0, "0", "0", "number", id="zero"),
        pytest.param("count", None, None, "", "blank", id="blank"),
        pytest.param("count", None, "—", "—", "dash", id="dash"),
        pytest.param("signed", 5, "5", "+5", "number", id="more"),
        pytest.param("signed", -5, "-5", "-5", "number", id="less"),
        pytest.param("signed", 0, "0", "0", "number", id="unchanged"),
        pytest.param("amount", Decimal("3.50"), "3.50", "3.5", "number", id="amount"),
    ],
)
def test_a_cell_shows_what_is_printed(quantity, value, raw, shown, kind):
    place = CellPlace("proactive", "licensing", "x")
    column = Column(key="x", labels=("数",), prints="数", quantity=quantity)
    span = Span(start=3, end=4, quote="x") if raw else None
    cell = Cell(value=value, raw=raw, basis=CellBasis.PRINTED if raw else CellBasis.BLANK, evidence=span)
    view = cell_view(place, cell, column, "名", NOBODY)
    assert (view.shown, view.kind, view.name, view.pointer) == (shown, kind, "名", place.pointer)
    assert (view.start, view.end) == ((3, 4) if raw else (None, None))


@pytest.mark.parametrize("mark", ["doubtful", "decided", "flagged"])
def test_a_cell_bears_its_mark_and_no_other(mark):
    place = CellPlace("proactive", "licensing", "natural")
    cell = Cell(value=1, raw="1", basis=CellBasis.PRINTED, evidence=None)
    column = Column(key="natural", labels=("数",), prints="数")
    view = cell_view(place, cell, column, "", NOBODY._replace(**{mark: frozenset({place.pointer})}))
    marks = {name: getattr(view, f"is_{name}") for name in ("doubtful", "decided", "flagged")}
    assert marks == {"doubtful": False, "decided": False, "flagged": False} | {mark: True}


def test_facts_and_header_of_the_page_are_those_of_the_report(source):
    page = opened(source)
    for name, views in facts_of(page):
        facts = getattr(source.report.narrative, name)
        assert [(v.start, v.end, v.quote, v.basis) for v in views] == [
            (f.evidence.start, f.evidence.end, f.evidence.quote, f.basis) for f in facts
        ]
        assert [v.pointer for v in views] == [f"/narrative/{name}/{at}" for at in range(len(facts))]
    header = {view.pointer: view for view in header_of(page, "zh")}
    assert header["/report_year"].shown == "2021"
    issuer = source.report.issuer
    assert (header["/issuer"].shown, header["/issuer"].quote) == (issuer.value, issuer.evidence[0].quote)
    assert header["/period/end"].shown == "2021-12-31"


HERE = Span(start=0, end=2, quote="文字")


def count(value, unit, approximate=False):
    return Count(
        topic="documents", label="文件", value=value, unit=unit, approximate=approximate, scope=None,
        period="year", evidence=HERE, basis=Basis.RULE,
    )  # fmt: skip


def meeting(start, end, date_text):
    return Event(
        kind=EventKind.MEETING, name="会议", start=start, end=end, date_text=date_text, participants=None,
        participants_approximate=False, place=None, evidence=HERE, basis=Basis.RULE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "name", "shown"),
    [
        pytest.param(count(Decimal("12"), "件"), "文件", "12 件", id="count"),
        pytest.param(count(Decimal("12"), "件", True), "文件", "≈ 12 件", id="approximate"),
        pytest.param(count(Decimal("99.5"), ""), "文件", "99.5", id="no-unit"),
        pytest.param(meeting("2021-03-04", None, "3月4日"), "会议", "2021-03-04", id="one-day"),
        pytest.param(
            meeting("2021-03-04", "2021-03-05", "3月4日"), "会议", "2021-03-04 – 2021-03-05", id="days"
        ),
        pytest.param(meeting(None, None, "上半年"), "会议", "上半年", id="only-words"),
        pytest.param(meeting(None, None, None), "会议", "", id="no-date"),
        pytest.param(Statement(text="人手不足", evidence=HERE), "人手不足", "", id="statement"),
    ],
)
def test_a_fact_is_named_and_shown(fact, name, shown):
    assert (fact_name(fact), fact_shown(fact)) == (name, shown)


@given(st.text("甲乙\n", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_lines_are_the_text_with_the_words_marked(text, start, end):
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    lines = list(lines_of(text, start, end))
    assert "\n".join("".join(parts) for _, parts in lines) == text
    assert [text[at : at + len("".join(parts))] for at, parts in lines] == text.split("\n")
    marked = "\n".join(parts[1] for at, parts in lines if at + len("".join(parts)) >= start and at <= end)
    assert marked.replace("\n", "") == text[start:end].replace("\n", "")
    assert all(not parts[1] for _, parts in lines_of(text, None, None))


def with_cells(source, **cells):
    """The Report with these cells of one row (new = granted here) and every other sum untouched."""
    table = {row: dict(columns) for row, columns in source.report.tables.applications.items() if columns}
    for name, cell in cells.items():
        row, column = name.split("__")
        table[row][column] = cell
    tables = source.report.tables.model_copy(update={"applications": table})
    return source.report.model_copy(update={"tables": tables})


def made(value, basis=CellBasis.PRINTED):
    return Cell(value=value, raw=None if value is None else f"{value}", basis=basis, evidence=None)


ROW = ("natural", "business", "research", "social", "legal", "other_org")


@pytest.mark.parametrize(
    ("parts", "total", "state"),
    [
        pytest.param([made(1), made(2)], made(3), "holds", id="equal"),
        pytest.param([made(1), made(2)], made(4), "fails", id="unequal"),
        pytest.param([made(1), made(None, CellBasis.BLANK)], made(1), "holds", id="a-blank-counts-as-0"),
        pytest.param([made(1), made(None, CellBasis.BLANK)], made(2), "fails", id="a-blank-mends-nothing"),
        pytest.param([made(1), made(2, CellBasis.AMBIGUOUS)], made(3), "open", id="a-part-in-doubt"),
        pytest.param([made(1), made(None, CellBasis.AMBIGUOUS)], made(1), "open", id="a-part-without-value"),
        pytest.param([made(1), made(2)], made(3, CellBasis.AMBIGUOUS), "open", id="the-total-in-doubt"),
        pytest.param([made(1), made(2)], made(None, CellBasis.BLANK), "open", id="a-blank-total"),
        pytest.param([made(None, CellBasis.BLANK)] * 2, made(0), "holds", id="blanks-beside-a-zero"),
        pytest.param(
            [made(None, CellBasis.BLANK)] * 2, made(None, CellBasis.BLANK), "open", id="nothing-to-add"
        ),
        pytest.param([made(0), made(0)], made(0), "holds", id="zeros"),
    ],
)
def test_a_sum_holds_only_where_all_its_parts_are_known(source, parts, total, state):
    blank = made(None, CellBasis.BLANK)
    filled = [*parts, *[blank] * (len(ROW) - len(parts))]
    cells = {f"new__{column}": cell for column, cell in zip(ROW, filled, strict=True)}
    report = with_cells(source, **cells, new__total=total)
    (found,) = [each for each in sums_of(report) if each.id == "applications.row.new"]
    assert (found.holds, found.fails) == (state == "holds", state == "fails")
    page = open_document(source._replace(report=report), (), 0)
    (view,) = [v for v in sum_views(page, "/tables/applications/new/total", "zh") if v.id.endswith("row.new")]
    assert view.state == state
    values = [plain for _, _, plain in (*view.left, *view.right)]
    assert values == ["" if c.value is None else f"{c.value}" for c in (*filled, total)]


def test_the_panel_of_a_cell_says_why_and_what_would_hold(source):
    page = opened(source, event(1, "flag", {"on": True}, note="再看"))
    panel = panel_of(page, CELL, "zh")
    cell = cell_at(source.report, cell_place(CELL))
    assert (panel.kind, panel.list, panel.shown, panel.raw) == ("cell", "applications", "8", cell.raw)
    assert dict(panel.alternatives)["3"] is True
    assert "8" not in dict(panel.alternatives)
    assert (panel.is_flagged, panel.is_decided) == (True, False)
    assert panel.context[1] == cell.evidence.quote
    text = source.document.text
    start, end = cell.evidence.start, cell.evidence.end
    assert panel.context == (text[max(0, start - 60) : start], text[start:end], text[end : end + 60])
    assert [(when, who, note) for when, who, _, note in panel.history] == [
        ("2026-01-01 10:20", "wang", "再看")
    ]
    assert panel.why


def test_the_history_of_a_place_is_its_own_and_newest_first(source):
    page = opened(
        source,
        event(1, "set", {"print": "number", "value": "3"}, note="first"),
        event(2, "set", {"print": "number", "value": "4"}, note="second"),
        event(3, "accept", {}, pointer="/tables/applications/new/natural", note="elsewhere"),
    )
    assert [note for *_, note in panel_of(page, CELL, "en").history] == ["second", "first"]


def test_the_panel_of_a_fact_names_the_next_of_its_list(source):
    page = opened(source)
    counts = source.report.narrative.counts
    first, last = (
        panel_of(page, "/narrative/counts/0", "zh"),
        panel_of(page, f"/narrative/counts/{len(counts) - 1}", "zh"),
    )
    assert (first.kind, first.name, first.next_key) == ("fact", counts[0].label, "1")
    assert last.next_key == ""
    assert first.fields["evidence"]["quote"] == counts[0].evidence.quote


def items_of(page):
    return {item.pointer: item.weight for item in page.open_items}


def only_model(source, **more):
    counts = tuple(
        each.model_copy(update={"basis": Basis.MODEL} if at == 0 else {})
        for at, each in enumerate(source.report.narrative.counts)
    )
    return {"narrative": source.report.narrative.model_copy(update={"counts": counts}), **more}


def test_what_only_a_model_found_is_looked_at_until_somebody_decides(source):
    pointer = "/narrative/counts/0"
    assert items_of(opened(source, **only_model(source)))[pointer] is Weight.ENGINE
    assert "/narrative/counts/1" not in items_of(opened(source, **only_model(source)))
    accepted = event(1, "accept", {}, pointer)
    assert pointer not in items_of(opened(source, accepted, **only_model(source)))


@pytest.mark.parametrize(
    ("severity", "weight"),
    [(Severity.ERROR, Weight.ERROR), (Severity.WARNING, Weight.WARNING), (Severity.INFO, None)],
)
def test_a_finding_is_looked_at_by_its_severity(source, severity, weight):
    finding = Finding(check="model.x", severity=severity, message="甲 / a", where=("/issuer/value",))
    assert items_of(opened(source, findings=(finding,))).get("/issuer") is weight


def test_a_finding_about_a_value_that_somebody_decided_is_looked_at_no_more(source):
    finding = Finding(check="model.x", severity=Severity.ERROR, message="甲 / a", where=("/issuer/value",))
    accepted = event(1, "accept", {}, "/issuer")
    assert "/issuer" in items_of(opened(source, findings=(finding,)))
    assert "/issuer" not in items_of(opened(source, accepted, findings=(finding,)))


def test_the_panel_of_an_unread_number_shows_it_in_its_place(source):
    text = source.document.text
    span = Span.of(text, 3, 7)
    coverage = source.report.coverage.model_copy(update={"unexplained": (span,)})
    page = opened(source, coverage=coverage)
    panel = panel_of(page, "/coverage/unexplained/3", "zh")
    assert (panel.kind, panel.shown, panel.start, panel.end) == ("unread", text[3:7], 3, 7)
    assert panel.context == (text[:3], text[3:7], text[7:67])
    gone = panel_of(page, "/coverage/unexplained/4", "zh")
    assert (gone.shown, gone.start, gone.end, gone.context) == ("", None, None, ("", "", ""))


def test_the_panel_of_a_cell_without_a_print_has_no_place(source):
    blank = made(None, CellBasis.BLANK)
    report = with_cells(source, new__natural=blank)
    page = open_document(source._replace(report=report), (), 0)
    panel = panel_of(page, "/tables/applications/new/natural", "zh")
    assert (panel.start, panel.end, panel.context, panel.raw) == (None, None, ("", "", ""), None)


def test_a_day_of_publication_that_was_not_found_can_be_given(source):
    report = source.report.model_copy(update={"published_on": None})
    page = open_document(source._replace(report=report), (), 0)
    assert panel_of(page, "/published_on", "zh").basis == "not_stated"
    given = event(1, "set", {"value": "2022-01-30"}, "/published_on")
    fact = opened(source, given, published_on=None).state.report.published_on
    assert (str(fact.value), fact.basis, fact.evidence) == ("2022-01-30", Basis.HUMAN, ())
