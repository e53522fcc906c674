"""Files that could not be read, by the body and year that their names speak of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from extractor.bodies.body_registry import Registry, attribute
from extractor.ideographs import HAN
from extractor.records import Naming

_YEAR = re.compile(r"(?<!\d)(?:20[0-3]\d)(?!\d)")
_NAME = re.compile(
    rf"[{HAN}（）()]{{3,40}}?(?=\d|年|关于|政府信息公开|政务公开|信息公开|工作报告|年报|年度报告|$)"
)
_KEY = "failed-"


def failed_by_body(
    registry: Registry, paths: Iterable[str], own_places: Path | None = None
) -> Mapping[tuple[str, int | None], Sequence[str]]:
    """Paths of failed files by (id of a body that is known here, year); others are left out.

    A name in the path is all that is left of such a file: it says that a file is there, never what it holds.
    """
    namings = {f"{_KEY}{at}": (path, _naming(path, f"{_KEY}{at}")) for at, path in enumerate(paths)}
    found: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    told = attribute((naming for _, naming in namings.values() if naming is not None), own_places=own_places)
    by_name = {body.name: body.body_id for body in registry.bodies.values()}
    for key, one in told.attributions.items():
        if not one.is_certain:
            continue
        body_id = (
            one.body_id if one.body_id in registry.bodies else by_name.get(told.bodies[one.body_id].name)
        )
        if body_id is not None:
            found[body_id, one.year].append(namings[key][0])
    return found


def _naming(path: str, key: str) -> Naming | None:
    stem = PurePosixPath(path).stem
    name = _NAME.search(stem)
    years = _YEAR.findall(path)
    return (
        Naming(report=key, name=name[0], year=int(years[-1]) if years else None, path=path) if name else None
    )
