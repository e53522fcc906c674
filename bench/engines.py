"""How well texts of real OCR engines and converters are read; ``make bench-engines`` runs this.

python bench/engines.py                           every text that this machine can make (kept in out/engines)
python bench/engines.py --only tesseract pandoc           engines whose name contains one of these
python bench/engines.py --explain r0/pdftotext.pdf        what is not right in one text
"""

import argparse
import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from engine_texts import Job, jobs, missing, report, text_of
from rapidfuzz.distance import LCSseq

from extractor.evaluation.intervals import wilson
from extractor.evaluation.noise.documents import GeneratedDocument, Truth, TruthCell
from extractor.evaluation.noise.truth import prose_truth
from extractor.evaluation.noise_scoring import CellOutcome, ScoredCell, score_reading
from extractor.forms import Layout, edition_of
from extractor.pipeline import extract
from extractor.records import Report, Tables

_LABEL_REACH = 12
"""Characters that may stand between a label and its numbers, or in it: a group's label, marks."""
_LETTERS = str.maketrans("OoQDlI[]", "00001111")


class Outcome(NamedTuple):
    """What came of one text."""

    job: Job
    cells: tuple[ScoredCell, ...]
    readable: frozenset[tuple[str, str, str]]
    refused: bool


def readable_cells(text: str, form: str, truth: Truth) -> frozenset[tuple[str, str, str]]:
    """Cells of rows all of whose numbers stand in the text, one behind the other with little between them.

    What a person could read: a zero counts where O or o stands for it. Rows stand in the order of the form,
    each in a stretch of its own: five rows of zeros of which the text holds three make three, those whose
    labels stand before them.
    """
    squeezed = re.sub(r"[^\w.|]+", " ", text.translate(_LETTERS))
    labels = {
        (table.key, row.key): row.labels[0]
        for table in edition_of(form).tables
        for row in table.rows
        if table.layout is not Layout.LINE
    }
    rows = [(table, row) for table, own in truth.items() for row in own]
    places = [list(_places(squeezed, truth[table][row], labels.get((table, row), ""))) for table, row in rows]
    found = {rows[at] for at in _most_in_order(places)}
    return frozenset((table, row, column) for table, row in found for column in truth[table][row])


def _places(text: str, columns: Mapping[str, TruthCell], label: str) -> Iterator[tuple[int, int, float]]:
    """(start, end, share of the label right before it) of every place where the numbers of a row stand."""
    numbers = (re.sub(r"\D+$|,", "", cell.raw or "") for cell in columns.values())
    raws = [re.escape(number).replace("1", "[1|]") for number in numbers]  # a pipe is a 1 or a border
    pattern = re.compile(r"(?<!\d)(?=(" + r"\D{0,12}".join(raws) + r")(?!\d))")
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - len(label) - _LABEL_REACH) : match.start()]
        share = LCSseq.similarity(label, before) / len(label) if label else 0.0
        yield match.start(), match.end(1), share


def _most_in_order(places: Sequence[Sequence[tuple[int, int, float]]]) -> list[int]:
    """The rows of the longest chain of places in order; of several, that with most of their labels."""
    chains: list[tuple[int, tuple[float, tuple[int, ...]]]] = [
        (0, (0.0, ()))
    ]  # (end, best up to there), rising
    for row, own in enumerate(places):
        fresh = []
        for start, end, share in own:
            score, chain = chains[bisect_right(chains, start, key=lambda each: each[0]) - 1][1]
            fresh.append((end, (score + 1 + share / 1000, (*chain, row))))
        best: tuple[float, tuple[int, ...]] = (-1.0, ())
        merged = []
        for end, each in sorted((*chains, *fresh), key=lambda item: (item[0], -item[1][0])):
            if each[0] > best[0]:
                best = each
                merged.append((end, best))
        chains = merged
    return list(chains[-1][1][1])


def judged(job: Job) -> Outcome | None:
    text = text_of(job)
    if text is None:
        return None
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
    return Outcome(job, cells, readable_cells(text, form, printed.truth), refused)


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
            if arguments.explain in str(job.path) and (outcome := judged(job)) is not None:
                explain(outcome, arguments.most)
        return 0
    outcomes = [outcome for job in wanted if (outcome := judged(job)) is not None]
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
