"""The title of a report, on one line or spread over several, and the body named in it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.grammar import chinese_value

_TITLE = re.compile(
    r"(?:[•·*#\s]|(?:标题|名称|信息名称|文件名称)[:：])*(?P<title>(?:关于)?(?P<before>[^,。;:|>]{0,40}?)"
    r"(?P<year>(?:19|20)\d\d|二[〇○零O0][〇○零一二三四五六七八九]{2})(?:年度|"
    r"年)?(?P<after>[^,。;:|>]{0,40}?)"
    r"(?:政府信息|信息|"
    r"政务)(?:与政务)?公开(?:工作)?(?:的)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:报告|"
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r""
    r"年报|总结))(?P<rest>.*)"
)
_UNDATED = re.compile(
    r"(?P<title>(?P<before>[^,。;:|>《》]{0,40}?)(?:政府信息|信息|"
    r"政务)公开(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:年度)?(?:报告|年报)"
    r"(?:[(]?(?P<year>(?:19|20)\d\d)(?:年度|年)?[)]?)?)(?P<rest>.*)"
)
_REST = re.compile(
    r"(?:[(（][^)）]{0,20}[)）])?(?:[-_—|].*|[^,。;:]{0,24}|(?:本(?:年度)?报告|根据|按照|"
    r"依据|为了?|现将?|遵照).*)?$"
)
ORGANISATION = re.compile(
    r"(?:人民政府|政府|办公[室厅]|委员会|管理局|分局|局|厅|委|院|署|中心|办事处|管委会|"
    r"银行|学校|大学|集团|公司|部|司|站|所|支?队|办|总队|区|县|市|镇|乡|街道|省|州|"
    r"旗)(?:[(（][^)）]{1,20}[)）])?$"
)
_MAX_LINES = 3
_NEAR = 6
_MAX_BODY = 20
_MAX_LENGTH = 400


class TitleLine(NamedTuple):
    """A line of the folded text with its place in it."""

    start: int
    end: int
    text: str


class Title(NamedTuple):
    """A title: its stretches (one a line), the report year it names, and the body's name."""

    stretches: tuple[tuple[int, int], ...]
    year: int | None
    year_at: tuple[int, int] | None
    body: str
    body_at: tuple[tuple[int, int], ...]


def find_title(lines: Sequence[TitleLine]) -> Title | None:
    """The title among the lines: the first, or one close below it that names the body where it does not."""
    found: list[tuple[bool, bool, int, int, Title]] = []
    first: int | None = None
    for index in range(len(lines)):
        if first is not None and index > first + _NEAR:
            break
        for count in range(1, _MAX_LINES + 1):
            title = _read(lines[index : index + count])
            if title is not None:
                found.append((title.year is None, not title.body, count, index, title))
                first = index if first is None else first
    return min(found, key=lambda entry: entry[:4])[4] if found else None


def _read(lines: Sequence[TitleLine]) -> Title | None:
    joined = "".join(line.text for line in lines)
    if not lines or len(joined) > _MAX_LENGTH:
        return None
    match = _TITLE.fullmatch(joined) or _UNDATED.fullmatch(joined)
    if (
        match is None
        or not _REST.fullmatch(match["rest"])
        or match.end("title") <= len(joined) - len(lines[-1].text)
    ):
        return None
    body, name = "", "before"
    for name in ("before", "after", "rest"):
        body = (match.groupdict().get(name) or "").removeprefix("关于").strip()
        if body:
            break
    named = bool(body) and ORGANISATION.search(body) is not None
    if (not named and len(body) > _MAX_BODY) or (not named and match["year"] is None):
        return None
    if match.start("title") >= len(lines[0].text):
        return None
    year = _year(match["year"])
    return Title(
        _places(lines, *match.span("title")),
        year,
        _places(lines, *match.span("year"))[0] if year is not None else None,
        body if named else "",
        _places(lines, *match.span(name)) if named else (),
    )


def _year(word: str | None) -> int | None:
    if word is None or word.isdigit():
        return None if word is None else int(word)
    value = chinese_value(word.replace("O", "〇").replace("0", "〇"))
    return None if value is None else int(value)


def _places(lines: Sequence[TitleLine], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Offsets in the text of a stretch of the joined lines, one pair a line."""
    found, at = [], 0
    for line in lines:
        low, high = max(start - at, 0), min(end - at, len(line.text))
        if low < high:
            found.append((line.start + low, line.start + high))
        at += len(line.text)
    return tuple(found)
