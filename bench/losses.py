"""How many planted losses are found: ``python bench/losses.py --count 200 --seed 1``.

One loss of each kind in each generated document (tests/coverage/planted_losses.py): digits, rows, tables,
sections and headings removed from or garbled in the text, and facts that a reader skips.
"""

import argparse
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

from extractor.evaluation.intervals import wilson


def main() -> None:
    """Print found of planted by kind, with the interval of the whole."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100, help="documents")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "coverage"))
    planted_losses = import_module("planted_losses").planted_losses
    planted, found, explained = Counter[str](), Counter[str](), 0
    for loss in planted_losses(options.count, options.seed):
        planted[loss.kind] += 1
        found[loss.kind] += loss.found
        explained += loss.explained
        if not loss.found:
            print(f"missed: {loss.kind}: {loss.document}: {loss.what}")
    for kind, count in planted.items():
        print(f"{kind:24} {found[kind]}/{count}")
    whole = sum(planted.values())
    low, high = wilson(sum(found.values()), whole) or (0.0, 1.0)
    print(f"{'all':24} {sum(found.values())}/{whole} [{low:.4f}-{high:.4f}]; explained wrongly: {explained}")


if __name__ == "__main__":
    main()
