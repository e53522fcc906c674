"""Digits that belong to the form and to the page: table labels and headers, headings, page numbers.

Inside a table nothing else is set aside: a stray number there is how a lost cell is noticed.
"""

import re
from collections.abc import Iterator, Sequence

from extractor.coverage.uses import Stretch
from extractor.forms import table_keys
from extractor.ideographs import HAN
from extractor.records import Section, Table, Tables

Named = tuple[int, int, str]
"""Half-open canonical offsets and the rule that sets their digits aside."""

_LABEL = re.compile(
    r"(?<![0-9０-９.．,，])[1-8１-８]\s*(?:[.．、)）]\s*){1,2}"
    rf"(?=[“”\"'‘「]?\s*[\u2e80-\u33ff{HAN}])"
)
_HEADER = re.compile(
    # 保留4位小数, one character of it misprinted
    rf"(?:保\s*[{HAN}]|[{HAN}]\s*留)\s*[0-9０-９]\s*(?=[{HAN}]\s*小|位)"
    rf"|[0-9０-９](?=\s*位\s*(?:小|[{HAN}]\s*数))"
    r"|第\s*[0-9０-９]{1,2}\s*条(?:\s*第\s*[（(]?\s*[0-9０-９]\s*[)）]?\s*[项款])?"
    r"|第\s*[（(]\s*[0-9０-９]\s*[)）]\s*项"
    r"|(?:数据|列|栏|字段)[0-9０-９]{1,2}(?=[ \t]*[|\t])"  # heads that a converter made up and counted
)
_FURNITURE = re.compile(
    r"^[ \t\u3000\f]*(?:[-—–－·•]+[ \t]*[0-9０-９]{1,3}[ \t]*[-—–－·•]+"
    r"|第[ \t]*[0-9０-９]{1,3}[ \t]*页.{0,12}"
    r"|[0-9]{1,3}[ \t]*/[ \t]*[0-9]{1,3})[ \t\u3000]*$",
    re.MULTILINE,
)
_PAGE_NUMBER = re.compile(
    r"(?:(?<=\n\n)|(?<=\f)|\A)[ \t\u3000]*[1-9１-９][0-9０-９]{0,2}[ \t\u3000]*(?=\n\s*\n|\f|\s*\Z)"
    r"|(?<=\n)[ \t\u3000]*[1-9１-９][0-9０-９]{0,2}(?=\s*\Z)"
)
_PAGE_OF_PAGES = re.compile(r"第[ \t]*[0-9０-９]{1,3}[ \t]*页[ \t,，/]*共[ \t]*[0-9０-９]{1,3}[ \t]*页")
_VIEWS = re.compile(r"(?:浏览|点击|阅读|已阅|查看|访问)(?:次数|量|数)?[ \t]*[：:][ \t]*[\[【(（]?[0-9０-９]+")
_ANNEX = re.compile(r"附[表件录图][ \t\u3000]*[0-9０-９]{1,2}(?![0-9０-９.．%％]|[ \t]*[件条项个份张])")
"""The number of an annex, as its caption and the words that point to it: 附表1, 详见附件2."""
_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>\n]{0,400})?/?>|&#x?[0-9a-fA-F]{1,6};")
"""Tags and character references of a page that was saved as a text."""
_TITLE_YEAR = re.compile(r"(?<![0-9０-９])(?:19|20)[0-9]{2}(?=年度?(?:政府信息|政务信息|政务|信息)公开)")
"""The year of a report that a list beside the table names: converters print both line by line."""
_OF_TABLES = (("table_header", _HEADER), ("table_label", _LABEL), ("title_year", _TITLE_YEAR))
_LATIN_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}+[ ,.'()\-]")
_DESCRIPTION_WORDS = 8
"""A line with so many English words describes a picture; converters put such lines between sentences."""
_LONG_WORD = re.compile(r"[A-Za-z]{4,}+")
_LONG_WORDS = 2
_IDEOGRAPH = re.compile(rf"[\u2e80-\u33ff{HAN}]")
"""A line without any ideograph and with so many long words is a line of such a description."""
_TOUCHING_LABEL = re.compile(rf"[1-8１-８]\s*[.．、](?=[“”\"'‘「]?[\u2e80-\u33ff{HAN}])")
"""The list number of the next label where a converter left nothing between it and the number before."""
_NOTE = re.compile(r"\s*[件条项]?\s*[（(][^（()）\n|]{0,30}[)）]")


def table_regions(tables: Tables, sections: Sequence[Section]) -> list[Stretch]:
    """From the first to the last printed cell of each table, within the table's own section."""
    regions = []
    for name, table in tables.items():
        spans = _evidence(table)
        if not spans:
            continue
        start, end = min(spans)[0], max(end for _, end in spans)
        own = [section for section in sections if section.key == name]
        section = next((s for s in own if s.body.start <= start < s.body.end), own[0] if own else None)
        if section is not None:
            start, end = max(start, section.body.start), min(end, section.body.end)
        if start < end:
            regions.append((start, end))
    return sorted(regions)


def structural_rules(text: str, tables: Tables, sections: Sequence[Section]) -> Iterator[Named]:
    """Stretches that the shape of the report explains, anywhere in the text."""
    keys = table_keys()
    for section in sections:
        yield section.heading.start, section.heading.end, "heading"
        if section.key in keys:
            for rule, pattern in _OF_TABLES:
                for match in pattern.finditer(text, section.body.start, section.body.end):
                    yield match.start(), match.end(), rule
    yield from _furniture(text, sections)
    for table in tables.values():
        for _, end in _evidence(table):
            note = _NOTE.match(text, end)
            if note is not None:
                yield note.start(), note.end(), "cell_note"
            touching = _TOUCHING_LABEL.match(text, end)
            if touching is not None:
                yield touching.start(), touching.end(), "table_label"


def _furniture(text: str, sections: Sequence[Section]) -> Iterator[Named]:
    for pattern in (_FURNITURE, _PAGE_OF_PAGES):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), "page_furniture"
    for match in _ANNEX.finditer(text):
        yield match.start(), match.end(), "annex_number"
    for match in _MARKUP.finditer(text) if "<" in text or "&#" in text else ():
        yield match.start(), match.end(), "markup"
    start = 0
    for line in text.split("\n"):
        if _describes_a_picture(line):
            yield start, start + len(line), "image_description"
        start += len(line) + 1
    first = min((section.heading.start for section in sections), default=len(text))
    for match in _VIEWS.finditer(text, 0, first):
        yield match.start(), match.end(), "web_furniture"


