"""``extractor review`` as users type it."""

import json
import os
import re
import signal
import subprocess
import sys

import httpx
import pytest
from review_samples import CELL, ask
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.evaluation.gold import load_gold
from extractor.review.service import ReviewService, Viewer


def run(*words):
    return CliRunner().invoke(app, ["review", *map(str, words)])


@pytest.fixture
def db(raw_store):
    return raw_store.engine.url.database


def test_gold_is_exported_and_the_export_is_audited(db, store, add, fixture_bytes, tmp_path):
    report_id, wang = add("jishan-2021"), Viewer("wang")
    service = ReviewService(store)
    service.decide(service.open(report_id, wang), wang, ask(CELL, "3"), 0)
    result = run("export", "--gold", tmp_path / "gold", "--db", db)
    assert result.exit_code == 0, result.output
    gold, _ = load_gold(tmp_path / "gold" / "jishan-2021.json", fixture_bytes["jishan-2021"])
    assert gold.annotator == "wang"
    assert gold.origins is not None
    assert gold.origins.decided == {CELL: "wang"}
    assert "export" in {line.what for line in store.audit_log(5)}


def test_label_studio_goes_out_and_comes_back(db, add, tmp_path):
    add("jishan-2021")
    assert run("export", "--label-studio", "--all", tmp_path, "--db", db).exit_code == 0
    assert len(json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))) == 1
    assert run("import", tmp_path / "tasks.json", "--db", db).exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("--host", "0.0.0.0"), id="open to all without a team"),
        pytest.param(("--blind",), id="blind without a team"),
        pytest.param(("--team",), id="a team of nobody"),
        pytest.param(("export", "out"), id="nothing to export"),
        pytest.param(("import", "nowhere.json"), id="no such file"),
        pytest.param(("user", "li", "--role", "king", "--password", "long enough"), id="unknown role"),
    ],
)
def test_wrong_usage_is_refused_with_exit_code_2(db, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("--db", db, *words).exit_code == 2


def test_the_printed_address_opens_the_page(db, add):
    add("jishan-2021")
    command = [sys.executable, "-m", "extractor", "review", "--db", str(db), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = re.search(r"http://\S+", server.stderr.readline())[0]
            with httpx.Client(follow_redirects=True, transport=httpx.HTTPTransport(retries=10)) as client:
                page = client.get(address)
            assert page.status_code == 200
            assert "jishan-2021.txt" in page.text
        finally:
            os.kill(server.pid, signal.SIGINT)
            server.wait(15)
    assert server.returncode in (0, -signal.SIGINT, 130)


def test_all_fixtures_become_gold_that_agrees_with_the_rules_they_came_from(db, add, fixture_bytes, tmp_path):
    """What is exported says the same as the Report: scored against itself nothing is missed."""
    from extractor.evaluation.scoring import score_report
    from extractor.pipeline import extract_document, read_document

    for stem in fixture_bytes:
        add(stem)
    assert run("--db", db, "export", "--gold", "--all", tmp_path).exit_code == 0
    for stem, raw in fixture_bytes.items():
        gold, text = load_gold(tmp_path / f"{stem}.json", raw)
        report = extract_document(read_document(raw, f"{stem}.txt"))
        assert score_report(stem, report, gold, text).misses == (), stem


def test_a_mistyped_store_is_refused_and_not_made(tmp_path):
    for words in (
        ["--db", tmp_path / "no.sqlite"],
        ["export", "--gold", tmp_path / "g", "--db", tmp_path / "no.sqlite"],
    ):
        ran = run(*words)
        assert ran.exit_code == 2, ran.output
        assert "no such file" in ran.output
    assert not (tmp_path / "no.sqlite").exists()
