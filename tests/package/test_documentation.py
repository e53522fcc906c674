"""The documentation builds without a warning, says the same in both languages, and works as typed."""

import re
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import nbformat
import pytest
import typer.main
from nbclient import NotebookClient

from extractor.cli.app import app

ROOT = Path(__file__).parents[2]
TYPED = ("quickstart.md", "tutorial.md", "researcher.md", "evaluator.md", "newsroom.md")
SHARED = 2
"""So many first steps may be those of another page as well."""
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    if path.name not in ("CHANGELOG.md", "CONTRIBUTING.md")
)
TRANSLATED = sorted(path for path in PAGES if path.name.endswith(".zh-CN.md"))


def script(name):
    spec = spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


documented = script("documented")


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """Runs the steps of a page in an empty folder; where pages begin alike, what they share is typed once."""
    kept = {}

    def run(name):
        steps = list(documented.steps((ROOT / "docs" / name).read_text(encoding="utf-8")))
        folder, done = tmp_path_factory.mktemp("page"), ()
        for step in steps:
            done = (*done, (step.code, step.printed))
            if done in kept and len(done) <= SHARED:
                shutil.copytree(kept[done], folder, dirs_exist_ok=True)
                continue
            assert not documented.run(step, folder), f"docs/{name}:{step.line}"
            if len(done) <= SHARED:
                kept[done] = shutil.copytree(folder, tmp_path_factory.mktemp("kept"), dirs_exist_ok=True)
        return steps

    return run


@pytest.mark.parametrize("name", TYPED)
def test_a_page_works_as_typed_in_an_empty_folder(name, typed):
    assert sum(step.blocks for step in typed(name)) >= 5


def test_a_page_that_shows_what_is_not_printed_is_found(tmp_path):
    (step,) = documented.steps("```sh\necho one two\n```\n\n```text\none  two\nthree\n```\n")
    assert step.printed == ("one  two", "three")
    assert documented.run(step, tmp_path).startswith("does not print ['three']")
    (fails,) = documented.steps("```sh\nfalse | true\n```\n")
    assert documented.run(fails, tmp_path).startswith("exit code 1")
    first, second = "```python\nprint(1)\n```\n", "```python\nprint(2)\n```\n\n```text\n{}\n```\n"
    (right,), (wrong,) = (list(documented.steps(first + second.format(shown))) for shown in ("2", "3"))
    assert right.blocks == 2
    assert not documented.run(right, tmp_path)
    assert documented.run(wrong, tmp_path).startswith("does not print ['3']")
    (early,) = documented.steps("```python\nprint(1)\n```\n\n```text\n2\n```\n\n" + second.format("2"))
    assert documented.run(early, tmp_path).startswith("does not print ['2']")


def blocks(path):
    code = re.findall(
        r"^```(?:sh|console|python|json)\n.*?^```$", path.read_text(encoding="utf-8"), re.M | re.S
    )
    # Comments may be in either language.
    return [re.sub(r" +#.*", "", block) for block in code]


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: path.name)
def test_both_languages_type_the_same(path):
    english = path.with_name(path.name.replace(".zh-CN", ""))
    assert blocks(path) == blocks(english)
    assert path.name in english.read_text(encoding="utf-8")
    assert english.name in path.read_text(encoding="utf-8")
    headings = [
        [
            len(marks)
            for marks in re.findall(
                r"^(#+) ",
                re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S),
                re.M,
            )
        ]
        for page in (path, english)
    ]
    assert headings[0] == headings[1]


def linked(text):
    return {link.replace(".zh-CN", "") for link in re.findall(r"\]\(([^)#:]+)", text)}


def rows_of_commands(text):
    return [row.replace("、", ", ") for row in re.findall(r"^\| (`extractor.*?) \| ", text, re.M)]


def test_both_readmes_name_the_same_commands_and_lead_to_the_same_places():
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    assert linked(english) == linked(chinese)
    assert rows_of_commands(english) == rows_of_commands(chinese)
    assert len(rows_of_commands(english)) > 8


def known(words):
    """What is unknown to the command line in a command that a page names; None where nothing is."""
    command = typer.main.get_command(app)
    rest = list(words)
    while hasattr(command, "commands") and rest and re.fullmatch(r"[a-z][a-z-]*", rest[0]):
        name = rest.pop(0)
        if name not in command.commands:
            return name
        command = command.commands[name]
    options = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    options |= {"--help", "-h"}
    typed = (word for word in rest if re.match(r"--[a-z]", word))
    return next((word for word in typed if re.match(r"--[a-z-]+", word)[0] not in options), None)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_command_of_a_page_is_known_with_its_options(path):
    wrong = {
        " ".join(words): word
        for words in documented.commands(path.read_text(encoding="utf-8"))
        if (word := known(words))
    }
    assert not wrong


def test_an_unknown_command_or_option_is_found():
    (wrong,) = documented.commands("`extractor batch run in --db x --speed`")
    assert known(wrong) == "--speed"
    (wrong,) = documented.commands("    extractor batch fly\n")
    assert known(wrong) == "fly"


def test_the_site_builds_without_a_warning_and_finds_its_words(tmp_path):
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        "docs",
        str(tmp_path),
    ]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    home = (tmp_path / "index.html").read_text(encoding="utf-8")
    for name in ("quickstart", "tutorial", "commands", "api", "report", "tables", "checks"):
        assert f'href="{name}.html"' in home, name
    index = (tmp_path / "searchindex.js").read_text(encoding="utf-8")
    assert "disclosur" in index
    assert "\\u52fe\\u7a3d" in index, "Chinese is found by pairs of characters: 勾稽"
    outside = [
        (page.name, source)
        for page in tmp_path.glob("*.html")
        for source in re.findall(
            r'<(?:script|link|img)[^>]+(?:src|href)="(https?://[^"]+)"', page.read_text(encoding="utf-8")
        )
    ]
    assert not outside, "the site must work offline"


def test_the_notebook_runs(tmp_path):
    notebook = nbformat.read(ROOT / "docs" / "notebooks" / "tutorial.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells), "kept without output"
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = "".join(str(output) for cell in notebook.cells for output in cell.get("outputs", []))
    assert "双栈县人民政府" in shown
    assert "text/html" in shown
    assert "0.762" in shown
    assert "0.746" in shown
