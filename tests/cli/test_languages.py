"""Help in Chinese or English: as --lang or LANG says; nothing is left in the other language."""

import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
import typer.main
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli.app import app
from extractor.cli.languages import language_of, translate
from extractor.errors import UsageError

ROOT = Path(__file__).parents[2]
HAN = re.compile(r"[\u4e00-\u9fff]")


def helped(*arguments, **environment):
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    kept = {key: value for key, value in os.environ.items() if key not in names}
    command = [sys.executable, "-m", "extractor", *arguments]
    ran = subprocess.run(
        command, env={**kept, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return ran.stdout


def commands(command, name="extractor"):
    yield name, command
    for key, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{name} {key}")


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (("--lang", "zh"), {}),
        (("--lang=zh", "--help"), {}),
        ((), {"LANG": "zh_CN.UTF-8"}),
        (("-h",), {"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}),
    ],
)
def test_help_is_chinese_where_that_is_asked_for(arguments, environment):
    said = helped(*arguments, **environment)
    assert "读取年度报告" in said
    assert "Read documents" not in said


def test_help_below_is_chinese_too_and_short_options_work():
    said = helped("batch", "run", "-h", LANG="zh_CN.UTF-8")
    assert "每份文档的时限" in said
    assert "显示本说明" in said
    assert "Time limit" not in said


def test_english_alone_and_both_by_default():
    assert not HAN.search(helped("validate", "--lang", "en", "-h"))
    both = helped("validate", "-h", LANG="C.UTF-8")
    assert "按模式校验" in both
    assert "Check Reports" in both


def test_lang_beats_the_shell():
    assert "Check Reports" in helped("--lang", "en", "validate", "-h", LANG="zh_CN.UTF-8")


def test_every_text_has_its_translation():
    """Where this fails: make generate, fill in help.po, make generate again."""
    spec = spec_from_file_location("catalogue", ROOT / "scripts" / "generate_help_catalogue.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.main(["--check"]) == 0


def test_no_command_keeps_a_sentence_of_the_other_language():
    for language in ("zh", "en"):
        command = typer.main.get_command(app)
        translate(command, language)
        for name, each in commands(command):
            texts = [each.help, *(getattr(one, "help", None) for one in each.params)]
            for text in filter(None, texts):
                told = re.sub(r"^(?:示例|或|先试)：.*|^(?:Try|Or|Start with): .*", "", text, flags=re.M)
                assert bool(HAN.search(told)) == (language == "zh") or not told.strip(), (name, text)


@given(st.lists(st.sampled_from(["extract", "in", "--out", "--lang=zh", "--lang", "en", "-h", "--", "zh"])))
def test_what_is_not_lang_is_kept_in_order(arguments):
    try:
        language, rest = language_of(arguments, "")
    except UsageError:
        assert "--lang" in arguments
        return
    assert language in ("", "zh", "en")
    taken = len(arguments) - len(rest)
    assert taken in (0, 1, 2)
    at = next((at for at in range(len(rest) + 1) if arguments[:at] + arguments[at + taken :] == rest), None)
    assert at is not None
    if "--lang=zh" not in arguments and "--lang" not in arguments:
        assert rest == arguments


def test_an_unknown_language_is_one_line():
    command = [sys.executable, "-m", "extractor", "--lang", "fr", "--help"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 2
    assert ran.stderr == "extractor: --lang fr: zh or en\n"


def test_a_terminal_without_chinese_gets_question_marks():
    said = helped("--lang", "zh", PYTHONIOENCODING="ascii")
    assert "????" in said
