"""The step of a batch that asks a model, from the settings."""

from extractor.batch import ModelStep, RunOptions
from extractor.errors import SettingsError
from extractor.store import Store


def make_step(options: RunOptions, store: Store, run_id: str) -> ModelStep | None:
    """What asks the model in this run; None for the engine rules."""
    if options.engine == "rules":
        return None
    raise SettingsError(f"engine {options.engine!r} is not part of a batch yet; use --engine rules")
