"""Guessing passwords, proxies, sessions that end from outside, requests that never end; over real sockets."""

import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from extractor.errors import UsageError
from extractor.review.brake import (
    TRIES,
    TRIES_OF_ADDRESS,
    TRIES_OF_NAME,
    Brake,
    BrakeVerdict,
    limits_of,
    network_of,
)
from extractor.review.listening import TimedProtocol
from extractor.review.proxies import client_of, trusted_networks


class Hasty(TimedProtocol):
    """As served, with deadlines that a test can wait for."""

    head_s, body_s = 0.5, 0.5


@pytest.fixture
def attempt():
    """Log in; the status. ``seen_as``: what a proxy says about the address of the browser."""

    def trying(site, name, password, seen_as=None):
        headers = {"origin": site.url, **({"x-forwarded-for": seen_as} if seen_as else {})}
        data = {"name": name, "password": password}
        return httpx.post(site.url + "/login", data=data, headers=headers, timeout=60).status_code

    return trying


@contextmanager
def enter(site, name, password):
    with httpx.Client(base_url=site.url, headers={"origin": site.url}) as client:
        assert client.post("/login", data={"name": name, "password": password}).status_code == 303
        yield client


def csrf_of(client):
    return re.search(r'name="csrf" content="([^"]+)"', client.get("/").text)[1]


def test_sixty_parallel_guesses_count_sixty(serve, team, attempt, monkeypatch):
    passwords = team(wang="reviewer")
    tried = []
    check = passwords.check
    monkeypatch.setattr(passwords, "check", lambda *of: (tried.append(1), time.sleep(0.05), check(*of))[2])
    site = serve(passwords=passwords)
    with ThreadPoolExecutor(60) as pool:
        answers = list(pool.map(lambda n: attempt(site, "wang", f"guess-{n}"), range(60)))
    assert (answers.count(403), answers.count(429), len(tried)) == (TRIES, 60 - TRIES, TRIES)
    assert attempt(site, "wang", "correct-wang") == 429


def test_many_names_from_one_address_are_braked_and_a_log_in_of_ones_own_does_not_help(serve, team, attempt):
    site = serve(passwords=team(wang="reviewer", eve="reviewer"))
    answers = []
    for number in range(TRIES_OF_ADDRESS + 5):
        answers.append(attempt(site, f"nobody-{number}", "guess-guess"))
        if number == 10:
            assert attempt(site, "eve", "correct-eve") == 303
    assert answers == [403] * TRIES_OF_ADDRESS + [429] * 5


def test_the_browser_cannot_choose_its_address_when_a_trusted_proxy_passes_its_word_on(serve, team, attempt):
    site = serve(passwords=team(wang="reviewer"), proxies=["127.0.0.0/8"])
    forged = [f"198.51.100.{n}, 192.0.2.1" for n in range(TRIES + 1)]
    assert [attempt(site, "wang", "guess-guess", each) for each in forged] == [403] * TRIES + [429]


@pytest.mark.parametrize("proxies", [[], ["10.0.0.0/8"]], ids=["no proxy", "another one"])
def test_nobody_is_believed_when_no_proxy_is_trusted(serve, team, attempt, proxies):
    site = serve(passwords=team(wang="reviewer"), proxies=proxies)
    seen = [attempt(site, "wang", "guess-guess", f"192.0.2.{n}") for n in range(TRIES + 1)]
    assert seen == [403] * TRIES + [429]


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        pytest.param("192.0.2.9", ["198.51.100.1"], "192.0.2.9", id="peer is no proxy"),
        pytest.param("10.0.0.1", [], "10.0.0.1", id="proxy says nothing"),
        pytest.param("10.0.0.1", ["198.51.100.1"], "198.51.100.1", id="one proxy"),
        pytest.param("10.0.0.1", ["1.1.1.1, 198.51.100.1, 10.0.0.2"], "198.51.100.1", id="two proxies"),
        pytest.param("10.0.0.1", ["1.1.1.1", "198.51.100.1"], "198.51.100.1", id="two lines"),
        pytest.param("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1", id="with port"),
        pytest.param("10.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1", id="IPv6 with port"),
        pytest.param("10.0.0.1", ["198.51.100.1, nonsense"], "10.0.0.1", id="nonsense"),
        pytest.param("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3", id="only proxies"),
        pytest.param("::ffff:10.0.0.1", ["198.51.100.1"], "198.51.100.1", id="IPv4 as IPv6"),
        pytest.param("unix", ["198.51.100.1"], "unix", id="no address"),
    ],
)
def test_the_client_is_the_last_address_that_no_trusted_proxy_has(peer, forwarded, expected):
    assert client_of(peer, forwarded, trusted_networks(["10.0.0.0/8"])) == expected


def test_a_proxy_that_is_no_address_is_refused():
    with pytest.raises(UsageError, match="trusted-proxy"):
        trusted_networks(["proxy.example"])


def test_an_ipv6_browser_has_one_count_for_its_network():
    assert (
        network_of("2001:db8:0:1::5") == network_of("2001:db8:0:1:ffff::1") != network_of("2001:db8:0:2::5")
    )
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"


