"""What holds for all tests: nobody's own weights, replies or endpoint take part."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from postgresql_server import pg_server, pg_url

__all__ = ["pg_server", "pg_url"]


settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")  # how long an example takes says what else the machine does
ROOT = Path(__file__).parents[1]
SLOW = frozenset(
    line for line in (ROOT / "tests" / "slow.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"
)


LONG = frozenset(
    line for line in (ROOT / "tests" / "long.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make quick` and `make test` leave out; slow files first: both processes end together."""
    for item in items:
        if item.path.relative_to(ROOT).as_posix() in LONG:
            item.add_marker("long")
        if item.path.relative_to(ROOT).as_posix() in SLOW:
            item.add_marker("slow")
    first = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in first)


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
