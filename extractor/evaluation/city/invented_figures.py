"""Figures of invented bodies over several years: every sum, every carry and every balance holds.

A leaf (a township, a department) is drawn year by year: what is carried out of a year is carried into the
next, documents in force are those of the year before plus issued less repealed. A body with others below it
adds up their figures, so all of this holds for it too.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import NamedTuple

from extractor.evaluation.noise.fill import Values
from extractor.forms import TableForm, edition_named

FORM = "2021"
"""The form that all invented bodies follow; its years begin with 2021."""
Figures = dict[str, Values]
"""Table to row to column to number."""


class Size(NamedTuple):
    """How much a kind of leaf has to do in a year: lowest and highest."""

    requests: tuple[int, int]
    decisions: tuple[int, int]
    documents: tuple[int, int]
    disputes: tuple[int, int]


TOWNSHIP = Size((1, 9), (120, 420), (0, 2), (0, 0))
DEPARTMENT = Size((8, 40), (300, 1600), (1, 5), (0, 2))
_CHANGE = 0.18
"""Share by which the decisions of a year differ at most from the body's usual number."""


def tables() -> dict[str, TableForm]:
    """The tables of the form by key."""
    return {form.key: form for form in edition_named(FORM).tables}


def years_of_leaf(size: Size, years: int, rng: Random) -> list[Figures]:
    """The figures of a leaf, one set a year."""
    usual = {row: rng.randint(*size.decisions) for row in ("licensing", "penalties", "coercion")}
    usual_fee, in_force = rng.randint(200, 9000), rng.randint(4, 30)
    carried: Counter[str] = Counter()
    found = []
    for _ in range(years):
        applications, carried = _applications(carried, rng.randint(*size.requests), rng)
        issued = rng.randint(*size.documents)
        repealed = min(rng.randint(*size.documents), in_force + issued)
        in_force += issued - repealed
        proactive: Values = {
            "rules": {"issued": 0, "repealed": 0, "in_force": 0},
            "normative_documents": {"issued": issued, "repealed": repealed, "in_force": in_force},
            **{row: {"decisions": _jittered(number, rng)} for row, number in usual.items()},
            "fees": {"amount": Decimal(_jittered(usual_fee, rng)) / 100},
        }
        disputes = {row.key: _block(rng.randint(*size.disputes), rng) for row in tables()["disputes"].rows}
        found.append({"proactive": proactive, "applications": applications, "disputes": disputes})
    return found


def years_alike(size: Size, years: int, rng: Random) -> list[Figures]:
    """A leaf that reports the same figures year after year although everything balances."""
    first = years_of_leaf(size, 1, rng)[0]
    rows = first["applications"]
    for column in rows["new"]:
        rows["carried_in"][column] = rows["carried_out"][column]
        rows["new"][column] = rows["processed"][column]
    documents = first["proactive"]["normative_documents"]
    documents["repealed"] = documents["issued"]
    return [copied(first) for _ in range(years)]


def copied(figures: Figures) -> Figures:
    """Figures that can be changed without changing those given."""
    return {table: {row: dict(cells) for row, cells in rows.items()} for table, rows in figures.items()}


def added(parts: Iterable[Figures]) -> Figures:
    """The sum of the figures, cell by cell."""
    total: Figures = {}
    for part in parts:
        for table, rows in part.items():
            for row, cells in rows.items():
                into = total.setdefault(table, {}).setdefault(row, {})
                for column, number in cells.items():
                    into[column] = into.get(column, 0) + number
    return total


def _jittered(number: int, rng: Random) -> int:
    return round(number * rng.uniform(1 - _CHANGE, 1 + _CHANGE))


def _applications(carried: Counter[str], requests: int, rng: Random) -> tuple[Values, Counter[str]]:
    """One year's table, and what it carries out by applicant."""
    form = tables()["applications"]
    *columns, _ = (column.key for column in form.rows[0].columns)
    outcomes = [row for row in form.row_keys if row not in ("new", "carried_in", "processed", "carried_out")]
    shares = [form.row_of[row].share or 1.0 for row in outcomes]
    new = Counter(rng.choices(columns, [form.rows[0].columns[i].share or 1.0 for i in range(6)], k=requests))
    counted: Counter[tuple[str, str]] = Counter()
    out: Counter[str] = Counter()
    for column in columns:
        for _ in range(new[column] + carried[column]):
            if rng.random() < 0.1:
                out[column] += 1
            else:
                counted[rng.choices(outcomes, shares)[0], column] += 1
                counted["processed", column] += 1
        counted["new", column], counted["carried_in", column] = new[column], carried[column]
        counted["carried_out", column] = out[column]
    rows: Values = {}
    for row in form.row_keys:
        cells = {column: counted[row, column] for column in columns}
        rows[row] = {**cells, "total": sum(cells.values())}
    return rows, out


def _block(cases: int, rng: Random) -> dict[str, int | Decimal]:
    ends = Counter(rng.choices(("upheld", "corrected", "other", "pending"), (6, 2, 2, 1), k=cases))
    return {**{end: ends[end] for end in ("upheld", "corrected", "other", "pending")}, "total": cases}
