"""Lists of words from the TOML files of this folder, and the patterns that are made of them.

A file holds lists; a list says what it is about and holds entries, one a line::

    [mobilisation]
    about = "A meeting that sets people to work"
    entries = [
      { words = "动员会 启动仪式", example = "召开动员会、举行启动仪式" },
      { words = "工作会", not_after = "议 室", example = "召开工作会", unlike = "工作会议、工作会室" },
    ]

``words`` are parted by spaces. A word is plain text or a short pattern without unbounded repetition
(``[上去]年``, ``不足之?处``, ``面向[^,。;]{0,20}培训``), so that no list costs more than the length of the
text. ``not_before``, ``not_after``, ``only_before`` and ``only_after`` name what may not (must) stand
right before or after the word; ``not_after`` of a list is about all its words. Every word changes how
``example`` reads, and every neighbour how a part of ``unlike`` does (parts stand between 、); ``why``
says what is not obvious. Where two words begin at one place the first of the list is read, or with
``longest = true`` the longest.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

_KEYS = {"words", "not_before", "not_after", "only_before", "only_after", "example", "unlike", "why", "says"}
_UNBOUNDED = re.compile(r"(?<!\\)[*+]|\{\d*,\}")


@dataclass(frozen=True)
class Entry:
    """One line of a list: words with the same neighbours, and the sentence that needs them."""

    words: tuple[str, ...]
    example: str
    unlike: str = ""
    says: str = ""
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()

    def sources(self) -> list[str]:
        """One pattern a word, its neighbours included."""
        before = "".join(f"(?<!{word})" for word in self.not_before)
        if self.only_before:
            before += "(?:" + "|".join(f"(?<={word})" for word in self.only_before) + ")"
        after = unless(self.not_after)
        if self.only_after:
            after += f"(?={'|'.join(self.only_after)})"
        return [f"{before}{_grouped(word)}{after}" for word in self.words]


@dataclass(frozen=True)
class Words:
    """One list of a file, in the order of the file."""

    name: str
    about: str
    entries: tuple[Entry, ...]
    longest: bool = field(default=False)
    not_after: tuple[str, ...] = ()
    unlike: str = ""

    @cached_property
    def source(self) -> str:
        """A group that matches any of the words."""
        found = joined([entry.sources() for entry in self.entries], self.longest)
        return f"(?:{'|'.join(found)}){unless(self.not_after)}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled list."""
        return re.compile(self.source)

    @cached_property
    def plain(self) -> tuple[str, ...]:
        """The words as printed in the file, for lists that are no patterns."""
        return tuple(word for entry in self.entries for word in entry.words)

    @cached_property
    def says(self) -> dict[str, str]:
        """Word to what it says."""
        return {word: entry.says for entry in self.entries for word in entry.words}


def word_list(name: str) -> Words:
    """The list ``file.list``; KeyError if there is none."""
    file, _, key = name.partition(".")
    return _file(file)[key]


def pattern(name: str) -> re.Pattern[str]:
    """The compiled list ``file.list``."""
    return word_list(name).pattern


def one_of(*names: str) -> str:
    """The source of a group that matches a word of the lists, the first list first."""
    found = [word_list(name).source for name in names]
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"


def lists() -> list[Words]:
    """Every list of every file."""
    names = sorted(entry.name for entry in files("extractor.lexicon").iterdir())
    found = [_file(name.removesuffix(".toml")) for name in names if name.endswith(".toml")]
    return [entry for file in found for entry in file.values()]


@cache
def _file(name: str) -> dict[str, Words]:
    return {found.name.removeprefix(f"{name}."): found for found in _lists(name, tables(name), "")}


@cache
def tables(name: str) -> dict[str, Any]:
    """The file ``name`` as it is printed."""
    return tomllib.loads((files("extractor.lexicon") / f"{name}.toml").read_text(encoding="utf-8"))


def _lists(name: str, table: dict[str, Any], about: str) -> Iterator[Words]:
    """The list that a table is, or those in it; a list in a table may leave what it is about to that."""
    about = table.get("about", about)
    if "entries" in table:
        if not about:
            raise ValueError(f"{name}: a list says what it is about")
        entries = tuple(_entry(name, line) for line in table["entries"])
        after = tuple(table.get("not_after", "").split())
        yield Words(name, about, entries, table.get("longest", False), after, table.get("unlike", ""))
    for key, inner in table.items():
        if isinstance(inner, dict):
            yield from _lists(f"{name}.{key}", inner, about)


def _entry(name: str, line: dict[str, str]) -> Entry:
    unknown = line.keys() - _KEYS
    if unknown or not line.get("words"):
        raise ValueError(f"{name}: {line} needs words and knows no {', '.join(sorted(unknown))}")
    split = {
        key: tuple(line.get(key, "").split())
        for key in ("words", "not_before", "not_after", "only_before", "only_after")
    }
    for fragment in (fragment for part in split.values() for fragment in part):
        if _UNBOUNDED.search(fragment):
            raise ValueError(f"{name}: {fragment} repeats without bound; say how often, as in {{0,20}}")
    neighbours = split["not_before"] + split["not_after"]
    if not line.get("example") or (neighbours and not line.get("unlike")):
        raise ValueError(f"{name}: {line['words']} has no example, or no words that it is unlike")
    return Entry(example=line["example"], unlike=line.get("unlike", ""), says=line.get("says", ""), **split)


def unless(following: tuple[str, ...]) -> str:
    """Where none of these words follows."""
    return f"(?!{'|'.join(following)})" if following else ""


def joined(sources: list[list[str]], longest: bool) -> list[str]:
    """The patterns of all entries in the order in which they are tried."""
    found = [source for group in sources for source in group]
    return sorted(found, key=len, reverse=True) if longest else found


def _grouped(word: str) -> str:
    return f"(?:{word})" if "|" in word else word
