"""The page's server is killed outright while somebody decides, and started again at the same address."""

import json
import re
import socket
import subprocess
import sys

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from review_browser import PATIENCE_MS, launched, signed_in  # noqa: E402
from review_samples import put  # noqa: E402

from extractor.store import open_store  # noqa: E402

CELL = "/tables/applications/granted/total"
LOST_REPLY = """
const fetched = window.fetch;
let lost = 0;
window.fetch = async (...given) => {
  const answer = await fetched(...given);
  if (String(given[0]).endsWith("/decide") && !lost++) throw new TypeError("no answer");
  return answer;
};
"""


def serve(db, port):
    words = [sys.executable, "-m", "extractor", "review", "--db", str(db), "--port", str(port)]
    server = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    return server, re.search(r"http://\S+", server.stderr.readline())[0]


def kill(server):
    server.kill()
    server.wait()
    server.stderr.close()


def until(view, script):
    for _ in range(PATIENCE_MS // 50):
        if view.evaluate(script):
            return
        view.wait_for_timeout(50)
    raise AssertionError(script)


def decided(db):
    store = open_store(str(db))
    try:
        rows = store.read(
            lambda c: c.exec_driver_sql(
                "SELECT pointer, action, after FROM corrections ORDER BY event_id"
            ).all()
        )
        return [(pointer, action, json.loads(after)) for pointer, action, after in rows]
    finally:
        store.close()


def test_nothing_decided_is_lost_when_the_server_is_killed_and_started_again(tmp_path, fixture_bytes):
    db = tmp_path / "s.sqlite"
    store = open_store(str(db))
    report_id = put(store, fixture_bytes["shuangzhan-2020"], "shuangzhan-2020.txt")
    store.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server, entrance = serve(db, port)
    try:
        with launched() as chromium:
            _, view, complaints = signed_in(chromium, entrance, "zh-CN", 1280)
            origin = entrance.split("/enter")[0]
            view.add_init_script(LOST_REPLY)
            view.goto(f"{origin}/d/{report_id}?at={CELL}")
            until(view, "() => isMine && panels.size > 0")
            view.keyboard.press("=")
            view.keyboard.type("7")
            view.keyboard.press("Enter")  # recorded, but the answer never comes
            until(view, "() => trouble?.state === 'unsaved'")
            kill(server)
            second = view.evaluate("() => pointer()")
            view.keyboard.press("f")  # decided while there is no server
            until(view, "() => waiting.length === 2")
            playwright_api.expect(view.locator("#saved")).to_contain_text("2 项未保存")
            server, entrance = serve(db, port)
            left = view.locator("#left-over")
            playwright_api.expect(left).to_contain_text("2 个决定没有保存")
            playwright_api.expect(view.locator("main")).to_contain_text(
                "终端"
            )  # where the new address stands
            view.goto(entrance)
            left.locator("a").click()
            playwright_api.expect(view.locator("#saved")).to_have_text(re.compile("已保存"))
            assert view.locator("dialog[open]").count() == 0, "asked about one's own decision"
            assert view.evaluate("() => JSON.stringify(localStorage)") == "{}"
            assert complaints == []
    finally:
        kill(server)
    assert second != CELL
    assert decided(db) == [
        (CELL, "set", {"print": "number", "value": "7"}),
        (second, "flag", {"on": True}),
    ]
