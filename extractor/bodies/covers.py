"""Whose figures a report says it holds: its own, those of all below it, or of some of them."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from extractor.records import Body, BodyLevel, Report, SectionKey, Span

_REACH = 3000
"""The sentence stands in the preamble, in section one or at the end of section six."""
_OF_TABLES = (SectionKey.PROACTIVE, SectionKey.APPLICATIONS, SectionKey.DISPUTES)
_LAST = 900


class Covers(StrEnum):
    """Whose figures."""

    ALL = "all"
    DEPARTMENTS = "departments"
    LOWER = "lower"
    """Townships, streets and lower governments."""
    OWN = "own"
    NOT_STATED = "not_stated"


class CoverStatement(NamedTuple):
    """What a report says of it, and in which words."""

    covers: Covers
    evidence: Span | None = None

    def includes(self, child: Body) -> bool:
        """Whether the figures of a body right below are said to be in."""
        if self.covers is Covers.DEPARTMENTS:
            return child.level is BodyLevel.DEPARTMENT
        if self.covers is Covers.LOWER:
            return child.is_government or child.level is BodyLevel.ZONE
        named = child.level is BodyLevel.DEPARTMENT or child.is_government or child.level is BodyLevel.ZONE
        return self.covers is Covers.ALL and named  # no hospital, school or company is a department


def covers_of(report: Report, text: str | None) -> CoverStatement:
    """Whose figures a Report holds, as its text says."""
    if text is not None:
        for low, high in _stretches(report, text):
            found = said_of(text, low, high)
            if found.covers is not Covers.NOT_STATED:
                return found
    return CoverStatement(Covers.NOT_STATED)


def said_of(text: str, low: int = 0, high: int | None = None) -> CoverStatement:
    """What a stretch of a text says of it."""
    words, places = _joined(text, low, len(text) if high is None else high)
    if (match := _first("own", words)) is not None:
        return CoverStatement(Covers.OWN, _span(text, places, match))
    for pattern in _patterns()["made_of"]:
        for match in pattern.finditer(words):
            kind = _named_in(match[0])
            if kind is not Covers.NOT_STATED:
                return CoverStatement(kind, _span(text, places, match))
    return CoverStatement(Covers.NOT_STATED)


def _named_in(clause: str) -> Covers:
    """Who is named in a clause that says what the report is made of, but for who compiled it."""
    for pattern in _patterns()["compiled_by"]:
        clause = pattern.sub("", clause)
    lower, departments = _first("lower", clause), _first("departments", clause)
    if _first("everybody", clause) or (lower and departments):
        return Covers.ALL
    if lower:
        return Covers.LOWER
    return Covers.DEPARTMENTS if departments and not _first("inner", clause) else Covers.NOT_STATED


def _first(kind: str, words: str) -> re.Match[str] | None:
    found = (pattern.search(words) for pattern in _patterns()[kind])
    return next((match for match in found if match is not None), None)


def _span(text: str, places: Sequence[int], match: re.Match[str]) -> Span:
    return Span.of(text, places[match.start()], places[match.end() - 1] + 1)


def _stretches(report: Report, text: str) -> Sequence[tuple[int, int]]:
    """The head of the document up to its tables, and its end."""
    end = min(_REACH, len(text))
    for section in report.sections:
        if section.key in _OF_TABLES:
            end = min(end, section.heading.start)
            break
    return (0, end), (max(end, len(text) - _LAST), len(text))


def _joined(text: str, low: int, high: int) -> tuple[str, list[int]]:
    places = [at for at in range(low, high) if not text[at].isspace()]
    return "".join(text[at] for at in places), places


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    loaded = tomllib.loads((files("extractor.bodies") / "data" / "covers.toml").read_text("utf-8"))
    return {kind: tuple(re.compile(each) for each in group["patterns"]) for kind, group in loaded.items()}
