"""Pictures of pages: drawn lines give the cells, each page of a mixed PDF is decided by itself."""

import io

import cv2
import numpy as np
import pytest
from pdf_writer import Page, pdf
from PIL import Image
from report_model import PROJECT_RENDERS
from scan_styles import photographed

from extractor import extract, pipeline
from extractor.errors import DamagedFileError, MissingExtraError, TooLargeError, UnreadableError
from extractor.ingest import pdf as pdf_reader
from extractor.ingest import read_bytes, recogniser, reread_places, scans
from extractor.ingest.composing import Composer, TextRun
from extractor.ingest.formats import DEFAULT_LIMITS, Format
from extractor.ingest.page_layout import LaidPage, with_doubts
from extractor.ingest.page_lines import PageLine
from extractor.ingest.perspective import lean_of, rectangular
from extractor.ingest.pictures import read_picture
from extractor.ingest.placed import Turn
from extractor.ingest.rereading import reread
from extractor.ingest.rulings import RuledLine, find_tables
from extractor.records import CellBasis
from extractor.segment import find_sections
from extractor.tables import Known, look_again, read_tables

SCAN = PROJECT_RENDERS / "luoyan-2021-disputes.jpg"
ROW = "| 2 | 1 | 0 | 0 | 3 | 1 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 1 | 2 |"
WORDS = "某某区人民政府政府信息公开工作年度报告共有若干页面。"


def grey_page(picture: bytes | None = None) -> Page:
    """The scan, or another picture of 150 dpi, as a page of a PDF."""
    image = Image.open(SCAN if picture is None else io.BytesIO(picture)).convert("L")
    page = Page(width=image.width * 72 / 150, height=image.height * 72 / 150)
    page.picture(image.width, image.height, image.tobytes())
    return page


def text_page() -> Page:
    page = Page()
    page.text(50, 80, WORDS)
    return page


def test_every_cell_is_read_when_a_scan_is_crooked_noisy_and_worn():
    document = read_bytes(SCAN.read_bytes(), "scan.txt")
    assert document.source.media_type == "image/jpeg"
    assert ROW in document.text
    assert "五、存在的主要问题及改进情况" in document.text
    page = document.pages[0]
    assert page.recognised
    at = document.text.index(ROW)
    place = document.places(at + 2, at + 3)[0]
    assert 0 < place.box[0] < place.box[2] < page.width
    assert 0.5 < place.confidence <= 1


def test_pages_are_decided_one_by_one_when_a_pdf_is_mixed():
    document = read_bytes(pdf(text_page(), grey_page()), "mixed.pdf")
    assert document.text.startswith(WORDS)
    assert ROW in document.text
    assert [page.recognised for page in document.pages] == [False, True]
    assert document.pages[0].words[0].confidence is None


def test_page_is_named_when_it_is_a_picture_and_recognition_is_not_installed(monkeypatch):
    def missing(name: str) -> None:
        raise MissingExtraError(f"{name}: pip install 'gongkai-extractor[ocr]'")

    monkeypatch.setattr("extractor.ingest.scans.require", missing)
    parsed = pdf_reader.read_pdf(pdf(text_page(), grey_page()), "mixed.pdf", DEFAULT_LIMITS)
    assert "page(s) 2 of 2 are pictures, not read" in parsed.notes[0]
    with pytest.raises(MissingExtraError, match=r"extractor\[ocr\]"):
        pdf_reader.read_pdf(pdf(grey_page()), "scan.pdf", DEFAULT_LIMITS)


def test_extra_is_named_when_recognition_is_not_installed(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "rapidocr", None)
    with pytest.raises(MissingExtraError, match=r"extractor\[ocr\]"):
        recogniser.require("scan.png")


def test_picture_is_refused_before_it_is_unpacked_when_it_has_too_many_pixels():
    stream = io.BytesIO()
    Image.new("1", (9000, 9000)).save(stream, "PNG")
    with pytest.raises(TooLargeError, match="9000 × 9000 pixels"):
        read_picture(stream.getvalue(), "bad.png", DEFAULT_LIMITS)


def test_picture_is_refused_when_it_is_cut():
    with pytest.raises(DamagedFileError, match="cut off or damaged"):
        read_picture(SCAN.read_bytes()[:2000], "bad.jpg", DEFAULT_LIMITS)


