"""Checks of the numbers that the six headings print, and of their order."""

import re
from collections.abc import Iterator
from itertools import pairwise

from extractor.ideographs import ONE_TO_TEN
from extractor.records import STATUTORY_SECTIONS, FormName, SectionKey, Severity, Suspect
from extractor.validate.check_registry import Draft, check
from extractor.validate.context import Context
from extractor.validate.finding_words import short

_ORDINAL = re.compile(
    rf"^\s*[（(]?\s*(?:第\s*)?([{ONE_TO_TEN}]|[0-9０-９]{{1,2}})\s*(?:部分)?\s*[)）、.．,，：: ]"
)
_PLACE = {key: place for place, key in enumerate(STATUTORY_SECTIONS, start=1)}


@check("heading.numbering")
def headings_count_on(context: Context) -> Iterator[Draft]:
    """标题序号不符 · A section heading prints another number than its place.

    Compares: the number of the heading with the place of the section in the form, and with its place
    among the sections of this report (which may leave one out).
    Skipped: for headings that are lost or print no number, for tables in an annex, and for reports of 2018
    and before, whose order is free; 5、 for 五、 is no fault.
    Example: 六、存在的主要问题及改进情况 right after 四、.
    """
    if context.report.form == FormName.LEGACY:
        return
    seen: set[SectionKey] = set()
    for index, section in enumerate(context.report.sections):
        if section.key in seen:
            continue
        seen.add(section.key)
        match = _ORDINAL.match(section.heading.quote)
        if match is None:
            continue
        printed = _value(match[1])
        if printed not in (_PLACE[section.key], index + 1):
            yield Draft(
                Severity.INFO,
                f"标题“{short(section.heading.quote)}”的序号为 {printed}，应为 {_PLACE[section.key]}",
                f"the heading of section {section.key.value} is numbered {printed}, "
                f"its place is {_PLACE[section.key]}",
                (f"/sections/{index}/heading",),
                printed,
                _PLACE[section.key],
                (section.heading,),
                Suspect.ISSUER,
            )


@check("section.order")
def sections_stand_in_order(context: Context) -> Iterator[Draft]:
    """各部分顺序颠倒 · A section stands before one that it should follow.

    Compares: the order of the sections in the text with that of the form, and the numbers that they print.
    Skipped: for sections without a heading, for tables in an annex or behind the prose, and for reports of
    2018 and before, whose order is free; at lower severity where the printed numbers follow the text.
    Example: 四、政府信息公开行政复议、行政诉讼情况, and after it 三、收到和处理政府信息公开申请情况.
    """
    if context.report.form == FormName.LEGACY:
        return
    seen: set[SectionKey] = set()
    printed = []
    for index, section in enumerate(context.report.sections):
        if section.key in _PLACE and section.key not in seen and _ORDINAL.match(section.heading.quote):
            printed.append((index, section))
        seen.add(section.key)
    for (_, before), (index, after) in pairwise(printed):
        if _PLACE[after.key] >= _PLACE[before.key]:
            continue
        numbers = [_ORDINAL.match(each.heading.quote) for each in (before, after)]
        one, other = (_value(each[1]) if each else 0 for each in numbers)
        yield Draft(
            Severity.WARNING if other < one else Severity.INFO,
            f"“{short(after.heading.quote)}”在“{short(before.heading.quote)}”之后，顺序颠倒，"
            "可能是页或栏的次序读错",
            f"section {after.key.value} stands behind {before.key.value}: pages or columns may be exchanged",
            (f"/sections/{index}/heading",),
            one,
            other,
            (before.heading, after.heading),
        )


def _value(number: str) -> int:
    return ONE_TO_TEN.index(number) + 1 if number in ONE_TO_TEN else int(number)
