"""Bytes of text files in, canonical text out: decided by evidence, never with replacement characters."""

import codecs
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import (
    BinaryFileError,
    DamagedFileError,
    DecodingError,
    DocumentError,
    EmptyFileError,
    NotChineseError,
    TooLargeError,
)
from extractor.ingest import read_bytes, read_text

REPORT = (
    "柳塘镇2021年政府信息公开工作年度报告\n一、总体情况\n"
    "本镇全年主动公开信息一百二十条，收到政府信息公开申请三件，均按期答复，没有行政复议和行政诉讼。\n"
)
TRADITIONAL = (
    "柳塘鎮二零二一年政府資訊公開工作年度報告\n一、總體情況\n"
    "本鎮全年主動公開資訊一百二十條，收到政府資訊公開申請三件，均按期答覆，沒有行政訴訟。\n"
)
RARE = REPORT + "信息员：镕、喆、㛃、𠮷。\n"  # 㛃 and 𠮷 are in GB18030 only


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        pytest.param(REPORT.encode(), REPORT, "utf-8", id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + REPORT.encode(), REPORT, "utf-8-sig", id="utf-8-bom"),
        pytest.param(REPORT.encode("utf-16"), REPORT, "utf-16", id="utf-16-bom"),
        pytest.param(
            codecs.BOM_UTF16_BE + REPORT.encode("utf-16-be"), REPORT, "utf-16", id="utf-16-big-endian-bom"
        ),
        pytest.param(REPORT.encode("utf-16-le"), REPORT, "utf-16-le", id="utf-16-little-endian"),
        pytest.param(REPORT.encode("utf-16-be"), REPORT, "utf-16-be", id="utf-16-big-endian"),
        pytest.param(REPORT.encode("gb2312"), REPORT, "gb18030", id="gb2312"),
        pytest.param(RARE.replace("㛃、𠮷", "喆").encode("gbk"), None, "gb18030", id="gbk"),
        pytest.param(RARE.encode("gb18030"), RARE, "gb18030", id="gb18030-only-characters"),
        pytest.param(TRADITIONAL.encode("big5"), TRADITIONAL, "big5hkscs", id="big5"),
        pytest.param(TRADITIONAL.encode("gb18030"), TRADITIONAL, "gb18030", id="traditional-in-gb18030"),
        pytest.param(REPORT.replace("\n", "\r\n").encode(), REPORT, "utf-8", id="crlf"),
        pytest.param(REPORT.replace("\n", "\r").encode(), REPORT, "utf-8", id="cr"),
    ],
)
def test_text_comes_back_when_encoded(raw, text, encoding):
    document = read_bytes(raw, "a.txt")
    assert document.text == (text or RARE.replace("㛃、𠮷", "喆"))
    assert document.source.encoding == encoding
    assert document.source.characters == len(document.text)
    assert document.source.sha256 == hashlib.sha256(raw).hexdigest()
    assert document.notes == ()


@pytest.mark.parametrize(
    ("encoding", "cut"),
    [("utf-8", 1), ("utf-8", 2), ("gb18030", 1), ("utf-16", 1)],
    ids=["utf-8-one-byte", "utf-8-two-bytes", "gb18030", "utf-16"],
)
def test_all_but_the_last_character_is_read_when_its_bytes_are_cut(encoding, cut):
    raw = REPORT.rstrip("\n。").encode(encoding)[:-cut]
    document = read_bytes(raw, "a.txt")
    assert document.text == REPORT.rstrip("\n。")[:-1]
    assert "unfinished character" in document.notes[0]
    assert "�" not in document.text


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        pytest.param(b"", EmptyFileError, id="no-bytes"),
        pytest.param(" \n\t　\n".encode(), EmptyFileError, id="white-space"),
        pytest.param(codecs.BOM_UTF8, EmptyFileError, id="only-a-bom"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), BinaryFileError, id="old-word-file"),
        pytest.param(b"GIF89a" + bytes(range(256)) * 4, DamagedFileError, id="picture"),
        pytest.param(b"7z\xbc\xaf'\x1c" + bytes(range(256)), BinaryFileError, id="archive"),
        pytest.param(b"An English annual report on open government. " * 20, NotChineseError, id="english"),
        pytest.param("数据".encode() + b" 0 1 2 3 4 5 6 7 8 9" * 100, NotChineseError, id="hardly-chinese"),
        pytest.param(
            ("政府信息公开" * 20 + "\x01\x02\x03" * 60).encode(), BinaryFileError, id="control-codes"
        ),
    ],
)
def test_file_is_refused_with_one_line_when_it_is_no_report(raw, error):
    with pytest.raises(error) as caught:
        read_bytes(raw, "a.bin")
    message = str(caught.value)
    assert message.startswith("a.bin: ")
    assert "\n" not in message


def test_file_is_refused_when_larger_than_the_limit():
    raw = REPORT.encode()
    assert read_bytes(raw, "a.txt", max_bytes=len(raw)).text == REPORT
    with pytest.raises(TooLargeError, match=f"{len(raw)} bytes are more than the limit of {len(raw) - 1}"):
        read_bytes(raw, "a.txt", max_bytes=len(raw) - 1)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_exactly_or_refused(raw):
    try:
        document = read_bytes(raw, "a")
    except DocumentError:
        return
    assert "�" not in document.text


@settings(deadline=None)
@given(
    st.text(alphabet=st.sampled_from("本年度政府信息公开申请三件，。1２㛃镕\n"), max_size=60),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"]),
)
def test_text_comes_back_whatever_the_encoding(extra, encoding):
    text = REPORT + extra
    assert read_bytes(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("place", range(690, 712, 3))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_nothing_is_guessed_when_a_byte_is_lost_in_the_middle(encoding, place):
    raw = (REPORT * 20).encode(encoding)
    document = read_bytes(raw[:place] + raw[place + 1 :], "a.txt")
    if not document.notes:  # the byte was a character of its own
        assert raw[place : place + 1].isascii()
        return
    assert "\ufffd" in document.text
    assert all(part in REPORT * 20 for part in document.text.split("\ufffd"))


def test_text_is_refused_when_a_byte_is_lost_that_shifts_all_others():
    raw = (REPORT * 20).encode("utf-16-le")
    with pytest.raises(DecodingError, match="no encoding explains the bytes"):
        read_bytes(raw[:701] + raw[702:], "a.txt")


def test_decoded_text_has_no_encoding_and_unix_line_ends():
    document = read_text("\ufeff" + REPORT.replace("\n", "\r\n"), "pasted")
    assert document.text == REPORT
    assert document.source.encoding is None
    assert document.source.name == "pasted"


@pytest.mark.parametrize(
    ("text", "error"),
    [("", EmptyFileError), ("\n 　", EmptyFileError), ("plain words " * 30, NotChineseError)],
    ids=["nothing", "white-space", "english"],
)
def test_decoded_text_is_refused_when_it_is_no_report(text, error):
    with pytest.raises(error, match="pasted: "):
        read_text(text, "pasted")
