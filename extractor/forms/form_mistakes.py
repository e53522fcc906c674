"""What is wrong with a form's file and on which line, in Chinese and English.

Both in one sentence, the Chinese first: whoever writes a form reads Chinese tables.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from extractor.errors import FormError

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_COMMENT = re.compile(r"""^((?:[^"'#]|"(?:\\.|[^"\\])*"|'[^']*')*)#.*$""")
_TOML = {
    "Illegal character": "字符串没有写完，缺右引号",
    "Unterminated string": "字符串没有写完，缺右引号",
    "Invalid value": "值写得不对：文字要加英文半角引号，数字和列表不加",
    "Expected '='": "键后面应是英文半角的等号 =",
    "Unclosed array": "方括号没有闭合，或两项之间缺逗号",
    "Unclosed inline table": "花括号没有闭合，或两个键之间缺逗号",
    "Cannot overwrite": "同一个键写了两次",
    "Cannot declare": "同一个方括号标题写了两次",
    "Duplicate inline": "同一个键在花括号里写了两次",
    "Invalid initial character": "键只能用英文字母、数字和下划线",
    "Expected newline": "一行写完之后还有多余的字",
    "Expected ']'": "方括号标题没有闭合",
    "Invalid statement": "这一行不是“键 = 值”，也不是方括号标题",
}
"""Beginnings of what tomllib says."""
_SHAPES = {
    "missing": ("缺这个键", "is missing; docs/forms.md says what every key means"),
    "extra_forbidden": ("没有这个键", "there is no such key; docs/forms.md lists them"),
    "tuple_type": ("要写成列表，放在方括号里", "must be a list, in square brackets"),
    "too_short": ("不能为空", "must not be empty"),
    "string_pattern_mismatch": (
        "只用小写英文字母、数字和下划线，以字母开头",
        "use lower-case letters, digits and _, a letter first",
    ),
    "string_type": ("要写成带引号的文字", "must be words in quotation marks"),
    "model_type": ("要写成 键 = 值 的一组", "must be a group of key = value"),
    "mapping_type": ("要写成 键 = 值 的一组", "must be a group of key = value"),
}
"""What pydantic finds, by its type of mistake."""
_VALUES = {
    "enum": "只能是其中之一",
    "literal_error": "只能是其中之一",
    "greater_than": "数太小",
    "greater_than_equal": "数太小",
    "less_than_equal": "数太大",
    "float_parsing": "要写成数字",
    "float_type": "要写成数字",
    "int_parsing": "要写成整数",
    "int_type": "要写成整数",
    "bool_type": "只能是 true 或 false",
    "bool_parsing": "只能是 true 或 false",
}
"""The Chinese of those whose English says what is allowed."""


class Mistake(NamedTuple):
    """One mistake in both languages."""

    chinese: str
    english: str


def no_toml(error: Exception) -> tuple[Mistake, int | None]:
    """What the parser of TOML says, and the line that it names."""
    said = str(error)
    at = _AT.search(said)
    begins = _AT.sub("", said)
    chinese = next((words for begin, words in _TOML.items() if begins.startswith(begin)), "写法有误")
    line = int(at[1]) if at and at[1] else None
    return Mistake(
        f"不是合法的 TOML：{chinese}，写法见 docs/forms.md",
        f"no TOML: {said}; see docs/forms.md for an example",
    ), line


def wrong_shape(error: Mapping[str, Any]) -> Mistake:
    """What is wrong with a key, as pydantic found it."""
    where = ".".join(map(str, error["loc"]))
    kind, said = error["type"], error["msg"]
    chinese, english = _SHAPES.get(kind, (f"{_VALUES.get(kind, '值不对')}（{said}）", said))
    return Mistake(f"{where}：{chinese}", f"{where}: {english}")


def error_at(path: str, line: int | None, mistake: Mistake) -> FormError:
    """The error with its line, where one is known."""
    if line is None:
        return FormError(f"{path}: {mistake.chinese} / {mistake.english}")
    return FormError(f"{path}: 第 {line} 行：{mistake.chinese} / line {line}: {mistake.english}")


def line_of_words(text: str, words: Sequence[str]) -> int | None:
    """The line on which one of the words stands outside of comments, the first word that is found."""
    lines = _without_comments(text)
    for word in words:
        for number, line in enumerate(lines, start=1):
            if re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", line):
                return number
    return None


def line_of_key(text: str, values: Any, where: Sequence[int | str]) -> int:
    """The line of a key given by its path, or of what it should stand in; lines count from 1."""
    lines, at, under = _without_comments(text), 0, values
    for depth, step in enumerate(where):
        if isinstance(under, dict) and step not in under:
            break
        if isinstance(step, int):
            found = _line_of_item(lines, at, step) if isinstance(_inside(under, step), dict) else at
        else:
            header = r"\[+" + r"\s*\.\s*".join(map(re.escape, _names(where[: depth + 1]))) + r"\s*[].]"
            key = rf"""(?:^|[{{,\s.])["']?{re.escape(step)}["']?\s*="""
            begins = [n for n, line in enumerate(lines) if re.match(rf"\s*{header}", line)]
            found = begins[0] if begins else _first(lines, at, key)
        at, under = (at if found is None else found), _inside(under, step)
    return at + 1


def _names(where: Sequence[int | str]) -> list[str]:
    return [step for step in where if isinstance(step, str)]


def _inside(values: Any, step: int | str) -> Any:
    try:
        return values[step]
    except (KeyError, IndexError, TypeError):
        return None


def _first(lines: Sequence[str], at: int, pattern: str) -> int | None:
    return next((n for n in range(at, len(lines)) if re.search(pattern, lines[n])), None)


def _line_of_item(lines: Sequence[str], at: int, index: int) -> int | None:
    """The line on which the table of this index in a list begins, counted from the list's own line."""
    own = re.match(r"\s*\[\[", lines[at])
    opening = re.escape(lines[at].strip()) if own else r"\{"
    starts = [n for n in range(at, len(lines)) for _ in re.findall(opening, lines[n])]
    return starts[index] if index < len(starts) else None


def _without_comments(text: str) -> list[str]:
    return [_COMMENT.sub(r"\1", line) for line in text.split("\n")]
