"""How the digits of a table are to be read: as printed, or each number as printed twice by a converter."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.forms import Identity
from extractor.tables.grid import Unit, holding
from extractor.tables.number_readings import NumberReading, is_doubled, read_number, undoubled
from extractor.tables.placement import ReadToken, Variant
from extractor.tables.tokens import Kind, Line, Token

_DOUBLED_SHARE = 0.6
_MIN_DOUBLED = 6
_MIN_DOUBLED_LABELS = 4


def _literal(token: Token) -> tuple[NumberReading, ...]:
    return read_number(token.text)


def _undoubled(token: Token) -> tuple[NumberReading, ...]:
    return undoubled(read_number(token.text), token.text)


def labels_look_doubled(lines: Sequence[Line]) -> bool:
    """Whether several labels of a block are printed with their first character twice."""
    labels = [t.text for line in lines for t in line.tokens if t.kind is Kind.LABEL and len(t.text) > 2]
    return sum(text[0] == text[1] and text[0] >= "\u3400" for text in labels) >= _MIN_DOUBLED_LABELS


def looks_doubled(lines: Sequence[Line]) -> bool:
    """Whether labels or most numbers of a block are printed with their first characters twice."""
    if labels_look_doubled(lines):
        return True
    return _figures_look_doubled(lines)


def _figures_look_doubled(lines: Sequence[Line]) -> bool:
    figures = [t.text for line in lines for t in line.tokens if t.kind is Kind.NUMBER]
    twice = sum(is_doubled(f) for f in figures)
    return twice >= _MIN_DOUBLED and twice >= _DOUBLED_SHARE * len(figures)


_MODES: dict[str, ReadToken] = {"undoubled": _undoubled, "literal": _literal}


class Modes(NamedTuple):
    """The readings of the digits of a block that are tried."""

    names: tuple[str, ...]
    sure: bool = False
    """Whether the numbers can be no others than by the first, whatever the sums say."""


LITERAL = Modes(("literal",))


def modes_of(lines: Sequence[Line]) -> Modes:
    """What the print of a block shows of its digits."""
    if not looks_doubled(lines):
        return LITERAL
    return Modes(tuple(_MODES), sure=labels_look_doubled(lines) and _figures_look_doubled(lines))


def choose_mode(
    units: Sequence[Unit],
    identities: Sequence[Identity],
    modes: Modes,
    read_all: Callable[[ReadToken], list[tuple[Variant, ...]]],
) -> tuple[list[tuple[Variant, ...]], str, dict[str, tuple[int, int]]]:
    """The reading of the digits under which most sums hold, and how many hold under each that was tried.

    Where two do equally well, the undoubled one is kept: it is only tried where the block shows doubling.
    """
    options = {name: read_all(_MODES[name]) for name in modes.names}
    tried = {name: holding(units, identities, found) for name, found in options.items()}
    best = modes.names[0] if modes.sure else max(tried, key=lambda name: tried[name][0])
    return options[best], best, tried
