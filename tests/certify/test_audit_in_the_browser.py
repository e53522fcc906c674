"""The whole way in a real browser by keyboard: plan, audit, certificate, on reports with labels."""

import json
import socket
import threading
import time
from pathlib import Path

import pytest
from gold_reader import GoldReader
from review_browser import launched, signed_in
from review_samples import put
from typer.testing import CliRunner

from extractor.certify.certified_values import StrataChoice
from extractor.certify.sample_planning import Wish
from extractor.cli.app import app as commands
from extractor.review.audit_store import audit_of, new_plan
from extractor.review.audit_views import place_on_page
from extractor.review.blind_audit import AuditService, SaidAnswer
from extractor.review.listening import server_of
from extractor.review.people import OneTimeToken
from extractor.review.server import Serving, local_hosts, make_app
from extractor.review.service import ReviewService, Viewer

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
STEMS = ("shuangzhan-2020", "taoxi-2021", "xiating-2020")


@pytest.fixture
def labelled(raw_store):
    """Fixtures, and real reports where they are at hand, with a reader of the labels of each."""
    found = {}
    pairs = [
        (ROOT / "fixtures/reports" / f"{stem}.txt", ROOT / "fixtures/reports" / f"{stem}.expected.json")
        for stem in STEMS
    ]
    pairs += [(SEEDS / f"{path.stem}.txt", path) for path in sorted((ROOT / "eval/real").glob("*.json"))[:2]]
    for source, labels in pairs:
        if source.exists():
            put(raw_store, source.read_bytes(), source.name)
            found[source.name] = GoldReader(labels, source.read_bytes())
    return found


@pytest.fixture
def entrance(store):
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port, token = listener.getsockname()[1], OneTimeToken()
    server = server_of(make_app(store, Serving(local_hosts(port)), token, None))
    thread = threading.Thread(target=lambda: server.run(sockets=[listener]), daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}/enter?token={token.value}&to=/audit"
    server.should_exit = True
    thread.join(10)
    listener.close()


def true_answer(service, labelled, drawing):
    opened = service.open(drawing.report_id, Viewer("local"))
    start, end, _ = place_on_page(opened, drawing.claim.pointer)
    return labelled[opened.source.report.source.name].answer(drawing.claim, (start, end))


def press_answer(page, drawing, answer):
    """One answer with the keyboard; the page that follows is loaded."""
    with page.expect_navigation():
        if answer is None:
            page.keyboard.press("Escape")
            page.keyboard.press("?")
        elif page.locator(f'[data-pick="{answer}"]').count():
            page.keyboard.press(page.locator(f'[data-pick="{answer}"]').get_attribute("data-key"))
        elif answer == "" and page.locator("#audit-panel").get_attribute("data-answer") == "text":
            page.locator('button[value="blank"]').press("Enter")
        elif answer == "":
            page.keyboard.press("b")
        else:
            page.keyboard.type(answer)
            for letter in "b?u":  # in the field letters are letters: nothing is answered, nothing lost
                page.keyboard.type(letter)
            assert page.locator("#value").input_value() == f"{answer}b?u"
            for _ in "b?u":
                page.keyboard.press("Backspace")
            page.keyboard.press("Enter")


def test_an_audit_by_keyboard_leads_to_a_certificate_that_verifies(store, labelled, entrance, tmp_path):
    plan, drawings = new_plan(store, Wish(0.02, 0.95, 15.0), StrataChoice((), ()), 1, "browser", "test")
    service = ReviewService(store)
    with launched() as browser:
        context, page, complaints = signed_in(browser, entrance, "zh-CN", 1280)
        assert page.url.endswith("/audit")
        for drawing in drawings[:12]:
            assert page.locator("#audit-panel").get_attribute("data-state") == "first"
            assert page.evaluate("document.querySelector('dl.two')") is None  # nothing of what was read
            answer = true_answer(service, labelled, drawing)
            press_answer(page, drawing, answer)
            if page.locator('[data-state="again"]').count():
                press_answer(page, drawing, answer)
            if page.locator('[data-state="shown"]').count():
                assert page.locator("dl.two dd").count() == 2
                with page.expect_navigation():
                    page.keyboard.press("Enter")
        with page.expect_navigation():
            page.keyboard.press("Escape")
            page.keyboard.press("u")
        table = audit_of(store, plan).table
        assert table.answered_by("local") == 11
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert complaints == []
        context.close()
    finish(store, service, labelled)
    url = store.store.engine.url.database
    runner, out = CliRunner(), tmp_path / "certificate"
    assert runner.invoke(commands, ["certify", "report", "--db", url, "--out", str(out)]).exit_code == 0
    said = json.loads((out / "certificate.json").read_text(encoding="utf-8"))
    assert said["complete"]
    assert said["readers"] == {"local": len(drawings)}
    assert said["whole"]["upper"] < said["whole"]["size"] / 5
    done = runner.invoke(commands, ["certify", "verify", str(out / "certificate.json"), "--db", url])
    assert done.exit_code == 0, done.output
    exported = runner.invoke(
        commands, ["export", "--db", url, "--everything", "--out", str(tmp_path / "x"), "--format", "xlsx"]
    )
    assert exported.exit_code == 0, exported.output
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(tmp_path / "x" / "tables.xlsx", read_only=True)
    words = [str(cell) for row in book["certificate"].iter_rows(values_only=True) for cell in row]
    assert any(plan.plan_id in cell for cell in words)
    assert any("accepted values" in cell for cell in words)


def finish(store, service, labelled):
    """Answer what is left as the browser would have."""
    audits = AuditService(service)
    while (turn := audits.turn("local")).drawing is not None:
        answer = true_answer(service, labelled, turn.drawing)
        said = {"none": True} if answer == "" else {"value": answer}
        kind = "cannot" if answer is None else "read"
        place = turn.plan.plan_id, turn.drawing.position
        audits.answer(
            "local", SaidAnswer(*place, kind, {} if answer is None else said, 3.0, turn.progress.answers)
        )


def test_the_page_says_what_to_do_where_nothing_is_planned(store, labelled, entrance):
    with launched() as browser:
        context, page, _ = signed_in(browser, entrance, "en-GB", 390)
        assert "extractor certify plan" in page.locator("main").inner_text()
        context.close()
