import doctest
import re
from pathlib import Path

import pytest

import extractor

ROOT = Path(__file__).parents[2]


def test_docstring_example_runs():
    result = doctest.testmod(extractor, raise_on_error=False)
    assert result.attempted > 3
    assert result.failed == 0


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_python_examples_of_the_readme_run(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.M | re.S)
    assert blocks
    for block in blocks:
        exec(compile(block, name, "exec"), {})


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_names_only_what_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make ([a-z]+)", text):
        assert f"\n{target}:" in targets, target
    for command in re.findall(r"extractor (extract|validate)\b", text):
        assert command in {"extract", "validate"}
