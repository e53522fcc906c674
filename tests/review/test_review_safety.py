"""Who gets in and what is refused, over real HTTP."""

import asyncio
import hashlib
import re
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from extractor.errors import UsageError
from extractor.review.brake import TRIES, Brake, BrakeVerdict, limits_of
from extractor.review.people import OneTimeToken, Passwords, Sessions
from extractor.review.proxies import trusted_networks
from extractor.review.security import SecurityMiddleware
from extractor.review.server import local_hosts

CELL = "/tables/applications/denied_enforcement/natural"


def csrf_of(client):
    return re.search(r'name="csrf" content="([^"]+)"', client.get("/").text)[1]


@pytest.fixture
def site(serve):
    return serve()


@pytest.fixture
def client(site):
    with httpx.Client(base_url=site.url, headers={"origin": site.url}) as client:
        client.get("/enter", params={"token": site.token})
        yield client


@pytest.fixture
def team_site(serve, team, add):
    add("jishan-2021")
    return serve(passwords=team(reader="reader", wang="reviewer", chief="adjudicator", root="admin"))


@contextmanager
def logged_in(site, name):
    with httpx.Client(base_url=site.url, headers={"origin": site.url}) as client:
        answer = client.post("/login", data={"name": name, "password": f"correct-{name}"})
        assert answer.status_code == 303
        yield client


def test_nothing_is_shown_when_nobody_is_logged_in(site):
    for path in ("/", "/d/1", "/users", "/adjudicate", "/next"):
        answer = httpx.get(site.url + path)
        assert (answer.status_code, answer.headers["location"][:7]) == (303, "/login?"), path
    for path in ("/d/1/decide", "/d/1/undo", "/d/1/shape"):
        body = {"pointer": "/issuer", "action": "accept", "seen": 0}
        answer = httpx.post(site.url + path, json=body, headers={"origin": site.url})
        assert answer.status_code in (401, 422), path
    assert httpx.get(site.url + "/openapi.json").status_code == 404


def test_the_address_works_once_when_it_is_used_again(site):
    first = httpx.get(site.entrance)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert httpx.get(site.entrance).status_code == 403


def test_guessing_the_token_is_braked(site):
    answers = [httpx.get(f"{site.url}/enter?token=no{n}").status_code for n in range(TRIES + 1)]
    assert answers == [403] * (TRIES + 1)
    assert httpx.get(site.entrance).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1.evil.example:80", ""])
def test_a_foreign_host_is_refused(site, host):
    assert httpx.get(site.url + "/login", headers={"host": host}).status_code in (400, 421)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no origin"),
        pytest.param({"origin": "null"}, id="opaque origin"),
        pytest.param({"origin": "https://evil.example"}, id="foreign origin"),
        pytest.param({"origin": "{url}", "sec-fetch-site": "cross-site"}, id="cross-site"),
        pytest.param({"origin": "chrome-extension://{host}"}, id="other scheme"),
        pytest.param({"origin": "ftp://{host}"}, id="scheme of files"),
        pytest.param({"origin": "{host}"}, id="no scheme"),
        pytest.param({"origin": "{url}0"}, id="other port"),
        pytest.param({"origin": "http://127.0.0.1"}, id="no port"),
        pytest.param({"origin": "{url}/"}, id="a path"),
        pytest.param({"origin": "http://a@{host}"}, id="a user"),
        pytest.param({"origin": "{url}@evil.example"}, id="the host as user"),
        pytest.param({"origin": "{url}.evil.example"}, id="the host as part"),
        pytest.param({"origin": "{url} https://evil.example"}, id="two in one"),
        pytest.param({"origin": ""}, id="empty"),
    ],
)
def test_a_post_from_another_site_is_refused(site, headers):
    host = site.url.removeprefix("http://")
    sent = {key: value.format(url=site.url, host=host) for key, value in headers.items()}
    answer = httpx.post(site.url + "/login", data={"name": "a", "password": "b"}, headers=sent)
    assert answer.status_code == 403
    assert "--name HOST" in answer.text


