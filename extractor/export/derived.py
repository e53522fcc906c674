"""What is not printed in a Report but follows from it: whose it is, and indicators."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

from extractor.export.columns import ExportColumn
from extractor.export.exported_table import WHO, ExportTable, TableLine
from extractor.indicators import Definition, Indicator, definitions
from extractor.records import BodyLevel, LinkRule
from extractor.tidy import Value

_PLACES = Decimal("0.000001")
"""Quotients are written with six places behind the point."""


def _of_body(name: str) -> Callable[[TableLine], Value]:
    def value(line: TableLine) -> Value:
        found = None if line.item.body is None else getattr(line.item.body, name)
        return None if found is None else str(found)

    return value


def _of_link(name: str) -> Callable[[TableLine], Value]:
    return lambda line: None if line.item.attribution is None else str(getattr(line.item.attribution, name))


def _division(line: TableLine) -> Value:
    return "/".join(line.item.body.division) if line.item.body else None


def _alternatives(line: TableLine) -> Value:
    return " ".join(line.item.attribution.alternatives) or None if line.item.attribution else None


BODY = (
    ExportColumn(
        "body_id",
        "string",
        "Id of the body through all years and spellings; empty where it cannot be told 机关编号",
        _of_body("body_id"),
    ),
    ExportColumn("body_name", "string", "Full name with its place as it is called now", _of_body("name")),
    ExportColumn(
        "body_level",
        "string",
        "What sort of body it is 层级",
        _of_body("level"),
        allowed=tuple(map(str, BodyLevel)),
    ),
    ExportColumn(
        "division_code",
        "string",
        "GB/T 2260 code of its place now, of a township with three digits of its own 区划代码",
        _of_body("division_code"),
    ),
    ExportColumn("division", "string", "Its place from the province down, separated by /", _division),
    ExportColumn("parent_id", "string", "Id of the government above it", _of_body("parent_id")),
    ExportColumn("body_kind", "string", "government, zone, township … or the department", _of_body("kind")),
    ExportColumn(
        "body_rule",
        "string",
        "Why it is taken for that body; docs/bodies.md says what each rule means",
        _of_link("rule"),
        allowed=tuple(map(str, LinkRule)),
    ),
    ExportColumn("body_evidence", "string", "What the rule rests on", _of_link("evidence")),
    ExportColumn(
        "body_alternatives", "string", "Ids of the bodies between which it cannot be told", _alternatives
    ),
)
"""Columns that say whose report it is."""


def _rounded(value: Decimal | None) -> Value:
    return None if value is None else value.quantize(_PLACES).normalize()


def _of_indicator(definition: Definition) -> Callable[[TableLine], Value]:
    def value(line: TableLine) -> Value:
        return next(
            (_rounded(one.value) for one in line.item.indicators if one.definition is definition), None
        )

    return value


@cache
def indicator_columns() -> tuple[ExportColumn, ...]:
    """One column an indicator: its value, empty where it is not known."""
    return tuple(
        ExportColumn(
            one.id,
            "number",
            f"{one.chinese} {one.english}; {one.formula}",
            _of_indicator(one),
            one.unit,
            source=one.source,
        )
        for one in definitions()
    )


def _told(name: str) -> Callable[[TableLine], Value]:
    return lambda line: getattr(line.of.definition, name)


def _number(name: str) -> Callable[[TableLine], Value]:
    def value(line: TableLine) -> Value:
        one: Indicator = line.of
        return _rounded(getattr(one, name))

    return value


INDICATORS = ExportTable(
    "indicators",
    "One row an indicator of a document that has a value or an interval",
    (
        *WHO,
        BODY[0],
        ExportColumn("indicator", "string", "Id of the indicator", _told("id")),
        ExportColumn("name", "string", "What it is called", _told("chinese")),
        ExportColumn(
            "value", "number", "Its value; empty where a cell has several readings", _number("value")
        ),
        ExportColumn("low", "number", "The least that it may be, where a cell is in doubt", _number("low")),
        ExportColumn("high", "number", "The most that it may be", _number("high")),
        ExportColumn("unit", "string", "Unit of the value", _told("unit")),
        ExportColumn(
            "basis", "string", "Basis of the least sure value that it rests on", lambda x: x.of.basis or None
        ),
        ExportColumn("formula", "string", "How it is computed, in the names of the cells", _told("formula")),
        ExportColumn("definition", "string", "Where it is defined", _told("source")),
        ExportColumn(
            "cells",
            "string",
            "JSON pointers of what it rests on, separated by spaces",
            lambda x: " ".join(x.of.cells),
        ),
    ),
    lambda item: (one for one in item.indicators if one.low is not None or one.high is not None),
)
