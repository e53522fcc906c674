"""From a figure to its print: what stands in each cell before anything goes wrong."""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from extractor.evaluation.noise.fill import Amount, FilledForm
from extractor.forms import Quantity


@dataclass
class PrintedCell:
    """One cell on its way into the text; damage changes ``raw`` and says so.

    ``value`` is what the issuer printed or meant to print, in 万元 for amounts. ``raw`` is what
    stands in the text, None where nothing does. ``slip`` marks a figure that the issuer got wrong:
    then ``value`` is the wrong figure, since that is what the document says.
    """

    value: Amount
    raw: str | None
    damage: list[str] = field(default_factory=list)
    slip: bool = False


Printed = dict[str, dict[str, dict[str, PrintedCell]]]
"""Table to row to column to cell, rows and columns in printed order."""


@dataclass(frozen=True)
class NumberStyle:
    """How one issuer prints changes (sign, word, bare) and money (bare, wan, yi, yuan)."""

    change: str
    money: str


def choose_style(rng: Random) -> NumberStyle:
    """A style as seen in real reports, weighted towards the plain ones."""
    return NumberStyle(
        change=rng.choice(("sign", "sign", "word", "bare")),
        money=rng.choice(("bare", "bare", "bare", "wan", "yi", "yuan")),
    )


def print_form(filled: FilledForm, style: NumberStyle) -> Printed:
    """Every cell of the tables as the issuer prints it on a good day."""
    printed: Printed = {}
    for name, form in filled.tables.items():
        printed[name] = {}
        for row in form.rows:
            figures = filled.values[name][row.key]
            printed[name][row.key] = {
                column.key: PrintedCell(
                    figures[column.key], print_figure(figures[column.key], column.quantity, style)
                )
                for column in row.columns
            }
    return printed


def print_figure(value: Amount, quantity: Quantity, style: NumberStyle) -> str:
    """One figure in the issuer's style; exact, so that reading it back gives the same value."""
    if quantity is Quantity.AMOUNT:
        return _print_money(Decimal(value), style.money)
    if quantity is Quantity.SIGNED and value:
        if style.change == "word":
            return f"{'增' if value > 0 else '减'}{abs(value)}"
        return f"{value:+d}" if style.change == "sign" else f"{value}"
    return f"{value}"


def _print_money(value: Decimal, style: str) -> str:
    if style == "yi" and value >= 1000:
        return f"{_plain(value / 10000)}亿元"
    if style == "yuan" and value:
        return f"{_plain(value * 10000)}元"
    return f"{_plain(value)}万元" if style == "wan" and value else _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
