"""One folder with every format: one Report each with the same facts, and the failures named."""

import io
import json
import re
import zipfile
from pathlib import Path

import html_styles
import pytest
from pdf_writer import Page, pdf
from PIL import Image
from report_model import FIXTURES, PROJECT_RENDERS, ReportModel, load_model
from test_pdf_files import printed, printed_pages
from typer.testing import CliRunner

from extractor.cli.app import app

STEM = "luoyan-2021"
SAME = {"text": "text", "html": "html", "docx": "docx", "ruled": "pdf", "unruled": "pdf", "zipped": "zip"}
TABLES = ("proactive", "applications", "disputes")


def with_scanned_page(model: ReportModel) -> bytes:
    """The report as pages of text up to its section four, which is the picture of a page."""
    titles = [block.text for block in model.blocks]
    upto = next(number for number, title in enumerate(titles) if title.startswith("四、"))
    image = Image.open(PROJECT_RENDERS / f"{STEM}-disputes.jpg").convert("L")
    page = Page(width=image.width * 72 / 150, height=image.height * 72 / 150)
    page.picture(image.width, image.height, image.tobytes())
    return pdf(*printed_pages(model._replace(blocks=model.blocks[:upto])), page)


def zipped(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> tuple[dict, dict, str, int]:
    """Reports and failures by stem, stderr and exit code of one run over the folder."""
    folder, out = tmp_path_factory.mktemp("mixed"), tmp_path_factory.mktemp("out")
    model = load_model(STEM)
    docx = (PROJECT_RENDERS / f"{STEM}.docx").read_bytes()
    files = {
        "text.txt": (FIXTURES / f"{STEM}.txt").read_bytes(),
        "html.html": html_styles.portal(model),
        "docx.docx": docx,
        "ruled.pdf": printed(model),
        "unruled.pdf": printed(model, ruled=False),
        "zipped.zip": zipped("zipped.htm", html_styles.word(model)),
        "scanned.pdf": with_scanned_page(model),
        "cut.pdf": printed(model)[:900],
        "shell.html": b"<html><body><div id=app></div><script src=a.js></script></body></html>",
        "sheet.docx": zipped("xl/workbook.xml", b"<workbook/>"),
        "empty.txt": b"",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    result = CliRunner().invoke(app, ["extract", str(folder), "--out", str(out), "--engine", "rules"])
    reports, failures = {}, {}
    for path in sorted(Path(out).glob("*.json")):
        where = failures if path.name.endswith(".error.json") else reports
        where[path.name.split(".")[0]] = json.loads(path.read_text("utf-8"))
    return reports, failures, result.stderr, result.exit_code


def numbers(report: dict, table: str) -> dict[tuple[str, str], float | None]:
    return {
        (row, column): cell["value"]
        for row, cells in report["tables"][table].items()
        if cells
        for column, cell in cells.items()
    }


def test_every_file_gives_one_report_or_one_named_failure(read):
    reports, failures, stderr, code = read
    assert set(reports) == {*SAME, "scanned"}
    assert set(failures) == {"cut", "shell", "sheet", "empty"}
    assert code == 1
    for stem, failure in failures.items():
        lines = [line for line in stderr.splitlines() if f"/{stem}." in line]
        assert len(lines) == 1, stderr
        assert failure["message"].startswith(stem)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_shows_the_lines_that_are_printed(read, name):
    shown = (FIXTURES.parents[1] / name).read_text("utf-8")
    printed_lines = re.sub(r"\S*/(?=\w+\.\w+: )", "mixed/", read[2]).splitlines()
    printed_lines[-1] = re.sub(r"Reports are in .*", "Reports are in out", printed_lines[-1])
    assert "\n".join(printed_lines) in shown


@pytest.mark.parametrize("stem", [*SAME, "scanned"])
def test_facts_are_the_same_whatever_the_format(read, stem):
    report, model = read[0][stem], read[0]["text"]
    for table in TABLES:
        assert numbers(report, table) == numbers(model, table)
    assert report["report_year"]["value"] == 2021
    assert report["title"]["value"] == model["title"]["value"]
    counts, wanted = (
        [(count["label"], count["value"]) for count in each["narrative"]["counts"]]
        for each in (report, model)
    )
    assert counts == (wanted[:-4] if stem == "scanned" else wanted)  # section six is not on the picture


@pytest.mark.parametrize("stem", ["ruled", "unruled", "scanned"])
def test_evidence_leads_to_page_and_box_when_there_are_pages(read, stem):
    report = read[0][stem]
    places = {(place["start"], place["end"]): place for place in report["places"]}
    cell = report["tables"]["disputes"]["reconsideration"]["total"]
    place = places[cell["evidence"]["start"], cell["evidence"]["end"]]
    assert place["page"] >= 2
    assert place["box"][0] < place["box"][2]
    assert (place["confidence"] is not None) == (stem == "scanned")
