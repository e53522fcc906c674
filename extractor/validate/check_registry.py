"""The register of checks: a stable id, one small function, and its documentation.

A check is a function from a :class:`Context` to drafts of findings. Its docstring is its page in
``docs/checks.md`` (``scripts/generate_checks_doc.py`` writes it), in four parts: a title (Chinese ·
English), ``Compares:``, ``Skipped:`` and ``Example:``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from inspect import getdoc
from typing import Any, NamedTuple

from extractor.extensions import installed
from extractor.records import Finding, Report, Severity, Span, Suspect
from extractor.validate.context import Context


class Draft(NamedTuple):
    """A finding without its check id; the message is one line, Chinese first."""

    severity: Severity
    chinese: str
    english: str
    where: tuple[str, ...] = ()
    left: Decimal | int | str | None = None
    right: Decimal | int | str | None = None
    evidence: tuple[Span, ...] = ()
    suspect: Suspect = Suspect.EITHER


class Check(NamedTuple):
    """One check of a single Report."""

    id: str
    run: Callable[[Context], Iterable[Draft]]
    needs_text: bool
    doc: str


class YearCheck(NamedTuple):
    """One check of a Report against that of the year before, same body: (before, after)."""

    id: str
    run: Callable[[Report, Report], Iterable[Draft]]
    doc: str


_MANY_CELLS = 40
"""A finding that points at so many cells of a table means the table."""

_CHECKS: dict[str, Check] = {}
_YEAR_CHECKS: dict[str, YearCheck] = {}

_Run = Callable[[Context], Iterable[Draft]]
_YearRun = Callable[[Report, Report], Iterable[Draft]]


def check(check_id: str, *, needs_text: bool = False) -> Callable[[_Run], _Run]:
    """Register a check; with ``needs_text`` it is skipped where only the Report is at hand."""

    def register(run: _Run) -> _Run:
        if check_id in _CHECKS:
            raise ValueError(f"check {check_id} is registered twice")
        _CHECKS[check_id] = Check(check_id, run, needs_text, getdoc(run) or "")
        return run

    return register


def year_check(check_id: str) -> Callable[[_YearRun], _YearRun]:
    """Register a check of two consecutive years of one body."""

    def register(run: _YearRun) -> _YearRun:
        if check_id in _YEAR_CHECKS:
            raise ValueError(f"check {check_id} is registered twice")
        _YEAR_CHECKS[check_id] = YearCheck(check_id, run, getdoc(run) or "")
        return run

    return register


def registered_checks() -> tuple[Check, ...]:
    """All checks of single reports, those of installed extensions too, by id."""
    installed("extractor.checks")
    return tuple(_CHECKS[key] for key in sorted(_CHECKS))


def registered_year_checks() -> tuple[YearCheck, ...]:
    """All checks across years, those of installed extensions too, by id."""
    installed("extractor.checks")
    return tuple(_YEAR_CHECKS[key] for key in sorted(_YEAR_CHECKS))


def drafts_of(check: Check | YearCheck, *seen: Any) -> Iterable[Draft]:
    """What a check says of what it is given.

    One of an extension that fails, or gives no drafts, says so itself: the Report is not lost for it.
    """
    try:
        return tuple(check.run(*seen) or ())
    except Exception as error:  # code of others may raise anything
        if check.run.__module__.startswith("extractor."):
            raise
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        where = check.run.__module__
        return (
            Draft(
                Severity.WARNING,
                f"外加的检查 {check.id}（{where}）没有做成：{what}",
                f"the added check {check.id} of {where} failed: {what}",
                suspect=Suspect.READING,
            ),
        )


def finding_of(check_id: str, draft: Draft) -> Finding:
    """The Finding that a draft of this check stands for."""
    return Finding(
        check=check_id,
        severity=draft.severity,
        message=" ".join(f"{draft.chinese} / {draft.english}".split()),
        where=_gathered(draft.where),
        left=_exact(draft.left),
        right=_exact(draft.right),
        evidence=draft.evidence,
        suspect=draft.suspect,
    )


def _gathered(where: tuple[str, ...]) -> tuple[str, ...]:
    """The pointers as they are, but a table once where nearly all of its cells are meant."""
    tables = Counter(table for pointer in where if (table := _table_of(pointer)))
    whole = {table for table, cells in tables.items() if cells >= _MANY_CELLS}
    return tuple(dict.fromkeys(t if (t := _table_of(pointer)) in whole else pointer for pointer in where))


def _table_of(pointer: str) -> str:
    """``/tables/applications`` of a pointer to one of its cells, empty for any other pointer."""
    parts = pointer.split("/")
    return "/".join(parts[:3]) if len(parts) == 5 and parts[1] == "tables" else ""


def _exact(value: Decimal | int | str | None) -> Decimal | str | None:
    return Decimal(value) if isinstance(value, int) else value


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def in_reading_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Worst first, then by place in the text, then by id: never by the order checks ran in."""

    def key(finding: Finding) -> tuple[int, int, str, tuple[str, ...], str]:
        place = min((span.start for span in finding.evidence), default=-1)
        return _RANK[finding.severity], place, finding.check, finding.where, finding.message

    return tuple(sorted(findings, key=key))
