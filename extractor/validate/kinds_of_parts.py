"""Lists of parts of one kind, told by what each part says of itself: channels, applicants, outcomes, posts.

收到申请20件，其中当面9件、信函5件、网络4件 claims nothing of being complete, and yet whoever adds it up finds
two missing. Parts of one kind do not overlap, except the channels by which something was published.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from extractor.records import Attribute, Topic
from extractor.validate.mentions import Mention, even

_ASIDE = r"(?:[(][^()\n]{0,40}[)])?"
_OPENING = re.compile(
    rf"\s*[^\d\s,，。;；:：()、]{{0,6}}{_ASIDE}\s*"
    r"(?:(?P<bracket>[(])(?:其中)?[,，:：]?"
    r"|[,，。;；]?\s*其中[,，:：]?|(?P<colon>[:：]))"
)
"""Between a whole and its parts: 件，其中 / 件（ / 件（上年31件），其中 / 件：."""
_OPEN_LIST = re.compile(r"等|包括|包含|含|主要|如[:：]|同时|多为|涉及面")
_CHANGE = re.compile(r"[增减升降多少][加长少降幅]?了?$|同比|环比|[比较](?:上|去|前)")
_JOINED = re.compile(r"[、和与及或]")
_ENDED = re.compile(r"终止|撤回|撤诉|审结|审理|办理|结转|补正")
"""Stages that are as good as an outcome: what is withdrawn or pending has no other one."""
_OPEN, _CLOSED = re.compile(r"结转|未审结|审理|办理|补正"), re.compile(r"答复|办结|办复|审结")
"""What is still open is no part of what was answered: 答复180件：…；结转3件."""
_LISTED = re.compile(r"\d[^;；。\d]{0,20}[,，、][^;；。]{0,40}\d")
"""Parts between commas, so that a semicolon ends their list."""
_CASES = frozenset({Topic.REQUESTS, Topic.DISPUTES})
_REACH = 400
_LEAST, _LEAST_CHANNELS = 2, 3
_PERCENT = ("%", "％")


class KindOfParts(NamedTuple):
    """A whole with its parts of one kind."""

    whole: Mention
    parts: tuple[Mention, ...]
    overlap: bool
    """Whether one thing may be counted in several parts."""
    complete: bool
    """Whether a list of this kind names all parts there are."""


def kinds_of_parts(mentions: Sequence[Mention], text: str) -> Iterator[KindOfParts]:
    """The lists of parts of one kind that stand right behind their whole."""
    in_order = sorted(mentions, key=lambda mention: mention.start)
    plain = even(text)
    for at, last in enumerate(in_order):
        opening = _OPENING.match(plain, last.end)
        whole = _whole(in_order[max(0, at - 1) : at + 1])
        if opening is None or whole.count.approximate or whole.count.value <= 0:
            continue
        end = _end(plain, opening)
        if _OPEN_LIST.search(plain, opening.end(), end):
            continue
        inside = list(_between(in_order, at + 1, opening.end(), end))
        parts = [m for m in inside if m.count.unit not in _PERCENT and not _nested(plain, opening.end(), m)]
        found = _of_one_kind(whole, parts, colon=opening["colon"] is not None)
        if found is not None:
            yield found


def _between(mentions: Sequence[Mention], first: int, start: int, end: int) -> Iterator[Mention]:
    """The mentions from the ``first`` on that begin in the stretch."""
    for mention in islice(mentions, first, None):
        if mention.start >= end:
            return
        if mention.start >= start:
            yield mention


def _whole(mentions: Sequence[Mention]) -> Mention:
    """The number that a list behind the last one splits; by how much it grew is none: 17件，比上年增加6件."""
    last = mentions[-1]
    if len(mentions) < _LEAST or not _CHANGE.search(last.clause):
        return last
    whole = mentions[-2]
    return whole if last.before.startswith(whole.before) and whole.count.unit == last.count.unit else last


def _end(text: str, opening: re.Match[str]) -> int:
    stop = ")" if opening["bracket"] else "。" if opening["colon"] else "。;；"
    depth = 0
    for at in range(opening.end(), min(len(text), opening.end() + _REACH)):
        if text[at] in stop and not depth:
            return at
        if opening["colon"] and text[at] in ";；" and _LISTED.search(text, opening.end(), at):
            return at
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if text[at] == "\n" and text[at - 1 : at + 2].count("\n") > 1:
            return at
    return opening.end() if opening["bracket"] else min(len(text), opening.end() + _REACH)


def _nested(text: str, start: int, mention: Mention) -> bool:
    """Whether a number stands in brackets of its own: it is a part of a part."""
    before = text[start : mention.start]
    return before.count("(") > before.count(")")


def _of_one_kind(whole: Mention, parts: Sequence[Mention], *, colon: bool) -> KindOfParts | None:
    """The parts up to the first that tells of another kind; None where one of them tells nothing."""
    kind = _kind(parts[0]) if parts else None
    if kind is None or _own_kind(whole, kind):
        return None
    own: list[Mention] = []
    for part in parts:
        if not _is_like(part, whole, kind):
            break
        if _kind(part) != kind:
            if not part.count.attributes:
                return None
            break
        said, of = (each.count.attributes.get(Attribute.STAGE, "") for each in (part, whole))
        if _OPEN.search(said) and _CLOSED.search(of):
            break
        own.append(part)
    topic = whole.count.topic
    if len(own) < _LEAST or any(part.count.approximate for part in own):
        return None
    overlap = kind is Attribute.CHANNEL and topic not in _CASES
    least = _LEAST_CHANNELS if kind is Attribute.CHANNEL else _LEAST
    complete = not overlap and len(own) >= least and (colon or kind is not Attribute.OUTCOME)
    return KindOfParts(whole, tuple(own), overlap, complete)


def _is_like(part: Mention, whole: Mention, kind: Attribute) -> bool:
    """Whether a part may be one of the whole; a channel may stand as the scope of what it published."""
    one, other = part.count, whole.count
    of_scope = kind is Attribute.CHANNEL or (one.scope or other.scope) == other.scope
    return of_scope and (one.unit, one.period) == (other.unit, other.period)


def _own_kind(whole: Mention, kind: Attribute) -> bool:
    """Whether the whole is itself of one channel or one applicant alone."""
    said = whole.count.attributes.get(kind, "")
    return bool(said) and kind is not Attribute.OUTCOME and not _JOINED.search(said)


def _kind(part: Mention) -> Attribute | None:
    said, topic = part.count.attributes, part.count.topic
    if topic in _CASES:
        if Attribute.OUTCOME in said or Attribute.REASON in said:
            return Attribute.OUTCOME
        if _ENDED.search(said.get(Attribute.STAGE, "")):
            return Attribute.OUTCOME
    order = (Attribute.CHANNEL, Attribute.APPLICANT, Attribute.EMPLOYMENT)
    return next((kind for kind in order if kind in said), None)
