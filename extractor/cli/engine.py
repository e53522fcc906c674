"""Which engine reads a document."""

from extractor.errors import SettingsError
from extractor.settings import Engine, Settings

RULES: Engine = "rules"


def choose_engine(settings: Settings) -> tuple[Engine, str | None]:
    """The engine to use, and the line that says why where the user did not choose it.

    Raises SettingsError where an engine was asked for that cannot run.
    """
    if settings.engine == RULES:
        return RULES, None
    if settings.engine is not None:
        if not settings.has_model:
            raise SettingsError(
                f"engine {settings.engine!r} needs a model and none is configured; "
                "set EXTRACTOR_BASE_URL and EXTRACTOR_MODEL, or use --engine rules"
            )
        raise SettingsError(f"engine {settings.engine!r} is not part of this version; use --engine rules")
    if settings.has_model:
        return RULES, "engine rules: this version does not ask a model yet"
    return RULES, "engine rules: no model is configured"
