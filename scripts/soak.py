"""Puts the promises of docs/reliability.md to the test for a long time; says what was tried and lost.

    python scripts/soak.py [--short] [--only kills,hostile,damaged,page,reviewers,postgres,disk]

Each trial uses the real thing: processes that are killed, a page over HTTP, a PostgreSQL server that is
stopped at once, a disk that is full. Of the short form some run among the tests.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from extractor.batch import status_of
from extractor.evaluation.noise import generate_documents
from extractor.store import open_store
from extractor.store.queries import journal_lines

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]


class Scale(NamedTuple):
    """How much is tried."""

    kills: int
    examples: int
    seconds: int
    documents: int
    rounds: int


SHORT = Scale(kills=3, examples=20, seconds=6, documents=60, rounds=1)
STOPS = 5
"""Of the PostgreSQL server during one batch."""
LONG = Scale(kills=300, examples=2000, seconds=300, documents=1500, rounds=12)


class Outcome(NamedTuple):
    """What a trial tried, and what it lost."""

    tried: str
    lost: tuple[str, ...] = ()


def kills(scale: Scale, _folder: Path) -> Outcome:
    """A batch and its workers get SIGKILL at random moments."""
    command = ["scripts/crash_test.py", "--kills", str(scale.kills), "--documents", str(scale.documents)]
    done = python(*command)
    said = done.stdout.strip().splitlines() or [""]
    return Outcome(f"{scale.kills} kills, {scale.documents} documents: {said[-1]}", failure_of(done))


def hostile(scale: Scale, _folder: Path) -> Outcome:
    """Generated texts, pages, cells and damaged files; bombs, traps and loops."""
    tests = ["tests/pipeline/test_nothing_but_document_errors.py", "tests/ingest/test_hostile_files.py"]
    done = run_tests(tests, {"EXTRACTOR_FUZZ_EXAMPLES": str(scale.examples)})
    return Outcome(
        f"{scale.examples} inputs of each of 7 kinds, hostile files: {last(done)}", failure_of(done)
    )


def damaged(scale: Scale, folder: Path) -> Outcome:
    """Files of ten formats, spoilt inside of what is packed too, read by ``extract``."""
    from soak_damaged import read_damaged

    found = read_damaged(folder, max(3, scale.examples // 20), scale.examples)
    return Outcome(found.sentence, found.lost)


def page(scale: Scale, _folder: Path) -> Outcome:
    """Generated bodies and addresses at every route; guessed passwords, slow requests, foreign origins."""
    names = ("test_nothing_takes_the_page_down", "test_log_in", "test_review_safety")
    done = run_tests(
        [f"tests/review/{name}.py" for name in names], {"EXTRACTOR_ATTACK_EXAMPLES": str(5 * scale.examples)}
    )
    return Outcome(f"{5 * scale.examples} bodies: {last(done)}", failure_of(done))


def reviewers(scale: Scale, folder: Path) -> Outcome:
    """Twenty people decide as fast as they can; the server is killed among them and started again."""
    from soak_reviewers import decide_together

    tried, lost = [], []
    with databases(folder) as urls:
        for name, url in urls.items():
            found = decide_together(url, scale.seconds)
            tried.append(f"{name}: {found.sentence}")
            lost += [f"{name}: {each}" for each in found.lost]
    return Outcome("; ".join(tried), tuple(lost))


def postgres(scale: Scale, folder: Path) -> Outcome:
    """A PostgreSQL server is stopped at once and started again while a batch writes into it."""
    from postgresql_server import running_server

    write_reports(folder / "in", scale.documents)
    dice, stops, lost = random.Random(1), 0, []
    with running_server(is_careful=True) as server:
        for _ in range(scale.rounds):
            url = server.new_database()
            process = batch(folder, "run", "in", "--db", url)
            for _ in range(STOPS):
                time.sleep(dice.uniform(0.5, 3))
                if process.poll() is None:
                    server.stop("immediate")
                    time.sleep(dice.uniform(0, 2))
                    server.start()
                    stops += 1
            # Away for more than a minute before the run was recorded, it leaves none to resume.
            if process.wait() != 0 and batch(folder, "resume", "--db", url).wait() != 0:
                batch(folder, "run", "in", "--db", url).wait()
            lost += missing(url, scale.documents)
    return Outcome(f"{stops} stops, {scale.rounds} batches of {scale.documents} documents", tuple(lost))


def disk(scale: Scale, folder: Path) -> Outcome:
    """A batch fills its disk, is given room, and goes on."""
    write_reports(folder / "in", 300)
    lost, full = [], 0
    for turn in range(scale.rounds):
        place = folder / f"disk{turn}"
        place.mkdir()
        mounted = ["mount", "-t", "tmpfs", "-o", f"size={1200 + 333 * turn}k", "none", str(place)]
        if subprocess.run(mounted, capture_output=True).returncode:
            return Outcome("not tried: no small disk can be mounted here")
        try:
            db = str(place / "s.sqlite")
            full += batch(folder, "run", "in", "--db", db).wait() != 0
            subprocess.run(["mount", "-o", "remount,size=200m", str(place)], check=True)
            is_done = (
                batch(folder, "resume", "--db", db).wait() == 0 if (place / "s.sqlite").exists() else False
            )
            if not is_done:
                batch(folder, "run", "in", "--db", db).wait()
            lost += missing(db, 300)
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True)
    return Outcome(f"{full} full disks of {scale.rounds}, 300 documents each", tuple(lost))


TRIALS: Mapping[str, Callable[[Scale, Path], Outcome]] = {
    each.__name__: each for each in (kills, hostile, damaged, page, reviewers, postgres, disk)
}


def missing(url: str, documents: int) -> list[str]:
    """What a run did not do, or did twice."""
    store = open_store(url)
    try:
        status = status_of(store)
        ends = Counter(key[0] for key, event in journal_lines(store) if event == "done")
    finally:
        store.close()
    found = []
    if (status.documents, status.done) != (documents, documents):
        found.append(f"{status.done} of {status.documents} done, {documents} were given")
    if len(ends) != documents or set(ends.values()) != {1}:
        found.append(f"{len(ends)} documents read of {documents}, {sum(ends.values())} readings recorded")
    return found


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """An empty store of each kind."""
    from postgresql_server import running_server

    with running_server(is_careful=True) as server:
        yield {"SQLite": str(folder / "page.sqlite"), "PostgreSQL": server.new_database()}


def write_reports(folder: Path, count: int) -> None:
    """Generated reports, each with other content."""
    folder.mkdir()
    for number, document in enumerate(generate_documents(count, 5, "clean")):
        (folder / f"{number:05}.txt").write_text(f"{document.text}\n{number}\n", encoding="utf-8")


def batch(folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    """Start a command of ``extractor batch``."""
    engine = ["--engine", "rules"] if words[0] == "run" else []
    command = [sys.executable, "-m", "extractor", "batch", *words, *engine, "--quiet"]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)


def python(*words: str, more: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end."""
    environment = {**os.environ, **(more or {})}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True)


