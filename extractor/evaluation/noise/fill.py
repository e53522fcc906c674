"""Random filled forms whose every identity holds.

An application is drawn as a triple (applicant, how it came in, what became of it) and then counted,
so the row sums, the column sums and the balance of the year hold by construction.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from random import Random

from extractor.evaluation.noise.balanced import fill_by_sums
from extractor.forms import Column, Edition, Quantity, Row, TableForm, shipped_editions

Amount = int | Decimal
Values = dict[str, dict[str, Amount]]
"""Row key to column key to number; amounts of money are Decimal in 万元."""


class Scale(StrEnum):
    """How large the body is that reports."""

    TOWNSHIP = "township"
    """No application or a few."""
    COUNTY = "county"
    """Tens to hundreds."""
    CITY = "city"
    """Thousands, every column used."""


@dataclass(frozen=True)
class FilledForm:
    """The tables of one invented body as its clerk meant them."""

    form: str
    scale: Scale
    year: int
    tables: Mapping[str, TableForm]
    is_yearly: bool
    name: str
    """Name of the form."""
    values: Mapping[str, Values]


_USUAL_OUTCOME = 1.5
"""Share of an outcome for which the form gives none."""
_REQUESTS = {Scale.TOWNSHIP: (0, 3), Scale.COUNTY: (8, 400), Scale.CITY: (900, 6000)}
_DISPUTES = {Scale.TOWNSHIP: (0, 0), Scale.COUNTY: (0, 14), Scale.CITY: (5, 160)}
_YEARS_OF_OTHERS = (2021, 2025)
"""Years of forms that no yearly report follows."""
_MOST_YEARS = 4
"""An invented report is on one of the first so many years after the form came into force."""
_SUMS_OF_A_COLUMN = 2
"""In a table of cases: the outcomes, and the balance of the year."""
_ITEMS = {Scale.TOWNSHIP: (0, 20), Scale.COUNTY: (0, 3000), Scale.CITY: (20, 150000)}


def fill_form(rng: Random, edition: Edition | None = None) -> FilledForm:
    """A random filled form: size of the body, year and all figures; any shipped yearly form by default."""
    chosen = rng.choice(_choices(edition))
    scale = rng.choices(tuple(Scale), weights=(4, 4, 2))[0]
    own, tables = chosen
    first, last = own.years or (_YEARS_OF_OTHERS[0], _YEARS_OF_OTHERS[1])
    return FilledForm(
        form=own.id,
        scale=scale,
        year=rng.randint(first, min(last, first + _MOST_YEARS)),
        tables=tables,
        is_yearly=own.years is not None,
        name=own.name,
        values={key: _values(form, scale, rng) for key, form in tables.items()},
    )


def _choices(edition: Edition | None) -> tuple[tuple[Edition, dict[str, TableForm]], ...]:
    """Editions with their tables; where one has variants, the form as it is twice and each variant once."""
    found = []
    yearly = [each for each in shipped_editions() if each.years is not None]
    for own in yearly if edition is None else [edition]:
        plain = {form.key: form for form in own.tables}
        others = [form for forms in own.variants for form in forms[1:]]
        found += [(own, plain)] * (2 if others else 1)
        found += [(own, {**plain, form.key: form}) for form in others]
    return tuple(found)


def _values(form: TableForm, scale: Scale, rng: Random) -> Values:
    """Figures of one table; by cases where its sums are those of cases that come in and go out."""
    flow = _flow_of(form)
    if flow is not None:
        return _applications(form, flow, scale, rng)
    if not form.identities:
        return _proactive(form, scale, rng)
    if all(_ends_in_total(form, row) for row in form.rows) and not form.across:
        return _disputes(form, scale, rng)
    low, high = _DISPUTES[scale]
    return fill_by_sums(form, rng.randint(low, 2 * high + 3), rng)


@dataclass(frozen=True)
class _Flow:
    """Rows of a table of cases: new ones and those carried in are answered or carried out."""

    new: str
    carried_in: str
    answered: str
    carried_out: str
    outcomes: tuple[str, ...]


def _flow_of(form: TableForm) -> _Flow | None:
    """The rows of the balance of a table of cases, if all of its sums are a case's."""
    balance = next((each for each in form.across if each.total is None), None)
    outcomes = next((each for each in form.across if each.total is not None), None)
    if balance is None or outcomes is None or outcomes.total is None:
        return None
    left, right = ([row for row, _ in side] for side in (balance.left, balance.right))
    answered = outcomes.total[0]
    expected = len(form.rows) + _SUMS_OF_A_COLUMN * len(form.rows[0].columns)
    if len(left) != 2 or len(right) != 2 or right[0] != answered or len(form.identities) != expected:
        return None
    if not all(_ends_in_total(form, row) for row in form.rows):
        return None
    return _Flow(left[0], left[1], answered, right[1], tuple(row for row, _ in outcomes.left))


