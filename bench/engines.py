"""How well texts of real OCR engines and converters are read; ``make bench-engines`` runs this.

python bench/engines.py                           every text that this machine can make (kept in out/engines)
python bench/engines.py --only tesseract pandoc           engines whose name contains one of these
python bench/engines.py --explain r0/pdftotext.pdf        what is not right in one text
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from engine_texts import Job, jobs, missing, report, text_of

from extractor.evaluation.intervals import wilson
from extractor.evaluation.noise.documents import GeneratedDocument, Truth
from extractor.evaluation.noise.truth import prose_truth
from extractor.evaluation.noise_scoring import CellOutcome, ScoredCell, score_reading
from extractor.pipeline import extract
from extractor.records import Report, Tables

_LETTERS = str.maketrans("OoQDlI|[]", "000011111")
_SEPARATORS = re.compile(r"^.*\|.*\|.*\|.*$", re.MULTILINE)
"""A line with pipes between its cells; a lone one stands for a 1."""


class Outcome(NamedTuple):
    """What came of one text."""

    job: Job
    cells: tuple[ScoredCell, ...]
    readable: frozenset[tuple[str, str, str]]
    refused: bool


def readable_cells(text: str, truth: Truth) -> frozenset[tuple[str, str, str]]:
    """Cells of rows all of whose numbers stand in the text, one behind the other with little between them.

    What a person could read: a zero counts where O or o stands for it. A row of three numbers or more counts
    wherever it stands; the fewer numbers of the others must be there with as many neighbours as the row has.
    """
    parted = _SEPARATORS.sub(lambda line: line[0].replace("|", " "), text)
    squeezed = re.sub(r"[^\w.]+", " ", parted.translate(_LETTERS))
    found = set()
    for table, rows in truth.items():
        for row, columns in rows.items():
            raws = [re.escape(re.sub(r"\D+$|,", "", cell.raw or "")) for cell in columns.values()]
            if re.search(r"(?<!\d)" + r"\D{0,12}".join(raws) + r"(?!\d)", squeezed):
                found |= {(table, row, column) for column in columns}
    return frozenset(found)


def judged(job: Job) -> Outcome:
    text = text_of(job)
    printed = report(int(job.report[1:]))
    prose = prose_truth(printed.prose, 0, 0)
    form = "2019" if "made" in printed.truth["proactive"]["rules"] else "2021"
    document = GeneratedDocument(str(job.path), text, job.engine, "clean", form, printed.truth, True, prose)
    read: Report | None = None
    try:
        read = extract(job.path)  # as a file: what it is is decided by its bytes
    except Exception as error:  # noqa: BLE001 (a crash is a figure of the bench, not its end)
        print(f"  {job.path}: {type(error).__name__}: {error}", file=sys.stderr)
    tables, findings = (read.tables, read.findings) if read else (Tables(), ())
    cells = score_reading(document, tables, findings).cells
    refused = read is None or not read.sections
    return Outcome(job, cells, readable_cells(text, printed.truth), refused)


def figures(label: str, outcomes: Sequence[Outcome]) -> str:
    verdicts: Counter[str] = Counter()
    readable, right = 0, 0
    for outcome in outcomes:
        for cell in outcome.cells:
            verdicts[cell.outcome.value] += 1
            if cell.key in outcome.readable:
                readable += 1
                right += cell.outcome in (CellOutcome.RIGHT, CellOutcome.RIGHT_FLAGGED)
    cells = verdicts.total()
    silent, accepted = verdicts["silent"], verdicts["silent"] + verdicts["right"]
    low, high = wilson(silent, accepted) or (0.0, 1.0)
    needless = verdicts["right_flagged"]
    flagged = needless + verdicts["offered"] + verdicts["wrong_flagged"]
    return (
        f"{label:<28} {len(outcomes):>4} {cells:>6} {verdicts['right']:>6} {needless:>7} {flagged:>7} "
        f"{verdicts['missing']:>7} {silent:>6}  [{10_000 * low:6.2f}, {10_000 * high:7.2f}]  {readable:>6} "
        f"{100 * right / max(1, readable):6.1f} %  {sum(o.refused for o in outcomes):>3}"
    )


def explain(outcome: Outcome, most: int) -> None:
    bad = [c for c in outcome.cells if c.outcome is not CellOutcome.RIGHT]
    print(outcome.job.path, f"{len(bad)} of {len(outcome.cells)} not plainly right")
    for cell in bad[:most]:
        mark = "readable" if cell.key in outcome.readable else ""
        print(
            f"  {'/'.join(cell.key):<46} {cell.outcome.value:<14} {cell.item.basis:<10} "
            f"expected {cell.item.gold} got {cell.item.predicted} {mark}"
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=4)
    parser.add_argument("--only", nargs="+", default=[""], metavar="WORD")
    parser.add_argument("--made", action="store_true", help="only texts that were made before")
    parser.add_argument("--explain", metavar="PATH", help="part of a text's path")
    parser.add_argument("--most", type=int, default=40)
    arguments = parser.parse_args()
    for tool in missing():
        print(f"missing: {tool}; its texts are left out")
    wanted = [
        job
        for job in jobs(arguments.reports)
        if any(word in str(job.path) for word in arguments.only) and (job.path.exists() or not arguments.made)
    ]
    if arguments.explain:
        for job in wanted:
            if arguments.explain in str(job.path):
                explain(judged(job), arguments.most)
        return 0
    outcomes = [judged(job) for job in wanted]
    print(
        f"{'':<28} texts cells  right flag ok flagged missing silent  in 10,000 accepted, 95 %   readable  "
        "right refused"
    )
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.job.engine, []).append(outcome)
        parts = outcome.job.medium.split("-")
        if len(parts) == 3:
            for part in (f"  typeface {parts[0]}", f"  {parts[1]} dpi", f"  {parts[2]}"):
                if "tesseract" in outcome.job.engine:
                    groups.setdefault(f"{part} (tesseract)", []).append(outcome)
    print(figures("all", outcomes))
    for label, group in sorted(groups.items()):
        print(figures(label, group))
    return 0


if __name__ == "__main__":
    sys.exit(main())
