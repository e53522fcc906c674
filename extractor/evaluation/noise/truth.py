"""What the running text of a generated document says, with places."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from extractor.evaluation.noise.invented_prose import Prose

_COUNTS = (
    (re.compile(r"公开政府信息(\d+)条"), "条", "disclosed_items"),
    (re.compile(r"政策解读(\d+)篇"), "篇", "interpretations"),
)
_SIGNATURE = re.compile(r"(?P<issuer>\S+)\n(?P<year>\d+)年(?P<month>\d+)月(?P<day>\d+)日")
_NUMBERED = re.compile(r"[一二]是[^；。]+[；。]")


class PrintedCount(NamedTuple):
    """A number of the prose, half-open offsets of the whole text."""

    start: int
    end: int
    value: int
    unit: str
    topic: str


class ProseTruth(NamedTuple):
    """Facts of the running text; radicals replace characters one by one, so places stay."""

    issuer: str
    year: int
    published_on: date
    counts: tuple[PrintedCount, ...]
    issues: tuple[tuple[int, int], ...]
    remedies: tuple[tuple[int, int], ...]


def prose_truth(prose: Prose, overview_at: int, problems_at: int) -> ProseTruth:
    """Facts of ``prose``, whose sections one and five begin at these offsets of the text."""
    first_remedy = prose.problems.index("下一步")
    statements = list(_statements(prose.problems, problems_at))
    split = problems_at + first_remedy
    return signed_truth(prose)._replace(
        counts=tuple(_counts(prose.overview, overview_at)),
        issues=tuple(span for span in statements if span[0] < split),
        remedies=tuple(span for span in statements if span[0] >= split),
    )


def signed_truth(prose: Prose) -> ProseTruth:
    """What the signature alone says."""
    signed = _SIGNATURE.search(prose.signature)
    if signed is None:
        raise AssertionError("a generated report is always signed")
    day = date(int(signed["year"]), int(signed["month"]), int(signed["day"]))
    return ProseTruth(signed["issuer"], day.year - 1, day, (), (), ())


def _counts(overview: str, at: int) -> Iterator[PrintedCount]:
    for pattern, unit, topic in _COUNTS:
        for match in pattern.finditer(overview):
            yield PrintedCount(at + match.start(), at + match.end(), int(match[1]), unit, topic)


def _statements(problems: str, at: int) -> Iterator[tuple[int, int]]:
    for match in _NUMBERED.finditer(problems):
        yield at + match.start(), at + match.end()
