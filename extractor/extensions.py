"""What other installed packages add: own checks and own forms, announced as entry points.

A package announces in its ``pyproject.toml``::

    [project.entry-points."extractor.checks"]
    mine = "my_package.my_checks"            # importing it registers the checks (extractor.checks)

    [project.entry-points."extractor.forms"]
    mine = "my_package:FORM_FILES"           # paths of form files (docs/forms.md)

Installing it is enough; ``extractor --version`` names it, and batches read again what they read without it.
"""

import sys
from contextlib import redirect_stdout
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from extractor.errors import UsageError

Group = Literal["extractor.checks", "extractor.forms"]
GROUPS: tuple[Group, ...] = ("extractor.checks", "extractor.forms")


@cache
def _announced() -> tuple[EntryPoint, ...]:
    every = entry_points()
    return tuple(each for group in GROUPS for each in sorted(every.select(group=group), key=lambda e: e.name))


def installed(group: Group) -> tuple[tuple[str, Any], ...]:
    """Name and object of each extension of a group, by name.

    Raises UsageError for one that cannot be loaded.
    """
    return tuple((each.name, _loaded(each)) for each in _announced() if each.group == group)


def load_all() -> None:
    """Load every extension; UsageError for one that cannot be."""
    for group in GROUPS:
        installed(group)


def _loaded(announced: EntryPoint) -> Any:
    where = announced.dist.name if announced.dist else announced.value
    try:
        # What a module prints when it is imported is no result of ours.
        with redirect_stdout(sys.stderr):
            return announced.load()
    except (Exception, SystemExit) as error:  # code of others may raise anything
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise UsageError(
            f"the extension {announced.name} of {where} cannot be loaded ({what}); mend or uninstall it"
        ) from error


def versions() -> tuple[str, ...]:
    """``NAME VERSION`` of each package that extends this one, by name."""
    found = {f"{each.dist.name} {each.dist.version}" for each in _announced() if each.dist}
    return tuple(sorted(found))
