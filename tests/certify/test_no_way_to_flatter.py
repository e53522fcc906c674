"""Ways in which readers, by design or by chance, could make a data set look better than it is."""

import hashlib
import json
from pathlib import Path

import pytest
from review_samples import put
from typer.testing import CliRunner
from wrong_answers import wrong_value

from extractor.certify.bounds import Drawn, grouped_upper
from extractor.certify.certificate import LaterChanges
from extractor.certify.certificate_page import page
from extractor.certify.certificate_wording import further
from extractor.certify.claims import Claim
from extractor.certify.computed_certificate import Audit, counted
from extractor.certify.reader_answers import AuditAnswer, DrawnVerdict, ReaderStanding, Table
from extractor.certify.sample_planning import groups_of
from extractor.certify.strata import StratumKey
from extractor.cli.app import app
from extractor.cli.certify import certificate_of, sheet_rows
from extractor.review.audit_store import audit_of, plan_named
from extractor.review.audit_views import place_on_page, view_of
from extractor.review.blind_audit import PlanProgress, ReaderTurn, SaidAnswer
from extractor.review.decision_log import Action, Decision
from extractor.review.editable_facts import fact_json
from extractor.review.pointers import cell_place
from extractor.review.service import Viewer

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
CLAIM = Claim("/tables/applications/new/natural", "cell", "proved", "applications_new_natural", "7")


def said(*each):
    """(author, kind, value) in order; all about the first place."""
    return [
        AuditAnswer(n, 0, author, f"2026-01-01T00:00:{n:02}Z", kind, {"value": value} if value else {}, 1.0)
        for n, (author, kind, value) in enumerate(each)
    ]


REVEALED = [("wang", "read", "8"), ("wang", "read", "8"), ("wang", "undo", "")]


@pytest.mark.parametrize(
    ("auditors", "after", "verdict"),
    [
        pytest.param(1, [], DrawnVerdict.SEEN, id="nobody answers again"),
        pytest.param(1, [("li", "read", "7")], DrawnVerdict.SEEN, id="another reader agrees with the data"),
        pytest.param(1, [("wang", "read", "7")], DrawnVerdict.SEEN, id="the same reader does"),
        pytest.param(
            1,
            [("wang", "read", "8"), ("wang", "read", "8")],
            DrawnVerdict.WRONG,
            id="the same reader insists",
        ),
        pytest.param(2, [("li", "read", "7")], DrawnVerdict.DISPUTED, id="two readers: it is a quarrel"),
        pytest.param(
            2, [("li", "read", "7"), ("zhao", "read", "7")], DrawnVerdict.RIGHT, id="two others settle it"
        ),
    ],
)
def test_answer_taken_back_after_the_value_was_shown_counts_against(auditors, after, verdict):
    assert Table([CLAIM], said(*REVEALED, *after), auditors).settled(0).verdict is verdict


def test_place_taken_back_after_the_value_was_shown_comes_again_to_the_same_reader_only():
    table = Table([CLAIM], said(*REVEALED), 1)
    assert table.next_for("wang") == 0
    assert table.next_for("li") is None


def test_slip_stays_a_slip_when_it_is_taken_back():
    table = Table([CLAIM], said(("wang", "read", "8"), ("wang", "undo", ""), ("wang", "read", "7")), 1)
    assert table.settled(0).verdict is DrawnVerdict.RIGHT
    assert table.settled(0).slips == 1


def test_another_reader_cannot_make_right_what_one_took_back_after_the_value_was_shown(store, plan, reader):
    plan()
    wang, li = reader("wang"), reader("li")
    turn = wang.turn()
    wrong = wrong_value(turn.drawing.claim)
    wang.say(turn, wrong)
    assert wang.say(wang.turn(), wrong).revealed
    wang.service.undo("wang", SaidAnswer(turn.plan.plan_id, 0, "undo", {}, 0.0, wang.turn().progress.answers))
    wang.service._busy.clear()  # three minutes later
    li.service = wang.service
    assert li.turn().drawing.position != turn.drawing.position
    li.answer_all()
    assert certificate_of(store, None).sample[turn.drawing.position].verdict == "seen_before"


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([("wang", "read", "8"), ("wang", "read", "8"), ("li", "read", "7")], id="disputed"),
        pytest.param([("wang", "read", "8")], id="half read"),
        pytest.param([("wang", "read", "7"), ("wang", "undo", "")], id="taken back"),
    ],
)
def test_sequential_plan_counts_what_was_answered_and_not_settled_as_wrong(store, plan, answers):
    made, drawings = plan(auditors=2, method="sequential", minutes=20.0)
    first = next(d for d in drawings if d.claim.kind == "cell" and d.claim.value not in ("", "7", "8"))
    before = [d for d in drawings if d.stratum == first.stratum and d.position < first.position]
    right = [
        AuditAnswer(n, each.position, who, "2026-01-01T00:00:00Z", "read", _of(each.claim.value), 1.0)
        for n, (each, who) in enumerate((each, who) for each in before for who in ("wang", "li"))
    ]
    mine = [
        each._replace(entry_id=1000 + each.entry_id, position=first.position)
        for each in said(*((who, kind, value and first.claim.value + value) for who, kind, value in answers))
    ]
    key = next(each.key for each in made.strata if each.id == first.stratum)
    drawn = counted(Audit(made, drawings, (*right, *mine))).drawn[key]
    assert (drawn.sampled, drawn.wrong) == (len(before) + 1, 1)


