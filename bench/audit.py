"""What `make bench-audit` prints: seconds, memory and findings of an audit of many reports in a store.

An invented city with a trouble of every kind is read once; further cities are the same reports under names of
their own, so that making the store does not take the time of reading it. It reports and never fails.
With --cities N it audits N different cities with troubles and N clean ones instead, and says what is named.
Usage: python bench/audit.py [--counts 1000,10000] [--cities N] [--seed 0] [--keep DIR]
"""

import argparse
import hashlib
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from itertools import islice, product
from pathlib import Path
from typing import Any

from extractor.evaluation.city import AuditTold, City, Trouble, make_city, outcomes, told_by, unexplained
from extractor.pipeline import extract_document, read_document
from extractor.records import Document, Report
from extractor.store import StageKey, open_store, pack, save_document, save_report

_FIRST, _SECOND = "澄沧浔泗沂洹汶涑淄潆", "岚岫峤岷岘崤嵊崂崦峪"
_STAGE = "extract"


def city_names() -> Iterator[str]:
    """Names of invented cities, all of three characters, so that offsets stay."""
    return (f"{one}{two}市" for one, two in product(_FIRST, _SECOND))


def read(city: City) -> list[tuple[str, Document, Report]]:
    """Every document of the city, read by rule."""
    found = []
    for each in city.documents:
        document = read_document(each.text.encode(), Path(each.path).name)
        found.append((each.path, document, extract_document(document)))
    return found


def fill(url: str, made: list[tuple[str, Document, Report]], name: str, count: int) -> int:
    """Put ``count`` reports of as many cities as it takes into the store; how many there are."""
    done = 0
    with closing(open_store(url)) as store:
        for other in city_names():
            batch = made[: count - done]
            if not batch:
                break

            store.write(partial(_save, batch=batch, name=name, other=other))
            done += len(batch)
    return done


def _save(connection: Any, batch: list[tuple[str, Document, Report]], name: str, other: str) -> None:
    for path, document, report in batch:
        sha256 = hashlib.sha256(f"{other}{report.source.sha256}".encode()).hexdigest()
        own = Report.model_validate_json(report.model_dump_json().replace(name, other))
        own = own.model_copy(update={"source": own.source.model_copy(update={"sha256": sha256})})
        text = document.model_copy(update={"text": document.text.replace(name, other), "source": own.source})
        save_document(connection, sha256, path.replace(name, other), len(text.text))
        save_report(connection, StageKey(sha256, _STAGE, sha256, "bench"), pack(text, own))


def watched(command: list[str]) -> tuple[float, float, list[float]]:
    """Seconds, processor seconds and resident memory in MB each half second of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, sizes = time.monotonic(), []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                pages = int(Path(f"/proc/{process.pid}/statm").read_text("ascii").split()[1])
                sizes.append(pages * resource.getpagesize() / 1e6)
            except (OSError, IndexError):
                pass
            time.sleep(0.5)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, used, sizes


def named(seeds: range) -> None:
    """Print which troubles of different cities an audit names, and what it says of clean ones."""
    found: Counter[tuple[str, bool]] = Counter()
    extra, alarms, reports = 0, [], 0
    with tempfile.TemporaryDirectory() as temporary:
        for seed in seeds:
            city = make_city(seed, tuple(Trouble))
            told = _audited(city, Path(temporary) / f"troubled-{seed}")
            for outcome in outcomes(city, told):
                found[outcome.planted.trouble, outcome.told is not None] += 1
                if outcome.told is None:
                    print(f"  not named in city {seed}: {outcome.planted}")
            without_cause = unexplained(city, told)
            extra += len(without_cause)
            clean = make_city(1000 + seed)
            said = _audited(clean, Path(temporary) / f"clean-{seed}")
            alarms.append(len(said))
            reports += len(city.documents) + len(clean.documents)
            for each in (*without_cause, *said):
                print(f"  without a cause in city {seed}: {each}")
    right, of = sum(count for (_, is_named), count in found.items() if is_named), sum(found.values())
    print(f"{right} of {of} planted troubles named in {len(seeds)} cities; {extra} without a cause")
    print(f"{sum(alarms)} told of {len(alarms)} clean cities ({reports} reports read in all)")


def _audited(city: City, out: Path) -> list[AuditTold]:
    extractor = str(Path(sys.executable).parent / "extractor")
    city.write(out / "reports")
    read, audit = str(out / "read"), str(out / "audit")
    for command in (["extract", str(out / "reports"), "--out", read], ["audit", read, "--out", audit]):
        subprocess.run([extractor, *command, "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return told_by(Path(audit))


def main() -> None:
    """Print one line a count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--counts", default="1000,10000")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--cities", type=int)
    chosen = parser.parse_args()
    if chosen.cities is not None:
        named(range(chosen.seed, chosen.seed + chosen.cities))
        return
    city = make_city(chosen.seed, tuple(Trouble))
    name = city.bodies[0].name.removesuffix("人民政府")
    made = read(city)
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for count in map(int, chosen.counts.split(",")):
        with tempfile.TemporaryDirectory() as temporary:
            folder = chosen.keep or Path(temporary)
            folder.mkdir(parents=True, exist_ok=True)
            url = f"sqlite:///{folder / f'reports-{count}.db'}"
            number = fill(url, made, name, count)
            out = folder / f"audit-{count}"
            extractor = str(Path(sys.executable).parent / "extractor")
            wall, used, sizes = watched(
                [extractor, "audit", "--db", url, "--all", "--out", str(out), "--quiet"]
            )
            told = told_by(out)
            page = (out / "audit.html").stat().st_size / 1e6
            print(
                f"{number} reports: {wall:.0f} s ({used:.0f} s of processor), "
                f"{number / wall:.0f} a second, at most {max(sizes):.0f} MB "
                f"(after a quarter {sizes[len(sizes) // 4]:.0f}), {len(told)} findings, page {page:.1f} MB"
            )
            print(f"  {_found(city, told, name, number, len(made))}")


def _found(city: City, told: list[AuditTold], name: str, number: int, size: int) -> str:
    """How many of the troubles of the whole cities are named."""
    cities = list(islice(city_names(), number // size))
    by_city: dict[str, list[AuditTold]] = {other: [] for other in cities}
    for each in told:
        own = by_city.get(each.body[:3])
        if own is not None:
            own.append(each._replace(body=name + each.body[3:]))
    results = [one for other in cities for one in outcomes(city, by_city[other])]
    return f"{sum(one.told is not None for one in results)} of {len(results)} planted troubles named"


if __name__ == "__main__":
    main()