def run_tests(files: list[str], more: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run some tests."""
    return python("-m", "pytest", "-q", "-p", "no:cacheprovider", *files, more=more)


def last(done: "subprocess.CompletedProcess[str]") -> str:
    """The last line that a program said, without its time."""
    lines = done.stdout.strip().splitlines() or [""]
    return re.sub(r" in [\d.]+s.*", "", lines[-1]).strip("= ")


def failure_of(done: "subprocess.CompletedProcess[str]") -> tuple[str, ...]:
    """The last lines of a program that failed."""
    if done.returncode == 0:
        return ()
    return tuple((done.stdout + done.stderr).strip().splitlines()[-8:])


def tried(name: str, scale: Scale, folder: Path) -> Outcome:
    """The outcome of a trial, also of one that this machine cannot run."""
    from _pytest.outcomes import Skipped

    try:
        return TRIALS[name](scale, folder)
    except Skipped as why:
        return Outcome(f"not tried: {why}")


def main() -> None:
    """Run the trials and print one paragraph for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--only", default=",".join(TRIALS))
    chosen = parser.parse_args()
    has_lost = False
    for name in chosen.only.split(","):
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            outcome = tried(name, SHORT if chosen.short else LONG, Path(folder))
        has_lost |= bool(outcome.lost)
        print(f"{name}: {TRIALS[name].__doc__}\n  tried: {outcome.tried} ({time.monotonic() - began:.0f} s)")
        print(
            f"  lost: {'nothing' if not outcome.lost else ''}",
            *outcome.lost,
            sep="\n    " if outcome.lost else "",
        )
        sys.stdout.flush()
    sys.exit(has_lost)


if __name__ == "__main__":
    main()