def _ends_in_total(form: TableForm, row: Row) -> bool:
    """Whether the last number of a row is the sum of those before it."""
    parts = tuple((row.key, column.key) for column in row.columns[:-1])
    return form.parts_of.get((row.key, row.columns[-1].key)) == parts


def _jittered(weights: Iterable[float], rng: Random) -> tuple[float, ...]:
    return tuple(rng.gammavariate(max(weight / 6, 0.15), 6.0) + 1e-6 for weight in weights)


def _applications(form: TableForm, flow: _Flow, scale: Scale, rng: Random) -> Values:
    requests = rng.randint(*_REQUESTS[scale])
    carry = 0.0 if scale is Scale.TOWNSHIP and rng.random() < 0.8 else rng.uniform(0.0, 0.15)
    applicants = {column.key: column.share or 1.0 for column in form.rows[0].columns[:-1]}
    outcomes = {row: form.row_of[row].share or _USUAL_OUTCOME for row in flow.outcomes}
    who = rng.choices(tuple(applicants), _jittered(applicants.values(), rng), k=requests)
    ends = rng.choices(tuple(outcomes), _jittered(outcomes.values(), rng), k=requests)
    counted: Counter[tuple[str, str]] = Counter()
    for applicant, outcome in zip(who, ends, strict=True):
        counted[flow.carried_in if rng.random() < carry else flow.new, applicant] += 1
        pending = rng.random() < carry
        counted[flow.carried_out if pending else outcome, applicant] += 1
        counted[flow.answered, applicant] += not pending
    return {row.key: _with_total(row, counted) for row in form.rows}


def _with_total(row: Row, counted: Counter[tuple[str, str]]) -> dict[str, Amount]:
    *parts, total = (column.key for column in row.columns)
    cells: dict[str, Amount] = {column: counted[row.key, column] for column in parts}
    cells[total] = sum(counted[row.key, column] for column in parts)
    return cells


def _disputes(form: TableForm, scale: Scale, rng: Random) -> Values:
    values: Values = {}
    for row in form.rows:
        columns = tuple(column.key for column in row.columns[:-1])
        cases = rng.randint(*_DISPUTES[scale])
        if scale is Scale.TOWNSHIP and rng.random() < 0.15:
            cases = rng.randint(1, 2)
        weights = tuple(rng.uniform(0.05, 1.0) for _ in columns)
        ends = Counter((row.key, end) for end in rng.choices(columns, weights, k=cases))
        values[row.key] = _with_total(row, ends)
    return values


def _proactive(form: TableForm, scale: Scale, rng: Random) -> Values:
    values: Values = {
        row.key: {column.key: _figure(column, scale, rng) for column in row.columns} for row in form.rows
    }
    for row in values.values():
        _make_plausible(row)
    return values


def _make_plausible(row: dict[str, Amount]) -> None:
    """No row may contradict itself: nothing left below 0, no money without a project."""
    if "change" in row:
        row["change"] = max(row["change"], -row["previous_items"])
    if "in_force" in row:
        row["in_force"] += row["issued"]
    if "total_published" in row:
        row["published"] = min(row["published"], row["made"])
        row["total_published"] += row["published"]
    if row.get("projects") == 0:
        row["amount"] = Decimal(0)


def _figure(column: Column, scale: Scale, rng: Random) -> Amount:
    low, high = _ITEMS[scale]
    if column.quantity is Quantity.AMOUNT:
        return _money(high, rng)
    if column.most is not None:
        low, high = 0, min(high, column.most)
    if rng.random() < (0.6 if scale is Scale.TOWNSHIP else 0.15):
        return 0
    # Sizes spread over orders of magnitude, as real figures do.
    figure = int(low + (high - low) * rng.random() ** 3)
    return figure * rng.choice((1, -1)) if column.quantity is Quantity.SIGNED else figure


def _money(high: int, rng: Random) -> Decimal:
    if rng.random() < 0.3:
        return Decimal(0)
    places = rng.choice((0, 1, 2, 4, 4))
    return Decimal(rng.randint(1, (high + 1) * 10**places)).scaleb(-places)
