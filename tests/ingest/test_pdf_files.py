"""PDF files with a text layer: reading order, tables, boxes, and what a reader does not see."""

import pytest
from pdf_writer import Page, pdf
from render_checks import assert_prose, assert_read, wrong_cells
from report_model import STEMS, ReportModel, load_model

from extractor.ingest import read_bytes
from extractor.pipeline import extract_document, read_document

WIDTHS = {
    "proactive": [150.0, 110.0, 110.0, 110.0],
    "applications": [45.0, 75.0, 135.0, 34.0, 34.0, 34.0, 34.0, 34.0, 34.0, 34.0],
    "disputes": [32.0] * 15,
}
FILLER = "本页用来说明政府信息公开工作年度报告的文字版面情况。"


def printed(model: ReportModel, ruled: bool = True, rotate: int = 0, align: str = "centre") -> bytes:
    """The report as a file: prose in lines, tables with or without lines, page numbers."""
    return pdf(*printed_pages(model, ruled, rotate, align))


def printed_pages(
    model: ReportModel, ruled: bool = True, rotate: int = 0, align: str = "centre"
) -> list[Page]:
    """The pages of such a file."""
    pages = [Page(rotate=rotate)]
    y = 60.0
    pages[-1].text(120, y, model.title, size=15)
    for block in model.blocks:
        if block.grid is not None:
            height = 20.0 * len(block.grid.rows) + 60
            if y + height > 780:
                pages.append(Page(rotate=rotate))
                y = 40.0
            y = pages[-1].table(block.grid, 50, y + 8, WIDTHS[block.grid.key], ruled, align)
        else:
            text = ("" if block.kind == "h" else "　　") + block.text
            for start in range(0, len(text), 40):
                y += 17
                if y > 780:
                    pages.append(Page(rotate=rotate))
                    y = 60.0
                pages[-1].text(60, y, text[start : start + 40], size=12)
        y += 4
    for number, page in enumerate(pages, start=1):
        page.text(285, 815, f"- {number} -")
    return pages


def one_line(page: Page) -> str:
    """The text of a page without its filler."""
    page.text(50, 80, FILLER)
    return read_bytes(pdf(page), "a.pdf").text.replace(FILLER, "").strip()


@pytest.mark.parametrize("stem", STEMS)
def test_every_cell_is_right_when_a_report_is_a_ruled_pdf(stem):
    model = load_model(stem)
    document = read_document(printed(model), f"{stem}.pdf")
    assert_read(document, model)
    assert_prose(document, model)
    assert document.source.media_type == "application/pdf"


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("align", ["left", "centre", "right"])
def test_every_cell_is_right_when_columns_stand_by_their_places_alone(stem, align):
    model = load_model(stem)
    report = extract_document(read_document(printed(model, ruled=False, align=align), f"{stem}.pdf"))
    assert wrong_cells(report, model) == []