def test_a_stranger_with_one_address_does_not_lock_a_name_out(serve, team, attempt):
    site = serve(passwords=team(wang="reviewer"), proxies=["127.0.0.1"])
    stranger = [attempt(site, "wang", "guess-guess", "192.0.2.1") for _ in range(60)]
    assert (stranger[:TRIES], set(stranger[TRIES:])) == ([403] * TRIES, {429})
    assert attempt(site, "wang", "correct-wang", "192.0.2.2") == 303


def test_refused_attempts_do_not_hold_a_braked_name_up():
    now = [0.0]
    brake = Brake(lambda: now[0])
    for n in range(TRIES_OF_NAME):
        assert brake.admit(limits_of("wang", f"198.51.{n}.1")) is BrakeVerdict.TRY
    for second in range(0, 400, 2):
        now[0] = float(second)
        brake.admit(limits_of("wang", "198.51.0.1"))
    assert brake.admit(limits_of("wang", "203.0.113.9")) is BrakeVerdict.TRY


def test_a_name_is_braked_when_many_addresses_guess():
    brake = Brake()
    verdicts = [brake.admit(limits_of("wang", f"198.51.{n}.1")) for n in range(TRIES_OF_NAME + 1)]
    assert verdicts == [BrakeVerdict.TRY] * TRIES_OF_NAME + [BrakeVerdict.BRAKED]


def test_a_flood_of_names_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr("extractor.review.brake._MOST_KEYS", 30)
    brake = Brake()
    for number in range(500):
        brake.admit(limits_of(f"n{number}", f"198.51.{number % 250}.{number // 250}"))
    assert len(brake._attempts) <= 30


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda store, make: store.save_user(make("wang", "reader", "correct-wang")), id="role"),
        pytest.param(
            lambda store, make: store.save_user(make("wang", "reviewer", "another-one")), id="password"
        ),
        pytest.param(lambda store, _: store.remove_user("wang"), id="removed"),
    ],
)
def test_a_change_from_outside_ends_the_sessions(serve, team, store, change):
    passwords = team(wang="reviewer", li="reviewer")
    site = serve(passwords=passwords)
    with enter(site, "wang", "correct-wang") as wang, enter(site, "li", "correct-li") as li:
        token = {"x-csrf-token": csrf_of(wang)}
        change(store, passwords.user)
        body = {"pointer": "/issuer", "action": "accept", "seen": 0}
        assert wang.post("/d/1/decide", json=body, headers=token).status_code == 401
        assert wang.get("/").headers["location"].startswith("/login")
        assert li.get("/").status_code == 200


def test_an_admin_removes_users_but_not_oneself(serve, team, store, attempt):
    site = serve(passwords=team(root="admin", wang="reviewer"))
    with enter(site, "root", "correct-root") as root:
        token = csrf_of(root)
        for name, status in (("root", 422), ("nobody", 422), ("wang", 303)):
            assert root.post("/users/remove", data={"csrf": token, "name": name}).status_code == status
        assert root.post("/users/remove", data={"csrf": "wrong", "name": "wang"}).status_code == 403
    assert [user.name for user in store.users()] == ["root"]
    assert attempt(site, "wang", "correct-wang") == 403
    assert ("root", "user removed", "wang") in {line[1:] for line in store.audit_log(20)}


@pytest.mark.parametrize(
    ("opening", "drop"),
    [
        pytest.param(b"", b"", id="nothing is sent"),
        pytest.param(b"GET / HTTP/1.1\r\n", b"x-a: 1\r\n", id="headers drop in"),
        pytest.param(
            b"POST /login HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncontent-length: 9000\r\n"
            b"content-type: application/x-www-form-urlencoded\r\n\r\n",
            b"a",
            id="the body drops in",
        ),
        pytest.param(
            b"GET /static/icon.svg HTTP/1.1\r\nhost: {host}\r\n\r\nGET / HTTP/1.1\r\n",
            b"x-a: 1\r\n",
            id="the second request drops in",
        ),
    ],
)
def test_a_request_that_does_not_end_is_cut_off_and_others_are_served(serve, team, opening, drop):
    site = serve(passwords=team(wang="reviewer"), protocol=Hasty)
    host = site.url.removeprefix("http://")
    name, port = host.split(":")
    with ExitStack() as stack:
        address = (name, int(port))
        slow = [stack.enter_context(socket.create_connection(address, timeout=5)) for _ in range(20)]
        began = time.monotonic()
        for each in slow:
            each.sendall(opening.replace(b"{host}", host.encode()))
        open_ones, served = slow, 0
        while open_ones and time.monotonic() - began < 30:
            served += httpx.get(f"{site.url}/login").status_code == 200
            open_ones = [each for each in open_ones if is_open(each, drop)]
            time.sleep(0.05)
    assert not open_ones
    assert served, "nobody else was answered meanwhile"


def is_open(connection, drop):
    try:
        connection.sendall(drop)
        connection.setblocking(False)
        return connection.recv(65536) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        connection.setblocking(True)
