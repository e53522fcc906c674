"""Issues, remedies and past rectifications of section five."""

import re
from typing import NamedTuple

from extractor.narrative.clauses import parts, sentences
from extractor.narrative.last_year import put_right
from extractor.narrative.markers import LIST_NUMBER
from extractor.narrative.pairing import addressed_by_words, pairs
from extractor.narrative.roles import Role
from extractor.narrative.section_five import read_section_five
from extractor.narrative.unnumbered import FoundStatement
from extractor.narrative.view import ProseView
from extractor.records import Basis, Statement

_MAX_ISSUES = 60
_LONGEST_LEAD = 24
_PROBLEM = re.compile(r"问题|不足|短板")
_NUMBERING = re.compile(rf"[ ]*{LIST_NUMBER}?[ ]*")
_NUMBERED = re.compile(LIST_NUMBER)
_BODY = r"(?:政府|办公室|局|厅|委员会|中心|街道办事处|公司|院|署|管委会|开发区|处)"
_FIGURE = r"[\d〇○零一二三四五六七八九十OoIl ]"
_MONTH = rf"(?:{_FIGURE}{{1,4}}|[元正腊])"
_SIGNS = re.compile(
    rf"(?:[^,。;:\d]{{2,30}}{_BODY}(?:[(（](?:印章|盖章|公章)[)）])?)?[ ]*"
    rf"(?:{_FIGURE}{{1,6}}年)?[ ]*(?:{_MONTH}月)?[ ]*(?:{_FIGURE}{{1,4}}日)?|{_FIGURE}{{1,6}}"
)
"""A line of a signature: the body, the date, or a piece of a date that is broken over lines."""
_MOST_LINES_SIGNED = 5
_A_DATE = re.compile(rf"[ ]*{_FIGURE}{{2,6}}年[ ]*{_MONTH}月.{{0,6}}")
_OVER_A_DATE = re.compile(
    r"[^,。;:!?\d]{2,30}(?:[局厅委院署站所队会部司馆台社校处]|党组|支行|集团|[省市区县旗镇乡]|街道|中学|小学|大学)"
)
"""What else signs where a date stands under it."""


class Statements(NamedTuple):
    """The statements of section five, and where past rectifications stand in its text."""

    issues: tuple[Statement, ...] = ()
    remedies: tuple[Statement, ...] = ()
    past: tuple[Statement, ...] = ()
    past_stretches: tuple[tuple[int, int], ...] = ()


def read_statements(view: ProseView, report_year: int | None) -> Statements:
    """Issues at the finest level that the report numbers, remedies at the coarsest, each with its words."""
    text = view.text
    body = text[: signed_from(text)]
    found = read_section_five(body, report_year)
    issues = [entry for entry in found if entry.role is Role.ISSUE]
    remedies = [entry for entry in found if entry.role is Role.REMEDY]
    past = [entry for entry in found if entry.role is Role.PAST]
    addresses = _addresses(body, issues, remedies)
    return Statements(
        tuple(_statement(view, entry) for entry in issues),
        tuple(_statement(view, entry, addresses[i]) for i, entry in enumerate(remedies)),
        tuple(_statement(view, entry) for entry in past),
        tuple((entry.start, entry.end) for entry in past),
    )


def in_passing(view: ProseView, report_year: int | None) -> tuple[Statement, ...]:
    """What another section than the fifth says was done about the problems of an earlier year."""
    found = []
    for low, high in sentences(view.text, 0, len(view.text)):
        for start, end in parts(view.text, low, high):
            words = view.text[start:end]
            if _PROBLEM.search(words) and put_right(words, report_year):
                lead = _NUMBERING.match(view.text, start, end)
                entry = FoundStatement(lead.end() if lead else start, end, Role.PAST, False)
                found.append(_statement(view, entry))
    return tuple(found)


def signed_from(text: str) -> int:
    """Where the signature under a section begins; its end where there is none."""
    end = len(text.rstrip())
    dated = False
    for _ in range(_MOST_LINES_SIGNED):
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].strip()
        signs = _SIGNS.fullmatch(line) or (dated and _OVER_A_DATE.fullmatch(line))
        if start == 0 or (line and (not signs or _NUMBERED.match(line))):
            break
        dated = _A_DATE.fullmatch(line) is not None
        end = len(text[:start].rstrip())
    return end


def _statement(view: ProseView, entry: FoundStatement, addresses: tuple[int, ...] = ()) -> Statement:
    return Statement(
        text=view.words(entry.start, entry.end),
        evidence=view.span(entry.start, entry.end),
        addresses=addresses,
        basis=Basis.RULE,
    )


def _addresses(
    text: str, issues: list[FoundStatement], remedies: list[FoundStatement]
) -> list[tuple[int, ...]]:
    """Which issues each remedy answers: told by its item, by its words, or by parallel lists."""
    starts = {entry.start: index for index, entry in enumerate(issues)}
    words = [text[entry.start : entry.end] for entry in issues[:_MAX_ISSUES]]
    told: list[tuple[int, ...]] = []
    for entry in remedies:
        if entry.partners is not None:
            told.append(tuple(starts[start] for start in entry.partners if start in starts))
        else:
            before = text[max(0, entry.start - _LONGEST_LEAD) : entry.start]
            told.append(addressed_by_words(text[entry.start : entry.end], words, before))
    own_lists = all(entry.numbered and entry.partners is None for entry in (*issues, *remedies))
    return pairs(told, len(issues)) if own_lists else told
