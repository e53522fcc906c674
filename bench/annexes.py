"""How well tables annexed to reports on 2008 to 2018 are read, by form and noise; ``make bench-annexes``.

python bench/annexes.py --count 56                 four documents of every layout for each form and level
python bench/annexes.py --forms legacy_2014 --show the silent errors, cell by cell
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator

from extractor.evaluation.intervals import wilson
from extractor.evaluation.noise import LEVELS, generate_documents
from extractor.evaluation.noise.documents import GeneratedDocument, TruthCell
from extractor.forms import edition_named, editions
from extractor.pipeline import extract
from extractor.records import Cell, CellBasis, Report

HEAD = """\
云岭县白石镇2012年政府信息公开工作年度报告
一、概述
本报告由白石镇党政办公室编制，统计期限自2012年1月1日至12月31日。
二、收费及减免情况
未收取费用。
附表
"""
ANNEXES = tuple(edition.id for edition in editions() if edition.annex)
FIRM = (CellBasis.PROVED, CellBasis.PRINTED, CellBasis.INFERRED, CellBasis.REPAIRED)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=28, help="documents for each form and level")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--forms", nargs="+", default=ANNEXES, metavar="ID")
    parser.add_argument("--levels", nargs="+", default=tuple(LEVELS), metavar="LEVEL")
    parser.add_argument("--show", action="store_true", help="print every silent error of a covered cell")
    arguments = parser.parse_args()
    print(f"{'form / level':<40}{'cells':>7}{'right %':>9}{'covered':>9}{'silent':>7}{'unsummed proved':>17}")
    start, whole, clean = time.process_time(), Counter[str](), Counter[str]()
    for form in arguments.forms:
        for level in arguments.levels:
            tally = Counter[str]()
            for document in generate_documents(arguments.count, arguments.seed, level, form=form):
                tally += tally_of(document, show=arguments.show)
            whole += tally
            clean += tally if level == "clean" else Counter()
            print(line(f"{form} {level}", tally), flush=True)
    print(line("clean", clean), line("all", whole), sep="\n")
    low, high = wilson(whole["silent"], whole["firm"]) or (0.0, 1.0)
    rate = whole["silent"] / max(whole["firm"], 1) * 10_000
    print(
        f"silent in 10,000 covered cells that were accepted: {rate:.2f} "
        f"[{low * 10_000:.2f}, {high * 10_000:.2f}] (n = {whole['firm']}); "
        f"{time.process_time() - start:.0f} s of processor time"
    )


def line(name: str, tally: Counter[str]) -> str:
    right = tally["right"] / max(tally["cells"], 1) * 100
    numbers = f"{tally['cells']:>7}{right:>9.2f}{tally['covered']:>9}{tally['silent']:>7}"
    return f"{name:<40}{numbers}{tally['wrongly proved']:>17}"


def tally_of(document: GeneratedDocument, *, show: bool) -> Counter[str]:
    """What came of the cells of one generated table, annexed to a report."""
    report = extract(HEAD + document.text.split("\n", 1)[1])
    warned = {place for finding in report.findings for place in finding.where if finding.severity != "info"}
    form = edition_named(document.form).tables[0]
    tally = Counter[str]()
    for row, column, truth, cell in cells_of(report, document):
        covered = (row, column) in form.covered
        named = not warned.isdisjoint((f"/tables/annex/{row}", f"/tables/annex/{row}/{column}"))
        firm = cell is not None and cell.basis in FIRM and not named
        wrong = cell is None or cell.value != truth.value
        silent = firm and wrong and covered
        tally.update({"cells": 1, "right": not wrong, "covered": covered, "firm": firm and covered})
        tally["silent"] += silent
        tally["wrongly proved"] += cell is not None and cell.basis is CellBasis.PROVED and not covered
        if show and silent and cell is not None:
            print(f"  {document.name} {row}.{column}: {cell.basis} {cell.value}, true {truth.value}")
    return tally


def cells_of(
    report: Report, document: GeneratedDocument
) -> Iterator[tuple[str, str, TruthCell, Cell | None]]:
    """(row, column, what is true, what was read) of every cell that the document prints."""
    table = report.tables.get("annex") or {}
    for row, cells in document.truth["annex"].items():
        for column, truth in cells.items():
            yield row, column, truth, (table.get(row) or {}).get(column)


if __name__ == "__main__":
    main()
