"""One name, one meaning: a class is called so once in the whole package."""

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
