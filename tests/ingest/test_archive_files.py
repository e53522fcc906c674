"""Archives: their files in a stable order, within limits, repeated bytes once."""

import io
import json
import zipfile

import pytest
from pdf_writer import Page, pdf
from report_model import PROJECT_RENDERS
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.cli.result_names import plan
from extractor.discovery import discover
from extractor.errors import DamagedFileError, DocumentError, ProtectedFileError, TooLargeError
from extractor.ingest import members, read_member
from extractor.ingest.formats import DEFAULT_LIMITS
from extractor.pipeline import read_document

REPORT = "某某区人民政府2020年政府信息公开工作年度报告\n一、总体情况\n共公开信息35件。\n" * 2


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def report_pdf() -> bytes:
    page = Page()
    for number, line in enumerate(REPORT.splitlines()):
        page.text(50, 80 + 20 * number, line)
    return pdf(page)


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_files_come_in_a_stable_order_whatever_the_archive_says(tmp_path):
    path = tmp_path / "all.zip"
    names = ["乙/2.txt", "b.pdf", "乙/1.txt", "__MACOSX/b.pdf", "a.exe", "README.md", ".hidden.txt"]
    path.write_bytes(zipped({name: name.encode() for name in names}))
    jobs, skipped = plan([path])
    assert [job.location.partition("!/")[2] for job in jobs] == ["b.pdf", "乙/1.txt", "乙/2.txt"]
    assert [job.name for job in jobs] == ["b", "1", "2"]
    assert len(skipped) == 4


def test_names_of_chinese_windows_are_decoded():
    raw = zipped({"x" * 8: b"1"}).replace(b"x" * 8, "年报".encode("gbk") + b".txt")
    assert [str(member.path) for member in members(raw, "a.zip")] == ["年报.txt"]


def test_paths_that_climb_out_are_only_names(tmp_path):
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"../../evil.txt": REPORT.encode()}))
    out = tmp_path / "out"
    assert run("extract", path, "--out", out)[0] == 0
    assert sorted(file.name for file in out.iterdir()) == ["evil.json", "evil.txt", "inputs.csv"]
    assert not (tmp_path.parent / "evil.txt").exists()


def test_mixed_folder_gives_one_report_each_and_names_the_failures(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, "utf-8")
    (folder / "b.pdf").write_bytes(report_pdf())
    (folder / "c.html").write_text(f"<html><body><pre>{REPORT}</pre></body></html>", "utf-8")
    (folder / "d.pdf").write_bytes(b"%PDF-1.7 cut")
    inside = {"e.pdf": report_pdf() + b"\n", "f.pdf": report_pdf() + b"\n", "g.pdf": b"%PDF-1.7 cut"}
    (folder / "z.zip").write_bytes(zipped(inside))
    code, _, err = run("extract", folder, "--out", out)
    assert code == 1
    reports = {file.stem: json.loads(file.read_text("utf-8")) for file in out.glob("?.json")}
    assert sorted(reports) == ["a", "b", "c", "e"]
    assert {report["report_year"]["value"] for report in reports.values()} == {2020}
    assert {len(report["narrative"]["counts"]) for report in reports.values()} == {
        len(reports["a"]["narrative"]["counts"])
    }
    assert sorted(file.name for file in out.glob("*.error.json")) == ["d.error.json", "g.error.json"]
    assert err.count("failed at ingest") == 2
    assert "z.zip/f.pdf: the same bytes as z.zip/e.pdf" in err
    assert reports["b"]["places"]
    for stem, report in reports.items():
        text = (out / f"{stem}.txt").read_text("utf-8")
        span = report["title"]["evidence"][0]
        assert text[span["start"] : span["end"]] == span["quote"]


def test_archive_is_refused_when_it_would_unpack_to_too_much():
    raw = zipped({f"{number}.txt": bytes(1000) for number in range(10)})
    with pytest.raises(TooLargeError, match="unpack to 10000 bytes"):
        members(raw, "a.zip", DEFAULT_LIMITS._replace(max_unpacked_bytes=1000))


def test_file_of_an_archive_is_refused_when_it_is_packed_like_a_bomb():
    raw = zipped({"a.txt": bytes(15_000_000)})
    with pytest.raises(TooLargeError, match="bomb"):
        read_member(raw, 0, "a.zip/a.txt", 20_000_000)
    with pytest.raises(TooLargeError, match="more than the limit of 1000"):
        read_member(raw, 0, "a.zip/a.txt", 1000)


def test_file_of_an_archive_is_refused_when_it_asks_for_a_password():
    raw = bytearray(zipped({"a.txt": b"x" * 50}))
    raw[raw.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ProtectedFileError, match="password"):
        read_member(bytes(raw), 0, "a.zip/a.txt", 1000)


def test_file_of_an_archive_is_refused_when_its_bytes_are_damaged():
    raw = bytearray(zipped({"a.txt": REPORT.encode() * 20}))
    raw[60:70] = bytes(10)
    with pytest.raises(DamagedFileError):
        read_member(bytes(raw), 0, "a.zip/a.txt", 10**6)


@pytest.mark.parametrize(
    ("ending", "first", "is_read"),
    [
        ("docx", "[Content_Types].xml", True),
        ("xlsx", "[Content_Types].xml", True),
        ("ods", "mimetype", False),
        ("ods", "META-INF/manifest.xml", False),
        ("docx", "word/document.xml", False),
    ],
)
def test_a_package_that_lost_a_part_is_one_document_and_no_archive(tmp_path, ending, first, is_read):
    """Its parts are no documents: once, the picture of a first page was read and the content passed over."""
    raw = (PROJECT_RENDERS / f"luoyan-2021.{ending}").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != first}
    (tmp_path / f"a.{ending}").write_bytes(zipped(parts))
    found = discover([tmp_path])
    assert [len(found.inputs), len(found.passed_over)] == [1, 0]
    try:
        text = read_document(zipped(parts), f"a.{ending}").text
    except DocumentError:
        assert not is_read
    else:
        assert is_read
        assert text.startswith("洛砚市民政局")
