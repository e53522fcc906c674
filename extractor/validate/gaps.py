"""Checks of what is lost in the middle: an item of a list, the end of a paragraph, the label of a row."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.forms import Row, table_keys
from extractor.grammar import plain, with_ideographs
from extractor.ideographs import HAN
from extractor.records import Section, Severity, Span, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.filled import FilledTable
from extractor.validate.finding_words import short

_CHINESE = "一二三四五六七八九十"
_BEGINS = r"(?:^|(?<=[\n。；;：:！!，,、）) \u3000]))"
_IS = re.compile(rf"{_BEGINS}([{_CHINESE}])[是要](?!否)")
"""Of this style each list begins anew; a bracket may go on with a list that began under another sign."""
_STYLES = (
    re.compile(rf"{_BEGINS}[（(]([{_CHINESE}])[)）]"),
    _IS,
    re.compile(rf"{_BEGINS}第([{_CHINESE}])[，,、]"),
    re.compile(r"(?:^|(?<=[\n。；;：: \u3000]))([1-9１-９])[.．、](?![0-9０-９])"),
    re.compile(rf"{_BEGINS}[（(]([1-9１-９])[)）]"),
    re.compile(r"([①-⑨])"),
)
"""How lists are numbered; the number is the group."""
_DEEPEST = 6
"""Lists stand in lists no deeper than this."""
_REACH = 4000
"""So many characters before an item its missing neighbour is looked for."""
_NEAR = 8
_MOST = 5
"""So many of one style in a section say that its numbers are no lists, or that much is lost."""
_SECOND = 2
_BARE_BEFORE = re.compile(r"(?:^|[:：\n])[ \t\u3000\r]*$")
"""What stands before an item where nothing of its list does: a label, or the line above."""
_GOING_ON = ("；", ";", "，", ",")
"""Behind these the first item of a list stands, though without its number."""
_FEWEST = 3
"""So many items of a list make it one."""
_WIDEST = 3
"""Where more numbers are left out, what follows is another list."""
_ITEM_AHEAD = re.compile(
    rf"[ \t\u3000]*(?:[（(][{_CHINESE}\d]{{1,2}}[)）]|[{_CHINESE}]{{1,2}}[、.．是]|[1-9][、.．](?!\d)"
    rf"|第[{_CHINESE}]|[①-⑨])(?!项)"
)
_LABEL_AHEAD = re.compile(rf"[ \t\u3000]*[{HAN}]{{2,12}}[:：](?=[{_CHINESE}]是|[（(]?[{_CHINESE}\d])")
"""A label with the first item of another list behind it (改进措施：一是…)."""
_FIRST = re.compile(r"(?:^|[:：。\s])(?:一是|[（(]一[)）]|1[.．、](?!\d)|[（(]1[)）]|①|第一[，,、])")
_LATER = re.compile(r"[二三]是|[（(][二三][)）]|[23][.．、](?!\d)|[（(][23][)）]|[②③]|第[二三][，,、]")
_OPEN_END = re.compile(rf"[{HAN}\dA-Za-z%][，,、]?$")
_IS_SENTENCE = re.compile(r"[，,。；;]")
_NO_PROSE = re.compile(
    r"联系|电话|地址|邮编|附件|网址|http|版权|主办|承办|备案|来源|发布|浏览|打印|上一篇|下一篇|责任编辑|编辑[：:]|[|\t]"
    r"|20\d\d年\d{1,2}月(?:\d{1,2}日?)?$|[（(][^（()）]*$"
)
_HEADING = re.compile(rf"{_ITEM_AHEAD.pattern}[^。；;]{{0,32}}[^。；;，,、]")
"""A numbered line of two clauses without a full stop is a heading, or an item as headings are printed."""
_CLAUSES = re.compile(r"[。；;]")
_SPACE = " \t\u3000\r|"
_WRAPPED = 2
_SHORTEST = 12
_LABELLED = 0.8
"""Where so large a part of the rows of a table has its label before its numbers, the others should, too."""
_FEWEST_ROWS = 4


class _Item(NamedTuple):
    number: int
    start: int
    end: int


@check("list.gap", needs_text=True)
def lists_count_on(context: Context) -> Iterator[Draft]:
    """列举序号不连续 · A list in the prose leaves a number out: an item may be lost.

    Compares: the numbers of the items of one list ((一), 一是, 第一, 1., (1), ①) with each other.
    Skipped: for lists of fewer than three items unless they begin with the first or the second one (a second
    one alone counts where nothing but a label or a line end stands before it), where a list begins anew,
    where more than two numbers are left out at once, where the number stands between the two items in other
    words, and for tables.
    Example: (一)… is followed by (三)….
    """
    text = with_ideographs(context.text or "")
    for index, section in enumerate(context.report.sections):
        if section.key in table_keys():
            continue
        for style in _STYLES:
            drafts: list[Draft] = []
            items = _items(style, text, section)
            starts = [item.start for item in items]
            for each in _lists(items):
                at = bisect_left(starts, each[0].start)
                start = items[at - 1].end if style is _IS and at else _begins(section)
                drafts += [_draft(context, index, *gap) for gap in _gaps(each, text, start)]
                if len(drafts) >= _MOST:
                    break
            yield from drafts[:_MOST]


def _draft(context: Context, section: int, before: _Item | None, after: _Item) -> Draft:
    text = context.text or ""
    last = before.number if before else 0
    names = "、".join(_CHINESE[number - 1] for number in range(last + 1, after.number))
    start = f"“{_words(text, before)}”之后为" if before else "首项为"
    return Draft(
        Severity.WARNING,
        f"列举中{start}“{_words(text, after)}”，缺第{names}项，可能漏读，也可能原文如此",
        f"item {after.number} of a list comes after item {last}: what stands between may be lost",
        (f"/sections/{section}/body",),
        last,
        after.number,
        tuple(Span.of(text, item.start, item.end) for item in (before, after) if item),
    )


def _begins(section: Section) -> int:
    """Where the items of a section begin: at its heading where that is the first one (1、公开形式)."""
    return (section.heading if section.heading.quote.lstrip()[:1].isdecimal() else section.body).start


def _items(style: re.Pattern[str], text: str, section: Section) -> list[_Item]:
    return [
        _Item(_value(match[1]), *match.span())
        for match in style.finditer(text, section.body.start, section.body.end)
    ]


def _value(sign: str) -> int:
    if sign in _CHINESE:
        return _CHINESE.index(sign) + 1
    return ord(sign) - ord("①") + 1 if sign in "①②③④⑤⑥⑦⑧⑨" else int(sign)


def _lists(items: Sequence[_Item]) -> list[list[_Item]]:
    """The items by list; lists may stand in lists."""
    open_lists: list[list[_Item]] = []
    found: list[list[_Item]] = []
    for item in items:
        del open_lists[:-_DEEPEST]
        places = range(len(open_lists) - 1, -1, -1)
        fitting = next((at for at in places if _goes_on(open_lists[at][-1], item)), None)
        if fitting is None:
            open_lists.append([item])
            found.append(open_lists[-1])
        else:
            open_lists[fitting].append(item)
            del open_lists[fitting + 1 :]
    return found


def _gaps(items: Sequence[_Item], text: str, start: int) -> Iterator[tuple[_Item | None, _Item]]:
    """Neighbouring items of one list between which a number is left out; the first one if that is the second.

    ``start`` is where the text begins in which another first item may stand.
    """
    first = items[0]
    alone = len(items) == 1 and _BARE_BEFORE.search(text[max(0, first.start - _NEAR) : first.start]) is None
    if first.number == _SECOND and not alone:
        above = text[max(start, first.start - _REACH) : first.start]
        if not text.startswith(_GOING_ON, first.start - 1) and not _told_otherwise(above, [1]):
            yield None, first
    if len(items) < _FEWEST and first.number != 1:
        return
    for one, other in pairwise(items):
        missing = range(one.number + 1, other.number)
        if missing and not _told_otherwise(text[one.end : other.start][-_REACH:], missing):
            yield one, other


def _goes_on(last: _Item, item: _Item) -> bool:
    return item.number != 1 and 0 < item.number - last.number <= _WIDEST


def _told_otherwise(between: str, missing: Sequence[int]) -> bool:
    """Whether the missing numbers stand between the items after all, with other signs beside them."""
    signs = (f"[{_CHINESE[n - 1]}{n}{'０１２３４５６７８９'[n]}{'①②③④⑤⑥⑦⑧⑨'[n - 1]}]" for n in missing)
    if list(missing) == [1] and re.search(r"首先|一方面", between):
        return True
    return all(
        re.search(rf"(?<!第){sign}\s*[是要、.．)）,，则]|[（(第]{sign}|其{sign}", between) for sign in signs
    )


def _words(text: str, item: _Item) -> str:
    return short(text[item.start : item.end + 12].split("\n")[0])


@check("paragraph.cut", needs_text=True)
def paragraphs_end(context: Context) -> Iterator[Draft]:
    """段落未完 · A paragraph of the prose breaks off in the middle of a sentence.

    Compares: the end of the last line before a heading, an item of a list, the label of another list or the
    end of a section with the marks that end a sentence, and a semicolon behind the first item of a list with
    what should follow it.
    Skipped: for headings and other lines without a comma, for tables, contact lines and signatures; where the
    lines of a section are wrapped, all but its last.
    Example: …通过门户网站主动公 right before 二、主动公开政府信息情况.
    """
    text = context.text or ""
    for index, section in enumerate(context.report.sections):
        if section.key in table_keys():
            continue
        start = section.body.start
        lines = text[start : section.body.end].split("\n")
        printed = [line.rstrip(_SPACE) for line in lines if line.strip(_SPACE)]
        wrapped = _are_wrapped(printed)
        following = iter([*printed[1:], None])
        for line in lines:
            words = line.rstrip(_SPACE)
            after = next(following) if words else ""
            ends = after is None or (not wrapped and (_ITEM_AHEAD.match(after) or _LABEL_AHEAD.match(after)))
            if (ends and _breaks_off(words)) or _goes_on_in_nothing(words, after):
                end = start + len(words)
                yield Draft(
                    Severity.WARNING,
                    f"段落在“……{short(words[-16:])}”处中断，句子未完，可能漏读",
                    "a paragraph breaks off in the middle of a sentence: its end may be lost",
                    (f"/sections/{index}/body",),
                    evidence=(Span.of(text, end - min(len(words), 16), end),),
                )
            start += len(line) + 1


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Whether sentences of a section go over the ends of its lines, as in a text made of a page."""
    over = (one for one, other in pairwise(lines) if _breaks_off(one) and not _ITEM_AHEAD.match(other))
    return sum(1 for _ in over) >= _WRAPPED


