"""The data files that come with the product: JSON Schemas and prompts.

In a checkout they stand beside the package (``schemas/``, ``prompts/``); in an installed wheel they
are in ``extractor/_data``. Both are found through :mod:`importlib.resources`.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

Folder = Literal["schemas", "prompts"]


def folder(name: Folder) -> Traversable:
    """The folder of data files called ``name``; FileNotFoundError if the installation lacks it."""
    package = files("extractor")
    packed = package / "_data" / name
    if packed.is_dir():
        return packed
    beside = Path(str(package)).parent / name
    if beside.is_dir():
        return beside
    raise FileNotFoundError(f"no {name}/ in this installation of extractor; install it again")


def schema_text(name: str) -> str:
    """The JSON Schema ``schemas/<name>.schema.json`` as text, e.g. ``schema_text("report")``."""
    return (folder("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
