"""The walk of a new user: fresh clone, 300 mixed files, one line, ten corrections in a browser, export again.

Needs the extras [review], [ocr], playwright and Debian's chromium. Prints counts, seconds and memory.
Usage: python scripts/walk.py [--keep FOLDER]
"""

import argparse
import csv
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "tests" / "end_to_end"), str(PROJECT / "tests" / "review")]
PLACE = "/tables/applications/denied_enforcement/natural"
"""The cell in conflict of the ten documents in doubt: 8 is printed where the sums want 3."""


def main() -> None:
    """Walk, and stop at the first step that does not hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", type=Path, help="folder for what the walk makes; default: thrown away")
    kept = options.parse_args().keep
    with tempfile.TemporaryDirectory(prefix="walk-") as thrown:
        root = kept or Path(thrown)
        root.mkdir(parents=True, exist_ok=True)
        if any(root.iterdir()):
            sys.exit(f"{root} is not empty; the walk begins in an empty folder")
        walk(root)


def walk(root: Path) -> None:
    """All steps in ``root``."""
    from mixed_folder import mixed_folder  # type: ignore[import-not-found]  # a module of the tests

    clone = root / "clone"
    with _timed("clone"):
        _must(["git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), str(clone)], root)
    made = mixed_folder(root / "reports")
    print(
        f"files in reports/: {len(made)}, by what is to become of them: {_counted(m.outcome for m in made)}"
    )
    with _timed("extractor batch run reports/ --db results.sqlite --export data/"):
        line = ("batch", "run", "reports/", "--db", "results.sqlite", "--export", "data/")
        _extractor(clone, root, *line, "--engine", "rules", codes=(1,))
    _accounted(root, made)
    with _timed("ten corrections in chromium"):
        _corrected(clone, root)
    with _timed("extractor export --db results.sqlite --out data/ --format all"):
        _extractor(clone, root, "export", "--db", "results.sqlite", "--out", "data/", "--format", "all")
    _found_again(root)


def _accounted(root: Path, made: list[Any]) -> None:
    rows = _table(root / "data" / "inputs.csv")
    by_path = {row["path"]: row for row in rows}
    unexplained = [
        row["path"] for row in rows if not row["reason"] and row["outcome"] not in ("read", "duplicate")
    ]
    missing = [
        one.path
        for one in made
        if one.path not in by_path and not any(path.startswith(one.path + "!/") for path in by_path)
    ]
    print(f"inputs.csv: {len(rows)} rows, {_counted(row['outcome'] for row in rows)}")
    print(f"files without a row: {len(missing)}; not read and without a reason: {len(unexplained)}")
    pages = root / "data" / "pages"
    panel = _table(root / "data" / "panel.csv")
    documents, bodies = (len(list((pages / name).glob("*.html"))) for name in ("documents", "bodies"))
    print(f"pages: {documents} documents, {bodies} bodies; panel: {len(panel)} rows")
    if missing or unexplained:
        sys.exit("not every file is explained")


def _corrected(clone: Path, root: Path) -> None:
    from review_browser import launched, signed_in  # type: ignore[import-not-found]  # of the tests

    served = subprocess.Popen(
        _command("review", "--db", "results.sqlite", "--port", "0"),
        cwd=root, env=_environment(clone), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert served.stderr is not None
        entrance = re.search(r"http://\S+", served.stderr.readline())
        if entrance is None:
            sys.exit("the page does not say where it is")
        origin = entrance[0].split("/enter")[0]
        with launched() as chromium:
            context, view, complaints = signed_in(chromium, entrance[0], "zh-CN", 1280)
            for report_id in in_doubt(root):
                view.goto(f"{origin}/d/{report_id}?at={PLACE}")
                view.keyboard.press("=")
                view.keyboard.type("3")
                view.keyboard.press("Enter")
                view.locator("#saved", has_text="已保存").wait_for()
            view.goto(origin)
            print("queue:", " ".join(view.locator(".progress-line").inner_text().split()))
            context.close()
        if complaints:
            sys.exit(f"the browser complains: {complaints}")
    finally:
        served.terminate()
        served.wait(30)


def in_doubt(root: Path, path: str = "%存疑%") -> list[int]:
    """The Reports of the documents in doubt, or of others by their path."""
    from extractor.store import open_store

    store = open_store(str(root / "results.sqlite"))
    asked = "SELECT report_id FROM run_items WHERE path LIKE ? ORDER BY position"
    rows = store.read(lambda connection: connection.exec_driver_sql(asked, (path,)).all())
    store.close()
    return [row[0] for row in rows]


def _found_again(root: Path) -> None:
    decisions = _table(root / "data" / "corrections.csv")
    values = [row for row in _table(root / "data" / "values.csv") if row["basis"] == "human"]
    good = sum((row["machine_value"], row["value"]) == ("8", "3") for row in values)
    named = sum(bool(row["corrected_by"] and row["corrected_at"]) for row in decisions)
    print(
        f"corrections.csv: {len(decisions)} rows, {named} with who and when; values.csv: {good} of a person"
    )
    if (len(decisions), named, good) != (10, 10, 10):
        sys.exit("not every correction is in the data")


def _extractor(clone: Path, root: Path, *words: str, codes: tuple[int, ...] = (0,)) -> None:
    ran = subprocess.run(_command(*words), cwd=root, env=_environment(clone), capture_output=True, text=True)
    print("  " + "\n  ".join(ran.stderr.strip().splitlines()[-2:]))
    if ran.returncode not in codes:
        sys.exit(f"exit code {ran.returncode}: {ran.stderr[-2000:]}")


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "extractor", *words]


def _environment(clone: Path) -> dict[str, str]:
    """The code of the clone, run by the Python of this project's environment; nothing else of the shell."""
    return {
        "PYTHONPATH": str(clone),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(clone),
    }


def _must(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _counted(words: Iterator[str]) -> str:
    return ", ".join(f"{word} {count}" for word, count in sorted(Counter(words).items()))


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    print(f"$ {what}", flush=True)
    yield
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  {time.perf_counter() - began:.1f} s; largest process until now {memory:.0f} MB", flush=True)


if __name__ == "__main__":
    if shutil.which("chromium") is None:
        sys.exit("no chromium on this machine: apt-get install chromium fonts-noto-cjk")
    main()
