import doctest
import json
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


def missing(part: object, whole: object, place: str = "") -> list[str]:
    """Places of ``part`` that ``whole`` does not have; of lists, each item of ``part`` must match one."""
    if isinstance(part, dict):
        if not isinstance(whole, dict):
            return [place]
        return [
            lack for key, value in part.items() for lack in missing(value, whole.get(key), f"{place}/{key}")
        ]
    if isinstance(part, list):
        whole = whole if isinstance(whole, list) else []
        return [
            f"{place}/{at}" for at, item in enumerate(part) if all(missing(item, other) for other in whole)
        ]
    return [] if part == whole else [f"{place}: {part!r} is not {whole!r}"]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_report_of_the_readme_is_what_comes_out(name):
    (block,) = re.findall(r"^```json\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.M | re.S)
    excerpt = json.loads(block)
    report = extractor.extract(ROOT / "fixtures/reports" / excerpt["source"]["name"])
    assert missing(excerpt, json.loads(report.model_dump_json())) == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_names_only_what_is_there(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / link).exists(), link
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.M):
        assert f"\n{target}:" in targets, target
    for command in re.findall(r"extractor (extract|validate)\b", text):
        assert command in {"extract", "validate"}
