"""Texts as real engines and converters write them, of generated reports whose every cell is known.

A report is printed as HTML, DOCX and PDF (Chromium) and, in the typefaces of Debian, as pictures of its
pages; every engine and converter that this machine has turns them into text once, kept under out/engines.
"""

import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from extractor.evaluation.noise.documents import Truth, TruthCell, truth_of
from extractor.evaluation.noise.fill import fill_form
from extractor.evaluation.noise.grids import build_grids
from extractor.evaluation.noise.invented_prose import Prose, headings_of, write_prose
from extractor.evaluation.noise.printed_labels import choose_punctuation
from extractor.evaluation.noise.printing import choose_style, print_form

ROOT = Path(__file__).resolve().parents[1]
STORE = ROOT / "out" / "engines"
TYPEFACES = {
    "serif": "Noto Serif CJK SC",
    "sans": "Noto Sans CJK SC",
    "song": "AR PL UMing CN",
    "kai": "AR PL UKai CN",
    "fangsong": "cwTeXFangSong",
    "hei": "WenQuanYi Zen Hei",
}
SCANS = (
    *((face, 200, kind) for kind in ("clean", "copied") for face in TYPEFACES),
    *((face, dpi, "clean") for dpi in (150, 300) for face in ("serif", "song")),
)
"""Typeface, dots per inch and state of the pictures that are read."""
PSM = ("3", "4", "6")
_LIMIT_S = 300

sys.path.insert(0, str(ROOT / "fixtures" / "formats"))


class Printed(NamedTuple):
    """A report to print, and what it says."""

    name: str
    model: Any
    truth: Truth
    prose: Prose


class Job(NamedTuple):
    """One text to make: of which report, by which engine, of what."""

    report: str
    engine: str
    medium: str
    make: Callable[[], str]

    @property
    def path(self) -> Path:
        """Where the text is kept."""
        return STORE / self.report / f"{self.engine}.{self.medium}.txt".replace(" ", "_").replace("/", "-")


@cache
def report(number: int) -> Printed:
    """The report of a number, always the same."""
    from report_model import Block, ReportModel  # type: ignore[import-not-found]

    rng = Random(f"engines.{number}")
    filled = fill_form(rng)
    printed = print_form(filled, choose_style(rng))
    grids = build_grids(printed, filled.form, choose_punctuation(rng).apply)
    headings = headings_of(filled.tables)
    prose = write_prose(filled, rng)
    title, _, opening = prose.opening.partition("\n\n")
    blocks = [Block("p", opening.strip()), Block("h", headings["overview"])]
    blocks += [Block("p", line) for line in prose.overview.split("\n") if line]
    for key, grid in grids.items():
        blocks += [Block("h", headings[key]), Block("grid", grid=grid)]
    for key, text in (("problems", prose.problems), ("other", prose.other)):
        blocks.append(Block("h", headings[key]))
        blocks += [Block("p", line) for line in text.split("\n") if line]
    blocks += [Block("p", line) for line in prose.signature.split("\n") if line]
    model = ReportModel(f"r{number}", title, tuple(blocks), {})
    return Printed(model.stem, model, _kept_truth(model.stem, truth_of(printed)), prose)


def _kept_truth(stem: str, truth: Truth) -> Truth:
    """The truth as it was when the texts were made: a later generator may fill the forms otherwise."""
    path = STORE / stem / "truth.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = {
            table: {
                row: {key: (str(cell.value), cell.raw) for key, cell in cells.items()}
                for row, cells in rows.items()
            }
            for table, rows in truth.items()
        }
        path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {
        table: {
            row: {key: TruthCell(Decimal(value), raw) for key, (value, raw) in cells.items()}
            for row, cells in rows.items()
        }
        for table, rows in kept.items()
    }


@cache
def pdf(number: int, typeface: str) -> bytes:
    """The report as a PDF of Chromium in a typeface."""
    import pdf_styles  # type: ignore[import-not-found]

    page = pdf_styles._page(report(number).model, "border: 0.75pt solid black")
    for name in ("Noto Serif CJK SC", "Noto Sans CJK SC"):
        page = page.replace(name, TYPEFACES[typeface])
    return bytes(pdf_styles._print(page))


def html(number: int, style: str) -> bytes:
    """The report as a page in a house style."""
    import html_styles  # type: ignore[import-not-found]

    return bytes(html_styles.STYLES[style](report(number).model))


def docx(number: int) -> bytes:
    """The report as a Word file."""
    import docx_styles  # type: ignore[import-not-found]

    return bytes(docx_styles.docx(report(number).model))


