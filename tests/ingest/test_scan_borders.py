"""Borders of tables are told from the strokes of characters, in the typefaces of offices and tight lines."""

import shutil
import subprocess

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.ingest.rulings import RuledCell, RuledLine, RuledTable, find_tables, is_plausible
from extractor.ingest.scan_cleaning import cleaned, ink
from extractor.ingest.scan_lines import drawn_lines
from extractor.ingest.scans import _is_tight

FACES = ["AR PL UMing CN", "AR PL UKai CN", "WenQuanYi Zen Hei", "Noto Serif CJK SC", "Noto Sans CJK SC"]
LABELS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.本机关不掌握相关政府信息",
    "4.保护第三方合法权益",
    "（七）总计",
)
COLUMNS = (520, 110, 110, 110, 110)


def font_of(face: str, pixels: int) -> ImageFont.FreeTypeFont:
    if not shutil.which("fc-match"):
        pytest.skip("fontconfig is not installed")
    found = subprocess.run(
        ["fc-match", "-f", "%{family}|%{file}|%{index}", face], capture_output=True, text=True, check=False
    ).stdout
    family, _, rest = found.partition("|")
    path, _, index = rest.rpartition("|")
    if face not in family:
        pytest.skip(f"{face} is not installed")
    return ImageFont.truetype(path, pixels, index=int(index or 0) & 0xFFFF)


def table(face: str, points: float, border: str = "solid", dots_per_inch: int = 200) -> np.ndarray:
    """A page with a table of 7 rows and 5 columns, its labels wrapped in lines without any space between."""
    size = round(points * dots_per_inch / 72)
    font = font_of(face, size)
    page = Image.new("L", (1300, 1600), 255)
    pen = ImageDraw.Draw(page)
    y, ys = 100, [100]
    for number, label in enumerate(LABELS):
        wide = COLUMNS[0] // size
        lines = [label[at : at + wide] for at in range(0, len(label), wide)]
        for index, line in enumerate(lines):
            pen.text((104, y + 3 + index * size), line, font=font, fill=0)
        x = 100 + COLUMNS[0]
        for figure in (number, 11, 1534, 10):
            pen.text((x + 12, y + 3), str(figure), font=font, fill=0)
            x += 110
        y += size * len(lines) + 8
        ys.append(y)
    xs = np.cumsum([100, *COLUMNS])
    for at in ys:
        rule(pen, (int(xs[0]), at), (int(xs[-1]), at), border)
    for at in xs:
        rule(pen, (int(at), ys[0]), (int(at), ys[-1]), border)
    return np.asarray(page)


def rule(pen: ImageDraw.ImageDraw, start: tuple[int, int], end: tuple[int, int], border: str) -> None:
    if border == "solid":
        pen.line((*start, *end), fill=0, width=2)
        return
    length = max(end[0] - start[0], end[1] - start[1])
    along = (int(end[0] > start[0]), int(end[1] > start[1]))
    for at in range(0, length, 6):
        x, y = start[0] + along[0] * at, start[1] + along[1] * at
        pen.rectangle((x, y, x + 2, y + 2), fill=0)


def shape(page: np.ndarray) -> tuple[int, int, int]:
    """Rows, columns and cells of the only table on a page."""
    lines = drawn_lines(ink(page), 200)
    found = [t for t in find_tables(lines.across, lines.down, 10) if t.box[2] - t.box[0] > 300]
    assert len(found) == 1
    return len(found[0].ys) - 1, len(found[0].xs) - 1, len(found[0].cells)


@pytest.mark.parametrize("points", [9, 10.5, 12, 14])
@pytest.mark.parametrize("face", FACES)
def test_cells_are_those_drawn_whatever_the_typeface(face, points):
    assert shape(table(face, points)) == (7, 5, 35)


@pytest.mark.parametrize("face", FACES[::3])
def test_cells_are_those_drawn_when_lines_are_dotted(face):
    assert shape(table(face, 10.5, "dotted")) == (7, 5, 35)


@pytest.mark.parametrize("face", FACES[:2])
def test_cells_are_those_drawn_when_a_page_is_crooked_noisy_and_specked(face):
    page = table(face, 12)
    rng = np.random.default_rng(2)
    matrix = cv2.getRotationMatrix2D((650, 800), 0.8, 1.0)
    page = cv2.warpAffine(page, matrix, page.shape[::-1], borderValue=255)
    page = cv2.GaussianBlur(page, (0, 0), 0.7).astype(np.float32) + rng.normal(0, 7, page.shape)
    page[rng.random(page.shape) < 0.0003] = 60
    assert shape(cleaned(np.clip(page, 0, 255).astype(np.uint8), 200)) == (7, 5, 35)


@pytest.mark.parametrize(
    ("xs", "plausible"),
    [(range(0, 1500, 100), True), (range(0, 1500, 50), False), ([0, 8, 16, 24, 300, 600], False)],
    ids=["form", "thirty-columns", "slivers"],
)
def test_grid_is_taken_for_none_when_no_form_has_its_shape(xs, plausible):
    down = [RuledLine(x, 0, 200) for x in xs]
    across = [RuledLine(y, min(xs), max(xs)) for y in (0, 100, 200)]
    (found,) = find_tables(across, down, 3)
    assert is_plausible(found, 20) is plausible


@pytest.mark.parametrize("face", FACES[:1])
def test_print_alone_makes_no_table(face):
    font = font_of(face, 28)
    page = Image.new("L", (1300, 900), 255)
    for row in range(25):
        ImageDraw.Draw(page).text((100, 60 + 28 * row), "中国国中目由申甲田口日月用同" * 2, font=font, fill=0)
    lines = drawn_lines(ink(np.asarray(page)), 200)
    assert find_tables(lines.across, lines.down, 10) == []


@pytest.mark.parametrize("begins", [-2, 0, 1, 2], ids=lambda at: f"from {at}")
def test_upright_line_stays_where_level_lines_end_on_it_from_one_side(begins):
    """A label over many rows at the left, as browsers draw it: level lines begin within the upright one."""
    page = Image.new("L", (1300, 1300), 255)
    pen = ImageDraw.Draw(page)
    ys = range(100, 1021, 46)
    for x in (100, 300, 900, 1100):
        pen.line((x, 100, x, 1020), fill=0, width=4)
    for y in ys:
        pen.line((100 if y in (100, 1020) else 300 + begins, y, 1100, y), fill=0, width=4)
    lines = drawn_lines(ink(np.asarray(page)), 200)
    (found,) = find_tables(lines.across, lines.down, 8)
    assert (len(found.ys) - 1, len(found.xs) - 1, len(found.cells)) == (20, 3, 41)


@pytest.mark.parametrize(("gap", "tight"), [(2, True), (4, True), (14, False)])
def test_print_close_to_its_border_is_seen_when_most_cells_have_it(gap, tight):
    ys, xs = [10.0 + 40 * step for step in range(6)], [10.0 + 120 * step for step in range(4)]
    cells = tuple(RuledCell(row, column, 1, 1) for row in range(5) for column in range(3))
    mask = np.zeros((260, 400), bool)
    for y in ys[:-1]:
        for x in xs[:-1]:
            mask[int(y) + 10 : int(y) + 30, int(x) + gap : int(x) + gap + 40] = True
    table = RuledTable((xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), cells, {})
    assert _is_tight([table], mask) is tight