def _goes_on_in_nothing(words: str, after: str | None) -> bool:
    """Whether the first item of a list ends in a semicolon, and no second one follows it."""
    first = _FIRST.search(words) if words.endswith(("；", ";")) else None
    if first is None or _LATER.search(words, first.end()):
        return False
    return after is None or _LATER.match(after.lstrip(_SPACE)) is None


def _breaks_off(words: str) -> bool:
    return (
        len(words) >= _SHORTEST
        and _OPEN_END.search(words) is not None
        and _IS_SENTENCE.search(words) is not None
        and _NO_PROSE.search(words) is None
        and len(re.findall(rf"[{HAN}]", _CLAUSES.split(words)[-1])) > 1
        and _HEADING.fullmatch(words) is None
    )


@check("table.label_missing", needs_text=True)
def rows_have_labels(context: Context) -> Iterator[Draft]:
    """行无标签 · The numbers of a row are printed, but its label is not: the row is known by its place alone.

    Compares: what stands between the cells of one row and those of the row before with nothing but signs.
    Skipped: for tables in which fewer than four fifths of the rows print their labels before their numbers,
    as where a converter put all labels first.
    Example: | | 0 | 0 | 0 | 0 | 0 | 0 | 0 | between 重复申请 and 无正当理由大量反复申请.
    """
    for table in context.tables:
        rows = _rows(table)
        bare = [
            row
            for (_, before), (row, at) in pairwise(rows)
            if not _is_labelled(table.rows[row], (context.text or "")[before[-1].end : at[0].start])
        ]
        if len(rows) < _FEWEST_ROWS or len(bare) > (1 - _LABELLED) * len(rows):
            continue
        for row in bare:
            spans = dict(rows)[row]
            yield Draft(
                Severity.WARNING,
                f"{table.row_name(row)} 的行标签未印出，仅按次序归行，请对照原表",
                f"the label of row {row} is not printed: it is known by its place alone",
                (f"/tables/{table.form.key}/{row}",),
                evidence=(spans[0], spans[-1]),
                suspect=Suspect.READING,
            )


def _rows(table: FilledTable) -> list[tuple[str, list[Span]]]:
    """The rows with the places of their printed cells, in the order of the text."""
    found: dict[str, list[Span]] = {}
    for (row, _), cell in table.all_cells:
        if cell.evidence is not None:
            found.setdefault(row, []).append(cell.evidence)
    rows = [(row, sorted(spans, key=lambda span: span.start)) for row, spans in found.items()]
    return sorted(rows, key=lambda item: item[1][0].start)


def _is_labelled(row: Row, between: str) -> bool:
    """Whether more stands before the numbers than the label of the group in which the row is the first."""
    words = _words_of(between)
    group = "|".join(_words_of(label) for label in row.group) or r"(?!)"
    return bool(words) and re.fullmatch(rf"(?:[{_CHINESE}]?(?:{group}))+", words) is None


def _words_of(label: str) -> str:
    return "".join(re.findall(rf"[{HAN}]", with_ideographs(plain(label))))
