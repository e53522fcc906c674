"""Issues, remedies and past rectifications of section five."""

import re
from typing import NamedTuple

from extractor.narrative.pairing import addressed_by_words, pairs
from extractor.narrative.roles import Role
from extractor.narrative.section_five import read_section_five
from extractor.narrative.unnumbered import FoundStatement
from extractor.narrative.view import ProseView
from extractor.records import Basis, Statement

_MAX_ISSUES = 60
_SIGNATURE = re.compile(
    r"\n+(?:[^\n,。;]{0,30}(?:政府|办公室|局|厅|委员会|中心|街道办事处|公司|院|"
    r"署)\n*)?(?:(?:19|20)\d\d|二[〇○零]\S{2})年\d{0,2}[^\n]{0,8}\s*$"
    r"|\n+[^\n,。;:]{2,30}(?:人民政府|办公室|局|厅|委员会|街道办事处)\s*$"
)


class Statements(NamedTuple):
    """The statements of section five, and where past rectifications stand in its text."""

    issues: tuple[Statement, ...] = ()
    remedies: tuple[Statement, ...] = ()
    past: tuple[Statement, ...] = ()
    past_stretches: tuple[tuple[int, int], ...] = ()


def read_statements(view: ProseView, report_year: int | None) -> Statements:
    """Issues at the finest level that the report numbers, remedies at the coarsest, each with its words."""
    text = view.text
    signature = _SIGNATURE.search(text)
    body = text[: signature.start()] if signature else text
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
            told.append(addressed_by_words(text[entry.start : entry.end], words))
    own_lists = all(entry.numbered and entry.partners is None for entry in (*issues, *remedies))
    return pairs(told, len(issues)) if own_lists else told