@pytest.mark.parametrize("order", [1, -1])
def test_a_post_with_two_origins_is_refused(site, order):
    both = [("origin", site.url), ("origin", "https://evil.example")][::order]
    assert (
        httpx.post(site.url + "/login", data={"name": "a", "password": "b"}, headers=both).status_code == 403
    )


def test_an_origin_in_capitals_is_the_same(site):
    headers = {"origin": site.url.upper()}
    assert (
        httpx.post(site.url + "/login", data={"name": "a", "password": "b"}, headers=headers).status_code
        != 403
    )


async def _answer(app, headers):
    sent = []
    scope = {"type": "http", "method": "POST", "path": "/login", "query_string": b"", "headers": headers}
    scope["client"] = ("10.0.0.5", 1234)

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"]


@pytest.mark.parametrize(
    ("is_behind_tls", "origin", "status"),
    [
        (True, b"https://review.example.org", 204),
        (True, b"http://review.example.org", 403),
        (True, b"https://review.example.org:8443", 403),
        (True, b"https://evil.example", 403),
        (False, b"http://review.example.org", 204),
    ],
)
@pytest.mark.parametrize("host", [b"review.example.org", b"127.0.0.1:8765"])
def test_behind_a_proxy_the_origin_is_that_of_the_browser(is_behind_tls, origin, status, host):
    async def page(scope, receive, send):
        assert scope["client"][0] == "203.0.113.7"
        await send({"type": "http.response.start", "status": 204})

    hosts = local_hosts(8765) | {"review.example.org"}
    app = SecurityMiddleware(page, hosts, trusted_networks(["10.0.0.0/8"]), is_behind_tls)
    headers = [(b"host", host), (b"origin", origin), (b"content-length", b"0")]
    headers.append((b"x-forwarded-for", b"evil, 203.0.113.7"))
    assert asyncio.run(_answer(app, headers)) == status


def test_a_decision_is_refused_when_its_token_is_missing_or_wrong(client, add, store):
    report_id = add("jishan-2021")
    body = {"pointer": "/issuer", "action": "accept", "seen": 0}
    for token in ({}, {"x-csrf-token": "wrong"}):
        assert client.post(f"/d/{report_id}/decide", json=body, headers=token).status_code == 403
    assert store.events_of(store.load(report_id).sha256) == ()
    good = {"x-csrf-token": csrf_of(client)}
    assert client.post(f"/d/{report_id}/decide", json=body, headers=good).json() == {"revision": 1}


def test_a_large_body_is_refused(client):
    assert client.post("/prefs", content=b"x" * 300_000).status_code == 413


def test_every_answer_carries_the_policy(client, site):
    for path in ("/", "/static/saving.js", "/nowhere"):
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY"), path


def test_every_script_of_the_page_is_there_and_none_stands_beside_it(client, add):
    page = client.get(f"/d/{add('jishan-2021')}").text
    loaded = re.findall(r"<script src=\"(/static/[^\"]+)\" defer></script>", page)
    assert [client.get(path).status_code for path in loaded] == [200] * len(loaded)
    there = {
        f"/static/{file.name}"
        for file in (Path(__file__).parents[2] / "extractor/review/static").glob("*.js")
    }
    assert there - set(loaded) == {"/static/audit.js"}
    assert loaded[0] == "/static/htmx.min.js"
    assert loaded[-1] == "/static/beginning.js"  # it runs what the others define


def test_pages_load_nothing_from_elsewhere_and_hold_no_inline_script(client, add):
    report_id = add("jishan-2021")
    for path in ("/", f"/d/{report_id}", "/users", "/adjudicate", "/login"):
        page = client.get(path).text
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page), path
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=|javascript:", page), path


