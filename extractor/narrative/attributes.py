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
_NEXT = re.compile(r"[,，。;:!?()\n\d]|、(?=[^,，。;:、!?()\n]*\d)")
"""Where the words behind a number end that may be its own."""


_JOINS = re.compile(r"[^,，。;；:：()\n\d]{0,12}?[、/和与及或并且跟][^,，。;；:：()\n\d]{0,12}")
"""What joins two words that are said of one number; what is listed between them may be known to no list."""
_LEADS = re.compile(r"通过|利用|借助|依托|采取|采用|运用|以(?!及)")
_LISTED_BEFORE = re.compile(r"(?:[^、,，。;；:：()\n\d]{1,10}[、和与及或])+")
_LISTED_BEHIND = re.compile(r"(?:[、和与及或][^、,，。;；:：()\n\d和与及或等]{1,10})+(?=等)")
_IN_TURN = re.compile(
    r"分别(?:[^,，。;；:：、()\n\d]{0,8}(?:\d[\d.]*[^,，。;；:：、()\n\d]{0,3}[、和,])*)[^,，。;；:：、()\n\d]{0,8}"
)
_NUMBER = re.compile(r"\d[\d.]*")
_ASIDE = re.compile(r"\([^()\d\n]{1,40}\)")
"""Brackets without a number behind one: 无法提供1件(本机关不掌握)."""


def attributes_of(
    view: ProseView, low: int, number: tuple[int, int], label_end: int, topic: Topic
) -> dict[Attribute, str]:
    """The attributes of the count whose number with unit stands at ``number``, in the document's words.

    They are the words nearest before the number, from ``low`` on, else those behind it that belong to no
    other number; where several are joined (网站、微博和微信) it is all of them.
    """
    found: dict[Attribute, str] = {}
    high = _own_end(view.text, max(number[1], label_end))
    for attribute, words in _LISTS.items():
        if topic not in _TOPICS[attribute]:
            continue
        told = (
            _told_in_turn(view, words, number[0])
            or _last_chain(view.text, words, (low, number[0]))
            or _first_chain(view.text, words, (number[1], high))
        )
        if told is not None:
            found[attribute] = view.words(*told)
    return found


def _chains(text: str, words: re.Pattern[str], stretch: tuple[int, int]) -> list[tuple[int, int]]:
    """What is named in a stretch, words that are joined to each other as one: 网站、公告栏和微信."""
    chains: list[tuple[int, int]] = []
    for match in words.finditer(text, *stretch):
        start, end = match.span()
        if chains and _JOINS.fullmatch(text, chains[-1][1], start):
            chains[-1] = (chains[-1][0], end)
        else:
            chains.append((start, end))
    return chains


def _last_chain(text: str, words: re.Pattern[str], stretch: tuple[int, int]) -> tuple[int, int] | None:
    chains = _chains(text, words, stretch)
    return _with_others(text, chains[-1], stretch) if chains else None


def _first_chain(text: str, words: re.Pattern[str], stretch: tuple[int, int]) -> tuple[int, int] | None:
    chains = _chains(text, words, stretch)
    return _with_others(text, chains[0], stretch) if chains else None


def _with_others(text: str, chain: tuple[int, int], stretch: tuple[int, int]) -> tuple[int, int]:
    """A chain with what is listed beside it and no list of words knows: 通过村口石墙、网站、喇叭等公开."""
    start, end = chain
    led = [match.end() for match in _LEADS.finditer(text, stretch[0], start)]
    if led and _LISTED_BEFORE.fullmatch(text, led[-1], start):
        start = led[-1]
    behind = _LISTED_BEHIND.match(text, end, stretch[1])
    return start, behind.end() if behind else end


def _told_in_turn(view: ProseView, words: re.Pattern[str], at: int) -> tuple[int, int] | None:
    """The one of several that a number belongs to after 分别: 网站、微信分别发布30条、20条."""
    text = view.text
    start = view.sentence(at)[0]
    turn = text.rfind("分别", start, at)
    if turn < 0 or (told := _IN_TURN.fullmatch(text, turn, at)) is None:
        return None
    place = len(_NUMBER.findall(told[0]))
    clause = max(text.rfind(stop, start, turn) for stop in ",;:") + 1
    named = [match.span() for match in words.finditer(text, max(start, clause), turn)]
    joined = len(_chains(text, words, (max(start, clause), turn))) == 1
    return named[place] if joined and place < len(named) else None


def _own_end(text: str, end: int) -> int:
    """Where the words behind a number end; those that go on to another number are that one's."""
    aside = _ASIDE.match(text, end)
    if aside is not None:
        return aside.end()
    stop = _NEXT.search(text, end)
    if stop is None:
        return len(text)
    return end if stop[0].isdigit() else stop.start()
