"""What `make bench` prints: documents per second and milliseconds by room, on one core.

It reports and never fails: how fast a machine is says nothing about whether the code is right.
Usage: python bench/run.py [--count N] [--seed N]
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.errors import DocumentError
from extractor.evaluation.noise import LEVELS, generate_documents
from extractor.pipeline import extract_document, read_document

ROOT = Path(__file__).parent.parent
REAL = Path(os.environ.get("EXTRACTOR_REAL_REPORTS", ROOT / "../shared/seeds"))
REPEATS = 5
"""Small sets are read several times; a document counts with its best time."""

Item = tuple[str, bytes]


class RoomClock:
    """Collects the milliseconds of each room of one document.

    Time of the processor, not of the wall: other work on the machine does not count.
    """

    def __init__(self) -> None:
        self.last = time.process_time()
        self.rooms: dict[str, float] = {}

    def __call__(self, room: str) -> None:
        now = time.process_time()
        self.rooms[room] = self.rooms.get(room, 0.0) + (now - self.last) * 1000
        self.last = now


def read_one(item: Item) -> dict[str, float] | None:
    """Milliseconds by room; None for a document that is refused or that brings the reader down."""
    clock = RoomClock()
    try:
        document = read_document(item[1], item[0])
        clock("ingest")
        extract_document(document, clock)
    except DocumentError:
        return None
    except Exception as error:  # noqa: BLE001 - a benchmark reports and never fails
        print(f"  {item[0]}: crashed with {type(error).__name__}: {error}")
        return None
    return clock.rooms


def files_of(folder: Path) -> list[Item]:
    return [(path.name, path.read_bytes()) for path in sorted(folder.rglob("*.txt"))]


def generated(count: int, seed: int) -> Iterator[Item]:
    # The levels take turns, so that the first tenth and the last tenth are of one kind.
    by_level = [generate_documents(count, seed, level) for level in LEVELS]
    for index in range(count):
        document = next(by_level[index % len(by_level)])
        yield document.name, document.text.encode("utf-8")


def measure(items: Iterable[Item], repeats: int) -> tuple[list[str], list[dict[str, float]], int]:
    """(names, milliseconds by room of each document's best run, number of documents without a Report)."""
    names, times, refused = [], [], 0
    for item in items:
        first = read_one(item)
        if first is None:
            refused += 1
            continue
        more = (read_one(item) for _ in range(repeats - 1))
        runs = [first, *(rooms for rooms in more if rooms is not None)]
        names.append(item[0])
        times.append(min(runs, key=lambda rooms: sum(rooms.values())))
    return names, times, refused


def show(title: str, measured: tuple[list[str], list[dict[str, float]], int], each: bool) -> None:
    names, times, refused = measured
    print(f"\n{title}: {len(times)} documents" + (f", {refused} without a Report" if refused else ""))
    if not times:
        return
    totals = [sum(rooms.values()) for rooms in times]
    ordered = sorted(totals)
    print(
        f"  {1000 * len(totals) / sum(totals):8.1f} documents a second;  ms a document: "
        f"mean {statistics.fmean(totals):.1f}, median {statistics.median(totals):.1f}, "
        f"95 % below {ordered[int(0.95 * (len(ordered) - 1))]:.1f}, worst {ordered[-1]:.1f} "
        f"({names[totals.index(ordered[-1])]})"
    )
    rooms: dict[str, list[float]] = defaultdict(list)
    for one in times:
        for room, took in one.items():
            rooms[room].append(took)
    mean_total = statistics.fmean(totals)
    for room, room_times in rooms.items():
        mean = sum(room_times) / len(times)
        print(f"  {room:10} {mean:7.2f} ms  {100 * mean / mean_total:5.1f} %   worst {max(room_times):8.2f}")
    if each:
        print("  " + "; ".join(f"{name} {total:.1f}" for name, total in zip(names, totals, strict=True)))
    elif len(totals) >= 200:
        tenth = len(totals) // 10
        print(
            f"  growth: first tenth {statistics.median(totals[:tenth]):.1f} ms, "
            f"last tenth {statistics.median(totals[-tenth:]):.1f} ms (median; other documents)"
        )


def start_up() -> float:
    """Best of five imports of the command line, in seconds."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import extractor.cli"], check=True)
        took.append(time.perf_counter() - began)
    return min(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="generated documents")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, one process, times of the processor")
    print(f"import of the command line: {start_up():.2f} s")
    read_one(next(generated(1, 0)))  # the first document pays for imports and compiled patterns
    if REAL.is_dir():
        show(f"real reports ({REAL.name}, best of {REPEATS})", measure(files_of(REAL), REPEATS), each=True)
    else:
        print(f"\nreal reports: none here (set EXTRACTOR_REAL_REPORTS to a folder); looked in {REAL}")
    fixtures = ROOT / "fixtures" / "reports"
    show(f"fixtures (best of {REPEATS})", measure(files_of(fixtures), REPEATS), each=False)
    items = generated(options.count, options.seed)
    show(f"generated, seed {options.seed}, all noise levels (one run)", measure(items, 1), each=False)


if __name__ == "__main__":
    main()
