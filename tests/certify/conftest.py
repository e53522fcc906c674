"""A store with fixture reports, some of whose values were made wrong before anybody drew a sample."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("scipy", reason="the extra [certify] is not installed")
pytest.importorskip("fastapi", reason="the extra [review] is not installed")

sys.path.insert(0, str(Path(__file__).parents[1] / "review"))

from review_samples import put

from extractor.certify.certified_values import StrataChoice
from extractor.certify.claims import claims_of
from extractor.certify.sample_planning import Wish
from extractor.records import Topic
from extractor.review.audit_store import new_plan
from extractor.review.blind_audit import AuditService, SaidAnswer
from extractor.review.delivered import delivered
from extractor.review.persistence import ReviewStore
from extractor.review.service import ReviewService
from extractor.store import open_store

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
STEMS = ("shuangzhan-2020", "taoxi-2021", "xiating-2020")


@pytest.fixture
def raw_store(tmp_path):
    store = open_store(str(tmp_path / "certify.sqlite"))
    yield store
    store.close()


@pytest.fixture
def store(raw_store):
    return ReviewStore(raw_store)


def spoiled(report):
    """The Report with the new applications of natural persons and two topics read wrongly."""
    table = dict(report.tables.applications or {})
    row = dict(table["new"])
    row["natural"] = row["natural"].model_copy(update={"value": (row["natural"].value or 0) + 700})
    tables = report.tables.model_copy(update={"applications": {**table, "new": row}})
    counts = list(report.narrative.counts)
    for index in range(min(2, len(counts))):
        topic = Topic.GAZETTE if counts[index].topic is not Topic.GAZETTE else Topic.STAFF
        counts[index] = counts[index].model_copy(update={"topic": topic})
    narrative = report.narrative.model_copy(update={"counts": tuple(counts)})
    return report.model_copy(update={"tables": tables, "narrative": narrative})


@pytest.fixture
def truth(store, raw_store):
    """Fills the store; what each place of each document really says."""
    for stem in STEMS:
        put(raw_store, (FIXTURES / f"{stem}.txt").read_bytes(), f"{stem}.txt")
    known = {}
    for one in delivered(store):
        known |= {(one.sha256, claim.pointer): claim.value for claim in claims_of(one)}
    for stem in STEMS:
        put(raw_store, (FIXTURES / f"{stem}.txt").read_bytes(), f"{stem}.txt", spoiled, config="1")
    return known


class Reader:
    """A reader who knows the truth, and answers as the page would send it."""

    def __init__(self, store, truth, author="wang"):
        self.service = AuditService(ReviewService(store))
        self.store, self.truth, self.author = store, truth, author

    def true_value(self, drawing):
        sha256 = self.store.load(drawing.report_id).sha256
        if drawing.claim.pointer.startswith("/text/"):
            return "none"
        return self.truth.get((sha256, drawing.claim.pointer), drawing.claim.value)

    def say(self, turn, value, kind="read"):
        said = {"none": True} if value == "" else {"value": value}
        answer = SaidAnswer(
            turn.plan.plan_id,
            turn.drawing.position,
            kind,
            said if kind == "read" else {},
            4.0,
            turn.progress.answers,
        )
        return self.service.answer(self.author, answer)

    def turn(self):
        return self.service.turn(self.author)

    def answer_all(self, most=10**6):
        """Answer until nothing is left; the number of answers."""
        for number in range(most):
            turn = self.turn()
            if turn.drawing is None:
                return number
            self.say(turn, self.true_value(turn.drawing))
        return most


@pytest.fixture
def reader(store, truth):
    def making(author="wang"):
        return Reader(store, truth, author)

    return making


@pytest.fixture
def plan(store, truth):
    def making(auditors=1, method="fixed", minutes=12.0, seed="s", variables=(), find=1.0):
        wish = Wish(0.01, 0.95, minutes, method, find)
        asked = StrataChoice(tuple(variables), ("applications_new_natural", *variables))
        return new_plan(store, wish, asked, auditors, seed, "test")

    return making
