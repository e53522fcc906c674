"""What a browser sends to the audit is not believed: no request takes the page down or records nonsense."""

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.review.audit_store import audit_of, stored_plans
from extractor.review.people import OneTimeToken
from extractor.review.server import Serving, make_app

HOST = "testserver"


@pytest.fixture
def page(store, plan):
    plan(minutes=5.0)
    token = OneTimeToken()
    client = TestClient(make_app(store, Serving(frozenset({HOST})), token, None), base_url=f"http://{HOST}")
    client.get(f"/enter?token={token.value}&to=/audit")
    text = client.get("/audit").text
    csrf = text.partition('name="csrf" content="')[2].partition('"')[0]
    return client, csrf, stored_plans(store)[0]


def send(page, **fields):
    client, csrf, plan = page
    known = {"csrf": csrf, "plan": plan.plan_id, "kind": "read", "position": "0", "expected": "0"}
    return client.post("/audit/answer", data=known | fields, headers={"origin": f"http://{HOST}"})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.fixed_dictionaries(
        {},
        optional={
            "value": st.text(max_size=40),
            "position": st.sampled_from(["-1", "9999999", "1e9", "", "３"]),
            "kind": st.sampled_from(["read", "blank", "same", "undo", "later", ""]),
            "plan": st.sampled_from(["", "nothing", "20260101-0000-abcd"]),
            "expected": st.sampled_from(["-1", "7", "x"]),
            "seconds": st.sampled_from(["nan", "-3", "inf", "9e99"]),
            "csrf": st.just("wrong"),
        },
    )
)
def test_no_answer_takes_the_page_down(page, fields):
    assert send(page, **fields).status_code < 500


def test_an_answer_without_the_token_of_the_session_is_refused(page, store):
    assert send(page, csrf="wrong", kind="cannot").status_code == 403
    assert audit_of(store, page[2]).answers == ()


def test_a_reader_without_the_right_to_write_does_not_audit(store, plan):
    from argon2 import PasswordHasher

    from extractor.review.people import Passwords

    plan(minutes=5.0)
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    store.save_user(passwords.user("zhao", "reader", "correct-zhao"))
    client = TestClient(
        make_app(store, Serving(frozenset({HOST})), OneTimeToken(), passwords), base_url=f"http://{HOST}"
    )
    client.post(
        "/login", data={"name": "zhao", "password": "correct-zhao"}, headers={"origin": f"http://{HOST}"}
    )
    assert client.get("/audit").status_code == 403


def test_the_address_of_the_audit_leads_nowhere_else(store, plan):
    token = OneTimeToken()
    client = TestClient(make_app(store, Serving(frozenset({HOST})), token, None), base_url=f"http://{HOST}")
    answer = client.get(f"/enter?token={token.value}&to=//evil.example", follow_redirects=False)
    assert answer.headers["location"] == "/"
