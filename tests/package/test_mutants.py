"""The faults that ``make mutants`` plants: one change each, of every kind, in behaviour only."""

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = '''
"""A module."""

LIMIT = 3


def kept(values: list[int] = [], name: str = "a key") -> list[int]:
    """Those below the limit."""
    found = []
    for value in values:
        if value < LIMIT and not value == 2:
            found.append(value + 1)
            raise_if(value, message="never mind")
        else:
            continue
    return found or [0]
'''


@pytest.fixture
def tool(monkeypatch):
    spec = importlib.util.spec_from_file_location("mutations", ROOT / "scripts" / "mutations.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "mutations", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def mutants(tool, tmp_path):
    (tmp_path / "module.py").write_text(SOURCE, encoding="utf-8")
    return tool.mutants_of(tmp_path / "module.py", tmp_path)


def test_faults_of_every_kind_are_found(mutants):
    kinds = {mutant.kind for mutant in mutants}
    assert kinds == {
        "constant", "comparison", "and/or", "operand", "not", "operator", "condition", "statement", "return"
    }  # fmt: skip
    assert [m.after for m in mutants if not m.function] == ["4"]
    assert {m.after for m in mutants if m.kind == "comparison"} == {"value <= LIMIT", "value != 2"}


def test_each_fault_is_one_change_and_leaves_a_module(tool, mutants, tmp_path):
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    sources = [tool.mutated_source(mutant, tmp_path) for mutant in mutants]
    assert len(set(sources)) == len(mutants)
    for source in sources:
        changed = ast.unparse(ast.parse(source)).splitlines()
        assert changed != whole
        assert sum(one != other for one, other in zip(changed, whole, strict=False)) <= 2


def test_what_only_people_read_is_left_alone(mutants):
    told = " ".join(mutant.before for mutant in mutants if mutant.kind in ("constant", "key"))
    assert "never mind" not in told
    assert "a key" not in told
    assert "A module" not in told


def test_a_fault_is_looked_for_where_its_statement_runs(tool, mutants):
    lines = SOURCE.splitlines()
    for mutant in mutants:
        where = tool.statement_lines(SOURCE, mutant)
        assert mutant.line in where
        assert len(where) == 1
        assert not mutant.function or mutant.first_line < where[0] <= mutant.last_line == len(lines)
