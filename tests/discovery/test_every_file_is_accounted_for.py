"""Folders as they are: each entry is read or passed over with a reason; nothing waits, loops or vanishes."""

import os
import socket
import stat
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from extractor.batch.planning import find_documents
from extractor.cli.app import app
from extractor.discovery import discover, location_of, read_location, shown_path
from extractor.discovery.location import file_name
from extractor.errors import DamagedFileError, TooLargeError, UnreadableError
from extractor.export.account import Account, FileOutcome, counted, read_account, write_account
from extractor.export.item import Version, common_folder, duplicates_of
from extractor.pipeline import extract

REPORT = "青川县人民政府2022年政府信息公开工作年度报告\n一、总体情况\n全年公开信息12条。\n"


def told(found, folder):
    return {os.path.relpath(shown_path(one.location), folder): one.reason for one in found.passed_over}


def read(found, folder):
    return [os.path.relpath(shown_path(one.location), folder) for one in found.inputs]


def put(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


SVG = "an SVG drawing; if it shows the report, save it as PNG"
WINDOWS = "a program for Windows; if it unpacks itself, give the files in it"
WORD_2003 = "<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument xmlns:w='w'/>"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        pytest.param("noending", REPORT, None, id="report without ending"),
        pytest.param("page.jsp", f"<html><body>{REPORT}</body></html>", None, id="page of a server"),
        pytest.param("table.xls", f"<html><body>{REPORT}</body></html>", None, id="page called a workbook"),
        pytest.param("list.dat", REPORT.encode("gb18030"), None, id="GB18030 under a strange ending"),
        pytest.param("wide.bak", REPORT.encode("utf-16"), None, id="UTF-16"),
        pytest.param("scan.img", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, None, id="picture, strange ending"),
        pytest.param("old.rtf", b"{\\rtf1 x}", None, id="known and not read: reading says so"),
        pytest.param("broken.pdf", b"no pdf", None, id="broken one keeps its name"),
        pytest.param("style.css", REPORT, "a style sheet", id="style sheet"),
        pytest.param("english.dat", b"only English words here " * 9, "no Chinese text in it", id="English"),
        pytest.param("numbers.bin", bytes(range(256)) * 9, "data in no format that is read", id="data"),
        pytest.param("nothing", b"", "empty", id="empty"),
        pytest.param("seal.svg", "<svg xmlns='x'/>", SVG, id="drawing"),
        pytest.param("talk.mkv", b"\x1aE\xdf\xa3", "a film; give the report itself", id="film"),
        pytest.param("packed.exe", b"MZ\x90\0\x03", WINDOWS, id="program"),
        pytest.param("page.js", "let x", "a script", id="script"),
        pytest.param("word.xml", WORD_2003, None, id="Word in one XML text: reading says so"),
        pytest.param("map.xml", "<?xml version='1.0'?><map><page/></map>", "data", id="other XML"),
        pytest.param("~$report.docx", b"x", "a lock file of a word processor", id="lock file"),
        pytest.param("README.txt", REPORT, "a README", id="README"),
        pytest.param(".x.txt", REPORT, "hidden", id="hidden"),
        pytest.param("Thumbs.db", b"x", "left by Windows", id="Windows"),
    ],
)
def test_content_decides_what_is_read_in_a_folder(tmp_path, name, content, why):
    put(tmp_path, name, content)
    found = discover([tmp_path])
    assert told(found, tmp_path) == ({} if why is None else {name: why})
    assert read(found, tmp_path) == ([name] if why is None else [])
    named = discover([tmp_path / name])
    assert read(named, tmp_path) == [name], "what is named is always tried"


def test_pipes_sockets_and_links_neither_hang_nor_stop_the_rest(tmp_path):
    put(tmp_path, "a.txt", REPORT)
    put(tmp_path, "sub/z.txt", REPORT)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "null.txt").symlink_to("/dev/null")
    (tmp_path / "again.txt").symlink_to("sub/z.txt")
    listening = socket.socket(socket.AF_UNIX)
    here = Path.cwd()
    os.chdir(tmp_path)  # the address of a socket is at most 107 bytes long
    try:
        listening.bind("socket.txt")
        found = discover([tmp_path])
    finally:
        os.chdir(here)
        listening.close()
    assert read(found, tmp_path) == ["a.txt", "sub/z.txt", "again.txt"], "a link stands behind"
    assert told(found, tmp_path) == {
        "gone.txt": "a link that leads nowhere",
        "loop": "a link to a folder, not followed",
        "null.txt": "a device",
        "pipe.txt": "a named pipe",
        "self.txt": "a link that leads nowhere",
        "socket.txt": "a socket",
    }


def test_a_named_pipe_is_an_error_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableError, match="a named pipe"):
        read_location(location_of(tmp_path / "pipe.txt"), 100)


