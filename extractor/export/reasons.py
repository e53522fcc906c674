"""Why a file was not read, in Chinese, for pages and workbooks; the words are a data file."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_BOTH = " / "
_HOLE = re.compile(r"\\\{\\\}")


class _Reason(NamedTuple):
    english: re.Pattern[str]
    chinese: str


@cache
def _reasons() -> tuple[_Reason, ...]:
    known = tomllib.loads(files("extractor.export").joinpath("reasons.toml").read_text("utf-8"))
    found = [
        _Reason(re.compile(_HOLE.sub("(.+?)", re.escape(english)), re.DOTALL), chinese)
        for part in known.values()
        for english, chinese in part.items()
    ]
    return tuple(found)


def reason_in_chinese(reason: str) -> str:
    """The Chinese of a reason: its Chinese half, what the data file says, else the reason as it stands.

    The name of the file before it is left out: it stands beside.
    """
    chinese, both, _ = reason.partition(_BOTH)
    if both:
        return chinese.partition(": ")[2] or chinese
    told = reason.partition("; put it back and retry")[0]
    parts = (told, *(told[at.end() :] for at in re.finditer(": ", told)))
    return next(filter(None, map(_told, reversed(parts))), reason)


def _told(words: str) -> str | None:
    for known in _reasons():
        found = known.english.fullmatch(words)
        if found is not None:
            return known.chinese.format(*(_told(part) or part for part in found.groups()))
    return None
