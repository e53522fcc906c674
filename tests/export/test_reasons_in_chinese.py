"""Whatever keeps a file from being read is said in Chinese on pages: no reason is left out."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from extractor.export import reason_in_chinese
from extractor.limits import told_seconds

ROOT = Path(__file__).parents[2] / "extractor"
HAN = re.compile("[\u4e00-\u9fff]")
SAID_IN = (
    *(ROOT / "ingest").glob("*.py"),
    *(ROOT / "discovery").glob("*.py"),
    ROOT / "workers" / "read_document.py",
)
NEVER_OF_A_FILE = (
    "the pipe to the child process is closed",
    "a document must not reach the network",
    ": of type ",
    "7; put it back and retry",  # behind another reason
)


def words_of(node):
    """A text of the source with 7 for what it fills in; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)
    return None


def reasons_in(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name.endswith("Error") or name in ("PassedOver", "FolderEntry"):
                yield from filter(None, map(words_of, node.args))
        elif isinstance(node, ast.Return) and path.name in ("sniff.py", "finding.py"):
            yield from filter(None, [words_of(node.value)])


ALL = sorted({reason for path in SAID_IN for reason in reasons_in(path) if " " in reason})


@pytest.mark.parametrize("reason", [one for one in ALL if not any(never in one for never in NEVER_OF_A_FILE)])
def test_every_reason_that_reading_and_walking_give_has_its_chinese(reason):
    assert HAN.search(reason_in_chinese(reason)), reason


def test_every_ending_that_is_passed_over_has_its_chinese():
    endings = tomllib.loads((ROOT / "discovery" / "endings.toml").read_text("utf-8"))
    for what in (*endings["no_documents"], *endings["names"], "hidden", "empty", "a README"):
        assert HAN.search(reason_in_chinese(what)), what


TWO_PAGES = told_seconds(8, 2)


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        ("年报: 甲.pdf: the PDF is cut off or damaged; fetch it again", "PDF 不完整或已损坏；请重新获取"),
        ("甲.txt: 9 pages are more than the limit of 5", "9 页，超过 5 页的上限"),
        ("乙: a named pipe, no file; give a file; put it back and retry", "不是文件（命名管道）；请给出文件"),
        ("甲.heic: 这是HEIC 图片，不能读取 / this is a HEIC picture", "这是HEIC 图片，不能读取"),
        (
            "甲.pdf: reading it was given up (it took more than 120 s); leave it out or give it as text",
            "读取中止（用时超过 120 秒）；请剔除，或给出文本",
        ),
        (
            f"reading it was given up (it took more than {TWO_PAGES}); leave it out or give it as text",
            "读取中止（用时超过 12 秒（8 秒，另有 2 页按图像读取，每页加 2 秒））；请剔除，或给出文本",
        ),
        ("something new", "something new"),
    ],
)
def test_a_reason_is_said_without_the_name_that_stands_beside(reason, chinese):
    assert reason_in_chinese(reason) == chinese


@pytest.mark.parametrize("tries", ["", " (2 tries)"])
@pytest.mark.parametrize(
    ("words", "chinese"),
    [
        ("took more than 120 s; raise --seconds", "用时超过 120 秒"),
        (
            f"took more than {told_seconds(120, 12)}; raise --seconds",
            "用时超过 480 秒（120 秒，另有 12 页按图像读取，每页加 30 秒",
        ),
        ("needs more than 2048 MB; raise --memory-mb", "所需内存超过 2048 MB"),
        ("brought its worker down (signal 9)", "读取时程序崩溃（signal 9"),
    ],
)
def test_limits_of_a_document_are_told_in_chinese(words, tries, chinese):
    told = reason_in_chinese(f"年报.pdf: {words}{tries}")
    assert told.startswith(chinese)
    assert ("已试 2 次" in told) is bool(tries)
    assert "tries" not in told
