"""Random filled forms whose every identity holds.

An application is drawn as a triple (applicant, how it came in, what became of it) and then counted,
so the row sums, the column sums and the balance of the year hold by construction.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from random import Random

from extractor.forms import (
    APPLICATIONS_ONE_OTHER,
    APPLICATIONS_THREE_OTHER,
    DISPUTES,
    PROACTIVE_2019,
    PROACTIVE_2021,
    TableForm,
    outcome_rows,
)
from extractor.forms.model import Quantity
from extractor.records import FormName

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
    """The three tables of one invented body as its clerk meant them."""

    form: FormName
    scale: Scale
    year: int
    tables: Mapping[str, TableForm]
    values: Mapping[str, Values]


_APPLICANT_WEIGHTS = {
    "natural": 70.0,
    "business": 16.0,
    "research": 1.0,
    "social": 2.0,
    "legal": 5.0,
    "other_org": 3.0,
}
_OUTCOME_WEIGHTS = {"granted": 40.0, "partial": 6.0, "unable_not_held": 18.0, "unable_no_existing": 8.0}
_REQUESTS = {Scale.TOWNSHIP: (0, 3), Scale.COUNTY: (8, 400), Scale.CITY: (900, 6000)}
_DISPUTES = {Scale.TOWNSHIP: (0, 0), Scale.COUNTY: (0, 14), Scale.CITY: (5, 160)}
_ITEMS = {Scale.TOWNSHIP: (0, 20), Scale.COUNTY: (0, 3000), Scale.CITY: (20, 150000)}


def fill_form(rng: Random) -> FilledForm:
    """A random filled form: kind of form, size of the body, year and all figures."""
    kind = rng.choice(("2019", "2021", "2021", "2021-one-other"))
    scale = rng.choices(tuple(Scale), weights=(4, 4, 2))[0]
    tables = {
        "proactive": PROACTIVE_2019 if kind == "2019" else PROACTIVE_2021,
        "applications": APPLICATIONS_THREE_OTHER if kind == "2021" else APPLICATIONS_ONE_OTHER,
        "disputes": DISPUTES,
    }
    return FilledForm(
        form=FormName.FORM_2019 if kind == "2019" else FormName.FORM_2021,
        scale=scale,
        year=rng.choice((2019, 2020)) if kind == "2019" else rng.randint(2021, 2025),
        tables=tables,
        values={
            "proactive": _proactive(tables["proactive"], scale, rng),
            "applications": _applications(tables["applications"], scale, rng),
            "disputes": _disputes(scale, rng),
        },
    )


def _jittered(weights: Mapping[str, float], rng: Random) -> tuple[float, ...]:
    return tuple(rng.gammavariate(max(weight / 6, 0.15), 6.0) + 1e-6 for weight in weights.values())


def _applications(form: TableForm, scale: Scale, rng: Random) -> Values:
    requests = rng.randint(*_REQUESTS[scale])
    carry = 0.0 if scale is Scale.TOWNSHIP and rng.random() < 0.8 else rng.uniform(0.0, 0.15)
    outcomes = {row: _OUTCOME_WEIGHTS.get(row, 1.5) for row in outcome_rows(form)}
    applicants = tuple(_APPLICANT_WEIGHTS)
    who = rng.choices(applicants, _jittered(_APPLICANT_WEIGHTS, rng), k=requests)
    ends = rng.choices(tuple(outcomes), _jittered(outcomes, rng), k=requests)
    counted: Counter[tuple[str, str]] = Counter()
    for applicant, outcome in zip(who, ends, strict=True):
        counted["carried_in" if rng.random() < carry else "new", applicant] += 1
        pending = rng.random() < carry
        counted["carried_out" if pending else outcome, applicant] += 1
        counted["processed", applicant] += not pending
    return {row.key: _with_total(row.key, applicants, counted) for row in form.rows}


def _with_total(row: str, columns: tuple[str, ...], counted: Counter[tuple[str, str]]) -> dict[str, Amount]:
    cells: dict[str, Amount] = {column: counted[row, column] for column in columns}
    cells["total"] = sum(counted[row, column] for column in columns)
    return cells


def _disputes(scale: Scale, rng: Random) -> Values:
    columns = ("upheld", "corrected", "other", "pending")
    values: Values = {}
    for row in DISPUTES.rows:
        cases = rng.randint(*_DISPUTES[scale])
        if scale is Scale.TOWNSHIP and rng.random() < 0.15:
            cases = rng.randint(1, 2)
        weights = tuple(rng.uniform(0.05, 1.0) for _ in columns)
        ends = Counter((row.key, end) for end in rng.choices(columns, weights, k=cases))
        values[row.key] = _with_total(row.key, columns, ends)
    return values


def _proactive(form: TableForm, scale: Scale, rng: Random) -> Values:
    values: Values = {
        row.key: {
            column.key: _figure(row.key, column.key, column.quantity, scale, rng) for column in row.columns
        }
        for row in form.rows
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


def _figure(row: str, column: str, quantity: Quantity, scale: Scale, rng: Random) -> Amount:
    low, high = _ITEMS[scale]
    if quantity is Quantity.AMOUNT:
        return _money(high, rng)
    if row in ("rules", "normative_documents"):
        low, high = 0, min(high, 300 if column in ("in_force", "total_published") else 30)
    elif column != "decisions":
        low, high = 0, min(high, 4000)
    if rng.random() < (0.6 if scale is Scale.TOWNSHIP else 0.15):
        return 0
    # Sizes spread over orders of magnitude, as real figures do.
    figure = int(low + (high - low) * rng.random() ** 3)
    return figure * rng.choice((1, -1)) if quantity is Quantity.SIGNED else figure


def _money(high: int, rng: Random) -> Decimal:
    if rng.random() < 0.3:
        return Decimal(0)
    places = rng.choice((0, 1, 2, 4, 4))
    return Decimal(rng.randint(1, (high + 1) * 10**places)).scaleb(-places)
