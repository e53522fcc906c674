"""Gold: what a careful reader finds in one document.

Labels are written as JSON (``schemas/gold.schema.json``); a place is written as ``start`` and ``end``
(code points of the canonical text) or as ``quote`` and ``nth``. ``load_gold`` turns quotes into offsets,
so that whoever compares sees offsets only.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import Field, ValidationError

from extractor.errors import UsageError
from extractor.forms import TableForm, form_with
from extractor.records import NARRATIVE_LISTS, STATEMENT_LISTS, Record

Offset = Annotated[int, Field(ge=0)]
Interval = tuple[Offset, Offset]
Row = tuple[Decimal | None, ...]
TableLabels = dict[str, Row | None]


class GoldError(UsageError):
    """Labels that do not fit their document or the format."""


class GoldSpan(Record):
    """A stretch of the canonical text, half-open, in code points."""

    start: Offset
    end: Offset
    optional: bool = Field(default=False, description="A careful reader might leave it out")

    @property
    def interval(self) -> Interval:
        """``start`` and ``end``."""
        return self.start, self.end


class GoldHeader(Record):
    """Header facts; null means that the document does not say."""

    issuer: str | None
    title_span: Interval | None
    report_year: int | None
    form: str = Field(pattern="^[a-z0-9][a-z0-9_-]*$", description="As in the Report")
    period: tuple[date | None, date | None] = (None, None)
    published_on: date | None = None
    unlabelled: tuple[str, ...] = Field(
        default=(), description="Facts that were not labelled: form, issuer, report_year, period_start …"
    )


class GoldCount(GoldSpan):
    """One number of the prose."""

    value: Decimal
    unit: str | None = Field(
        description="As printed; several right answers are separated by |; null: not labelled"
    )
    approximate: bool | None = Field(description="null: not labelled")
    topic: str = Field(description="Several right answers are separated by |")
    scope: str | None
    period: str | None = Field(description="Several right answers are separated by |; null: not decided")


class GoldEvent(GoldSpan):
    """A training (``kind`` left out) or another event."""

    start_date: date | None
    end_date: date | None
    participants: int | None
    approximate: bool
    place: str | None
    kind: str = Field(default="training", description="Several right answers are separated by |")
    details: bool = Field(default=True, description="False: days, people and place were not labelled")


class GoldStatement(GoldSpan):
    """An issue, remedy or past rectification, without its list number."""

    addresses: tuple[int, ...] | None = Field(
        default=None, description="Indexes of issues; null: not decided"
    )


class GoldFinding(Record):
    """A contradiction of the document that must be reported."""

    about: str
    kind: str
    start: Offset | None = None
    end: Offset | None = None
    optional: bool = False


class GoldAbsent(Record):
    """A number that stands in the text and is no fact, or that must not come out of it."""

    value: Decimal
    why: str = Field(description="What it is instead, e.g. an injected instruction")


class GoldOrigins(Record):
    """Who stands for which value, by JSON pointer; what is in neither list is the machine's alone."""

    decided: dict[str, str] = Field(description="Another value or another place was given, by whom")
    seen: dict[str, str] = Field(description="The machine's value was looked at and accepted, by whom")
    removed: dict[str, str] = Field(
        default_factory=dict, description="A fact of the machine's Report was taken out, by whom"
    )


class Gold(Record):
    """Everything a careful reader found in one document; what is null was not labelled."""

    document: str = Field(description="File name")
    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Hash of the file's bytes")
    annotator: str
    date: date
    encoding: str = "utf-8"
    header: GoldHeader | None
    sections: dict[str, Interval] | None
    tables: dict[str, TableLabels | None] | None = Field(
        description="Values in column order by table and row; null: the table is not in the document"
    )
    raw: dict[str, str] = Field(
        default_factory=dict, description="Pointer to print, where it differs from the value"
    )
    basis: dict[str, str] = Field(
        default_factory=dict, description="Pointer to expected basis; a|b: either is right"
    )
    may_be: dict[str, tuple[Any, ...]] = Field(
        default_factory=dict, description="Pointer to further acceptable values, null included"
    )
    alternatives: dict[str, tuple[Decimal, ...]] = Field(
        default_factory=dict, description="Pointer to numbers that the cell must name"
    )
    counts: tuple[GoldCount, ...] | None
    trainings: tuple[GoldEvent, ...] | None
    events: tuple[GoldEvent, ...] | None
    issues: tuple[GoldStatement, ...] | None
    remedies: tuple[GoldStatement, ...] | None
    past_rectifications: tuple[GoldStatement, ...] | None
    findings: tuple[GoldFinding, ...] = ()
    must_not_find: tuple[str, ...] = Field(
        default=(), description="Pointers that no warning may point at; *: no contradiction beyond findings"
    )
    absent: tuple[GoldAbsent, ...] = Field(
        default=(), description="Numbers that no fact of the report may carry"
    )
    unfinished: str | None = Field(
        default=None,
        description="Stands in a skeleton until somebody has filled it in; such a file is no gold",
    )
    origins: GoldOrigins | None = Field(
        default=None, description="Of gold from the correction page: which values a person decided or saw"
    )

    def labels_of(self, table: str) -> TableLabels | None:
        """The labels of one table; None where it is not in the document or nothing is labelled."""
        return (self.tables or {}).get(table)

    @property
    def form(self) -> str:
        """The form's name, also where the header was not labelled."""
        return self.header.form if self.header is not None else "unknown"


