"""What goes wrong between the issuer's form and the text, one operator a function.

Every operator takes the printed tables (or labels, or a finished table text), a rate and a random
source, changes what is printed and names itself in ``PrintedCell.damage``. The rates are chances per
value, per label character or per line, as each operator says.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from random import Random

from extractor.evaluation.noise.grids import PrintGrid
from extractor.evaluation.noise.printing import Printed, PrintedCell
from extractor.forms import TableForm

MISREAD_LETTERS = {"0": "Oo〇", "1": "lI|", "2": "Zz", "5": "Ss", "6": "bG", "8": "B", "9": "gq"}
"""Letters that recognition prints for a digit: marked, since no number holds a letter."""
RARE_LETTERS = {"8": "O", "7": "lI", "6": "S", "3": "B"}
"""The same letters for a digit that they resemble less."""
_RARE_SHARE = 0.1
LOOK_ALIKES = dict(
    pair
    for group in (
        "予子",
        "未末",
        "结洁",
        "己已",
        "自目白",
        "人入",
        "日曰",
        "土士",
        "申甲由",
        "千干",
        "开井",
        "政致",
    )
    for pair in zip(group, group[1:] + group[0], strict=True)
)
"""Characters that recognition takes for one another."""
_RANDOM_CHARACTERS = "明天地山水火木春秋东西南北高平安长江河海云石田"
FURNITURE = ("- {n} -", "—{n}—", "第 {n} 页", "第{n}页 共9页", "-{n}-")
"""Page furniture; n is the page."""
NOTES = ("（其中修订{n}件）", "（含自然失效{n}件）", "（含上年结转{n}件）")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def cells_of(printed: Printed) -> Iterator[PrintedCell]:
    """All cells in printed order."""
    for table in printed.values():
        for row in table.values():
            yield from row.values()


def _digit_places(raw: str | None) -> list[int]:
    return [place for place, character in enumerate(raw or "") if character.isdecimal()]


def letters_for_digits(printed: Printed, rate: float, rng: Random) -> None:
    """In ``rate`` of the values that have such a digit, one digit becomes a letter."""
    for cell in cells_of(printed):
        if cell.raw is not None and rng.random() < rate:
            table = RARE_LETTERS if rng.random() < _RARE_SHARE else MISREAD_LETTERS
            places = [place for place in _digit_places(cell.raw) if cell.raw[place] in table]
            if places:
                place = rng.choice(places)
                letter = rng.choice(table[cell.raw[place]])
                _replace(cell, place, letter, "letter")


def _replace(cell: PrintedCell, place: int, text: str, damage: str) -> None:
    raw = cell.raw or ""
    cell.raw = raw[:place] + text + raw[place + 1 :]
    cell.damage.append(damage)


def digit_swaps(printed: Printed, rate: float, rng: Random) -> None:
    """In ``rate`` of the values, one digit becomes another; nothing marks it.

    No number gets a leading zero, since that would mark it.
    """
    for cell in cells_of(printed):
        places = _digit_places(cell.raw)
        if cell.raw is None or not places or rng.random() >= rate:
            continue
        place = rng.choice(places)
        leading = place == places[0] and len(places) > 1 and places[1] == place + 1
        others = [digit for digit in "0123456789"[leading:] if digit != cell.raw[place]]
        _replace(cell, place, rng.choice(others), "swap")


def lost_cells(printed: Printed, rate: float, rng: Random) -> None:
    """``rate`` of the values vanish from the text."""
    for cell in cells_of(printed):
        if cell.raw is not None and rng.random() < rate:
            cell.raw = None
            cell.damage.append("lost")


def split_digits(printed: Printed, rate: float, rng: Random) -> None:
    """A space inside ``rate`` of the values with two digits or more: ``1 2``."""
    for cell in cells_of(printed):
        if cell.raw and len(_digit_places(cell.raw)) > 1 and rng.random() < rate:
            places = [place for place in _digit_places(cell.raw)[:-1] if cell.raw[place + 1].isdecimal()]
            if places:
                place = rng.choice(places)
                _replace(cell, place, f"{cell.raw[place]} ", "split")


def split_over_cells(printed: Printed, rate: float, rng: Random) -> None:
    """``20`` printed as ``2`` and ``0`` in two cells; the cell that stood there is pushed out."""
    for cell, neighbour in _neighbours(printed):
        if len(cell.raw or "") == 2 and (cell.raw or "").isdecimal() and rng.random() < rate:
            cell.raw, neighbour.raw = (cell.raw or "")[0], (cell.raw or "")[1]
            cell.damage.append("split-over-cells")
            neighbour.damage.append("split-over-cells")


def merged_neighbours(printed: Printed, rate: float, rng: Random) -> None:
    """Two values side by side run together in the first cell; the second prints nothing."""
    for cell, neighbour in _neighbours(printed):
        if cell.raw and neighbour.raw and rng.random() < rate:
            cell.raw, neighbour.raw = cell.raw + neighbour.raw, None
            cell.damage.append("merged")
            neighbour.damage.append("merged")


def _neighbours(printed: Printed) -> Iterator[tuple[PrintedCell, PrintedCell]]:
    for table in printed.values():
        for row in table.values():
            yield from pairwise(row.values())


def full_width_digits(printed: Printed, rate: float, rng: Random) -> None:
    """``rate`` of the values print full-width digits."""
    for cell in cells_of(printed):
        if cell.raw and rng.random() < rate:
            cell.raw = cell.raw.translate(_FULL_WIDTH)
            cell.damage.append("full-width")


def thousands_separators(printed: Printed, rate: float, rng: Random) -> None:
    """``rate`` of the whole numbers from 1,000 on print a separator."""
    for cell in cells_of(printed):
        if cell.raw and cell.raw.isdecimal() and int(cell.raw) >= 1000 and rng.random() < rate:
            cell.raw = f"{int(cell.raw):,}"
            cell.damage.append("thousands")


def unit_suffixes(printed: Printed, rate: float, rng: Random) -> None:
    """``rate`` of the whole numbers carry 件."""
    for cell in cells_of(printed):
        if cell.raw and cell.raw.isdecimal() and rng.random() < rate:
            cell.raw += "件"
            cell.damage.append("suffix")


def notes_in_cells(printed: Printed, rate: float, rng: Random) -> None:
    """``rate`` of the whole numbers above 1 carry a note with a number of its own."""
    for cell in cells_of(printed):
        if cell.raw and cell.raw.isdecimal() and int(cell.raw) > 1 and rng.random() < rate:
            cell.raw += rng.choice(NOTES).format(n=rng.randint(1, int(cell.raw)))
            cell.damage.append("note")


def doubled_characters(printed: Printed, rate: float, rng: Random) -> None:
    """Each number under sums with its first character doubled, all but ``rate`` of them."""
    for cell in cells_of(printed):
        if cell.raw and rng.random() >= rate:
            cell.raw = cell.raw[0] + cell.raw
            cell.damage.append("doubled")


def double_label(text: str) -> str:
    """A header label as the doubling converter prints it: 自自然人."""
    return text[:1] + text


def blank_zeros(printed: Printed, rate: float, rng: Random) -> None:
    """``rate`` of the printed zeros under sums are left blank by the issuer."""
    for cell in cells_of(printed):
        if cell.raw == "0" and rng.random() < rate:
            cell.raw = None
            cell.damage.append("blank-zero")


def dashes_for_zeros(printed: Printed, rng: Random) -> None:
    """Every zero under sums is printed as the same sign for nothing."""
    sign = rng.choice(("-", "—", "/", "无"))
    for cell in cells_of(printed):
        if cell.raw == "0":
            cell.raw = sign
            cell.damage.append("dash")


def blank_totals(printed: Printed, forms: Mapping[str, TableForm], rng: Random) -> None:
    """The issuer leaves the row （七）总计, or the whole column 总计, blank."""
    form = next((form for form in forms.values() if form.total_rows), None)
    if form is None:
        return
    rows = printed[form.key]
    whole_row = rng.random() < 0.5
    columns = {each.total for each in form.sums if each.row is not None}
    for row, cells in rows.items():
        for column, cell in cells.items():
            if row in form.total_rows if whole_row else (row, column) in columns:
                cell.raw = None
                cell.damage.append("blank-total")


def wrong_label(text: str, rate: float, rng: Random) -> str:
    """``text`` with ``rate`` of its Chinese characters misread, by look-alike where there is one."""

    def misread(character: str) -> str:
        if not "一" <= character <= "鿿" or rng.random() >= rate:
            return character
        return LOOK_ALIKES.get(character) or rng.choice(_RANDOM_CHARACTERS)

    return "".join(misread(character) for character in text)


# The CJK Radicals Supplement has no decompositions: those seen in text layers, by Unicode's
# EquivalentUnifiedIdeograph. ⼾ decomposes to the traditional 戶 and stands for 户.
_SUPPLEMENT = {"民": "⺠", "门": "⻔", "长": "⻓", "见": "⻅", "页": "⻚", "车": "⻋", "贝": "⻉", "户": "⼾"}


def _radical_forms() -> dict[str, str]:
    """Ordinary character to Kangxi radical (U+2F00 to U+2FD5), by Unicode's own decomposition."""
    radicals = (chr(point) for point in range(0x2F00, 0x2FD6))
    return {unicodedata.normalize("NFKC", radical): radical for radical in radicals} | _SUPPLEMENT


