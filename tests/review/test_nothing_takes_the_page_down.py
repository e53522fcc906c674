"""Whatever a logged-in person sends: no 500, a refusal changes nothing, everybody else's pages stay."""

import json
import os

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_samples import CELL
from test_review_safety import csrf_of

from extractor.cli.review_serving import ExportFlags, export_documents
from extractor.review.decision_log import Action, Decision

ODD = [
    None, True, -1, 10**30, 1.5, "", "0", "\ud83d", "\x00", "<b>", "1e-99999999", "NaN", "9" * 400, "²", "㉓",
    [], {}, ["x"], {"start": 0, "end": 1}, {"print": "number", "value": "1e-99999999"}, {"value": "\ud83d"},
]  # fmt: skip
PLACES = [
    CELL, "/issuer", "/title", "/report_year", "/period/start", "/published_on", "/narrative/counts/0",
    "/narrative/counts/new", "/narrative/issues/0", "/narrative/counts/99999999999999999999",
    "/tables/applications/x/y", "/tables/nope/new/natural", "/findings/", "/findings/x",
    "/coverage/unexplained/0", "/coverage/unexplained/²",
    "", "/", "\ud83d", "/source/name", "/narrative/counts/0/value",
]  # fmt: skip

json_values = st.recursive(
    st.sampled_from([value for value in ODD if not isinstance(value, list | dict)]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["value", "print", "start", "end", "removes", "adds", "on", "identities", "places", "topic",
             "evidence", "quote", "label", "unit", "text", "x"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip
bodies = st.fixed_dictionaries(
    {
        "pointer": st.sampled_from(PLACES) | st.text(max_size=20),
        "action": st.sampled_from([action.value for action in Action] + ["x"]),
        "after": json_values,
        "seen": st.sampled_from([0, 1, 5, 10**9, 10**30, -1, "0"]),
    },
    optional={
        "reason": st.sampled_from(["issuer", "elsewhere", "illegible", "x"]),
        "note": st.sampled_from(["", "好", "\ud83d", "x" * 2000]),
        "unknown": st.just(1),
    },
)


@pytest.fixture
def page(serve, add, store):
    report_id = add("jishan-2021")
    site = serve()
    with httpx.Client(base_url=site.url, headers={"origin": site.url}, timeout=30) as client:
        client.get("/enter", params={"token": site.token})
        client.headers["x-csrf-token"] = csrf_of(client)
        client.headers["content-type"] = "application/json"
        yield client, report_id, store


def events(store, report_id):
    return store.events_of(store.load(report_id).sha256)


@settings(
    max_examples=int(os.environ.get("EXTRACTOR_ATTACK_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=bodies, path=st.sampled_from(["decide", "shape", "undo"]))
def test_no_body_takes_a_route_down_or_slips_past_a_refusal(page, body, path):
    client, report_id, store = page
    before = events(store, report_id)
    answer = client.post(f"/d/{report_id}/{path}", content=json.dumps(body).encode())
    assert answer.status_code < 500, (answer.status_code, body)
    if answer.status_code >= 400:
        assert events(store, report_id) == before
    else:
        for there in ("/", f"/d/{report_id}", f"/d/{report_id}/sheet"):
            assert client.get(there).status_code == 200, (there, body)


@pytest.mark.parametrize(
    "path",
    [
        "/?year=%C2%B2", "/?year=٣٣٣٣", "/?issuer=%ED%A0%BD", "/d/99999999999999999999999999", "/d/0",
        "/d/-1", "/d/x", "/d/1?at=%00", "/d/1?at=%ED%A0%BD", "/d/1/panel?at=/tables/applications/x/y",
        "/d/1/panel?at=/narrative/counts/99", "/d/1/panel?at=/coverage/unexplained/%C2%B2",
        "/d/1/panel?at=/findings/", "/next?at=%F0%9F", "/next?report=9999999999999999999999",
        "/?year=²²²²", "/?year=①②③④", "/next?year=²²²²", "/d/1?year=¹⁹⁹⁹",
        "/d/1/sheet?year=②⓪②①", "/?year=๒๐๒๑",
        "/?issuer=%00a", "/?form=%00", "/?check=x%00", "/?state=%07",
        "/next?issuer=%00", "/d/1/sheet?issuer=%1b",
        "/d/1/panel?at=/narrative/counts/²", "/audit?plan=%00", "/audit/page.svg?plan=%00&position=1",
    ],
)  # fmt: skip
def test_odd_addresses_are_answered_with_a_sentence(page, path):
    client, report_id, _ = page
    answer = client.get(path.replace("/d/1", f"/d/{report_id}"))
    assert answer.status_code < 500, path
    if any(sign in path for sign in ("%00", "%07", "%1b")):
        assert answer.status_code == 422, path


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/users", {"name": "li\x00", "role": "reader", "password": "a long password"}),
        ("/users/remove", {"name": "\x00"}),
        ("/prefs", {"language": "zh\x00"}),
        ("/audit/answer", {"plan": "\x00", "kind": "read", "value": "1"}),
        ("/audit/answer", {"plan": "a", "kind": "read", "value": "1\x00"}),
        ("/adjudicate/1", {"pointer": "\x00", "revision": "1"}),
        ("/login", {"name": "\x00", "password": "x"}),
    ],
)
def test_a_control_character_in_a_form_is_refused_before_the_store_is_asked(page, path, fields):
    client, _, _ = page
    form = {**fields, "csrf": client.headers["x-csrf-token"]}
    answer = client.post(path, data=form, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 422, answer.text
    assert "control character" in answer.json()["error"]


@pytest.mark.parametrize(
    ("pointer", "action", "after"),
    [
        pytest.param("/issuer", "set", {"value": "\ud83d"}, id="half a character"),
        pytest.param("/issuer", "set", {"value": "甲" * 3000}, id="endless text"),
        pytest.param("/issuer", "set", {"value": 5}, id="number for a text"),
        pytest.param("/report_year", "set", {"value": "20²2"}, id="superscript in a year"),
        pytest.param("/report_year", "set", {"value": "0001"}, id="impossible year"),
        pytest.param("/period/start", "set", {"value": "20200101"}, id="another spelling of a day"),
        pytest.param(CELL, "set", {"print": "number", "value": "1e-99999999"}, id="exponent"),
        pytest.param(CELL, "set", {"print": "blank", "value": "5"}, id="blank with a value"),
        pytest.param(CELL, "set", {"print": "number", "value": True}, id="truth for a number"),
        pytest.param(CELL, "accept", {"x": 1}, id="unknown field"),
        pytest.param("/tables/applications/evil/natural", "set", {"print": "blank"}, id="row of no form"),
        pytest.param("/narrative/counts/77", "accept", {}, id="fact that is not there"),
        pytest.param("/findings/nothing", "accept", {}, id="finding that is not there"),
        pytest.param("/source/name", "accept", {}, id="place of no value"),
    ],
)
def test_a_wrong_value_is_refused_before_it_is_recorded(page, pointer, action, after):
    client, report_id, store = page
    body = {"pointer": pointer, "action": action, "after": after, "reason": "illegible", "seen": 0}
    answer = client.post(f"/d/{report_id}/decide", content=json.dumps(body).encode())
    assert answer.status_code == 422, answer.text
    assert events(store, report_id) == ()


@pytest.mark.parametrize(
    "evidence",
    [
        {"quote": "x"},
        {"start": 10**8, "end": 10**8, "quote": ""},
        {"start": 7, "end": 7, "quote": ""},
    ],
    ids=["other words", "nothing behind the end", "nothing within"],
)
def test_a_quote_that_is_not_in_the_text_is_refused(page, evidence):
    client, report_id, store = page
    fact = json.loads(store.load(report_id).report.narrative.counts[0].model_dump_json())
    fact["evidence"] |= evidence
    if evidence["quote"]:
        fact["evidence"]["quote"] *= fact["evidence"]["end"] - fact["evidence"]["start"]
    for body in (
        {
            "pointer": "/narrative/counts/new",
            "action": "rewrite",
            "after": {"removes": [], "adds": [fact]},
            "seen": 0,
        },
        {"pointer": "/narrative/counts/0", "action": "set", "after": fact, "seen": 0},
    ):
        answer = client.post(f"/d/{report_id}/decide", content=json.dumps(body).encode())
        assert answer.status_code == 422
        assert "do not stand there" in answer.text
    assert events(store, report_id) == ()


def test_one_document_that_makes_no_gold_is_named_and_the_others_are_exported(page, add, tmp_path):
    _, report_id, store = page
    add("anzhu-2022")
    fact = json.loads(store.load(report_id).report.narrative.counts[0].model_dump_json())
    fact["evidence"] = {"start": 10**8, "end": 10**8, "quote": ""}
    stored = Decision(pointer="/narrative/counts/0", action=Action.SET, before={}, after=fact)
    store.append(report_id, "local", stored, 0, blind=False)
    told = []
    wanted = ExportFlags(gold=True, label_studio=False, everything=True, blind=False)
    assert export_documents(str(tmp_path / "review.sqlite"), tmp_path / "gold", wanted, told.append) == 1
    assert [path.stem for path in (tmp_path / "gold").iterdir()] == ["anzhu-2022"]
    (line,) = told
    assert "is no stretch of the text" in line


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"\xff\xfe",
        b'{"seen":' + b"9" * 5000 + b"}",
        b'{"seen":',
        b"null",
        b'"x"',
    ],
    ids=["lists", "objects", "no text", "endless number", "half", "null", "string"],
)
def test_a_body_that_nobody_can_read_is_refused_in_words_of_ours(page, body):
    client, report_id, store = page
    for path in ("decide", "shape", "undo"):
        answer = client.post(f"/d/{report_id}/{path}", content=body)
        assert answer.status_code in (400, 422)
        said = answer.json()["error"]
        assert "未保存" in said
        assert "load the page again" in said
        assert "\n" not in said
    assert events(store, report_id) == ()


def test_broken_sums_are_computed_here_and_not_taken_from_the_browser(page):
    client, report_id, store = page
    for forged in ({"identities": ["applications.row.new", "applications.row.granted"]}, {"places": {}}):
        body = {"pointer": "/issuer", "action": "accept", "after": forged, "seen": 0}
        assert client.post(f"/d/{report_id}/decide", content=json.dumps(body).encode()).status_code == 422
    assert events(store, report_id) == ()


def test_a_third_value_is_held_to_what_the_fields_of_the_page_accept(page):
    client, report_id, store = page
    form = {"csrf": client.headers.pop("x-csrf-token")}
    client.headers.pop("content-type")
    there = f"/adjudicate/{report_id}/value"
    for pointer, value in [
        *(("/narrative/counts/0", value) for value in ("1e9", "1E-5", "²", "١٢", "1_000", " ", "1,0")),
        (CELL, "1_000"), (CELL, "   "), (CELL, "²"), ("/report_year", "   "), ("/report_year", "٢٠٢١"),
        ("/issuer", "\u3000"), ("/issuer/value", "某县人民政府"), ("issuer", "某县人民政府"),
    ]:  # fmt: skip
        answer = client.post(there, data={**form, "pointer": pointer, "value": value})
        assert answer.status_code == 422, (pointer, value)
    assert events(store, report_id) == ()
    for pointer in ("/narrative/counts/0", CELL, "/report_year", "/issuer"):
        answer = client.post(there, data={**form, "pointer": pointer, "value": "2020"})
        assert answer.status_code == 303, pointer
    assert len(events(store, report_id)) == 4


@pytest.mark.parametrize(
    "bad",
    [
        Decision("/issuer", Action.SET, None, {"value": "\ud83d"}),
        Decision(CELL, Action.SET, None, {"print": "number", "value": "1e-99999999"}),
        Decision(CELL, Action.SET, None, {}),
        Decision("/narrative/counts/0", Action.SET, None, {"topic": "nonsense"}),
        Decision("/narrative/counts/0", Action.REWRITE, None, {"removes": 5, "adds": [{"x": 1}]}),
        Decision("/period/start", Action.SET, None, {"value": "yesterday"}),
        Decision(CELL, Action.GROUND, None, {"start": 10**9, "end": 5}),
    ],
    ids=lambda decision: f"{decision.pointer} {decision.action} {str(decision.after)[:20]}".encode(
        "ascii", "replace"
    ).decode(),
)
def test_what_an_earlier_version_recorded_and_nobody_can_apply_is_set_aside_and_can_be_undone(page, bad, add):
    client, report_id, store = page
    other = add("anzhu-2022")
    store.append(report_id, "local", bad, 0, blind=False)
    for path in ("/", f"/d/{report_id}", f"/d/{report_id}/sheet", f"/d/{other}"):
        assert client.get(path).status_code == 200, path
    body = {"pointer": "/title", "action": "accept", "seen": 9}
    assert client.post(f"/d/{report_id}/decide", content=json.dumps(body).encode()).status_code == 200
    for _ in range(2):
        assert client.post(f"/d/{report_id}/undo", json={"seen": 9}).status_code == 200
    assert {event.decision.action for event in events(store, report_id)[-2:]} == {Action.UNDO}
