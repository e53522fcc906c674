"""Check of the numbers that the six headings print."""

import re
from collections.abc import Iterator

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
        word = match.group(1)
        printed = ONE_TO_TEN.index(word) + 1 if word in ONE_TO_TEN else int(word)
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