RADICALS = _radical_forms()


def radicals(text: str, rate: float, rng: Random) -> str:
    """``text`` with ``rate`` of the characters that have a radical form printed as radicals."""
    return "".join(
        RADICALS[character] if character in RADICALS and rng.random() < rate else character
        for character in text
    )


def spaced_words(text: str, rate: float, rng: Random) -> str:
    """``text`` with a space after ``rate`` of its characters, as glyph runs leave them: 结 果."""
    spaced = (character + (" " if rng.random() < rate else "") for character in text[:-1])
    return "".join(spaced) + text[-1:]


def furniture_lines(text: str, rate: float, rng: Random) -> str:
    """Page numbers between ``rate`` of the lines of a table's text."""
    page, lines = rng.randint(2, 6), []
    for line in text.split("\n"):
        lines.append(line)
        if line.strip() and rng.random() < rate:
            lines.append(rng.choice(FURNITURE).format(n=page))
            page += 1
    return "\n".join(lines)


def reordered_rows(grid: PrintGrid, rate: float, rng: Random) -> None:
    """``rate`` of the rows of numbers change places with the row below; labels go with their numbers."""
    rows = grid.rows
    for position in range(grid.header, len(rows) - 1):
        pair = rows[position], rows[position + 1]
        # A row that opens a group carries the group's label, which must stay where the group starts.
        plain = all(cell.merged or cell.rows == 1 for row in pair for cell in row)
        if plain and len(pair[0]) == len(pair[1]) and rng.random() < rate:
            rows[position], rows[position + 1] = pair[1], pair[0]
