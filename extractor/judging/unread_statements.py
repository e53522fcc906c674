"""What the second reader takes for a statement or a training, and no reader delivered."""

from collections.abc import Mapping

from extractor.judging.folded_places import place_of
from extractor.judging.statement_lists import ROLE_LISTS
from extractor.judging.witnesses import is_training_alone
from extractor.learned.second_reader import read_events
from extractor.learned.section_units import read_section
from extractor.narrative import signed_from
from extractor.narrative.view import ProseView
from extractor.records import STATEMENT_LISTS, Finding, Narrative, SectionKey, Severity, Suspect

_SURE = 0.6
"""Above it 12 stretches of 157 real and free texts and 232 written sections stood in no statement; 6 of them
were missed, the others were sentences that lead in or told of work done."""
_HELD = 0.85
_LEAST = 6
"""Characters; fewer are the rest of a sentence."""
_SAYS = {
    "issue": ("问题", "a problem"),
    "remedy": ("措施", "a measure"),
    "past": ("已做的整改", "what was put right"),
}


def unread(
    views: Mapping[SectionKey, ProseView], narrative: Narrative, report_year: int | None
) -> list[Finding]:
    """A finding for each stretch that only the second reader takes for a statement or a training.

    It is not delivered: beside what the rules found the second reader alone was mostly wrong.
    """
    found = []
    for key, view in views.items():
        if key is SectionKey.PROBLEMS:
            found += _units(view, narrative, report_year)
        else:
            found += _events(view, narrative, report_year)
    return found


def _units(view: ProseView, narrative: Narrative, report_year: int | None) -> list[Finding]:
    told = [entry.evidence for name in STATEMENT_LISTS for entry in getattr(narrative, name)]
    taken = [place for span in told if (place := place_of(view, span)) is not None]
    return [
        _finding(view, read.start, read.end, ROLE_LISTS[read.role], _SAYS[read.role])
        for read in read_section(view.text[: signed_from(view.text)], report_year).statements
        if read.sure >= _SURE and read.end - read.start >= _LEAST
        if not any(low < read.end and read.start < high for low, high in taken)
    ]


def _events(view: ProseView, narrative: Narrative, report_year: int | None) -> list[Finding]:
    told = [event.evidence for event in (*narrative.trainings, *narrative.events)]
    taken = [span for span in told if place_of(view, span) is not None]
    return [
        _finding(view, event.start, event.end, "trainings", ("培训", "a training"))
        for event in read_events(view.text, report_year)
        if is_training_alone(view, event, _HELD, taken)
    ]


def _finding(view: ProseView, start: int, end: int, name: str, says: tuple[str, str]) -> Finding:
    return Finding(
        check="narrative.unread",
        severity=Severity.WARNING,
        where=(f"/narrative/{name}",),
        message=f"第二读者认为这里说的是{says[0]}，规则未取 / "
        f"The second reader takes this for {says[1]}; no rule took it",
        evidence=(view.span(start, end),),
        suspect=Suspect.READING,
    )
