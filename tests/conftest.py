"""What holds for all tests: nobody's own weights, replies or endpoint take part."""

import pytest
from postgresql_server import pg_server, pg_url

__all__ = ["pg_server", "pg_url"]


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
