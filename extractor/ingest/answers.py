"""Answers of content systems (JSON or XML) that hold a report: their page or text is taken out and read."""

import html
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.errors import NoReportError
from extractor.ideographs import HAN
from extractor.ingest.formats import DocumentLimits, Parsed
from extractor.ingest.html import read_html
from extractor.ingest.plain_text import decoded_in_any_way, tidied

_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,200}(?:[\[{]\s{0,200}[\"{\[]|<\?xml\b)")
_TITLE = re.compile(r"(?:^|[_-])(?:bt|biaoti|title|subject|headline|name)$|title$|标题|名称", re.IGNORECASE)
_PUBLISHED = re.compile(r"pub|release|fbrq|fbsj|fabu|发布", re.IGNORECASE)
_DAY = re.compile(r"20\d\d[-./年](?:1[0-2]|0?[1-9])[-./月](?:[12]\d|3[01]|0?[1-9])(?!\d)")
_MARKED_UP = re.compile(r"<(?:p|br|div|table|td|span|h[1-6])\b[^>]{0,2000}>", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<([^\s<>/!?]{1,60})(?:\s[^<>]{0,2000})?>(?:\s*<!\[CDATA\[(.*?)\]\]>\s*|([^<]*))</\1\s*>", re.DOTALL
)
_OWN_KEYS = {"findings", "tables", "narrative"}
_CHINESE = re.compile(f"[{HAN}]")
_LEAST = 40
"""Chinese characters below which no value is a report."""
_TITLE_LENGTH = 120
_HEADING = re.compile(r"(?:^|[\n>])\s*([一二三四五六])、(?!本年|上年|结转)")
"""Of a section, no row of the table on applications."""
_FEWEST_HEADINGS = 3
_IN_PRINT = re.compile(rf"[{HAN}\d]")
_FEWEST_PIECES = 2
_PIECES = 1.2
"""Pieces hold at least a fifth more than the longest of them."""


class _Value(NamedTuple):
    key: str
    words: str


def is_answer(raw: bytes) -> bool:
    """Whether the bytes begin like JSON or XML that is no page."""
    return _BEGINS.match(raw) is not None


def read_answer(raw: bytes, name: str, limits: DocumentLimits) -> Parsed | None:
    """The longest Chinese value of an answer, or its pieces, with title and day; None if it is none.

    Raises NoReportError for a Report of this program.
    """
    decoded, losses = decoded_in_any_way(raw, name)
    values = _values(decoded.text.removeprefix("\ufeff"), name)
    body = max(values, key=lambda value: len(_CHINESE.findall(value.words)), default=None)
    if body is None or len(_CHINESE.findall(body.words)) < _LEAST:
        return None
    before = [each.words for each in values if _TITLE.search(each.key) and len(each.words) < _TITLE_LENGTH]
    title = next((words for words in before if _CHINESE.search(words) and words not in body.words), "")
    days = (_DAY.match(each.words) for each in values if _PUBLISHED.search(each.key))
    day = next((f"发布日期：{match[0]}" for match in days if match), "")
    parts = _parts(values, body)
    words = body.words if len(parts) == 1 else "\n".join(map(_as_page, parts))
    if len(parts) > 1 and not any(_MARKED_UP.search(part.words) for part in parts):
        words = "\n".join(part.words for part in parts)
    parsed = _read(words, [line for line in (title, day) if line and line not in words], name, limits)
    keys = "、".join(dict.fromkeys(part.key for part in parts))
    said = f"内容取自“{keys}”项 / An answer of a content system; its item {keys!r} is what is read"
    if left := [each for each in values if each not in parts and _is_long(each)]:
        names = "、".join(dict.fromkeys(each.key for each in left))
        said += f"；另有“{names}”项未读 / its item {names!r} was left out"
    return parsed._replace(encoding=decoded.encoding, notes=(*parsed.notes, *losses, said))


def _parts(values: list[_Value], body: _Value) -> list[_Value]:
    """The values that make up the report, in the order of the file: one, or all pieces of its text.

    A value with three numbered headings is the report; where headings stand in others,
    too, all from the first
    of them to the last (or to the last long value) are its pieces.
    """
    headed = [each for each in values if _HEADING.search(each.words)]
    keys = {each.key for each in headed}
    if len(headed) < _FEWEST_PIECES or len(set(_HEADING.findall(body.words))) >= _FEWEST_HEADINGS:
        return [body]
    parts = [each for each in values if each.key in keys or _is_long(each)]
    within = [at for at, each in enumerate(values) if each in parts]
    between = values[within[0] : within[-1] + 1]
    parts = [each for each in between if _IN_PRINT.search(each.words) and "://" not in each.words]
    told = sum(len(_CHINESE.findall(each.words)) for each in parts)
    return parts if body in parts and told > _PIECES * len(_CHINESE.findall(body.words)) else [body]


def _is_long(value: _Value) -> bool:
    return len(_CHINESE.findall(value.words)) >= _LEAST


def _as_page(value: _Value) -> str:
    """A piece with its marks; the lines of a plain one as paragraphs."""
    if _MARKED_UP.search(value.words):
        return value.words
    return "".join(f"<p>{html.escape(line)}</p>" for line in value.words.split("\n") if line.strip())


def _read(body: str, before: list[str], name: str, limits: DocumentLimits) -> Parsed:
    if not _MARKED_UP.search(body):
        return tidied(Parsed("\n".join([*before, body])))
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in before)
    page = f'<html><head><meta charset="utf-8"></head><body>{lines}{body}</body></html>'
    return read_html(page.encode("utf-8", errors="replace"), name, limits)


def _values(text: str, name: str) -> list[_Value]:
    if text.lstrip().startswith("<"):
        return [
            _Value(match[1], html.unescape(match[3]) if match[2] is None else match[2])
            for match in _ELEMENT.finditer(text)
        ]
    try:
        held = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    if isinstance(held, dict) and held.keys() >= _OWN_KEYS:
        raise NoReportError(
            f"{name}: 这是本程序写出的结果 / this is a Report of this program; give the document itself"
        )
    return [each._replace(words=_unescaped(each.words)) for each in _strings(held)]


def _unescaped(words: str) -> str:
    """A page whose marks are escaped (&lt;p&gt;) with its marks."""
    return html.unescape(words) if "&lt;" in words and not _MARKED_UP.search(words) else words


def _strings(held: object) -> Iterator[_Value]:
    """Every text in what was held, with its key, in the order of the file."""
    stack: list[tuple[str, object]] = [("", held)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, str):
            yield _Value(key, value)
        elif isinstance(value, dict):
            stack += [(str(inner), each) for inner, each in reversed(value.items())]
        elif isinstance(value, list):
            stack += [(key, each) for each in reversed(value)]
