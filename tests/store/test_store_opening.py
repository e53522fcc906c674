import multiprocessing
import os
import shutil
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event, text

from extractor.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreVersionError,
    UsageError,
)
from extractor.store import open_store, open_store_to_read
from extractor.store.database import Store
from extractor.store.migrating import FOLDER, current_version, differences, versions
from extractor.store.schema import metadata

ROOT = Path(__file__).parents[2]


def test_migrations_make_exactly_the_tables_that_the_code_uses(store):
    assert store.read(differences) == []


def test_the_names_of_the_files_say_the_versions_in_the_order_of_alembic():
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    revisions = ScriptDirectory.from_config(config).walk_revisions()
    assert versions() == tuple(script.revision for script in revisions)[::-1]


def test_opening_again_changes_nothing(store, db_url):
    version = store.read(current_version)
    again = open_store(db_url)
    assert again.read(current_version) == version == "0008"
    again.close()


def test_every_table_is_described_in_the_documentation():
    page = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
    for table in metadata.sorted_tables:
        assert f"`{table.name}`" in page, table.name
        for column in table.columns:
            assert f"`{column.name}`" in page, f"{table.name}.{column.name}"


def test_store_of_a_later_version_is_refused(store, db_url):
    store.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(StoreVersionError, match="9999"):
        open_store(db_url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://host/db", "not in mysql"),
        ("sqlite://", "needs a file"),
        ("sqlite:////nowhere/at/all/x.sqlite", "does not exist"),
        ("", "empty"),
        ("://", "URL"),
    ],
    ids=["other-database", "in-memory", "no-folder", "empty", "no-url"],
)
def test_urls_that_cannot_hold_a_store_are_refused(url, says):
    with pytest.raises(UsageError, match=says):
        open_store(url)


def test_password_is_never_shown(tmp_path):
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://me:secret@127.0.0.1:1/none", patience_s=0.1)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("not a database at all, and long enough to be one" * 50)
    with pytest.raises(StoreError, match="not a database"):
        open_store(str(file))


def _hold_lock(path, seconds, held):
    import sqlite3

    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    held.set()
    time.sleep(seconds)
    connection.execute("ROLLBACK")


@pytest.mark.parametrize(("held_s", "patience_s", "comes_through"), [(1.0, 20, True), (6.0, 0.5, False)])
def test_a_locked_database_is_waited_for_and_then_named(
    tmp_path, monkeypatch, held_s, patience_s, comes_through
):
    monkeypatch.setattr("extractor.store.database.BUSY_TIMEOUT_MS", 200)
    path = tmp_path / "s.sqlite"
    store = open_store(str(path), patience_s=patience_s)
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    holder = context.Process(target=_hold_lock, args=(path, held_s, held))
    holder.start()
    held.wait(60)
    try:
        if comes_through:
            store.write(lambda c: c.execute(text("DELETE FROM runs")))
        else:
            with pytest.raises(StoreBusyError, match="resume"):
                store.write(lambda c: c.execute(text("DELETE FROM runs")))
    finally:
        holder.terminate()
        holder.join()
        store.close()


def test_writers_that_wait_hold_no_connection_and_none_that_is_missing_is_a_fault(tmp_path, monkeypatch):
    """Forty requests wait for a lock: each is written in the end, and readers go past them."""
    monkeypatch.setattr("extractor.store.database.BUSY_TIMEOUT_MS", 200)
    path = tmp_path / "s.sqlite"
    store = open_store(str(path), patience_s=20)
    few = create_engine(
        store.engine.url,
        pool_size=2,
        max_overflow=0,
        pool_timeout=0.1,
        connect_args={"check_same_thread": False},
    )
    slow = Store(few, patience_s=0.5)
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    holder = context.Process(target=_hold_lock, args=(path, 4.0, held))
    holder.start()
    held.wait(60)
    try:
        with ThreadPoolExecutor(40) as pool:
            waiting = [
                pool.submit(store.write, lambda c: c.execute(text("DELETE FROM runs"))) for _ in range(40)
            ]
            assert store.read(lambda c: c.execute(text("SELECT count(*) FROM runs")).scalar()) == 0
            assert store.engine.pool.checkedout() <= 1
            for each in waiting:
                each.result()
        with few.connect(), few.connect(), pytest.raises(StoreBusyError, match="connections are in use"):
            slow.read(lambda c: None)
    finally:
        holder.terminate()
        holder.join()
        slow.close()
        store.close()