@cache
def pages(number: int, typeface: str, dots_per_inch: int, state: str) -> list[Any]:
    """Pictures of the pages: clean, or photocopied (turned, blurred, noisy, specked)."""
    import pypdfium2
    import scan_styles  # type: ignore[import-not-found]

    raw = pdf(number, typeface)
    if state == "copied":
        return list(scan_styles.scan(raw, dots_per_inch, number, 0.6))
    return [
        page.render(scale=dots_per_inch / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(raw)
    ]


def run(command: list[str], suffix: str, raw: bytes) -> str:
    """What a command writes, given a file of this content in place of FILE; - writes FILE.out.txt."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"file{suffix}")
        source.write_bytes(raw)
        words = [word.replace("FILE", str(source)).replace("FOLDER", folder) for word in command]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8", "HOME": folder}
        done = subprocess.run(
            words, capture_output=True, timeout=_LIMIT_S, env=environment, cwd=folder, check=False
        )
        written = sorted(Path(folder).glob("*.txt"))
        return (written[0].read_bytes() if written else done.stdout).decode("utf-8", "replace")


def by_tesseract(number: int, scan: tuple[str, int, str], psm: str) -> str:
    """The pages by Tesseract, a form feed between them."""
    found = []
    for page in pages(number, *scan):
        stream = io.BytesIO()
        page.save(stream, "PNG", dpi=(scan[1], scan[1]))
        found.append(
            run(["tesseract", "FILE", "-", "-l", "chi_sim", "--psm", psm], ".png", stream.getvalue())
        )
    return "\n".join(found)


@cache
def boxes(number: int, scan: tuple[str, int, str]) -> list[list[tuple[Any, str]]]:
    """The lines of every page as RapidOCR finds them."""
    import numpy
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})
    found = []
    for page in pages(number, *scan):
        read: Any = engine(numpy.asarray(page.convert("RGB")))
        found.append(list(zip(read.boxes, read.txts, strict=True)) if read.txts else [])
    return found


def by_rapidocr(number: int, scan: tuple[str, int, str], rows: bool) -> str:
    """RapidOCR's lines as they come, or those of one height joined to rows."""
    lines: list[str] = []
    for page in boxes(number, scan):
        if not rows:
            lines += [text for _, text in page]
            continue
        placed = sorted((float(box[:, 1].mean()), float(box[:, 0].min()), text) for box, text in page)
        heights = [float(box[:, 1].max() - box[:, 1].min()) for box, _ in page]
        reach = sorted(heights)[len(heights) // 2] * 0.5 if heights else 0
        row: list[tuple[float, float, str]] = []
        for item in placed:
            if row and item[0] - row[-1][0] > reach:
                lines.append(" ".join(text for _, _, text in sorted(row, key=lambda each: each[1])))
                row = []
            row.append(item)
        lines.append(" ".join(text for _, _, text in sorted(row, key=lambda each: each[1])))
    return "\n".join(lines)


def by_pdfminer(raw: bytes) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(raw)))


def by_pypdf(raw: bytes, mode: Any) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text(extraction_mode=mode) for page in PdfReader(io.BytesIO(raw)).pages)


def by_markitdown(raw: bytes, suffix: str) -> str:
    from markitdown import MarkItDown

    return str(MarkItDown().convert_stream(io.BytesIO(raw), file_extension=suffix).text_content)


def by_trafilatura(raw: bytes) -> str:
    import trafilatura

    return str(trafilatura.extract(raw, include_tables=True, favor_recall=True) or "")


def by_inscriptis(raw: bytes) -> str:
    from inscriptis import get_text

    return str(get_text(_decoded(raw)))


def by_html2text(raw: bytes) -> str:
    from html2text import HTML2Text

    converter = HTML2Text(bodywidth=0)
    return str(converter.handle(_decoded(raw)))


def by_docx2txt(raw: bytes) -> str:
    import docx2txt

    return str(docx2txt.process(io.BytesIO(raw)))


def _decoded(raw: bytes) -> str:
    return raw.decode("gb18030" if b"gb2312" in raw[:600] else "utf-8")


Converter = Callable[[bytes], str]


def _command(suffix: str, *words: str) -> Converter:
    return partial(run, list(words), suffix)


def _utf8(convert: Converter) -> Converter:
    """A converter that reads pages in UTF-8 only."""
    return lambda raw: convert(_decoded(raw).encode())


