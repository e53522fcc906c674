"""The body that reports: from the title, the preamble, the contact line, the signature or the page."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from extractor.header.body_names import calls_itself_so, differ, is_name, is_office, is_press
from extractor.header.issuer_places import (
    BEHIND_A_FIELD,
    BODY_LINE,
    CONTACT,
    HEAD,
    PREAMBLE,
    PUBLISHER,
    SUBJECT,
    bodies,
    contact,
    head_line,
    named_by_itself,
    of_superior,
    preamble,
    publisher,
    signature,
    signed_last,
    subject,
)
from extractor.header.other_bodies import surely_differ
from extractor.header.report_year import Named
from extractor.header.source import HeaderLine, HeaderText, Stretch
from extractor.header.titles import Title
from extractor.ideographs import HAN

_BARE_PLACE = re.compile(r"县(?!域)|市(?![场政容])|区(?!块)|省|州|旗")
"""A name that begins so leaves out which county or town it is of."""
_UNDER_TITLE = 4


class Issuer(NamedTuple):
    """A name with its places; ``rival`` is another source's name of surely another body."""

    name: str
    places: tuple[Stretch, ...]
    rival: Stretch | None = None


def find_issuer(source: HeaderText, title: Title | None, named: Sequence[Named]) -> Issuer | None:
    """The body: as the title names it, completed by the signature where the title only names a place.

    Without a title it is, in this order, what the report calls itself, who wrote it, who signs it, who
    answers questions, whom the page names, a line of its own at the head, the subject of its sentences.
    """
    signed = signature(source)
    if title is not None and title.body:
        return _of_title(source, title, signed or _below_title(source.lines, title), named)
    others = (named_by_itself(source, named), preamble(source), signed, contact(source), publisher(source))
    weak = (head_line(source), subject(source), signed_last(source))
    for place in (*others, *weak):
        place = None if place is None else _in_full(source, place)
        if place is not None and calls_itself_so(source.text, source.text[slice(*place)]):
            rival = _rival(source, place, (others[0], signed))
            rival = rival or _other_body(source, source.text[slice(*place)])
            return Issuer(source.words(*place), (place,), rival)
    return None


def _of_title(source: HeaderText, title: Title, fuller: Stretch | None, named: Sequence[Named]) -> Issuer:
    name = "".join(source.words(*place) for place in title.body_at)
    first = title.body_at[0]
    rival = _rival(source, first, (named_by_itself(source, named), fuller), title.body)
    rival = rival or _other_body(source, name)
    if fuller is not None and not is_office(title.body):
        signed = source.text[slice(*fuller)]
        shared = _overlap(title.body, signed)
        if shared >= 2 and len(signed) > shared:
            return Issuer(name + source.words(fuller[0] + shared, fuller[1]), (*title.body_at, fuller))
    return Issuer(name, title.body_at, rival)


def _in_full(source: HeaderText, place: Stretch) -> Stretch:
    """A name without its place (县统计局) as the head prints it in full: 岚谷县统计局."""
    name = source.text[slice(*place)]
    if not _BARE_PLACE.match(name):
        return place
    fuller = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,8}}{re.escape(name)}(?=[^{HAN}]|{BEHIND_A_FIELD})")
    for line in source.lines:
        match = fuller.search(line.text) if line.start < HEAD else None
        if match is not None and is_name(match.group()):
            return line.start + match.start(), line.start + match.end()
    return place


def _rival(
    source: HeaderText, place: Stretch, others: Sequence[Stretch | None], words: str | None = None
) -> Stretch | None:
    name = words or source.text[slice(*place)]
    named = ((each, source.text[slice(*each)]) for each in others if each is not None)
    return next((each for each, other in named if differ(name, other) or surely_differ(name, other)), None)


def _other_body(source: HeaderText, name: str) -> Stretch | None:
    """Another body that the head or the last line gives as the one that reports."""
    head = min(source.body, HEAD)
    fields = (*PREAMBLE, CONTACT, PUBLISHER, SUBJECT)
    told = [place for pattern in fields for place in bodies(source.text, pattern, head)]
    for line in source.lines:
        if line.end <= head:  # folding joins a title and the line below it
            found = (place for each in fields for place in bodies(line.text, each, len(line.text)))
            told += [(line.start + low, line.start + high) for low, high in found]
    told = [each for each in told if not _is_source(source, each) and not of_superior(source, each)]
    last = signed_last(source)
    told += [last] if last is not None else []
    names = ((place, source.text[slice(*place)]) for place in told)
    return next((place for place, other in names if not is_press(other) and surely_differ(name, other)), None)


def _is_source(source: HeaderText, place: Stretch) -> bool:
    """Whether a field names whom the page has its text from, which may be any body."""
    return re.search(r"来源\W*$", source.text[: place[0]]) is not None


def _overlap(first: str, second: str) -> int:
    """Length of the longest end of ``first`` that ``second`` begins with."""
    return next((n for n in range(min(len(first), len(second)), 0, -1) if first.endswith(second[:n])), 0)


def _below_title(lines: Sequence[HeaderLine], title: Title) -> Stretch | None:
    """A line under the title that names the body in full (迎宾路街道 → 迎宾路街道办事处)."""
    for line in [line for line in lines if line.start > title.end][:_UNDER_TITLE]:
        if BODY_LINE.fullmatch(line.text) and is_office(line.text) and _overlap(title.body, line.text) >= 2:
            return line.start, line.end
    return None
