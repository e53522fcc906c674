"""What the words beside a number say of the counted things: channel, outcome, reason, applicant and more."""

import re

from extractor.lexicon import pattern, tables
from extractor.narrative.view import ProseView
from extractor.records import Attribute, Topic

_LISTS = {
    Attribute.CHANNEL: pattern("attributes.channel"),
    Attribute.OUTCOME: pattern("attributes.outcome"),
    Attribute.REASON: pattern("attributes.reason"),
    Attribute.APPLICANT: pattern("attributes.applicant"),
    Attribute.STAGE: pattern("attributes.stage"),
    Attribute.PROCEEDING: pattern("attributes.proceeding"),
    Attribute.EMPLOYMENT: pattern("attributes.employment"),
}
_TOPICS = {
    attribute: {Topic(topic) for topic in tables("attributes")[attribute]["topics"].split()}
    for attribute in Attribute
}
_NEXT = re.compile(r"[,，。;:、!?()\n\d]")
"""Where the words behind a number end that may be its own."""


_ASIDE = re.compile(r"\([^()\d\n]{1,40}\)")
"""Brackets without a number behind one: 无法提供1件(本机关不掌握)."""


def attributes_of(
    view: ProseView, low: int, number: tuple[int, int], label_end: int, topic: Topic
) -> dict[Attribute, str]:
    """The attributes of the count whose number with unit stands at ``number``, in the document's words.

    They are the words nearest before the number, from ``low`` on, else those behind it that belong to no
    other number.
    """
    found: dict[Attribute, str] = {}
    high = _own_end(view.text, max(number[1], label_end))
    for attribute, words in _LISTS.items():
        if topic not in _TOPICS[attribute]:
            continue
        before = [match.span() for match in words.finditer(view.text, low, number[0])]
        behind = words.search(view.text, number[1], high)
        if before:
            found[attribute] = view.words(*before[-1])
        elif behind is not None:
            found[attribute] = view.words(*behind.span())
    return found


def _own_end(text: str, end: int) -> int:
    """Where the words behind a number end; those that go on to another number are that one's."""
    aside = _ASIDE.match(text, end)
    if aside is not None:
        return aside.end()
    stop = _NEXT.search(text, end)
    if stop is None:
        return len(text)
    return end if stop[0].isdigit() else stop.start()
