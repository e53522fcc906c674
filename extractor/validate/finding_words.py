"""How findings word numbers and places."""

from decimal import Decimal


def plain(value: Decimal | int) -> str:
    """A number as a person writes it: no exponent, no trailing zeros."""
    return f"{Decimal(value).normalize():f}" if value else "0"


def short(raw: str | None) -> str:
    """A print on one line, at most 40 characters."""
    return " ".join((raw or "").split())[:40]
