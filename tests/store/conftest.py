"""Databases for the tests: a SQLite file, and a PostgreSQL database where a server is installed."""

import pytest

from extractor.store import open_store


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request, tmp_path):
    """A fresh database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    return request.getfixturevalue("pg_url")


@pytest.fixture
def store(db_url):
    opened = open_store(db_url, patience_s=5)
    yield opened
    opened.close()
