"""What holds for all tests: nobody's own weights, replies or endpoint take part."""

import pytest


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
