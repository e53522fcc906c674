"""Files that count as no report: those that could not be read, and those that are none."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from extractor.bodies import Shelf, why_no_report
from extractor.records import Attribution


class Aside(NamedTuple):
    """A file that counts as no report."""

    path: str
    kind: str
    kind_english: str
    chinese: str
    """Why."""
    english: str


def left_aside(
    shelf: Shelf, unread: Mapping[str, str], no_reports: Iterable[Attribution]
) -> tuple[Aside, ...]:
    """The files with why, those that could not be read first."""
    failed = (Aside(path, "未能读出", "not read", why, why) for path, why in sorted(unread.items()))
    return (*failed, *(_no_report(shelf, one) for one in no_reports))


def _no_report(shelf: Shelf, one: Attribution) -> Aside:
    why = why_no_report(shelf.report(one.report))
    chinese, _, english = ("" if why is None else why.message).partition(" / ")
    return Aside(one.path, "不是年度报告", "no report", chinese, english)