def test_large_files_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "sparse.txt"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(TooLargeError, match="1000000000000 bytes"):
        read_location(location_of(path), 1000)


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every folder")
def test_a_folder_without_rights_is_a_failure_and_the_rest_is_read(tmp_path):
    put(tmp_path, "a.txt", REPORT)
    put(tmp_path, "shut/b.txt", REPORT)
    (tmp_path / "shut").chmod(0)
    try:
        found = discover([tmp_path])
    finally:
        (tmp_path / "shut").chmod(stat.S_IRWXU)
    assert [one.is_failure for one in found.passed_over] == [True]
    assert read(found, tmp_path) == ["a.txt"]


def test_a_mistyped_path_does_not_stop_the_others(tmp_path):
    put(tmp_path, "a.txt", REPORT)
    found = discover([tmp_path / "nope", tmp_path / "a.txt"])
    assert read(found, tmp_path) == ["a.txt"]
    assert [(one.reason, one.is_failure) for one in found.passed_over] == [
        ("no such file or folder; check the path", True)
    ]


def test_results_are_not_read_again(tmp_path):
    put(tmp_path, "a.txt", REPORT)
    put(tmp_path, "out/a.txt", REPORT)
    assert read(discover([tmp_path], own=[tmp_path / "out"]), tmp_path) == ["a.txt"]


def archive(path, entries):
    with zipfile.ZipFile(path, "w") as file:
        for name, content in entries:
            file.writestr(zipfile.ZipInfo(name), content)
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_every_entry_of_an_archive_is_accounted_for_and_can_be_read(tmp_path):
    path = archive(
        tmp_path / "all.zip",
        [
            ("2020/年报.txt", REPORT), ("2021/年报.txt", REPORT + "甲"), ("2021/年报.txt", REPORT + "乙"),
            ("style.css", "a {}"), ("inner.zip", b"PK\x03\x04"), ("README.md", "x"), ("__MACOSX/x.txt", "x"),
        ],
    )  # fmt: skip
    found = discover([tmp_path])
    contents = [read_location(one.location, 10_000).decode()[-1] for one in found.inputs]
    assert contents == ["\n", "甲", "乙"]
    assert [file_name(one.location) for one in found.inputs] == ["年报.txt"] * 3
    assert Counter(one.reason for one in found.passed_over) == {
        "a style sheet": 1,
        "an archive inside of an archive; unpack it and give it by itself": 1,
        "a README": 1,
        "in a hidden folder": 1,
    }
    path.write_bytes(b"PK\x03\x04 gone")
    with pytest.raises(DamagedFileError):
        read_location(found.inputs[0].location, 10_000)


@given(st.lists(st.text("ab/", min_size=1, max_size=6).map("/r/".__add__), min_size=1, max_size=6))
def test_common_folder_is_the_deepest_that_holds_all(paths):
    common = common_folder(paths)
    assert common.startswith("/r/")
    assert all(path.startswith(common) for path in paths)
    rests = {path[len(common) :].partition("/")[0] for path in paths if "/" in path[len(common) :]}
    deeper = len(rests) == 1 and all("/" in path[len(common) :] for path in paths)
    assert not deeper, "one folder more would hold all"


def test_the_most_complete_document_stands_for_the_others():
    versions = [
        Version("a-half", "甲", 2023, 3),
        Version("b-whole", "甲", 2023, 90),
        Version("c-copy", "甲", 2023, 90),
        Version("other year", "甲", 2022, 1),
    ]
    assert duplicates_of(versions) == {"a-half": "b-whole", "c-copy": "b-whole"}


def test_an_account_comes_back_as_it_was_written(tmp_path):
    rows = [
        Account("乙/报.txt", FileOutcome.READ, document="报", sha256="0" * 64),
        Account("a,b\n.txt", FileOutcome.FAILED, 'it says "no"'),
        Account("c", FileOutcome.DUPLICATE, duplicate_of="乙/报.txt"),
    ]
    for bom in (False, True):
        write_account(tmp_path / "inputs.csv", rows, bom=bom)
        assert read_account(tmp_path / "inputs.csv") == rows
    assert counted(Counter(row.outcome for row in rows)) == "1 read, 1 duplicate, 1 failed"


def by_kinds(folder):
    """A report with a copy, a link, a hard link, and a link to a report outside of the folder."""
    put(folder, "in/sub/report.txt", REPORT)
    put(folder, "in/copy.txt", REPORT)
    put(folder, "outside.txt", REPORT.replace("12", "13"))
    (folder / "in/alias.txt").symlink_to("sub/report.txt")
    (folder / "in/again.txt").symlink_to(folder / "in/alias.txt")
    os.link(folder / "in/sub/report.txt", folder / "in/hard.txt")
    (folder / "in/foreign.txt").symlink_to(folder / "outside.txt")
    return folder / "in"


