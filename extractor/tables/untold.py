"""Why the places of numbers that a converter put in another order are not certain though every sum holds."""

from collections.abc import Sequence

from extractor.forms import TableForm
from extractor.tables.tokens import Token

_LEAST_TELLING = 4
"""Rows with numbers but zeros: of fewer, another order than the ones tried may hold the sums as well."""
UNTOLD_ROWS = (
    "转换后的文字打乱了数字顺序,数字太少,无法确认属于哪一行 / the converted text has its numbers in another "
    "order, and too few to tell whose they are"
)


def too_few(rows: Sequence[int], chosen: Sequence[Sequence[Token]], form: TableForm) -> bool:
    """Whether only some few of these rows have other numbers than zeros, totals aside; none is no doubt."""
    telling = [
        row
        for row, own in zip(rows, chosen, strict=True)
        if any(int(token.text) for token in own) and form.rows[row].key not in form.total_rows
    ]
    return 0 < len(telling) < _LEAST_TELLING


def untold_rows(
    rows: Sequence[int], numbers: Sequence[Token], chosen: Sequence[Sequence[Token]], form: TableForm
) -> str | None:
    """The reason, where numbers are few and neither whole columns nor what blank lines show."""
    values = [[int(token.text) for token in own] for own in chosen]
    printed = [int(token.text) for token in numbers]
    count = len(values)
    whole = all(
        printed[at * count + row] == own[at] for row, own in enumerate(values) for at in range(len(own))
    )
    if whole or not too_few(rows, chosen, form) or _by_paragraphs(numbers, count) == values:
        return None
    return UNTOLD_ROWS


def _by_paragraphs(numbers: Sequence[Token], rows: int) -> list[list[int]] | None:
    """The rows as blank lines between the numbers show them: band by band a paragraph for each column."""
    paragraphs: list[list[int]] = []
    for token in numbers:
        if token.gap or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(int(token.text))
    width = len(numbers) // rows
    found: list[list[int]] = []
    for at in range(0, len(paragraphs), width):
        band = paragraphs[at : at + width]
        if len(band) < width or len({len(column) for column in band}) > 1:
            return None
        found += [list(row) for row in zip(*band, strict=True)]
    return found
