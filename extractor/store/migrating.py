"""Bringing a store to the version of this installation.

Alembic is loaded where there is something to bring: its import takes longer than opening a store.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from extractor.errors import StoreVersionError, UsageError
from extractor.store.certify_schema import metadata
from extractor.store.database import PATIENCE_S, Store, connect, parse_url

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
_VERSION = re.compile(r"v(\d{4})_")
_LOCK = 7_301_207_114
"""Any number: two programs that migrate one PostgreSQL database at a time wait for each other."""


def open_store(url: str, patience_s: float = PATIENCE_S) -> Store:
    """Open a store and bring it to this version, in one transaction; a new file becomes a store.

    Raises StoreVersionError for a store of a later version, UsageError for a URL that cannot be one and for
    a file that holds something else, both of which are left as they are.
    """
    _check_file(url, patience_s)
    store = connect(url, patience_s)
    try:
        if _version_of(store) != versions()[-1]:
            store.write(_upgrade)
    except BaseException:
        store.close()
        raise
    return store


def open_store_to_read(url: str, patience_s: float = PATIENCE_S) -> Store:
    """Open a store to look at it: nothing is changed, and nothing left beside it.

    Raises UsageError where there is none, StoreVersionError where it is not of this version.
    """
    store = connect(url, patience_s, reads_only=True)
    try:
        version = _version_of(store)
        if version is None:
            raise UsageError(f"{store.name}: there is no store in it; check the path")
        if version != versions()[-1]:
            raise StoreVersionError(
                f"{store.name}: of store version {version}, this extractor needs {versions()[-1]}; bring "
                "it up to date, or a copy of it where nothing may be written: extractor batch resume --db"
            )
    except BaseException:
        store.close()
        raise
    return store


def _check_file(url: str, patience_s: float) -> None:
    """Look at what is there before the first pragma that would change it."""
    parsed = parse_url(url)
    path = Path(parsed.database or "")
    if parsed.get_backend_name() == "sqlite" and path.exists() and path.stat().st_size:
        looked = connect(url, patience_s, reads_only=True)
        try:
            _version_of(looked)
        finally:
            looked.close()


def _version_of(store: Store) -> str | None:
    """The version of a store; None where there is nothing yet.

    Raises UsageError where the data of another program are, StoreVersionError for a later version.
    """
    version, tables = store.read(lambda connection: (current_version(connection), _tables(connection)))
    if version is None and tables and store.is_sqlite:
        raise UsageError(
            f"{store.name}: no store of extractor, but a database of something else (its tables: "
            f"{', '.join(tables[:3])}); it is left as it is: check the path"
        )
    if version is not None and version not in versions():
        raise StoreVersionError(
            f"{store.name}: made by a later version of extractor (store version {version}, "
            f"this one knows {versions()[-1]}); update extractor"
        )
    return version


def _tables(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())


@cache
def versions() -> tuple[str, ...]:
    """The versions of a store that are known here, by the names of their files, this one last."""
    files = sorted((FOLDER / "versions").glob("v*.py"))
    return tuple(match[1] for file in files if (match := _VERSION.match(file.name)))


def current_version(connection: Connection) -> str | None:
    """The store version in the database; None where there is no store yet."""
    if "alembic_version" not in _tables(connection):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def differences(connection: Connection) -> list[object]:
    """What the migrated database lacks or has too much against ``schema.py``; empty when in step."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _upgrade(connection: Connection) -> None:
    from alembic.command import upgrade

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = _config()
    config.attributes["connection"] = connection
    upgrade(config, "head")


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