def test_login_is_slowed_down_for_a_name_that_fails_too_often(team_site, store):
    def attempt(password):
        data = {"name": "wang", "password": password}
        return httpx.post(team_site.url + "/login", data=data, headers={"origin": team_site.url}).status_code

    assert [attempt("wrong") for _ in range(TRIES)] == [403] * TRIES
    assert attempt("correct-wang") == 429
    assert {"login refused", "login braked"} <= {line.what for line in store.audit_log(50)}


def test_an_open_redirect_is_not_followed_after_login(team_site):
    data = {"name": "wang", "password": "correct-wang", "to": "//evil.example/"}
    answer = httpx.post(team_site.url + "/login", data=data, headers={"origin": team_site.url})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    ("name", "decide", "adjudicate", "users"),
    [
        pytest.param("reader", 403, 403, 403, id="reader"),
        pytest.param("wang", 200, 403, 403, id="reviewer"),
        pytest.param("chief", 200, 200, 403, id="adjudicator"),
        pytest.param("root", 200, 200, 200, id="admin"),
    ],
)
def test_roles_may_do_what_they_say(team_site, name, decide, adjudicate, users):
    with logged_in(team_site, name) as client:
        body = {"pointer": "/issuer", "action": "accept", "seen": 0}
        token = {"x-csrf-token": csrf_of(client)}
        assert client.post("/d/1/decide", json=body, headers=token).status_code == decide
        assert client.get("/adjudicate").status_code == adjudicate
        assert client.get("/users").status_code == users


def test_a_new_password_logs_the_user_out_and_is_noted(team_site, store):
    with logged_in(team_site, "root") as root, logged_in(team_site, "wang") as wang:
        data = {"csrf": csrf_of(root), "name": "wang", "role": "reader", "password": "another-one-now"}
        assert root.post("/users", data=data).status_code == 303
        assert wang.get("/").status_code == 303
    assert ("root", "user saved", "wang: reader") in {line[1:] for line in store.audit_log(20)}


def test_logout_ends_the_session(client):
    assert client.post("/logout", data={"csrf": csrf_of(client)}).status_code == 303
    assert client.get("/").status_code == 303


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [
        pytest.param("", "reader", "long enough", id="no name"),
        pytest.param("a\nb", "reader", "long enough", id="control character"),
        pytest.param("a", "king", "long enough", id="unknown role"),
        pytest.param("a", "reader", "short", id="short password"),
    ],
)
def test_a_user_is_refused_when_something_is_missing(quick_passwords, name, role, password):
    with pytest.raises(UsageError):
        quick_passwords.user(name, role, password)


def test_passwords_are_kept_as_argon2_only():
    user = Passwords().user("li", "reader", "long enough word")
    assert user.password_hash.startswith("$argon2id$")
    assert "long enough word" not in user.password_hash


def test_sessions_and_brakes_run_out():
    now = [0.0]
    sessions, brake = Sessions(lambda: now[0]), Brake(lambda: now[0])
    key, limits = sessions.begin("li", "reader"), limits_of("li", "192.0.2.1")
    assert [brake.admit(limits) for _ in range(TRIES + 2)] == [BrakeVerdict.TRY] * TRIES + [
        BrakeVerdict.BRAKED,
        BrakeVerdict.STILL_BRAKED,
    ]
    assert sessions.find(key).name == "li"
    now[0] = 13 * 3600.0
    assert sessions.find(key) is None
    assert brake.admit(limits) is BrakeVerdict.TRY


def test_a_token_is_spent_once():
    token = OneTimeToken()
    assert [token.spend("x"), token.spend(token.value), token.spend(token.value)] == [False, True, False]


def test_htmx_is_the_file_that_the_documentation_names():
    root = Path(__file__).parents[2]
    content = (root / "extractor" / "review" / "static" / "htmx.min.js").read_bytes()
    assert hashlib.sha256(content).hexdigest() in (root / "docs" / "review.md").read_text(encoding="utf-8")