def test_cells_are_found_when_drawn_lines_miss_each_other_a_little():
    across = [RuledLine(0, 0, 99), RuledLine(50.8, 1, 100), RuledLine(100, -1, 100)]
    down = [RuledLine(0.5, 0, 100), RuledLine(50, -1, 101), RuledLine(99.2, 0, 99)]
    (table,) = find_tables(across, down, 2.5)
    assert len(table.cells) == 4
    assert table.cells[table.cell_at(75, 25)][:2] == (0, 1)
    assert table.cell_at(150, 25) is None


def test_sides_are_taken_as_drawn_when_a_table_is_open():
    across = [RuledLine(y, 0, 100) for y in (0, 20, 40)]
    (table,) = find_tables(across, [RuledLine(30, 0, 40), RuledLine(60, 0, 40)], 2.5)
    assert [cell[:2] for cell in table.cells] == [(r, c) for r in (0, 1) for c in (0, 1, 2)]


def test_nothing_is_a_table_when_lines_only_underline():
    assert find_tables([RuledLine(10, 0, 100), RuledLine(40, 0, 80)], [], 2.5) == []


def test_figures_are_named_when_the_recogniser_doubts_them():
    composer = Composer()
    composer.begin_page(1, 100, 100, recognised=True)
    box = (0.0, 0.0, 9.0, 9.0)
    composer.add_line([TextRun("11", box, 0.6), TextRun("22", box, 0.99), TextRun("甲", box, 0.1)])
    assert with_doubts(composer.parsed()).notes == ("1 figure(s) were recognised with doubt: 11 (page 1)",)


def test_place_reads_the_same_when_it_is_looked_at_again():
    document = read_bytes(SCAN.read_bytes(), "scan.jpg")
    at = document.text.index(ROW)
    places = [document.places(at + 2 + 4 * number, at + 3 + 4 * number)[0] for number in range(15)]
    assert reread_places(document, SCAN.read_bytes(), places) == tuple(ROW.strip("| ").split(" | "))


def test_place_on_a_later_page_is_looked_at_again_when_a_pdf_is_mixed():
    raw = pdf(text_page(), grey_page())
    document = read_bytes(raw, "mixed.pdf")
    at = document.text.index(ROW)
    (place,) = document.places(at + 18, at + 19)
    assert (place.page, reread_places(document, raw, [place])) == (2, ("3",))


def test_places_cannot_be_looked_at_again_when_the_file_has_none():
    document = read_bytes((WORDS * 3).encode(), "a.txt")
    with pytest.raises(UnreadableError, match="only pictures and PDF files"):
        reread(Format.TEXT, b"", "a.txt", DEFAULT_LIMITS, [])
    assert pipeline.second_look(document, b"") is None


def test_misread_figure_is_repaired_when_the_scan_is_read_once_more():
    raw = SCAN.read_bytes()
    seen = read_bytes(raw, "scan.jpg")
    misread = seen.model_copy(update={"text": seen.text.replace(ROW, ROW.replace("3", "8"))})
    sections = find_sections(misread.text, misread.text)
    tables = read_tables(misread, misread.text, sections, "2021").tables
    assert tables.disputes["reconsideration"]["total"].basis is CellBasis.CONFLICT
    look = pipeline.second_look(misread, raw)
    second = look_again(misread, tables, look)
    again = read_tables(misread, misread.text, sections, "2021", Known(second)).tables
    cells = again.disputes["reconsideration"]
    assert (cells["total"].value, cells["total"].basis, cells["total"].raw) == (3, CellBasis.REPAIRED, "8")
    assert cells["upheld"].basis is CellBasis.PROVED


def test_every_cell_is_read_when_a_page_is_photographed_from_an_angle():
    picture = np.asarray(Image.open(SCAN).convert("RGB"))[:, :, ::-1]
    stream = io.BytesIO()
    photo = photographed(np.ascontiguousarray(picture), np.random.default_rng(3), warp=0.02)
    photo.save(stream, "JPEG", quality=60, dpi=(150, 150))
    assert ROW in read_bytes(stream.getvalue(), "photo.jpg").text


def drawn_page() -> np.ndarray:
    """A page of 200 dpi with a table of 8 by 20 cells, black on white."""
    page = np.full((2200, 1650), 255, np.uint8)
    for x in range(200, 1451, 156):
        cv2.line(page, (x, 300), (x, 1900), 0, 2)
    for y in range(300, 1901, 80):
        cv2.line(page, (200, y), (1448, y), 0, 2)
    return page