def _of(value):
    return {"value": value} if value else {"none": True}


def test_group_that_is_read_as_a_whole_is_known_only_where_readers_miss_nothing():
    base = StratumKey(kind="cell", rests_on="proved")
    doubted = StratumKey(kind="topic", rests_on="disputed")
    drawn = {base: Drawn(1000, 300, 2), doubted: Drawn(20, 20, 1)}
    levels = [each.alpha for each in groups_of(drawn, 0.05, together=False)]
    assert levels == [0.05, 0.05]
    weak = groups_of(drawn, 0.05, together=False, find=0.9)
    product = 1.0
    for each in weak:
        product *= 1 - each.alpha
    assert product == pytest.approx(0.95)
    assert grouped_upper(weak, 0.9) >= grouped_upper(groups_of(drawn, 0.05, together=False), 0.9)


def corrected_places(reader, store):
    reader.answer_all()
    certificate = certificate_of(store, None)
    found = [each for each in certificate.sample if each.correct is not None]
    return certificate, [each for each in found if not each.pointer.startswith("/text/")]


def decide(reader, place, action, after, note="later"):
    service = reader.service.service
    opened = service.open(place.report_id, Viewer("bo"))
    pointer = place.pointer.partition("#")[0]
    return service.decide(opened, Viewer("bo"), Decision(pointer, action, None, after, note), opened.revision)


def test_correction_that_is_overwritten_with_the_wrong_value_is_not_put_right_any_more(
    store, plan, reader, tmp_path
):
    plan(minutes=15.0, variables=("applications_new_natural",))
    wang = reader()
    before, places = corrected_places(wang, store)
    cell = next(each for each in places if each.pointer.startswith("/tables/"))
    topic = next(each for each in places if each.pointer.endswith("#topic"))
    url = store.store.engine.url.database
    CliRunner().invoke(app, ["certify", "report", "--db", url, "--out", str(tmp_path)])
    decide(wang, cell, Action.SET, {"print": "number", "value": cell.value})
    fact = wang.service.service.open(topic.report_id, Viewer("bo")).state.fact(
        topic.pointer.partition("#")[0]
    )
    decide(wang, topic, Action.SET, {**fact_json(fact), "topic": topic.value})
    after = certificate_of(store, None)
    assert after.corrected == before.corrected - 2
    assert after.whole.after == before.whole.after + 2
    assert after.sample[cell.position].correct is None
    assert after.later.edits == 2
    result = CliRunner().invoke(app, ["certify", "verify", str(tmp_path / "certificate.json"), "--db", url])
    assert result.exit_code == 1
    assert result.output.count("not put right in the data") == 2


def test_correction_that_a_person_enters_again_or_grounds_stays_put_right(store, plan, reader):
    plan(minutes=15.0, variables=("applications_new_natural",))
    wang = reader()
    before, places = corrected_places(wang, store)
    cell = next(each for each in places if each.pointer.startswith("/tables/"))
    decide(wang, cell, Action.SET, {"print": "number", "value": cell.correct})
    assert certificate_of(store, None).corrected == before.corrected


def test_changes_by_others_since_the_plan_are_said_in_report_page_and_workbook(store, plan, reader):
    plan(minutes=15.0)
    wang = reader()
    before, _ = corrected_places(wang, store)
    assert before.later == LaterChanges(edits=0, documents=0)
    assert not any("Since the plan" in each.en for each in further(before))
    right = [e for e in before.sample if e.verdict == "right" and e.pointer.startswith("/tables/")]
    right = [e for e in right if e.value][:3]
    for each in right:
        decide(wang, each, Action.SET, {"print": "number", "value": "777"})
    decide(wang, right[0], Action.FLAG, {"on": True})  # changes no value
    after = certificate_of(store, None)
    assert after.later.edits == 3
    words = "others made or took back 3 changes"
    assert any(words in each.en for each in further(after))
    assert words in page(after)
    assert any(words in row[2] for row in sheet_rows(after))


