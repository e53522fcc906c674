"""An adjudicator by keyboard only: one side, a third value, undo."""

import re

import pytest
from review_browser import signed_in
from review_samples import CELL, ask

from extractor.review.decision_log import Action, effective
from extractor.review.service import ReviewService, Viewer

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright_api.expect


@pytest.fixture
def chief(serve, team, browser, store, add):
    """The adjudication page with one difference: wang says 3, li says 4."""
    report_id = add("jishan-2021")
    blind = ReviewService(store, blind=True)
    for name, value in (("wang", "3"), ("li", "4")):
        viewer = Viewer(name, sees_all=False)
        blind.decide(blind.open(report_id, viewer), viewer, ask(CELL, value), 0)
    site = serve(passwords=team(chief="adjudicator"), blind=True)
    context, page, complaints = signed_in(browser, f"{site.url}/login", "zh-CN", 1280)
    page.locator("input[name=name]").fill("chief")
    page.locator("input[name=password]").fill("correct-chief")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/")
    page.goto(f"{site.url}/adjudicate")
    yield page, report_id
    assert complaints == []
    context.close()


def none_left(page):
    """The answer's page is there whole; one that is on its way has no difference either, and hears no key."""
    expect(page.locator("p.note.good")).to_be_visible()
    page.wait_for_load_state()
    expect(page.locator("section.difference")).to_have_count(0)


def settled(store, report_id):
    events = effective(store.events_of(store.load(report_id).sha256))
    return [e.decision.after["after"]["value"] for e in events if e.decision.action is Action.ADJUDICATE]


def test_a_side_a_third_value_and_undo_by_keyboard(chief, store):
    page, report_id = chief
    expect(page.locator("section.difference")).to_have_count(1)
    expect(page.locator("section.difference").first).to_be_focused()  # what the keys are about
    page.keyboard.press("=")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    none_left(page)
    assert settled(store, report_id) == ["5"]
    page.keyboard.press("u")
    expect(page.locator("section.difference")).to_have_count(1)
    assert settled(store, report_id) == []
    expect(page.locator("[data-side='2']")).to_have_text(re.compile("[34]"))
    wanted = re.search(r"采用\s*(\d)", page.locator("[data-side='2']").inner_text())[1]
    page.keyboard.press("2")
    none_left(page)
    assert settled(store, report_id) == [wanted]


def test_what_is_no_number_is_refused_as_a_third_value(chief, store):
    page, report_id = chief
    page.keyboard.press("=")
    page.keyboard.type("many")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("many")
    expect(page.locator("main a.button")).to_be_visible()  # a page with a way back, no JSON
    assert settled(store, report_id) == []
