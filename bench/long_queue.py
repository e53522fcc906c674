"""The correction page over many documents, by real HTTP: does anything grow with their number?

python bench/long_queue.py --counts 100,10000,100000

The Report of a fixture is copied in the database under other hashes and names. For each count:
the first start (the queue is made), a later start, the first page, /next, a document, each step after a
decision (the decision, the sheet that the page fetches then, the next document), the export of decided
documents, and the memory of the server. Medians of ``--turns`` requests, in milliseconds.
"""

import argparse
import hashlib
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import text

from extractor.pipeline import extract_document, read_document
from extractor.store import StageKey, Store, open_store, pack, save_document, save_report

ROOT = Path(__file__).parents[1]
STEMS = ("jishan-2021",)
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)"


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--counts", default="100,1000")
    parser.add_argument("--turns", type=int, default=20)
    chosen = parser.parse_args()
    rows = []
    for count in map(int, chosen.counts.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            rows.append({"documents": float(count), **measured(Path(folder), count, chosen.turns)})
            print(f"{count} documents measured", file=sys.stderr)
    for key in rows[0]:
        print(f"{key:<44}" + "".join(f"{row[key]:>14,.1f}" for row in rows))


def measured(folder: Path, count: int, turns: int) -> dict[str, float]:
    """Figures by name for a store of ``count`` documents."""
    db = folder / "queue.sqlite"
    fill(db, count)
    figures: dict[str, float] = {}
    with served(db) as (_, seconds):
        figures["first start, s"] = seconds
    with served(db) as (server, seconds):
        figures["later start, s"] = seconds
        with httpx.Client(base_url=server.url, headers={"origin": server.url}, timeout=600) as client:
            client.get(server.entrance)
            figures.update(requests(client, turns))
        figures["memory of the server, MB"] = server.memory_mb()
    began = time.perf_counter()
    run("export", "--gold", str(folder / "gold"), "--db", str(db))
    figures["export of decided documents, s"] = time.perf_counter() - began
    figures["documents exported"] = len(list((folder / "gold").glob("*.json")))
    return figures


def requests(client: httpx.Client, turns: int) -> dict[str, float]:
    """Milliseconds of each kind of request, in the order in which a reviewer makes them."""
    taken: dict[str, list[float]] = {}

    def timed(name: str, ask: Callable[[], httpx.Response]) -> httpx.Response:
        began = time.perf_counter()
        answer = ask()
        taken.setdefault(name, []).append(1000 * (time.perf_counter() - began))
        assert answer.status_code < 400, (name, answer.status_code, answer.text[:300])
        return answer

    for _ in range(turns):
        page = timed("first page, ms", lambda: client.get("/")).text
        token = {"x-csrf-token": re.findall(r'name="csrf" content="([^"]+)"', page)[0]}
        there = timed("/next, ms", lambda: client.get("/next")).headers["location"]
        document = timed("a document, ms", lambda: client.get(there)).text  # noqa: B023 - asked at once
        report_id = re.findall(r"/d/(\d+)", there)[0]
        pointer = re.findall(r'data-pointer="([^"]+)"', document)[0]
        seen = int(re.findall(r'data-revision="(\d+)"', document)[0])
        body = {"pointer": pointer, "action": "accept", "reason": "issuer", "seen": seen}
        if "ambiguous" in document.split('id="panel"')[1][:300]:
            body = {**body, "action": "set", "after": {"print": "number", "value": "0"}}
        path = f"/d/{report_id}"
        timed("after a decision: saved, ms", lambda: client.post(f"{path}/decide", json=body, headers=token))  # noqa: B023
        timed("after a decision: the sheet, ms", lambda: client.get(f"{path}/sheet"))  # noqa: B023
        timed("after a decision: /next, ms", lambda: client.get("/next", params={"here": report_id}))  # noqa: B023
    timed("filtered by year and check, ms", lambda: client.get("/?year=2021&check=identity.sum"))
    return {name: statistics.median(times) for name, times in taken.items()}


class Server:
    """A running ``extractor review``."""

    def __init__(self, process: "subprocess.Popen[str]", entrance: str) -> None:
        self.process, self.entrance = process, entrance
        self.url = entrance.partition("/enter")[0]

    def memory_mb(self) -> float:
        """Most memory that the server has had."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


@contextmanager
def served(db: Path) -> Iterator[tuple[Server, float]]:
    """The page over ``db`` and the seconds until its first page was there."""
    command = [sys.executable, "-m", "extractor", "review", "--db", str(db), "--port", "0"]
    began = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stderr is not None
        found = None
        while found is None:
            line = process.stderr.readline()
            assert line, "the server ended"
            found = re.search(r"http://\S+", line)
        server = Server(process, found[0])
        httpx.get(f"{server.url}/login", timeout=3600)
        yield server, time.perf_counter() - began
        os.kill(process.pid, signal.SIGINT)
        process.wait(60)


def run(*words: str) -> None:
    """Run ``extractor review`` to its end."""
    subprocess.run([sys.executable, "-m", "extractor", "review", *words], check=True, cwd=ROOT)


def fill(db: Path, count: int) -> None:
    """A store of ``count`` documents."""
    store = open_store(str(db))
    ids = [put(store, stem) for stem in STEMS]
    for turn, report_id in enumerate(ids):
        copies = count // len(ids) + (turn < count % len(ids)) - 1
        if copies > 0:
            copy(store, report_id, copies, 100_000_000 * (turn + 1))
    store.close()


def put(store: Store, stem: str) -> int:
    """Read one fixture into the store; the id of its Report."""
    raw = (ROOT / "fixtures" / "reports" / f"{stem}.txt").read_bytes()
    document = read_document(raw, f"{stem}.txt")
    packed, sha256 = pack(document, extract_document(document)), hashlib.sha256(raw).hexdigest()

    def work(connection: object) -> int:
        save_document(connection, sha256, f"{stem}.txt", len(raw))  # type: ignore[arg-type]
        return save_report(connection, StageKey(sha256, "report", sha256, "0" * 64), packed)  # type: ignore[arg-type]

    return store.write(work)


def copy(store: Store, report_id: int, count: int, base: int) -> None:
    """The rows of one document ``count`` times, under other hashes, names and ids."""
    fresh = {
        "documents": {"sha256": "printf('%064x', :base + i)", "name": "printf('%d-', i) || name"},
        "reports": {"report_id": ":base + i", "sha256": "printf('%064x', :base + i)"},
        "report_values": {"report_id": ":base + i"},
        "findings": {"report_id": ":base + i"},
    }
    same = {"documents": "sha256 = (SELECT sha256 FROM reports WHERE report_id = :report_id)"}

    def work(connection: object) -> None:
        for table, changed in fresh.items():
            listed = connection.execute(text(f"PRAGMA table_info({table})"))  # type: ignore[attr-defined]
            columns = [row[1] for row in listed]
            values = ", ".join(changed.get(name, name) for name in columns)
            where = same.get(table, "report_id = :report_id")
            statement = (
                f"INSERT INTO {table} ({', '.join(columns)}) {NUMBERS} "
                f"SELECT {values} FROM n, {table} WHERE {where}"
            )
            connection.execute(text(statement), {"count": count, "base": base, "report_id": report_id})  # type: ignore[attr-defined]

    store.write(work)


if __name__ == "__main__":
    main()
