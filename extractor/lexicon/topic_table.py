"""The one table of topics: what a count can be about, the words that say so, and what others call it."""

import re
from functools import cache
from typing import NamedTuple

from extractor.lexicon.loader import pattern, tables


class TopicEntry(NamedTuple):
    """One topic: its key, what the model calls it, and what the page calls it."""

    key: str
    about: str
    model: str
    zh: str
    en: str
    never_in: frozenset[str] = frozenset()
    """Units in which nothing of the kind is counted: a site or a meeting is not counted in 条."""


@cache
def topic_table() -> tuple[TopicEntry, ...]:
    """All topics in the order of the file."""
    return tuple(
        TopicEntry(
            key,
            table["about"],
            table["model"],
            table["zh"],
            table["en"],
            frozenset(table.get("never_in", "").split()),
        )
        for key, table in tables("topics").items()
    )


@cache
def topic_rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Topic and words, in the order in which they are looked for: early words of any topic first."""
    found = tables("topics").items()
    return tuple(
        (key, pattern(f"topics.{key}.{part}"))
        for part in ("early", "words")
        for key, table in found
        if part in table
    )
