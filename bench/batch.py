"""What `make bench-batch` prints: documents per second, memory and growth of a batch, cost of an export.

It reports and never fails. Generated documents of all noise levels, a SQLite store, real worker processes.
Usage: python bench/batch.py [--counts 1000,10000] [--workers 1,2] [--cluster 2] [--seed 1] [--db URL]
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from extractor.batch import (
    Coordinator,
    RunOptions,
    Silent,
    plan_run,
    record_run,
    run_named,
    status_of,
    work_off,
)
from extractor.cli.export_store import items_of_store
from extractor.discovery import discover
from extractor.evaluation.noise import LEVELS, generate_documents
from extractor.export import export
from extractor.store import open_store

SUFFIXES = frozenset({".txt"})
KINDS = 2000
"""Different documents that are generated; more are these with a line of their own."""


def make(folder: Path, count: int, seed: int) -> None:
    """Write ``count`` documents, each with content of its own."""
    levels = list(LEVELS)
    made = [generate_documents(KINDS, seed, level) for level in levels]
    texts = [next(made[index % len(levels)]).text for index in range(min(count, KINDS))]
    for index in range(count):
        place = folder / f"{index // 1000:03}"
        place.mkdir(exist_ok=True)
        mark = "" if index < KINDS else f"\n本页编号{index}。\n"
        (place / f"{index:06}.txt").write_text(texts[index % len(texts)] + mark, encoding="utf-8")


def memory_mb(pid: int) -> float:
    """Resident memory of a process in MB; 0 where it is gone."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return 0.0


def children_of(pid: int) -> list[int]:
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(word) for word in file.read().split()]
    except OSError:
        return []


class Watch:
    """Looks at the memory of this process and of its workers, and at how many documents are done."""

    def __init__(self) -> None:
        self.marks: list[tuple[float, int, float, float]] = []
        self.coordinator: Coordinator | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def start(self, coordinator: Coordinator) -> None:
        self.coordinator = coordinator
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        began = time.monotonic()
        while not self._stop.wait(0.5):
            status = self.coordinator.status if self.coordinator else None
            done = status.done + status.failed if status else 0
            workers = max(map(memory_mb, children_of(os.getpid())), default=0.0)
            self.marks.append((time.monotonic() - began, done, memory_mb(os.getpid()), workers))


def one_batch(folder: Path, db: str, options: RunOptions, title: str) -> None:
    """Run one batch and print its figures."""
    store = open_store(db)
    began = time.monotonic()
    files = discover([folder])
    run_id = record_run(store, plan_run(store, files, options))
    planned = time.monotonic() - began
    watch = Watch()
    before = os.times()
    began = time.monotonic()
    work_off(store, run_id, Silent(), None, watch.start)
    took, after = time.monotonic() - began, os.times()
    spent, own = sum(after[:4]) - sum(before[:4]), sum(after[:2]) - sum(before[:2])
    watch.stop()
    status = status_of(store, run_id)
    store.close()
    done = status.done + status.failed
    print(
        f"{title}: {done} documents ({status.failed} failed) in {took:.1f} s, {done / took:.1f} a second; "
        f"plan {planned:.1f} s; processor {1000 * spent / done:.1f} ms a document, "
        f"{1000 * own / done:.1f} of them in the coordinator"
    )
    curve(watch.marks, done)


def curve(marks: list[tuple[float, int, float, float]], total: int) -> None:
    """Pace and memory by tenth of the documents: flat where nothing grows."""
    tenths: dict[int, list[tuple[float, int, float, float]]] = {}
    for mark in marks:
        tenths.setdefault(min(9, 10 * mark[1] // max(1, total)), []).append(mark)
    for tenth in (0, 4, 9):
        if part := tenths.get(tenth):
            first, last = part[0], part[-1]
            pace = (last[1] - first[1]) / (last[0] - first[0]) if last[0] > first[0] else 0.0
            print(
                f"    tenth {tenth + 1:2}: {pace:7.1f} a second; "
                f"coordinator {max(m[2] for m in part):.0f} MB, worker {max(m[3] for m in part):.0f} MB"
            )


def one_export(db: str, formats: str) -> None:
    """Export in a process of its own and print its time and highest memory."""
    with tempfile.TemporaryDirectory() as out:
        code = f"from bench.batch import exported; exported({db!r}, {out!r}, {formats!r})"
        root = str(Path(__file__).parents[1])
        subprocess.run([sys.executable, "-c", code], check=True, cwd=root)


def exported(db: str, out: str, formats: str) -> None:
    """Export and tell; runs in a process of its own."""
    store = open_store(db)
    began = time.monotonic()
    done = export(items_of_store(store, run_named(store, None), ""), Path(out), formats.split(","))
    took = time.monotonic() - began
    size = sum(path.stat().st_size for path in done.files) / 1e6
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"  export {formats}: {done.documents} documents in {took:.1f} s, "
        f"processor {1000 * time.process_time() / done.documents:.1f} ms a document, {size:.0f} MB written, "
        f"highest memory {highest:.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts", default="1000,10000", help="numbers of documents")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--cluster", type=int, default=2, help="processes of the cluster run; 0: none")
    parser.add_argument(
        "--formats", default="jsonl,csv,panel;parquet;xlsx", help="sets of formats; empty: none"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f} at the start")
    for count in map(int, options.counts.split(",")):
        with tempfile.TemporaryDirectory(prefix="bench") as place:
            folder = Path(place, "reports")
            folder.mkdir()
            make(folder, count, options.seed)
            for workers in map(int, options.workers.split(",")):
                db = str(Path(place, f"w{workers}.sqlite"))
                one_batch(folder, db, RunOptions(workers=workers), f"{workers} worker(s)")
            size = Path(db).stat().st_size
            print(f"  store: {size / 1e6:.0f} MB, {size / count / 1000:.1f} kB a document")
            if options.cluster:
                cluster = RunOptions(cluster=f"local:{options.cluster}")
                one_batch(folder, str(Path(place, "c.sqlite")), cluster, f"cluster local:{options.cluster}")
            for formats in filter(None, options.formats.split(";")):
                one_export(db, formats)


if __name__ == "__main__":
    main()