def test_document_that_is_extracted_after_the_plan_is_said(store, plan, reader, raw_store):
    plan(minutes=8.0)
    text = (FIXTURES / "xiating-2020.txt").read_bytes()
    put(raw_store, text, "xiating-2020.txt", config="2")
    after = certificate_of(store, None)
    assert after.later.documents == 1
    assert any("1 document was extracted" in each.en for each in further(after))


def test_seed_that_somebody_chose_is_said_and_one_drawn_by_chance_is_not(store, plan):
    made, _ = plan(seed="chosen by me")
    chosen = certificate_of(store, made.plan_id)
    assert any("seed was chosen" in each.en for each in further(chosen))
    assert "人为指定" in page(chosen)
    made, _ = plan(seed=None)
    drawn = certificate_of(store, made.plan_id)
    assert not any("seed" in each.en for each in further(drawn))
    assert "随机产生" in page(drawn)


def test_verify_refuses_a_day_before_the_last_answer_and_says_what_it_does_not_cover(
    store, plan, reader, tmp_path
):
    plan(minutes=8.0)
    reader().answer_all()
    url, file = store.store.engine.url.database, tmp_path / "certificate.json"
    done = CliRunner().invoke(app, ["certify", "report", "--db", url, "--out", str(tmp_path)])
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert digest in done.output
    good = CliRunner().invoke(app, ["certify", "verify", str(file), "--db", url])
    assert good.exit_code == 0
    assert "not covered: made_at and extractor_version" in good.output
    assert digest in good.output
    told = CliRunner().invoke(app, ["certify", "verify", str(file), "--db", url, "--json"])
    assert told.exit_code == 0
    assert (json.loads(told.stdout)["matches"], json.loads(told.stdout)["problems"]) == (True, [])
    said = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**said, "made_at": "2020-01-01T00:00:00Z"}), encoding="utf-8")
    early = CliRunner().invoke(app, ["certify", "verify", str(file), "--db", url])
    assert early.exit_code == 1
    assert "made_at" in early.output
    told = CliRunner().invoke(app, ["certify", "verify", str(file), "--db", url, "--json"])
    assert told.exit_code == 1
    assert "made_at" in str(json.loads(told.stdout)["problems"])


def test_places_are_said_not_to_be_blind_and_open_ones_are_counted(store, plan, reader):
    plan(minutes=15.0)
    wang = reader()
    while (turn := wang.turn()).drawing is not None:
        if turn.drawing.claim.pointer.startswith("/text/"):
            break
        wang.say(turn, wang.true_value(turn.drawing))
    certificate = certificate_of(store, None)
    open_ = sum(each.verdict == "unseen" for each in certificate.sample)
    said = " ".join(each.en for each in further(certificate))
    assert f"{open_} drawn values and places are unanswered" in said
    assert "this part is not blind" in said
    assert "此项并非盲审" in page(certificate)


def test_page_of_a_cell_is_the_same_whatever_was_read_in_its_row(store, plan, reader):
    plan(minutes=15.0)
    wang = reader()
    audit = audit_of(store, plan_named(store, None))
    looked = 0
    for drawing in audit.sample:
        place = cell_place(drawing.claim.pointer)
        if place is None:
            continue
        opened = wang.service.service.open(drawing.report_id, Viewer("wang"))
        turn = ReaderTurn(audit.plan, PlanProgress(0, 1, 0, 0), drawing, ReaderStanding(), False)
        blank = opened._replace(
            source=opened.source._replace(report=without_row(opened.source.report, place))
        )
        assert view_of(turn, blank, "zh") == view_of(turn, opened, "zh")
        assert place_on_page(blank, drawing.claim.pointer) == place_on_page(opened, drawing.claim.pointer)
        looked += 1
    assert looked > 20


def without_row(report, place):
    """The Report as if nothing had been read in the row."""
    table = dict(getattr(report.tables, place.table))
    table[place.row] = {
        name: cell.model_copy(update={"value": None, "evidence": None})
        for name, cell in table[place.row].items()
    }
    return report.model_copy(update={"tables": report.tables.model_copy(update={place.table: table})})