class LabelledCell(NamedTuple):
    """One cell of a labelled table."""

    pointer: str
    """``table.row.column``."""
    value: Decimal | None
    accepted: frozenset[Decimal | None]
    """The value and what else is right."""


def columns_of(table: str, row: str, form: str, rows: Iterable[str] = ()) -> tuple[str, ...]:
    """Column keys of a row in printed order; GoldError where no form has the row.

    ``rows`` are the other rows that the table prints, where several forms have a row of this name.
    """
    columns = form_with(table, [row, *rows], form).row_of.get(row)
    if columns is None:
        raise GoldError(f"{table}.{row}: no form that is known has this row")
    return tuple(column.key for column in columns.columns)


def table_form(gold: Gold, table: str) -> TableForm:
    """The form whose rows the document prints."""
    labels = gold.labels_of(table) or {}
    return form_with(table, (row for row, values in labels.items() if values is not None), gold.form)


def labelled_cells(gold: Gold, table: str) -> Iterator[LabelledCell]:
    """Every labelled cell of one table, rows that are not printed left out.

    GoldError where a row has another number of values than the form has columns.
    """
    labels = gold.labels_of(table) or {}
    printed = [row for row, values in labels.items() if values is not None]
    for row, values in labels.items():
        if values is None:
            continue
        columns = columns_of(table, row, gold.form, printed)
        if len(columns) != len(values):
            raise GoldError(
                f"{gold.document}: {table}.{row} has {len(values)} values, the form {len(columns)} columns"
            )
        for column, value in zip(columns, values, strict=True):
            pointer = f"{table}.{row}.{column}"
            others = (None if each is None else Decimal(str(each)) for each in gold.may_be.get(pointer, ()))
            yield LabelledCell(pointer, value, frozenset((value, *others)))


def canonical_text(content: bytes, encoding: str) -> str:
    """The canonical text of a file: decoded strictly, no BOM, line ends as line feeds."""
    text = content.decode(encoding).removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def occurrence(text: str, quote: str, nth: int = 0) -> Interval:
    """Offsets of the nth occurrence of ``quote`` (overlapping ones count); GoldError if there is none."""
    start = -1
    for _ in range(nth + 1):
        start = text.find(quote, start + 1)
        if start < 0:
            raise GoldError(f"occurrence {nth} of {quote!r} is not in the text")
    return start, start + len(quote)


def load_gold(path: Path, content: bytes) -> tuple[Gold, str]:
    """Labels and canonical text of one document.

    ``content`` is the document's bytes; GoldError if they are not the bytes that were labelled, a quote
    is not in them, or the labels break the format.
    """
    try:
        labels = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(f"{path}: no JSON file ({error}); mend it or label the document again") from error
    found = hashlib.sha256(content).hexdigest()
    if found != labels.get("sha256"):
        raise GoldError(f"{path}: the document has changed since it was labelled (sha256 is now {found})")
    text = canonical_text(content, labels.get("encoding", "utf-8"))
    return gold_of(labels, text, str(path)), text


def gold_of(labels: dict[str, Any], text: str, name: str) -> Gold:
    """The record of written ``labels``; GoldError that names the file and the first mistake."""
    labels.pop("$schema", None)
    try:
        labels = _resolved(labels, text)
        _section_intervals(labels)
        _statement_spans(labels)
        gold = Gold.model_validate(labels)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise GoldError(f"{name}: {where}: {first['msg']}") from error
    except GoldError as error:
        raise GoldError(f"{name}: {error}") from error
    if gold.unfinished is not None:
        raise GoldError(f"{name}: still a skeleton ({gold.unfinished})")
    _check_spans(gold, text, name)
    return gold


def spans_of(gold: Gold) -> Iterator[tuple[str, GoldSpan]]:
    """Every labelled fact of the prose with the name of its list."""
    for name in NARRATIVE_LISTS:
        for label in getattr(gold, name) or ():
            yield name, label


def _check_spans(gold: Gold, text: str, name: str) -> None:
    for field, label in spans_of(gold):
        if not 0 <= label.start < label.end <= len(text):
            raise GoldError(f"{name}: {field} {label.start}:{label.end} is no stretch of the text")
    for key, (start, end) in (gold.sections or {}).items():
        if not 0 <= start < end <= len(text):
            raise GoldError(f"{name}: section {key} ends before it starts")


def _resolved(value: Any, text: str) -> Any:
    """``value`` with every quote turned into offsets, recursively."""
    if isinstance(value, list):
        return [_resolved(item, text) for item in value]
    if not isinstance(value, dict):
        return value
    resolved = {key: _resolved(item, text) for key, item in value.items() if key not in ("quote", "nth")}
    if "quote" not in value:
        return resolved
    start, end = occurrence(text, value["quote"], value.get("nth", 0))
    return {"start": start, "end": end, **resolved} if resolved else [start, end]


def _statement_spans(labels: dict[str, Any]) -> None:
    """Bare quotes come out as intervals; make them spans like the others."""
    for key in STATEMENT_LISTS:
        items = labels.get(key) or []
        for index, item in enumerate(items):
            if isinstance(item, list):
                items[index] = {"start": item[0], "end": item[1]}


def _section_intervals(labels: dict[str, Any]) -> None:
    """A section may be written as the quotes of its heading and of its end; join them."""
    for key, value in (labels.get("sections") or {}).items():
        if isinstance(value, dict) and {"from", "to"} <= set(value):
            labels["sections"][key] = [value["from"][0], value["to"][1]]
