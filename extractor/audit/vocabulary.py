"""The words that a rule file may use: ids of checks, tables and topics that there really are."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

from extractor.forms import editions
from extractor.records import Topic
from extractor.validate import registered_checks, registered_year_checks

_OF_OTHER_ROOMS = (
    "document.kind",
    "document.orders",
    "document.part",
    "document.several",
    "header.issuer",
    "header.period",
    "header.published_on",
    "header.year",
    "header.year_doubtful",
    "ingest.note",
    "model.cell",
    "model.disagrees",
    "model.failed",
    "model.settled_out",
    "model.step_failed",
    "model.suggests",
    "model.ungrounded",
    "narrative.unread",
    "problems.unknown_heading",
    "review.annotators_differ",
    "review.unreadable",
    "section.heading_lost",
    "years.gap",
    "years.repeated_text",
    "years.same_figures",
    "years.unchanged",
    "years.versions",
)
"""Findings that a report or its years may have and that no registered check makes (docs/checks.md)."""


def check_ids() -> tuple[str, ...]:
    """Ids of all findings that a report and its years may have, those of installed extensions too."""
    of_one = (check.id for check in registered_checks())
    of_years = (check.id for check in registered_year_checks())
    return tuple(dict.fromkeys((*of_one, *of_years, *_OF_OTHER_ROOMS)))


def known_checks(patterns: Sequence[str]) -> Sequence[str]:
    """The patterns; ValueError where one fits no check that there is."""
    ids = check_ids()
    for pattern in patterns:
        if not any(fnmatchcase(each, pattern) for each in ids):
            raise ValueError(f"{pattern!r} fits no check{_near(pattern, ids)}; docs/checks.md lists them")
    return patterns


def known_tables(keys: Sequence[str]) -> Sequence[str]:
    """The keys; ValueError where one names no table of a known form."""
    return _known(keys, (form.key for edition in editions() for form in edition.tables), "table")


def known_topics(topics: Sequence[str]) -> Sequence[str]:
    """The topics; ValueError where one is none."""
    return _known(topics, map(str, Topic), "topic")


def _known(words: Sequence[str], there_are: Iterable[str], what: str) -> Sequence[str]:
    known = sorted(set(there_are))
    for word in words:
        if word not in known:
            raise ValueError(f"{word!r} is no {what}{_near(word, known)}; there are {', '.join(known)}")
    return words


def _near(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word.removesuffix("*"), known, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def readable(text: str) -> str:
    """The text; ValueError where there is nothing to be seen or what no page or workbook can hold."""
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise ValueError("holds nothing that can be seen")
    unfit = next((one for one in text if not one.isprintable() and one not in "\t\n\u3000\u00a0"), None)
    if unfit is not None:
        raise ValueError(f"holds the control character U+{ord(unfit):04X}")
    return text


def is_number(value: Any) -> Any:
    """The value where it is a number as TOML writes it; true, false and texts are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number"[:80])
    return value
