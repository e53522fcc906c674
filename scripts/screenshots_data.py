"""Pictures of what the walk made, for docs/img: workbook, pages, correction page at 1440, 1280 and 390 wide.

Needs what scripts/walk.py needs, LibreOffice (its Calc) and pdftoppm for the workbook.
Usage: make walk-300 KEEP=FOLDER; python scripts/screenshots_data.py FOLDER [docs/img]
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tests" / "review"))
WIDTHS = (1440, 1280, 390)
PLACE = "/tables/applications/denied_enforcement/natural"


def main(walked: Path, images: Path) -> None:
    """All pictures."""
    _workbook(walked / "data" / "tables.xlsx", images)
    from review_browser import launched  # type: ignore[import-not-found]  # a module of the tests

    with launched() as chromium:
        _static_pages(chromium, walked / "data" / "pages", images)
        _correction_page(chromium, walked, images)


def _workbook(book: Path, images: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(book)]
        subprocess.run(command, check=True, capture_output=True)
        printed = Path(folder) / "tables.pdf"
        pages = _first_pages(printed)
        for sheet in ("cover", "failures", "applications"):
            for width in WIDTHS:
                draw = ["pdftoppm", "-png", "-singlefile", "-f", str(pages[sheet]), "-l", str(pages[sheet])]
                size = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
                subprocess.run(
                    [*draw, *size, str(printed), str(images / f"workbook-{sheet}-{width}")], check=True
                )


def _first_pages(printed: Path) -> dict[str, int]:
    """The first printed page of each sheet, by the name at its foot."""
    found: dict[str, int] = {}
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], check=True, capture_output=True, text=True
    )
    for number, page in enumerate(text.stdout.split("\f"), start=1):
        foot = re.findall(r"^\s*(\w+)\s+\d+ / \d+\s*$", page, re.M)
        if foot:
            found.setdefault(foot[-1], number)
    return found


def _static_pages(chromium: Any, pages: Path, images: Path) -> None:
    shots = {
        "page-index": ("index.html", ""),
        "page-document": ("documents/存疑-0.html", ""),
        "page-table": ("documents/2023-年报.html", "#text"),
        "page-scan": ("documents/扫描-第四部分.html", "figure"),
        "page-body": (_body_of_several_years(pages), ""),
    }
    for width in WIDTHS:
        view = chromium.new_page(viewport={"width": width, "height": 844 if width < 760 else 900})
        for name, (file, at) in shots.items():
            view.goto(f"file://{pages}/{quote(file)}")
            if at:
                view.locator(at).first.scroll_into_view_if_needed()
                view.locator(at).first.evaluate("each => each.scrollIntoView()")
            view.screenshot(path=images / f"{name}-{width}.png")
        view.close()


def _body_of_several_years(pages: Path) -> str:
    files = (pages / "bodies").glob("*.html")
    return "bodies/" + next(file.name for file in files if "缺 2022 年度报告" in file.read_text("utf-8"))


def _correction_page(chromium: Any, walked: Path, images: Path) -> None:
    from review_browser import signed_in
    from walk import in_doubt

    command = [sys.executable, "-m", "extractor", "review", "--db", "results.sqlite", "--port", "0"]
    with subprocess.Popen(command, cwd=walked, stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr is not None
        entrance = re.search(r"http://\S+", served.stderr.readline())
        assert entrance is not None
        origin = entrance[0].split("/enter")[0]
        context, view, _ = signed_in(chromium, entrance[0], "zh-CN", 1440)
        tables = in_doubt(walked, "%2023/年报.txt")[0]
        for width in WIDTHS:
            view.set_viewport_size({"width": width, "height": 844 if width < 760 else 900})
            for name, address in (
                ("queue", "/"),
                ("page", f"/d/{in_doubt(walked)[0]}?at={PLACE}"),
                ("table", f"/d/{tables}?at=/tables/applications/granted/natural"),
            ):
                view.goto(origin + address)
                view.wait_for_timeout(400)
                view.screenshot(path=images / f"correction-{name}-{width}.png")
            view.goto(origin)
            view.evaluate("scrollTo(0, document.body.scrollHeight)")
            view.screenshot(path=images / f"correction-unread-{width}.png")
        context.close()
        served.terminate()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]) if len(sys.argv) > 2 else PROJECT / "docs" / "img")