def _describes_a_picture(line: str) -> bool:
    if not _LONG_WORD.search(line):
        return False
    if sum(1 for _ in _LATIN_WORD.finditer(line)) >= _DESCRIPTION_WORDS:
        return True
    return sum(1 for _ in _LONG_WORD.finditer(line)) >= _LONG_WORDS and not _IDEOGRAPH.search(line)


def loose_page_numbers(text: str, sections: Sequence[Section]) -> Iterator[Named]:
    """Short numbers that are a paragraph of their own between words: page numbers.

    Never in a table's section, nor next to another lone number: those are cells, one to a line.
    """
    keys = table_keys()
    tables = [(each.body.start, each.body.end) for each in sections if each.key in keys]
    for match in _PAGE_NUMBER.finditer(text):
        start, end = match.span()
        if any(low <= start < high for low, high in tables):
            continue
        before, after = text[max(0, start - 40) : start].rstrip()[-1:], text[end : end + 40].lstrip()[:1]
        if not before.isdigit() and not after.isdigit():
            yield start, end, "page_furniture"


def _evidence(table: Table | None) -> list[Stretch]:
    return [
        (cell.evidence.start, cell.evidence.end)
        for row in (table or {}).values()
        for cell in (row or {}).values()
        if cell.evidence is not None
    ]
