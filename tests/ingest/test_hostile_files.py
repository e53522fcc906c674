"""Hostile and broken files: one clear line, and the next file is read as if nothing had been."""

import io
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx_writer import docx, p
from pdf_writer import Page, pdf
from report_model import PROJECT_RENDERS

from extractor import limits as limits_of_documents
from extractor.cli.batch_run import options_from
from extractor.cli.terminal import Terminal
from extractor.errors import (
    BinaryFileError,
    DamagedFileError,
    DocumentError,
    MissingExtraError,
    ParserDiedError,
    ProtectedFileError,
    TooLargeError,
)
from extractor.ingest import read_bytes, sandbox
from extractor.ingest.formats import DEFAULT_LIMITS, Format
from extractor.ingest.sandbox import Child
from extractor.limits import workers_that_fit
from extractor.settings import load

ROOT = Path(__file__).parents[2]

WORDS = "某某区人民政府2020年政府信息公开工作年度报告，共公开信息35件。"


def good_pdf() -> bytes:
    page = Page()
    page.text(50, 80, WORDS[:30])
    return pdf(page)


def one_line(error: DocumentError) -> str:
    assert "\n" not in str(error)
    assert str(error).startswith("bad")
    return str(error)


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def flagged_flags(raw: bytes) -> bytes:
    """The archive with all its files marked as encrypted."""
    out = bytearray(raw)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(signature)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(signature, at + 4)
    return bytes(out)


def encrypted_pdf() -> bytes:
    keys = f"/O <{'41' * 32}> /U <{'42' * 32}>"
    filter_ = f"/Encrypt << /Filter /Standard /V 1 /R 2 {keys} /P -4 >> /ID [<00><00>]"
    return good_pdf().replace(b"/Root 1 0 R ", b"/Root 1 0 R " + filter_.encode())


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES, BODY = "[Content_Types].xml", "word/document.xml"
BAD = {
    "truncated-pdf": (good_pdf()[:200], DamagedFileError),
    "pdf-of-noise": (b"%PDF-1.7\n" + bytes(range(256)) * 40, DamagedFileError),
    "pdf-without-pages": (pdf(), DamagedFileError),
    "pdf-of-10000-pages": (pdf(*[Page()] * 10_000), TooLargeError),
    "encrypted-pdf": (encrypted_pdf(), ProtectedFileError),
    "truncated-docx": (docx(p(WORDS))[:300], DamagedFileError),
    "docx-of-broken-xml": (zipped({TYPES: b"x", BODY: b"<w:document"}), DamagedFileError),
    "docx-bomb": (zipped({TYPES: b"x", BODY: bytes(250_000_000)}), TooLargeError),
    "encrypted-docx": (flagged_flags(docx(p(WORDS))), ProtectedFileError),
    "broken-spreadsheet": (zipped({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}), DamagedFileError),
    "presentation": (zipped({"[Content_Types].xml": b"x", "ppt/presentation.xml": b"x"}), BinaryFileError),
    "truncated-zip": (zipped({"a.txt": WORDS.encode() * 9})[:60], DamagedFileError),
    "zip-of-nothing-readable": (zipped({"a.exe": b"MZ"}), BinaryFileError),
    "old-excel": (OLE + bytes(600), BinaryFileError),
    "old-encrypted-office": (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600), ProtectedFileError),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "error"), BAD.values(), ids=BAD)
def test_file_is_refused_with_one_line_and_the_next_one_is_read(raw, error):
    with pytest.raises(error) as caught:
        read_bytes(raw, "bad")
    one_line(caught.value)
    assert "35" not in str(caught.value)
    assert read_bytes(good_pdf(), "good").text.startswith("某某区人民政府")


@pytest.mark.parametrize("size", [3, 60, 500, 900])
def test_pdf_is_read_or_refused_wherever_it_is_cut(size):
    # PDFium mends what lost only its end; what cannot be mended is refused, never read as something else
    try:
        text = read_bytes(good_pdf()[:-size], "bad.pdf").text
    except DocumentError as refused:
        text = str(refused)
    assert text.count("\n") <= 1
    assert text.startswith(("某某区人民政府", "bad.pdf: "))