@pytest.fixture
def filled(tmp_path):
    """A store of some size, closed."""
    path = tmp_path / "s.sqlite"
    store = open_store(str(path))
    row = text("INSERT INTO texts VALUES (:key, :packed, 1, '[]')")
    store.write(
        lambda c: c.execute(row, [{"key": str(n), "packed": bytes(range(250)) * 8} for n in range(400)])
    )
    store.close()
    return path


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_cut_store_is_called_damaged_and_nothing_is_promised(filled, share):
    whole = filled.read_bytes()
    filled.write_bytes(whole[: int(len(whole) * share)])
    for opening in (open_store, open_store_to_read):
        with pytest.raises(StoreDamagedError, match="may be gone") as error:
            opening(str(filled))
        assert "lost" not in str(error.value)


def test_a_store_with_a_hole_is_called_damaged(filled):
    whole = bytearray(filled.read_bytes())
    whole[8192:-8192] = bytes(len(whole) - 16384)
    filled.write_bytes(whole)
    with pytest.raises(StoreDamagedError) as error:
        add_up(filled)
    assert "lost" not in str(error.value)


def add_up(path):
    with closing(open_store(str(path), patience_s=1)) as store:
        store.read(lambda c: c.execute(text("SELECT sum(length(packed)) FROM texts")).scalar_one())


def test_a_store_is_opened_to_look_at_where_nothing_may_be_written(filled):
    script = (
        "import sys; from sqlalchemy import text\n"
        "from extractor.errors import StoreError\n"
        "from extractor.store import open_store_to_read\n"
        "store = open_store_to_read(sys.argv[1])\n"
        "print(store.read(lambda c: c.execute(text('SELECT count(*) FROM texts')).scalar_one()))\n"
        "try: store.write(lambda c: c.execute(text('DELETE FROM texts')))\n"
        "except StoreError as error: print(type(error).__name__)\n"
    )
    command = [*without_power(), sys.executable, "-c", script, filled]
    filled.chmod(0o444)
    filled.parent.chmod(0o555)
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    filled.parent.chmod(0o755)
    assert (done.stdout.split(), done.stderr) == (["400", "StoreReadOnlyError"], "")


def test_a_store_is_exported_where_nothing_may_be_written(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    shutil.copy(ROOT / "fixtures/reports/shuangzhan-2020.txt", tmp_path / "in")
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    shelf.chmod(0o777)
    extractor = [sys.executable, "-m", "extractor", "batch"]
    db = ["--db", str(shelf / "r.sqlite")]
    made = [*extractor, "run", str(tmp_path / "in"), *db, "--engine", "rules", "--workers", "1", "--quiet"]
    assert subprocess.run(made, cwd=ROOT).returncode == 0
    (shelf / "r.sqlite").chmod(0o444)
    shelf.chmod(0o555)
    command = [*without_power(), *extractor, "export", *db, "--out", str(tmp_path / "out" / "e")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    shelf.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert any((tmp_path / "out" / "e").iterdir())


def without_power():
    """The words before a command that take from root the right to write everywhere."""
    if os.getuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and setpriv is not installed")
    return ["setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override"]


def test_a_full_disk_is_named_and_what_was_written_stays(tmp_path):
    store = open_store(str(tmp_path / "s.sqlite"), patience_s=1)

    @event.listens_for(store.engine, "begin")
    def limit(connection):
        connection.exec_driver_sql("PRAGMA max_page_count = 90")

    def fill(connection, start):
        for n in range(start, start + 50):
            connection.execute(
                text("INSERT INTO texts VALUES (:key, :packed, 1, '[]')"),
                {"key": str(n), "packed": bytes(900)},
            )

    def fill_up():
        for start in range(0, 100_000, 50):
            store.write(lambda connection: fill(connection, start))  # noqa: B023 - run at once

    with pytest.raises(StoreFullError, match="make room and resume"):
        fill_up()
    kept = store.read(lambda c: c.execute(text("SELECT count(*) FROM texts")).scalar_one())
    assert kept > 0
    assert kept % 50 == 0
    assert store.read(lambda c: c.execute(text("PRAGMA integrity_check")).scalar_one()) == "ok"
    store.close()


def test_a_restarted_server_is_waited_for(pg_server, pg_url):
    store = open_store(pg_url, patience_s=20)
    store.write(lambda c: c.execute(text("DELETE FROM runs")))
    pg_server.stop()
    pg_server.start()
    store.write(lambda c: c.execute(text("DELETE FROM runs")))
    store.close()


def test_migrations_are_found_in_an_installed_wheel(tmp_path):
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    code = (
        "import extractor; from extractor.store import open_store; open_store('s.sqlite').close();"
        "print(extractor.__file__)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(tmp_path / "installed"), "PATH": ""},
    )
    assert ran.returncode == 0, ran.stderr
    assert str(tmp_path / "installed") in ran.stdout
    shutil.rmtree(tmp_path / "installed")
