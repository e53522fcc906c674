"""The unit in which a table prints its amounts: 千元 in a header, 元 in a column of units, else 万元."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache

from extractor.forms import CellRef, Column, Quantity, TableForm
from extractor.ideographs import HAN
from extractor.tables.number_readings import MONEY_UNIT, Mark, NumberReading, money_factor

AmountUnits = Mapping[CellRef, tuple[Decimal, ...]]
"""Cells of amounts whose bare numbers are not in 万元: what one is in 万元; several or none where the unit
cannot be told."""
UNTOLD = "表头的金额单位无法确定 / the unit of the amounts cannot be told from the header"

UNSAID = "表头未注明金额单位,按表式视为万元 / the header says no unit: taken as 万元, as the form has it"
FINE = (
    "金额小数多于四位,若漏印“亿元”则数值不同,请核对 / more decimals than amounts in 万元 usually have: "
    "had it lost 亿元, it would be another"
)
_UNSAID = (Decimal(1), money_factor("元"))
"""What a bare number may be under a header that says no unit, or where nothing of money is printed at all."""
_OWN_UNIT = re.compile(r"[元圆万亿]")
_LEAST_LABEL = 4
_TAIL = 60
_YUAN_OF_WAN, _FEN_OF_WAN, _FEN_OF_YI = 4, 6, 10
"""Decimals of a yuan in 万元, and of a fen in 万元 and in 亿元."""
_APART = r"[\s|]*"
_PLAINLY = re.compile(rf"(?:[/／:：,，] ?)?(?:人民币)?(?P<unit>{MONEY_UNIT})(?=[\s\d]|$)")
_OPENING = re.compile(r"[(（\[【/／:：]|(?:金额|计量)?单位")
_BRACKET = re.compile(r"[(（\[【](?P<inside>[^)）\]】]*)")
_NOTE = re.compile(r"^[(（\[【][^)）\]】]*[)）\]】]\s*")
_NAMED_UNIT = re.compile(r"单位(?:为|是)?[:：]?(?:人民币)?(?P<unit>[^,，;；。)）\]】]*)")
_OF_TABLE = re.compile(rf"(?<![{HAN}])(?:金额|计量)?单位\s*[:：]\s*(?P<unit>[^\s,，;；。)）\]】|]{{1,8}})")
_MONEY = re.compile(rf"(?<![美欧日港澳加英])(?:{MONEY_UNIT})")
_FOREIGN = re.compile(r"[美欧日港澳加]元|英镑|外币|卢布|韩元")
_MISREAD = re.compile(rf"[{HAN}](?<!人民币)(?<![为是以按十百千万亿])元")
"""A sign before 元 that makes no unit with it: 平元 may have been 万元."""
_LIKE_THE_FORMS = re.compile(r"[万方力刀][元无兀]?")
"""万元 as recognisers of characters garble it."""
_COUNTED = re.compile(r"[件条项个次宗份人户笔%％]*")


def amount_units(region: str, form: TableForm) -> AmountUnits:
    """The cells whose unit the print of a table says, and it is not 万元 (or cannot be told)."""
    cells = [cell for cell, column in form.column_of.items() if column.quantity is Quantity.AMOUNT]
    if not cells:
        return {}
    of_table = _of_table(region)
    labels = {row.key: row.labels for row in form.rows}
    found: dict[CellRef, tuple[Decimal, ...]] = {}
    for cell in cells:
        column = form.column_of[cell]
        stated = _behind(region, (*labels[cell[0]], *column.labels))
        factors = of_table if stated is None else stated
        if factors is None and _says_no_unit(region, column):
            factors = _UNSAID
        if factors is not None and factors != (Decimal(1),):
            found[cell] = factors
    return found


def _says_no_unit(region: str, column: Column) -> bool:
    """Whether the header of a column is printed without a unit, or neither it nor a unit like the form's."""
    if any(_printed(label).search(region) for label in column.labels):
        return True
    return _LIKE_THE_FORMS.search(region) is None


