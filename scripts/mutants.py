"""Plants small faults in the code, one at a time, and says which of them no test notices; ``make mutants``.

python scripts/mutants.py --count 100 --seed 1            a sample of all rooms
python scripts/mutants.py --rooms tables validate         of these rooms only
python scripts/mutants.py --rooms review --quick          without the tests of tests/slow.txt: more survive
python scripts/mutants.py --rooms store --tests FILE ...   of these tests only: does a new file see more?
python scripts/mutants.py --rooms review --only 12 15     some again; one alone with what the tests print
python scripts/mutants.py --again FILE --tests FILE ...    those that survived a run told by --json

Every room's tests are collected once and run once with a record of the functions that each test calls, and of
the lines that it runs in functions to be changed. Then each mutant is planted in a forked process, which runs
the tests that reach the changed statement, the fastest first, until one fails; ``--jobs`` of them at a time.
Processes that the tests start find the changed module through PYTHONPATH, or where a module says it lies.
A survivor either makes no difference, or is a fault that no test would see: a person judges which.
"""

import argparse
import json
import os
import pickle
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from mutations import Mutant, mutants_of, mutated_source, plant, statement_lines

ROOT = Path(__file__).resolve().parents[1]
TESTS: dict[str, tuple[str, ...]] = {
    "batch": ("batch", "cli"),
    "cli": ("cli", "package"),
    "coverage": ("coverage", "pipeline", "acceptance"),
    "evaluation": ("evaluation", "acceptance"),
    "export": ("export",),
    "forms": ("forms", "tables", "validate"),
    "grammar": ("grammar", "narrative", "acceptance"),
    "ground": ("ground", "judging"),
    "header": ("header", "acceptance"),
    "ingest": ("ingest",),
    "judging": ("judging",),
    "lexicon": ("lexicon", "narrative"),
    "llm": ("llm", "judging", "batch"),
    "narrative": ("narrative", "acceptance", "pipeline"),
    "normalise": ("normalise", "acceptance", "pipeline"),
    "records": ("records", "store", "validate"),
    "review": ("review",),
    "segment": ("segment", "acceptance", "pipeline"),
    "store": ("store", "review", "batch"),
    "tables": ("tables", "acceptance"),
    "validate": ("validate", "forms", "header", "tables", "acceptance"),
}
"""Folders of tests that answer for a room: its own, then wider ones."""
STARTS_PROCESSES = ("ingest", "batch", "cli", "store")
"""Rooms that are also run in processes of their own, where no record sees which functions a test calls."""
NOT_FOR_MUTANTS = ("test_review_browser", "test_three_hosts", "postgresql", "test_real_reports")
"""Slow tests of whole systems, which would hide that nothing smaller sees a fault."""
ROOMS_BY_DEFAULT = (
    *("tables", "narrative", "header", "ingest", "validate", "llm", "export", "review", "segment"),
    *("store", "evaluation", "judging", "coverage"),
)
LONGEST_S = 120
"""Of one mutant's tests, beside what they take without; one that takes longer hangs, which is noticed."""


Calls = dict[str, set[tuple[str, int]]]
"""Test to what it reaches, by file and line: first lines of functions, lines within those to be changed."""


Record = tuple[Calls, dict[str, float], set[str]]
"""What each test reaches, how long it takes, and those that fail without any mutant."""


class Manner(NamedTuple):
    """How the mutants of a room are run."""

    starts_processes: bool
    loud: bool
    jobs: int


class Fate(NamedTuple):
    """What became of one mutant."""

    mutant: Mutant
    killed_by: str | None
    """The test that failed; None: it survived."""
    tests: int
    """Tests that call the changed function."""


class Recorder:
    """What each test took, which functions it called and which lines it ran of those to be changed."""

    def __init__(self, changed: dict[str, list[range]]) -> None:
        """``changed``: file to the lines of its functions that are to be changed."""
        self._changed = changed
        self.calls: Calls = {}
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self._now: set[tuple[str, int]] = set()
        self._codes: set[Any] = set()

    def _trace(self, frame: Any, event: str, _: Any) -> Any:
        code = frame.f_code
        if code not in self._codes:
            self._codes.add(code)
            self._now.add((code.co_filename, code.co_firstlineno))
        lines = self._changed.get(code.co_filename, ())
        return self._trace_line if any(code.co_firstlineno in each for each in lines) else None

    def _trace_line(self, frame: Any, event: str, _: Any) -> Any:
        if event == "line":
            self._now.add((frame.f_code.co_filename, frame.f_lineno))
        return self._trace_line

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Around one test with its fixtures."""
        self._now, self._codes = set(), set()
        began = time.perf_counter()
        sys.settrace(self._trace)
        yield
        sys.settrace(None)
        self.calls[item.nodeid], self.seconds[item.nodeid] = self._now, time.perf_counter() - began

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember tests that fail without any mutant."""
        if report.failed:
            self.failed.add(report.nodeid)


