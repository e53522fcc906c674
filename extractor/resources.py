"""The data files that come with the product: JSON Schemas, prompts and invented reports to try it on.

In a checkout they stand beside the package (``schemas/``, ``prompts/``, ``fixtures/reports/``); in a
installed wheel they are in ``extractor/_data``. Both are found through :mod:`importlib.resources`.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

Folder = Literal["schemas", "prompts", "samples"]
_BESIDE = {"samples": "fixtures/reports"}


def folder(name: Folder) -> Traversable:
    """The folder of data files called ``name``; FileNotFoundError if the installation lacks it."""
    package = files("extractor")
    packed = package / "_data" / name
    if packed.is_dir():
        return packed
    beside = Path(str(package)).parent / _BESIDE.get(name, name)
    if beside.is_dir():
        return beside
    raise FileNotFoundError(f"no {name}/ in this installation of extractor; install it again")


def schema_text(name: str) -> str:
    """The JSON Schema ``schemas/<name>.schema.json`` as text, e.g. ``schema_text("report")``."""
    return (folder("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")


def samples() -> dict[str, bytes]:
    """Invented reports in several encodings and states of damage, by file name."""
    found = (each for each in folder("samples").iterdir() if each.name.endswith(".txt"))
    return {each.name: each.read_bytes() for each in sorted(found, key=lambda each: each.name)}


def schema_names() -> list[str]:
    """Names of all JSON Schemas, for ``schema_text``."""
    names = (entry.name for entry in folder("schemas").iterdir())
    return sorted(name.removesuffix(".schema.json") for name in names if name.endswith(".schema.json"))
