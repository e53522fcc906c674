"""Which slip of a hand or of an eye turns one number into another: named where it is more than chance."""

from decimal import Decimal
from typing import NamedTuple

from extractor.forms import CellRef
from extractor.validate.filled import FilledTable

_FACTORS = {Decimal(10): 1, Decimal(100): 2, Decimal(1000): 3, Decimal(10000): 4}
_FEW = 10
"""Below it any two numbers are one digit apart, and neighbours are often equal: nothing is named."""


class Slip(NamedTuple):
    """A likely slip in both languages."""

    chinese: str
    english: str


_SIGN = Slip("正负号", "the sign")
_SWAPPED = Slip("相邻两位颠倒", "two neighbouring digits exchanged")
_ONE_DIGIT = Slip("一位数字不同", "one digit differs")
_LENGTH = Slip("多或少一位", "a digit too many or too few")
_POINT = Slip("小数点或单位", "the decimal point or the unit")
_ROW = Slip("串行", "the number of the row beside it")
_COLUMN = Slip("串列", "the number of the column beside it")


def likely_slip(table: FilledTable, ref: CellRef, needed: Decimal) -> Slip | None:
    """How the cell came to say another number than ``needed``: that of a neighbour, or a slip in digits."""
    value = table.value(*ref)
    if value is None or value == needed:
        return None
    if abs(value) >= _FEW and (beside := _beside(table, ref, value)) is not None:
        return beside
    return between(value, needed)


def between(printed: Decimal, needed: Decimal) -> Slip | None:
    """The slip between two different numbers, if one is likely."""
    if printed == -needed:
        return _SIGN
    if max(abs(printed), abs(needed)) < _FEW:
        return None
    if printed and needed and (printed / needed in _FACTORS or needed / printed in _FACTORS):
        return _POINT
    if printed < 0 or needed < 0:
        return None
    one, other = _digits(printed), _digits(needed)
    if len(one) == len(other):
        different = [at for at in range(len(one)) if one[at] != other[at]]
        if len(different) == 1:
            return _ONE_DIGIT
        is_swap = len(different) == 2 and different[1] == different[0] + 1
        return (
            _SWAPPED
            if is_swap and one[different[0]] == other[different[1]] and sorted(one) == sorted(other)
            else None
        )
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long))):
        return _LENGTH
    return None


def _digits(value: Decimal) -> str:
    return format(value, "f")


def _beside(table: FilledTable, ref: CellRef, value: Decimal) -> Slip | None:
    """Whether the cell says the very number of a neighbour in its column or in its row."""
    rows = list(table.form.row_keys)
    at = rows.index(ref[0])
    if any(table.value(row, ref[1]) == value for row in (*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2])):
        return _ROW
    columns = [column.key for column in table.rows[ref[0]].columns]
    at = columns.index(ref[1])
    near = (*columns[max(0, at - 1) : at], *columns[at + 1 : at + 2])
    return _COLUMN if any(table.value(ref[0], column) == value for column in near) else None
