"""What `make bench-formats` prints: cells right, silent errors, prose error rate and seconds by format.

The fixture reports are printed in every format that this machine can make (PDF and scans need Chromium)
and read back. It reports and never fails.
Seconds are those of the clock, then those of all processors, which other work on the machine hardly changes.
Usage: python bench/formats.py [--only html,docx,pdf,scan,photo] [--reports N]
"""

import argparse
import contextlib
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import Levenshtein

from extractor.errors import DocumentError
from extractor.pipeline import extract_document, read_document, second_look
from extractor.records import Report

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures" / "formats"))

SURE = frozenset({"proved", "printed", "inferred", "repaired"})
DAMAGE = {200: 1.0, 150: 1.0}
"""Resolution of the scans and the most degrees by which they are turned."""
WARPS = (0.01, 0.02)
"""How far the corners of photographed pages (200 dpi) are away, as a share of the page."""


class Score(NamedTuple):
    """Of one rendered report."""

    cells: int
    right: int
    silent: int
    letters: int
    edits: int
    pages: int
    seconds: float
    processor_seconds: float
    parent_mb: float


def squeezed(text: str) -> str:
    return "".join(text.replace("|", "").split())


def score(raw: bytes, model: Any, name: str) -> Score:
    from report_model import figures  # type: ignore[import-not-found]

    labels = figures(model.labels)
    began, worked = time.perf_counter(), processor_seconds()
    try:
        document = read_document(raw, name, 50_000_000)
        report = extract_document(document, look=second_look(document, raw))
    except DocumentError as refused:
        print(f"  {name}: {refused}")
        lost = len(model.prose)
        return Score(len(labels), 0, 0, lost, lost, 0, time.perf_counter() - began, 0, 0)
    seconds, worked = time.perf_counter() - began, processor_seconds() - worked
    right, silent = 0, 0
    for place, value in labels.items():
        cell = cell_at(report, *place)
        good = cell is not None and cell.value == value
        right += good
        silent += not good and cell is not None and cell.value is not None and cell.basis in SURE
    edits = sum(
        edits_of(squeezed(block.text), squeezed(document.text)) for block in model.blocks if block.kind == "p"
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Score(
        len(labels), right, silent, len(model.prose), edits, len(document.pages), seconds, worked, memory
    )


def processor_seconds() -> float:
    """Of this process and of the child that reads binaries; the child's only where the system shows it."""
    ticks = 0
    with contextlib.suppress(OSError):
        for task in Path("/proc/self/task").iterdir():
            for child in (task / "children").read_text().split():
                fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def cell_at(report: Report, table: str, row: str, column: str) -> Any:
    cells = (report.tables.get(table) or {}).get(row)
    return None if cells is None else cells[column]


def edits_of(wanted: str, text: str) -> int:
    """Characters to change in the best place of the text for one paragraph."""
    if wanted in text:
        return 0
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(wanted, text)
    part = "" if found is None else text[found.dest_start : found.dest_end]
    return min(int(Levenshtein.distance(wanted, part)), len(wanted))


def renders(wanted: set[str], count: int) -> Iterator[tuple[str, bytes, Any]]:
    """Format, file and model of every render that this machine can make."""
    from report_model import STEMS, load_model

    models = [load_model(stem) for stem in STEMS[:count]]
    for kind, make in makers(wanted).items():
        for number, model in enumerate(models):
            yield kind, make(model, number), model


Maker = Callable[[Any, int], bytes]


def seedless(make: Callable[[Any], bytes]) -> Maker:
    return lambda model, _seed: make(model)


def scanned(dots_per_inch: int, skew: float) -> Maker:
    import pdf_styles  # type: ignore[import-not-found]
    import scan_styles  # type: ignore[import-not-found]

    def make(model: Any, seed: int) -> bytes:
        pages = scan_styles.scan(pdf_styles.ruled(model), dots_per_inch, seed, skew)
        return bytes(scan_styles.scanned_pdf(pages, dots_per_inch))

    return make


def photographed(warp: float) -> Maker:
    import pdf_styles
    import scan_styles

    def make(model: Any, seed: int) -> bytes:
        pages = scan_styles.photograph(pdf_styles.ruled(model), 200, seed, warp)
        return bytes(scan_styles.scanned_pdf(pages, 200))

    return make


def makers(wanted: set[str]) -> dict[str, Maker]:
    import html_styles  # type: ignore[import-not-found]

    found: dict[str, Maker] = {}
    if "html" in wanted:
        found |= {f"html {name}": seedless(make) for name, make in html_styles.STYLES.items()}
    if "docx" in wanted:
        import docx_styles  # type: ignore[import-not-found]

        found["docx"] = seedless(docx_styles.docx)
    if "kinds" in wanted:
        import kind_styles  # type: ignore[import-not-found]

        found |= {
            "xlsx": seedless(kind_styles.xlsx),
            "csv": seedless(kind_styles.separated),
            "saved page": seedless(kind_styles.saved_page),
            "strict docx": seedless(kind_styles.strict_docx),
        }
    if not shutil.which("chromium"):
        print("  no chromium: PDF and scans are left out")
        return found
    if "pdf" in wanted:
        import pdf_styles

        found |= {f"pdf {name}": seedless(make) for name, make in pdf_styles.STYLES.items()}
    if "scan" in wanted:
        found |= {f"scan {dpi} dpi": scanned(dpi, skew) for dpi, skew in DAMAGE.items()}
    if "photo" in wanted:
        found |= {f"photo, {100 * warp:g} % off": photographed(warp) for warp in WARPS}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="html,docx,pdf,scan,photo", help="formats, joined by commas")
    parser.add_argument("--reports", type=int, default=6, help="how many of the fixture reports")
    options = parser.parse_args()
    scores: dict[str, list[Score]] = {}
    for kind, raw, model in renders(set(options.only.split(",")), options.reports):
        scores.setdefault(kind, []).append(score(raw, model, f"{model.stem} as {kind}"))
    print(
        "format              n  cells  right  silent  prose errors  seconds a document  a page "
        " processor s a page  parent MB"
    )
    for kind, each in scores.items():
        cells, right = sum(s.cells for s in each), sum(s.right for s in each)
        edits, letters = sum(s.edits for s in each), sum(s.letters for s in each)
        seconds, pages = sum(s.seconds for s in each), sum(s.pages for s in each)
        worked = sum(s.processor_seconds for s in each)
        print(
            f"{kind:<18} {len(each):2} {cells:6} {right:6} {sum(s.silent for s in each):7} "
            f"{100 * edits / letters:11.2f} % {seconds / len(each):19.3f} "
            f"{seconds / pages if pages else float('nan'):7.3f} "
            f"{worked / pages if pages else float('nan'):19.3f} {max(s.parent_mb for s in each):10.0f}"
        )


if __name__ == "__main__":
    main()
