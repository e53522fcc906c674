"""Headings of section five that no reader knows: what stands under them keeps its own words' role only."""

import re
from collections.abc import Iterator

from extractor.judging.folded_places import place_of
from extractor.learned.second_reader import judge_heading, judge_unit
from extractor.narrative.roles import heading_role
from extractor.narrative.view import ProseView
from extractor.records import STATEMENT_LISTS, Finding, Narrative, Severity, Suspect

_LINE = re.compile(
    r"^[ ]*(?P<number>[(（]?[一二三四五六七八九十]{1,3}[)）、.．])?(?P<words>[^\n。;,:]{2,20}):$",
    re.MULTILINE,
)
_KNOWN = 0.5


def unknown_headings(view: ProseView, narrative: Narrative, report_year: int | None) -> list[Finding]:
    """A finding for each line that ends with a colon and whose role neither rules nor second reader know.

    It points at the statements that stand between this line and the next one that ends with a colon.
    """
    found = []
    lines = list(_LINE.finditer(view.text))
    for index, line in enumerate(lines):
        below = line.end(), lines[index + 1].start() if index + 1 < len(lines) else len(view.text)
        words = line["words"]
        learned = judge_heading(words, report_year)
        unit = judge_unit(words, report_year)
        if heading_role(words, report_year) is not None:
            continue
        if (learned.label != "none" and learned.sure >= _KNOWN) or unit.label.startswith("leads"):
            continue
        span = view.span(line.start("words"), line.end("words"))
        found.append(
            Finding(
                check="problems.unknown_heading",
                severity=Severity.WARNING,
                where=tuple(_pointers(view, narrative, below)),
                message=f"第五部分的小标题无人认得,其下各条只按自身文字归类:{words} / "
                "No reader knows this heading of section five; what stands under it goes by its own words",
                evidence=(span,),
                suspect=Suspect.READING,
            )
        )
    return found


def _pointers(view: ProseView, narrative: Narrative, below: tuple[int, int]) -> Iterator[str]:
    for name in STATEMENT_LISTS:
        for index, entry in enumerate(getattr(narrative, name)):
            place = place_of(view, entry.evidence)
            if place is not None and below[0] <= place[0] < below[1]:
                yield f"/narrative/{name}/{index}"