def in_wan_yuan(
    readings: tuple[NumberReading, ...], text: str, factors: Sequence[Decimal] | None
) -> tuple[NumberReading, ...]:
    """The readings of a print under a header that says its unit; a unit of its own counts for more."""
    if _OWN_UNIT.search(text):
        return readings
    if factors is None:
        yi = tuple(r._replace(value=r.value * money_factor("亿")) for r in readings)
        if any(_FEN_OF_WAN < _decimals(r.value) <= _FEN_OF_YI for r in readings):
            return tuple(r._replace(mark=Mark.UNIT) for r in (*readings, *yi))  # 1.44377613 has lost its 亿元
        fine = [_YUAN_OF_WAN < _decimals(r.value) <= _FEN_OF_WAN and r.mark is None for r in readings]
        return tuple(r._replace(mark=Mark.FINE) if own else r for r, own in zip(readings, fine, strict=True))
    if factors is _UNSAID:
        return tuple(r._replace(mark=r.mark or Mark.UNSAID) if r.value else r for r in readings)
    if len(factors) == 1:
        return tuple(r._replace(value=r.value * factors[0]) for r in readings)
    options = factors or (Decimal(1),)
    return tuple(r._replace(value=r.value * f, mark=Mark.UNIT) for r in readings for f in options)


def _decimals(wan_yuan: Decimal) -> int:
    """How many decimals an amount has; more than a fen in 亿元 has are those that a computer writes."""
    exponent = wan_yuan.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _of_table(region: str) -> tuple[Decimal, ...] | None:
    """What the table says of its unit wherever it does; None where it says nothing of money."""
    units = [match["unit"] for match in _OF_TABLE.finditer(region)]
    return _together(_factors(unit) for unit in units if _MONEY.search(unit) or _FOREIGN.search(unit))


def _behind(region: str, labels: Iterable[str]) -> tuple[Decimal, ...] | None:
    """What stands behind the labels of a cell; None where that is no unit."""
    tails = (
        " ".join(region[match.end() : match.end() + _TAIL].replace("|", " ").split())
        for label in labels
        if len(label) >= _LEAST_LABEL
        for match in _printed(label).finditer(region)
    )
    return _together(factors for tail in tails if (factors := _in_tail(tail)) is not None)


@cache
def _printed(label: str) -> re.Pattern[str]:
    return re.compile(_APART.join(map(re.escape, label)))


def _together(stated: Iterable[tuple[Decimal, ...]]) -> tuple[Decimal, ...] | None:
    every = list(stated)
    if not every:
        return None
    return () if () in every else tuple(dict.fromkeys(f for factors in every for f in factors))


def _in_tail(tail: str) -> tuple[Decimal, ...] | None:
    """The unit at the start of what follows a label."""
    plain = _PLAINLY.match(tail)
    if plain:
        return _factors(plain["unit"])
    closed = tail.replace(" ", "")
    if not _OPENING.match(closed):
        return None
    bracket = _BRACKET.match(closed)
    said = bracket["inside"] if bracket else re.split(r"\d", closed.lstrip("/／:："), maxsplit=1)[0]
    named = _NAMED_UNIT.search(said)
    if named is None:
        unit = re.split("[,，;；]", said.removeprefix("人民币"), maxsplit=1)[0]
        if re.fullmatch(MONEY_UNIT, unit) or _FOREIGN.fullmatch(unit):
            return _factors(unit)
        behind = _PLAINLY.match(_NOTE.sub("", tail))  # 专项经费（不包括用于公报的经费）| 万元
        return _factors(behind["unit"]) if behind else None
    return None if _COUNTED.fullmatch(named["unit"]) else _factors(named["unit"])


def _factors(unit: str) -> tuple[Decimal, ...]:
    """What one of a unit may be in 万元."""
    if _LIKE_THE_FORMS.fullmatch(unit):
        return (Decimal(1),)
    if _FOREIGN.search(unit) or _MISREAD.search(unit):
        return ()
    return tuple(dict.fromkeys(money_factor(found) for found in _MONEY.findall(unit)))
