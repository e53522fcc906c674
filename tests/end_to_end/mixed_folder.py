"""A folder of 300 files as people have them: formats mixed, duplicates, broken, foreign, same names."""

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "fixtures" / "formats"), str(ROOT / "tests" / "ingest")]

import docx_styles  # noqa: E402
import html_styles  # noqa: E402
import kind_styles  # noqa: E402
from report_model import FIXTURES, PROJECT_RENDERS, ReportModel, load_model  # noqa: E402
from test_pdf_files import printed  # noqa: E402

from extractor.evaluation.noise import generate_documents  # noqa: E402

PLACES = "甲乙丙丁戊己庚辛壬癸"
FILES = 300


class Made(NamedTuple):
    """One file of the folder."""

    path: str
    content: bytes
    reports: int
    """How many Reports it is to give; 0 for one that is no document or cannot be read."""
    outcome: str
    """What is to become of it."""


def varied(model: ReportModel, year: int, number: int) -> ReportModel:
    """The report as another year and another body would print it; its tables stay."""
    old = str(model.labels["header"]["report_year"])
    issuer = model.labels["header"]["issuer"] or "某县人民政府"
    place = "".join(PLACES[int(digit)] for digit in f"{number:02}")

    def other(text: str) -> str:
        return text.replace(issuer, f"{place}川县人民政府").replace(old, str(year))

    blocks = tuple(block._replace(text=other(block.text)) for block in model.blocks)
    return model._replace(title=f"{place}川县人民政府{year}年政府信息公开工作年度报告", blocks=blocks)


def _texts(share: int) -> Iterator[Made]:
    for index, document in enumerate(generate_documents(120 // share, 17, "clean")):
        yield Made(f"文本/{index:03}.txt", document.text.encode("utf-8"), 1, "read")
    source = (FIXTURES / "anzhu-2022.txt").read_text(encoding="utf-8")
    for year in (2019, 2020, 2021, 2023):  # one body over its years, 2022 missing
        text = source.replace("2022", str(year))
        yield Made(f"{year}/年报.txt", text.encode("gb18030"), 1, "read")
    conflict = (FIXTURES / "jishan-2021.txt").read_bytes()
    for number in range(10):
        text = conflict.decode("utf-8").replace("箕陌县", f"{PLACES[number]}陌县")
        yield Made(f"存疑/{number}.txt", text.encode("utf-8"), 1, "read")
    several = [document.text for document in generate_documents(3, 91, "clean")]
    yield Made("合订本.txt", "\n\n".join(several).encode("utf-8"), 3, "read")
    yield Made("无扩展名的年报", source.replace("安渚", "无名").encode("utf-8"), 1, "read")


def _formats(share: int) -> Iterator[Made]:
    ruled, newer = load_model("yunxiu-2020"), load_model("luoyan-2021")
    for number in range(14 // share):
        for style, make in (
            ("门户", html_styles.portal),
            ("新版", html_styles.modern),
            ("转存", html_styles.word),
        ):
            model = varied(newer, 2020 + number % 4, number)
            yield Made(f"网页/{style}{number}.html", make(model), 1, "read")
        yield Made(f"Word/{number}.docx", docx_styles.docx(varied(newer, 2021, 20 + number)), 1, "read")
        yield Made(f"表格/{number}.xlsx", kind_styles.xlsx(varied(newer, 2021, 40 + number)), 1, "read")
        yield Made(f"PDF/{number}.pdf", printed(varied(ruled, 2020, 60 + number)), 1, "read")
    yield Made("网页/其实是网页.xls", html_styles.portal(varied(newer, 2022, 80)), 1, "read")
    yield Made("扫描/第四部分.jpg", (PROJECT_RENDERS / "luoyan-2021-disputes.jpg").read_bytes(), 1, "read")
    yield Made("扫描/copy.jpg", (PROJECT_RENDERS / "luoyan-2021-disputes.jpg").read_bytes(), 1, "duplicate")


def _others(share: int) -> Iterator[Made]:
    for number, document in enumerate(generate_documents(16 // share, 17, "clean")):
        yield Made(f"备份/{number}（副本）.txt", document.text.encode("utf-8"), 1, "duplicate")
    whole = printed(varied(load_model("yunxiu-2020"), 2020, 90))
    for number in range(6):
        yield Made(f"坏/{number}.pdf", whole[: 400 + 97 * number], 0, "failed")
    for number in range(5):
        yield Made(f"空/{number}.txt", b"", 0, "failed")
    for number in range(3):
        yield Made(f"外文/{number}.txt", (f"Minutes of meeting {number}. " * 60).encode(), 0, "failed")
    yield Made("其他/program.exe", b"MZ" + bytes(range(256)) * 4, 0, "skipped")
    yield Made("其他/script.py", b"print('hello')\n", 0, "skipped")
    yield Made("其他/film.mp4", b"\x00\x00\x00 ftypisom" + bytes(64), 0, "skipped")


def _archives() -> Iterator[Made]:
    """ZIP files; each member is a file of its own in the account."""
    made = [document.text for document in generate_documents(12, 55, "clean")]
    for number in range(3):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for at, text in enumerate(made[4 * number : 4 * number + 4]):
                archive.writestr(f"{2020 + at}/年报.txt", text)
        yield Made(f"压缩包/{number}.zip", stream.getvalue(), 4, "archive")


def mixed_folder(folder: Path, share: int = 1) -> list[Made]:
    """Write the folder; what it holds, in the words of the account.

    Every kind is in it whatever the ``share``: one in so many of the files that differ in their words only.
    """
    made = [*_texts(share), *_formats(share), *_others(share), *_archives()]
    picture = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    wanted = FILES if share == 1 else len(made) + 8
    made += [Made(f"其他/{at}.svg", picture, 0, "skipped") for at in range(wanted - len(made))]
    assert len(made) == wanted
    for one in made:
        path = folder / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)
    return made
