"""Bodies that are nearly right, at every route that writes: never a 5xx, and exports go on."""

import json
import os
import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_samples import CELL, ask, put

from extractor.certify.certified_values import StrataChoice
from extractor.certify.sample_planning import Wish
from extractor.cli.export_store import items_of_store
from extractor.export import export
from extractor.review.audit_store import new_plan
from extractor.review.corrected_gold import gold_json
from extractor.review.current_values import corrected_report
from extractor.review.editable_facts import fact_json
from extractor.review.fit_to_export import finished_documents
from extractor.review.people import OneTimeToken
from extractor.review.persistence import ReviewStore
from extractor.review.routes_admin import router as admin
from extractor.review.routes_audit import router as audit
from extractor.review.routes_deciding import router as deciding
from extractor.review.routes_reading import router as reading
from extractor.review.server import Serving, make_app
from extractor.store import open_store

HOST = "testserver"
EXAMPLES = int(os.environ.get("EXTRACTOR_ATTACK_EXAMPLES", "70"))
ODD = (
    None, True, -1, 0, 1, 10**30, 2.5, "", "0", "5", "1_000", "٣", "\ud83d", "\x00", "<b>", "1e-99999999",
    "NaN", "x\u202ey", "\u200b", "2021-W01-1", "2021-05-01", "0001-01-01", "=1+1", " \n@SUM(1)",
    "甲" * 3000, [], {}, ["0"], [0], [0, 0], {"start": 0, "end": 1, "quote": "x"}, {"value": "某县"},
    [[[[1]]]], "number", "training",
)  # fmt: skip
LISTS = ("counts", "trainings", "events", "issues", "remedies", "past_rectifications")
KEYS = ("0", "1", "2", "9", "new", "00", "-1", "n1-1.0", "²", "../issues/0", "")
OFFSETS = (0, 1, 5, 40, 41, 90, 10**9, -1, "3", 2.0, None)
SEEN = (10**9, 10**9, 10**9, 0, -1, "0", 10**30)


class World:
    """A page with an admin who is logged in, a document about which two people differ, and a plan."""

    def __init__(self, folder, raw, passwords):
        self.folder = folder
        self.raw_store = open_store(str(folder / "review.sqlite"))
        self.store = ReviewStore(self.raw_store)
        self.report_id = put(self.raw_store, raw, "jishan-2021.txt")
        self.store.save_user(passwords.user("admin", "admin", "correct-admin"))
        for who, value in (("li", "3"), ("wang", "4")):
            self.store.append(self.report_id, who, ask(CELL, value), 9, blind=True)
        wish, strata = Wish(0.01, 0.95, 1.0), StrataChoice((), ("applications_new_natural",))
        self.plan = new_plan(self.store, wish, strata, 1, "5eed" * 8, "test")[0].plan_id
        app = make_app(self.store, Serving(frozenset({HOST})), OneTimeToken(), passwords)
        self.client = TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False)
        self.client.headers["origin"] = f"http://{HOST}"
        self.client.post("/login", data={"name": "admin", "password": "correct-admin"})
        self.csrf = re.search(r'name="csrf" content="([^"]+)"', self.client.get("/").text)[1]
        self.client.headers["x-csrf-token"] = self.csrf
        narrative = self.store.load(self.report_id).report.narrative
        self.facts = [
            (f"/narrative/{name}/{index}", name, fact_json(fact))
            for name in LISTS
            for index, fact in enumerate(getattr(narrative, name)[:2])
        ]

    def written(self):
        audits = self.raw_store.read(
            lambda c: c.exec_driver_sql("select count(*) from certify_answers").scalar()
        )
        people = tuple(sorted((user.name, user.role) for user in self.store.users()))
        return self.store.events_of(self.store.load(self.report_id).sha256), people, audits

    def still_exports(self):
        """What an export is made of: the gold, the table of values and the current views."""
        for opened, people in finished_documents(self.store, everything=True):
            gold_json(opened, people)
            corrected_report(opened)

    def exported(self):
        """The whole data set as CSV; how many reports are in it."""
        done = export(items_of_store(self.raw_store, None, ""), self.folder / "csv", ("csv",))
        return sum(1 for _ in (self.folder / "csv").glob("*.csv")), done


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_bytes, quick_passwords):
    pytest.importorskip("scipy", reason="the extra [certify] is not installed")
    known = World(tmp_path_factory.mktemp("world"), fixture_bytes["jishan-2021"], quick_passwords)
    yield known
    known.raw_store.close()


odd = st.sampled_from(ODD)


def mostly(draw, right, otherwise=odd):
    """The right value, now and then something else."""
    return right if draw(st.integers(0, 7)) else draw(otherwise)


def near(draw, fields):
    """An object of which a field or two may be wrong, missing or unknown."""
    made = json.loads(json.dumps(fields))
    for _ in range(draw(st.sampled_from((0, 0, 1, 1, 2)))):
        name = draw(st.sampled_from((*made, "unknown", "witnesses")))
        if draw(st.booleans()) and isinstance(made.get(name), dict) and made[name]:
            inner = draw(st.sampled_from(tuple(made[name])))
            made[name][inner] = draw(odd)
        elif draw(st.integers(0, 3)):
            made[name] = draw(odd)
        else:
            made.pop(name, None)
    return made