class Watcher:
    """Sees whether a test failed."""

    def __init__(self) -> None:
        self.failed: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember the first test that failed."""
        if report.failed:
            self.failed = self.failed or report.nodeid


class Loop:
    """In place of pytest's own loop: record once, then every mutant in a process of its own."""

    def __init__(self, mutants: Sequence[Mutant], how: "Manner") -> None:
        self.mutants, self.how = mutants, how
        self.fates: list[Fate] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once for each mutant."""
        items = [item for item in session.items if not any(name in item.nodeid for name in NOT_FOR_MUTANTS)]
        record = _in_child(lambda: _recorded(items, self.mutants), LONGEST_S * 10)
        if record is None:
            raise SystemExit("the tests did not get through without a mutant; run make test")
        parts = [self.mutants[at :: self.how.jobs] for at in range(self.how.jobs)]
        begun = [_begin(partial(_fates, part, items, record, self.how)) for part in parts]
        done = [_end(child, LONGEST_S * 60) or [] for child in begun]
        self.fates = [fates[at] for at in range(len(parts[0])) for fates in done if at < len(fates)]
        return True


def _fates(
    mutants: Sequence[Mutant], items: Sequence[pytest.Item], record: "Record", how: "Manner"
) -> list[Fate]:
    calls, seconds, failed = record
    steady = [item for item in items if item.nodeid in calls and item.nodeid not in failed]
    steady.sort(key=lambda item: seconds[item.nodeid])
    found = []
    with tempfile.TemporaryDirectory() as folder:
        overlay = Path(folder)
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "extractor", overlay / "extractor", ignore=ignored)
        for name in ("schemas", "prompts"):
            (overlay / name).symlink_to(ROOT / name)
        for mutant in mutants:
            places = _places(mutant)
            chosen = [i for i in steady if places & calls[i.nodeid]] if mutant.function else steady
            if not chosen or how.starts_processes:
                chosen += [item for item in steady if item not in chosen]
            longest = LONGEST_S + int(4 * sum(seconds[item.nodeid] for item in chosen))
            killed = _in_child(partial(_run, mutant, chosen, overlay, loud=how.loud), longest)
            found.append(Fate(mutant, killed[0] if killed else "(time or crash)", len(chosen)))
            print(".S"[found[-1].killed_by is None], end="", file=sys.stderr, flush=True)
    return found


def _places(mutant: Mutant) -> set[tuple[str, int]]:
    """Where a test that reaches the changed statement comes by."""
    path = ROOT / mutant.path
    return {(str(path), line) for line in statement_lines(path.read_text(encoding="utf-8"), mutant)}


def _recorded(items: Sequence[pytest.Item], mutants: Sequence[Mutant]) -> "Record":
    changed: dict[str, list[range]] = defaultdict(list)
    for mutant in mutants:
        changed[str(ROOT / mutant.path)].append(range(mutant.first_line, mutant.last_line + 1))
    recorder = Recorder(changed)
    items[0].config.pluginmanager.register(recorder)
    _protocol(items, lambda: False)
    return recorder.calls, recorder.seconds, recorder.failed


def _run(mutant: Mutant, items: Sequence[pytest.Item], overlay: Path, *, loud: bool) -> tuple[str | None]:
    changed = overlay / mutant.path
    original = changed.read_text(encoding="utf-8")
    changed.write_text(mutated_source(mutant, ROOT), encoding="utf-8")
    os.environ["PYTHONPATH"] = str(overlay)  # noqa: TID251 (for the processes that the tests start)
    _move_to(overlay)
    watcher = Watcher()
    try:
        plant(mutant, ROOT)
        items[0].config.pluginmanager.register(watcher)
        _protocol(items, lambda: watcher.failed is not None)
    finally:
        changed.write_text(original, encoding="utf-8")
    if loud:
        print(f"failed: {watcher.failed}", file=sys.stderr)
    return (watcher.failed,)


def _move_to(overlay: Path) -> None:
    """Have the modules say that they lie in the overlay, and those imported from now on come from there."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "extractor" and module.__file__:
            module.__file__ = str(overlay / Path(module.__file__).relative_to(ROOT))
            if hasattr(module, "__path__"):
                module.__path__ = [str(Path(module.__file__).parent)]


def _protocol(items: Sequence[pytest.Item], is_over: Any) -> None:
    for at, item in enumerate(items):
        after = items[at + 1] if at + 1 < len(items) else None
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        if is_over():
            return


