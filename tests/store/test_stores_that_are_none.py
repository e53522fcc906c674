"""What is behind ``--db`` may be anything: each command says one line about it and leaves it as it is."""

import contextlib
import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from click_runner import runner

FIXTURES = Path(__file__).parents[2] / "fixtures" / "reports"
READING = {
    "status": ("batch", "status"),
    "export": ("export", "--out", "out"),
    "audit": ("audit", "--out", "out"),
    "bodies": ("bodies", "list", "--out", "out"),
    "panel": ("bodies", "panel", "--out", "out"),
    "certificate": ("certify", "report", "--out", "out"),
    "audit page": ("certify", "run"),
}
WRITING = {
    "review": ("review", "--port", "0"),
    "gold": ("review", "export", "out", "--gold"),
    "resume": ("batch", "resume"),
    "retry": ("batch", "retry", "--failed"),
    "cancel": ("batch", "cancel"),
    "gc": ("batch", "gc", "--dry-run"),
    "plan": ("certify", "plan", "--minutes", "10"),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The bytes of a store with two documents."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "in").mkdir()
    for name in ("anzhu-2022", "jishan-2021"):
        shutil.copy(FIXTURES / f"{name}.txt", folder / "in")
    with pytest.MonkeyPatch.context() as monkeypatch:
        run = runner(monkeypatch, folder)
        assert run("batch", "run", "in", "--db", "s.sqlite", "--engine", "rules", "--workers", "1").code == 0
    return (folder / "s.sqlite").read_bytes()


def _foreign(path, _filled):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE customers (name)")
        connection.commit()


def _version(number):
    def make(path, filled):
        path.write_bytes(filled)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", [number])
            connection.commit()

    return make


KINDS = {
    "empty": (lambda path, _: path.write_bytes(b""), "there is no store in it"),
    "text": (lambda path, _: path.write_text("这里没有数据库。" * 40, encoding="utf-8"), "not a database"),
    "foreign": (_foreign, "a database of something else (its tables: customers)"),
    "later": (_version("9999"), "made by a later version"),
    "cut": (lambda path, filled: path.write_bytes(filled[: len(filled) // 2]), "damaged"),
    "folder": (lambda path, _: path.mkdir(), "a folder and no store"),
    "nothing": (lambda *_: None, "no such file"),
}


def state(folder):
    """Every file of a folder with its content and when it was written."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in folder.rglob("*")
        if path.is_file() and "out" not in path.parts
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", [*READING, *WRITING])
def test_what_is_no_store_is_one_line_and_stays_as_it_is(command, kind, filled, tmp_path, monkeypatch):
    make, says = KINDS[kind]
    make(tmp_path / "s.sqlite", filled)
    before = state(tmp_path)
    ran = runner(monkeypatch, tmp_path)(*({**READING, **WRITING}[command]), "--db", "s.sqlite")
    assert ran.code in (1, 2)
    assert says in ran.err
    assert len(ran.err.strip().splitlines()) == 1
    assert state(tmp_path) == before
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())


@pytest.mark.parametrize("command", READING)
def test_a_store_is_not_changed_by_a_command_that_reads(command, filled, tmp_path, monkeypatch):
    (tmp_path / "s.sqlite").write_bytes(filled)
    before = state(tmp_path)
    ran = runner(monkeypatch, tmp_path)(*READING[command], "--db", "s.sqlite")
    assert ran.code == (2 if READING[command][0] == "certify" else 0), ran.err  # no plan is stored
    assert state(tmp_path) == before


@pytest.mark.parametrize("command", READING)
def test_a_store_of_an_earlier_version_is_not_changed_by_a_command_that_reads(
    command, filled, tmp_path, monkeypatch
):
    _version("0005")(tmp_path / "s.sqlite", filled)
    before = state(tmp_path)
    ran = runner(monkeypatch, tmp_path)(*READING[command], "--db", "s.sqlite")
    assert ran.code == 1
    assert "of store version 0005" in ran.err
    assert "batch resume" in ran.err
    assert state(tmp_path) == before


def test_a_store_is_read_while_another_process_writes_and_its_log_goes_with_the_last(
    filled, tmp_path, monkeypatch
):
    (tmp_path / "s.sqlite").write_bytes(filled)
    run = runner(monkeypatch, tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "s.sqlite", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE under_way (x)")
        ran = run("batch", "status", "--db", "s.sqlite")
        writer.execute("ROLLBACK")
    assert ran.code == 0, ran.err
    assert sorted(path.name for path in tmp_path.glob("s.sqlite*")) == ["s.sqlite"]


def test_an_address_of_a_file_is_checked_as_its_path_is(tmp_path, monkeypatch):
    (tmp_path / "s.sqlite").touch()
    for command in ("batch status", "review", "certify report"):
        ran = runner(monkeypatch, tmp_path)(*command.split(), "--db", f"sqlite:///{tmp_path}/s.sqlite")
        assert "there is no store in it" in ran.err
    assert os.path.getsize(tmp_path / "s.sqlite") == 0
