"""Tables that stand outside of their sections: in an annex, behind the prose, before it."""

import re
from collections.abc import Iterator, Sequence

from extractor.records import SectionKey
from extractor.segment.heading_lines import Heading, HeadingLine
from extractor.segment.headings import FIRST_LABELS

_OTHER_LABELS = {
    SectionKey.PROACTIVE: re.compile(
        r"第二十条|规章|规范性文件|行政许可|行政处罚|行政强制|事业性收费|制发件数|制作数量|处理决定数量"
    ),
    SectionKey.APPLICATIONS: re.compile(
        r"自然人|商业企业|科研机构|予以公开|部分公开|不予公开|国家秘密|无法提供|结转|本年新收|办理结果"
    ),
    SectionKey.DISPUTES: re.compile(r"维持|纠正|其他结果|尚未审结|未经复议|复议后起诉|总计"),
}
_REACH = 14
"""Lines behind the first label in which more labels of the table must stand."""
_FEWEST_LABELS = 2
_LONGEST_ROW = 120
_ROW = re.compile(r"\W*一、本年(?:度)?新收政府信息公开申请数量\W*\d")
"""The first row of the applications table with its numbers, which is none of any other table."""
_SENTENCE = re.compile(r"[。；;]|[,，](?!\d{3})(?!法人|等于)")
_ANNEX = r"附[表件录]?[一二三四五\d]*[:：]?.{0,40}|表[一二三四五\d]+[:：]?.{0,40}"
_WORD = r"[^。；;,，]"
_OF_A_YEAR = (
    rf"{_WORD}{{0,24}}(?<!\d)20\d\d年{_WORD}{{0,24}}|\W*20\d\d\W*"
    r"|\W*(?:[上前去]一?|[本今当])年度?(?:数据|情况|统计|报?表)?\W*"
)
_TITLE = re.compile(rf"{_ANNEX}|.{{2,40}}(?:情况|情况表|统计表|[(（]表[^)）]*[)）])[:：]?|{_OF_A_YEAR}")
_CAPTION = re.compile(rf"{_ANNEX}|{_OF_A_YEAR}")
"""What parts a table from another one of its kind."""
_ABOVE = 2


def with_annexes(found: Sequence[Heading], lines: Sequence[HeadingLine], length: int) -> list[Heading]:
    """The headings with one more for each table that stands outside of its section.

    The section keeps its own heading; the table is a further section of the same key, headed by the line
    above it where that is a title (附表2). Several annexes (of two years, of two bodies) hold one each.
    """
    rows = [index for index, line in enumerate(lines) if _may_be_row(line)]
    starts = sorted(
        (index, key)
        for key, label in FIRST_LABELS
        for index in _outside(key, label, found, lines, rows, length)
    )
    added = (_headed(key, index, found, lines) for index, key in _first_of_each(starts, lines))
    return sorted([*found, *filter(None, added)], key=lambda heading: heading.start)


def _outside(
    key: SectionKey,
    label: re.Pattern[str],
    found: Sequence[Heading],
    lines: Sequence[HeadingLine],
    rows: Sequence[int],
    length: int,
) -> list[int]:
    """Lines with first labels of a table; none for one that stands in its own section.

    ``rows``: indexes of the lines that may be rows of a table.
    """
    low, high = _own_place(key, found, length)
    places = [index for index in rows if _starts_table(key, label, lines, index)]
    return [] if any(low <= lines[index].start < high for index in places) else places


def _first_of_each(
    starts: Sequence[tuple[int, SectionKey]], lines: Sequence[HeadingLine]
) -> Iterator[tuple[int, SectionKey]]:
    """The first line of each table: another one lies between two of a kind, or a caption does."""
    last: tuple[int, SectionKey] | None = None
    for index, key in starts:
        between = lines[last[0] + 1 : index] if last is not None else []
        if last is None or key is not last[1] or any(_CAPTION.fullmatch(line.text) for line in between):
            yield index, key
        last = index, key


def _headed(
    key: SectionKey, first: int, found: Sequence[Heading], lines: Sequence[HeadingLine]
) -> Heading | None:
    """The heading of a table from the line of its first label on; None where a section begins there."""
    above = first
    for index in range(max(0, first - _ABOVE), first):
        if _TITLE.fullmatch(lines[index].text) and not _is_heading(lines[index], found):
            above = index
            break
    title = lines[above]
    if any(heading.start <= title.start < heading.end for heading in found):
        return None
    end = title.end if above < first else title.start
    return Heading(key, title.start, end, 0.0)


def _own_place(key: SectionKey, found: Sequence[Heading], length: int) -> tuple[int, int]:
    starts = [heading.start for heading in found]
    for index, heading in enumerate(found):
        if heading.key is key:
            return heading.start, starts[index + 1] if index + 1 < len(starts) else length
    return 0, 0


def _may_be_row(line: HeadingLine) -> bool:
    return len(line.text) <= _LONGEST_ROW and not _SENTENCE.search(line.text)


def _starts_table(key: SectionKey, label: re.Pattern[str], lines: Sequence[HeadingLine], index: int) -> bool:
    line = lines[index]
    if not label.search(line.text):
        return False
    if _ROW.match(line.text):
        return True
    words = "".join(each.text for each in lines[index : index + _REACH])
    return (
        len(set(_OTHER_LABELS[key].findall(words))) >= _FEWEST_LABELS and re.search(r"\d", words) is not None
    )


def _is_heading(line: HeadingLine, found: Sequence[Heading]) -> bool:
    return any(heading.start == line.start for heading in found)