def _in_child(work: Callable[[], Any], longest_s: int) -> Any:
    """What ``work`` gives in a forked process of its own; None where it dies or takes too long."""
    return _end(_begin(work), longest_s)


def _begin(work: Callable[[], Any]) -> tuple[int, int]:
    """A forked process that does ``work``: its id, and where what it gives is read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.setsid()
        try:
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(work(), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def _end(begun: tuple[int, int], longest_s: int) -> Any:
    child, reading = begun
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
    signal.alarm(longest_s)
    with os.fdopen(reading, "rb") as pipe:
        content = pipe.read()
    signal.alarm(0)
    os.waitpid(child, 0)
    return pickle.loads(content) if content else None


def sample(room: str, count: int, seed: int) -> list[Mutant]:
    """``count`` mutants of a room, always the same for a seed and a state of the code."""
    found: list[Mutant] = []
    for path in sorted((ROOT / "extractor" / room).rglob("*.py")):
        if "migrations" not in path.parts:
            found += mutants_of(path, ROOT)
    return random.Random(f"{seed}{room}").sample(found, min(count, len(found)))


def survivors_of(path: Path) -> dict[str, list[Mutant]]:
    """The mutants of each room that an earlier run left alive; their modules must not have changed since."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return {room: [Mutant(*fate[:-2]) for fate in fates if fate[-2] is None] for room, fates in told.items()}


class Choice(NamedTuple):
    """Which tests are run: the room's without the slow ones, or those of the files named."""

    quick: bool = False
    files: tuple[str, ...] = ()
    jobs: int = 1


def run_room(room: str, mutants: Sequence[Mutant], choice: Choice, *, loud: bool = False) -> list[Fate]:
    """Collect the tests of a room, and run them against each mutant."""
    folders = [str(ROOT / "tests" / name) for name in TESTS[room] if (ROOT / "tests" / name).is_dir()]
    is_wide = room in STARTS_PROCESSES and not (choice.quick or choice.files)
    loop = Loop(mutants, Manner(is_wide, loud, choice.jobs))
    options = ["-o", "addopts=--strict-markers", "-p", "no:cacheprovider"]
    options += ["-m", "not slow and not model and not long"] if choice.quick else []
    if not loud:
        options += ["-p", "no:terminal"]
    pytest.main([*options, *(choice.files or folders)], plugins=[loop])
    return loop.fates


def show(room: str, fates: Sequence[Fate], numbers: Sequence[int]) -> None:
    """One line of figures and the survivors."""
    alive = [fate for fate in fates if fate.killed_by is None]
    print(f"{room:<11} {len(alive):>3} of {len(fates):>3} survive")
    for fate in alive:
        mutant = fate.mutant
        at = numbers[fates.index(fate)]
        print(f"  #{at} {mutant.path}:{mutant.line} {mutant.function} [{mutant.kind}] {fate.tests} tests")
        print(f"      {' '.join(mutant.before.split())[:110]}\n   -> {' '.join(mutant.after.split())[:110]}")


def main() -> int:
    """Sample, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100, help="mutants of all rooms together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rooms", nargs="+", default=list(ROOMS_BY_DEFAULT), choices=sorted(TESTS))
    parser.add_argument("--only", type=int, nargs="+", help="numbers of mutants of one room")
    parser.add_argument("--again", type=Path, metavar="FILE", help="survivors of the run told in FILE")
    parser.add_argument("--tests", nargs="+", default=(), metavar="FILE", help="run these tests only")
    parser.add_argument("--quick", action="store_true", help="leave out the tests of tests/slow.txt")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants at a time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all fates")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    each = max(1, round(arguments.count / len(arguments.rooms)))
    every: dict[str, list[Fate]] = defaultdict(list)
    again = survivors_of(arguments.again) if arguments.again else {}
    for room in again or arguments.rooms:
        mutants = again.get(room) or sample(room, each, arguments.seed)
        numbers = [n for n in range(len(mutants)) if arguments.only is None or n in arguments.only]
        choice = Choice(arguments.quick, tuple(map(str, arguments.tests)), arguments.jobs)
        chosen = [mutants[n] for n in numbers]
        work = partial(run_room, room, chosen, choice, loud=len(arguments.only or ()) == 1)
        every[room] = _in_child(work, LONGEST_S * 60) or []
        print("", file=sys.stderr)
        show(room, every[room], numbers)
        sys.stdout.flush()
    alive = sum(fate.killed_by is None for fates in every.values() for fate in fates)
    total = sum(map(len, every.values()))
    print(f"all         {alive:>3} of {total:>3} survive; judge which of them make a difference")
    if arguments.json:
        told = {
            room: [[*fate.mutant, fate.killed_by, fate.tests] for fate in fates]
            for room, fates in every.items()
        }
        arguments.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
