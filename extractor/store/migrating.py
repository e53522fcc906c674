"""Bringing a store to the version of this installation."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.command import upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from extractor.errors import StoreBusyError, StoreDamagedError, StoreError, StoreVersionError, UsageError
from extractor.store.certify_schema import metadata
from extractor.store.database import PATIENCE_S, Store, connect

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_301_207_114
"""Any number: two programs that migrate one PostgreSQL database at a time wait for each other."""


def open_store(url: str, patience_s: float = PATIENCE_S) -> Store:
    """Open a store and bring it to this version, in one transaction.

    Raises StoreVersionError for a store of a later version, UsageError for a URL that cannot be one.
    """
    store = connect(url, patience_s)
    try:
        _bring_up(store)
    except BaseException:
        store.close()
        raise
    return store


def open_store_to_read(url: str, patience_s: float = PATIENCE_S) -> Store:
    """Open a store to look at it: as ``open_store``, and where nothing may be written, without writing.

    Raises StoreVersionError where it would first have to be brought to this version.
    """
    try:
        return open_store(url, patience_s)
    except (StoreDamagedError, StoreBusyError, StoreVersionError, UsageError):
        raise
    except StoreError:
        store = connect(url, patience_s, reads_only=True)
        try:
            version, head = store.read(current_version), _scripts().get_current_head()
        except StoreError:
            store.close()
            raise
        if version != head:
            store.close()
            raise StoreVersionError(
                f"{store.name}: of store version {version}, this extractor needs {head}, and nothing may be "
                "written there; open it once where it may be written, or look at a copy"
            ) from None
        return store


def _bring_up(store: Store) -> None:
    head = _scripts().get_current_head()
    version = store.read(current_version)
    if version != head:
        if version is not None and version not in _known():
            raise StoreVersionError(
                f"{store.name}: made by a later version of extractor (store version {version}, "
                f"this one knows {head}); update extractor"
            )
        store.write(_upgrade)


def current_version(connection: Connection) -> str | None:
    """The store version in the database; None where there is no store yet."""
    return MigrationContext.configure(connection).get_current_revision()


def differences(connection: Connection) -> list[object]:
    """What the migrated database lacks or has too much against ``tables.py``; empty when in step."""
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = _config()
    config.attributes["connection"] = connection
    upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}