OF_PDF: dict[str, tuple[str, Converter]] = {
    "pdftotext": ("pdftotext", _command(".pdf", "pdftotext", "FILE", "-")),
    "pdftotext -layout": ("pdftotext", _command(".pdf", "pdftotext", "-layout", "FILE", "-")),
    "pdftotext -raw": ("pdftotext", _command(".pdf", "pdftotext", "-raw", "FILE", "-")),
    "pdfminer": ("pdfminer", by_pdfminer),
    "pypdf": ("pypdf", partial(by_pypdf, mode="plain")),
    "pypdf layout": ("pypdf", partial(by_pypdf, mode="layout")),
    "markitdown pdf": ("python:markitdown,pdfplumber", partial(by_markitdown, suffix=".pdf")),
}
OF_DOCX: dict[str, tuple[str, Converter]] = {
    "pandoc gfm docx": ("pandoc", _command(".docx", "pandoc", "-t", "gfm", "FILE")),
    "pandoc plain docx": ("pandoc", _command(".docx", "pandoc", "-t", "plain", "FILE")),
    "docx2txt perl": ("docx2txt", _command(".docx", "docx2txt", "FILE", "-")),
    "docx2txt python": ("python:docx2txt", by_docx2txt),
    "libreoffice docx": (
        "soffice",
        _command(
            ".docx",
            "soffice",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            "FOLDER",
            "FILE",
        ),
    ),
    "markitdown docx": ("python:markitdown,mammoth", partial(by_markitdown, suffix=".docx")),
}
OF_HTML: dict[str, tuple[str, Converter]] = {
    "pandoc gfm html": ("pandoc", _utf8(_command(".html", "pandoc", "-f", "html", "-t", "gfm", "FILE"))),
    "pandoc plain html": ("pandoc", _utf8(_command(".html", "pandoc", "-f", "html", "-t", "plain", "FILE"))),
    "lynx": ("lynx", _command(".html", "lynx", "-dump", "-nolist", "-display_charset=utf-8", "FILE")),
    "w3m": ("w3m", _command(".html", "w3m", "-dump", "-O", "UTF-8", "-cols", "100", "FILE")),
    "elinks": ("elinks", _command(".html", "elinks", "-dump", "-dump-charset", "utf-8", "FILE")),
    "html2text python": ("python:html2text", by_html2text),
    "html2text debian": (
        "html2text",  # on some pages it never ends and takes all memory
        _utf8(_command(".html", "prlimit", "--as=1000000000", "--cpu=60", "html2text", "-utf8", "FILE")),
    ),
    "trafilatura": ("python:trafilatura,lxml_html_clean", by_trafilatura),
    "inscriptis": ("inscriptis", by_inscriptis),
    "markitdown html": ("python:markitdown", partial(by_markitdown, suffix=".html")),
}


def is_there(tool: str) -> bool:
    """Whether a program, or all Python packages of ``python:a,b``, can be had."""
    packages = tool.removeprefix("python:").split(",")
    if all(importlib.util.find_spec(name) is not None for name in packages):
        return True
    return not tool.startswith("python:") and shutil.which(tool) is not None


def missing() -> list[str]:
    """Tools that this machine lacks."""
    tools = {tool for group in (OF_PDF, OF_DOCX, OF_HTML) for tool, _ in group.values()}
    return sorted(tool for tool in {*tools, "chromium", "tesseract", "rapidocr"} if not is_there(tool))


def jobs(reports: int) -> Iterator[Job]:
    """All texts that this machine can make; every scan takes one of the reports in turn."""
    for number in range(reports):
        name = f"r{number}"
        if is_there("chromium"):
            for engine, (tool, convert) in OF_PDF.items():
                if is_there(tool):
                    yield Job(name, engine, "pdf", lambda c=convert, n=number: c(pdf(n, "serif")))  # type: ignore[misc]
        for engine, (tool, convert) in OF_DOCX.items():
            if is_there(tool):
                yield Job(name, engine, "docx", lambda c=convert, n=number: c(docx(n)))  # type: ignore[misc]
        for engine, (tool, convert) in OF_HTML.items():
            for style in ("portal", "word", "modern") if is_there(tool) else ():
                yield Job(name, engine, style, lambda c=convert, n=number, s=style: c(html(n, s)))  # type: ignore[misc]
    for place, scan in enumerate(SCANS if is_there("chromium") else ()):
        yield from _scan_jobs(place % reports, scan)


def _scan_jobs(number: int, scan: tuple[str, int, str]) -> Iterator[Job]:
    medium = f"{scan[0]}-{scan[1]}-{scan[2]}"
    for psm in PSM if is_there("tesseract") else ():
        yield Job(f"r{number}", f"tesseract psm {psm}", medium, partial(by_tesseract, number, scan, psm))
    for rows in (False, True) if is_there("rapidocr") else ():
        engine = f"rapidocr {'rows' if rows else 'lines'}"
        yield Job(f"r{number}", engine, medium, partial(by_rapidocr, number, scan, rows))


def text_of(job: Job) -> str | None:
    """The text of a job, made once; None, said and made anew the next time, where a tool fails or is silent.

    An empty text is none: it would count as a report of which nothing is readable.
    """
    if not job.path.exists() or not job.path.stat().st_size:
        job.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            text = job.make()
        except Exception as error:  # noqa: BLE001 (a converter that fails is a figure of the bench, not its end)
            print(f"  {job.path.name}: {type(error).__name__}: {error}", file=sys.stderr)
            text = ""
        if not text.strip():
            print(f"no text: {job.path.parent.name}/{job.path.name}")
            return None
        job.path.write_text(text, encoding="utf-8")
    return job.path.read_text(encoding="utf-8")


if __name__ == "__main__":
    for each in jobs(int(sys.argv[1]) if len(sys.argv) > 1 else 4):
        print(each.path, len(text_of(each) or ""), flush=True)
