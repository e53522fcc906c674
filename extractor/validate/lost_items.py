"""Check of the lists in the prose: whether an item of one was lost in the middle."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.forms import table_keys
from extractor.grammar import with_ideographs
from extractor.ideographs import ONE_TO_TEN
from extractor.records import Section, Severity, Span
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import short

_BEGINS = r"(?:^|(?<=[\n。；;：:！!，,、）) \u3000]))"
_IS = re.compile(rf"{_BEGINS}([{ONE_TO_TEN}])[是要](?!否)")
"""Of this style each list begins anew; a bracket may go on with a list that began under another sign."""
_STYLES = (
    re.compile(rf"{_BEGINS}[（(]([{ONE_TO_TEN}])[)）]"),
    _IS,
    re.compile(rf"{_BEGINS}第([{ONE_TO_TEN}])[，,、]"),
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
    names = "、".join(ONE_TO_TEN[number - 1] for number in range(last + 1, after.number))
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
    if sign in ONE_TO_TEN:
        return ONE_TO_TEN.index(sign) + 1
    return unicodedata.digit(sign)


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
    signs = (f"[{ONE_TO_TEN[n - 1]}{n}{'０１２３４５６７８９'[n]}{'①②③④⑤⑥⑦⑧⑨'[n - 1]}]" for n in missing)
    if list(missing) == [1] and re.search(r"首先|一方面", between):
        return True
    return all(
        re.search(rf"(?<!第){sign}\s*[是要、.．)）,，则]|[（(第]{sign}|其{sign}", between) for sign in signs
    )


def _words(text: str, item: _Item) -> str:
    return short(text[item.start : item.end + 12].split("\n")[0])
