"""Show that a change of the code changes no Report, or name what it changes.

python scripts/compare_reports.py check             compare with tests/acceptance/reports.digest
python scripts/compare_reports.py check --update    write that file again, and say which lines changed
python scripts/compare_reports.py save FILE [DIR…]  keep the Reports (of DIR's texts, too) of this tree
python scripts/compare_reports.py diff OLD NEW      two such files, field by field

The documents are the real reports (../shared/seeds, left out where there are none), the texts of
fixtures/reports and eval/hostile, and one generated document of every noise level and layout.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from extractor.evaluation.noise import LEVELS, document_named, layouts_of
from extractor.pipeline import extract

PROJECT = Path(__file__).resolve().parent.parent
DIGESTS = PROJECT / "tests" / "acceptance" / "reports.digest"
PARTS = ("header", "sections", "tables", "narrative", "findings", "coverage")
"""What a line tells apart, so that a changed digest says where to look."""

_FOLDERS = {
    "real": PROJECT.parent / "shared" / "seeds",
    "fixture": PROJECT / "fixtures" / "reports",
    "hostile": PROJECT / "eval" / "hostile",
}
_SHOWN = 60


def document_names(folders: Sequence[Path] = ()) -> list[str]:
    """``kind:name`` of every document, those of ``folders`` included."""
    named = [f"{kind}:{path.name}" for kind, folder in _FOLDERS.items() for path in _texts(folder)]
    named += [f"file:{path}" for folder in folders for path in _texts(folder.resolve())]
    levels = enumerate(LEVELS.values())
    return named + [
        f"generated:{level.name}.{layout}.s7.n{at}" for at, level in levels for layout in layouts_of(level)
    ]


def report_of(name: str) -> dict[str, Any]:
    """One document's Report without what differs from run to run."""
    kind, _, rest = name.partition(":")
    if kind == "generated":
        report = extract(document_named(rest).text)
    else:
        report = extract(_FOLDERS[kind] / rest if kind in _FOLDERS else Path(rest))
    values: dict[str, Any] = report.model_dump(mode="json")
    for key in ("seconds", "extractor_version"):
        values["run"].pop(key)
    return values


def digest_line(name: str) -> str:
    """The document's name, and one short digest of each part of its Report."""
    report = report_of(name)
    parts = {part: report.pop(part) for part in PARTS if part in report}
    parts["header"] = report
    return " ".join([name, *(f"{part}={_digest(parts[part])}" for part in PARTS)])


def changed_lines(old: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    """Documents whose digests differ and the parts that do; a document that only one side has, too."""
    before, after = ({line.split()[0]: line.split()[1:] for line in lines} for lines in (old, new))
    for name in sorted(before.keys() | after.keys()):
        if name not in before or name not in after:
            yield f"{name}: {'new' if name in after else 'gone'}"
        elif before[name] != after[name]:
            parts = [b.partition("=")[0] for a, b in zip(before[name], after[name], strict=True) if a != b]
            yield f"{name}: {', '.join(parts)}"


def differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Every leaf that differs, with its path and both values."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from differences(old.get(key, "(absent)"), new.get(key, "(absent)"), f"{path}/{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (left, right) in enumerate(zip(old, new, strict=True)):
            yield from differences(left, right, f"{path}/{index}")
    elif old != new:
        yield f"{path}: {_short(old)} -> {_short(new)}"


def _texts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.txt"))


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 300 else f"{text[:300]}…"


def _check(update: bool) -> int:
    with ProcessPoolExecutor(2) as pool:
        now = list(pool.map(digest_line, document_names(), chunksize=8))
    kept = DIGESTS.read_text(encoding="utf-8").splitlines() if DIGESTS.exists() else []
    without_real = not any(line.startswith("real:") for line in now)
    if without_real:
        print("no real reports beside the project: their lines were not compared", file=sys.stderr)
        now = [line for line in kept if line.startswith("real:")] + now
    changed = list(changed_lines(kept, now))
    print("\n".join(changed) if changed else f"{len(now)} Reports as committed")
    if update:
        DIGESTS.write_text("\n".join(now) + "\n", encoding="utf-8")
    return 0 if update or not changed else 1


def _save(target: Path, folders: Sequence[Path]) -> int:
    names = document_names(folders)
    with ProcessPoolExecutor(2) as pool:
        reports = dict(zip(names, pool.map(report_of, names, chunksize=8), strict=True))
    with gzip.open(target, "wt", encoding="utf-8") as stream:
        json.dump(reports, stream, ensure_ascii=False)
    print(f"{len(reports)} Reports in {target}")
    return 0


def _diff(old: Path, new: Path, shown: int) -> int:
    before, after = (json.loads(gzip.decompress(path.read_bytes())) for path in (old, new))
    found = differences(before, after)
    first = list(islice(found, shown))
    rest = sum(1 for _ in found)
    print("\n".join(first) if first else f"{len(after)} Reports are equal")
    if rest:
        print(f"… and {rest} more (--shown {len(first) + rest} shows all)")
    return 1 if first else 0


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument says; 1 where something differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check").add_argument("--update", action="store_true")
    save = commands.add_parser("save")
    save.add_argument("target", type=Path)
    save.add_argument("folders", type=Path, nargs="*")
    diff = commands.add_parser("diff")
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    diff.add_argument("--shown", type=int, default=_SHOWN)
    given = parser.parse_args(arguments)
    if given.command == "check":
        return _check(given.update)
    if given.command == "save":
        return _save(given.target, given.folders)
    return _diff(given.old, given.new, given.shown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
