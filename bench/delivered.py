"""Of the table cells that stand in a text, how many are delivered or named as unread where they stand.

``make bench-delivered`` runs this: python bench/delivered.py [--only WORD ...] [--count N] [--made]

Texts: the project's own reports and the real ones (left out where they are not at hand), generated reports in
every layout (clean, and with marked reading faults), the fixture reports printed in every format, and what
converters and recognisers that this machine has made of printed reports (bench/engine_texts.py; --made: only
those made before). Cells whose row does not stand in the text are not asked for.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from engine_texts import jobs, missing, report, text_of
from formats import renders

from extractor.errors import ExtractorError
from extractor.evaluation.delivered_or_named import (
    CellFate,
    Judged,
    PrintedRows,
    judge,
    printed_of_gold,
    printed_of_truth,
)
from extractor.evaluation.intervals import wilson
from extractor.evaluation.noise import LEVELS, generate_documents, layouts_of
from extractor.evaluation.suites import Folders, load_suite
from extractor.pipeline import extract_document, read_document

ROOT = Path(__file__).resolve().parents[1]
Wanted = Callable[[str], bool]
FORMATS = {"html", "docx", "pdf", "kinds"}


class Printed(NamedTuple):
    """One file and what is printed in it."""

    group: str
    name: str
    content: bytes
    rows: PrintedRows
    form: str


def labelled(suite: str) -> Iterator[Printed]:
    for case in load_suite(suite, Folders(ROOT)).cases:
        if case.gold.tables:
            yield Printed(suite, case.file_name, case.content, printed_of_gold(case.gold), case.gold.form)


def generated(count: int, seed: int, wanted: Wanted) -> Iterator[Printed]:
    """``count`` documents of each level in each of its layouts."""
    for level in ("clean", "marked", "blanks", "broken", "reordered"):
        layouts = tuple(name for name in layouts_of(LEVELS[level]) if wanted(f"{name} ({level})"))
        for document in generate_documents(count * len(layouts), seed, level, layouts):
            rows = printed_of_truth(document.truth)
            group = f"{document.layout} ({level})"
            yield Printed(group, f"{document.name}.txt", document.text.encode(), rows, document.form)


def formats(count: int, wanted: Wanted) -> Iterator[Printed]:
    if not wanted("format"):
        return
    golds = {case.name: case.gold for case in load_suite("fixtures", Folders(ROOT)).cases}
    for kind, raw, model in renders(FORMATS, count):
        gold = golds[model.stem]
        ending = {"xlsx": "xlsx", "csv": "csv", "docx": "docx", "pdf": "pdf"}
        suffix = next((end for word, end in ending.items() if word in kind), "html")
        yield Printed(f"format {kind}", f"{model.stem}.{suffix}", raw, printed_of_gold(gold), gold.form)


def converted(reports: int, made: bool, wanted: Wanted) -> Iterator[Printed]:
    for job in jobs(reports):
        if not wanted(job.engine) or (made and not job.path.exists()):
            continue
        text = text_of(job)
        if text is None:
            continue
        truth = report(int(job.report[1:])).truth
        form = "2019" if "made" in truth["proactive"]["rules"] else "2021"
        content = (text + "\n").encode()
        yield Printed(job.engine, f"{job.path.stem}.txt", content, printed_of_truth(truth), form)


def judged(printed: Printed) -> tuple[Judged, ...] | None:
    """The fates of its cells; None where the file is refused, which names the whole."""
    try:
        document = read_document(printed.content, printed.name, 50_000_000)
        return judge(extract_document(document), document.text, printed.rows, printed.form)
    except ExtractorError as error:
        print(f"  {printed.group}: {printed.name}: {error}", file=sys.stderr)
        return None


class Tally:
    """Counts of one group of texts."""

    def __init__(self) -> None:
        self.texts, self.refused, self.printed = 0, 0, 0
        self.fates: Counter[CellFate] = Counter()

    def add(self, printed: Printed, cells: tuple[Judged, ...] | None) -> None:
        self.texts += 1
        self.refused += cells is None
        self.printed += sum(len(cells) for rows in printed.rows.values() for cells in rows.values())
        self.fates.update(each.fate for each in cells or ())

    def line(self, label: str) -> str:
        standing = self.fates.total()
        told = self.fates[CellFate.DELIVERED] + self.fates[CellFate.NAMED]
        low, high = wilson(told, standing) or (0.0, 1.0)
        share = f"{100 * told / standing:6.2f} % [{100 * low:.2f}, {100 * high:.2f}]" if standing else "n/a"
        counts = " ".join(f"{self.fates[fate]:>9}" for fate in CellFate)
        return (
            f"{label:<30} {self.texts:>5} {self.refused:>7} {self.printed:>8} {standing:>8} {counts}  {share}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", metavar="WORD", help="groups whose name holds one of these")
    parser.add_argument("--count", type=int, default=4, help="generated documents a layout and level")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--reports", type=int, default=4, help="printed reports, in formats and by converters"
    )
    parser.add_argument("--made", action="store_true", help="of converters' texts only those made before")
    parser.add_argument("--most", type=int, default=0, help="lost and wrong cells to print a text")
    options = parser.parse_args()
    for tool in missing():
        print(f"missing: {tool}; its texts are left out")
    fates = " ".join(f"{fate:>9}" for fate in CellFate)
    print(f"{'':<30} texts refused  printed standing {fates}  delivered or named")

    def wanted(group: str) -> bool:
        return not options.only or any(word in group for word in options.only)

    groups: dict[str, Tally] = {}
    whole = Tally()
    sources = (
        labelled("fixtures"),
        labelled("real"),
        generated(options.count, options.seed, wanted),
        formats(options.reports, wanted),
        converted(options.reports, options.made, wanted),
    )
    for printed in (each for source in sources for each in source):
        if not wanted(printed.group):
            continue
        cells = judged(printed)
        for tally in (groups.setdefault(printed.group, Tally()), whole):
            tally.add(printed, cells)
        bad = [each for each in cells or () if each.fate in (CellFate.LOST, CellFate.WRONG)]
        for each in bad[: options.most]:
            place = f"{'/'.join(each.cell.key)} at {each.cell.start}"
            print(f"  {printed.group}: {printed.name}: {each.fate} {place}")
    for label, tally in sorted(groups.items()):
        print(tally.line(label))
    print(whole.line("all"))


if __name__ == "__main__":
    main()
