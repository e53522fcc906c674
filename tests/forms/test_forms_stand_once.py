"""What the forms say stands in their files: the code names no row, column, table or edition."""

import ast
from pathlib import Path

import pytest

import extractor
from extractor.forms import load_edition, shipped_editions, yearly_editions

PACKAGE = Path(extractor.__file__).parent
MAY_NAME = {
    "validate/cases.py": "prose on reconsideration and litigation is about these very cells",
    "validate/context.py": "gives those checks the table that they are about",
    "validate/proactive.py": "what two numbers of 表二 say of each other, where no sum stands over them",
    "validate/prose_checks.py": "prose on applications and documents is about these very cells",
    "validate/year_checks.py": "what this year's table carries on from the last one's",
    "bodies/year_findings.py": "what this year's table carries on from the last one's",
    "evaluation/noise/fill.py": "an invented 表二 must not contradict itself",
    "evaluation/city/invented_figures.py": "invented bodies: what must agree between cells and years",
    "evaluation/city/plants.py": "the very cells in which troubles are planted",
    "evaluation/city/invented_text.py": "invented prose that says the numbers of these cells",
    "records/document.py": "the keys of sections, part of the contract; three of them are those of tables",
    "records/table.py": "the keys of the three tables, part of the contract",
    "records/topics.py": "topics of counts, which are called the same",
}
"""Files that may name a cell, and why."""
EVERYDAY = frozenset(
    "new other rules fees change decisions pending published total made".split()  # noqa: SIM905 - a list of words
)
"""Keys that are ordinary words of the code as well: fields, states, names of engines."""


def keys_of_the_forms():
    for edition in yearly_editions():
        yield edition.id
        for forms in edition.variants:
            for form in forms:
                yield from (form.key, *form.row_keys, *(column for _, column in form.column_of))


def named_in(path):
    """String constants of a module without docstrings, and the tables that are named as attributes."""
    tables = {form.key for edition in yearly_editions() for form in edition.tables}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value
        elif isinstance(node, ast.Attribute) and node.attr in tables:
            yield node.attr


def test_no_cell_table_or_edition_is_named_outside_of_the_forms():
    keys = set(keys_of_the_forms()) - EVERYDAY
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        may = name.startswith("forms/") or name in MAY_NAME
        if here := set() if may else set(named_in(path)) & keys:
            found[name] = here
    assert found == {}


@pytest.mark.parametrize("name", MAY_NAME)
def test_the_list_holds_only_files_that_need_it(name):
    assert set(named_in(PACKAGE / name)) & set(keys_of_the_forms()) or name == "records/table.py"


def test_labels_of_the_forms_stand_once():
    """The official wording of a row is in no module: what is printed, shown and looked for is the file's."""
    labels = {
        row.labels[0]
        for edition in shipped_editions()
        for form in edition.tables
        for row in form.rows
        if len(row.labels[0]) > 6
    }
    found = {
        path.relative_to(PACKAGE).as_posix(): word
        for path in sorted(PACKAGE.rglob("*.py"))
        for word in named_in(path)
        if word in labels
    }
    assert found == {}


def test_every_shipped_file_is_loaded():
    files = (PACKAGE / "forms").rglob("*.toml")
    loaded = {edition.id: edition for edition in map(load_edition, files)}
    assert loaded == {edition.id: edition for edition in shipped_editions()}
