"""What a spreadsheet takes for the beginning of a formula, and the apostrophe that keeps it a text."""

import re
import unicodedata

_BEGINNINGS = frozenset("=+-@＝＋－＠﹢﹣﹦﹫")
"""Signs that begin a formula, as ASCII prints them and as East Asian spreadsheets take them, too."""
_CONTROLS = ("\t", "\r", "\n")
"""Programs drop them, or break the cell in two there, whatever follows."""
_NUMBER = re.compile(r"[+-]?\s*(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def guarded(text: str) -> str:
    """A text, with an apostrophe before it where a spreadsheet would take it for a formula.

    One that looks guarded already gets another one, so that ``bare`` gives back every text as it was. Numbers
    and mere dashes stay as they are.
    """
    return f"'{text}" if _is_dangerous(text) else text


def bare(text: str) -> str:
    """The text that ``guarded`` guarded."""
    return text[1:] if text.startswith("'") and _is_dangerous(text) else text


def _is_dangerous(text: str) -> bool:
    """Whether a spreadsheet would run a text, guarded already or not.

    Blanks, control characters and signs of no width before the first sign are passed over, as programs do.
    Without a letter or a digit nothing can be run: ``—``, ``--``.
    """
    inner = text.lstrip("'")
    if not inner:
        return False
    if inner.startswith(_CONTROLS):
        return True
    first = next((at for at, sign in enumerate(inner) if not _is_passed_over(sign)), None)
    if first is None or inner[first] not in _BEGINNINGS:
        return False
    formula = inner[first:].rstrip()
    if _NUMBER.fullmatch(unicodedata.normalize("NFKC", formula)):
        return False
    return any(map(str.isalnum, formula))


def _is_passed_over(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")
