"""What goes wrong is said in the language of the page, with the words of the page."""

import re

import httpx
import pytest
from review_browser import signed_in
from review_samples import CELL, ask

from extractor.batch import RunOptions, Silent, plan_run, record_run, work_off
from extractor.discovery import discover
from extractor.review.service import ReviewService, Viewer

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
HAN, POINTER = re.compile("[\u4e00-\u9fff]"), re.compile(r"/tables/|/narrative/")
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture
def client_of(serve):
    def entering(language):
        site = serve()
        client = httpx.Client(base_url=site.url, headers={"origin": site.url}, cookies={"language": language})
        clients.append(client)
        client.get("/enter", params={"token": site.token})
        return client

    clients = []
    yield entering
    for client in clients:
        client.close()


@LANGUAGES
def test_a_conflict_names_the_field_and_no_pointer(client_of, store, add, language):
    report_id, service = add("jishan-2021"), ReviewService(store)
    client = client_of(language)
    token = re.search(r'name="csrf" content="([^"]+)"', client.get("/").text)[1]
    service.decide(service.open(report_id, Viewer("wang")), Viewer("wang"), ask(CELL, "5"), 0)
    body = {"pointer": CELL, "action": "set", "after": {"print": "blank"}, "reason": "illegible", "seen": 0}
    answer = client.post(f"/d/{report_id}/decide", json=body, headers={"x-csrf-token": token})
    assert answer.status_code == 409, answer.text
    said = answer.json()["error"]
    assert "wang" in said
    assert "自然人" in said
    assert not POINTER.search(said)
    assert ("刚改过" in said) == (language == "zh")
    assert ("meanwhile" in said) == (language == "en")
    form = client.post(
        f"/d/{report_id}/decide", json=body, headers={"x-csrf-token": token, "accept": "text/html,*/*;q=0.8"}
    )
    assert form.status_code == 409
    assert "wang" in form.text
    assert 'href="/"' in form.text, "a browser that sent a form is shown a page with a way back"


@LANGUAGES
def test_why_a_file_was_not_read_is_said_in_the_language_of_the_page(
    client_of, raw_store, tmp_path, fixture_bytes, language
):
    (tmp_path / "in").mkdir()
    good, bad = tmp_path / "in" / "good.txt", tmp_path / "in" / "bad.doc"
    good.write_bytes(fixture_bytes["jishan-2021"])
    bad.write_bytes(b"\0\0\0\x18ftypheic" + bytes(400))  # a picture of a telephone
    run = record_run(raw_store, plan_run(raw_store, discover([tmp_path / "in"]), RunOptions(workers=1)))
    work_off(raw_store, run, Silent())
    page = client_of(language).get("/").text
    (why,) = re.findall(r'<td title="[^"]*/bad\.doc">bad\.doc</td><td>([^<]*)</td>', page)
    assert why
    assert bool(HAN.search(why)) == (language == "zh")


@LANGUAGES
def test_without_the_server_the_page_says_so_and_names_the_field(serve, browser, add, language):
    report_id, site = add("jishan-2021"), serve()
    context, page, _ = signed_in(browser, site.entrance, {"zh": "zh-CN", "en": "en-GB"}[language], 1280)
    page.goto(f"{site.url}/d/{report_id}?at={CELL}")
    page.route("**/panel?*", lambda route: route.abort())
    page.locator("#sheet a.cell").last.click()
    said = {"zh": "连不上服务器，没有打开：", "en": "The server cannot be reached, not opened: "}[language]
    expect(page.locator("#saved")).to_have_text(re.compile(re.escape(said) + ".*[\u4e00-\u9fff]"))
    assert not POINTER.search(page.locator("#saved").text_content())
    page.route("**/undo", lambda route: route.abort())
    page.keyboard.press("u")
    lost = {"zh": "连不上服务器，请稍后再试", "en": "the server cannot be reached"}[language]
    expect(page.locator("#saved")).to_have_text(re.compile(lost))
    context.close()


@LANGUAGES
def test_progress_claims_no_more_than_that_nothing_is_in_doubt(client_of, add, language):
    add("jishan-2021")
    page = client_of(language).get("/").text
    assert ("份已无存疑" if language == "zh" else "nothing in doubt in") in page
    assert "份完成" not in page