def test_drawn_lines_are_level_and_upright_after_a_photograph_is_made_rectangular():
    page = drawn_page()
    height, width = page.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + np.array([[20, -30], [-25, 25], [30, -20], [-15, 35]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    seen = cv2.warpPerspective(page, matrix, (width, height), borderValue=255)
    assert most_lean(seen) > 0.01
    assert most_lean(rectangular(seen, 255 - seen, 200)) < 0.002


def most_lean(page: np.ndarray) -> float:
    """The largest direction of a line of either family anywhere on the page."""
    found = [lean_of(255 - page, 200, wide) for wide in (True, False)]
    return max(abs(lean.base) + abs(lean.growth) * 1000 for lean in found)


def test_page_stays_as_it_is_when_its_lines_are_level_or_too_few():
    page = drawn_page()
    assert rectangular(page, 255 - page, 200) is page
    blank = np.full((2200, 1650), 255, np.uint8)
    assert rectangular(blank, 255 - blank, 200) is blank


def test_page_is_turned_upright_when_it_was_scanned_on_its_side():
    image = Image.open(SCAN)
    stream = io.BytesIO()
    table = image.crop((0, 0, image.width, int(0.62 * image.height)))
    table.rotate(90, expand=True).save(stream, "JPEG", quality=90, dpi=(150, 150))
    document = read_bytes(pdf(text_page(), grey_page(stream.getvalue())), "turned.pdf")
    assert ROW in document.text
    page, at = document.pages[1], document.text.index(ROW)
    left, top, right, bottom = document.places(at + 2, at + 3)[0].box
    assert page.height > page.width
    assert 0 <= left < right <= page.width
    # the first cell of the row, which is on the left where the page is upright
    assert 0.8 * page.height < top < bottom <= page.height


@pytest.mark.parametrize("quarters", range(4))
def test_page_is_read_in_the_direction_in_which_its_words_are_whole(monkeypatch, quarters):
    upright = np.tile(np.arange(250, dtype=np.uint8)[:, None], (1, 400))

    def read(scan, number):
        right = np.array_equal(scan.picture, upright)
        words = ["行政复议", "结果维持"] if right else ["行", "复", "政"]
        box = (0.0, 0.0, 30.0, 10.0)
        lines = tuple(PageLine(0, 10, (TextRun(word, box, 0.9),)) for word in words)
        height, width = scan.picture.shape
        return LaidPage(number, width, height, Turn(0, width, height), lines, recognised=True)

    monkeypatch.setattr(scans, "_read_upright", read)
    page = scans.read_scan(scans.Scan(np.rot90(upright, quarters), 200.0), 1, "a.png")
    assert page.items[0].text == "行政复议"
    assert page.shown.quarters == -quarters % 4
    assert page.shown.size == ((400, 250) if quarters % 2 == 0 else (250, 400))


@pytest.mark.parametrize(("dash", "left"), [((33, 29, 37, 30), 33), ((33, 12, 37, 13), 40), (None, 40)])
def test_small_minus_belongs_to_its_figure_and_a_speck_elsewhere_does_not(dash, left):
    cell = np.full((60, 120), 255, np.uint8)
    cv2.rectangle(cell, (40, 20), (48, 40), 0, 2)
    if dash:
        cv2.rectangle(cell, dash[:2], dash[2:], 0, -1)
    (strip,) = scans._strips(cell, 255 - cell, (0.0, 0.0, 120.0, 60.0))
    assert strip.box[0] in (left, left - 1)


def test_a_scanned_report_of_the_form_before_2019_is_read_like_its_text():
    kinds = PROJECT_RENDERS.parents[1] / "kinds"
    typed = extract(kinds / "bishan-2010.txt")
    scanned = extract(PROJECT_RENDERS / "bishan-2010-scan.pdf")
    cells = [(place, cell.value, cell.basis) for *place, cell in typed.cells()]
    assert len(cells) == 34
    assert [(place, cell.value, cell.basis) for *place, cell in scanned.cells()] == cells
    for fact in ("issuer", "report_year", "published_on"):
        assert getattr(scanned, fact).value == getattr(typed, fact).value
    assert [(each.value, each.topic) for each in scanned.narrative.counts] == [
        (each.value, each.topic) for each in typed.narrative.counts
    ]
