"""Our search for wrong cells beside Fellegi-Holt error localisation by ``banff``.

    python bench/peers.py PYTHON --count 120

PYTHON is that of an environment with banff (GPL, no dependency); ``make bench-peers`` makes one. Both get the
same generated tables: a few rows and columns under their sums, one to three wrong cells, blanks in a third
of them. The peer changes as few cells as it can and names one such set; ours names all that tie.
"""

import argparse
import json
import subprocess
import time
from collections import Counter
from random import Random
from typing import NamedTuple

from extractor.tables.placement import Variant
from extractor.tables.solver import Problem, Solver, Sum

ROWS, COLUMNS = 4, 4
"""With the row and the column of totals."""
PRICE, BLANK_PRICE = 5.0, 0.01
PEER = """
import json, sys, time
import pandas
from banff import errorloc
given = json.load(open(sys.argv[1]))
table = pandas.DataFrame(given["records"]).astype({name: float for name in given["names"]})
start = time.process_time()
done = errorloc(unit_id="id", edits=given["edits"], indata=table, outstatus="pandas", outreject="pandas",
                seed=1, time_per_obs=2, capture=True)
found = {name: [] for name in table["id"]}
for _, line in done.outstatus.iterrows():
    found[line["id"]].append(line["FIELDID"])
rejected = [] if done.outreject is None else [str(each) for each in done.outreject.iloc[:, 0]]
seconds = time.process_time() - start
json.dump({"found": found, "rejected": rejected, "seconds": seconds}, open(sys.argv[2], "w"))
"""


class Record(NamedTuple):
    """One table as both see it; None is a blank."""

    values: tuple[int | None, ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("python", help="the interpreter of an environment with banff")
    parser.add_argument("--count", type=int, default=120)
    parser.add_argument("--seed", type=int, default=0, help="others give other tables")
    parser.add_argument("--work", default="out/peers", help="a folder for what the two exchange")
    arguments = parser.parse_args()
    numbers = range(arguments.seed * 10_000, arguments.seed * 10_000 + arguments.count)
    records = [made(Random(f"peer {number}"), blanks=number % 3 == 0) for number in numbers]
    theirs = peer(arguments.python, arguments.work, records)
    start = time.process_time()
    outcome: Counter[str] = Counter()
    for index, record in enumerate(records):
        sets, gave_up = own(record)
        blank = {cell for cell, value in enumerate(record.values) if value is None}
        said = {int(name[1:]) for name in theirs["found"][f"r{index}"]} - blank
        kind = "blanks" if blank else "whole"
        outcome[f"{kind}: tables"] += 1
        outcome[f"{kind}: several sets tie"] += len(sets) > 1
        outcome[f"{kind}: ours gave up"] += gave_up
        outcome[f"{kind}: peer gave up"] += f"r{index}" in theirs["rejected"]
        outcome[f"{kind}: the peer's set is one of ours"] += said in sets
        outcome[f"{kind}: as many cells"] += len(said) == min(map(len, sets), default=-1)
    for name, count in sorted(outcome.items()):
        print(f"{name:<45}{count:>6}")
    print(f"seconds of processor time: ours {time.process_time() - start:.2f}, peer {theirs['seconds']:.2f}")


def made(rng: Random, *, blanks: bool) -> Record:
    """A filled table with one to three wrong cells, and a few blanks if asked for."""
    parts = [[rng.choice((0, 1, 2, 5, 9, 14, 33)) for _ in range(COLUMNS - 1)] for _ in range(ROWS - 1)]
    rows = [[*row, sum(row)] for row in parts]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    values: list[int | None] = [value for row in rows for value in row]
    for cell in rng.sample(range(ROWS * COLUMNS), rng.randint(1, 3)):
        values[cell] = max(0, (values[cell] or 0) + rng.choice((-3, -1, 1, 2, 10)))
    for cell in rng.sample(range(ROWS * COLUMNS), 2 if blanks else 0):
        values[cell] = None
    return Record(tuple(values))


def sums() -> tuple[Sum, ...]:
    """Of every row and of every column, over cell numbers."""
    found = []
    for row in range(ROWS):
        cells = [COLUMNS * row + column for column in range(COLUMNS)]
        found.append(Sum(f"row {row}", tuple(cells[:-1]), (cells[-1],)))
    for column in range(COLUMNS):
        cells = [COLUMNS * row + column for row in range(ROWS)]
        found.append(Sum(f"column {column}", tuple(cells[:-1]), (cells[-1],)))
    return tuple(found)


def own(record: Record) -> tuple[list[set[int]], bool]:
    """The least sets of printed cells whose change satisfies all sums, and whether the search gave up."""
    empty = (None,) * COLUMNS
    rows = [record.values[at : at + COLUMNS] for at in range(0, ROWS * COLUMNS, COLUMNS)]
    variants = tuple((Variant(empty, tuple(value or 0 for value in row), empty, 0.0),) for row in rows)
    prices = tuple(BLANK_PRICE if value is None else PRICE for value in record.values)
    problem = Problem(tuple(range(0, ROWS * COLUMNS, COLUMNS)), variants, sums(), prices)
    found = Solver(problem).search()
    sets = [{cell for cell in each.free if record.values[cell] is not None} for each in found.solutions]
    return sets, found.gave_up


def peer(python: str, work: str, records: list[Record]) -> dict[str, dict[str, list[str]]]:
    """What banff says of the same tables."""
    import pathlib

    folder = pathlib.Path(work)
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"c{cell}" for cell in range(ROWS * COLUMNS)]
    edits = "; ".join(
        f"{' + '.join(names[cell] for cell in each.plus)} = {names[each.minus[0]]}" for each in sums()
    )
    rows = [
        {"id": f"r{index}", **dict(zip(names, record.values, strict=True))}
        for index, record in enumerate(records)
    ]
    given, said, script = folder / "given.json", folder / "said.json", folder / "peer.py"
    given.write_text(json.dumps({"names": names, "edits": f"{edits};", "records": rows}), encoding="utf-8")
    script.write_text(PEER, encoding="utf-8")
    subprocess.run([python, str(script), str(given), str(said)], check=True, capture_output=True)
    answer: dict[str, dict[str, list[str]]] = json.loads(said.read_text(encoding="utf-8"))
    return answer


if __name__ == "__main__":
    main()
