"""One name, one meaning: a class and a module are called so once in the whole package."""

import ast
from collections import defaultdict
from pathlib import Path

import extractor

PACKAGE = Path(extractor.__file__).parent


def test_no_two_classes_are_called_the_same():
    found = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path.relative_to(PACKAGE).as_posix())
    assert len(found) > 300
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_no_two_modules_are_called_the_same():
    found = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        if not path.name.startswith("__"):
            found[path.name].append(path.relative_to(PACKAGE).as_posix())
    assert len(found) > 500
    assert {name: places for name, places in found.items() if len(places) > 1} == {}