def value_of(draw, world):
    """(pointer, action, after) of a decision that might be right."""
    pointer, name, fact = draw(st.sampled_from(world.facts))
    header = draw(st.sampled_from(("/issuer", "/title", "/report_year", "/period/start", "/published_on")))
    stretch = {"start": mostly(draw, 40), "end": mostly(draw, 60)}
    adds = [near(draw, fact) for _ in range(draw(st.integers(0, 2)))]
    removes = [draw(st.sampled_from(KEYS)) for _ in range(draw(st.integers(0, 2)))]
    return draw(
        st.sampled_from(
            (
                (CELL, "set", near(draw, {"print": "number", "value": draw(odd)})),
                (CELL, "set", near(draw, {"print": "blank"})),
                (header, "set", {"value": draw(odd)}),
                (pointer, "set", near(draw, fact)),
                (pointer, "not_stated", near(draw, {})),
                (pointer, "accept", near(draw, {})),
                (pointer, "flag", near(draw, {"on": True})),
                (draw(st.sampled_from((pointer, CELL, header))), "ground", near(draw, stretch)),
                (f"/narrative/{name}/new", "rewrite", near(draw, {"removes": removes, "adds": adds})),
            )
        )
    )


def decide(draw, world):
    pointer, action, after = value_of(draw, world)
    body = {"pointer": pointer, "action": action, "after": after, "reason": "illegible", "seen": 10**9}
    return f"/d/{world.report_id}/decide", {
        **body,
        "seen": draw(st.sampled_from(SEEN)),
        "note": mostly(draw, "好"),
    }


def shape(draw, world):
    body = {
        "how": mostly(draw, draw(st.sampled_from(("add", "split", "merge")))),
        "list": mostly(draw, draw(st.sampled_from(LISTS))),
        "key": draw(st.sampled_from(KEYS)),
        "other": draw(st.sampled_from(KEYS)),
        "start": draw(st.sampled_from(OFFSETS)),
        "end": draw(st.sampled_from(OFFSETS)),
        "seen": draw(st.sampled_from(SEEN)),
    }
    return f"/d/{world.report_id}/shape", body


def undo(draw, world):
    return f"/d/{world.report_id}/undo", near(draw, {"seen": draw(st.sampled_from(SEEN))})


def users(draw, world):
    form = {"name": draw(st.sampled_from(("li", "x\u202ey", "", "a" * 80, "王"))), "role": "reviewer"}
    return draw(st.sampled_from(("/users", "/users/remove"))), near(
        draw, {**form, "password": "a long password"}
    )


def adjudicate(draw, world):
    pointer = draw(st.sampled_from((CELL, "/issuer", world.facts[0][0], "/narrative/counts/77", "")))
    revision, value = draw(st.sampled_from((1, 2, 3, 9, -1))), draw(odd)
    where = draw(st.sampled_from(("", "/value", "/undo")))
    return f"/adjudicate/{world.report_id}{where}", {"pointer": pointer, "revision": revision, "value": value}


def prefs(draw, world):
    return "/prefs", near(
        draw, {"language": "zh", "theme": "dark", "to": draw(st.sampled_from(("/", "//x", "x")))}
    )


def answer(draw, world):
    kind = draw(st.sampled_from(("read", "blank", "cannot", "same", "undo", "x")))
    form = {"plan": world.plan, "kind": kind, "position": draw(st.integers(-1, 3)), "value": draw(odd)}
    return "/audit/answer", near(draw, {**form, "seconds": 1.5, "expected": draw(st.integers(0, 3))})


ROUTES = (decide, decide, decide, decide, shape, shape, undo, users, adjudicate, prefs, answer)


def sent(world, path, body):
    if path.startswith("/d/"):
        return world.client.post(
            path, content=json.dumps(body).encode(), headers={"content-type": "application/json"}
        )
    form = {key: _form_text(value) for key, value in body.items() if value is not None}
    return world.client.post(path, data={**form, "csrf": world.csrf}, follow_redirects=False)


def _form_text(value):
    return str(value).encode("utf-8", "replace").decode()


def test_nearly_right_bodies_are_kept_whole_or_refused_whole(world):
    accepted = set()

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize="CI" in os.environ,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(data=st.data())
    def any_body(data):
        route = data.draw(st.sampled_from(ROUTES))
        path, body = route(data.draw, world)
        before = world.written()
        answer = sent(world, path, body)
        assert answer.status_code < 500, (path, body, answer.text)
        if answer.status_code >= 400:
            assert world.written() == before, (path, body)
        else:
            accepted.add(route.__name__)
            if world.written() != before:
                world.still_exports()

    any_body()
    assert "decide" in accepted
    assert world.exported()[0] > 1
    for there in (
        "/",
        f"/d/{world.report_id}",
        f"/d/{world.report_id}/sheet",
        "/adjudicate",
        "/users",
        "/audit",
    ):
        assert world.client.get(there).status_code == 200, there


def test_every_route_that_writes_is_tried():
    routes = [each for router in (reading, deciding, admin, audit) for each in router.routes]
    written = {each.path for each in routes if each.methods - {"GET", "HEAD"}}
    assert written - {"/login", "/logout"} == {
        "/d/{report_id}/decide", "/d/{report_id}/shape", "/d/{report_id}/undo", "/users", "/users/remove",
        "/adjudicate/{report_id}", "/adjudicate/{report_id}/value", "/adjudicate/{report_id}/undo", "/prefs",
        "/audit/answer",
    }  # fmt: skip
