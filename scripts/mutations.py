"""Small faults planted in the source: what may be changed, and how the changed code gets into a process.

A mutant is one change inside one function, or of one constant of a module. It is put into a running process
by exchanging the code of the function, so that no module is imported again.
"""

import ast
import importlib
import re
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

_COMPARES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_KEY = re.compile(r"[A-Za-z_][\w./:-]*")
"""Only strings that look like keys are changed: the wording of messages is no behaviour."""
_TOLD = ("message", "reason", "description", "help")


class Mutant(NamedTuple):
    """One change: where, of what kind, and how to make it in a freshly parsed tree of its module."""

    path: str
    line: int
    function: str
    """Qualified name of the outermost function; empty for a constant of the module."""
    first_line: int
    kind: str
    before: str
    after: str
    number: int
    """Number of the change in its module, in the order of :func:`mutants_of`."""
    last_line: int
    """Of the function."""


class _Change(NamedTuple):
    node: ast.AST
    kind: str
    apply: Callable[[], None]
    undo: Callable[[], None]


def mutants_of(path: Path, root: Path) -> list[Mutant]:
    """Every mutant of one source file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for index, (name, (first, last), change) in enumerate(_changes(tree)):
        shown = change.node if isinstance(change.node, ast.stmt | ast.expr) else tree
        before = ast.unparse(shown)
        line = getattr(shown, "lineno", 1)
        change.apply()
        after = "(deleted)" if change.kind == "statement" else ast.unparse(shown)
        change.undo()
        if before != after:
            found.append(
                Mutant(
                    str(path.relative_to(root)), line, name, first, change.kind, before, after, index, last
                )
            )
    return found


def statement_lines(source: str, mutant: Mutant) -> range:
    """The lines of the statement that holds the change; of one with a body its head."""
    found = range(mutant.line, mutant.line + 1)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.ClassDef):
            body = getattr(node, "body", None)
            end = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno or node.lineno
            if node.lineno <= mutant.line <= end:
                found = range(node.lineno, end + 1)
    return found


def mutated_source(mutant: Mutant, root: Path) -> str:
    """The source of the mutant's module with the change made; comments are lost."""
    return ast.unparse(mutated_tree(mutant, root))


def mutated_tree(mutant: Mutant, root: Path) -> ast.Module:
    """The parsed module with the change made."""
    tree = ast.parse((root / mutant.path).read_text(encoding="utf-8"))
    for index, (_, _, change) in enumerate(_changes(tree)):
        if index == mutant.number:
            change.apply()
            return ast.fix_missing_locations(tree)
    raise LookupError(f"{mutant.path} has no change {mutant.number}")


def plant(mutant: Mutant, root: Path) -> None:
    """Make the change in this process: exchange a function's code, or a module's constants everywhere."""
    name = mutant.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    module = importlib.import_module(name)
    tree = mutated_tree(mutant, root)
    if mutant.function:
        code = compile(tree, str(root / mutant.path), "exec")
        _exchange(_function(module, mutant.function), _code(code, mutant.function))
        return
    before = dict(vars(module))
    constants: list[ast.stmt] = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    exec(compile(ast.Module(constants, []), mutant.path, "exec"), vars(module))  # our own source
    for other in [each for key, each in sys.modules.items() if key.startswith("extractor")]:
        for key, value in list(vars(other).items()):
            if key in before and before[key] is value and other is not module:
                setattr(other, key, vars(module)[key])


def _function(module: types.ModuleType, qualified: str) -> types.FunctionType:
    found: Any = module
    for part in qualified.split("."):
        found = vars(found)[part]
    while not isinstance(found, types.FunctionType):
        if isinstance(found, property):
            found = found.fget
        else:
            found = getattr(found, "__func__", None) or getattr(found, "func", None) or found.__wrapped__
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return cast("types.FunctionType", found)


def _code(module: types.CodeType, qualified: str) -> types.CodeType:
    for code in _inner(module):
        if code.co_qualname == qualified:
            return code
    raise LookupError(qualified)


def _inner(code: types.CodeType) -> Iterator[types.CodeType]:
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield each
            yield from _inner(each)


def _exchange(function: types.FunctionType, code: types.CodeType) -> None:
    function.__code__ = code


def _changes(tree: ast.Module) -> Iterator[tuple[str, tuple[int, int], _Change]]:
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            yield from _in_function(statement, statement.name)
        elif isinstance(statement, ast.ClassDef):
            for inner in statement.body:
                if isinstance(inner, ast.FunctionDef):
                    yield from _in_function(inner, f"{statement.name}.{inner.name}")
        elif (
            isinstance(statement, ast.Assign | ast.AnnAssign)
            and (value := statement.value) is not None
            and _is_number(value)
        ):
            for change in _of(value):
                yield "", (0, 0), change


def _is_number(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _in_function(function: ast.FunctionDef, name: str) -> Iterator[tuple[str, tuple[int, int], _Change]]:
    first = min([function.lineno, *(each.lineno for each in function.decorator_list)])
    for node in _behaviour(function):
        for change in _of(node):
            yield name, (first, function.end_lineno or first), change


def _behaviour(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes that do something: no annotations, defaults, docstrings, or texts that only people read."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "args") and not isinstance(node, ast.Call):
            continue
        if isinstance(node, ast.keyword) and node.arg in _TOLD:
            continue
        if isinstance(node, ast.Raise | ast.JoinedStr):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST):
                continue
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue
            yield child
            yield from _behaviour(child)


def _swap(node: ast.AST, field: str, value: Any, kind: str) -> _Change:
    old = getattr(node, field)
    return _Change(node, kind, lambda: setattr(node, field, value), lambda: setattr(node, field, old))


def _of(node: ast.AST) -> Iterator[_Change]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            if type(operator) in _COMPARES:
                flipped = [*node.ops]
                flipped[at] = _COMPARES[type(operator)]()
                yield _swap(node, "ops", flipped, "comparison")
    elif isinstance(node, ast.BoolOp):
        yield _swap(node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And(), "and/or")
        for at in range(len(node.values)):
            yield _swap(node, "values", node.values[:at] + node.values[at + 1 :], "operand")
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _swap(node, "operand", ast.UnaryOp(ast.Not(), node.operand), "not")
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        yield _swap(node, "op", _OPERATORS[type(node.op)](), "operator")
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)
    elif isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | None):
        yield _swap(node, "value", ast.Constant(None), "return")
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        yield _swap(node, "test", ast.Constant(isinstance(node, ast.IfExp)), "condition")
    yield from _deleted(node)


def _of_constant(node: ast.Constant) -> Iterator[_Change]:
    if isinstance(node.value, bool):
        yield _swap(node, "value", not node.value, "constant")
    elif isinstance(node.value, int | float):
        yield _swap(node, "value", node.value + 1, "constant")
    elif isinstance(node.value, str) and _KEY.fullmatch(node.value):
        yield _swap(node, "value", node.value + "_", "key")


def _deleted(node: ast.AST) -> Iterator[_Change]:
    for field in ("body", "orelse"):
        block = getattr(node, field, None)
        if not isinstance(block, list):
            continue
        for at, statement in enumerate(block):
            if isinstance(statement, ast.AugAssign | ast.Continue | ast.Break) or (
                isinstance(statement, ast.Expr) and not isinstance(statement.value, ast.Constant | ast.Yield)
            ):
                without = [*block[:at], ast.copy_location(ast.Pass(), statement), *block[at + 1 :]]
                change = _swap(node, field, without, "statement")
                yield change._replace(node=statement)
