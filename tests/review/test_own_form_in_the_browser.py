"""A table of somebody's own form on the correction page, in a real browser: shown, corrected, sums turned."""

from pathlib import Path

import pytest
from review_browser import signed_in
from review_samples import put

from extractor.forms import add_form, forget_forms

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
FORM = Path(__file__).parents[2] / "fixtures" / "forms" / "elder_care.toml"
TEXT = """\
霞渡县2023年养老服务机构年度统计表
指标 | 城区 | 乡镇 | 合计 | 比上年增减 | 投入资金（万元） |
1.存量床位 | 310 | 120 | 430 | 增12 | 88.5 |
2.新增床位 | 40 | 25 | 65 | -3 | 120.75 |
公办小计 | 350 | 145 | 495 | 9 | 209.25 |
1.存量床位 | 200 | 64 | 264 | 0 | 0 |
2.新增床位 | 30 | 10 | 40 | 增7 | 55 |
民办小计 | 230 | 79 | 304 | 7 | 55 |
床位总数 | 580 | 219 | 799 | 16 | 264.25 |
年末入住 | 402 | 133 | 535 | 增20 | 0 |
"""
WRONG = "/tables/beds/private_sum/town"
"""79 is printed; 74 satisfies the sum of the row and both sums of the column."""


@pytest.fixture(autouse=True)
def known_form():
    add_form(FORM)
    yield
    forget_forms()


def test_a_misprint_in_an_own_form_is_shown_and_mended(serve, browser, raw_store, store):
    report_id = put(raw_store, TEXT.encode(), "own.txt")
    context, page, complaints = signed_in(browser, serve().entrance, "zh-CN", 1280)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_have_attribute("data-report", str(report_id))
    expect(page.locator("#panel")).to_have_attribute("data-pointer", WRONG)
    expect(page.locator("#text mark")).to_have_text("79")
    expect(page.get_by_text("民办小计").first).to_be_visible()
    expect(page.get_by_text("投入资金").first).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("#next-document, #panel[data-kind=done]").first).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("已保存")
    [event] = store.events_of(store.load(report_id).sha256)
    assert (event.decision.pointer, event.decision.after) == (WRONG, {"print": "number", "value": "74"})
    context.close()
    assert not complaints
