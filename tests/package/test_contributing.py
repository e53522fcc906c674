"""What CONTRIBUTING says of the rooms is checked: a room that it leaves out, or names though it is gone."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_ROOMS = {"__init__.py", "__main__.py", "py.typed", "__pycache__"}


def test_every_room_stands_in_contributing_and_none_that_is_gone():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = text[text.index("## The rooms") : text.index("## Glossary")]
    named = set(re.findall(r"`([a-z_]+/|[a-z_]+\.py)`", rooms))
    there = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (ROOT / "extractor").iterdir()
        if path.name not in NOT_ROOMS and (path.suffix == ".py" or any(path.glob("*.py")))
    }
    assert named == there


def test_files_that_docs_and_code_cite_are_in_the_repository():
    """A path of our own folders in backticks, with a suffix, names a file that is there."""
    cited = re.compile(r"`((?:extractor|docs|scripts|tests|bench|eval|prompts|fixtures)/[\w./-]+\.\w+)`")
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("extractor/**/*.py")]
    lost = [
        (str(page.relative_to(ROOT)), path)
        for page in pages
        if page.name != "CHANGELOG.md"
        for path in cited.findall(page.read_text(encoding="utf-8"))
        if "NAME" not in path and not (ROOT / path).exists()
    ]
    assert not lost


def test_every_slow_module_is_there():
    lines = (ROOT / "tests" / "slow.txt").read_text(encoding="utf-8").splitlines()
    lost = [line for line in lines if not line.startswith("#") and not (ROOT / line).exists()]
    assert not lost