@pytest.mark.parametrize("command", ["extract", "batch"])
def test_links_to_a_file_are_in_the_account_as_duplicates(tmp_path, command):
    folder, out = by_kinds(tmp_path), tmp_path / "out"
    if command == "extract":
        asked = ["extract", str(folder), "--out", str(out), "--engine", "rules"]
    else:
        asked = ["batch", "run", str(folder), "--db", str(tmp_path / "r.sqlite"), "--engine", "rules"]
        asked += ["--workers", "1", "--export", str(out)]
    ran = CliRunner().invoke(app, asked)
    assert ran.exit_code == 0, ran.output
    told = {Path(one.path).name: one for one in read_account(out / "inputs.csv")}
    assert Counter(one.outcome for one in told.values()) == {FileOutcome.READ: 2, FileOutcome.DUPLICATE: 4}
    assert set(told) == {"report.txt", "copy.txt", "alias.txt", "again.txt", "hard.txt", "foreign.txt"}
    assert all(one.duplicate_of for one in told.values() if one.outcome is FileOutcome.DUPLICATE)
    assert told["foreign.txt"].outcome is FileOutcome.READ


def test_an_entry_that_is_given_twice_is_there_once(tmp_path):
    put(tmp_path, "in/a.txt", REPORT)
    (tmp_path / "other").symlink_to(tmp_path / "in", target_is_directory=True)
    given = [tmp_path / "in", tmp_path / "in" / "a.txt", tmp_path / "other" / "a.txt"]
    assert len(discover(given).inputs) == 1


@pytest.mark.parametrize(
    ("versions", "standing"),
    [
        pytest.param([("a", 100, False), ("b", 99, True)], "b", id="decided on, one value blanked"),
        pytest.param([("a", 100, False), ("b", 100, True)], "b", id="equally complete"),
        pytest.param([("a", 100, False), ("b", 5, True)], "a", id="a fragment with its year given"),
        pytest.param([("a", 90, True), ("b", 95, True), ("c", 99, False)], "b", id="two decided on"),
        pytest.param([("a", 0, False), ("b", 0, True)], "b", id="nothing in either"),
    ],
)
def test_what_a_person_decided_on_stands_for_its_twin(versions, standing):
    twins = duplicates_of(Version(path, "某县", 2022, *rest) for path, *rest in versions)
    assert twins == {path: standing for path, *_ in versions if path != standing}


@pytest.mark.parametrize(
    ("original", "copies"),
    [
        pytest.param(
            "年报.txt", ["年报 - 副本.txt", "年报 - 副本 (2).txt", "副本年报.txt"], id="Windows, WPS"
        ),
        pytest.param("年报.txt", ["年报(1).txt", "年报（2）.txt"], id="browsers"),
        pytest.param("report.txt", ["Copy of report.txt", "a copy.txt", "report copy 2.txt"], id="English"),
    ],
)
def test_the_original_stands_for_copies_and_links(tmp_path, original, copies):
    for name in (original, *copies):
        put(tmp_path, name, REPORT)
    (tmp_path / "0.txt").symlink_to(original)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "1.txt").symlink_to(f"../{original}")
    found = discover([tmp_path])
    order = read(found, tmp_path)
    assert order == [original, *sorted(copies), "0.txt", "sub/1.txt"]
    [one], passed_over = find_documents(found, None, 10**6)
    assert (shown_path(one.location), passed_over) == (str(tmp_path / original), [])
    named = discover([tmp_path / copies[0], tmp_path / original])
    assert read(named, tmp_path) == [copies[0], original], "what is named keeps the order that was given"


def test_files_that_the_system_makes_up_are_empty_and_never_waited_for(tmp_path):
    put(tmp_path, "a.txt", REPORT)
    for name in ("kmsg", "self/environ", "self/pagemap", "self/maps"):
        (tmp_path / f"{name[-4:]}.txt").symlink_to(f"/proc/{name}")
    found = discover([tmp_path])
    assert "a.txt" in read(found, tmp_path)
    for each in found.inputs:
        if not each.location.endswith("a.txt"):
            assert read_location(each.location, 10**6) == b"", "no word of this process, and no waiting"


def test_a_file_that_becomes_a_pipe_after_the_look_at_it_is_not_waited_for(tmp_path, monkeypatch):
    path, opened = put(tmp_path, "a.txt", REPORT), os.open

    def exchanged(name, *rest):
        path.unlink()
        os.mkfifo(path)
        return opened(name, *rest)

    monkeypatch.setattr(os, "open", exchanged)
    with pytest.raises(UnreadableError, match="a named pipe"):
        read_location(location_of(path), 100)


def test_the_library_waits_for_no_pipe_and_reads_no_giant(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableError, match="a named pipe"):
        extract(tmp_path / "pipe.txt")
    with (tmp_path / "sparse.txt").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(TooLargeError, match="1000000000000 bytes"):
        extract(tmp_path / "sparse.txt")