def columns_of(page: Page, *more: Page) -> list[list[str]]:
    """The rows of the only grid of a document, empty cells included."""
    page.text(50, 80, FILLER)
    document = read_bytes(pdf(page, *more), "a.pdf")
    (grid,) = document.grids
    rows: list[list[str]] = [[""] * grid.width for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = document.text[cell.start : cell.end]
    return rows


def put(page: Page, y: float, *words: tuple[float, str]) -> None:
    for x, word in words:
        page.text(x, y, word)


HEAD = ((50, "信息内容"), (200, "上一年项目数量"), (310, "本年增/减"), (420, "处理决定数量"))


def test_blank_cells_are_in_the_grid_when_a_table_has_no_lines():
    page = Page()
    put(page, 120, *HEAD)
    put(page, 140, (50, "行政许可"), (220, "310"), (440, "2"))
    put(page, 160, (50, "行政处罚"), (325, "-5"))
    assert columns_of(page)[-2:] == [["行政许可", "310", "", "2"], ["行政处罚", "", "-5", ""]]


def test_header_over_several_columns_makes_no_column_of_its_own():
    page = Page()
    put(page, 100, (290, "申请情况汇总数量"))
    put(page, 120, *HEAD)
    put(page, 140, (50, "行政许可"), (220, "310"), (440, "2"))
    assert columns_of(page)[-1] == ["行政许可", "310", "", "2"]


def test_grid_goes_on_when_a_table_without_lines_goes_on_upon_the_next_page():
    page, after = Page(), Page()
    put(page, 760, *HEAD)
    put(page, 780, (50, "行政许可"), (220, "310"), (325, "1"), (440, "2"))
    page.text(285, 815, "- 1 -")
    put(after, 60, (50, "行政处罚"), (440, "7"))
    after.text(285, 815, "- 2 -")
    assert columns_of(page, after)[-2:] == [["行政许可", "310", "1", "2"], ["行政处罚", "", "", "7"]]


def test_grid_ends_where_another_header_begins():
    page = Page()
    page.text(50, 80, FILLER)
    put(page, 120, *HEAD)
    put(page, 140, (50, "行政许可"), (220, "310"), (325, "1"), (440, "2"))
    put(page, 160, (50, "信息内容"), (300, "本年收费金额"))
    put(page, 180, (50, "行政事业性收费"), (320, "97"))
    grids = read_bytes(pdf(page), "a.pdf").grids
    assert [(grid.height, grid.width) for grid in grids] == [(3, 4), (2, 2)]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_page_reads_the_same_when_it_is_shown_turned(rotate):
    model = load_model("luoyan-2021")
    upright, turned = (read_bytes(printed(model, rotate=angle), "a.pdf") for angle in (0, rotate))
    assert turned.text == upright.text
    page, shown = upright.pages[0], turned.pages[0]
    assert (shown.width, shown.height) == (
        (page.height, page.width) if rotate % 180 else (page.width, page.height)
    )
    left, top, right, bottom = shown.words[0].box
    assert 0 <= left < right <= shown.width
    assert 0 <= top < bottom <= shown.height


def test_table_is_read_when_it_is_printed_sideways():
    page = Page()
    for row, words in enumerate(["行政许可 310 2", "行政处罚 45 12"]):
        page.turned(100 + 20 * row, 700, words)
    page.turned(160, 700, FILLER)
    text = read_bytes(pdf(page), "a.pdf").text
    assert text.splitlines() == ["行政许可 310 2", "行政处罚 45 12", FILLER]


def test_evidence_leads_to_page_and_box_when_the_document_has_pages():
    model = load_model("luoyan-2021")
    document = read_document(printed(model), "a.pdf")
    report = extract_document(document)
    cell = report.tables.applications["new"]["natural"]
    place = next(p for p in report.places if (p.start, p.end) == (cell.evidence.start, cell.evidence.end))
    page = document.pages[place.page - 1]
    assert page.start <= place.start < page.end
    width = WIDTHS["applications"]
    assert 50 + sum(width[:3]) <= place.box[0] < place.box[2] <= 50 + sum(width[:4])
    stretches = {(p.start, p.end) for p in report.places}
    for row in report.tables.applications.values():
        for cell in row.values():
            assert cell.evidence is None or (cell.evidence.start, cell.evidence.end) in stretches


def test_places_are_empty_when_the_document_has_no_pages():
    assert extract_document(read_bytes((FILLER * 3).encode(), "a.txt")).places == ()


@pytest.mark.parametrize(
    "hide",
    [
        lambda page: page.text(50, 120, "全部改为888888件", more="3 Tr"),
        lambda page: page.text(50, 120, "全部改为888888件", more="1 1 1 rg"),
        lambda page: page.text(50, 120, "全部改为888888件", size=1),
        lambda page: page.text(-400, 120, "全部改为888888件"),
        lambda page: page.text(50, 900, "全部改为888888件"),
    ],
    ids=["invisible", "white", "one-point", "left-of-page", "below-page"],
)
def test_hidden_words_are_kept_out_and_reported(hide):
    page = Page()
    page.text(50, 80, FILLER)
    hide(page)
    document = read_bytes(pdf(page), "a.pdf")
    assert "888888" not in document.text
    assert "未读" in document.notes[0]
    assert "888888" in document.notes[0]
    finding = extract_document(document).findings[0]
    assert finding.check == "ingest.note"
    assert "888888" in finding.message


def test_white_words_stay_when_a_dark_field_is_behind_them():
    page = Page()
    page.fill(40, 105, 300, 130)
    page.text(50, 120, "本年处理决定数量", more="1 1 1 rg")
    assert one_line(page) == "本年处理决定数量"


def test_fake_bold_is_read_once_and_repeated_figures_stay():
    page = Page()
    for shift in (0, 0.3, 0.6):
        page.text(50 + shift, 120, "共受理11件，答复22件")
    assert one_line(page) == "共受理11件，答复22件"


def test_glyphs_of_one_line_stay_on_it_when_their_sizes_differ():
    page = Page()
    page.text(50, 120, "新收", size=10.5)
    page.text(71, 120, "35", size=8)
    page.text(80, 120, "件", size=10.5)
    assert one_line(page) == "新收35件"


def test_page_numbers_and_running_heads_are_left_out():
    pages = []
    for number in range(1, 5):
        page = Page()
        page.text(200, 40, "某区政府信息公开工作年度报告")
        page.text(50, 300, f"第{number}段：{FILLER}")
        page.text(285, 815, f"第 {number} 页 共 4 页")
        pages.append(page)
    text = read_bytes(pdf(*pages), "a.pdf").text
    assert text.count("某区政府信息公开工作年度报告") == 1
    assert "共 4 页" not in text
    assert text.count(FILLER) == 4


def test_merged_cells_are_found_where_lines_are_missing():
    page = Page()
    page.box(50, 100, 350, 160)
    page.line(150, 100, 150, 160)
    page.line(250, 130, 250, 160)
    page.line(150, 130, 350, 130)
    for x, y, words in [(60, 135, "甲"), (200, 120, "乙"), (160, 150, "1"), (260, 150, "22")]:
        page.text(x, y, words)
    assert one_line(page) == "| 甲 | 乙 |  |\n|  | 1 | 22 |"


def test_columns_keep_their_places_when_there_are_no_lines():
    page = Page()
    for y, words in ((120, ("行政许可", "310", "2")), (140, ("行政处罚", "", "12"))):
        for x, word in zip((50, 200, 300), words, strict=True):
            page.text(x, y, word)
    first, second = one_line(page).splitlines()
    assert first.rindex("2") == second.rindex("12")
