"""Scans in the typefaces of offices: cells right, flagged and silently wrong, processor time a page.

    python bench/scans.py --faces song,kai --dpi 200 --damage clean,copied --points 10.5 --reports 1

Pages are printed by headless Chromium, so it and the typefaces must be installed (Debian: fonts-arphic-uming,
fonts-arphic-ukai, fonts-cwtex-fs, fonts-wqy-zenhei, fonts-noto-cjk); what is missing is said and left out.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "fixtures" / "formats"), str(ROOT / "bench")]

FACES = {
    "song": "AR PL UMing CN",
    "kai": "AR PL UKai CN",
    "fangsong": "cwTeXFangSong",
    "hei": "WenQuanYi Zen Hei",
    "serif": "Noto Serif CJK SC",
    "sans": "Noto Sans CJK SC",
}
PACKAGES = {"song": "fonts-arphic-uming", "kai": "fonts-arphic-ukai", "fangsong": "fonts-cwtex-fs",
            "hei": "fonts-wqy-zenhei", "serif": "fonts-noto-cjk", "sans": "fonts-noto-cjk"}  # fmt: skip
BORDERS = {"solid": "0.75pt solid black", "dotted": "1pt dotted black", "grey": "0.75pt solid #888",
           "thick": "1.5pt solid black", "hair": "0.25pt solid black"}  # fmt: skip
HEADERS = {"": "", "grey-header": "tr:first-child td, tr:nth-child(2) td { background: #ccc }"}


class Score(NamedTuple):
    """Cells of one report: all, right, flagged, silently wrong; pages and processor seconds."""

    cells: int
    right: int
    flagged: int
    silent: int
    pages: int
    seconds: float


def clean(grey: Any, _rng: Any) -> Any:
    return grey


def copied(grey: Any, rng: Any) -> Any:
    """A photocopy: crooked, soft, noisy, with specks and a shadow."""
    import cv2

    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(rng.uniform(-1, 1)), 1.0)
    grey = cv2.warpAffine(grey, matrix, (width, height), borderValue=255)
    grey = cv2.GaussianBlur(grey, (0, 0), 0.7)
    noisy = grey.astype(np.float32) * (240 + 8 * np.linspace(-1, 1, width)[None, :]) / 255
    noisy += rng.normal(0, 7, grey.shape)
    noisy[rng.random(grey.shape) < 0.0003] = 60
    return np.clip(noisy, 0, 255).astype(np.uint8)


def photographed(grey: Any, rng: Any) -> Any:
    import cv2
    import scan_styles  # type: ignore[import-not-found]

    colour = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
    return np.asarray(scan_styles.photographed(colour, rng, 0.01))


def stamped(grey: Any, rng: Any) -> Any:
    """A round stamp over figures, and a border around the page."""
    import cv2

    height, width = grey.shape
    page = grey.copy()
    middle = int(width * rng.uniform(0.3, 0.7)), int(height * rng.uniform(0.3, 0.7))
    layer = np.full_like(page, 255)
    cv2.circle(layer, middle, width // 9, 150, max(width // 250, 2))
    cv2.putText(layer, "*", (middle[0] - 20, middle[1] + 20), cv2.FONT_HERSHEY_SIMPLEX, width / 500, 150, 6)
    page = np.minimum(page, layer)
    cv2.rectangle(page, (width // 40, height // 50), (width - width // 40, height - height // 50), 0, 3)
    return page


def half_drawn(grey: Any, rng: Any) -> Any:
    """Lines of tables with gaps: a worn original."""
    page = grey.copy()
    for _ in range(120):
        y, x = int(rng.integers(page.shape[0])), int(rng.integers(page.shape[1]))
        page[y : y + 5, x : x + 5] = 255
    return page


DAMAGES: dict[str, Callable[[Any, Any], Any]] = {
    "clean": clean, "copied": copied, "photographed": photographed, "stamped": stamped,
    "half-drawn": half_drawn,
}  # fmt: skip


def installed(face: str) -> bool:
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    return FACES[face] in listed


def pages_of(pdf: bytes, dots_per_inch: int) -> Iterator[Any]:
    import cv2
    import pypdfium2

    for page in pypdfium2.PdfDocument(pdf):
        yield cv2.cvtColor(page.render(scale=dots_per_inch / 72).to_numpy()[:, :, :3], cv2.COLOR_BGR2GRAY)


def score(raw: bytes, model: Any, name: str, verbose: bool) -> Score:
    from formats import cell_at, processor_seconds
    from report_model import figures  # type: ignore[import-not-found]

    from extractor.pipeline import extract_document, read_document, second_look

    began = processor_seconds()
    document = read_document(raw, name)
    report = extract_document(document, look=second_look(document, raw))
    seconds = processor_seconds() - began
    flagged_at = [
        pointer for finding in report.findings if finding.severity != "info" for pointer in finding.where
    ]
    right = flagged = silent = 0
    wanted = figures(model.labels)
    for (table, row, column), value in wanted.items():
        cell = cell_at(report, table, row, column)
        place = f"/tables/{table}/{row}/{column}"
        is_open = cell is None or cell.value is None or cell.basis in ("conflict", "ambiguous")
        told = is_open or any(place == at or place.startswith(f"{at}/") for at in flagged_at)
        if (cell is not None and cell.value == value) or (
            value is None and (cell is None or cell.value is None)
        ):
            right += 1
        elif told:
            flagged += 1
        else:
            silent += 1
            print(
                f"    silent: {name} {place} {value} read {cell.value} ({cell.raw}, {cell.basis})",
                file=sys.stderr,
            )
        if verbose and (cell is None or cell.value != value) and told:
            print(f"    {place} {value} read {cell and cell.value} ({cell and cell.raw})", file=sys.stderr)
    return Score(len(wanted), right, flagged, silent, len(document.pages), seconds)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--faces", default=",".join(FACES))
    parser.add_argument("--dpi", default="200")
    parser.add_argument("--damage", default="clean,copied,photographed")
    parser.add_argument("--points", default="9,10.5,14")
    parser.add_argument("--borders", default="solid", help=", ".join(BORDERS))
    parser.add_argument("--header", default="", choices=list(HEADERS))
    parser.add_argument("--reports", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    if not shutil.which("chromium"):
        sys.exit("chromium is not installed: nothing can be printed")
    import pdf_styles  # type: ignore[import-not-found]
    import scan_styles
    from PIL import Image
    from report_model import STEMS, load_model

    print(
        "face      dpi damage        points border   cells  right flagged silent  right %  s a page",
        flush=True,
    )
    for face in options.faces.split(","):
        if not installed(face):
            print(f"{face}: left out, install {PACKAGES[face]}")
            continue
        for points in map(float, options.points.split(",")):
            for border in options.borders.split(","):
                models = [load_model(stem) for stem in STEMS[: options.reports]]
                printed = [
                    pdf_styles.in_typeface(m, FACES[face], points, BORDERS[border], HEADERS[options.header])
                    for m in models
                ]
                for dpi in map(int, options.dpi.split(",")):
                    for damage in options.damage.split(","):
                        total: list[Score] = []
                        for seed, (model, pdf) in enumerate(zip(models, printed, strict=True)):
                            rng = np.random.default_rng(seed)
                            pages = [
                                Image.fromarray(DAMAGES[damage](page, rng)) for page in pages_of(pdf, dpi)
                            ]
                            raw = scan_styles.scanned_pdf(pages, dpi)
                            name = f"{model.stem}-{face}-{dpi}-{damage}-{points:g}-{border}.pdf"
                            total.append(score(raw, model, name, options.verbose))
                        cells, right, flagged, silent, count, seconds = map(sum, zip(*total, strict=True))
                        print(
                            f"{face:9} {dpi:3} {damage:13} {points:6g} {border:7} {cells:6} {right:6} "
                            f"{flagged:7} "
                            f"{silent:6} {100 * right / cells:7.2f} {seconds / count:9.2f}",
                            flush=True,
                        )


if __name__ == "__main__":
    main()
