"""A number of a spreadsheet as its cell shows it."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "14": "yyyy-mm-dd", "15": "yyyy-mm-dd", "22": "yyyy-mm-dd", "31": "yyyy-mm-dd", "57": "yyyy-mm-dd",
}  # fmt: skip
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_WORDS = re.compile(r'"([^"]*)"')
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.([0#?]*))?")
_EPOCH = date(1899, 12, 30)
_MOST_DIGITS = 15
"""Significant digits that a spreadsheet keeps; what follows is an artefact of binary numbers."""


def shown(value: str, number_format: str) -> str:
    """The value as printed in the format; as it is where the format is of another kind."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    first = number_format.split(";")[0]
    bare = _LITERAL.sub("", first)
    if re.search(r"[ymd]", bare, re.IGNORECASE) and 0 < number < 200_000:
        day = _EPOCH + timedelta(days=int(number))
        return (
            f"{day.year}年{day.month}月{day.day}日" if "d" in bare.lower() else f"{day.year}年{day.month}月"
        )
    percent = "%" in bare
    if percent:
        number *= 100
    digits = _DIGITS.search(bare)
    if digits is None:
        return _plain(number) + "%" * percent
    places = len(digits[1] or "")
    printed = str(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    if digits[1] and set(digits[1]) & {"#", "?"}:
        printed = printed.rstrip("0").rstrip(".")
    before, after = first.partition(digits[0])[::2] if digits[0] in first else ("", first)
    words = ["".join(_WORDS.findall(part)) for part in (before, after)]
    return words[0] + printed + "%" * percent + words[1]


def _plain(number: Decimal) -> str:
    rounded = Decimal(f"{number:.{_MOST_DIGITS}g}")
    return format(rounded.normalize() if rounded else Decimal(0), "f")
