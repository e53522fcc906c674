"""What is not printed in a Report but follows from it: whose it is, and indicators."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

from extractor.export.columns import Column
from extractor.export.lines import WHO, ExportTable, Line
from extractor.indicators import Definition, Indicator, definitions
from extractor.records import BodyLevel, LinkRule
from extractor.tidy import Value

_PLACES = Decimal("0.000001")
"""Quotients are written with six places behind the point."""


def _of_body(name: str) -> Callable[[Line], Value]:
    def value(line: Line) -> Value:
        found = None if line.item.body is None else getattr(line.item.body, name)
        return None if found is None else str(found)

    return value


def _of_link(name: str) -> Callable[[Line], Value]:
    return lambda line: None if line.item.attribution is None else str(getattr(line.item.attribution, name))


def _division(line: Line) -> Value:
    return "/".join(line.item.body.division) if line.item.body else None


def _alternatives(line: Line) -> Value:
    return " ".join(line.item.attribution.alternatives) or None if line.item.attribution else None


BODY = (
    Column(
        "body_id",
        "string",
        "Id of the body through all years and spellings; empty where it cannot be told 机关编号",
        _of_body("body_id"),
    ),
    Column("body_name", "string", "Full name with its place as it is called now", _of_body("name")),
    Column(
        "body_level",
        "string",
        "What sort of body it is 层级",
        _of_body("level"),
        allowed=tuple(map(str, BodyLevel)),
    ),
    Column(
        "division_code",
        "string",
        "GB/T 2260 code of its place now, of a township with three digits of its own 区划代码",
        _of_body("division_code"),
    ),
    Column("division", "string", "Its place from the province down, separated by /", _division),
    Column("parent_id", "string", "Id of the government above it", _of_body("parent_id")),
    Column("body_kind", "string", "government, zone, township … or the department", _of_body("kind")),
    Column(
        "body_rule",
        "string",
        "Why it is taken for that body; docs/bodies.md says what each rule means",
        _of_link("rule"),
        allowed=tuple(map(str, LinkRule)),
    ),
    Column("body_evidence", "string", "What the rule rests on", _of_link("evidence")),
    Column("body_alternatives", "string", "Ids of the bodies between which it cannot be told", _alternatives),
)
"""Columns that say whose report it is."""


def _rounded(value: Decimal | None) -> Value:
    return None if value is None else value.quantize(_PLACES).normalize()


def _of_indicator(definition: Definition) -> Callable[[Line], Value]:
    def value(line: Line) -> Value:
        return next(
            (_rounded(one.value) for one in line.item.indicators if one.definition is definition), None
        )

    return value


@cache
def indicator_columns() -> tuple[Column, ...]:
    """One column an indicator: its value, empty where it is not known."""
    return tuple(
        Column(
            one.id,
            "number",
            f"{one.chinese} {one.english}; {one.formula}",
            _of_indicator(one),
            one.unit,
            source=one.source,
        )
        for one in definitions()
    )


def _told(name: str) -> Callable[[Line], Value]:
    return lambda line: getattr(line.of.definition, name)


def _number(name: str) -> Callable[[Line], Value]:
    def value(line: Line) -> Value:
        one: Indicator = line.of
        return _rounded(getattr(one, name))

    return value


INDICATORS = ExportTable(
    "indicators",
    "One row an indicator of a document that has a value or an interval",
    (
        *WHO,
        BODY[0],
        Column("indicator", "string", "Id of the indicator", _told("id")),
        Column("name", "string", "What it is called", _told("chinese")),
        Column("value", "number", "Its value; empty where a cell has several readings", _number("value")),
        Column("low", "number", "The least that it may be, where a cell is in doubt", _number("low")),
        Column("high", "number", "The most that it may be", _number("high")),
        Column("unit", "string", "Unit of the value", _told("unit")),
        Column(
            "basis", "string", "Basis of the least sure value that it rests on", lambda x: x.of.basis or None
        ),
        Column("formula", "string", "How it is computed, in the names of the cells", _told("formula")),
        Column("definition", "string", "Where it is defined", _told("source")),
        Column(
            "cells",
            "string",
            "JSON pointers of what it rests on, separated by spaces",
            lambda x: " ".join(x.of.cells),
        ),
    ),
    lambda item: (one for one in item.indicators if one.low is not None or one.high is not None),
)
