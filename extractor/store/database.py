"""Opening a database, and what can go wrong with one.

SQLite is one file with a write-ahead log; PostgreSQL is reached by URL. Writers take the lock at the
start of their transaction, so that two of them wait for each other instead of failing half way.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url
from sqlalchemy.engine import URL

from extractor.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
    UsageError,
)

T = TypeVar("T")

Transaction = Connection
"""What the work of a transaction is given."""

BUSY_TIMEOUT_MS = 10_000
"""How long one SQLite statement waits for another writer."""
PATIENCE_S = 60.0
"""How long a transaction is tried again while the database is locked or away."""
_DAMAGE = ("malformed", "disk I/O error", "corrupt", "invalid page", "could not read block")
"""What SQLite and PostgreSQL say of a file of which a part is gone."""
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0


class Store:
    """An open store. Safe to use from several threads: each transaction takes its own connection."""

    def __init__(self, engine: Engine, patience_s: float = PATIENCE_S) -> None:
        self.engine = engine
        self.patience_s = patience_s
        self._turn = threading.Lock()
        """SQLite has one writer: those of this process wait here, none of them with a connection in hand."""

    @property
    def name(self) -> str:
        """The URL without the password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is one SQLite file."""
        return self.engine.dialect.name == "sqlite"

    def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in a transaction that writes nothing; tried again while the database is away."""
        return self._patiently(work, self.engine)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in one transaction, all or nothing; tried again while the database is away.

        ``work`` may run more than once and must leave nothing outside the database behind.
        """
        engine = self.engine.execution_options(writes=True)
        if not self.is_sqlite:
            return self._patiently(work, engine)
        if not self._turn.acquire(timeout=self.patience_s):
            raise self._busy("other writers of this process are first")
        try:
            return self._patiently(work, engine)
        finally:
            self._turn.release()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _patiently(self, work: Callable[[Connection], T], engine: Engine) -> T:
        until, pause = time.monotonic() + self.patience_s, _FIRST_PAUSE_S
        while True:
            try:
                with engine.begin() as connection:
                    return work(connection)
            except exc.DBAPIError as error:
                if not _is_passing(error):
                    raise translated(error, self.name) from error
                if time.monotonic() + pause > until:
                    raise self._busy(_first_line(error)) from error
            except exc.TimeoutError as error:  # all connections are in use
                if time.monotonic() + pause > until:
                    raise self._busy("all its connections are in use") from error
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    def _busy(self, why: str) -> StoreBusyError:
        return StoreBusyError(
            f"{self.name}: locked or out of reach for {self.patience_s:.0f} s ({why}); "
            "nothing was written meanwhile: mend it and resume"
        )


def connect(url: str, patience_s: float = PATIENCE_S, *, reads_only: bool = False) -> Store:
    """Open ``url``: a SQLAlchemy URL, or the path of a SQLite file. Makes no tables.

    ``reads_only``: nothing is changed; the file must be there, and may lie where nothing may be written.
    Raises StoreDamagedError for a file that is shorter than it says.
    """
    parsed = parse_url(url)
    try:
        if parsed.get_backend_name() == "sqlite":
            path, name = Path(parsed.database or ""), parsed.render_as_string()
            _check_whole(path, name)
            if not reads_only:
                _check_writable(path, name)
            return Store(_read_only(parsed) if reads_only else _sqlite(parsed), patience_s)
        return Store(create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=20), patience_s)
    except ImportError as error:
        raise UsageError(
            f"{parsed.render_as_string()}: its driver is missing; pip install 'gongkai-extractor[postgres]'"
        ) from error


def parse_url(url: str) -> URL:
    """The URL of a store; UsageError for a database that cannot hold one."""
    if "://" not in url:
        if not url:
            raise UsageError("--db is empty; give a file or a URL such as postgresql://host/name")
        url = f"sqlite:///{Path(url).absolute()}"
    try:
        parsed = make_url(url)
    except exc.ArgumentError as error:
        raise UsageError("--db: not a database URL; try results.sqlite or postgresql://host/name") from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise UsageError(f"--db: a store lies in SQLite or PostgreSQL, not in {backend}")
    if not parsed.database or parsed.database == ":memory:":
        raise UsageError("--db: a store needs a file; try sqlite:///results.sqlite")
    folder = Path(parsed.database).absolute().parent
    if not folder.is_dir():
        raise UsageError(f"--db: the folder {folder} does not exist; make it first")
    return parsed


def translated(error: exc.DBAPIError, name: str) -> StoreError:
    """The error of the product for one of a driver."""
    line = _first_line(error)
    if any(sign in line for sign in _DAMAGE):
        return damaged(name, line)
    if "disk is full" in line or "No space left" in line or type(error.orig).__name__ == "DiskFull":
        return StoreFullError(f"{name}: no room left ({line}); make room and resume: nothing stored is lost")
    if "readonly" in line:
        return StoreReadOnlyError(
            f"{name}: 只能读取，未写入任何内容 / may only be read ({line}); nothing was written"
        )
    if "unable to open" in line or "not a database" in line:
        return StoreError(
            f"{name}: 打不开，请检查路径、权限和文件类型 / "
            f"cannot be used ({line}); check the path, its rights "
            "and what it is"
        )
    return StoreError(f"{name}: the database refused ({line}); nothing of this step was written")


def damaged(name: str, how: str) -> StoreDamagedError:
    """The error for a store of which a part is gone."""
    return StoreDamagedError(
        f"{name}: damaged ({how}); a part of what was stored may be gone: put back a copy, or save what is "
        "left with sqlite3 FILE .recover"
    )


def _is_passing(error: exc.DBAPIError) -> bool:
    """Locked, restarting, connection lost, a deadlock that the database broke: worth another try."""
    if error.connection_invalidated:
        return True
    line = _first_line(error)
    if "locked" in line or "busy" in line:
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    # 08 connection, 57P admin shutdown and starting up, 40 serialisation and deadlock, 55P03 lock timeout
    if state.startswith(("08", "57P", "40")) or state == "55P03":
        return True
    is_wrong_login = any(word in line for word in ("authentication failed", "does not exist", "no password"))
    # Without a state the server said nothing: it is away, unless the driver refused what it should send.
    is_unheard = type(error.orig).__module__.startswith("psycopg") and not state
    return is_unheard and isinstance(error, exc.OperationalError | exc.InterfaceError) and not is_wrong_login


def _first_line(error: exc.DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__


def _check_whole(path: Path, name: str) -> None:
    """A copy that stopped half way still opens, and counts what is left: its head says how long it was.

    Where a write-ahead log has content, the head may be ahead of the file: SQLite looks at that itself.
    """
    if path.is_dir():
        raise StoreError(
            f"{name}: {path} 是文件夹而不是库文件，请写出其中的文件名 / "
            "is a folder and no store; name a file in it"
        )
    log = path.with_name(path.name + "-wal")
    try:
        with path.open("rb") as file:
            head = file.read(100)
        size, logged = path.stat().st_size, log.stat().st_size if log.exists() else 0
    except OSError:
        return
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0") or logged:
        return
    page = int.from_bytes(head[16:18], "big")
    expected = int.from_bytes(head[28:32], "big") * (65536 if page == 1 else page)
    if size < expected:
        raise damaged(name, f"{size:,} bytes of {expected:,} are there")


def _check_writable(path: Path, name: str) -> None:
    """SQLite says "unable to open" of whatever it cannot write to; this tells file from folder.

    The folder is needed, too, for the log beside the file.
    """
    if path.exists() and not os.access(path, os.W_OK):
        raise _not_writable(name, path)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise _not_writable(name, path.parent)


def _not_writable(name: str, what: Path) -> StoreReadOnlyError:
    return StoreReadOnlyError(
        f"{name}: {what} 不可写，未写入任何内容；请放开权限，或把库复制到可写之处 / "
        f"nothing may be written to {what}, "
        "and nothing was; change its rights, or copy the store to where you may write"
    )


def _read_only(url: URL) -> Engine:
    """SQLite that changes nothing; what it needs beside the file while it is open is gone afterwards.

    Where nothing may be written, a write-ahead log that nobody can open is left out (``immutable``): what it
    holds is not seen.
    """
    path = Path(url.database or "").absolute()
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        # The last to leave clears the log away, which mode=ro cannot.
        how = "mode=rw"
    else:
        how = "mode=ro" if path.with_name(path.name + "-shm").exists() else "mode=ro&immutable=1"
    address = f"file:{quote(str(path))}?{how}"

    def opened() -> sqlite3.Connection:
        return sqlite3.connect(
            address, uri=True, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None
        )

    return _prepared(create_engine(url, creator=opened), ("query_only=ON", "cache_size=-16384"))


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False})
    return _prepared(
        engine,
        (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "cache_size=-16384",
            "journal_size_limit=67108864",
        ),
    )


def _prepared(engine: Engine, pragmas: tuple[str, ...]) -> Engine:
    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late to take the writer's lock: begin by hand.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