XXE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "8">]>'
LAUGHS = (
    "<!DOCTYPE d [<!ENTITY a '9999999999'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9))
    + "]>"
)


@pytest.mark.parametrize(("prolog", "entity"), [(XXE, "&x;"), (LAUGHS, "&j;")], ids=["external", "laughs"])
def test_entities_are_refused_when_a_word_file_declares_them(prolog, entity):
    with pytest.raises(DamagedFileError) as caught:
        read_bytes(docx(p(f"共{entity}件"), prolog=prolog), "bad.docx")
    assert "root:" not in one_line(caught.value)


def test_entities_are_not_followed_when_a_page_declares_them():
    raw = f"<?xml version='1.0'?>{XXE}<html><body><p>{WORDS * 3}</p><p>共&x;件</p></body></html>".encode()
    raw = raw.replace(b"<!DOCTYPE d", b"<!DOCTYPE html")
    assert "root:" not in read_bytes(raw, "a.html").text


def test_page_is_read_when_elements_are_nested_very_deep():
    raw = b"<html><body>" + b"<div>" * 20_000 + f"<p>{WORDS * 3}</p>".encode()
    try:
        assert "共公开信息35件" in read_bytes(raw, "bad.html").text
    except DocumentError as refused:
        one_line(refused)


def test_page_is_read_when_a_span_is_enormous():
    table = (
        "<table><tr><td rowspan=99999999 colspan=99999999>甲</td><td>乙</td></tr><tr><td>1</td></tr></table>"
    )
    assert "甲" in read_bytes(f"<html><body><p>{WORDS * 3}</p>{table}</body></html>".encode(), "a.html").text


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.html", "a"])
def test_content_decides_when_the_name_is_wrong(name):
    assert read_bytes(good_pdf(), name).source.media_type == "application/pdf"


def test_no_characters_are_made_up_when_a_font_says_none():
    page = Page()
    page.text(50, 80, WORDS, font="F2")
    try:
        text = read_bytes(pdf(page), "bad.pdf").text
    except DocumentError as refused:
        one_line(refused)
    else:
        assert "35" not in text


def test_only_one_file_fails_when_the_child_dies():
    child = Child()
    child._process.kill()
    child._process.wait()
    with pytest.raises(ParserDiedError, match="crashed or ran out of memory") as caught:
        child.ask(Format.PDF, good_pdf(), "bad.pdf", DEFAULT_LIMITS)
    one_line(caught.value)
    assert not child.reads(Format.PDF)


def test_a_new_child_is_started_when_the_old_one_has_died():
    read_bytes(good_pdf(), "a.pdf")
    old = sandbox._KEEPER._child
    old._process.kill()
    old._process.wait()
    assert read_bytes(good_pdf(), "b.pdf").pages
    assert sandbox._KEEPER._child is not old


def test_file_is_given_up_when_its_time_is_over():
    child = Child()
    limits = DEFAULT_LIMITS._replace(seconds=0.01)
    with pytest.raises(ParserDiedError, match=r"more than 0\.01 s"):
        child.ask(Format.PDF, good_pdf(), "bad.pdf", limits)
    assert not child.reads(Format.PDF)


def test_pages_that_are_pictures_add_to_the_time_of_their_file_unless_another_process_keeps_the_clock(
    monkeypatch,
):
    pytest.importorskip("rapidocr", reason="the extra [ocr] is not installed")
    picture = (PROJECT_RENDERS / "luoyan-2021-disputes.jpg").read_bytes()
    child, told = Child(), []
    limits = DEFAULT_LIMITS._replace(seconds=0.4)
    with monkeypatch.context() as patch:
        patch.setattr("extractor.limits._LISTENERS", [lambda: told.append("page")])
        assert "document" in child.ask(Format.JPEG, picture, "good.jpg", limits)
    assert told == ["page"]
    with pytest.raises(ParserDiedError, match=r"more than 0\.5 s \(0\.4 s and 0\.1 s for each of 1 page"):
        child.ask(Format.JPEG, picture, "bad.jpg", limits)


