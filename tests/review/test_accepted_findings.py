"""Who accepts a finding has accepted that one: every other stays in the queue, over real HTTP."""

import html
import json
import re

import httpx
import pytest
from test_review_safety import csrf_of

from extractor.records import Finding, Severity

CUT = "/sections/0/body"


def finding(check, message, *where):
    return Finding(check=check, severity=Severity.WARNING, message=f"{message} / {message}", where=where)


FINDINGS = (
    finding("paragraph.cut", "甲处中断", CUT),
    finding("paragraph.cut", "乙处中断", CUT),
    finding("paragraph.cut", "丙处中断", "/sections/1/body"),
    finding("paragraph.cuts", "一处也不少"),
    finding("page.order", "第一页颠倒"),
    finding("page.order", "第二页颠倒"),
    finding("model.x", "机关可疑", "/issuer/value"),
    finding("model.y", "标题可疑", "/title/value"),
    finding("model.z", "标题与年度可疑", "/title/value", "/report_year/value"),
    finding("model.z", "年度可疑", "/report_year/value"),
)


@pytest.fixture
def page(serve, add, monkeypatch):
    # A finding of the rules is computed anew from the text; these stand for what a document may have.
    monkeypatch.setattr("extractor.review.opened.validate_report", lambda *_: FINDINGS)
    report_id = add("jishan-2021", change=lambda report: report.model_copy(update={"findings": FINDINGS}))
    site = serve()
    with httpx.Client(base_url=site.url, headers={"origin": site.url}, timeout=60) as client:
        client.get("/enter", params={"token": site.token})
        client.headers["x-csrf-token"] = csrf_of(client)
        yield client, f"/d/{report_id}"


def open_places(client, address):
    """Places that the page calls open, in its own order."""
    text = client.get(address).text
    return json.loads(html.unescape(re.search(r"data-order=['\"](.*?)['\"][ >]", text)[1])), text


def accept(client, address, pointer):
    _, text = open_places(client, address)
    seen = int(re.search(r'data-revision="(\d+)"', text)[1])
    body = {"pointer": pointer, "action": "accept", "after": {}, "reason": "illegible", "seen": seen}
    answer = client.post(f"{address}/decide", json=body)
    assert answer.status_code == 200, answer.text


def test_each_finding_is_a_place_of_its_own_and_accepting_it_clears_nothing_else(page):
    client, address = page
    left, _ = open_places(client, address)
    mine = [place for place in left if place.startswith("/findings/")]
    assert len(mine) == 6, mine
    assert {"/issuer", "/title", "/report_year"} <= set(left)
    for pointer in mine:
        shown = client.get(f"{address}/panel", params={"at": pointer}).text
        assert sum(each.message.split(" / ")[0] in shown for each in FINDINGS) == 1, pointer
        accept(client, address, pointer)
        now, _ = open_places(client, address)
        assert set(left) - set(now) == {pointer}
        assert set(now) <= set(left)
        left = now


def test_a_finding_of_a_value_goes_with_that_value_and_no_other(page):
    client, address = page
    before, _ = open_places(client, address)
    accept(client, address, "/issuer")
    after, _ = open_places(client, address)
    assert set(before) - set(after) == {"/issuer"}
    accept(client, address, "/title")
    assert "/report_year" in open_places(client, address)[0]


def test_the_place_that_the_queue_knows_of_several_findings_opens_the_first_that_is_open(page):
    client, address = page
    text = client.get(address, params={"at": f"/findings/paragraph.cut{CUT}"}).text
    assert "甲处中断" in text or "乙处中断" in text
    first = next(
        each for each in open_places(client, address)[0] if each.startswith("/findings/paragraph.cut/")
    )
    accept(client, address, first)
    assert client.get(address, params={"at": f"/findings/paragraph.cut{CUT}"}).status_code == 200


def test_an_accept_of_findings_that_share_a_place_is_refused(page):
    client, address = page
    body = {"pointer": f"/findings/paragraph.cut{CUT}", "action": "accept", "after": {}, "seen": 0}
    assert client.post(f"{address}/decide", json=body).status_code == 422
