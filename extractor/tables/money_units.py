"""The unit of an amount that stands apart from its number: 59197 元, as LibreOffice and Word space them.

Left apart, the number would be taken in the unit of its column: 59197 万元.
"""

import re
from collections.abc import Sequence

from extractor.forms import Quantity, TableForm
from extractor.tables.number_readings import MONEY_UNIT
from extractor.tables.tokens import Kind, Line, Token

_UNIT = re.compile(rf"(?:{MONEY_UNIT})[整正]?(?:[(（].*)?|[(（]\s*(?:{MONEY_UNIT})\s*[)）]")
"""59197 元, 12 （元）, 59197 元（含滞纳金）."""


def with_money_units(lines: Sequence[Line], characters: str, form: TableForm) -> list[Line]:
    """The lines with each unit behind a number as the end of its print, one alone on the next line too."""
    if all(column.quantity is not Quantity.AMOUNT for column in form.column_of.values()):
        return list(lines)
    found: list[Line] = []
    for line in lines:
        tokens: list[Token] = []
        for token in line.tokens:
            if tokens and _belongs(tokens[-1], token):
                tokens[-1] = _joined(tokens[-1], token, characters)
            else:
                tokens.append(token)
        last = found[-1].tokens[-1] if found else None
        if last is not None and len(tokens) == 1 and _belongs(last, tokens[0]):
            whole = _joined(last, tokens[0], characters)
            found[-1] = found[-1]._replace(tokens=(*found[-1].tokens[:-1], whole))
        else:
            found.append(line._replace(tokens=tuple(tokens)))
    return found


def _belongs(number: Token, unit: Token) -> bool:
    is_unit = unit.kind is Kind.LABEL and _UNIT.fullmatch(unit.text) is not None
    return is_unit and number.kind is Kind.NUMBER and _UNIT.search(number.text) is None


def _joined(number: Token, unit: Token, characters: str) -> Token:
    """One print; of two fields or lines without what parts them."""
    between = characters[number.end : unit.start]
    text = characters[number.start : unit.end] if between.isspace() else f"{number.text}{unit.text}"
    return number._replace(end=unit.end, text=text)