def test_file_is_given_up_when_its_memory_is_over():
    child = Child()
    limits = DEFAULT_LIMITS._replace(memory_bytes=150_000_000)
    swollen = zipped({"[Content_Types].xml": b"x", "word/document.xml": b"<a>" * 60_000_000})
    with pytest.raises(DocumentError) as caught:
        child.ask(Format.DOCX, swollen, "bad.docx", limits)
    one_line(caught.value)
    child.close()
    assert read_bytes(good_pdf(), "good.pdf").pages


def test_a_small_file_that_prints_one_text_again_and_again_is_refused():
    swollen = docx(p("甲" * 30_000))
    assert len(swollen) < 20_000
    with pytest.raises(TooLargeError, match="characters is longer than the limit of 20000"):
        read_bytes(swollen, "bad.docx", max_bytes=20_000)


def test_workers_share_the_memory_of_the_machine(monkeypatch):
    monkeypatch.setattr(limits_of_documents, "machine_mb", lambda: 8_000)
    assert [workers_that_fit(16, each) for each in (2048, 500, 9_000, 100_000)] == [3, 16, 1, 1]
    monkeypatch.setattr(limits_of_documents, "machine_mb", lambda: None)
    assert workers_that_fit(16) == 16


def test_more_workers_than_the_memory_holds_are_warned_of_in_one_line(monkeypatch, capsys):
    monkeypatch.setattr(limits_of_documents, "machine_mb", lambda: 8_000)
    settings = load(flags={"engine": "rules"})
    for workers, lines in ((3, 0), (9, 1)):
        options = options_from(settings, Terminal(), workers=workers, memory_mb=2048)
        assert options.workers == workers
        said = capsys.readouterr().err.splitlines()
        assert [("9 workers of up to 2048 MB" in line and "3 would fit" in line) for line in said] == [
            True
        ] * lines


def test_child_takes_no_more_memory_than_the_batch_gives_its_worker():
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (700_000_000, resource.RLIM_INFINITY));"
        "sys.path.insert(0, sys.argv[1]); from extractor.ingest import parser_child;"
        "parser_child._limit_memory(4_000_000_000); print(resource.getrlimit(resource.RLIMIT_AS))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout.strip() == "(700000000, 700000000)"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="network namespaces are a thing of Linux")
def test_process_is_cut_off_from_every_network_and_so_is_what_it_starts():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code = (
            "import socket, subprocess, sys; sys.path.insert(0, sys.argv[1]);"
            "from extractor.ingest.parser_child import leave_network; left = leave_network();"
            f"ask = 'import socket; socket.create_connection((\"127.0.0.1\", {port}), 2)';"
            "print(left, subprocess.run([sys.executable, '-c', ask], capture_output=True).returncode)"
        )
        shown = subprocess.run(
            [sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, check=True, timeout=60
        )
    if shown.stdout.startswith("False"):
        pytest.skip("this system allows no network namespaces")
    assert shown.stdout.split() == ["True", "1"]


def test_child_is_in_a_network_of_its_own_where_the_system_allows_one():
    read_bytes(good_pdf(), "a.pdf")
    child = sandbox._KEEPER._child
    try:
        theirs = os.readlink(f"/proc/{child._process.pid}/ns/net")
    except OSError:
        pytest.skip("no /proc here")
    if theirs == os.readlink("/proc/self/ns/net"):
        pytest.skip("this system allows no network namespaces")
    assert theirs.startswith("net:")


@pytest.mark.parametrize(
    "raw",
    [
        b"<table>" + b"<form><div>" * 700 + b"<tr><td>1</td></tr>" + "字".encode() * 90,
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"".join(b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" for _ in range(3000)),
    ],
    ids=["rows", "parts"],
)
def test_deep_file_is_read_or_refused_with_one_line(raw):
    try:
        read_bytes(raw, "bad.htm")
    except DocumentError as refused:
        one_line(refused)


def test_missing_package_is_named_with_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "lxml", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'gongkai-extractor\[html\]'"):
        read_bytes(b"<html><body>x</body></html>", "bad.html")
