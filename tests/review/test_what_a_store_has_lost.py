"""What of a store can no longer be read is named and left out; everything else goes on."""

import csv
import json
import zlib

import httpx
import pytest
from sqlalchemy import create_engine, text
from test_review_safety import csrf_of

from extractor.cli.export import ExportChoice
from extractor.cli.export import run as export_run
from extractor.cli.review_serving import ExportFlags, export_documents
from extractor.cli.shelves import ShelfSource, opened_shelf
from extractor.errors import StoreDamagedError
from extractor.export import FileOutcome
from extractor.export.account import each_account
from extractor.review.decision_log import Action, Decision
from extractor.review.service import ReviewService, Viewer, make_queue

DOCUMENTS = ("jishan-2021", "shuangzhan-2020")
GOLD = {"gold": True, "label_studio": False, "everything": True, "blind": False}


class Said:
    """A terminal that keeps what it is told."""

    def __init__(self):
        self.lines = []

    def note(self, line):
        self.lines.append(line)


def change(path, statement, **values):
    """As another program does it, which minds no foreign key."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        found = connection.execute(text(statement), values)
        row = found.first() if found.returns_rows else None
    engine.dispose()
    return row


def exported(path, out):
    said = Said()
    code = export_run(
        ExportChoice(None, str(path), None, True, "csv,jsonl", False, with_text=True), out, said
    )
    names = [
        json.loads(line)["source"]["name"] for line in (out / "reports.jsonl").read_text("utf-8").splitlines()
    ]
    return code, said.lines, names


def flipped(path):
    packed = bytearray(change(path, "select packed from reports where report_id = 1")[0])
    packed[len(packed) // 2] ^= 4
    change(path, "update reports set packed = :new where report_id = 1", new=bytes(packed))


def reads(packed):
    return lambda path: change(path, "update reports set packed = :new where report_id = 1", new=packed)


def of_its_text(statement):
    its = "where text_sha256 = (select text_sha256 from reports where report_id = 1)"
    return lambda path: change(path, f"{statement} {its}")


DAMAGE = {
    "a bit of the Report flipped": flipped,
    "the Report is words": reads("x"),
    "the Report is another": reads(zlib.compress(b'{"a": 1}')),
    "the text is gone": of_its_text("delete from texts"),
    "the text is broken": of_its_text("update texts set packed = 'x'"),
    "the pages are broken": of_its_text("update texts set pages = '[[1'"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_document_that_a_store_has_lost_is_named_and_the_others_are_exported(store, add, tmp_path, damage):
    for stem in DOCUMENTS:
        add(stem)
    path = tmp_path / "review.sqlite"
    damage(path)
    code, said, names = exported(path, tmp_path / "out")
    assert code == 1
    assert names == ["shuangzhan-2020.txt"]
    (line,) = [line for line in said if "未导出" in line]
    assert "jishan-2021.txt" in line
    became = {one.path: (one.outcome, one.document) for one in each_account(tmp_path / "out" / "inputs.csv")}
    assert became == {
        "jishan-2021.txt": (FileOutcome.FAILED, ""),
        "shuangzhan-2020.txt": (FileOutcome.READ, "shuangzhan-2020.txt"),
    }
    with opened_shelf(ShelfSource(None, str(path), everything=True)) as known:
        assert list(known.unread) == ["jishan-2021.txt"]
        assert [one.report for one in known.registry.attributions.values()]
    told = []
    assert export_documents(str(path), tmp_path / "gold", ExportFlags(**GOLD), told.append) == 1
    with pytest.raises(StoreDamagedError):
        ReviewService(store).open(1, Viewer("li"))


BROKEN = [
    {"pointer": "/issuer", "action": "zap", "before": "[]", "after": "{}"},
    {"pointer": "/issuer", "action": "set", "before": "[]", "after": "[1"},
    {"pointer": "/issuer", "action": "set", "before": "null", "after": None},
    {"pointer": "/issuer", "action": "set", "before": "null", "after": "[]"},
    {"pointer": "nowhere", "action": "reject", "before": None, "after": "{}"},
    {"pointer": "/issuer", "action": "undo", "before": "null", "after": "{}"},
    {"pointer": "/title", "action": "set", "before": "x", "after": "7"},
]
INSERT = (
    "insert into corrections (report_id, revision, pointer, action, before, after, note, author, at)"
    " values (1, :revision, :pointer, :action, :before, :after, '', 'wang', 'never')"
)


def test_a_decision_that_nobody_can_read_is_set_aside_told_and_taken_back(store, add, serve, tmp_path):
    add(DOCUMENTS[0])
    path = tmp_path / "review.sqlite"
    service, li, wang = ReviewService(store), Viewer("li"), Viewer("wang")
    named = Decision("/issuer", Action.SET, None, {"value": "某县"})
    service.decide(service.open(1, li), li, named, 0)
    for at, row in enumerate(BROKEN):
        change(path, INSERT, revision=2 + at, **row)
    make_queue(store, blind=False, tell=print)
    opened = service.open(1, wang)
    assert opened.state.report.issuer.value == "某县"
    assert len(opened.state.unreadable) == len(BROKEN)
    assert [f.check for f in opened.findings].count("review.unreadable") == len(BROKEN)
    code, said, names = exported(path, tmp_path / "out")
    assert (code, names) == (0, ["jishan-2021.txt"])
    assert sum(f"{len(BROKEN)} 个人工决定无法读出" in line for line in said) == 1
    with (tmp_path / "out" / "corrections.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["human_value"] for row in csv.DictReader(file)] == ["某县"]
    assert export_documents(str(path), tmp_path / "gold", ExportFlags(**GOLD), said.append) == 1
    site = serve()
    with httpx.Client(base_url=site.url, headers={"origin": site.url}, timeout=30) as client:
        client.get("/enter", params={"token": site.token})
        csrf_of(client)
        for there in ("/", "/d/1", "/adjudicate"):
            assert client.get(there).status_code == 200, there
        items = [one.pointer for one in opened.open_items if "review.unreadable" in one.pointer]
        assert len(items) == len(BROKEN)
        panels = [client.get("/d/1/panel", params={"at": each}).text for each in items]
        assert all("无法读出" in panel for panel in panels)
        assert sum("wang 的第 2 号决定" in panel for panel in panels) == 1
    for _ in BROKEN:
        assert service.undo(service.open(1, wang), wang) is not None
    assert service.open(1, wang).state.unreadable == ()
    assert service.open(1, wang).state.report.issuer.value == "某县"
